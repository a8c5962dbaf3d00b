"""The known answer of the leaders' questionnaire, and what of it may be shown."""

import pytest

from bot.consultation.disclosure import Asked, Cell, Move, Shown, Withheld, matched
from bot.consultation.evaluation import Compared, compared

ITEMS = ("what-it-is", "importance", "good-practice", "how-far", "next-steps")
BEFORE = dict(zip(ITEMS, (16, 19, 13, 4, 6), strict=True))
AFTER = dict(zip(ITEMS, (27, 27, 27, 26, 25), strict=True))
ASKED = [Asked(item, "likert", ("1", "2", "3", "4", "5")) for item in ITEMS]
PERCENT = {"before": (57, 68, 46, 14, 21), "after": (100, 100, 100, 96, 93)}
HELD = Withheld("figure.picks.held", "figure.picks.reason")


def tallies(agree: dict[str, int], of: int) -> dict[str, dict[str, int]]:
    return {item: {"2": of - count, "4": count} for item, count in agree.items()}


def of_leaders(k: int) -> Compared:
    return compared(ASKED, (tallies(BEFORE, 28), tallies(AFTER, 27)), {}, k, attended=(38, 33))


def test_the_published_percentages_are_what_these_counts_give() -> None:
    before = tuple(Shown(count, exact=True, of=28).percent for count in BEFORE.values())
    after = tuple(Shown(count, exact=True, of=27).percent for count in AFTER.values())
    assert (before, after) == (PERCENT["before"], PERCENT["after"])


@pytest.mark.parametrize(
    ("k", "shown"),
    [
        (4, (16, 19, 13, 4, 6)),
        # 14 % of 28 is four people; at five it is not told, nor is anything that gives it away. That
        # nearly all stand elsewhere is, in steps.
        (5, (16, 19, 13, None, 6)),
        (10, (16, None, 13, None, None)),
    ],
)
def test_what_of_the_first_wave_is_shown(k: int, shown: tuple[int | None, ...]) -> None:
    told = of_leaders(k).before
    for item, count, percent in zip(ITEMS, shown, PERCENT["before"], strict=True):
        cells = told.items[item]
        if count is None:
            nearly = Shown(28 // k * k - k)
            side = ("4", "5") if BEFORE[item] > 14 else ("1", "2", "3")
            assert cells == (Cell(side, nearly),)
            continue
        assert isinstance(cells, tuple)
        agree = next(cell for cell in cells if cell.options == ("4", "5"))
        assert agree == Cell(("4", "5"), Shown(count, exact=True, of=28))
        assert agree.number.percent == percent
    assert told.answered == Shown(28, exact=True)
    assert told.of == Shown(38 // k * k)


@pytest.mark.parametrize("k", [3, 5, 10])
def test_what_nearly_all_agreed_to_is_told_alike_and_of_nobody(k: int) -> None:
    """100, 100, 100, 96 and 93 %: how many did not agree, and whether anybody, stays untold."""
    told = of_leaders(k).after
    assert set(told.items.values()) == {(Cell(("4", "5"), Shown(27 // k * k - k)),)}
    assert told.answered == Shown(27 // k * k), "27 beside 28 would tell of one person"


PAIRS = [("2", "4")] * 12 + [("4", "4")] * 6 + [("4", "2")] * 5


def test_those_in_both_waves_are_told_with_which_way_they_went() -> None:
    found = matched({"a": PAIRS}, {"a": (30, 28)}, 5)["a"]
    exact = [Shown(size, exact=True) for size in (23, 7, 5)]
    assert [found.both, found.before_alone, found.after_alone] == exact
    ways = {"down": 5, "same": 6, "up": 12}
    assert found.moves == tuple(
        Move((way,), Shown(count, exact=True, of=23)) for way, count in ways.items()
    )


def test_ways_that_few_went_stand_with_others_or_are_held_back() -> None:
    few = [*PAIRS[:18], ("4", "2")]
    found = matched({"a": few}, {"a": (30, 28)}, 5)["a"]
    assert isinstance(found.moves, tuple)
    assert [move.ways for move in found.moves] == [("down", "same"), ("up",)]
    assert matched({"a": PAIRS[:12]}, {"a": (30, 28)}, 5)["a"].moves == HELD
    nobody = matched({}, {"a": (30, 28)}, 5)["a"]
    assert isinstance(nobody.both, Withheld)
    assert nobody.moves == HELD


@pytest.mark.parametrize(
    ("pairs", "answered"),
    [
        ({"a": PAIRS}, {"a": (27, 28)}),
        ({"a": PAIRS, "b": PAIRS[1:]}, {"a": (30, 30), "b": (30, 30)}),
    ],
)
def test_no_difference_tells_of_few(
    pairs: dict[str, list[tuple[str, str]]], answered: dict[str, tuple[int, int]]
) -> None:
    """Four people in the first wave alone, or one who left the second item out."""
    for told in matched(pairs, answered, 5).values():
        assert told.both == Shown(20)
        assert isinstance(told.moves, tuple)
        assert all(not move.number.exact for move in told.moves)
