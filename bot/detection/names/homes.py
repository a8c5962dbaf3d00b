"""Children's homes, units and other small places that people live in or are looked after in."""

from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.names.gathering import (
    end_of,
    is_home_name,
    is_made_up,
    is_rare,
    kinds,
    kinds_or_slips,
    place_words,
    places,
    run_of,
    sounds_local,
    start_of,
)
from bot.detection.names.lexicon import Kind, kind_of, words
from bot.detection.names.reading import Reading

_HOMES: Final = frozenset({"home", "homes", "hame"})
_CARE: Final = frozenset(
    {
        "children's",
        "childrens",
        "children",
        "care",
        "kids",
        "kids'",
        "weans",
        "residential",
        "young",
        "people's",
        "peoples",
        "foster",
        "nursing",
    }
)
_KINDS: Final = words(
    "house lodge unit cottage cottages residential secure hostel villa hoose hse untit uint "
    "manor cottge loge childrens children's"
)
_NAMED: Final = frozenset({"lodge", "cottage", "cottages", "villa", "manor"})
_MORE: Final = words(
    "house unit residential secure children's childrens children young people's peoples persons "
    "person's care home project centre center school hostel lodge cottage rehab"
)
_GENERIC: Final = words(
    "the a an my ma our his her their this that secure residential mental health psychiatric "
    "inpatient in-patient adolescent support base family children's childrens children care kids "
    "assessment kinship hospital eating disorder locked closed new old whole wee big same other "
    "another first last next safe full council white open foster childhood holiday hunting "
    "country private young people's peoples persons semi detached mother baby parent tree "
    "public shared empty crisis respite emergency short term long stay homeless temporary "
    "supported accommodation training storage business control intensive psych high "
    "mum's mums dad's dads gran's grans nana's nans pals pal's mates mate's friends friend's "
    "auntie's aunties uncles uncle's in to at from every each one two three four five gaming "
    "moved move moving changed coffee work ware play dolls doll clubhouse royal opera acting "
    "specialist small local good bad nice lovely rough and or bloody fucking fuckin police "
    "custody ma's da's gran granny mum dad day night medical learning behaviour pupil nurture "
    "language autism asn special education educational treatment recovery detox rehab stroke "
    "neonatal maternity burns camhs nhs camh's"
)
_FOR: Final = words(
    "young people people's peoples person persons children childrens children's residential secure assessment "
    "care close support"
)
_OWN: Final = words("unit home house placement hostel ward placements hame")
_PLACED: Final = words(
    "going gaun goin taken took drove drive driving dropped back visit visited placed placement moved resident staying living lived stayed stay live sent flitted unit "
    "admitted locked detained secure"
)
_INTO: Final = frozenset({"at", "in", "tae", "to", "into", "intae", "fae", "from"})
_DAILY: Final = words(
    "parks waters houses kings queens fields woods towers bridges gardens stars shores villages "
    "ports springs banks wells hills heights schools crosses hearts ladies towers stones"
)
_VIEWS: Final = words(
    "view grange court gardens bank mount hall croft brae lea loan gate terrace crescent "
    "place towers rise park"
)
_TIGH: Final = frozenset({"tigh", "taigh"})
_TREES: Final = words(
    "laurels firs elms oaks beeches birches rowans willows cedars larches pines limes poplars "
    "chestnuts sycamores hollies gables haven hawthorns maples ashes junipers lindens"
)
_CENTRES: Final = frozenset({"centre", "center", "hame", "unit", "project", "hoose", "houses"})
_DIGITS: Final = 3
_SCORE: Final = 0.95


def home(reading: Reading) -> Iterator[Found]:
    """Find homes and units by their kind ("Rowan House"), or because they are called so."""
    for kind in kinds_or_slips(reading, _KINDS | _HOMES):
        first = _start(reading, kind)
        if first < kind:
            yield _found(reading, first, end_of(reading, kind, _MORE))
    yield from _centres(reading)
    yield from _called(reading)
    yield from _placed(reading)
    yield from _wards(reading)
    for at in kinds(reading, _TIGH):
        if reading.joined(at + 1) and reading.at(at + 1).kind is Kind.STRANGE:
            yield _found(reading, at, at + 1)
    for at in range(len(reading.tokens)):
        tree = reading.low(at) in _TREES and reading.before(at) == "the"
        made_up = is_home_name(reading, at) and reading.low(at) not in places()
        if made_up or (tree and reading.before(at - 1) in _INTO):
            yield _found(reading, at, at)


def _found(reading: Reading, first: int, last: int) -> Found:
    return Found(reading.at(first).start, reading.at(last).stop, "CARE_HOME", _SCORE, "context")


def _start(reading: Reading, kind: int) -> int:
    """Return where the name of a home starts, ``kind`` itself if it has none."""
    low, start = reading.low(kind), kind
    if low in _HOMES | {"unit", "house", "residential"}:
        while reading.joined(start) and reading.low(start - 1) in _CARE | {"secure"}:
            start -= 1
        if low in _HOMES and start == kind and not _is_titled(reading, kind):
            return kind
    elif low in {"childrens", "children's"} and reading.after(kind) not in _MORE:
        return kind
    part = _named_part if low in _NAMED else _part
    first = start_of(reading, start, part)
    if first == start or (
        low in {"house", "hoose", "hse"} and not _is_house(reading, first, start)
    ):
        return kind
    return first


def _is_titled(reading: Reading, kind: int) -> bool:
    return reading.at(kind).capital and reading.at(kind - 1).capital


def _is_house(reading: Reading, first: int, kind: int) -> bool:
    """Tell "Rowan House" from "Rowan's house" and "Rowans house"."""
    last = reading.at(kind - 1)
    if last.tail or reading.before(first) in {"my", "ma", "his", "her", "our"}:
        return False
    if last.low.endswith("s") and kind_of(last.low[:-1]) in {Kind.CLEAR, Kind.LIKELY}:
        return reading.at(kind).capital
    if last.kind in {Kind.CLEAR, Kind.LIKELY} and last.low not in place_words():
        return reading.at(kind).capital or reading.before(first) in _INTO | {"called"}
    return True


def _part(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    low = token.low
    if low in _GENERIC or token.tail:
        return False
    if low in place_words() and low not in {"well", "over", "high", "white", "village", "royal"}:
        return True
    if token.kind is Kind.GLUE:
        return low in {"st", "saint"}
    if token.kind is Kind.STRANGE and len(low) > _DIGITS and reading.before(at) in _INTO | {"the"}:
        return True
    return is_rare(reading, at) or token.capital or sounds_local(low)


def _named_part(reading: Reading, at: int) -> bool:
    """As a part, but before a word that is seldom said without a name ("bluebell cottage")."""
    token = reading.at(at)
    if token.low in _GENERIC or token.kind is Kind.GLUE or token.low.endswith(("ed", "ing", "ly")):
        return _part(reading, at)
    return True


def _centres(reading: Reading) -> Iterator[Found]:
    """Find "Elmbank young people's centre" and "at Torwood Grange"."""
    for kind in kinds(reading, _CENTRES):
        start = kind
        while reading.joined(start) and reading.low(start - 1) in _FOR:
            start -= 1
        first = start_of(reading, start, _part) if start < kind else kind
        if first < start:
            yield _found(reading, first, kind)
    for kind in kinds(reading, _VIEWS):
        first = start_of(reading, kind, _view_part)
        if first < kind and (
            reading.at(kind).capital or reading.at(first).comma or reading.before(first) in _INTO
        ):
            yield _found(reading, first, kind)


def _view_part(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    rare = token.kind in {Kind.STRANGE, Kind.SURNAME} and is_rare(reading, at)
    local = is_made_up(token.low)
    return not token.tail and token.low not in _GENERIC and (rare or local)


def _called(reading: Reading) -> Iterator[Found]:
    """Find "my unit, X," and "a home called X"."""
    for kind in kinds(reading, _OWN):
        at, linked = kind + 1, False
        while reading.joined(at) and reading.low(at) in {"is", "was", "wis", "called", "named"}:
            linked = linked or reading.low(at) in {"called", "named"}
            at += 1
        at += linked and reading.low(at) == "the"
        whose = reading.before(kind) in {"my", "ma", "our", "oor", "the", "his", "her"} | _CARE
        if not reading.joined(at) or not (linked or whose):
            continue
        end = run_of(reading, at, _part if linked else _rare_part)
        if end > at:
            yield _found(reading, at, end_of(reading, end - 1, _MORE))


def _rare_part(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    if token.low in _GENERIC or token.kind is Kind.GLUE:
        return False
    plural = token.low.endswith("s") and token.low not in _DAILY
    local = is_made_up(token.low) or (plural and sounds_local(token.low))
    return (token.kind is Kind.STRANGE and is_rare(reading, at)) or local


def _placed(reading: Reading) -> Iterator[Found]:
    """Find "I was placed at X"."""
    for verb in kinds(reading, _PLACED):
        at = verb + 2 + (reading.low(verb + 2) == "the")
        if reading.after(verb) in _INTO and reading.joined(at):
            end = run_of(reading, at, _rare_part)
            if end > at:
                yield _found(reading, at, end_of(reading, end - 1, _MORE | _VIEWS))


def _wards(reading: Reading) -> Iterator[Found]:
    """Find "ward 4b": few people are on one at a time."""
    for at in kinds(reading, frozenset({"ward", "unit"})):
        number = reading.low(at + 1)
        if not reading.joined(at + 1) or len(number) > _DIGITS or not number[:1].isdigit():
            continue
        if reading.after(at + 1) in {"at", "in", "o", "of"} and is_rare(reading, at + 3):
            yield _found(reading, at, at + 3)
        elif reading.low(at) == "ward":
            yield _found(reading, at, at + 1)
