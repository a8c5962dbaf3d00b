"""A room in which people answer together, on the desks of the facilitator and the partner."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.consultation.links import Kind, Link
from bot.consultation.model import Round, RoundState
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import StartRoom
from bot.conversation.events import Chose
from bot.conversation.messages import Figure, Message, Share, Sheet, Withheld
from bot.conversation.staff import show, step

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]

SPOT = Spot("together", "r1")
OPEN = RoundState.OPEN
ROOM = Link("r00m", "r1", Kind.ROOM)
both = pytest.mark.parametrize("me", ["fiona", "paul"])


def only[T](kind: type[T], message: Message) -> T:
    (found,) = (part for part in message.parts if isinstance(part, kind))
    return found


@both
def test_a_room_gets_a_link_of_its_own(desk: Desk, a_round: MakeRound, me: str) -> None:
    facts = desk(a_round(OPEN), me)
    made = step(SPOT, Chose("room"), facts)
    assert made.effects == (StartRoom(Link("newcode", "r1", Kind.ROOM)),)
    assert facts.say.has(made.note)
    screen = show(SPOT, replace(facts, link=ROOM), {}, {}, made.note)
    assert only(Share, screen).path == "/r/r00m"


@both
def test_how_many_are_ready_goes_in_steps_of_k(
    desk: Desk, a_round: MakeRound, me: str, sound: Sound, texts: Texts
) -> None:
    shown = []
    for here in range(16):
        facts = desk(a_round(OPEN), me, link=replace(ROOM, here=here))
        shown.append(texts(sound(show(SPOT, facts, {}, {}, ""))))
    assert len(set(shown[:5])) == len(set(shown[5:10])) == len(set(shown[10:15])) == 1
    assert len(set(shown)) == 4
    few = show(SPOT, desk(a_round(OPEN), me, link=ROOM), {}, {}, "")
    assert only(Withheld, few).label == "People who are ready"
    some = show(SPOT, desk(a_round(OPEN), me, link=replace(ROOM, here=9)), {}, {}, "")
    assert only(Figure, some).value == "5 or more"


@both
def test_the_room_is_printed_with_its_own_square(desk: Desk, a_round: MakeRound, me: str) -> None:
    facts = desk(a_round(OPEN), me, link=ROOM)
    assert only(Sheet, show(Spot("print", "r1", "together"), facts, {}, {}, "")).path == "/r/r00m"
    assert only(Sheet, show(Spot("print", "r1"), facts, {}, {}, "")).path == "/r/abc"
    back = show(Spot("print", "r1", "together"), facts, {}, {}, "").choices[-1]
    assert back.action == "go:together/r1/"


@both
@pytest.mark.parametrize("state", sorted(set(RoundState) - {OPEN}))
def test_there_is_no_room_when_nobody_can_join(
    desk: Desk, a_round: MakeRound, me: str, state: RoundState
) -> None:
    facts = desk(a_round(state), me)
    taken = step(SPOT, Chose("room"), facts)
    assert taken.effects == ()
    assert taken.faults


def test_nobody_else_makes_one(desk: Desk, a_round: MakeRound) -> None:
    for me in ("gus", "ewan", "isla", "ada"):
        assert step(SPOT, Chose("room"), desk(a_round(OPEN), me)).effects == ()
    other = desk(a_round(OPEN, group="g2"), "paul")
    assert step(SPOT, Chose("room"), other).effects == ()
