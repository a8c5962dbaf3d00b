"""Rounds that follow another: their days, who is in them, and when a loop is closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from bot.consultation import dates
from bot.consultation.following import (
    CHECK,
    LOOP,
    following,
    is_closed,
    takes,
    time_to_check,
    unanswered,
)
from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.consultation.promises import owed
from bot.ports import SealedText

Make = Callable[..., Round]
DAY = date(2027, 4, 20)
ASKED = (SealedText("q1", "question", "When?", True), SealedText("q2", "question", "Who?", False))


def follows(parent: Round, kind: str = LOOP) -> Round:
    return following(parent, kind, id_="n", code="new", words=("Questions", "To ask."), day=DAY)


def answers(*quotes: str, state: str = "sent") -> Outcome:
    return Outcome(
        "o", "n", (Item("When?", "In June.", "answered", "", "Moira", quotes),), None, state
    )


def test_it_has_the_people_of_the_round_before_and_days_of_its_own(whole: Make) -> None:
    parent = whole(state=RoundState.SEALED, figure=12, note_every=30, looked="Fine.")
    loop = follows(parent)

    assert (loop.parent, loop.kind, loop.state) == (parent.id, LOOP, RoundState.OPEN)
    same = ("readers", "lead", "facilitator", "group", "k", "age_band", "two_readers", "zone")
    assert [getattr(loop, each) for each in same] == [getattr(parent, each) for each in same]
    assert (loop.figure, loop.note_every, loop.looked) == (0, 0, "")
    assert (loop.opens_on, loop.closes_on) == (DAY, date(2027, 5, 4))
    assert (loop.withdraw_until, loop.tell_by) == (date(2027, 5, 11), date(2027, 6, 1))


def test_a_check_is_over_before_the_promised_day_and_promises_nothing_itself(whole: Make) -> None:
    parent = whole(state=RoundState.CLOSED)
    check = follows(parent, CHECK)

    assert check.tell_by == parent.tell_by == date(2027, 4, 30)
    assert check.closes_on == date(2027, 4, 27)
    assert not owed(check, date(2027, 5, 1))
    assert owed(follows(parent), date(2027, 6, 2))


@pytest.mark.parametrize(
    ("day", "there_is"), [(date(2027, 4, 15), True), (date(2027, 4, 16), False)]
)
def test_there_is_time_to_ask_about_a_draft_or_there_is_not(
    day: date, there_is: bool, whole: Make
) -> None:
    assert time_to_check(whole(), day) is there_is
    assert not time_to_check(whole(tell_by=None), day)


def test_nobody_joins_it_and_those_in_it_may_answer(whole: Make) -> None:
    loop = follows(whole(state=RoundState.SEALED))
    noon = datetime.combine(DAY, time(12), UTC)

    assert not dates.takes_people(loop, noon)
    assert dates.takes_answers(loop, noon)


def test_one_question_is_read_and_one_word_on_a_draft_is_not(whole: Make) -> None:
    assert takes(follows(whole())) == 1
    assert takes(follows(whole(), CHECK)) == whole().k == takes(whole())


def test_a_loop_is_closed_when_everyone_was_told_every_answer() -> None:
    assert is_closed((), ())
    assert not is_closed(ASKED, ())
    assert not is_closed(ASKED, (answers("q1"),))
    assert not is_closed(ASKED, (answers("q1", "q2", state="scheduled"),))
    assert is_closed(ASKED, (answers("q1", "q2"),))
    assert unanswered(ASKED, (answers("q1", state="draft"),)) == ASKED[1:]
