"""Questions in two parts, what another group said, and one more thing after closing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.consultation.model import RoundState
from bot.conversation.added import with_added
from bot.conversation.effects import Keep, Stop
from bot.conversation.events import Chose, Opened, Said
from prompts.schema import QuestionSet
from tests.conversation.contributor_world import LIBRARY, SAY, Talk, labels

SECOND = date(2027, 2, 20)
OPENS = datetime(2027, 2, 20, tzinfo=UTC)
CLOSED = datetime(2027, 3, 1, 12, tzinfo=UTC)
OVER = datetime(2027, 3, 4, tzinfo=UTC)
"""Three days after the last day of February end at this midnight."""


def first_part_done() -> Talk:
    talk = Talk("school-sessions", second_on=SECOND).joins()
    questions = talk.questions.questions
    while talk.here.place == "asking":
        assert questions[talk.here.at].part == questions[0].part
        talk.do(Chose("next" if questions[talk.here.at].kind == "card" else "skip"))
    return talk


def test_the_second_part_waits_for_its_day_and_goes_on_from_there() -> None:
    talk = first_part_done()
    assert talk.here.place == "between"
    assert SAY("added.second.opens", day=SAY.weekday_date(SECOND)) in talk.seen
    talk.now = OPENS - timedelta(seconds=1)
    talk.do(Opened())
    assert talk.here.place == "between"
    talk.now = OPENS
    first = talk.questions.questions[talk.here.at]
    assert talk.here.place == "asking"
    assert first.part != talk.questions.questions[0].part
    assert [type(each) for each in talk.keeps("Ask them first.")] == [Keep]


def test_nothing_of_the_second_part_is_taken_before_its_day() -> None:
    talk = first_part_done()
    later = next(q for q in talk.questions.questions if q.part != talk.questions.questions[0].part)
    for event in (
        Said("Too soon.", (), f"text-{later.id}"),
        Said("Too soon."),
        Chose("answers"),
        Chose(f"change:{later.id}"),
        Chose("keep:1", {"quote": ("no",)}),
        Chose("back"),
    ):
        assert talk.do(event) == ()
    assert talk.held.answers == {}


@pytest.mark.parametrize("word", ["stop", "skip", "help", "support"])
def test_who_waits_for_the_second_part_is_answered(word: str) -> None:
    talk = first_part_done()
    effects = talk.says(word)
    assert (effects == (Stop(),)) == (word == "stop")
    assert talk.state.over == (word if word in ("help", "support") else "")
    assert talk.seen


def test_a_round_that_closes_early_leaves_nobody_waiting() -> None:
    talk = first_part_done()
    talk.round = replace(talk.round, state=RoundState.CLOSED, closes_on=date(2027, 2, 12))
    assert talk.here.place == "finished"


def with_late(**more: object) -> Talk:
    talk = Talk("five-principles", late_days=3, **more)
    talk.questions = with_added(talk.questions, talk.round, SAY)
    return talk.joins()


def closed(talk: Talk, at: datetime = CLOSED) -> Talk:
    talk.round, talk.now = replace(talk.round, state=RoundState.CLOSED), at
    return talk


def test_one_more_thing_is_added_after_closing_and_nothing_else() -> None:
    talk = with_late()
    talk.keeps("One.")
    closed(talk)
    assert talk.do(Said("Other.", (), "text-choice")) == ()
    assert talk.do(Chose("change:choice")) == ()
    talk.taps(SAY("added.late.open"))
    assert SAY("added.late.ask") in talk.seen
    (kept,) = talk.keeps("They could ring first.")
    assert isinstance(kept, Keep)
    assert kept.answer.question == "late-addition"
    assert SAY("added.late.open") not in labels(talk.message)
    assert talk.here.place == "finished"


def test_when_its_days_are_over_nothing_is_added_and_nothing_is_lost() -> None:
    talk = closed(with_late(), OVER - timedelta(seconds=1))
    talk.taps(SAY("added.late.open"))
    talk.says("Too slow.")
    assert talk.here.place == "checking"
    talk.now = OVER
    assert talk.do(Chose("keep:1", {"quote": ("no",)})) == ()
    assert talk.here.place == "finished"
    assert SAY("contributor.note.closed") in talk.seen
    assert SAY("added.late.open") not in labels(talk.message)


def test_what_another_group_said_is_read_first_and_added_once() -> None:
    plain = LIBRARY.sets["school-sessions"]
    round_ = Talk("school-sessions", found="Leaders said: rooms are cold.", late_days=3).round
    made = with_added(plain, round_, SAY)
    assert [q.id for q in made.questions] == [
        "found-before",
        *(q.id for q in plain.questions),
        "late-addition",
    ]
    assert made.questions[0].wording["plain"].body == "Leaders said: rooms are cold."
    assert QuestionSet.unpin(made.pin()) == made
    assert with_added(made, round_, SAY) == made
    assert with_added(plain, replace(round_, found=" ", late_days=0), SAY) is plain
