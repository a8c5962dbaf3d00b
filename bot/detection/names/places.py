"""Places: towns, districts, and the spots in them that people go to."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.detection.found import Found
from bot.detection.names.gathering import end_of, is_made_up, is_rare, kinds, places, start_of
from bot.detection.names.lexicon import Kind, common, glue, is_slip_of, is_word, words
from bot.detection.names.reading import Reading

_LONGEST: Final = 4
_INTO: Final = words(
    "in fae frae from tae to at near around roon through outside inside intae into aff across "
    "up doon down over ower by via beside oot round toward towards leave left leaving"
)
_SURE: Final = words(
    "in fae frae from near outside around roon live lives lived stay stays stayed staying "
    "moved move flitted through"
)
_LIVED: Final = words(
    "moved went move back go flitted up live lives lived living stay stays stayed staying born "
    "home placed over doon down family somewhere flat hoose house folk school"
)
_SPOTS: Final = words(
    "park library hospital centre center church chapel mosque station club hub hall pool baths "
    "leisure sports gym court prison yoi surgery clinic pub bar cafe hotel market shopping "
    "infirmary retail cinema theatre stadium beach loch harbour pier bridge hospice gurdwara "
    "cathedral temple museum allotments skatepark drop-in dropin campus"
)
_MIDDLE: Final = words(
    "family community health medical leisure sports youth shopping swimming skate bus train "
    "railway sheriff job parish retail town hall public country contact day access royal "
    "general university resource activity arts learning young people's children's"
)
_GENERIC: Final = words(
    "car theme water local amusement national the football rugby golf night fire police town "
    "village youth community family health sports leisure social strip book supporters boxing "
    "kids homework breakfast after school lunch job high sheriff mental detention contact dance "
    "karate music drama chess swimming bus train petrol power space skate dog trailer business "
    "first second old new big wee best my ma our his her their your a an this that any every "
    "some no one two three another support day call resource activity arts walk-in walk private "
    "general children's maternity psychiatric district cottage catholic gay student members "
    "working men's mens snooker gaming youtube tiktok discord stock super black free flea coffee "
    "snack juice salad candle gold silver minimum side crown supreme appeal tennis basketball "
    "criminal family full data test vaccination covid immigration removal sunday friday saturday "
    "thursday wednesday tuesday monday weekly fan bookies juvenile main whole entire rehab "
    "young people's peoples public access town's learning adult"
)
_TIED: Final = frozenset({"hmp", "hmpyoi", "yoi"})
_SHORT: Final = 4
_SCORE: Final = 0.8
_BODY_WORDS: Final = words(
    "city county islands and health social care work council cooncil hscp partnership joint "
    "services department"
)
_TOO_WELL_KNOWN: Final = frozenset({"fife", "moray", "aberdeen", "stirling", "inverness"})
"""Places that are words too, which hardly anyone says."""
_VAGUE: Final = words(
    "scotland uk england britain ireland wales europe africa asia poland nigeria pakistan india "
    "syria ukraine romania china"
)


def place(reading: Reading) -> Iterator[Found]:
    """Find towns and districts, and named spots ("Mossgiel Family Centre")."""
    yield from _listed(reading)
    yield from _spots(reading)
    yield from _prisons(reading)
    yield from _rare(reading)


def _found(reading: Reading, first: int, last: int, score: float = _SCORE) -> Found:
    return Found(reading.at(first).start, reading.at(last).stop, "PLACE", score, "list")


def _is_body(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a place is part of a public body's name: those point at nobody."""
    if reading.before(at) in {"nhs", "police"}:
        return True
    while reading.joined(end) and reading.low(end) in _BODY_WORDS:
        if reading.low(end) in {"council", "cooncil", "hscp", "partnership"}:
            return True
        end += 1
    return False


@cache
def _starts() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in places())


def _listed(reading: Reading) -> Iterator[Found]:
    at = 0
    while at < len(reading.tokens):
        size = next((size for size in range(_LONGEST, 0, -1) if _is(reading, at, size)), 0)
        if size and not _is_body(reading, at, at + size):
            sure = size > 1 or reading.before(at) in _SURE
            yield _found(reading, at, at + size - 1, 0.92 if sure else _SCORE)
        at += max(size, 1)


def _is(reading: Reading, at: int, size: int) -> bool:
    low = reading.low(at)
    if low not in _starts() or low in _VAGUE:
        return False
    phrase = reading.phrase(at, size)
    if not phrase or phrase not in places():
        return False
    if size > 1:
        return not all(part in glue() for part in phrase.split(" "))
    return _stands(reading, at)


def _stands(reading: Reading, at: int) -> bool:
    """Tell whether a place of one word is meant as one: "perth" is, "bath" and "wick" may be."""
    token, before = reading.at(at), reading.before(at)
    if token.kind is Kind.GLUE:
        return False
    if not is_word(token.low) and token.kind in {Kind.STRANGE, Kind.SURNAME, Kind.CLEAR}:
        return True
    if token.low in _TOO_WELL_KNOWN:
        return True
    if token.kind is Kind.LIKELY:
        return before in _INTO
    if token.low in common() or token.kind in {Kind.DOUBTFUL, Kind.WEAK}:
        return token.capital and before in _INTO and not _is_dated(token.low)
    return (token.capital and before in _INTO) or before in _SURE


def _is_dated(low: str) -> bool:
    return low in {"may", "april", "june", "august", "summer", "spring", "march"}


def _spots(reading: Reading) -> Iterator[Found]:
    """Find a named park, library, hospital and the like."""
    for kind in kinds(reading, _SPOTS):
        if reading.joined(kind + 1) and reading.low(kind + 1) in _SPOTS:
            continue
        start = kind
        while reading.joined(start) and reading.low(start - 1) in _MIDDLE | _SPOTS:
            start -= 1
        first = start_of(reading, start, _part)
        if first < start:
            yield _found(reading, first, end_of(reading, kind, frozenset({"campus"})), 0.7)


def _part(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    if token.low in _GENERIC or (token.tail and token.kind is Kind.GLUE):
        return False
    if token.kind in {Kind.GLUE, Kind.WEAK, Kind.DOUBTFUL}:
        return token.low in {"st", "saint"} or (token.capital and token.kind is not Kind.GLUE)
    if token.kind is Kind.LIKELY and not token.capital:
        return False
    if token.kind is Kind.PLAIN:
        return token.capital or (is_made_up(token.low))
    return is_rare(reading, at)


def _prisons(reading: Reading) -> Iterator[Found]:
    for at in kinds(reading, _TIED):
        start = at + 1
        while reading.joined(start) and reading.low(start) in _TIED | {"and"}:
            start += 1
        sizes = (size for size in range(_LONGEST, 0, -1) if reading.joined(start))
        known = next((size for size in sizes if reading.phrase(start, size) in places()), 0)
        size = known or (reading.joined(start) and is_rare(reading, start))
        if size:
            yield _found(reading, at, start + size - 1)


def _rare(reading: Reading) -> Iterator[Found]:
    """Find "fae X" and "lived in X" where X is in no list."""
    for at, token in enumerate(reading.tokens):
        before = reading.before(at)
        if token.kind is not Kind.STRANGE or before not in _INTO:
            continue
        if len(token.low) > _SHORT + 1 and before in _INTO and is_slip_of(token.low, places()):
            yield _found(reading, at, at, 0.6)
            continue
        lived = before in {"fae", "frae", "from"}
        moved = reading.before(at - 1) in _LIVED
        if (lived or moved) and len(token.low) > _SHORT and (token.capital or not token.slip):
            yield _found(reading, at, at, 0.6)
