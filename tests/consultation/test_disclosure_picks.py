"""What people picked, and which texts stand in one list."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.disclosure import (
    Asked,
    Cell,
    Shown,
    Withheld,
    pools,
    results,
    tells_nobody,
    text_lists,
)
from bot.consultation.disclosure.numbers import floor
from bot.consultation.disclosure.picks import Cells
from prompts.schema import Kind

_ks = st.integers(-2, 12)
HELD = Withheld("figure.picks.held", "figure.picks.reason")


def alone(counts: dict[str, int], kind: Kind, k: int = 5, *, beside: bool = False) -> Cells:
    """What is told of one question."""
    return results([Asked("q", kind, tuple(counts), beside)], {"q": counts}, k)["q"]


def told(cells: Cells) -> list[tuple[str, int, bool, int]]:
    """Options in one word, number, whether it is exact, of how many."""
    assert not isinstance(cells, Withheld)
    return [("".join(c.options), c.number.count, c.number.exact, c.number.of) for c in cells]


def likert(*counts: int) -> dict[str, int]:
    return dict(zip("12345", counts, strict=True))


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ((5, 6, 7, 8, 19), [("1", 5), ("2", 6), ("3", 7), ("4", 8), ("5", 19)]),
        ((4, 6, 7, 8, 19), [("12", 10), ("3", 7), ("45", 27)]),
        ((0, 6, 7, 8, 19), [("12", 6), ("3", 7), ("45", 27)]),
        ((4, 6, 2, 8, 19), [("123", 12), ("45", 27)]),
        ((5, 5, 2, 5, 0), [("123", 12), ("45", 5)]),
        ((1, 1, 1, 1, 1), None),
        ((0, 0, 0, 4, 5), None),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_a_scale_is_told_exactly_merged_or_held_back(
    counts: tuple[int, ...], cells: list[tuple[str, int]] | None
) -> None:
    found = alone(likert(*counts), "likert")

    if cells is None:
        assert found == HELD
    else:
        assert told(found) == [(name, n, True, sum(counts)) for name, n in cells]


@pytest.mark.parametrize("few", range(5))
def test_a_side_on_which_nearly_all_stand_is_told_and_not_how_many_stand_elsewhere(
    few: int,
) -> None:
    """The same, whether nobody or four do: and no more than that k of them could."""
    assert told(alone(likert(few, 0, 0, 10, 17 - few), "likert")) == [("45", 20, False, 0)]
    assert told(alone(likert(14, 6, 7 - few, 0, few), "likert")) == [("123", 20, False, 0)]
    assert told(alone(likert(few, 0, 0, 10, 0), "likert")) == [("45", 5, False, 0)]


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({"a": 12, "b": 8}, [("a", 12, True, 20), ("b", 8, True, 20)]),
        # Where some hide, the others are told in steps: exact ones would give the choice away.
        ({"a": 12, "b": 3, "c": 2, "d": 6}, [("a", 10, False, 0), ("d", 5, False, 0), ("bc", 5, False, 0)]),
        # The small ones together are small too: the smallest large one hides with them.
        ({"a": 12, "b": 3, "c": 0, "d": 6}, [("a", 10, False, 0), ("bcd", 5, False, 0)]),
        ({"a": 6, "b": 3, "c": 0, "d": 12}, [("d", 10, False, 0), ("abc", 5, False, 0)]),
    ],
)  # fmt: skip
def test_one_choice_is_told_exactly_or_pooled_in_steps(
    counts: dict[str, int], cells: list[tuple[str, int, bool, int]]
) -> None:
    assert told(alone(counts, "one")) == cells


@pytest.mark.parametrize(
    "counts",
    [{"a": 12, "b": 1}, {"a": 12, "b": 0}, {"a": 2, "b": 1}, {"a": 0, "b": 0}, {"a": 12}, {}],
)
def test_one_group_alone_is_held_back(counts: dict[str, int]) -> None:
    assert alone(counts, "one") == HELD


def test_an_attribute_is_never_told_exactly() -> None:
    """Beside texts it is told again: how many wrote of each kind can be counted there."""
    cells = alone({"a": 12, "b": 8}, "one", beside=True)
    assert told(cells) == [("a", 10, False, 0), ("b", 5, False, 0)]


def test_several_choices_stand_each_for_itself() -> None:
    cells = alone({"a": 12, "b": 4, "c": 0, "d": 5}, "several")
    assert cells == (Cell(("a",), Shown(10)), Cell(("d",), Shown(5)))
    assert alone({"a": 12, "b": 4}, "several") == (Cell(("a",), Shown(10)),)
    assert alone({"a": 4, "b": 4}, "several") == HELD


def test_options_nobody_picked_and_options_that_are_gone() -> None:
    asked = [Asked("q", "one", ("a", "b", "c")), Asked("none", "likert", tuple("12345"))]
    found = results(asked, {"q": {"a": 9, "b": 6, "gone": 99}}, 5)
    assert told(found["q"]) == [("a", 5, False, 0), ("bc", 5, False, 0)]
    assert found["none"] == HELD
    assert results(asked, {"q": {"a": 9, "b": 4}}, 5)["q"] == HELD, "nobody is nobody"


@pytest.mark.parametrize(
    ("second", "exact"),
    [
        ((16, 12), True),
        # 28 next to 27 would show that one person left the question out; the other way round too.
        ((16, 11), False),
        ((17, 12), False),
        ((30, 30), False),
    ],
)
def test_all_are_exact_or_none(second: tuple[int, int], exact: bool) -> None:
    asked = [Asked(name, "one", ("x", "y")) for name in "ab"]
    found = results(asked, {"a": {"x": 14, "y": 14}, "b": dict(zip("xy", second, strict=True))}, 5)

    ((_, first, *how), _), ((_, other, *its), _) = told(found["a"]), told(found["b"])
    assert (first, *how) == ((14, True, 28) if exact else (10, False, 0))
    assert (other, *its) == ((16, True, 28) if exact else (second[0] // 5 * 5, False, 0))


def test_what_is_not_told_exactly_stands_in_nobodys_way() -> None:
    asked = [
        Asked("held", "one", ("x", "y")),
        Asked("pooled", "one", ("x", "y", "z")),
        Asked("role", "one", ("x", "y"), beside=True),
        Asked("several", "several", ("x", "y")),
        Asked("plain", "one", ("x", "y")),
    ]
    given = [(28, 1), (9, 8, 1), (9, 8), (9, 9), (17, 10)]
    tallies = {
        each.question: dict(zip("xyz", n, strict=False))
        for each, n in zip(asked, given, strict=True)
    }
    found = results(asked, tallies, 5)

    assert found["held"] == HELD
    assert told(found["plain"]) == [("x", 17, True, 27), ("y", 10, True, 27)]
    for name in ("pooled", "role", "several"):
        assert {exact for _, _, exact, _ in told(found[name])} == {False}


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
def test_no_cell_and_no_remainder_is_small(case: tuple[dict[str, int], Kind], k: int) -> None:
    counts, kind = case
    cells = alone(counts, kind, k)
    if isinstance(cells, Withheld):
        return
    if kind == "likert" and len(cells) == 1:
        true = sum(counts[option] for option in cells[0].options)
        assert not cells[0].number.exact
        assert floor(k) <= cells[0].number.count <= true
        assert sum(counts.values()) - cells[0].number.count >= floor(k), "no remainder is small"
        return
    covered = [option for cell in cells for option in cell.options]
    assert sorted(covered) == sorted(counts), "nothing is left out that could be worked out"
    assert len(cells) > 1
    for cell in cells:
        true, number = sum(counts[option] for option in cell.options), cell.number
        assert true >= floor(k)
        assert true == number.count if number.exact else 0 <= true - number.count < floor(k)
        assert number.of in ((sum(counts.values()),) if number.exact else (0,))
    for size in range(1, len(cells)):
        for group in combinations(cells, size):
            assert sum(cell.number.count for cell in group) >= floor(k)


@given(counts=_tallies, k=_ks)
def test_absent_and_too_small_look_alike(counts: dict[str, int], k: int) -> None:
    least = min(counts, key=lambda option: counts[option])
    for kind in ("one", "several"):
        for few in (0, floor(k) - 1):
            cells = alone({**counts, least: few}, kind, k)  # type: ignore[arg-type]  # two of the kinds
            if not isinstance(cells, Withheld):
                assert (least,) not in [cell.options for cell in cells]


@given(sizes=_tallies, k=_ks)
def test_pools_hold_everything_or_nothing(sizes: dict[str, int], k: int) -> None:
    groups = pools(sizes, k)
    flat = [name for group in groups for name in group]

    assert sorted(flat) == sorted(sizes) if groups else sum(sizes.values()) < floor(k)
    assert all(sum(sizes[name] for name in group) >= floor(k) for group in groups)
    held = Withheld("figure.texts.held", "figure.texts.reason")
    assert text_lists(sizes, k) == (groups or held)


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        ({"a": 5, "b": 5}, True),
        ({"a": 5, "b": 6, "": 7}, True),
        ({"a": 5, "b": 5, "c": 0}, True),
        ({"a": 5, "b": 4}, False),
        ({"a": 50, "b": 50, "": 4}, False),
        ({"a": 50}, False),
        ({"a": 50, "b": 0}, False),
        ({}, False),
    ],
)
def test_an_attribute_stands_beside_all_or_none(values: dict[str, int], stands: bool) -> None:
    assert tells_nobody(values, 5) is stands
