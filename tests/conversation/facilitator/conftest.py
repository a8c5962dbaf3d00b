"""Facts of a desk, a whole round, and a reader of screens."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.consultation.model import Group, Item, Outcome, Response, Role, Round, RoundState, Staff
from bot.conversation.desk import DeskFacts
from bot.conversation.messages import Card, Choice, Field, Message
from bot.ports import SealedText
from prompts.library import Library

NOW = datetime(2027, 2, 16, 12, tzinfo=UTC)
STAFF = {
    each.id: each
    for each in (
        Staff("fiona", "Fiona Kerr", Role.FACILITATOR),
        Staff("gus", "Gus", Role.FACILITATOR),
        Staff("ewan", "Ewan", Role.COORDINATOR),
        Staff("priya", "Priya", Role.COORDINATOR),
        Staff("isla", "Isla Grant", Role.LEAD),
        Staff("paul", "Paul", Role.PARTNER),
        Staff("ada", "Ada", Role.ADMIN),
    )
}
WHOLE = Round(
    id="r1",
    code="abc",
    title="Five questions on trust",
    asker="Ardlinn Council",
    known_by="Morven Reid, your youth worker",
    purpose="To change how workers meet people.",
    decider="Catriona Bell",
    space="You can answer at home.",
    voice="The questions are short.",
    influence="How workers meet you. Not how many there are.",
    rung="asked",
    group="g1",
    age_band="under18",
    opens_on=date(2027, 2, 1),
    closes_on=date(2027, 2, 28),
    withdraw_until=date(2027, 3, 8),
    tell_by=date(2027, 4, 30),
    facilitator="fiona",
    lead="isla",
    readers=("ewan", "priya"),
)
ITEM = Item("Workers change.", "You get a message before.", "done", "you should know.")


SIGNED = Response("I read all of it.", "Catriona Bell", "head", date(2027, 2, 15), "Fiona")


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="session")
def a_round() -> Callable[..., Round]:
    """A round that may open, in a state; keywords change it."""

    def make(state: RoundState = RoundState.DRAFT, **changes: Any) -> Round:
        return replace(WHOLE, state=state, **changes)

    return make


@pytest.fixture(scope="session")
def an_outcome() -> Callable[..., Outcome]:
    """An outcome of that round with one item and its answer; keywords change it."""
    plain = Outcome("o1", "r1", (ITEM,), date(2027, 4, 20), response=SIGNED)
    return lambda **changes: replace(plain, **changes)


@pytest.fixture(scope="session")
def desk(library: Library) -> Callable[..., DeskFacts]:
    """What a member of staff may look at, standing at a round; keywords change it."""
    support = library.support()
    lines = tuple(line.model_copy(update={"checked_on": NOW.date()}) for line in support.lines)

    def make(round_: Round | None = None, me: str = "fiona", **changes: Any) -> DeskFacts:
        rounds = (round_,) if round_ else ()
        questions = library.sets.get(round_.question_set) if round_ else None
        plain = DeskFacts(
            now=NOW,
            me=STAFF[me],
            say=library.phrases(),
            staff=STAFF,
            rounds=rounds,
            sets=library.sets,
            support=support.model_copy(update={"lines": lines}),
            groups=(Group("g1", "Ardlinn", "young people", "RLP"),),
            all_rounds=rounds,
            round=round_,
            questions=questions,
            fresh_id="f" * 32,
            fresh_code="newcode",
            fresh_token="token",
            link_until=date(2027, 2, 23),
        )
        return replace(plain, **changes)

    return make


@pytest.fixture(scope="session")
def words() -> Callable[..., tuple[SealedText, ...]]:
    """So many approved texts for each question."""

    def make(**counts: int) -> tuple[SealedText, ...]:
        return tuple(
            SealedText(
                f"{number:02}{question}", question, f"{question} said {number}", number % 2 == 0
            )
            for question, count in counts.items()
            for number in range(count)
        )

    return make


@pytest.fixture(scope="session")
def texts() -> Callable[[object], str]:
    """Every text on a screen, one a line."""
    return lambda message: "\n".join(_strings(message))


@pytest.fixture(scope="session")
def sound() -> Callable[[Message], Message]:
    """A check that a screen can be drawn and pressed; returns the screen."""

    def check(message: Message) -> Message:
        assert message.title
        cards = [part for part in message.parts if isinstance(part, Card)]
        _controls(message.fields, message.choices)
        for card in cards:
            _controls(card.fields, card.choices)
        keys = [c.key for c in _choices(message, cards) if c.key]
        assert len(keys) == len(set(keys))
        assert sum(choice.current for choice in message.nav) <= 1
        assert all(choice.action.startswith("go:") for choice in message.nav)
        return message

    return check


def _choices(message: Message, cards: list[Card]) -> Iterator[Choice]:
    yield from message.nav
    yield from message.choices
    for card in cards:
        yield from card.choices


def _controls(fields_: tuple[Field, ...], choices: tuple[Choice, ...]) -> None:
    names = [field.id for field in fields_]
    assert len(names) == len(set(names))
    submitted = {name for choice in choices for name in choice.fields}
    assert submitted == set(names), "a field nobody submits, or a button that submits nothing"
    assert sum(choice.look == "main" for choice in choices) <= 1
    assert all(choice.label and choice.action for choice in choices)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _strings(getattr(value, each.name))
