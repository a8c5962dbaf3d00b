"""How promises were kept: by the day first named, counted only when it can be known."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.consultation.accounting import SPANS, account, record
from bot.consultation.disclosure import Shown, Withheld
from bot.consultation.model import Group, Item, Move, Outcome, Round, RoundState

CLOSED = date(2027, 2, 28)
TELL_BY = date(2027, 4, 30)
ROUND = Round(
    "r1", "c1", RoundState.SEALED, closes_on=CLOSED, tell_by=TELL_BY, group="g1", figure=10
)
GROUPS = (Group("g1", "Ardlinn", "Young people", "RLP"), Group("g2", "Ardlinn", "Adults", "RLP"))


def sent(day: date, *statuses: str) -> tuple[Outcome, ...]:
    items = tuple(Item("S", "D", status, "B") for status in statuses)
    return (Outcome("o", "r1", items, day, "sent"), Outcome("p", "r1", (), day, "draft"))


@pytest.mark.parametrize(
    ("heard", "day", "stands"),
    [
        (TELL_BY, TELL_BY, "kept"),
        (TELL_BY + timedelta(1), date(2027, 6, 1), "late"),
        (None, TELL_BY, "open"),
        (None, TELL_BY + timedelta(1), "overdue"),
    ],
)
def test_a_promise_stands_by_its_day(heard: date | None, day: date, stands: str) -> None:
    outcomes = sent(heard) if heard else (Outcome("p", "r1", (), TELL_BY, "scheduled"),)
    assert record(ROUND, outcomes, day).stands == stands


def test_a_promise_that_was_moved_counts_by_its_first_day() -> None:
    moved = replace(
        ROUND, tell_by=TELL_BY + timedelta(30), moves=(Move(CLOSED, TELL_BY, "Staff left."),)
    )
    assert record(moved, sent(TELL_BY + timedelta(1)), date(2027, 6, 1)).stands == "late"
    assert record(moved, (), TELL_BY + timedelta(1)).stands == "overdue"


def test_a_share_counts_only_rounds_of_which_it_can_be_known() -> None:
    rounds = [
        Round(f"r{n}", f"c{n}", RoundState.SEALED, closes_on=day, tell_by=TELL_BY)
        for n, day in enumerate([CLOSED, CLOSED, CLOSED + timedelta(20), CLOSED + timedelta(61)])
    ]
    outcomes = {"r0": sent(CLOSED + timedelta(30)), "r1": sent(CLOSED + timedelta(31)),
                "r3": sent(CLOSED + timedelta(61))}  # fmt: skip
    whole = account(rounds, outcomes, GROUPS, CLOSED + timedelta(90))
    assert [(each.days, each.met, each.of) for each in whole.shares] == [(30, 1, 3), (90, 2, 2)]
    assert SPANS == (30, 90)
    assert whole.waited == 30
    assert whole.stands == {"kept": 3, "late": 0, "overdue": 1, "open": 0}


def test_only_rounds_that_asked_people_count_and_only_what_went_out() -> None:
    others = [
        Round("d", "d", RoundState.DRAFT, tell_by=TELL_BY),
        Round("x", "x", RoundState.CANCELLED, tell_by=TELL_BY),
        Round("l", "l", RoundState.SEALED, tell_by=TELL_BY, parent="r1", kind="loop"),
    ]
    whole = account(
        [ROUND, *others], {"r1": sent(TELL_BY, "done", "done", "none")}, GROUPS, TELL_BY
    )
    assert [each.round.id for each in whole.records] == ["r1"]
    assert whole.statuses == {"done": 2, "none": 1}


def test_reach_adds_up_what_is_told_of_each_round_and_hides_the_small() -> None:
    rounds = [
        ROUND,
        Round("r2", "c2", RoundState.SEALED, group="g1", figure=15),
        Round("r3", "c3", RoundState.SEALED, group="g2", figure=0),
        Round("r4", "c4", RoundState.OPEN, group="g1", figure=50),
    ]
    reach = account(rounds, {}, GROUPS, TELL_BY).reach
    assert reach["Young people"] == Shown(25)
    assert isinstance(reach["Adults"], Withheld)


def test_a_plan_is_followed_to_what_people_were_told_last() -> None:
    def plan(due: int, **changes: Any) -> Item:
        return Item(
            "S",
            "D",
            "planned",
            "B",
            due=TELL_BY + timedelta(due),
            tags=("promise/voice",),
            **changes,
        )

    first = Outcome("o", "r1", (plan(10), plan(10), plan(10), plan(99), plan(10)), CLOSED, "sent")
    again = [
        Outcome(
            "p", "r1", (plan(20, of="o-1"), Item("S", "", "none", "B", of="o-2")), CLOSED, "sent"
        ),
        Outcome("q", "r1", (Item("S", "D", "done", "B", of="p-1"),), CLOSED, "sent"),
        Outcome("x", "r1", (Item("S", "D", "done", "B", of="o-3"),), CLOSED, "ready"),
    ]
    whole = account([ROUND], {"r1": (first, *again)}, GROUPS, TELL_BY + timedelta(30))
    assert whole.plans == {"done": 1, "not": 1, "overdue": 2, "ahead": 1}
    assert whole.statuses == {"done": 1, "none": 1, "planned": 3}
    assert whole.tags == {"promise/voice": {"done": 1, "none": 1, "planned": 3}}
