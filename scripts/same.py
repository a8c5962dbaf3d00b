"""Changes that change nothing that anybody could see, each with the reason."""

from typing import Final

SAME: Final[dict[str, dict[str, str]]] = {
    "storage/rewriting.py": {
        "0  ->  1": "The two waves that are sealed together are of the same evaluation.",
    },
}
"""By file, then by what is changed."""
