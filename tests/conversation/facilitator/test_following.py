"""Answering what people asked about an outcome, and asking whether a draft is right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.following import CHECK, LOOP, following
from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import Ask, SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import Entries, Message
from bot.ports import SealedText

Desk = Callable[..., DeskFacts]
Make = Callable[..., Any]
Sound = Callable[[Message], Message]
Texts = Callable[[object], str]
WHEN = SealedText("a" * 32, "question", "When is it mended?", quotable=True)
WHO = SealedText("b" * 32, "question", "Who did that to Shona?", quotable=False)
HERE = Spot("outcome", "n")


@pytest.fixture
def loop(a_round: Make) -> Round:
    words, day = ("Questions", "To ask."), date(2027, 1, 4)
    made = following(a_round(), LOOP, id_="n", code="new", words=words, day=day)
    return replace(made, state=RoundState.SEALED)


def answered(*quotes: str, **changes: str) -> Item:
    plain = Item("When is it mended?", "In June.", "answered", "", "Moira Baird", quotes)
    return replace(plain, **changes)  # type: ignore[arg-type]


def draft(*items: Item) -> Outcome:
    return Outcome("o1", "n", items)


def on(spot: Spot, facts: DeskFacts, sound: Sound) -> Message:
    return sound(show(spot, facts, {}, {}, ""))


def test_before_sealing_nobody_answers(loop: Round, desk: Desk, sound: Sound, texts: Texts) -> None:
    closed = replace(loop, state=RoundState.CLOSED)
    seen = texts(on(HERE, desk(closed, approved=(WHEN,)), sound))

    assert "You can answer from" in seen
    assert "When is it mended?" not in seen


def test_a_loop_in_which_nobody_asked_has_nothing_to_answer(
    loop: Round, desk: Desk, sound: Sound, texts: Texts
) -> None:
    assert "Nobody asked anything." in texts(on(HERE, desk(loop), sound))


def test_each_question_waits_until_it_has_an_answer(
    loop: Round, desk: Desk, sound: Sound, texts: Texts
) -> None:
    facts = desk(loop, approved=(WHEN, WHO), outcomes=(draft(answered(WHEN.id)),))
    screen = on(HERE, facts, sound)
    (entries,) = (part for part in screen.parts if isinstance(part, Entries))

    assert [entry.state for entry in entries.entries] == ["Answered", "No answer yet"]
    assert "schedule" not in [choice.action for choice in screen.choices]
    early = step(HERE, Chose("schedule", {"send_on": ("2027-02-20",)}), facts)
    assert early.effects == ()
    assert early.faults == {"": facts.say("facilitator.loop.rule")}


def test_words_of_somebody_who_said_no_to_a_quote_are_not_repeated(
    loop: Round, desk: Desk, sound: Sound
) -> None:
    facts = desk(loop, approved=(WHEN, WHO))
    said = {
        text.id: on(replace(HERE, item=text.id), facts, sound).fields[0].value
        for text in (WHEN, WHO)
    }
    assert said == {WHEN.id: "When is it mended?", WHO.id: ""}


def test_an_answer_names_who_gives_it_and_the_questions_it_stands_on(
    loop: Round, desk: Desk
) -> None:
    facts = desk(loop, approved=(WHEN, WHO))
    fills = {
        "said": ("When?",),
        "did": ("In June.",),
        "owner": ("Moira",),
        "together": (WHO.id, "x"),
    }
    taken = step(replace(HERE, item=WHEN.id), Chose("save", fills), facts)
    (effect,) = taken.effects
    assert isinstance(effect, SaveOutcome)
    assert effect.outcome.items == (
        Item("When?", "In June.", "answered", "", "Moira", (WHEN.id, WHO.id)),
    )
    both = desk(loop, approved=(WHEN, WHO), outcomes=(effect.outcome,))
    planned = step(HERE, Chose("schedule", {"send_on": ("2027-02-20",)}), both)
    (sent,) = planned.effects
    assert isinstance(sent, SaveOutcome)
    assert sent.outcome.state == "ready"


@pytest.mark.parametrize("empty", ["said", "did", "owner"])
def test_an_answer_without_its_parts_is_refused_beside_its_field(
    empty: str, loop: Round, desk: Desk
) -> None:
    fills = {"said": ("When?",), "did": ("In June.",), "owner": ("Moira",)} | {empty: (" ",)}
    taken = step(replace(HERE, item=WHEN.id), Chose("save", fills), desk(loop, approved=(WHEN,)))
    assert set(taken.faults) == {empty}
    assert taken.effects == ()


def test_an_answer_may_be_written_anew_and_takes_the_place_of_the_old(
    loop: Round, desk: Desk, sound: Sound
) -> None:
    facts = desk(loop, approved=(WHEN, WHO), outcomes=(draft(answered(WHEN.id, WHO.id)),))
    assert on(replace(HERE, item=WHEN.id), facts, sound).fields[1].value == "In June."
    fills = {"said": ("When?",), "did": ("In July.",), "owner": ("Moira",)}
    taken = step(replace(HERE, item=WHEN.id), Chose("save", fills), facts)
    (effect,) = taken.effects
    assert isinstance(effect, SaveOutcome)
    assert [(item.did, item.quotes) for item in effect.outcome.items] == [("In July.", (WHEN.id,))]


def test_a_draft_is_shown_to_everyone_of_the_round(
    a_round: Make, an_outcome: Make, desk: Desk, sound: Sound
) -> None:
    closed = a_round(RoundState.CLOSED)
    facts = desk(closed, outcomes=(an_outcome(),))
    spot = Spot("outcome", "r1")
    assert "check" in [choice.action for choice in on(spot, facts, sound).choices]

    saved, ask = step(spot, Chose("check"), facts).effects
    assert isinstance(ask, Ask)
    assert isinstance(saved, SaveOutcome)
    assert saved.outcome.check == ask.round.code == "newcode"
    assert (ask.round.kind, ask.round.parent) == (CHECK, "r1")
    card, right, change = ask.questions.questions
    body = card.wording["plain"].body
    assert all(told in body for told in ("Workers change.", "You get a message before.", "Done"))
    assert (right.kind, change.kind) == ("one", "text")
    assert ask.questions.unpin(ask.questions.pin()) == ask.questions


def test_a_draft_is_not_shown_twice_at_once_nor_too_late(
    a_round: Make, an_outcome: Make, desk: Desk
) -> None:
    closed = a_round(RoundState.CLOSED)
    words, day = ("Right?", "To see."), date(2027, 2, 16)
    going = following(closed, CHECK, id_="n", code="new", words=words, day=day)
    facts = replace(desk(closed, outcomes=(an_outcome(),)), rounds=(closed, going))
    spot = Spot("outcome", "r1")
    late = desk(replace(closed, tell_by=date(2027, 3, 2)), outcomes=(an_outcome(),))
    empty = desk(closed, outcomes=(an_outcome(items=()),))

    for refused, why in (
        (facts, "following.check.going_on"),
        (late, "following.check.too_late"),
        (empty, "round.outcome.no_items"),
    ):
        taken = step(spot, Chose("check"), refused)
        assert (taken.effects, taken.faults) == ((), {"": refused.say(why)})


def test_a_round_that_follows_is_not_used_again(loop: Round, desk: Desk, sound: Sound) -> None:
    facts = desk(loop)
    assert "again" not in [choice.action for choice in on(Spot("round", "n"), facts, sound).choices]
    assert step(Spot("round", "n"), Chose("again"), facts).effects == ()
