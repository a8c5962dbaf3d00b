from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.consultation.promises import (
    STATUSES,
    Kept,
    first_heard,
    first_promise,
    item_fault,
    may_move,
    may_schedule,
    move_fault,
    moved,
    owed,
    promise_of,
    promises_in_time,
    stands,
)
from prompts.library import Library

Make = Callable[..., Round]
TELL_BY = date(2027, 4, 30)
ITEM = Item("Workers change.", "You get a message before.", "done", "you should know.")
PLANNED = Outcome("o1", "r1", (ITEM,), date(2027, 4, 20), "draft")
NOW = datetime(2027, 3, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2027, 2, 16), Kept("round.promise.on_time", "done", 73)),
        (date(2027, 4, 22), Kept("round.promise.on_time", "done", 8)),
        (date(2027, 4, 23), Kept("round.promise.due", "part", 7)),
        (TELL_BY, Kept("round.promise.due", "part", 0)),
        (date(2027, 5, 1), Kept("round.promise.late", "none", 1)),
        (date(2027, 5, 3), Kept("round.promise.late", "none", 3)),
    ],
)
def test_how_a_promise_stands(day: date, kept: Kept, whole: Make) -> None:
    round_ = whole(state=RoundState.OPEN)

    assert promise_of(round_, None, day) == kept
    assert promise_of(round_, first_heard((PLANNED,)), day) == kept, "planned is not told"
    assert owed(round_, day) is (day > TELL_BY)


def test_a_promise_is_kept_by_sending(whole: Make) -> None:
    sent = replace(PLANNED, state="sent")
    late = date(2027, 6, 1)
    round_ = whole(state=RoundState.SEALED)

    again = replace(sent, id="o2", send_on=date(2027, 5, 20))
    heard = first_heard((PLANNED, again, sent))
    assert promise_of(round_, heard, late) == Kept("round.promise.kept_on", "done", day=heard)
    assert heard == date(2027, 4, 20)
    # A day that was moved does not make it earlier: what people were told first counts.
    moved_ = moved(round_, date(2027, 5, 20), "why", date(2027, 4, 10))
    after = date(2027, 5, 2)
    assert promise_of(moved_, after, late) == Kept("round.promise.late_on", "part", day=after)
    assert stands(moved_, after, late) == "late"


@pytest.mark.parametrize(
    "changes", [{}, {"state": RoundState.CANCELLED}, {"state": RoundState.OPEN, "tell_by": None}]
)
def test_nothing_is_promised_before_opening_or_after_calling_off(
    changes: dict[str, Any], whole: Make
) -> None:
    round_ = whole(**changes)

    assert promise_of(round_, None, date(2028, 1, 1)) == Kept("round.promise.none", "none")
    assert not owed(round_, date(2028, 1, 1))


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        (ITEM, ""),
        (replace(ITEM, said=" "), "round.outcome.no_said"),
        (replace(ITEM, status=""), "round.outcome.no_status"),
        (replace(ITEM, status="waiting"), "round.outcome.no_status"),
        (replace(ITEM, did=""), "round.outcome.no_did"),
        (replace(ITEM, did="", status="none"), ""),
        (replace(ITEM, because="\n"), "round.outcome.no_because"),
    ],
)
def test_an_item_is_whole(item: Item, fault: str, whole: Make, library: Library) -> None:
    sealed = whole(state=RoundState.SEALED)

    assert item_fault(item) == fault
    assert may_schedule(replace(PLANNED, items=(ITEM, item)), sealed, NOW) == fault
    assert not fault or library.phrases().say(fault)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_words(status: str, library: Library) -> None:
    assert library.phrases().say(f"contributor.outcome.status.{status}")


@pytest.mark.parametrize(
    ("now", "send_on", "fault"),
    [
        (NOW, None, "round.outcome.no_day"),
        (NOW, date(2027, 3, 19), "round.outcome.day_past"),
        (NOW, date(2027, 3, 20), ""),
        (NOW, TELL_BY, ""),
        (NOW, TELL_BY + timedelta(1), "round.outcome.too_late"),
        (NOW - timedelta(15), date(2027, 3, 8), "round.outcome.before_sealing"),
        (NOW - timedelta(15), date(2027, 3, 9), ""),
        # The promised day has passed: better late, on any day.
        (datetime(2027, 5, 1, 12, tzinfo=UTC), date(2027, 5, 1), ""),
        (datetime(2027, 5, 1, 12, tzinfo=UTC), date(2027, 7, 1), ""),
        (datetime(2027, 5, 1, 12, tzinfo=UTC), date(2027, 4, 30), "round.outcome.day_past"),
        # The day is local: at 23:30 UTC it is the next day in British Summer Time.
        (datetime(2027, 4, 10, 23, 30, tzinfo=UTC), date(2027, 4, 10), "round.outcome.day_past"),
    ],
)
def test_the_day_fits_the_promise(
    now: datetime, send_on: date | None, fault: str, whole: Make, library: Library
) -> None:
    sealed = whole(state=RoundState.SEALED)

    assert may_schedule(replace(PLANNED, send_on=send_on), sealed, now) == fault
    assert not fault or library.phrases().say(fault)


def test_a_round_without_dates_sends_nothing(whole: Make) -> None:
    assert may_schedule(PLANNED, whole(withdraw_until=None), NOW) == "round.outcome.before_sealing"
    assert may_schedule(PLANNED, whole(tell_by=None), NOW) == ""
    assert may_schedule(replace(PLANNED, items=()), whole(), NOW) == "round.outcome.no_items"


# --- in time ---------------------------------------------------------------------------------


def test_promises_stand_by_day_and_those_kept_come_last(whole: Make) -> None:
    rounds = [
        whole(id="later", state=RoundState.OPEN, tell_by=date(2027, 5, 2)),
        whole(id="kept", state=RoundState.SEALED, tell_by=date(2027, 3, 1)),
        whole(id="late", state=RoundState.SEALED, tell_by=date(2027, 3, 18)),
        whole(id="draft"),
        whole(id="off", state=RoundState.CANCELLED),
        whole(id="check", state=RoundState.OPEN, kind="check"),
    ]
    found = promises_in_time(rounds, {"kept": date(2027, 3, 2)}, NOW)
    assert [(each.id, stands.phrase.rpartition(".")[2]) for each, stands in found] == [
        ("late", "late"),
        ("later", "on_time"),
        ("kept", "late_on"),
    ]


def test_a_promise_moves_twice_at_most_and_the_first_is_not_forgotten(whole: Make) -> None:
    round_ = whole(state=RoundState.SEALED)
    assert first_promise(round_) == TELL_BY
    for number, to in enumerate((date(2027, 5, 6), date(2027, 5, 20))):
        day = date(2027, 4, 1 + 20 * number)
        assert may_move(round_, day, kept=False) == ""
        assert move_fault(round_, to, "why", day) == ("", "")
        round_ = moved(round_, to, "why", day)
    assert (round_.tell_by, round_.promised) == (date(2027, 5, 20), (TELL_BY, date(2027, 5, 6)))
    assert first_promise(round_) == TELL_BY
    assert may_move(round_, date(2027, 5, 1), kept=False) == "promise.fault.often"


@pytest.mark.parametrize(
    ("changes", "day", "why"),
    [
        ({}, date(2027, 5, 1), "owed"),
        ({}, date(2027, 4, 1), "kept"),
        ({"state": RoundState.CLOSED}, date(2027, 3, 5), "unsealed"),
        ({"state": RoundState.CANCELLED}, date(2027, 3, 5), "none"),
        ({"kind": "check"}, date(2027, 3, 5), "none"),
    ],
)
def test_a_promise_that_cannot_move_says_why(
    changes: dict[str, Any], day: date, why: str, whole: Make, library: Library
) -> None:
    round_ = whole(**({"state": RoundState.SEALED} | changes))
    key = may_move(round_, day, kept=why == "kept")
    assert key == f"promise.fault.{why}"
    assert library.phrases().has(key)
