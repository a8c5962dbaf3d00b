"""When a request is answered, when support lines want checking, and who needs a worker beside them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.consultation.dates import answered_by
from bot.consultation.model import Role, Staff
from bot.consultation.rounds import Gate, missing
from bot.consultation.safety import to_check
from bot.consultation.support import always_someone, lines_for
from prompts.library import Library

MakeRound = Callable[..., Any]
LATE = time.max


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2027-01-06T15:59", "2027-01-06"),  # a Wednesday
        ("2027-01-06T16:00", "2027-01-07T10:00"),
        ("2027-01-06T03:00", "2027-01-06"),  # at night, before the day's work
        ("2027-01-08T23:00", "2027-01-11T10:00"),  # a Friday night
        ("2027-01-09T12:00", "2027-01-11T10:00"),  # a Saturday
        ("2026-12-24T17:00", "2026-12-29T10:00"),  # before two days off and a weekend between
        ("2026-12-25T10:00", "2026-12-29T10:00"),
    ],
)
def test_a_request_is_answered_by_a_day_of_work(asked: str, due: str, whole: MakeRound) -> None:
    round_ = whole(help_next=time(10), help_off="2026-12-25 2026-12-28")
    by = datetime.fromisoformat(due)
    by = by if "T" in due else datetime.combine(by.date(), LATE)
    assert answered_by(round_, datetime.fromisoformat(f"{asked}+00:00")) == by


def test_hours_are_those_of_the_rounds_own_zone_and_days(whole: MakeRound) -> None:
    sunday = datetime(2027, 7, 4, 14, 30, tzinfo=UTC)
    here = whole(help_days=("sun",), help_to=time(15))
    assert answered_by(here, sunday) == datetime(2027, 7, 11, 12)  # noqa: DTZ001 - local
    west = whole(help_days=("sun",), help_to=time(15), zone="America/New_York")
    assert answered_by(west, sunday) == datetime.combine(date(2027, 7, 4), LATE)
    assert answered_by(whole(help_days=()), sunday) is None


def test_a_round_needs_days_of_work_only_where_somebody_can_ask(
    whole: MakeRound, gate: Callable[..., Gate]
) -> None:
    told = [each.phrase for each in missing(whole(help_days=()), gate())]
    assert told == ["gate.help_days"]
    assert not missing(whole(help_days=(), safety="signpost"), gate())


def test_where_two_leads_find_out_together_there_are_two(
    whole: MakeRound, gate: Callable[..., Gate]
) -> None:
    gus = Staff("gus", "Gus", Role.LEAD)
    here = gate(staff={**gate().staff, "gus": gus})
    for second, told in (
        ("", ["gate.second_needed"]),
        ("isla", ["gate.second"]),
        ("ewan", ["gate.second"]),
        ("gus", []),
    ):
        round_ = whole(safety="break_glass", second=second)
        assert [each.phrase for each in missing(round_, here)] == told


def test_lines_are_named_before_they_are_too_old(library: Library) -> None:
    support = library.support()
    checked = min(line.checked_on for line in support.lines)
    last = checked + timedelta(days=support.stale_after_days)
    assert to_check(support, last - timedelta(days=22)) == ((), None)
    lines, day = to_check(support, last - timedelta(days=20))
    assert (day, {line.checked_on for line in lines}) == (last, {checked})


def test_for_people_under_12_there_is_somebody_at_every_hour_and_no_line_for_adults(
    library: Library,
) -> None:
    support = library.support()
    assert always_someone(support, "under12")
    for hour in range(0, 168, 3):
        at = datetime(2027, 2, 1, tzinfo=UTC) + timedelta(hours=hour)
        named = {each.line.id for each in lines_for(support, "under12", at)}
        assert "childline" in named
        assert "breathing-space" not in named
