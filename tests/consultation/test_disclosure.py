from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.disclosure import Cell, enough, pools, released, safe_tally

_ks = st.integers(-2, 12)


def floor(k: int) -> int:
    return max(k, 3)


def test_the_figure_moves_in_steps_of_k() -> None:
    shown = 0
    seen = []
    for count in range(17):
        shown = released(shown, count, 5)
        seen.append(shown)

    assert seen == [0] * 5 + [5] * 5 + [10] * 5 + [15] * 2
    assert released(61, 65, 5) == 61
    assert released(61, 66, 5) == 66
    assert released(61, 20, 5) == 61, "a figure that falls would tell who left"


@pytest.mark.parametrize(
    ("count", "k", "is_enough"), [(4, 5, False), (5, 5, True), (2, 0, False), (3, 0, True)]
)
def test_the_floor_is_three(count: int, k: int, is_enough: bool) -> None:
    assert enough(count, k) is is_enough
    assert released(0, 2, 1) == 0


@given(counts=st.lists(st.integers(0, 60), max_size=40), k=_ks)
def test_no_two_figures_ever_shown_are_close(counts: list[int], k: int) -> None:
    shown = [0]
    for count in counts:
        shown.append(released(shown[-1], count, k))

    for first, second in combinations(shown, 2):
        assert not 0 < abs(first - second) < floor(k)


def likert(*counts: int) -> dict[str, int]:
    return dict(zip("12345", counts, strict=True))


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ((5, 6, 7, 8, 19), [("1", 5), ("2", 5), ("3", 5), ("4", 5), ("5", 15)]),
        ((4, 6, 7, 8, 19), [("12", 10), ("3", 5), ("45", 25)]),
        ((0, 6, 7, 8, 19), [("12", 5), ("3", 5), ("45", 25)]),
        ((4, 6, 2, 8, 19), [("123", 10), ("45", 25)]),
        ((0, 0, 0, 10, 10), []),
        ((1, 1, 1, 1, 1), []),
        ((10, 10, 10, 2, 2), []),
        ((0, 0, 0, 0, 0), []),
    ],
)
def test_a_scale_is_merged_or_held_back(
    counts: tuple[int, ...], cells: list[tuple[str, int]]
) -> None:
    found = safe_tally(likert(*counts), 5, "likert")

    assert list(found) == [Cell(tuple(options), least) for options, least in cells]


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({"a": 12, "b": 8}, [("a", 10), ("b", 5)]),
        ({"a": 12, "b": 3, "c": 2, "d": 6}, [("a", 10), ("d", 5), ("bc", 5)]),
        # The small ones together are small too: the smallest large one hides with them.
        ({"a": 12, "b": 3, "c": 0, "d": 6}, [("a", 10), ("bcd", 5)]),
        ({"a": 12, "b": 0, "c": 6}, [("a", 10), ("bc", 5)]),
        ({"a": 12, "b": 1}, []),
        ({"a": 12, "b": 0}, []),
        ({"a": 2, "b": 1}, []),
        ({"a": 0, "b": 0}, []),
        ({}, []),
    ],
)
def test_one_choice_pools_what_is_small(
    counts: dict[str, int], cells: list[tuple[str, int]]
) -> None:
    found = safe_tally(counts, 5, "one")

    assert list(found) == [Cell(tuple(options), least) for options, least in cells]


def test_several_choices_stand_each_for_itself() -> None:
    found = safe_tally({"a": 12, "b": 4, "c": 0, "d": 5}, 5, "several")

    assert found == (Cell(("a",), 10), Cell(("d",), 5))


_tallies = (
    st.integers(2, 8)
    .flatmap(lambda size: st.lists(st.integers(0, 30), min_size=size, max_size=size))
    .map(lambda sizes: {f"o{n}": size for n, size in enumerate(sizes)})
)
_scales = st.lists(st.integers(0, 30), min_size=5, max_size=5).map(lambda sizes: likert(*sizes))


@given(
    case=st.one_of(st.tuples(_tallies, st.just("one")), st.tuples(_scales, st.just("likert"))),
    k=_ks,
)
def test_no_cell_remainder_or_difference_is_small(case: tuple[dict[str, int], str], k: int) -> None:
    counts, kind = case
    cells = safe_tally(counts, k, kind)
    if not cells:
        return
    covered = [option for cell in cells for option in cell.options]
    assert sorted(covered) == sorted(counts), "nothing is left out that could be worked out"
    assert len(cells) > 1
    for cell in cells:
        true = sum(counts[option] for option in cell.options)
        assert true >= floor(k)
        assert true - floor(k) < cell.at_least <= true
    numbers = [cell.at_least for cell in cells]
    for size in range(1, len(numbers) + 1):
        for group in combinations(numbers, size):
            rest = sum(numbers) - sum(group)
            for number in (sum(group), rest, abs(sum(group) - rest)):
                assert not 0 < number < floor(k)


@given(counts=_tallies, k=_ks)
def test_absent_and_too_small_look_alike(counts: dict[str, int], k: int) -> None:
    least = min(counts, key=lambda option: counts[option])
    small = {**counts, least: floor(k) - 1}
    absent = {**counts, least: 0}

    def alone(tally: dict[str, int]) -> bool:
        return any(cell.options == (least,) for cell in safe_tally(tally, k, "several"))

    assert not alone(small)
    assert not alone(absent)
    for kind in ("one", "several"):
        for tally in (small, absent):
            assert Cell((least,), 0) not in safe_tally(tally, k, kind)


@given(counts=_tallies, k=_ks)
def test_several_never_shows_a_small_cell(counts: dict[str, int], k: int) -> None:
    for cell in safe_tally(counts, k, "several"):
        assert counts[cell.options[0]] >= cell.at_least >= floor(k)
        assert cell.at_least % floor(k) == 0


@given(sizes=_tallies, k=_ks)
def test_pools_hold_everything_or_nothing(sizes: dict[str, int], k: int) -> None:
    groups = pools(sizes, k)
    flat = [name for group in groups for name in group]

    assert sorted(flat) == sorted(sizes) if groups else sum(sizes.values()) < floor(k)
    assert all(sum(sizes[name] for name in group) >= floor(k) for group in groups)
    assert groups == pools(dict(sizes), k)
