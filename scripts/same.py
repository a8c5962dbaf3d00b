"""Changes that change nothing that anybody could see, each with the reason."""

from typing import Final

SAME: Final[dict[str, dict[str, str]]] = {
    "storage/rewriting.py": {
        "0  ->  1": "The two waves that are sealed together are of the same evaluation.",
    },
    "storage/residue.py": {
        "16  ->  17": "The first eight bytes of a piece are looked for, and no more.",
        "20  ->  21": "How much is read at once does not change what is found.",
    },
    "bot/consultation/disclosure/waves.py": {
        "after > before  ->  after >= before": "Where both are the same it was told before.",
    },
}
"""By file, then by what is changed."""
