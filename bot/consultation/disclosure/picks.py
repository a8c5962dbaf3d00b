"""What people picked and wrote, question by question.

A round tells what was picked once, after sealing. Told before, and again after somebody took an
answer back, the difference would say what that one had picked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.consultation.disclosure.numbers import Shown, Withheld, enough, floor, part, steps
from prompts.schema import Kind

_LIKERT_MERGES: Final = (
    ((0,), (1,), (2,), (3,), (4,)),
    ((0, 1), (2,), (3, 4)),
    ((0, 1, 2), (3, 4)),
)
"""How the five points may stand together, from fine to coarse. The ways are fixed, so that which
one is shown says nothing about a single small cell."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its results are told: its kind, and every option in order. ``beside`` marks the
    attribute of a set, whose picks stand beside texts."""

    question: str
    kind: Kind
    options: tuple[str, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Options shown together, and how many people picked one of them."""

    options: tuple[str, ...]
    number: Shown


type Cells = tuple[Cell, ...] | Withheld
"""What is told of a question. One cell alone is that of a side of a scale on which nearly all stand:
of the rest, nobody or fewer than k, nothing is told."""


def results(
    asked: Iterable[Asked], tallies: Mapping[str, Mapping[str, int]], k: int
) -> dict[str, Cells]:
    """Return what may be told of every question of a round that was sealed.

    ``tallies`` says how often each option was picked; an option nobody picked may be missing, for a
    group that is absent must look like one that is too small. All questions are reckoned together:
    numbers are exact only if as many people answered each question that can be told exactly, for
    28 next to 27 would say that one person left a question out.
    """
    grouped = [(each, *_grouped(each, tallies.get(each.question, {}), k)) for each in asked]
    wholes = {sum(groups.values()) for _, groups, able in grouped if able}
    return {
        each.question: _cells(groups, k, exact=able and len(wholes) == 1)
        for each, groups, able in grouped
    }


def tells_nobody(values: Mapping[str, int], k: int) -> bool:
    """Tell whether what somebody picked may stand beside their words: all or nothing for all who
    wrote. ``values`` is how many of them picked which, those who picked nothing among them.

    Every value and every remainder must be large enough. Of one value alone the remainder is nobody.
    """
    present = [count for count in values.values() if count]
    return bool(present) and all(
        isinstance(part(count, sum(present), k), Shown) for count in present
    )


def text_lists(sizes: Mapping[str, int], k: int) -> tuple[tuple[str, ...], ...] | Withheld:
    """Return which questions' texts stand in one list, since a short list is a small number too.
    ``sizes`` is how many texts there are of each question that has any."""
    return pools(sizes, k) or Withheld("figure.texts.held", "figure.texts.reason")


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


def _grouped(
    asked: Asked, given: Mapping[str, int], k: int
) -> tuple[dict[tuple[str, ...], int], bool]:
    """Return which options stand together, with their numbers, and whether these can be exact."""
    counts = {option: given.get(option, 0) for option in asked.options}
    if asked.kind == "several":
        # People picked several, so each option stands for itself, beside no whole.
        return {(name,): size for name, size in counts.items() if enough(size, k)}, False
    groups = _likert(counts, k) if asked.kind == "likert" else pools(counts, k)
    if not groups and asked.kind == "likert":
        return _nearly_all(counts, k), False
    # One group alone would say that all people gave the same answer.
    if len(groups) <= 1:
        return {}, False
    # Which options are pooled is chosen by their numbers: exact ones would give the choice away.
    able = asked.kind == "likert" or (len(groups) == len(counts) and not asked.beside)
    return {group: sum(counts[each] for each in group) for group in groups}, able


def _cells(groups: Mapping[tuple[str, ...], int], k: int, *, exact: bool) -> Cells:
    whole = sum(groups.values())
    told = [(g, part(n, whole, k) if exact else steps(n, k)) for g, n in groups.items()]
    cells = tuple(Cell(group, number) for group, number in told if isinstance(number, Shown))
    return cells or Withheld("figure.picks.held", "figure.picks.reason")


def _nearly_all(counts: Mapping[str, int], k: int) -> dict[tuple[str, ...], int]:
    """Return the side of a scale on which all stand, or all but fewer than k, with a number that does
    not depend on how many those are: the people there are, in steps of k, less one step. It says no
    more of anybody than the most one-sided exact table does, in which k people stand elsewhere."""
    options, least = tuple(counts), sum(counts.values()) // floor(k) * floor(k) - floor(k)
    sides = (tuple(options[at] for at in places) for places in _LIKERT_MERGES[-1])
    nearly = (each for each in sides if enough(sum(counts[option] for option in each), k))
    return dict.fromkeys(nearly, least) if enough(least, k) else {}


def _likert(counts: Mapping[str, int], k: int) -> tuple[tuple[str, ...], ...]:
    options = tuple(counts)
    for merge in _LIKERT_MERGES:
        groups = tuple(tuple(options[at] for at in places) for places in merge)
        if all(enough(sum(counts[each] for each in group), k) for group in groups):
            return groups
    return ()
