"""Where someone works."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.detection.found import Found, Label
from bot.detection.lexicon import listed
from bot.detection.names.gathering import is_rare, kinds, places, start_of
from bot.detection.names.lexicon import Kind, words
from bot.detection.names.reading import Reading

_JOBS: Final = words(
    "work works worked working workin wurk wurks job jobs shift shifts apprentice apprenticeship "
    "employed hired boss trial cleaner cleans cashier barista waiter waitress chef cook manager "
    "drive drives drove driving clean cooks deliver delivers employer supervisor volunteer volunteers volunteered volunteering interview hours serves serving "
    "mechanic hairdresser barber placement start started traineeship wrk wrks wrked trainee"
)
_AT: Final = frozenset({"at", "in", "for", "fur", "fae", "wi", "with", "doon", "from"})
_REACH: Final = 4
_BUSINESS: Final = words(
    "bakery bakers baker's salon garage cafe butchers butcher's barbers barber's chippy chipper "
    "takeaway pub hotel bar restaurant shop farm ltd limited factory plumbing joinery joiners "
    "electrical electricians builders cleaners hairdressers kennels stables bookies bistro inn "
    "deli florist florists solicitors motors tyres autos cabs taxis carpets foods fisheries "
    "distillery scaffolding landscaping roofing catering logistics engineering hair beauty "
    "nails tattoos vets vet newsagents newsagent store stores market supermarket nursery "
    "surgery pharmacy chemist dentist dentists law construction decorators cleaning security "
    "brothers bros sons son care homes group services solutions supplies"
)
_BODIES: Final = frozenset({"advocacy", "ltd", "limited", "llp", "plc"})
_GENERIC: Final = words(
    "the a an my ma his her our their your this that local wee big new old same independent "
    "professional citizens peer collective coffee corner sweet charity chip fish barber hair "
    "beauty nail pet book card paper paint clothes clothing second-hand vape sandwich burger "
    "pizza kebab chinese indian turkish italian polish christmas farm car some another any "
    "self public legal"
)
_LONGEST: Final = 4
_SCORE: Final = 0.92


def employer(reading: Reading) -> Iterator[Found]:
    """Find where someone works; a chain with its town is found as a place without a job too."""
    jobs = _jobs(reading)
    yield from _chains(reading, jobs)
    yield from _bodies(reading)
    for at in sorted(jobs):
        yield from _business(reading, at)
        yield from _rare(reading, at)


def _found(reading: Reading, first: int, last: int, label: Label) -> Found:
    return Found(reading.at(first).start, reading.at(last).stop, label, _SCORE, "context")


def _jobs(reading: Reading) -> frozenset[int]:
    """Return where the name of an employer would start: after "work at", "ma job in the"."""
    found = set()
    for job in kinds(reading, _JOBS):
        for at in range(job + 1, job + _REACH):
            if not reading.joined(at):
                break
            if reading.low(job) == "employer" and reading.at(at).comma:
                found.add(at)
                break
            if reading.low(at) in _AT:
                found.add(at + 1 + (reading.low(at + 1) in {"the", "a", "ma", "my"}))
                break
    return frozenset(at for at in found if reading.joined(at))


@cache
def _firsts() -> frozenset[str]:
    return frozenset(_bare(chain).split(" ")[0] for chain in listed("own_chains"))


@cache
def _chain_names() -> frozenset[str]:
    return frozenset(map(_bare, listed("own_chains")))


def _bare(chain: str) -> str:
    return chain.replace("&", " ").replace("'s", "").replace("  ", " ")


def _chains(reading: Reading, jobs: frozenset[int]) -> Iterator[Found]:
    at = 0
    while at < len(reading.tokens):
        size = _chain(reading, at)
        if size:
            town = _town(reading, at + size)
            if at in jobs:
                yield _found(reading, at, max(town, at + size - 1), "EMPLOYER")
            elif town:
                yield _found(reading, at, town, "PLACE")
        at += max(size, 1)


def _chain(reading: Reading, at: int) -> int:
    if reading.low(at) not in _firsts():
        return 0
    sizes = range(_LONGEST, 0, -1)
    return next((size for size in sizes if reading.phrase(at, size) in _chain_names()), 0)


def _town(reading: Reading, at: int) -> int:
    """Return the last word of "in Falkirk" at a place in the text, 0 if there is no town."""
    if not reading.joined(at):
        return 0
    start = at + (reading.low(at) in {"in", "at", "on", "up", "doon"})
    start += reading.low(start) == "the"
    for size in range(_LONGEST, 0, -1):
        phrase = reading.phrase(start, size)
        if phrase and phrase in places() and reading.joined(start):
            if start == at and reading.at(start).kind is Kind.GLUE:
                return 0
            return start + size - 1
    return 0


def _bodies(reading: Reading) -> Iterator[Found]:
    """Find small bodies by name ("Tayside Advocacy"), which tell who was sent by them."""
    for kind in kinds(reading, _BODIES):
        first = start_of(reading, kind, _part)
        if first < kind:
            yield _found(reading, first, kind, "EMPLOYER")


def _part(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    if token.low in _GENERIC or token.kind is Kind.GLUE:
        return False
    return is_rare(reading, at) or token.capital


def _rare(reading: Reading, at: int) -> Iterator[Found]:
    """Find a name that no list has, and the noun behind it ("drives for mackie's coaches")."""
    token = reading.at(at)
    odd = token.kind in {Kind.STRANGE, Kind.SURNAME} and is_rare(reading, at)
    if token.low in _GENERIC or not (odd or (token.tail == "s" and is_rare(reading, at))):
        return
    behind = reading.at(at + 1)
    goes_on = reading.joined(at + 1) and not behind.comma and behind.kind is not Kind.GLUE
    last = at + goes_on
    yield _found(reading, at, max(_town(reading, last + 1), last), "EMPLOYER")


def _business(reading: Reading, at: int) -> Iterator[Found]:
    """Find "shona's bakery" and "Mackie Motors" where a job is spoken of."""
    if _chain(reading, at):
        return
    last = at
    named = False
    while last - at < _LONGEST and (last == at or reading.joined(last)):
        token = reading.at(last)
        if token.low in _BUSINESS and last > at and named:
            yield _found(reading, at, max(_town(reading, last + 1), last), "EMPLOYER")
            return
        if token.low in _GENERIC or token.comma or (last == at and token.kind is Kind.GLUE):
            return
        named = named or is_rare(reading, last) or token.capital or token.tail == "s"
        last += 1
