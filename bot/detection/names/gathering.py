"""Names that end, or start, with what they name: "Balmuir High School", "Rowan House"."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from bot.detection.lexicon import listed
from bot.detection.names.lexicon import Kind, is_slip_of, words
from bot.detection.names.reading import Reading

type Part = Callable[[Reading, int], bool]
"""Tells whether a word may be part of a name that ends in a kind."""

_LOCAL: Final = 7
"""Letters that a name put together from two words has at least."""
_MOST: Final = 4
_NAMES: Final = frozenset({Kind.CLEAR, Kind.LIKELY, Kind.SURNAME})
_ENDS: Final = (
    "side", "field", "hill", "bank", "wood", "park", "burn", "brae", "muir", "mount", "view",
    "dale", "vale", "bridge", "kirk", "lea", "craig", "lands", "land", "haugh", "shaw", "law",
)  # fmt: skip
_MORE_ENDS: Final = (
    "mains", "haven", "croft", "holm", "lodge", "grove", "firth", "glen", "loch", "water", "gate",
    "cross", "hall", "green", "rigg", "knowe", "garth", "house", "lynn", "bay", "neuk", "den",
)  # fmt: skip
_NOT_ENDS: Final = words(
    "beside outside inside aside alongside reside preside downhill uphill overview interview "
    "preview review fireside bedside stepside england ireland scotland poland finland outlaw "
    "flaw claw plea flea island mainland homeland overland netherlands roadside worldwide "
    "childhood interviews seaside upside downside offside side bank burn park wood land law view "
    "lawn riverbank dance bland gland offhand brand stand"
)


@cache
def places() -> frozenset[str]:
    """Return the places that are listed, of one word or several."""
    both = listed("places") | listed("own_places")
    return both | {place.replace("'", "") for place in both}


@cache
def place_words() -> frozenset[str]:
    """Return single words that houses and schools are named with."""
    return listed("own_place_words")


def is_made_up(low: str) -> bool:
    """Tell whether a word is put together as names of places are ("burnbrae")."""
    return len(low) >= _LOCAL and low.endswith(_ENDS) and low not in _NOT_ENDS


def is_home_name(reading: Reading, at: int) -> bool:
    """Tell whether a word in no list is put together as names of houses are ("Meadowpark")."""
    token = reading.at(at)
    long = token.kind is Kind.STRANGE and len(token.low) >= _LOCAL
    return long and not token.slip and token.low.endswith(_ENDS + _MORE_ENDS)


def sounds_local(low: str) -> bool:
    """Tell whether a word is made like the name of a house or a street ("burnbrae")."""
    if low in place_words() or (low.endswith("s") and low[:-1] in place_words()):
        return True
    return is_made_up(low)


def is_rare(reading: Reading, at: int) -> bool:
    """Tell whether a word is in no list and no slip of the finger, or a name of people or places."""
    token = reading.at(at)
    if token.kind in _NAMES or token.low in places():
        return True
    return token.kind is Kind.STRANGE and (token.capital or not token.slip)


def start_of(reading: Reading, kind: int, part: Part) -> int:
    """Return where a name starts whose kind stands at ``kind``; ``kind`` itself if it has none."""
    at = kind
    while kind - at < _MOST and reading.joined(at) and not reading.at(at).comma:
        linked = reading.low(at - 1) in {"of", "and"} and part(reading, at - 2)
        if linked and at != kind and reading.joined(at - 1) and reading.joined(at - 2):
            at -= 2
        elif part(reading, at - 1):
            at -= 1
        else:
            break
    return at


def end_of(reading: Reading, kind: int, more: frozenset[str]) -> int:
    """Return the last word of a name whose kind stands at ``kind`` and goes on with ``more``."""
    end = kind
    while reading.joined(end + 1) and reading.low(end + 1) in more and end - kind < _MOST:
        end += 1
    return end


def run_of(reading: Reading, at: int, part: Part) -> int:
    """Return the index after the words from ``at`` on that are parts of one name."""
    end = at
    while end - at < _MOST and part(reading, end) and (end == at or reading.joined(end)):
        if end > at and (reading.at(end).comma or reading.at(end - 1).tail):
            break
        end += 1
    return end


def kinds_or_slips(reading: Reading, wanted: frozenset[str]) -> Iterator[int]:
    """Yield where words of a set stand, or long ones mistyped ("acadmey")."""
    for at, token in enumerate(reading.tokens):
        if token.low in wanted or (token.kind is Kind.STRANGE and is_slip_of(token.low, wanted)):
            yield at


def kinds(reading: Reading, wanted: frozenset[str]) -> Iterator[int]:
    """Yield where words of a set stand."""
    return (at for at, token in enumerate(reading.tokens) if token.low in wanted)
