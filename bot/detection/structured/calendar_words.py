"""Months, days and years as people type and say them."""

from typing import Final

from bot.detection.structured.numbers import TEENS, TENS, UNITS
from bot.detection.structured.spelling import one_of, slips, words

_MONTHS: Final = words(
    "january february march april may june july august september october november december"
)
_SHORT: Final = words("jan feb febr mar apr jun jul aug sep sept oct nov dec")
_HEARD: Final = words(
    "febuary feburary janurary janaury agust ocotber setember septmber novemeber decemeber"
)
# Short for other things, or words.
_NEVER: Final = words("mach marc ma jue juen jly juyl aprl")
_SPELT: Final = {slip for month in _MONTHS for slip in slips(month)} - _NEVER

MONTH: Final = rf"(?:{one_of(_SPELT | _SHORT | _HEARD)}(?![a-z'])\.?)"
"""A month, short or mistyped. "may" and "march" are words too: rules ask for more."""

_IRREGULAR: Final = words(
    "first second third fifth eighth ninth twelfth twentieth thirtieth "
    "twelth twelveth eigth nineth fith fourht therd"
)
_REGULAR: Final = {
    f"{word}th"
    for word in UNITS | TEENS
    if f"{word}th" not in words("oneth twoth threeth fiveth eightth nineth twelveth")
}
_SOUNDED: Final = _IRREGULAR | _REGULAR
ORDINAL: Final = (
    r"(?:(?:twenty|thirty)[ -]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    rf"{one_of(_SOUNDED)})"
)
"""An ordinal from first to thirty-first, in words."""

DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])(?!\d)"
"""A day of the month in digits."""

SUFFIXED: Final = rf"(?:{DAY} ?(?:st|nd|rd|th|ht|t|h)(?![a-z]))"
"""A day with its ending: "3rd", "14 th"."""

WEEKDAY: Final = (
    r"(?:(?:mon|tues?|wed(?:nes|ens|s)?|thu(?:rs?)?|fri|sat(?:ur|u)?|sun)(?:day|dy|dya)?\b|"
    r"mon|tues?|wed|thurs?|fri|sat|sun)"
)

_TENS: Final = "|".join([*TENS, *TEENS])
YEAR: Final = (
    r"(?:(?:19|20)\d\d(?!\d)|'\d\d(?!\d)|(?:two thousand(?: and)?|twenty|nineteen)"
    rf"(?: (?:oh )?(?:{one_of(UNITS)}|(?:{_TENS})(?:[ -]?{one_of(UNITS)})?))(?![a-z])|"
    rf"two thousand(?![a-z])|(?:oh|o) {one_of(UNITS)}(?![a-z]))"
)
"""A year in four digits, two behind an apostrophe, or in words."""

SHORT_YEAR: Final = (
    rf"(?:\d\d(?![\d:%]|\.\d|st|nd|rd|th| ?(?:am|pm|people|of|weeks|days)\b| {MONTH}))"
)
"""Two digits that a day and a month may have behind them."""
