"""National Insurance numbers: two letters, six digits, a letter, however spaced."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.numbers import Token, run, tokens
from bot.detection.structured.spelling import words
from bot.detection.text import Text

_SHAPE: Final = re.compile(
    r"(?<![^\W_])(?P<prefix>[a-z][ .]?[a-z])(?P<digits>(?:[ ./,-]{0,2}[\doil]){6})[ ./,-]{0,2}[a-d](?![^\W_])"
)
_WORDS: Final = words(
    """
    at in on is to of by or my me we he no so as up us go do if it be am an ma da ye
    """
)
_TYPED: Final = 4
"""Digits that must be digits; the others may be letters that look like them."""

_CUE: Final = re.compile(
    r"(?<![^\W_])(?:n\.?i\.?(?: (?:number|no|num|nr|nmber|numbr|card|is)\b|n ?o\b|#|[:.]|'s|(?= [a-z]{2} ?[\doilsbz]{2}))|"
    r"nino\b|"
    r"n[ai]t(?:ional|ionl|ioanl|\.)? ?(?:insurance|ins|insurnace|insurence|inurance)\b|"
    r"insurance (?:number|no|num)\b)"
)
_AFTER: Final = re.compile(
    r"(?<![^\W_])[a-z]{1,2}[ .-]?(?:[ .-]?[\doilsbz]){4,8}(?:[ .-]?[a-z])?(?![^\W_])|"
    r"(?<![^\W_])(?:[ .-]?\d){5,8}(?:[ .-]?[a-d])?(?![^\W_])"
)
_REACH: Final = 60


def nino(text: Text) -> Iterator[Found]:
    """Find National Insurance numbers, and mistyped or spoken ones behind their name."""
    low = text.low
    for match in _SHAPE.finditer(low):
        if match["prefix"] in _WORDS and low[match.end("prefix")] == " ":
            continue
        if sum(char.isdigit() for char in match["digits"]) >= _TYPED:
            yield Found(*match.span(), "NINO", 0.95, "shape")
    for cue in _CUE.finditer(low):
        reach = min(len(low), cue.end() + _REACH)
        for match in _AFTER.finditer(low, cue.end(), reach):
            if sum(char.isdigit() for char in match[0]) >= _TYPED:
                start = match.start() + len(match[0]) - len(match[0].lstrip(" .-"))
                yield Found(start, match.end(), "NINO", 0.85, "context")
                break
        else:
            yield from _spoken(low, cue.end(), reach)


def _spoken(low: str, start: int, end: int) -> Iterator[Found]:
    """Find "q q one two three four five six c" between two offsets."""
    found = tokens(low[start:end])
    for at in range(len(found)):
        digits = run(low[start:end], found, at, 6)
        if digits is None or len(digits.digits) < _TYPED + 1:
            continue
        first = at
        while first > 0 and at - first < 2 and _letters(found[first - 1]):  # noqa: PLR2004
            first -= 1
        last = at + digits.count
        stop = digits.end
        if last < len(found) and found[last].word in {"a", "b", "c", "d"}:
            stop = found[last].end
        yield Found(start + found[first].start, start + stop, "NINO", 0.8, "context")
        return


def _letters(token: Token) -> bool:
    return len(token.word) <= 2 and token.word.isalpha() and token.word not in _WORDS  # noqa: PLR2004
