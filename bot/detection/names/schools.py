"""Schools, colleges and nurseries."""

from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.names.gathering import (
    end_of,
    is_rare,
    kinds,
    kinds_or_slips,
    place_words,
    places,
    run_of,
    sounds_local,
    start_of,
)
from bot.detection.names.lexicon import Kind, words
from bot.detection.names.reading import Reading

_KINDS: Final = words(
    "academy high primary secondary grammar college nursery school uni university campus acad "
    "acadamy academey colledge collage nursary primry prim hs asn"
)
_MORE: Final = _KINDS | {"rc", "community", "learning", "infant", "junior", "senior", "schools"}
_GENERIC: Final = words(
    "art summer sunday drama music night day boarding private public state catholic christian "
    "faith special forest free high primary secondary middle junior senior local main big wee "
    "new old same my the first second last nurture grammar muslim jewish gaelic rc community "
    "scottish english sports stage dance ballet medical law business beauty city town normal "
    "mainstream residential school college nursery uni university academy other different hard "
    "good bad further technical agricultural open whole entire modern learning virtual online "
    "so too very really pretty quite as that how sky knee waist shoulder never all time "
    "one two three four five six seven eight nine ten p1 p2 p3 p4 p5 p6 p7 s1 s2 s3 s4 s5 s6 "
    "going leaving starting about get got getting been am is was are be feel feeling flying "
    "after before during since till until every each another a an his her our their your ma"
)
_VERBS: Final = words(
    "went go goes going attend attends attended left started start starting joined fae from frae "
    "at to tae expelled excluded transferred in into intae school"
)
_NOT_SCHOOLS: Final = words(
    "hospital church chapel hospice parish street road day house centre place court"
)
_SHORT: Final = 4
_BETWEEN: Final = words("community rc infant junior learning special village")
_SMALL: Final = frozenset({"wee", "little"})
_GAELIC: Final = frozenset({"bun-sgoil", "sgoil", "ard-sgoil", "bunsgoil"})
_SCORE: Final = 0.95


def school(reading: Reading) -> Iterator[Found]:
    """Find schools, by their kind ("Balmuir High"), as "St X's", or because they are called so."""
    for kind in kinds_or_slips(reading, _KINDS):
        if reading.low(kind - 1) in _KINDS and reading.joined(kind):
            continue
        last = end_of(reading, kind, _MORE)
        bare = reading.low(kind) == "high" and last == kind
        middle = kind
        while reading.joined(middle) and reading.low(middle - 1) in _BETWEEN:
            middle -= 1
        first = start_of(reading, middle, _bare_part if bare else _part)
        first = kind if first == middle else first
        if first < kind and reading.low(kind) == "nursery" and reading.before(first) in _SMALL:
            first -= 1
        if first < kind:
            yield _found(reading, first, _of_place(reading, last))
        elif reading.after(last) == "of" and is_rare(reading, last + 2):
            yield _found(reading, kind, last + 2)
    yield from _saints(reading)
    yield from _called(reading)
    for kind in kinds(reading, _GAELIC):
        end = run_of(reading, kind + 1, is_rare) if reading.joined(kind + 1) else 0
        if end > kind + 1:
            yield _found(reading, kind, end - 1)


def _found(reading: Reading, first: int, last: int) -> Found:
    return Found(reading.at(first).start, reading.at(last).stop, "SCHOOL", _SCORE, "context")


def _of_place(reading: Reading, last: int) -> int:
    goes_on = reading.after(last) == "of" and reading.low(last + 2) in places()
    return last + 2 if goes_on else last


def _part(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    low = token.low
    if low in _GENERIC and not (low in {"city", "community"} and token.capital):
        return False
    if low in place_words():
        return True
    if token.low in places():
        return True
    if token.kind is Kind.GLUE:
        return False
    if token.kind is Kind.STRANGE and len(low) > _SHORT and _placed(reading, at):
        return True
    if is_rare(reading, at) or token.capital or sounds_local(low):
        return True
    return token.kind is Kind.DOUBTFUL and low not in {"will", "may"} and _placed(reading, at)


def _placed(reading: Reading, at: int) -> bool:
    return reading.before(at) in _VERBS


def _bare_part(reading: Reading, at: int) -> bool:
    """As a part, but before "high" alone, which says much else ("so high", "got leah high")."""
    token = reading.at(at)
    if token.low in place_words() and reading.low(at + 1) != "high":
        return True
    if token.low in _GENERIC or token.kind in {Kind.GLUE, Kind.DOUBTFUL, Kind.WEAK}:
        return False
    if token.low in places() or token.kind in {Kind.STRANGE, Kind.SURNAME} or token.tail == "s":
        return is_rare(reading, at)
    if token.kind is Kind.PLAIN:
        return token.capital or (sounds_local(token.low) and _placed(reading, at))
    return _placed(reading, at) or token.capital or reading.before(at) in place_words()


def _saints(reading: Reading) -> Iterator[Found]:
    """Find "St Mungo's", which is a school or a church and tells where someone is."""
    for at in kinds(reading, frozenset({"st", "saint"})):
        name = reading.at(at + 1)
        if not reading.joined(at + 1) or name.kind is Kind.GLUE or reading.before(at).isdigit():
            continue
        owned = name.tail == "s" or name.low.endswith("s")
        if owned and reading.after(at + 1) not in _NOT_SCHOOLS | {"day"}:
            yield _found(reading, at, end_of(reading, at + 1, _MORE))


def _called_part(reading: Reading, at: int) -> bool:
    return is_rare(reading, at) or reading.at(at).capital


def _called(reading: Reading) -> Iterator[Found]:
    """Find "my school is called X", "my school, X," and "a nursery called X"."""
    for kind in kinds(reading, _KINDS - {"high"}):
        at = kind + 1
        linked = False
        while reading.joined(at) and reading.low(at) in {"is", "was", "wis", "called", "named"}:
            linked = True
            at += 1
        if not reading.joined(at) or not (linked or reading.at(at).comma):
            continue
        end = run_of(reading, at, _called_part)
        if end > at and (linked or end == len(reading.tokens) or reading.at(end).comma):
            yield _found(reading, at, end_of(reading, end - 1, _MORE))
