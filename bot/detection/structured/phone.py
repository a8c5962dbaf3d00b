"""Phone numbers, typed or said in any spacing; not the numbers of helplines."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import behind
from bot.detection.structured.numbers import Run, Token, run, tokens
from bot.detection.text import Text

_HELPLINES: Final = frozenset(
    {
        *("999", "112", "111", "101", "105", "119", "116123", "116000", "116111", "85258"),
        "08001111",  # Childline
        "0800838587",  # Breathing Space
        "08088005000",  # NSPCC
        "08000684141",  # Papyrus
        "0800585858",  # CALM
        "08088084994",  # The Mix
        "08088004444",  # Shelter Scotland
        "08000271234",  # domestic abuse and forced marriage
        "08088010302",  # Rape Crisis Scotland
        "0800555111",  # Crimestoppers
        "03301077540",  # Who Cares? Scotland
        "03001233393",  # Mind
        "03001236600",  # Frank
        "08000282233",  # Children 1st Parentline
        "08000281456",  # Citizens Advice Scotland
        "08001822222",  # Social Security Scotland
        "08088010432",  # Beat
        "08081290522",  # Clan Childlaw
        "08000328970",  # Scottish Child Law Centre
        "03444111444",  # Citizens Advice
        "08001026061",  # Samaritans, old
        "08457909090",  # Samaritans, old
    }
)
"""Public numbers, digits only: naming one points at nobody."""

_DIGITS: Final = 11
"""Digits of most British numbers, with the nought in front."""

_LEAST: Final = 9
"""Two slips of the finger still leave a number that somebody could ring."""

_SPOKEN: Final = 7
"""Words that a number said without its nought has at least."""

_LONGEST: Final = 15
_LOCAL: Final = range(6, 9)
_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)")
_OTHER: Final = re.compile(r"\b(?:chi|nhs|hospital|health|dob|ref|reference|case|file|ni)\b")
_CUE: Final = re.compile(
    r"\b(?:tele?phone|f?phone|fone|ph|ring|bell|call|txt|text|mobile|mob|moby|tel|landline|"
    r"whats ?app|number|"
    r"num|digits|cell|contact)\b"
)
_EXTENSION: Final = re.compile(r",? ?\(?(?:ext(?:ension|n|en)?\b|x)\.? ?\d{1,6}(?!\d)\)?")
_ALONE: Final = re.compile(r"[\w£$€#/-]|(?<=\d)\.")


def phone(text: Text) -> Iterator[Found]:
    """Find phone numbers: nought or +44 first, or fewer digits after a word such as "ring"."""
    low = text.low
    found = tokens(low)
    until = 0
    for at, token in enumerate(found):
        if token.start < until or not (token.digits or token.times > 1 or token.word == "plus"):
            continue
        beside = token.start == until + 1 and low[until] == "/"
        if token.start and not beside and _ALONE.match(low, token.start - 1):
            continue
        public = _public(low, found, at)
        if public:
            until = public.end
            continue
        match = _whole(low, found, at)
        if match:
            until = match.end
            start = match.start - (low[match.start - 1 : match.start] in {"+", "("})
            start -= low[start - 1 : start] in {"+", "("} if start else 0
            tail = _EXTENSION.match(low, match.end)
            yield Found(start, tail.end() if tail else match.end, "PHONE", 0.95, "shape")
        else:
            local = _local(low, found, at)
            if local:
                until = local.end
                yield Found(local.start, local.end, "PHONE", 0.7, "context")


def _public(low: str, found: Sequence[Token], at: int) -> Run | None:
    for size in (6, 8, 10, 11):
        read = run(low, found, at, size)
        if read and read.digits in _HELPLINES:
            return read
    return None


def _whole(low: str, found: Sequence[Token], at: int) -> Run | None:
    token = found[at]
    first = run(low, found, at + (token.word == "plus"), 3)
    if first is None or _DATE.match(low, token.start):
        return None
    plus = token.word == "plus" or low[max(0, token.start - 2) : token.start].strip() in {"+", "(+"}
    typed = token.word.isdigit()
    most = _expected(first.digits, plus=plus)
    read = run(low, found, at + (token.word == "plus"), most) if most else None
    if read is None or _OTHER.search(low, max(0, token.start - 15), token.start):
        return None
    if most == _DIGITS - 1 and not typed and read.count < _SPOKEN:
        return None
    least = 8 if plus else _LEAST if most == _DIGITS or typed else _DIGITS - 1
    if not least <= len(read.digits) <= most + 2:
        return None
    return Run(token.start, read.end, read.digits, read.count)


def _expected(first: str, *, plus: bool) -> int:
    """Return how many digits a number that starts so has at most, 0 if no number does."""
    if first.startswith("44"):
        # "+44 (0)7700 900123" has one more; the digits that are there decide.
        return _DIGITS + 2 if plus else _DIGITS + 1
    if plus or first.startswith("00"):
        return _LONGEST
    if first.startswith("0"):
        return _DIGITS
    return _DIGITS - 1 if first.startswith("7") and len(first) > 2 else 0  # noqa: PLR2004


def _local(low: str, found: Sequence[Token], at: int) -> Run | None:
    if not found[at].word.isdigit() or _DATE.match(low, found[at].start):
        return None
    read = run(low, found, at, max(_LOCAL))
    if read is None or len(read.digits) not in _LOCAL or read.digits in _HELPLINES:
        return None
    return read if behind(low, read.start, _CUE, 25) else None
