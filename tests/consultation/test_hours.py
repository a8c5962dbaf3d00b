"""When a message may come to somebody who picked their own hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.hours import AFTER_SCHOOL, PICKS, may_come, span
from bot.consultation.model import Round

ADULTS = Round(id="0a" * 16, code="heron", title="Trust", age_band="adult")
PUPILS = Round(id="0b" * 16, code="heron", title="Trust", age_band="under18")
START = datetime(2026, 1, 1, tzinfo=UTC)
ANY = st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("pick", "now", "then"),
    [
        # A Tuesday evening, and clocks that go forward, in Greenwich, on Sunday 28 March 2027.
        ("round", "2027-03-23T17:00", "2027-03-23T17:00"),
        ("round", "2027-03-27T19:00", "2027-03-28T15:00"),
        ("morning", "2027-03-26T11:59", "2027-03-26T11:59"),
        ("morning", "2027-03-26T12:00", "2027-03-27T08:00"),
        ("morning", "2027-03-27T12:00", "2027-03-28T07:00"),
        ("weekend", "2027-03-22T09:00", "2027-03-27T09:00"),
        ("weekend", "2027-03-27T20:00", "2027-03-28T08:00"),
        # They go back on Sunday 31 October.
        ("afternoon", "2027-10-30T16:00", "2027-10-31T12:00"),
        ("evening", "2027-10-30T19:00", "2027-10-31T17:00"),
        # What an older release let people pick is like the round's own hours.
        ("noon", "2027-03-24T09:00", "2027-03-24T16:00"),
    ],
)
def test_it_comes_in_the_next_hours_that_were_picked(pick: str, now: str, then: str) -> None:
    assert may_come(ADULTS, pick, at(now)) == at(then)


def test_nothing_comes_in_school_hours_whatever_was_picked() -> None:
    monday = date(2027, 3, 22)
    for days in range(5):
        day = monday + timedelta(days=days)
        spans = [found for pick in PICKS if (found := span(PUPILS, pick, day))]
        assert [start for start, _ in spans if start < AFTER_SCHOOL] == []
        assert span(PUPILS, "morning", day) is None
        assert span(PUPILS, "afternoon", day) == (AFTER_SCHOOL, time(17))
        assert span(ADULTS, "morning", day) == (time(8), time(12))
    assert span(PUPILS, "morning", monday - timedelta(days=1)) == (time(8), time(12))


@given(st.sampled_from([ADULTS, PUPILS]), st.sampled_from(PICKS), ANY)
def test_the_wait_ends_in_hours_that_were_picked_and_no_earlier_ones_are_missed(
    round_: Round, pick: str, now: datetime
) -> None:
    then = may_come(round_, pick, now)
    assert now <= then <= now + timedelta(days=7)
    assert may_come(round_, pick, then) == then
    if then > now:
        halfway = now + (then - now) / 2
        assert may_come(round_, pick, halfway) == then
    local = then.astimezone(ZoneInfo(round_.zone))
    found = span(round_, pick, local.date())
    assert found is not None
    assert found[0] <= local.time() < found[1]
