"""The launch gate of a wave: one before, one after, the same questions, the same day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation import rounds
from bot.consultation.evaluation import AFTER, BEFORE, misfits, other_wave, untimely
from bot.consultation.model import Round, RoundState

Make = Callable[..., Round]
EVALUATION = "e1" * 16


@pytest.fixture
def first(whole: Make) -> Round:
    closes = date(2027, 1, 15)
    odd = {"evaluation": EVALUATION, "wave": BEFORE, "state": RoundState.CLOSED}
    return whole(id="r0", closes_on=closes, **odd)


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
        ({}, {"wording": "original"}, ("question_set", "gate.wave_set")),
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


@pytest.mark.parametrize(
    ("closed", "changes", "fault"),
    [
        (date(2027, 1, 18), {}, ()),
        (date(2027, 1, 19), {}, ("gate.wave_apart",)),
        (date(2027, 1, 4), {}, ()),
        (date(2027, 1, 3), {}, ("gate.wave_apart",)),
        (date(2027, 1, 31), {"apart": "The room was free on that day."}, ()),
        (date(2027, 1, 31), {"apart": "  "}, ("gate.wave_apart",)),
        (date(2027, 1, 18), {"group": "g2"}, ("gate.wave_group",)),
    ],
)
def test_two_to_four_weeks_lie_between_the_waves_or_it_says_why(
    first: Round, second: Round, closed: date, changes: dict[str, Any], fault: tuple[str, ...]
) -> None:
    there = (replace(first, closes_on=closed),)
    assert tuple(phrase for _, phrase in untimely(replace(second, **changes), there)) == fault


def test_the_first_wave_leaves_room_for_the_second(whole: Make, gate: Callable[..., Any]) -> None:
    short = whole(evaluation=EVALUATION, wave=BEFORE, withdraw_until=date(2027, 3, 18))
    (told,) = rounds.missing(short, gate())
    assert (told.field, told.phrase, told.values) == (
        "withdraw_until", "gate.wave_room", {"days": 19}
    )  # fmt: skip
    assert not rounds.missing(replace(short, withdraw_until=date(2027, 3, 19)), gate())
    # Somebody has to name the day: none is filled in.
    unnamed = rounds.defaults(replace(short, withdraw_until=None))
    assert unnamed.withdraw_until is None


def test_the_other_wave_is_one_that_was_not_called_off(first: Round, second: Round) -> None:
    off = replace(first, id="r7", wave=AFTER, state=RoundState.CANCELLED)
    assert other_wave(first, (first, off, second)) == second
    assert other_wave(replace(first, evaluation=""), (second, first)) is None
