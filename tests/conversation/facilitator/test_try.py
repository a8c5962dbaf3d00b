"""A draft that others try out, on the facilitator's desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.consultation.links import Kind, Link
from bot.consultation.model import Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import EndTry, StartTry
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Message, Share, Withheld
from bot.conversation.staff import show, step
from bot.ports import SealedText

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]

SPOT = Spot("try", "r1")
UNTIL = date(2027, 3, 16)
GOING = Link("l1nk", "r1", Kind.TRY, until=UNTIL)
OVER = replace(GOING, kind=Kind.TRIED)


def seen(facts: DeskFacts, texts: Texts, sound: Sound) -> str:
    return texts(sound(show(SPOT, facts, {}, {}, "")))


def acts(facts: DeskFacts) -> list[str]:
    return [choice.action for choice in show(SPOT, facts, {}, {}, "").choices]


def test_a_link_is_made_before_any_day_is_set(desk: Desk, a_round: MakeRound) -> None:
    draft = a_round(opens_on=None, closes_on=None, withdraw_until=None, tell_by=None)
    facts = desk(draft)
    assert acts(facts) == ["try", "go:draft/r1/"]
    taken = step(SPOT, Chose("try"), facts)
    assert taken.effects == (StartTry(Link("newcode", "r1", Kind.TRY, until=UNTIL)),)


@pytest.mark.parametrize(
    "lacks",
    [{"lead": ""}, {"readers": ()}, {"purpose": ""}, {"decider": ""}, {"known_by": ""}, {"k": 2}],
)
def test_nobody_is_asked_without_help_readers_and_a_purpose(
    desk: Desk, a_round: MakeRound, lacks: dict[str, object]
) -> None:
    facts = desk(a_round(**lacks))
    assert acts(facts) == ["go:draft/r1/"]
    assert step(SPOT, Chose("try"), facts).faults


def test_nobody_is_asked_who_waits_to_hear_back(desk: Desk, a_round: MakeRound) -> None:
    owed = a_round(RoundState.SEALED, id="r0", tell_by=date(2027, 2, 1))
    facts = desk(a_round())
    assert step(SPOT, Chose("try"), replace(facts, all_rounds=(owed,))).faults


def test_while_people_try_it_the_desk_does_not_say_if_anybody_came(
    desk: Desk, a_round: MakeRound, texts: Texts, sound: Sound
) -> None:
    nobody = desk(a_round(), link=GOING)
    said = (SealedText("", "trust", "A canary.", quotable=False),) * 9
    many = desk(
        a_round(), link=replace(GOING, here=9), approved=said, tallies={"trust": {"hard": 9}}
    )
    assert seen(nobody, texts, sound) == seen(many, texts, sound)
    (share,) = (p for p in show(SPOT, many, {}, {}, "").parts if isinstance(p, Share))
    assert share.path == "/r/l1nk"
    assert acts(many) == ["end", "go:draft/r1/"]
    assert step(SPOT, Chose("end"), many).effects == (EndTry("r1"),)
    assert not step(SPOT, Chose("try"), many).effects


def test_a_link_whose_last_day_is_over_is_none(desk: Desk, a_round: MakeRound) -> None:
    facts = desk(a_round(), link=GOING, now=datetime(2027, 3, 17, 0, 1, tzinfo=UTC))
    assert acts(facts) == ["try", "go:draft/r1/"]
    assert not step(SPOT, Chose("end"), facts).effects


def test_what_was_picked_is_told_without_a_small_number(
    desk: Desk, a_round: MakeRound, texts: Texts, sound: Sound
) -> None:
    tallies = {"trust": {"hard": 13, "upsetting": 1, "good": 4}}
    facts = desk(a_round(), link=OVER, tallies=tallies)
    screen = sound(show(SPOT, facts, {}, {}, ""))
    (card,) = (p for p in screen.parts if isinstance(p, Card))
    told = texts(card)
    assert "10 or more" in told
    assert told.count("some") == 2
    assert "Not clear" not in told
    assert not {"13", "1", "4"} & set(told.replace("\n", " ").split())
    (held,) = (p for p in screen.parts if isinstance(p, Withheld))
    assert held.label == "Other questions"


def test_one_of_few_looks_like_one_of_many_below_k(
    desk: Desk, a_round: MakeRound, texts: Texts, sound: Sound
) -> None:
    told = {
        seen(desk(a_round(), link=OVER, tallies={"trust": {"hard": n, "good": 5}}), texts, sound)
        for n in (1, 2, 3, 4)
    }
    assert len(told) == 1


def test_words_show_only_from_k_on_and_small_questions_stand_together(
    desk: Desk, a_round: MakeRound, texts: Texts, sound: Sound, words: Callable[..., object]
) -> None:
    few = desk(a_round(), link=OVER, approved=words(trust=2, choice=2))
    assert "trust said 0" not in seen(few, texts, sound)
    enough = desk(a_round(), link=OVER, approved=words(trust=2, choice=3))
    assert "trust said 0" in seen(enough, texts, sound)
    cards = [p for p in show(SPOT, enough, {}, {}, "").parts if isinstance(p, Card)]
    assert len(cards) == 1


def test_a_round_that_is_open_is_tried_out_no_more(desk: Desk, a_round: MakeRound) -> None:
    for act in ("try", "end"):
        facts = desk(a_round(RoundState.OPEN), link=GOING)
        assert not step(SPOT, Chose(act), facts).effects


def test_nobody_else_starts_one(desk: Desk, a_round: MakeRound) -> None:
    for me in ("gus", "ewan", "isla", "paul", "ada"):
        taken = step(SPOT, Chose("try"), desk(a_round(), me))
        assert taken.effects == ()
        assert isinstance(taken, StaffStep)


def test_before_all_that_was_said_goes_it_is_asked_once_more(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    facts = desk(a_round(), link=OVER)
    assert acts(facts) == ["go:try/r1/again", "go:draft/r1/"]
    asks = sound(show(Spot("try", "r1", "again"), facts, {}, {}, ""))
    assert [choice.action for choice in asks.choices] == ["try", "go:try/r1/"]
    assert "deletes all that people said" in texts(asks)
    taken = step(Spot("try", "r1", "again"), Chose("try"), facts)
    assert (taken.spot, len(taken.effects)) == (SPOT, 1)
