"""The word lists in `data/`, each read once; words are folded, without capitals."""

from functools import cache
from importlib import resources


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list: one a line, or with commas; lines after ``#`` are remarks."""
    file = resources.files(__package__).joinpath("data", f"{name}.txt")
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for part in line.split(",") if (word := part.strip()))
