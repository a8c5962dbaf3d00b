"""Dates of birth and other dates that name one day; not "monday", "christmas", "two days ago"."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import ahead, behind
from bot.detection.structured.calendar_words import (
    DAY,
    MONTH,
    ORDINAL,
    SHORT_YEAR,
    SUFFIXED,
    WEEKDAY,
    YEAR,
)
from bot.detection.structured.numbers import TEENS, TENS, UNITS
from bot.detection.text import Text

_LATER: Final = (
    rf"(?:(?:,? ?(?:of |in )?|[ /.-]{{1,2}})(?:{YEAR}|{SHORT_YEAR}|(?:last|this|"
    rf"next) year(?!s))|(?<=[./-]){SHORT_YEAR})?"
)
_WEEK: Final = rf"(?:(?:last |next |this )?{WEEKDAY},? (?:the |on the |on )?)?"
_RANGE: Final = rf"(?:(?:{SUFFIXED}|{DAY}) ?(?:-|to|and|or|&|til|until|/) ?(?:the )?)?"

# "the 14th of march 2019", "3 may 2009", "19 nov", "tuesday 5th june", "twenty first of may".
_DAY_FIRST: Final = re.compile(
    rf"(?<![\w£$/.])(?:on )?(?P<span>{_WEEK}(?P<the>the )?{_RANGE}"
    rf"(?P<day>{SUFFIXED}|{ORDINAL}|{DAY})(?P<of>,? (?:day )?(?:of|o'|o|ae) (?:the )?|"
    rf"[ ./-]{{0,2}})(?P<month>{MONTH})(?P<later>{_LATER}))(?!\w)"
)
# "march 14th", "May the 3rd, 2009", "june fourth".
_MONTH_FIRST: Final = re.compile(
    rf"(?<![\w'])(?P<span>{_WEEK}(?P<month>{MONTH}) (?P<the>the )?(?P<day>{SUFFIXED}|{ORDINAL}|"
    rf"{DAY}(?!,? ?\d{{1,3}}(?!\d)|[%:.]\d| ?(?:am|pm)\b))"
    rf"(?P<later>(?:,? ?(?:of |in )?{YEAR})?))(?!\w)"
)
_NUMBERS: Final = re.compile(
    r"(?<![\w£$/.:-])(?P<span>(?:0?[1-9]|[12]\d|3[01])(?P<mark> ?[./-] ?)(?:0?[1-9]|"
    r"1[0-2])(?P=mark)"
    r"(?:(?:19|20)\d\d|\d\d)|"
    r"(?:0?[1-9]|1[0-2])(?P<us> ?[./-] ?)(?:1[3-9]|2\d|3[01])(?P=us)(?:(?:19|20)\d\d|\d\d)|"
    r"(?:19|20)\d\d(?P<iso>[./-])(?:0?[1-9]|1[0-2])(?P=iso)(?:0?[1-9]|[12]\d|3[01]))"
    r"(?![\w/]|[.:-]\d)"
)
_SHORT: Final = re.compile(
    r"(?<![^ (])(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|1[0-2])(?![\w/%]|[.:-]\d| ?(?:of|out|am|"
    r"pm|%)\b)"
)
_ON: Final = re.compile(
    r"\b(?:on|on the|dated|hearing|meeting|since|from|until|til|review|panel|letter) ?$"
)
_MONTH_YEAR: Final = re.compile(
    rf"(?<![\w'])(?P<span>(?P<month>{MONTH})(?: of|,| in)? ?(?P<year>{YEAR}))(?!\w)"
)
# "last tuesday the 5th", "on the 14th".
_WEEK_DAY: Final = re.compile(
    rf"(?<!\w)(?P<span>(?:last |next |this )?{WEEKDAY},? (?:the |on the )?(?:{SUFFIXED}|"
    rf"(?<=the ){ORDINAL}|{DAY}(?= ?(?:$|[.,!?)]))))(?!\w)"
)
_THE_DAY: Final = re.compile(
    rf"(?<=\bon )(?P<span>the {SUFFIXED})(?= ?(?:$|[.,;!?)]|(?:i|we|they|he|she|but|my|ma|when|"
    r"it|at|there|this|last|next|that)\b))"
)

# "the 7th of the 8th 2021".
_NUMBERED: Final = re.compile(
    rf"(?<!\w)(?P<span>(?:the )?(?:{SUFFIXED}|{ORDINAL}) of the (?:{SUFFIXED}|{ORDINAL}),? (?:{YEAR}|{SHORT_YEAR}))(?!\w)"
)
_DOB: Final = re.compile(
    r"(?<![a-z])(?:d\.? ?o\.? ?b\.?|bod|date of birth|date o birth|dateofbirth|birth ?-?days?|"
    r"birth ?date|birthdya|brithday|brithdate|bday|b-day|b'day|"
    r"born|bron|birth|birthed|cake day|turn(?:ed|s|ing)? (?:\d\d|\w{3,9}(?:teen|ty)|eleven|"
    r"twelve|ten))(?![a-z])"
)
_NOT_DOB: Final = re.compile(r"[.!?;]|\b(?:then|moved|taken|hearing|meeting|placed|care)\b")
_HINT: Final = 40
"""Characters between a word such as "born" and the date it speaks of."""

_SAID_DAY: Final = "|".join(["oh", "zero", *UNITS, *TEENS, *TENS])
_FEAST: Final = (
    r"(?:(?:christmas|xmas|boxing|new year'?s|valentine'?s?|st (?:patrick|andrew)'?s|"
    r"april fool'?s|mother'?s|leap|burns|bonfire|guy fawkes) (?:day|eve|night)|hogmanay|"
    r"hallowe'?en|"
    r"boxing day|easter sunday)"
)
_BORN_AT: Final = re.compile(
    r"(?<![a-z])(?:born(?: on| at| in)?|birthday(?:'s| is| was| wis| on|"
    rf":)+) (?P<span>(?:the )?(?:{_FEAST}(?:,? (?:in )?{YEAR})?|{MONTH},? ?(?:of |in )?(?:{YEAR}|"
    rf"{SHORT_YEAR})|"
    rf"{YEAR}|(?:(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:(?:19|20)?\d\d))))(?!\w)|"
    rf"\bbirthday(?:'s| is| was| wis) in (?P<month>{MONTH})|\bborn in (?P<short>'?\d\d)(?![\d:%])(?! \w*[a-z]s\b)"
)
_CODED: Final = re.compile(
    r"(?<![a-z])(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|birthday|bday|born)(?:'s| is| was|"
    r" wis| on|:|-|=| =| -|;)*+ ?"
    r"(?P<span>"
    rf"(?:{_SAID_DAY}) \w{{2,8}}(?: (?:oh|zero|one|two|three|four|five|six|seven|eight|"
    r"nine|nineteen|twenty|thousand|and)){2,6}|"
    r"\d{6}(?:\d\d)?(?!\d)|\d{1,2}[ .,/-]{1,3}\d{1,2}(?:[ .,/-]{1,3}(?:\d{4}|"
    r"\d\d))?(?![\d:])|"
    rf"{DAY}(?:st|nd|rd|th)? ?of the (?:{ORDINAL}|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?)(?: (?:of )?(?:{YEAR}|\d\d))?|"
    rf"(?:the )?(?:{SUFFIXED}|{ORDINAL}) (?:of )?(?:the )?(?:{SUFFIXED}|"
    rf"{ORDINAL})(?:,? (?:{YEAR}|\d\d|oh \w+))?|{YEAR})(?!\w)"
)
_LAW: Final = re.compile(
    r"\b(?:act|uncrc|legislation|the promise|parliament|lockdown|covid|election|budget|the bill|"
    r"became law|in(?:to)? force)\b"
)
_VERB: Final = re.compile(
    r" (?:be|have|has|not|think|feel|need|get|help|want|say|seem|well|never|also|as|only|still|"
    r"come|go|know|even|look|just|or may|past|out|off|through|into|up|on|away|about|make|take|"
    r"hear|see|find|like|already|in)\b"
)
_COUNTED: Final = re.compile(
    r" ?(?:times|people|years|of us|weeks|months|days|workers|kids|houses|hours|schools|"
    r"placements|and a half|\d)"
)
_IS_BIRTH: Final = re.compile(
    r",? ?(?:is |was |wis |that's |thats |it's |aye )?(?:my|ma|her|his|their) "
    r"(?:birthday|bday|dob|date of birth)"
)
# Behind a date; behind the verb "may" stands another.
_GOES_ON: Final = re.compile(r" ?(?:$|[,.;:!?)])| (?:i|we|they|he|she|my|ma)\b")
_SPAN: Final = re.compile(rf"{SUFFIXED}|{ORDINAL}")


def dates(text: Text) -> Iterator[Found]:
    """Find dates; those that are said to be a birthday are dates of birth."""
    low = text.low
    for start, end in _days(text):
        yield _dated(low, start, end)
    for match in _MONTH_YEAR.finditer(low):
        found = _dated(low, *match.span("span"))
        if found.label == "DOB" or not _of_law(low, match):
            yield found
    for pattern in (_BORN_AT, _CODED):
        for match in pattern.finditer(low):
            yield Found(*match.span(match.lastgroup or 0), "DOB", 0.85, "context")


def _days(text: Text) -> Iterator[tuple[int, int]]:
    """Find what names one day."""
    low = text.low
    for match in _DAY_FIRST.finditer(low):
        if _is_day(text, match):
            yield match.span("span")
    for match in _MONTH_FIRST.finditer(low):
        if _names_month(low, match):
            yield match.span("span")
    for match in _SHORT.finditer(low):
        if match[0] != "24/7" and _comes_on(low, match.start()):
            yield match.span()
    for pattern in (_NUMBERS, _NUMBERED, _WEEK_DAY, _THE_DAY):
        for match in pattern.finditer(low):
            yield match.span("span")


def _comes_on(low: str, start: int) -> bool:
    return bool(_ON.search(low, max(0, start - 12), start))


def _is_day(text: Text, match: re.Match[str]) -> bool:
    """Tell whether a day and "may" or "march" are a date and not "number 1 may be"."""
    low = text.low
    month = match["month"].rstrip(".")
    if text.text[match.start("month") :][:2] in {"Ma", "Ja", "De"}:
        return not _of_law(low, match)
    if match["of"] == "" and match["day"][-1:].isdigit() and month in {"mar", "may", "sun"}:
        return False
    if month not in {"may", "march", "mar", "jan", "dec"} or match["later"] or "of" in match["of"]:
        return not _of_law(low, match)
    return not _VERB.match(low, match.end()) and bool(
        match["the"]
        or _SPAN.search(match["day"])
        or not match["of"].isspace()
        or month != "may"
        or _comes_on(low, match.start("span"))
        or _GOES_ON.match(low, match.end())
    )


def _names_month(low: str, match: re.Match[str]) -> bool:
    month = match["month"].rstrip(".")
    sure = bool(match["later"] or match["the"] or _SPAN.fullmatch(match["day"]))
    if month in {"may", "march", "mar"}:
        return sure and not _of_law(low, match)
    return not _of_law(low, match) and not _COUNTED.match(low, match.end())


def _of_law(low: str, match: re.Match[str]) -> bool:
    return bool(
        behind(low, match.start(), _LAW) or ahead(low, match.end(), _LAW, 30)
    ) and not behind(low, match.start(), _DOB)


def _dated(low: str, start: int, end: int) -> Found:
    cue = behind(low, start, _DOB, _HINT)
    told = cue is not None and not _NOT_DOB.search(low, cue.end(), start)
    if told or _IS_BIRTH.match(low, end):
        return Found(start, end, "DOB", 0.95, "context")
    return Found(start, end, "DATE", 0.7, "shape")
