"""Single numbers: k, figures that move, steps, parts of a whole."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.disclosure import Shown, Withheld, enough, people, released, steps, whole
from bot.consultation.disclosure.numbers import floor, part
from bot.consultation.model import Round

_ks = st.integers(-2, 12)
LATER = Withheld("figure.people.when", "figure.people.reason")
NEVER = Withheld("figure.picks.held", "figure.picks.reason")


@pytest.mark.parametrize(
    ("count", "k", "is_enough"), [(4, 5, False), (5, 5, True), (2, 0, False), (3, 0, True)]
)
def test_the_floor_is_three(count: int, k: int, is_enough: bool) -> None:
    assert enough(count, k) is is_enough
    assert released(0, 2, 1) == 0
    assert (floor(1), floor(3), floor(4)) == (3, 3, 4)


def test_what_stands_for_good_is_told_exactly_or_not_at_all() -> None:
    assert whole(5, 5) == Shown(5, exact=True)
    assert whole(4, 5) == Withheld("figure.picks.held", "figure.people.reason")


def test_the_figure_moves_in_steps_of_k() -> None:
    figure = 0
    seen = []
    for count in range(17):
        figure = released(figure, count, 5)
        seen.append(figure)

    assert seen == [0] * 5 + [5] * 5 + [10] * 5 + [15] * 2
    assert released(60, 64, 5) == 60
    assert released(60, 78, 5) == 75
    assert released(60, 20, 5) == 60, "a figure that falls would tell who left"


@pytest.mark.parametrize(
    ("figure", "told"), [(0, LATER), (5, Shown(5)), (10, Shown(10)), (60, Shown(60))]
)
def test_the_figure_is_told_from_k_on(figure: int, told: object) -> None:
    assert people(replace(Round("r", "c"), figure=figure, k=5)) == told


@given(counts=st.lists(st.integers(0, 60), max_size=40), k=_ks)
def test_no_two_figures_ever_told_are_close(counts: list[int], k: int) -> None:
    figure, told = 0, [0]
    for count in counts:
        figure = released(figure, count, k)
        shown = people(replace(Round("r", "c"), figure=figure, k=k))
        assert figure == (shown.count if isinstance(shown, Shown) else 0)
        told.append(figure)

    for first, second in combinations(told, 2):
        assert first <= second
        assert not 0 < second - first < floor(k)


def test_steps_say_or_more_and_until_then_when() -> None:
    assert steps(14, 5) == Shown(10, exact=False, of=0)
    assert steps(15, 5) == Shown(15)
    assert steps(3, 1) == Shown(3)
    assert steps(2, 1) == LATER
    assert steps(4, 5, "together.few") == Withheld("together.few", "figure.people.reason")


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        (16, 28, Shown(16, exact=True, of=28)),
        (23, 28, Shown(23, exact=True, of=28)),
        (5, 28, Shown(5, exact=True, of=28)),
        # 14 % of 28 itself shows four people; so does 86 %.
        (4, 28, NEVER),
        (24, 28, NEVER),
        (28, 28, NEVER),
        (0, 28, NEVER),
    ],
)
def test_a_part_and_the_rest_are_both_large(count: int, of: int, told: object) -> None:
    assert part(count, of, 5) == told


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [
        *((16, 28, 57), (19, 28, 68), (13, 28, 46), (6, 28, 21), (27, 27, 100), (26, 27, 96)),
        *((25, 27, 93), (1, 8, 13), (3, 8, 38), (0, 3, 0), (10, 0, None)),
    ],
)
def test_percentages_round_halves_up(count: int, of: int, percent: int | None) -> None:
    assert Shown(count, exact=True, of=of).percent == percent
