"""Small numbers are never shown, nor learnt from two numbers that were (promise 5).

Every number on a screen passes through here. A count of people who answered is given exactly, but
moves only in steps of at least k. What people picked is given as *at least so many*, in whole
multiples of k: exact cells would betray, against the count of people, how few came or left since
that was last released.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.consultation.model import MIN_K

_LIKERT_MERGES: Final = (
    ((0,), (1,), (2,), (3,), (4,)),
    ((0, 1), (2,), (3, 4)),
    ((0, 1, 2), (3, 4)),
)
"""How the five points may stand together, from fine to coarse. The ways are fixed, so that which
one is shown says nothing about a single small cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Options shown together, and a number that at least so many people picked."""

    options: tuple[str, ...]
    at_least: int


def enough(count: int, k: int) -> bool:
    """Tell whether so many people may be spoken of at all."""
    return count >= max(k, MIN_K)


def released(previous: int, count: int, k: int) -> int:
    """Return the figure to show when ``previous`` was shown before and ``count`` is true now.

    It moves only when at least k more people have answered; 0 means that nothing is shown.
    """
    return count if enough(count - previous, k) else previous


def at_least(count: int, k: int) -> int:
    """Return how many of so many may be told of as "or more": whole multiples of k."""
    step = max(k, MIN_K)
    return count // step * step


def safe_tally(counts: Mapping[str, int], k: int, kind: str) -> tuple[Cell, ...]:
    """Return what may be shown of one question, or nothing when all of it is held back.

    ``counts`` holds every option in the question's order, those nobody picked too: a group that
    is absent must look like one that is too small. ``kind`` is that of the question.
    """
    if kind == "several":
        return _picks(counts, k)
    groups = _likert(tuple(counts), counts, k) if kind == "likert" else pools(counts, k)
    # One group alone would say that all people gave the same answer.
    if len(groups) == 1:
        return ()
    return tuple(_cell(group, sum(counts[each] for each in group), k) for group in groups)


def pools(sizes: Mapping[str, int], k: int) -> tuple[tuple[str, ...], ...]:
    """Put what is too small together until every group is large enough; empty when even all of
    it together is not."""
    large = [name for name, size in sizes.items() if enough(size, k)]
    small = [name for name in sizes if name not in large]
    large.sort(key=lambda name: sizes[name], reverse=True)
    while small and large and not enough(sum(sizes[name] for name in small), k):
        small.append(large.pop())
    if small and not enough(sum(sizes[name] for name in small), k):
        return ()
    order = list(sizes)
    groups = [(name,) for name in order if name in large]
    return (*groups, tuple(sorted(small, key=order.index))) if small else tuple(groups)


def _likert(
    options: Sequence[str], counts: Mapping[str, int], k: int
) -> tuple[tuple[str, ...], ...]:
    for merge in _LIKERT_MERGES:
        groups = tuple(tuple(options[at] for at in places) for places in merge)
        if all(enough(sum(counts[each] for each in group), k) for group in groups):
            return groups
    return ()


def _picks(counts: Mapping[str, int], k: int) -> tuple[Cell, ...]:
    """Each option stands for itself: people picked several, so none follows from the others."""
    return tuple(_cell((name,), size, k) for name, size in counts.items() if enough(size, k))


def _cell(options: tuple[str, ...], size: int, k: int) -> Cell:
    return Cell(options, at_least(size, k))


def tells_nobody(values: Mapping[str, int], k: int) -> bool:
    """Tell whether what somebody picked may stand beside their words: all or nothing for all who
    wrote. ``values`` is how many of them picked which, those who picked nothing among them.

    Every value and every remainder must be large enough. Of one value alone the remainder is nobody.
    """
    present = [count for count in values.values() if count]
    return bool(present) and all(
        enough(count, k) and enough(sum(present) - count, k) for count in present
    )
