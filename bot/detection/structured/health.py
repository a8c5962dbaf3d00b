"""CHI and NHS numbers: ten digits that start with a date of birth, add up, or are called so."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import behind
from bot.detection.structured.numbers import run, tokens
from bot.detection.text import Text

_GROUPED: Final = re.compile(
    r"(?<![\d£$.+/-])(?:\d{10}|\d{6}[ -]\d{4}|\d\d([ ./-])\d\d\1\d\d[ -]?\d{4}|"
    r"\d{3}[ -]\d{3}[ -]\d{4})(?!\d)"
)
_CUE: Final = re.compile(
    r"\b(?:chi|c\.h\.i|chi-?n(?:o|umber)|(?:nhs|hospital|health|patient|community health index) "
    r"(?:n\w{0,7}|id|index))\b"
)
_BETWEEN: Final = re.compile(
    r"\b(?:chi|c\.h\.i|chi-?n(?:o|umber)|(?:nhs|hospital|health|patient|community health index) "
    r"(?:n\w{0,7}|id|index))\b(?:'s|\.)?(?: (?:n\w{1,7}|is|was|wis|its|it's|the|my|ma|"
    r"starts|started|and|are|like|aye)\b\.?){0,4}[ ,:=#(-]{0,3}"
)
_LENGTHS: Final = range(7, 13)


def health(text: Text) -> Iterator[Found]:
    """Find CHI and NHS numbers."""
    low = text.low
    for match in _GROUPED.finditer(low):
        digits = "".join(filter(str.isdigit, match[0]))
        if _starts_with_date(digits) or _adds_up(digits):
            yield Found(*match.span(), "CHI", 0.9, "shape")
        elif behind(low, match.start(), _CUE):
            yield Found(*match.span(), "CHI", 0.9, "context")
    cues = list(_BETWEEN.finditer(low))
    if not cues:
        return
    found = tokens(low)
    starts = {token.start: at for at, token in enumerate(found)}
    for cue in cues:
        at = starts.get(cue.end())
        read = run(low, found, at, 10) if at is not None else None
        if read and len(read.digits) in _LENGTHS:
            yield Found(read.start, read.end, "CHI", 0.9, "context")


def _starts_with_date(digits: str) -> bool:
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12  # noqa: PLR2004


def _adds_up(digits: str) -> bool:
    """Tell whether the last digit is the check digit of an NHS number (mod 11)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])
