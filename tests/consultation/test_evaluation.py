"""The launch gate of a wave: one before, one after, the same questions, the same day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation import rounds
from bot.consultation.evaluation import AFTER, BEFORE, misfits
from bot.consultation.model import Round, RoundState

Make = Callable[..., Round]
EVALUATION = "e1" * 16


@pytest.fixture
def first(whole: Make) -> Round:
    return whole(id="r0", evaluation=EVALUATION, wave=BEFORE, state=RoundState.CLOSED)


@pytest.fixture
def second(whole: Make) -> Round:
    return whole(evaluation=EVALUATION, wave=AFTER)


def test_a_second_wave_fits_a_first_that_has_closed(
    first: Round, second: Round, gate: Callable[..., Any]
) -> None:
    assert [*misfits(second, (first, second))] == []
    assert rounds.missing(second, gate(rounds=(first,), kept=frozenset({"r0"}))) == ()


def test_a_round_of_no_evaluation_fits(whole: Make, first: Round) -> None:
    assert [*misfits(whole(wave="whatever"), (first,))] == []


@pytest.mark.parametrize(
    ("others", "changes", "missing"),
    [
        ({}, {"wave": "between"}, ("wave", "gate.wave")),
        (None, {}, ("wave", "gate.wave_first")),
        ({"state": RoundState.DRAFT}, {}, ("wave", "gate.wave_first")),
        ({"state": RoundState.CANCELLED}, {}, ("wave", "gate.wave_first")),
        ({"state": RoundState.OPEN}, {}, ("wave", "gate.wave_open")),
        ({"state": RoundState.SEALING}, {}, ("wave", "gate.wave_late")),
        ({"state": RoundState.SEALED}, {}, ("wave", "gate.wave_late")),
        ({}, {"question_set": "reflection"}, ("question_set", "gate.wave_set")),
        ({}, {"withdraw_until": date(2027, 3, 9)}, ("withdraw_until", "gate.wave_until")),
        ({}, {"zone": "Europe/Paris"}, ("withdraw_until", "gate.wave_until")),
        ({}, {"wave": BEFORE}, ("wave", "gate.wave_twice")),
        ({"state": RoundState.CANCELLED}, {"wave": BEFORE}, ("wave", "gate.wave_twice")),
        ({"wave": AFTER}, {}, ("wave", "gate.wave_twice")),
    ],
)
def test_what_keeps_a_wave_from_opening(
    first: Round,
    second: Round,
    others: dict[str, Any] | None,
    changes: dict[str, Any],
    missing: tuple[str, str],
) -> None:
    there = () if others is None else (replace(first, **others),)
    assert [*misfits(replace(second, **changes), there)] == [missing]


def test_the_gate_tells(second: Round, gate: Callable[..., Any]) -> None:
    told = rounds.missing(second, gate())
    assert [(each.field, each.phrase) for each in told] == [("wave", "gate.wave_first")]


def test_a_copy_of_a_wave_is_of_no_evaluation(first: Round) -> None:
    copy = rounds.again(first, id_="r9", code="new", facilitator="f")
    assert (copy.evaluation, copy.wave) == ("", "")
