"""A text made ready for the rules, with the way back to the characters that were sent.

What a platform wraps around words is undone first (see :mod:`bot.detection.markup`); then letters
are made alike by :func:`bot.consultation.folding.fold`, the one way to fold there is.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, Self

from bot.consultation.folding import Folded, fold
from bot.detection.markup import Plain, undo

_WORD: Final = re.compile(r"[^\W_]++(?:['-][^\W_]++)*+")


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word: letters and digits, with apostrophes and hyphens inside ("Shona's", "co-op")."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text as rules read it. Offsets are those of ``text``, whose length ``low`` shares.

    ``text`` has straight quotes, plain dashes and digits, no accents, no wide or invisible
    characters, single spaces, no platform's markup, and its capitals. ``low`` has no capitals.
    ``mentions`` are the parts that a platform marked as a person.
    """

    text: str
    low: str
    words: tuple[Word, ...]
    mentions: tuple[tuple[int, int], ...]
    _folded: Folded
    _plain: Plain

    @classmethod
    def of(cls, original: str) -> Self:
        """Make any text ready, in time linear in its length."""
        plain = undo(original)
        folded = fold(plain.text)
        words = tuple(
            Word(*match.span(), match[0], folded.text[match.start() : match.end()])
            for match in _WORD.finditer(folded.cased)
        )
        places = (
            (bisect_left(folded.starts, a), bisect_left(folded.starts, b))
            for a, b in plain.mentions
        )
        mentions = tuple((start, end) for start, end in places if start < end)
        return cls(folded.cased, folded.text, words, mentions, folded, plain)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the ``[start, end)`` of the original that a part of ``text`` came from.

        The part is not empty. A platform's markup is taken whole.
        """
        return self._plain.source(*self._folded.source(start, end))
