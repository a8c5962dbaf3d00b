"""Numbers as people type and say them: "07700 9OO 123", "oh double seven", "twenty one"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.detection.structured.spelling import one_of, with_slips, words

UNITS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
TEENS: Final = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_HEARD: Final = {"fower": 4, "twa": 2, "foor": 4, "fife": 5, "sivin": 7, "seevin": 7}
_HEARD_TEENS: Final = {
    "elevin": 11,
    "aleven": 11,
    "twelv": 12,
    "twelf": 12,
    "fowerteen": 14,
    "fiveteen": 15,
    "fivteen": 15,
    "sevinteen": 17,
    "eightteen": 18,
    "eigthteen": 18,
    "nineteen": 19,
}
_HEARD_TENS: Final = {"fourty": 40, "nintey": 90, "twinty": 20, "therty": 30}
_NEVER: Final = (
    *("tow", "thee", "tree", "there", "for", "fur", "our", "foru", "fie", "fve", "seen", "sven"),
    *("nie", "night", "eigh", "eight's", "nne", "vine", "even", "elven", "tweet", "sixt", "sevens"),
)

UNIT_WORDS: Final = with_slips(UNITS | _HEARD, never=_NEVER)
TEEN_WORDS: Final = with_slips(TEENS | _HEARD_TEENS, never=_NEVER)
# "eight" is no slip of "eighty".
TEN_WORDS: Final = with_slips(TENS | _HEARD_TENS, never=(*_NEVER, *UNITS, *TEENS))
COUNTS: Final = TEN_WORDS | TEEN_WORDS | UNIT_WORDS
"""Words for 1 to 19 and the round tens, slips too."""

COUNT: Final = (
    rf"(?>{one_of(TEN_WORDS)}(?:[ -]?{one_of(UNIT_WORDS)})?|{one_of(TEEN_WORDS | UNIT_WORDS)})"
)
"""A pattern for a number from 1 to 99 in words."""

_ZEROS: Final = frozenset(
    {
        "o",
        "oh",
        "oo",
        "ooo",
        "oooo",
        "ohh",
        "zero",
        "zer0",
        "nought",
        "naught",
        "zreo",
        "zeo",
        "zerro",
    }
)
_TIMES: Final = {"double": 2, "duble": 2, "dubble": 2, "doubel": 2, "treble": 3, "triple": 3}
_MANY: Final = {
    "hundred": "00",
    "hunner": "00",
    "hundrid": "00",
    "hunderd": "00",
    "thousand": "000",
}
_FILLERS: Final = words(
    """
    then and dash space hyphen em eh er uh um umm erm gap slash plus minus
    """
)
_MOST_FILLERS: Final = 2

_LOOKS: Final = str.maketrans("oil", "011")
_TOKEN: Final = re.compile(r"\d++|[a-z]++")
_GAP: Final = re.compile(r"[ .,()/_*-]{0,5}")


@dataclass(frozen=True, slots=True)
class Token:
    """Digits or letters: what stands in ``[start, end)`` of the text, and the digits it means.

    ``times`` is how often what follows is said ("double seven").
    """

    start: int
    end: int
    word: str
    digits: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """Digits in a row, however written: ``count`` tokens of them between start and end."""

    start: int
    end: int
    digits: str
    count: int


def tokens(low: str) -> list[Token]:
    """Split a folded text into runs of digits and of letters, with the digits that they mean."""
    found = [Token(*match.span(), match[0]) for match in _TOKEN.finditer(low)]
    return [_meant(found, at) for at in range(len(found))]


def _meant(found: Sequence[Token], at: int) -> Token:
    token = found[at]
    word = token.word
    if word[0].isdigit():
        digits = word
    elif word in _ZEROS:
        digits = "0" * (word.count("o") if set(word) == {"o"} else 1)
    elif word in COUNTS:
        digits = str(COUNTS[word])
    elif set(word) <= set("oil") and _touches_digit(found, at):
        digits = word.translate(_LOOKS)
    else:
        digits = _MANY.get(word, "")
    return Token(token.start, token.end, word, digits, _TIMES.get(word, 1))


def _touches_digit(found: Sequence[Token], at: int) -> bool:
    before, after = at - 1, at + 1
    return (
        before >= 0 and found[before].end == found[at].start and found[before].word.isdigit()
    ) or (
        after < len(found) and found[after].start == found[at].end and found[after].word.isdigit()
    )


def run(low: str, found: Sequence[Token], at: int, most: int) -> Run | None:
    """Read digits from token ``at`` on until ``most`` are there or something else is said.

    Little words between them ("then", "dash") are passed over. ``None`` if there are no digits.
    """
    digits = ""
    end = i = at
    idle = 0
    while i < len(found) and len(digits) < most:
        token = found[i]
        if i > at and not _GAP.fullmatch(low, found[i - 1].end, token.start):
            break
        follows = found[i + 1] if i + 1 < len(found) else None
        if token.times > 1 and follows and follows.digits:
            digits += follows.digits * token.times
            i += 1
        elif token.word in TEN_WORDS and follows and follows.word in UNIT_WORDS:
            digits += str(TEN_WORDS[token.word] + UNIT_WORDS[follows.word])
            i += 1
        elif token.digits:
            digits += token.digits
        elif digits and token.word in _FILLERS and idle < _MOST_FILLERS:
            idle += 1
            i += 1
            continue
        else:
            break
        i += 1
        idle = 0
        end = i
    return Run(found[at].start, found[end - 1].end, digits, end - at) if digits else None
