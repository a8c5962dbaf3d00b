"""Text folded for searching, with the way back to the characters it came from.

Two texts that look alike to a reader fold alike: case, accents, invisible characters, wide forms,
kinds of quotes, dashes, digits and white space no longer differ.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SAME: Final = {
    **dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc`\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
    **dict.fromkeys("\u3002\uff61", "."),
    "\u2212": "-",
    "\u2215": "/",
    # Letters with a stroke, which Unicode does not count as accents ("Łukasz", "Søren").
    **dict(zip("łŁøØđĐħĦı", "lLoOdDhHi", strict=True)),
}
_NOT_SEEN: Final = ("Mn", "Me", "Cf")
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded ``text``; its character *i* came from ``[starts[i], ends[i])`` of the source.

    Offsets count Unicode code points. An end takes in the invisible characters and accents that
    follow, so that no part of a letter is left behind. ``cased`` is the same text, character for
    character, with its capitals.
    """

    text: str
    cased: str
    starts: Sequence[int]
    ends: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the ``[start, end)`` of the source that a part of the folded text came from.

        The part is not empty. Source characters are taken whole.
        """
        last = end - 1
        while last + 1 < len(self.starts) and self.starts[last + 1] == self.starts[last]:
            last += 1
        return self.starts[start], self.ends[last]


def fold(text: str) -> Folded:
    """Fold a text; runs of white space become one space. Takes time linear in its length."""
    pieces: list[str] = []
    cased: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(text):
        folded, with_capitals = _fold(char)
        if folded == " " and pieces and pieces[-1] == " ":
            continue
        if folded:
            pieces.append(folded)
            cased.append(with_capitals)
            starts += [at] * len(folded)
            ends += [at + 1] * len(folded)
        elif ends:
            ends[-1] = at + 1
    return Folded("".join(pieces), "".join(cased), starts, ends)


@lru_cache(maxsize=4096)
def _fold(char: str) -> tuple[str, str]:
    if char.isspace():
        return " ", " "
    same = _SAME.get(char, char)
    parts = unicodedata.normalize("NFKD", same.casefold())
    folded = "".join(map(_one, parts)).casefold()
    cased = "".join(map(_one, unicodedata.normalize("NFKD", same)))
    return folded, cased if len(cased) == len(folded) else folded


def _one(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in _NOT_SEEN or ord(char) in _SKIN_TONES:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind == "Pd":
        return "-"
    return " " if char.isspace() else _SAME.get(char, char)
