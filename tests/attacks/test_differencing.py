"""What can be worked out from all that is told of a round, by somebody who knows the rules.

The attacker holds what was told and this program. For every table there could be they reckon what
would have been told of it; the tables that look like the one before them are all it can be. A group of
people is *recovered* if in every one of them it has at least one person and fewer than k. Every sum
and difference of the numbers told, and every bound, is in that reckoning.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from typing import Final

import pytest

from bot.consultation.disclosure import Asked, Shown, Sites, by_site, enough, pools, results
from prompts.schema import Kind

FULL: Final = os.environ.get("PROOF") == "1"
K: Final = 3

type Table = tuple[int, ...]
type Teller = Callable[[Table], object]


def tables(places: int, most: int, in_all: int = 99) -> list[Table]:
    return [each for each in product(range(most + 1), repeat=places) if sum(each) <= in_all]


def recovered(
    told: Teller, every: Iterable[Table], judged: Callable[[Table], bool], groups: Sequence[Table]
) -> set[tuple[Table, Table]]:
    """Every judged table of which a group of cells is recovered, with that group."""
    alike: dict[object, list[set[int]]] = {}
    keys: dict[Table, object] = {}
    for table in every:
        key = keys[table] = repr(told(table))
        sums = alike.setdefault(key, [set() for _ in groups])
        for seen, group in zip(sums, groups, strict=True):
            seen.add(sum(table[at] for at in group))
    small = set(range(1, K))
    return {
        (table, group)
        for table, key in keys.items()
        if judged(table)
        for group, seen in zip(groups, alike[key], strict=True)
        if seen <= small
    }


def subsets(places: Sequence[int]) -> list[Table]:
    return [each for size in range(1, len(places) + 1) for each in combinations(places, size)]


# --- one question ----------------------------------------------------------------------------


def question(kind: Kind, options: int) -> Teller:
    asked = [Asked("q", kind, tuple("abcde"[:options]))]
    return lambda table: results(asked, {"q": dict(zip("abcde", table, strict=False))}, K)


@pytest.mark.parametrize(
    ("kind", "options", "most"),
    [
        ("likert", 5, 11 if FULL else 8),
        ("one", 2, 20),
        ("one", 3, 16 if FULL else 11),
        ("one", 4, 15 if FULL else 10),
        ("several", 3, 12),
    ],
)
def test_no_group_of_one_question_is_recovered(kind: Kind, options: int, most: int) -> None:
    # What is told in steps could also be told of a few more people than there are.
    every = tables(options, most + 2, most + 2 * K)
    groups = subsets(range(options))
    assert not recovered(question(kind, options), every, lambda t: sum(t) <= most, groups)


def test_exact_numbers_beside_pooled_ones_would_be_recovered() -> None:
    """The attack works: two pooled options that make eight, at five, were four and four."""

    def weak(table: Table) -> object:
        groups = pools(dict(zip("abcd", table, strict=True)), K)
        return [(group, sum(table["abcd".index(each)] for each in group)) for group in groups]

    assert recovered(weak, tables(4, 8, 12), lambda t: sum(t) <= 10, subsets(range(4)))


def test_hiding_the_small_ones_alone_would_recover_them() -> None:
    def weak(table: Table) -> object:
        return [n if enough(n, K) else None for n in table], sum(table)

    found = recovered(weak, tables(3, 9), lambda t: max(t) <= 4, subsets(range(3)))
    assert len(found) > 20


# --- two questions ------------------------------------------------------------------------------


def two(table: Table) -> object:
    asked = [Asked("p", "one", ("a", "b")), Asked("q", "one", ("a", "b"))]
    tallies = {
        "p": dict(zip("ab", table[:2], strict=True)),
        "q": dict(zip("ab", table[2:], strict=True)),
    }
    return results(asked, tallies, K)


def each_alone(table: Table) -> object:
    asked = Asked("q", "one", ("a", "b"))
    return [
        results([asked], {"q": dict(zip("ab", part, strict=True))}, K)
        for part in (table[:2], table[2:])
    ]


def left_out(told: Teller, most: int) -> int:
    """In how many tables it shows that a few people, and not none, answered one question only."""
    alike: dict[str, set[int]] = {}
    every = tables(4, most + K)
    for table in every:
        alike.setdefault(repr(told(table)), set()).add(abs(sum(table[:2]) - sum(table[2:])))
    return sum(max(t) <= most and alike[repr(told(t))] <= set(range(1, K)) for t in every)


def test_two_questions_do_not_show_how_few_left_one_out() -> None:
    most = 8 if FULL else 5
    assert left_out(two, most) == 0
    assert left_out(each_alone, most) > 0, "told each for itself they would"


# --- sites and waves -------------------------------------------------------------------------------


def sites(places: int, waves: int, *, exact: bool = True) -> Teller:
    def told(table: Table) -> Sites:
        rows = {str(at): table[at * waves : (at + 1) * waves] for at in range(places)}
        return by_site(rows, K, exact=exact)

    return told


def by_wave(places: int, waves: int) -> list[Table]:
    """Every group of sites in one wave."""
    return [each for wave in range(waves) for each in subsets(range(wave, places * waves, waves))]


@pytest.mark.parametrize(
    ("places", "waves", "most"),
    [(2, 1, 6), (3, 1, 5), (4, 1, 4), (2, 2, 4), *([(5, 1, 4), (3, 2, 3)] if FULL else [])],
)
def test_no_group_of_sites_is_recovered(places: int, waves: int, most: int) -> None:
    every = tables(places * waves, 2 * most)
    groups = by_wave(places, waves)
    for exact in (True, False):
        told = sites(places, waves, exact=exact)
        assert not recovered(told, every, lambda t: max(t) <= most, groups)


def smallest_with_it(table: Table) -> object:
    """The usual way: the small sites hide, and the smallest other one until they are enough."""
    hidden = [at for at, n in enumerate(table) if not enough(n, K)]
    others = sorted((at for at in range(len(table)) if at not in hidden), key=lambda at: table[at])
    while hidden and others and not enough(sum(table[at] for at in hidden), K):
        hidden.append(others.pop(0))
    return [None if at in hidden else n for at, n in enumerate(table)], sum(table)


def test_choosing_what_hides_by_its_size_would_recover_some() -> None:
    assert recovered(smallest_with_it, tables(4, 8), lambda t: max(t) <= 4, by_wave(4, 1))


def test_every_pair_of_filters_differs_by_enough() -> None:
    """The leaders' sessions, asked for in every way: any sites of any wave, less any other."""
    counts = {"Borders": (8, 7), "Stirling": (10, 10), "West Lothian": (10, 10)}
    table = by_site(counts, 10)
    for wave in range(2):
        every = frozenset(counts)
        total = table.totals[wave]
        assert isinstance(total, Shown)
        known = {every: total.count, frozenset[str](): 0}
        for name, row in table.rows.items():
            if isinstance(row, tuple):
                known |= {
                    group | {name}: n + row[wave].count
                    for group, n in known.items()
                    if name not in group
                }
        for less, more in product(known, repeat=2):
            if less < more:
                true = sum(counts[name][wave] for name in more - less)
                assert known[more] - known[less] == true
                assert enough(true, 10)
