"""Two waves of an evaluation: how many people are in both, and which way their picks moved.

The pairs are written down once, at sealing, so these numbers are told once. Beside what each wave
tells, an exact one may only stand where nobody can be told from the difference.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.consultation.disclosure.numbers import Guarded, Shown, Withheld, enough, part, steps

Way = Literal["down", "same", "up"]
WAYS: Final[tuple[Way, ...]] = ("down", "same", "up")
"""Less agreement than before, as much, more."""
_MERGES: Final[tuple[tuple[tuple[Way, ...], ...], ...]] = (
    (("down",), ("same",), ("up",)),
    (("down", "same"), ("up",)),
)
"""How they may stand together, from fine to coarse; fixed, as for the points of a scale."""
_HELD: Final = Withheld("figure.picks.held", "figure.picks.reason")


@dataclass(frozen=True, slots=True)
class Move:
    """Ways shown together, and how many people went one of them."""

    ways: tuple[Way, ...]
    number: Shown


@dataclass(frozen=True, slots=True)
class Matched:
    """One item in both waves: how many people answered it in both, how many in one alone, and where
    those in both went."""

    both: Guarded
    before_alone: Guarded
    after_alone: Guarded
    moves: tuple[Move, ...] | Withheld


def matched(
    pairs: Mapping[str, Sequence[tuple[str, str]]],
    answered: Mapping[str, tuple[int, int]],
    k: int,
) -> dict[str, Matched]:
    """Return what may be told of each item. ``pairs`` are the picks of the same people, before and
    after; ``answered`` is how many picked anything in either wave, by item.

    All items are reckoned together: 20 in both of one next to 19 of another would say that one
    person left a question out.
    """
    sizes = {item: _sizes(len(pairs.get(item, ())), *answered[item]) for item in answered}
    exact = len(set(sizes.values())) == 1 and all(
        enough(size, k) for each in sizes.values() for size in each
    )
    found = {}
    for item, each in sizes.items():
        both, before, after = (
            Shown(size, exact=True) if exact else steps(size, k, _HELD.when) for size in each
        )
        found[item] = Matched(both, before, after, _moves(pairs.get(item, ()), k, exact=exact))
    return found


def _sizes(both: int, before: int, after: int) -> tuple[int, int, int]:
    return both, before - both, after - both


def _moves(pairs: Sequence[tuple[str, str]], k: int, *, exact: bool) -> tuple[Move, ...] | Withheld:
    ways = Counter(_way(*pair) for pair in pairs)
    for merge in _MERGES:
        sizes = {group: sum(ways[way] for way in group) for group in merge}
        if all(enough(size, k) for size in sizes.values()):
            told = ((g, part(n, len(pairs), k) if exact else steps(n, k)) for g, n in sizes.items())
            return tuple(Move(g, number) for g, number in told if isinstance(number, Shown))
    return _HELD


def _way(before: str, after: str) -> Way:
    if before == after:
        return "same"
    return "up" if after > before else "down"
