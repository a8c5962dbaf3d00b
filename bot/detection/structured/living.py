"""Signs of an address: words of living somewhere, numbers of houses, flats."""

import re
from typing import Final

from bot.detection.structured.numbers import COUNTS
from bot.detection.structured.spelling import words
from bot.detection.text import Text, Word

LIVES: Final = re.compile(
    r"\b(?:liv(?:e|es|ed|in|ing|ign)|stay(?:s|ed|in|ing)?|stey(?:s|ed|in)?|staiyed|satyed|"
    r"bid(?:e|es|ed|in)|address|adress|addres|moved?|moving|hoose|house|home|flat|"
    r"rent(?:ed|ing|s)?|evicted|placed|tenancy|door|doorstep|grew up|brought up|came fae|"
    r"neighbou?rs?|letters?|postie|parcels?|dropped|drop|pick(?:ed)? (?:me|us) up|lift(?:ed)?|"
    r"street|scheme|squat|kip(?:s|ped)?|crash(?:ed|ing)?|sofa|send|sent|post|come to|"
    r"visit(?:s|ed)?|went back|go back|sent back|return(?:ed)?|ran away|raided|polis|police|"
    r"based|housed|hoosed|office|unit|lodgings|hostel|b&b)\b"
)
"""Words near which a street is one that somebody lives in."""

LEADS: Final = words(
    "at in to from fae number no num nr is was address tae of outside near flat house doon up the"
)
"""Words right before the number of a house."""

PLACES: Final = words(
    "on in off along fae from til out up down doon of at to tae near round behind past outside oan aff "
    "across aboot about street called onto opposite via"
)
"""Words right before the name of a street."""

FLAT: Final = (
    r"(?:(?:flat|flt|apartment|apt|unit|room|floor|block|hse|door)\.?(?: (?:no|number)\.?)? ?"
    r"(?:\d{1,3}[a-h]?(?:[/-]\d{1,2}|f\d)?|[a-h](?:/\d)?)\b|"
    r"\d{1,2}/\d{1,2}\b|\d{1,2}f\d\b|"
    r"(?:top|ground|first|second|third|basement|1st|2nd|3rd) (?:floor|flat)(?: flat)?"
    r"(?: (?:left|right))?\b|"
    r"(?:[gtb0-3]f?/)?(?:[lr]|[0-3])(?=, \d))"
)
"""A pattern for a flat: "flat 2/1", "2/1", "1f2", "top floor"."""

_HOUSE: Final = re.compile(r"\d{1,4}(?:-?\d{1,3})?[a-h]?|\d{1,2}f\d")


def is_number(word: Word) -> bool:
    """Tell whether a house can have it for its number: "12", "12a", "14-16", "twelve"."""
    return bool(_HOUSE.fullmatch(word.low)) or word.low in COUNTS


def joined(text: Text, at: int) -> bool:
    """Tell whether word ``at`` and the one before it can be one name ("St. Andrews")."""
    before = text.words[at - 1]
    gap = text.low[before.end : text.words[at].start]
    return gap == " " or (gap in {". ", "."} and len(before.low) < len("road"))


def is_mixed(text: Text) -> bool:
    """Tell whether capitals mean something here: neither all small nor all capitals."""
    letters = sum(word.text[0].isalpha() for word in text.words)
    capitals = sum(word.text[0].isupper() for word in text.words)
    return 0 < capitals < max(2, letters * 0.6)
