"""Where somebody lives without a kind of street: flats, blocks, named houses, "at 14 Canongate"."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import behind
from bot.detection.structured.living import FLAT, LIVES, is_number, joined
from bot.detection.structured.spelling import words
from bot.detection.structured.streets import (
    ADJECTIVES,
    FAMOUS,
    HOUSES,
    STOPS,
    STRONG,
    TOWERS,
    WEAK,
)
from bot.detection.text import Text

_IN_BLOCK: Final = re.compile(rf"(?<![\w/£])(?:{FLAT}|\d{{1,2}}[a-h]),? (?:in |at |of )?$")
_LONE_FLAT: Final = re.compile(
    r"(?<![\w/])(?:flat|apt|apartment) (?:(?:number|no)\.? )?(?:\d{1,2}/\d{1,2}|"
    r"(?<=\b(?:in|at|to) flat )\d{1,3}[a-h]?)"
    r"(?![\w/]|[.:]\d| ?%)"
    r"(?! (?:weeks?|months?|years?|days?|hours?|mins?|minutes|times|people|doors|of|or|miles|"
    r"beds?|bedrooms?)\b)"
)
_BOX: Final = re.compile(r"\bp\.?o\.? ?box (?:no\.? |number )?\d++")
_SETTLED: Final = re.compile(
    r"\b(?:(?:(?:live|lives|lived|living|livin|stay|stays|stayed|staying|stey|stayin|bide|bides|"
    r"moved|based|house is|hoose is|home is|placed)(?: (?:wi|with) \w++)?"
    r" (?:doon |up |down |over |round |through )?(?:at|to|tae)|"
    r"(?:home |house |my |ma |full )?(?:address|adress|addres)(?:'s| is| was| wis|:|-){1,3}+|"
    r"stay|live|bide|send (?:it|them|letters?|mail) to) |(?=(?:number|no\.?) \d{1,3} the ))"
    r"(?P<start>(?:number |no\.? |num )?(?:\d{1,2}/\d{1,2},? )?\d{1,4}[a-h]?(?:/\d{1,2})?),? "
    r"(?:the )?"
    r"(?P<first>[a-z']{4,})(?P<second> [a-z']{4,})?"
)
_COUNTED: Final = re.compile(
    r".*(?:ses|mes|ents|ols|nes|ts|ers|ies|ways|kids|weans)|one|two|three|four|five|six|places?|"
    r"different|years?|weeks?|months?|or|and|minutes?|bedrooms?|flats?|houses?|foster|units?|"
    r"care|hours?|other|times?|bed|point|percent|people|days?|nights?"
)
_IS_MINE: Final = re.compile(
    r"(?<![\w£.,/])(?P<start>\d{1,4}[a-h]?) (?P<first>[a-z']{4,})(?P<second> [a-z']{4,})?"
    r"(?: is| was|'s|,)? (?:is )?(?:my address|ma address|our address|where i (?:live|stay|stey|bide)|where we (?:live|stay|bide))\b"
)
_STREET_IS: Final = re.compile(
    r"\b(?:my|ma|our|oor|his|her|the|wur|a) (?:street|scheme|road|close|block)"
    r"(?:'s| is| was| wis| name){0,3}+(?: called| named| name is)(?: the)? "
    r"(?P<name>[a-z']{3,}(?: [a-z']{3,})?)"
)
_OLD: Final = words("old auld new")
_PREPOSITION: Final = re.compile(r"(?:\b(?:at|in|to|tae|is|called|from|fae)|:) $")
_REACH: Final = 30


def dwelling(text: Text) -> Iterator[Found]:
    """Find flats, blocks of flats, houses with a name, and what follows "I live at 14"."""
    for at, word in enumerate(text.words):
        if at and word.low in TOWERS:
            yield from _block(text, at)
        if at and word.low in HOUSES:
            yield from _named_house(text, at)
    for pattern in (_LONE_FLAT, _BOX):
        for match in pattern.finditer(text.low):
            yield Found(*match.span(), "ADDRESS", 0.8, "shape")
    for match in (*_SETTLED.finditer(text.low), *_IS_MINE.finditer(text.low)):
        if _is_name(match["first"]):
            last = "second" if match["second"] and _is_name(match["second"][1:]) else "first"
            yield Found(match.start("start"), match.end(last), "ADDRESS", 0.75, "context")
    for match in _STREET_IS.finditer(text.low):
        first, _, second = match["name"].partition(" ")
        if _is_name(first):
            end = match.end("name") - (len(second) + 1) * (second in STOPS)
            yield Found(match.start("name"), end, "ADDRESS", 0.7, "context")


def _is_name(word: str) -> bool:
    return not (word in STOPS or word in FAMOUS or _COUNTED.fullmatch(word) or word in ADJECTIVES)


def _block(text: Text, at: int) -> Iterator[Found]:
    """Find a flat in a block: "flat 12/3 Martha Court", "14/2 birnie house"."""
    for first in range(at - 1, max(-1, at - 3), -1):
        word = text.words[first]
        if word.low in STOPS or is_number(word) or not joined(text, first + 1):
            return
        lead = _IN_BLOCK.search(text.low, max(0, word.start - _REACH), word.start)
        if lead and not (word.low in ADJECTIVES and first == at - 1):
            yield Found(lead.start(), text.words[at].end, "ADDRESS", 0.85, "shape")
            return


def _named_house(text: Text, at: int) -> Iterator[Found]:
    """Find "Rose Cottage, Mill Road", and "Rose Cottage" where somebody lives."""
    name, house = text.words[at - 1], text.words[at]
    sure = house.low in HOUSES - {"house", "lodge"}
    if not _is_part(text, at) or at < 1:
        return
    first = at - 2 if at > 1 and _is_part(text, at - 1) else at - 1
    old = text.words[first].low in _OLD and (sure or first == at - 2)
    if name.low in ADJECTIVES and not old:
        return
    start = text.words[first].start
    street = _street_after(text, at)
    if street:
        yield Found(start, text.words[street].end, "ADDRESS", 0.8, "shape")
    elif sure and behind(text.low, start, _PREPOSITION, 8) and behind(text.low, start, LIVES):
        yield Found(start, house.end, "ADDRESS", 0.6, "context")


def _is_part(text: Text, at: int) -> bool:
    """Tell whether the word before word ``at`` can belong to its name."""
    word = text.words[at - 1]
    return word.low not in STOPS and word.low[0].isalpha() and joined(text, at)


def _street_after(text: Text, at: int) -> int:
    """Return which word ends the street that follows a house and a comma, 0 if none does."""
    if text.low[text.words[at].end : text.words[at].end + 2] != ", ":
        return 0
    for i in range(at + 1, min(at + 5, len(text.words))):
        if text.words[i].low in STOPS:
            return 0
        if i > at + 1 and text.words[i].low in STRONG | WEAK:
            return i
    return 0
