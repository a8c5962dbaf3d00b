"""A text cut into the pieces that the trained model reads, with the kind of each."""

from dataclasses import dataclass
from typing import Final

from bot.detection.lexicon import listed
from bot.detection.names.lexicon import kind_of
from bot.detection.text import Text, Word

WINDOW: Final = 200
"""Pieces that are read at once; a long text is read in parts."""
_LONGEST: Final = 30
_SHOUTED: Final = 0.6
_MARKS: Final = frozenset(".,!?;:\"'()-&/\n@#+*")
_TAILS: Final = ("'s", "'ll", "'d", "'ve", "'re", "'m")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word without what hangs on it ("'s"), that tail, or a mark: ``[start, end)`` of the text.

    ``kind`` says what our lists take a word for, whether it is also a place, and its capitals,
    where capitals mean something.
    """

    start: int
    end: int
    low: str
    kind: str


def pieces(text: Text) -> tuple[Piece, ...]:
    """Cut a text, in time linear in its length."""
    telling = _telling(text.text)
    made: list[Piece] = []
    before = 0
    for word in text.words:
        made.extend(_mark(text.text, before, word.start))
        made.extend(_word(word, telling=telling))
        before = word.end
    made.extend(_mark(text.text, before, len(text.text)))
    return tuple(made)


def _mark(text: str, start: int, end: int) -> list[Piece]:
    """Return the first mark between two words; more would only push the words apart."""
    for at in range(start, end):
        if text[at] in _MARKS:
            return [Piece(at, at + 1, text[at], "mark")]
    return []


def _word(word: Word, *, telling: bool) -> list[Piece]:
    tail = next((tail for tail in _TAILS if word.low.endswith(tail)), "")
    cut = word.end - len(tail)
    low = word.low.removesuffix(tail)[:_LONGEST]
    made = [Piece(word.start, cut, _shape(low), kind(low) + _case(word.text, telling=telling))]
    if not low:
        return []
    return [*made, Piece(cut, word.end, tail, "tail")] if tail else made


def kind(low: str) -> str:
    """Return what our lists take a folded word for."""
    if low.isdigit():
        return "number"
    return kind_of(low).name + ("+place" if low in listed("places") else "")


def _shape(low: str) -> str:
    """Return a word with all numbers alike: 14 and 27 tell the same."""
    return "".join("0" if char.isdigit() else char for char in low)


def _case(word: str, *, telling: bool) -> str:
    if not telling:
        return ""
    return "-A" if word[:1].isupper() else "-a"


def _telling(text: str) -> bool:
    """Tell whether capitals mean something: there are some, but not everywhere."""
    capitals = sum(map(str.isupper, text))
    return 0 < capitals <= _SHOUTED * sum(map(str.isalpha, text))
