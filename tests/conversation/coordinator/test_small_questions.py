"""The page on which a reader puts questions together that too few answered."""

from dataclasses import replace

import pytest

from bot.consultation.model import RoundState
from bot.conversation.coordinator import step
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import PutTogether
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Text
from tests.conversation.coordinator.looks import ROUND, screen, shown

HERE = Spot("small", ROUND)


def closed(facts: DeskFacts, *small: str, joined: tuple[tuple[str, ...], ...] = ()) -> DeskFacts:
    assert facts.round is not None
    round_ = replace(facts.round, state=RoundState.CLOSED, joined=joined)
    return replace(facts, round=round_, rounds=(round_,), small=small)


def cards(facts: DeskFacts) -> list[Card]:
    return [part for part in screen(facts, HERE).parts if isinstance(part, Card)]


def put(facts: DeskFacts, first: str, *second: str) -> StaffStep:
    return step(HERE, Chose(f"put:{first}", {f"with-{first}": second}), facts)


@pytest.mark.parametrize(
    ("state", "says"),
    [(RoundState.OPEN, "when the round has closed"), (RoundState.CLOSED, "has enough answers")],
)
def test_without_small_questions_it_says_why(
    facts: DeskFacts, state: RoundState, says: str
) -> None:
    calm = closed(facts)
    assert calm.round is not None
    calm = replace(calm, round=replace(calm.round, state=state))
    assert says in shown(screen(calm, HERE))
    assert not cards(calm)


def test_each_may_go_with_any_other_and_holding_back_is_set(facts: DeskFacts) -> None:
    small = closed(facts, "trust", "safety", "choice")
    first, _, last = cards(small)
    (box,) = first.fields
    assert [(option.value, option.chosen) for option in box.options] == [
        ("hold", True), ("safety", False), ("choice", False),
    ]  # fmt: skip
    assert first.title == "What does trust mean to you?"
    assert [option.value for option in last.fields[0].options] == ["hold", "trust", "safety"]
    assert "Fewer than 5 people answered these, or nobody did." in shown(screen(small, HERE))


def test_what_is_together_is_named_together(facts: DeskFacts) -> None:
    together = closed(facts, "trust", "safety", joined=(("trust", "choice"),))
    assert "trust mean to you? and " in cards(together)[0].title
    assert cards(together)[1].fields[0].options[1].label == cards(together)[0].title


def test_one_alone_stays_held_back(facts: DeskFacts) -> None:
    (card,) = cards(closed(facts, "trust"))
    assert not card.choices
    assert not card.fields
    (text,) = card.parts
    assert isinstance(text, Text)
    assert text.text.startswith("This one stays held back.")


def test_two_are_put_together_or_held_back(facts: DeskFacts) -> None:
    small = closed(facts, "trust", "safety")
    taken = put(small, "trust", "safety")
    assert taken.effects == (PutTogether(ROUND, "trust", "safety"),)
    assert (taken.spot, taken.note) == (HERE, "coordinator.note.together")
    held = put(small, "trust", "hold")
    assert (held.effects, held.faults, held.note) == ((), {}, "coordinator.note.held_back")


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("trust", (), "Pick what should happen"),
        ("trust", ("choice",), "Things have changed"),
        ("choice", ("trust",), "Things have changed"),
        ("trust", ("trust",), "Things have changed"),
    ],
)
def test_anything_else_is_refused_where_it_was_picked(
    facts: DeskFacts, first: str, second: tuple[str, ...], says: str
) -> None:
    taken = put(closed(facts, "trust", "safety"), first, *second)
    assert taken.effects == ()
    assert says in taken.faults[f"with-{first}"]


def test_whoever_does_not_read_the_round_sees_nothing_of_it(facts: DeskFacts) -> None:
    small = closed(facts, "trust", "safety")
    assert small.round is not None
    strange = replace(small, round=replace(small.round, readers=()))
    assert not cards(strange)
    assert put(strange, "trust", "safety").effects == ()
