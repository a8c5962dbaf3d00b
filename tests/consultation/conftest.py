"""A round that may open, and what the gate looks at beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.consultation.model import Group, Role, Round, Staff
from bot.consultation.rounds import Gate
from prompts.library import Library

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
STAFF = {
    each.id: each
    for each in (
        Staff("fiona", "Fiona", Role.FACILITATOR),
        Staff("ewan", "Ewan", Role.COORDINATOR),
        Staff("priya", "Priya", Role.COORDINATOR),
        Staff("isla", "Isla", Role.LEAD),
    )
}
WHOLE = Round(
    id="r1",
    code="abc",
    title="Five questions",
    asker="Ardlinn Council",
    known_by="Morven Reid",
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


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture
def whole() -> Callable[..., Round]:
    """A draft that may open; keywords change it."""
    return lambda **changes: replace(WHOLE, **changes)


@pytest.fixture
def gate(library: Library) -> Callable[..., Gate]:
    """What the gate looks at; keywords change it. Every line was checked today."""

    def make(**changes: Any) -> Gate:
        support = library.support()
        lines = [line.model_copy(update={"checked_on": NOW.date()}) for line in support.lines]
        fresh = support.model_copy(update={"lines": tuple(lines)})
        plain = Gate(
            NOW,
            STAFF,
            (Group("g1", "Ardlinn", "young people", "RLP"),),
            library.sets,
            fresh,
            to_look_at=frozenset({("five-principles", "original")}),
        )
        return replace(plain, **changes)

    return make
