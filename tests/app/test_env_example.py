"""`.env.example` names every setting, with its description and its default, and nothing else."""

import re
from pathlib import Path

from app.settings import PREFIX, Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
ENTRY = re.compile(r"((?:# .+\n)+)# (HEARDBACK_[A-Z_]+)=(.*)\n")


def entries() -> dict[str, tuple[str, str]]:
    """Return description and value of every setting in the example, by name."""
    text = EXAMPLE.read_text(encoding="utf-8").split("\n\n", 1)[1]
    found = {}
    for block in (text.rstrip("\n") + "\n").split("\n\n"):
        matched = ENTRY.fullmatch(block if block.endswith("\n") else block + "\n")
        assert matched is not None, block
        told = " ".join(line.removeprefix("# ") for line in matched[1].splitlines())
        found[matched[2]] = (told, matched[3])
    return found


def test_the_example_is_equal_to_the_settings() -> None:
    wanted = {
        PREFIX + name.upper(): (
            field.description,
            "" if field.default is None else str(field.default),
        )
        for name, field in Settings.model_fields.items()
    }
    assert entries() == wanted
