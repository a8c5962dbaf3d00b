"""Modes of help, days off, and rounds for people who need a worker beside them."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.consultation.model import HelpRequest
from bot.conversation.effects import AskContact, Consent, Keep, TakeBackRequest
from bot.conversation.events import Chose, Said
from tests.conversation.contributor_world import ANN, NOON, ROUND, SAY, Talk, labels

FRIDAY_NIGHT = datetime(2027, 2, 12, 22, tzinfo=UTC)


def test_the_invitation_names_the_limits_before_question_1_by_mode() -> None:
    asks, points = Talk(), Talk(safety="signpost")
    for talk in (asks, points):
        assert "Then they must tell Isla Grant" in talk.seen
        assert "Isla Grant gets the words without your name." in talk.seen
    assert "If you want Isla Grant to contact you, press Support." in asks.seen
    assert "press Support" not in points.seen


def test_where_nobody_can_be_asked_nobody_is_offered_or_asked() -> None:
    talk = Talk(safety="signpost").joins()
    talk.do(Chose("support"))
    assert "Childline" in talk.seen
    assert "999" in talk.seen
    assert not any("contact" in each.lower() for each in labels(talk.message))
    assert talk.do(Chose("contact", {"reach": ("07700 900123",)})) == ()
    assert talk.state.over == "support"
    talk.do(Chose("help"))
    assert "ask a person" not in talk.seen
    assert Talk().joins().do(Chose("contact", {"reach": ("me",)})) == (AskContact("me"),)


def test_the_person_reads_when_they_are_answered_nights_weekends_and_days_off_included() -> None:
    talk = Talk(now=FRIDAY_NIGHT, help_off="2027-02-15", help_next=time(10)).joins()
    talk.do(Chose("support"))
    assert "If you ask by 4\u00a0pm, Monday to Friday, Isla Grant answers that day." in talk.seen
    assert "answers by 10\u00a0am on the next of these days." in talk.seen
    assert "Isla Grant is not there on 15\u00a0February." in talk.seen
    now = "If you ask now, Isla Grant answers by 10\u00a0am on Tuesday 16\u00a0February 2027."
    assert now in talk.seen
    apart = Talk(help_days=("mon", "wed")).joins()
    apart.do(Chose("support"))
    assert "If you ask by 4\u00a0pm, Monday and Wednesday, Isla" in apart.seen
    assert "is not there" not in apart.seen
    assert "If you ask now, Isla Grant answers today." in apart.seen


@pytest.mark.parametrize("event", [Chose("yes"), Said("yes")])
def test_people_under_12_say_yes_only_in_a_room(event: Chose | Said) -> None:
    alone = Talk(age_band="under12")
    assert "A worker is with you for this one" in alone.seen
    assert alone.do(event) == ()
    assert not alone.held.enrolled
    alone.do(Chose("support"))
    assert "Childline" in alone.seen
    beside = Talk(age_band="under12")
    beside.room = "room"
    assert Consent() in beside.do(event)
    beside.room = ""
    assert "A worker is with you" not in beside.seen, "who began beside a worker may come back"


def test_who_asked_sees_how_it_stands_and_takes_it_back() -> None:
    talk = Talk().joins()
    talk.do(Chose("support"))
    due = datetime(2027, 2, 11, 12)  # noqa: DTZ001 - local to the round
    asked = HelpRequest("e" * 32, ROUND.id, "", due)
    talk.more = {"request": asked}
    assert "Isla Grant answers by noon on Thursday 11\u00a0February 2027." in talk.seen
    assert talk.do(Chose("contact", {"reach": ("another",)})) == ()
    assert "You have asked already." in talk.seen
    assert talk.taps("Take it back") == (TakeBackRequest(),)
    assert "Taken back." in talk.seen
    talk.now = NOON + timedelta(days=1, minutes=1)
    assert "Isla Grant is late. We are sorry." in talk.seen
    assert "We have reminded Isla Grant." in talk.seen
    talk.round = replace(talk.round, second=ANN.id)
    assert "We have told Ann Muir too." in talk.seen
    for state, said in (("contacted", "noted that you have talked"), ("unreached", "in another")):
        talk.more = {"request": replace(asked, state=state)}
        assert said in talk.seen
        assert talk.do(Chose("contact", {"reach": ("a call",)})) == (AskContact("a call"),)


def test_beside_hard_words_support_is_offered_on_the_same_screen_and_nothing_else_happens() -> None:
    talk, plain = Talk().joins(), Talk().joins()
    talk.more = plain.more = {"hard": ("hits me",)}
    for each in (talk, plain):
        each.taps("Next")
    assert talk.says("My carer hits me.") == plain.says("My carer rings me.") == ()
    offered = SAY("contributor.offer.title")
    assert offered in talk.seen
    assert offered not in plain.seen
    assert talk.text.replace("hits", "rings") == plain.text, "nothing of it is kept"
    talk.taps(SAY("contributor.offer.go"))
    assert "Childline" in talk.seen
    talk.do(Chose("back"))
    (effect,) = talk.taps("Keep", quote="no")
    assert isinstance(effect, Keep)
    assert offered not in talk.seen


def test_a_round_that_may_find_out_says_so_before_question_1_and_says_when_it_did() -> None:
    talk = Talk(safety="break_glass", second=ANN.id)
    assert (
        "Until 14\u00a0March, Isla Grant and Ann Muir together can find out who wrote" in talk.seen
    )
    assert "After 14\u00a0March no one can." in talk.seen
    assert "without your name" not in talk.seen
    talk.joins()
    assert "worried a reader" not in talk.seen
    talk.text = talk.state._replace(found=True).to_json()
    assert "Words of yours worried a reader." in talk.seen
    talk.do(Chose("next"))
    talk.do(Chose("skip"))
    assert "Words of yours worried a reader." in talk.seen, "until it is sealed"
