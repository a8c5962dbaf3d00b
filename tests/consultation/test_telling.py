"""What it takes to tell people: a signed answer, a second person, and plans that come back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.consultation.model import Item, Outcome, Response, Role, Round, RoundState, Staff
from bot.consultation.telling import (
    due_again,
    mark,
    may_approve,
    may_go_out,
    overdue_again,
    plans,
    seen,
)
from prompts.library import Library

Make = Callable[..., Round]
NOW = datetime(2027, 3, 20, 12, tzinfo=UTC)
DUE = date(2027, 6, 1)
PLAN = Item("Workers change.", "We hire.", "planned", "it takes time", "Isla Bain", due=DUE)
SIGNED = Response("I read it.", "Moira Baird", "head of service", date(2027, 3, 19), "Isobel")
READY = Outcome("o1", "r1", (PLAN,), date(2027, 4, 20), "ready", response=SIGNED, writer="fay")
SENT = replace(READY, state="sent")
EWAN = Staff("ewan", "Ewan", Role.COORDINATOR)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"response": None}, "round.response.no_text"),
        ({"response": replace(SIGNED, text=" ")}, "round.response.no_text"),
        ({"response": replace(SIGNED, name="")}, "round.response.no_name"),
        ({"response": replace(SIGNED, role="")}, "round.response.no_role"),
        ({"items": (replace(PLAN, because=""),)}, "round.outcome.no_because"),
        ({"items": (replace(PLAN, due=None),)}, "round.outcome.no_due"),
        ({"items": (replace(PLAN, owner=" "),)}, "round.outcome.no_owner"),
        ({"items": (replace(PLAN, due=date(2027, 4, 20)),)}, "round.outcome.due_early"),
        ({"send_on": None}, "round.outcome.no_day"),
    ],
)
def test_an_outcome_is_whole_and_signed(
    changes: dict[str, Any], fault: str, whole: Make, library: Library
) -> None:
    sealed = whole(state=RoundState.SEALED)

    assert may_go_out(replace(READY, **changes), sealed, NOW) == fault
    assert not fault or library.phrases().say(fault)


def test_news_of_a_plan_needs_an_owner_and_a_day_and_is_not_bound_to_the_first_promise(
    whole: Make,
) -> None:
    sealed = whole(state=RoundState.SEALED)
    late = sealed.tell_by + timedelta(40) if sealed.tell_by else DUE
    news = replace(PLAN, status="done", due=None, of="o1-1")
    told = Outcome("o2", "r1", (news,), late, "ready")

    assert may_go_out(told, sealed, NOW) == ""
    assert may_go_out(replace(told, send_on=None), sealed, NOW) == "round.outcome.no_day"
    past = replace(told, send_on=date(2027, 3, 19))
    assert may_go_out(past, sealed, NOW) == "round.outcome.day_past"
    again = replace(told, items=(replace(news, status="planned", due=late),))
    assert may_go_out(again, sealed, NOW) == "round.outcome.due_early"


def test_a_plan_comes_back_on_its_day_until_it_is_done_or_honestly_not() -> None:
    assert due_again((SENT,), DUE - timedelta(1)) == ()
    (again,) = due_again((SENT,), DUE)
    assert (again.mark, again.item) == (mark(SENT, 1), PLAN)
    assert not overdue_again((SENT,), DUE)
    assert overdue_again((SENT,), DUE + timedelta(1))
    assert due_again((READY,), DUE) == (), "nobody was told of it"

    later = replace(PLAN, due=DUE + timedelta(60), of=again.mark)
    news = Outcome("o2", "r1", (later,), DUE, "ready")
    assert due_again((SENT, news), DUE) == (again,), "written is not told"
    told = replace(news, state="sent")
    assert [each.mark for each in plans((SENT, told))] == ["o2-1"]
    assert not overdue_again((SENT, told), DUE + timedelta(60))
    assert overdue_again((SENT, told), DUE + timedelta(61))
    end = Outcome("o3", "r1", (replace(PLAN, status="none", due=None, of="o2-1"),), DUE, "sent")
    assert [*plans((SENT, told, end))] == []


@pytest.mark.parametrize(
    ("me", "changes", "fault"),
    [
        (EWAN, {}, ""),
        (EWAN, {"state": "draft"}, "approval.refused.state"),
        (EWAN, {"state": "scheduled"}, "approval.refused.state"),
        (EWAN, {"writer": "ewan"}, "approval.refused.own"),
        (replace(EWAN, id="other"), {}, "approval.refused.not_yours"),
        (replace(EWAN, role=Role.FACILITATOR), {}, "approval.refused.not_yours"),
    ],
)
def test_a_reader_who_did_not_write_it_lets_it_go_out(
    me: Staff, changes: dict[str, Any], fault: str, whole: Make, library: Library
) -> None:
    round_ = whole(state=RoundState.SEALED, readers=("ewan",))

    assert may_approve(replace(READY, **changes), me, round_) == fault
    assert not fault or library.phrases().say(fault)


def test_whatever_changes_is_seen() -> None:
    assert seen(READY) == seen(replace(READY))
    assert seen(READY) != seen(replace(READY, items=(replace(PLAN, did="We may."),)))
