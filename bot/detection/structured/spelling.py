"""Spelling shared by the rules: near misses of a word, and alternations of many words."""

from collections.abc import Iterable, Mapping
from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as a text."""
    return frozenset(text.split())


_LEAST: Final = 4
"""Letters a word needs before a slip in it can still be told from another word."""


def slips(word: str) -> set[str]:
    """Return the word and its commonest slips: two letters swapped, one dropped, one doubled."""
    if len(word) < _LEAST:
        return {word}
    spots = range(len(word))
    swapped = {
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for i in spots[:-1]
        if i or len(word) > _LEAST
    }
    # People keep the first letter; without it "place" would be "lace".
    dropped = {word[:i] + word[i + 1 :] for i in spots[1:]}
    doubled = {word[: i + 1] + word[i:] for i in spots[1:]}
    return {word} | swapped | dropped | doubled


_BESIDE: Final = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjklaxcvbnmz", strict=True))
_VOWELS: Final = "aeiou"


def strikes(word: str) -> set[str]:
    """Return the word with one key beside the right one struck, or one vowel for another."""
    return {
        word[:i] + other + word[i + 1 :]
        for i in range(1, len(word))
        for other in (_BESIDE.get(word[i], ""), *(_VOWELS if word[i] in _VOWELS else ""))
    }


def with_slips[V](words: Mapping[str, V], *, never: Iterable[str] = ()) -> dict[str, V]:
    """Return the words and their slips, each with its value; what is a word of its own wins.

    ``never`` are slips that mean something else.
    """
    refused = set(never)
    near = {
        slip: value for word, value in words.items() for slip in slips(word) if slip not in refused
    }
    return near | dict(words)


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, taken for good once it fits."""
    return "(?>" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"
