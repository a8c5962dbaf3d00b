"""A tour of the desk for each role, on the sample round: offered once, stopped at any time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.consultation.care import SEEN, Own
from bot.consultation.model import Role, RoundState
from bot.conversation import staff
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import SaveOwn
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Message
from tests.conversation.coordinator.conftest import make_facts


@pytest.fixture
def facts_of() -> Callable[[Role], DeskFacts]:
    """Return facts of a desk at which the sample round is seen."""

    def make(role: Role) -> DeskFacts:
        facts = make_facts()
        sample = replace(
            facts.rounds[0], demonstration=True, state=RoundState.OPEN, facilitator=facts.me.id
        )
        me = replace(facts.me, role=role)
        staff_ = {**facts.staff, me.id: me}
        return replace(facts, me=me, staff=staff_, rounds=(sample,), round=sample)

    return make


def card(message: Message) -> Card | None:
    return next((each for each in message.before if isinstance(each, Card)), None)


def screen(spot: Spot, facts: DeskFacts) -> Message:
    return staff.show(spot, facts, {}, {}, "")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_shown_around_and_comes_to_an_end(
    role: Role, facts_of: Callable[[Role], DeskFacts]
) -> None:
    facts, spot, texts = facts_of(role), Spot(), []
    offered = card(screen(spot, facts))
    assert offered is not None
    assert [choice.action for choice in offered.choices] == ["tour:1", "tour:end"]
    action = offered.choices[0].action
    for number in range(1, 9):
        taken = staff.step(spot, Chose(action), facts)
        (effect,) = taken.effects
        assert isinstance(effect, SaveOwn)
        facts, spot = replace(facts, own=effect.own), taken.spot
        shown = card(screen(spot, facts))
        if shown is None:
            break
        assert str(number) in shown.title
        texts.append(repr(shown.parts))
        action = shown.choices[0].action
    assert 3 <= len(set(texts)) == len(texts) <= 5
    assert (facts.own.tour, spot) == (SEEN, Spot())
    assert card(screen(Spot(), facts)) is None


def test_it_is_not_offered_twice_nor_without_a_sample_round(
    facts_of: Callable[[Role], DeskFacts],
) -> None:
    facts = facts_of(Role.FACILITATOR)
    (effect,) = staff.step(Spot("reports"), Chose("tour:end"), facts).effects
    assert isinstance(effect, SaveOwn)
    assert card(screen(Spot(), replace(facts, own=effect.own))) is None
    assert card(screen(Spot("reports"), facts)) is None
    real = replace(facts.rounds[0], demonstration=False)
    none = replace(facts, rounds=(real,), round=None)
    assert card(screen(Spot(), none)) is None
    assert staff.step(Spot(), Chose("tour:1"), none).effects == ()


def test_whoever_strays_is_led_back_to_their_step(facts_of: Callable[[Role], DeskFacts]) -> None:
    facts = replace(facts_of(Role.COORDINATOR), own=Own(tour=2))
    away = card(screen(Spot("own"), facts))
    assert away is not None
    assert away.choices[0].action == "tour:2"
    assert staff.step(Spot("own"), Chose("tour:2"), facts).spot.place == "batch"
    for odd in ("tour:99", "tour:", "tour:-1", "tour:²"):
        assert staff.step(Spot(), Chose(odd), facts).spot == Spot()
