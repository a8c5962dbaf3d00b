"""Words that a round's people put on a list: how they are compared, whatever a text does to them.

A list is never read, only asked: a phrase of up to four words becomes a key, and a key is on the
list or is not. So a list may hold what no key can be got back from.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple, Self

from bot.consultation.folding import Folded, fold
from bot.consultation.redaction import Span

MOST_WORDS: Final = 4
"""Longest phrase on a list, in words."""
_SHORTEST_NAME: Final = 3
"""A part of a name counts by itself from this many letters."""
_LEAST: Final = 5
"""A word of at least this many letters may be somebody's: "shonas house"."""

_WORD: Final = re.compile(r"[^\W_]++(?:'[^\W_]++)*+")

type Ask = Callable[[str], tuple[str, str] | None]
"""Returns label and reason of a key, or None if it is on no list."""


def key_of(phrase: str) -> str:
    """Return the key of a phrase; empty if it has no words, or more than :data:`MOST_WORDS`."""
    words = [_plain(match[0]) for match in _WORD.finditer(fold(phrase).text)]
    return " ".join(words) if len(words) <= MOST_WORDS else ""


def keys_of(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the phrases that have one, each once, in order."""
    return tuple(dict.fromkeys(key for phrase in phrases if (key := key_of(phrase))))


def keys_of_name(name: str, common: Collection[str] = ()) -> frozenset[str]:
    """Return the keys of a person's name: whole if it has several parts, and each part that is no
    common word."""
    words = [_plain(match[0]) for match in _WORD.finditer(fold(name).text)]
    parts = (word for word in words if len(word) >= _SHORTEST_NAME and word not in common)
    whole = key_of(name) if len(words) > 1 else ""
    return frozenset({whole, *parts} - {""})


def find(text: str, ask: Ask) -> tuple[Span, ...]:
    """Return the phrases of a text that are on a list, the longest from each word on. Takes time
    linear in the length."""
    folded = fold(text)
    words = [_Word.of(match) for match in _WORD.finditer(folded.text)]
    return tuple(
        span
        for at in range(len(words))
        if (span := _longest(folded, words[at : at + MOST_WORDS], ask))
    )


class _Word(NamedTuple):
    """A word of a folded text, without the ending that makes it somebody's."""

    start: int
    end: int
    plain: str

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        start, end = match.span()
        return cls(start, end - 2 * match[0].endswith("'s"), _plain(match[0]))


def _longest(folded: Folded, words: list[_Word], ask: Ask) -> Span | None:
    for count in range(len(words), 0, -1):
        for key in _ways(" ".join(word.plain for word in words[:count])):
            found = ask(key)
            if found is not None:
                place = folded.source(words[0].start, words[count - 1].end)
                return Span(*place, found[0], why=found[1])
    return None


def _ways(key: str) -> Iterator[str]:
    yield key
    if key.endswith("s") and len(key) >= _LEAST:
        yield key[:-1]


def _plain(word: str) -> str:
    return word.removesuffix("'s").replace("'", "")
