"""A facilitator uses a round again, and hands one over when they leave."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.consultation.model import Role, Round, RoundState, Staff
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import HandOver, SaveRound
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_screens import show
from bot.conversation.handover import takers
from bot.conversation.messages import Done, Fault, Message, Notice

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
HAND = Spot("hand", "r1")
ROUND = Spot("round", "r1")
OPENED = [state for state in RoundState if state is not RoundState.DRAFT]


# --- again -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", OPENED)
def test_a_round_is_used_again_as_a_new_draft_without_dates(
    state: RoundState, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    old = a_round(state, figure=61, title="Ours", wording="original", k=7, demonstration=True)
    facts = desk(old)
    assert "again" in [c.action for c in sound(show(ROUND, facts, {}, {}, "")).choices]
    taken = step(ROUND, Chose("again"), facts)

    (effect,) = taken.effects
    assert isinstance(effect, SaveRound)
    assert effect.round == replace(
        old,
        id="f" * 32,
        code="newcode",
        state=RoundState.DRAFT,
        opens_on=None,
        closes_on=None,
        withdraw_until=None,
        tell_by=None,
        figure=0,
        demonstration=False,
    )
    assert (taken.spot, taken.note) == (Spot("draft", "f" * 32), "facilitator.note.copied")
    drawn = sound(show(taken.spot, desk(effect.round), {}, {}, taken.note))
    assert isinstance(drawn.before[0], Done)


def test_a_draft_is_not_copied_and_nobody_elses_round_is(desk: Desk, a_round: MakeRound) -> None:
    taken = step(ROUND, Chose("again"), desk(a_round()))
    assert (taken.effects, list(taken.faults)) == ((), [""])
    theirs = a_round(RoundState.OPEN, facilitator="gus")
    assert step(ROUND, Chose("again"), desk(theirs)).effects == ()


# --- over --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(RoundState))
def test_a_round_is_handed_over_in_every_state(
    state: RoundState, desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    facts = desk(a_round(state))
    place = Spot("draft" if state is RoundState.DRAFT else "round", "r1")
    assert "go:hand/r1/" in [c.action for c in sound(show(place, facts, {}, {}, "")).choices]
    screen = sound(show(HAND, facts, {}, {}, ""))

    assert screen.kicker == "Five questions on trust"
    assert "You no longer see it." in texts(screen)
    assert [option.label for option in screen.fields[0].options] == ["Gus"]
    assert not screen.fields[0].options[0].chosen
    assert [c.action for c in screen.choices] == ["hand", place.action()]
    taken = step(HAND, Chose("hand", {"to": ("gus",)}), facts)
    assert taken.effects == (HandOver("r1", "gus"),)
    assert (taken.spot, taken.note) == (Spot(), "facilitator.note.handed")


def test_afterwards_it_is_gone_from_one_desk_and_stands_on_the_other(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    handed = a_round(RoundState.OPEN, facilitator="gus")
    for spot in (Spot(), ROUND, HAND, Spot("words", "r1")):
        old = sound(show(spot, desk(handed), {}, {}, ""))
        assert "Five questions on trust" not in texts(old)
        assert step(spot, Chose("close"), desk(handed)).effects == ()
    assert "Five questions on trust" in texts(show(Spot(), desk(handed, "gus"), {}, {}, ""))
    assert show(ROUND, desk(handed, "gus"), {}, {}, "").title == "Five questions on trust"


@pytest.mark.parametrize("to", ["", "fiona", "ewan", "isla", "paul", "ada", "nobody"])
def test_it_goes_to_another_facilitator_alone(
    to: str, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    facts = desk(a_round(RoundState.OPEN))
    taken = step(HAND, Chose("hand", {"to": (to,)}), facts)

    assert (taken.effects, taken.spot) == ((), HAND)
    screen = sound(show(HAND, facts, taken.faults, {"to": (to,)}, ""))
    assert screen.fields[0].fault == "Pick who takes it over."


def test_where_there_is_nobody_else_it_says_so(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    alone = {"fiona": desk().me}
    screen = sound(show(HAND, desk(a_round(RoundState.OPEN), staff=alone), {}, {}, ""))
    assert [type(part) for part in screen.parts] == [Notice]
    assert not screen.fields
    assert [c.action for c in screen.choices] == ["go:round/r1/"]


def test_takers_stand_by_name_and_never_read_it(desk: Desk, a_round: MakeRound) -> None:
    more = [Staff(id_, name, Role.FACILITATOR) for id_, name in (("b", "Zoe"), ("c", "Ann"))]
    facts = desk(staff=dict(desk().staff) | {each.id: each for each in more})
    assert [each.name for each in takers(a_round(), facts)] == ["Ann", "Gus", "Zoe"]
    assert [each.name for each in takers(a_round(readers=("c",)), facts)] == ["Gus", "Zoe"]


def test_somebody_elses_round_is_not_handed_over(desk: Desk, a_round: MakeRound) -> None:
    theirs = desk(a_round(RoundState.OPEN, facilitator="gus"))
    taken = step(HAND, Chose("hand", {"to": ("fiona",)}), theirs)
    assert taken.effects == ()
    assert isinstance(show(HAND, theirs, {}, {}, "").before[0], Fault)
