from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.support import (
    AGES,
    always_someone,
    lines_for,
    offered,
    stale,
)
from prompts.library import Library
from prompts.schema import OpenSpan, SupportFile, SupportLine

ZONE = "Europe/London"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def line(hours: Any = "always", **more: Any) -> SupportLine:
    plain: dict[str, Any] = {
        "id": "line",
        "name": "Line",
        "number": "0800 1111",
        "kind": "call",
        "what": "Free.",
        "hours": hours,
        "source": {"name": "Line", "url": "https://line.example/"},
        "checked_on": date(2027, 1, 1),
    }
    return SupportLine.model_validate({**plain, **more})


def support(*lines: SupportLine, zone: str = ZONE, stale_after: int = 30) -> SupportFile:
    named = tuple(
        each.model_copy(update={"id": f"line-{number}"}) for number, each in enumerate(lines)
    )
    return SupportFile(
        region="uk", time_zone=zone, emergency="999", stale_after_days=stale_after, lines=named
    )


def span(days: Iterable[str], opens: str, closes: str) -> dict[str, Any]:
    return {"days": list(days), "opens": opens, "closes": closes}


def at(text: str) -> datetime:
    """A wall clock time in the lines' zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


@pytest.fixture(scope="module")
def uk() -> SupportFile:
    return Library.load().support()


def ids(file: SupportFile, band: str, now: datetime) -> list[str]:
    return [each.line.id for each in lines_for(file, band, now)]


NOON = at("2027-02-03 12:00")
NIGHT = at("2027-02-03 23:00")


def test_breathing_space_is_never_offered_to_young_people(uk: SupportFile) -> None:
    for hour in range(24 * 7):
        now = at("2027-02-01 00:00") + timedelta(hours=hour)
        assert "breathing-space" not in ids(uk, "under18", now)
    assert ids(uk, "under18", NIGHT) == ["childline", "shout", "samaritans", "nhs-24"]


def test_childline_is_never_offered_to_adults(uk: SupportFile) -> None:
    assert ids(uk, "adult", NIGHT) == ["shout", "samaritans", "breathing-space", "nhs-24"]


def test_a_mixed_group_sees_all_that_is_open(uk: SupportFile) -> None:
    assert set(ids(uk, "mixed", NIGHT)) == {each.id for each in uk.lines}
    assert "breathing-space" not in ids(uk, "mixed", NOON)


def test_an_unknown_band_sees_only_lines_for_everybody(uk: SupportFile) -> None:
    assert ids(uk, "", NIGHT) == ["shout", "samaritans", "nhs-24"]


@pytest.mark.parametrize(
    ("when", "open_"),
    [
        ("2027-02-01 05:59", True),  # Monday, the end of the weekend
        ("2027-02-01 06:00", False),
        ("2027-02-01 17:59", False),
        ("2027-02-01 18:00", True),
        ("2027-02-02 01:59", True),  # after midnight
        ("2027-02-02 02:00", False),
        ("2027-02-05 01:59", True),  # Thursday's night
        ("2027-02-05 02:00", False),
        ("2027-02-05 18:00", True),  # Friday, through to Monday
        ("2027-02-06 03:00", True),
        ("2027-02-07 12:00", True),
        ("2027-02-07 23:59", True),
    ],
)
def test_breathing_space_keeps_its_hours(uk: SupportFile, when: str, open_: bool) -> None:
    assert ("breathing-space" in ids(uk, "adult", at(when))) is open_


def until(file: SupportFile, name: str, when: str) -> datetime | None:
    return {o.line.id: o.until for o in lines_for(file, "adult", at(when))}[name]


def test_until_runs_on_over_spans_that_touch(uk: SupportFile) -> None:
    assert until(uk, "breathing-space", "2027-02-05 18:30") == datetime.fromisoformat(
        "2027-02-08 06:00"
    )
    assert until(uk, "breathing-space", "2027-02-01 19:00:30") == datetime.fromisoformat(
        "2027-02-02 02:00"
    )
    assert until(uk, "samaritans", "2027-02-01 19:00") is None


def test_spans_that_fill_the_week_never_end() -> None:
    file = support(line([span(DAYS, "00:00", "12:00"), span(DAYS, "12:00", "00:00")]))

    (only,) = lines_for(file, "adult", NOON)
    assert only.until is None


def test_sunday_night_runs_into_monday() -> None:
    file = support(line([span(["sun"], "22:00", "04:00")]))

    assert ids(file, "adult", at("2027-02-08 03:59"))
    assert not ids(file, "adult", at("2027-02-08 04:00"))
    (only,) = lines_for(file, "adult", at("2027-02-07 23:00"))
    assert only.until == datetime.fromisoformat("2027-02-08 04:00")


def test_hours_are_those_of_the_region() -> None:
    file = support(line([span(DAYS, "18:00", "20:00")]), zone="America/New_York")

    assert ids(file, "adult", datetime(2027, 2, 1, 23, 30, tzinfo=UTC))
    assert not ids(file, "adult", datetime(2027, 2, 1, 18, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("ages", "bands"),
    [
        ({}, {"under12", "under18", "adult", "mixed", ""}),
        ({"min_age": 6}, {"under18", "adult", "mixed", ""}),
        ({"min_age": 12}, {"under18", "adult", "mixed", ""}),
        ({"min_age": 13}, {"adult", "mixed"}),
        ({"min_age": 16}, {"adult", "mixed"}),
        ({"min_age": 18}, {"adult", "mixed"}),
        ({"min_age": 21}, {"mixed"}),
        ({"max_age": 10}, set()),
        ({"max_age": 11}, {"under12"}),
        ({"max_age": 15}, {"under12", "mixed"}),
        ({"max_age": 16}, {"under12", "mixed"}),
        ({"max_age": 17}, {"under12", "under18", "mixed"}),
        ({"max_age": 18}, {"under12", "under18", "mixed"}),
        ({"max_age": 25}, {"under12", "under18", "mixed"}),
        ({"max_age": 120}, {"under12", "under18", "adult", "mixed", ""}),
    ],
)
def test_a_line_is_offered_where_it_serves_all(ages: dict[str, int], bands: set[str]) -> None:
    found = {band for band in (*AGES, "") if offered(line(**ages), band)}

    assert found == bands


def test_lines_go_stale_after_their_last_day() -> None:
    file = support(line(), line(checked_on=date(2027, 1, 2)))

    assert stale(file, date(2027, 1, 31)) == ()
    assert [each.id for each in stale(file, date(2027, 2, 1))] == ["line-0"]
    assert len(stale(file, date(2027, 2, 2))) == 2


def test_somebody_is_there_at_every_hour(uk: SupportFile) -> None:
    assert all(always_someone(uk, band) for band in AGES)


@pytest.mark.parametrize(
    ("lines", "under18", "adult"),
    [
        ([line(max_age=18), line(min_age=18)], True, True),
        ([line(max_age=18)], True, False),
        ([line(min_age=18)], False, True),
        ([line([span(DAYS, "06:00", "00:00")]), line([span(DAYS, "00:00", "06:00")])], True, True),
        (
            [line([span(DAYS, "06:00", "23:59")]), line([span(DAYS, "00:00", "06:00")])],
            False,
            False,
        ),
        ([line([span(DAYS[:6], "00:00", "00:00")])], False, False),
        ([line([span(DAYS[1:], "00:00", "00:00")])], False, False),
        ([line([span(DAYS, "00:00", "00:00")], max_age=15)], False, False),
    ],
)
def test_gaps_are_seen(lines: list[SupportLine], under18: bool, adult: bool) -> None:
    file = support(*lines)

    assert always_someone(file, "under18") is under18
    assert always_someone(file, "adult") is adult
    assert always_someone(file, "mixed") is (under18 and adult)


_quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
_spans = st.builds(
    OpenSpan,
    days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(tuple),
    opens=_quarters,
    closes=_quarters,
)
_hours = st.just("always") | st.lists(_spans, min_size=1, max_size=4).map(tuple)
_ages = st.none() | st.integers(8, 30)


def is_open(each: SupportLine, now: datetime) -> bool:
    """The plain reading of the hours: some span began today or yesterday and is not over."""
    if each.hours == "always":
        return True
    for span_ in each.hours:
        for day in (now.date(), now.date() - timedelta(1)):
            begins = datetime.combine(day, span_.opens)
            ends = datetime.combine(day, span_.closes)
            ends += timedelta(1) if ends <= begins else timedelta()
            if DAYS[day.weekday()] in span_.days and begins <= now < ends:
                return True
    return False


@given(
    hours=_hours,
    ages=st.tuples(_ages, _ages),
    band=st.sampled_from([*AGES, "", "other"]),
    minutes=st.integers(0, 7 * 24 * 60 - 1),
)
def test_no_line_is_offered_when_shut_or_to_the_wrong_age(
    hours: Any, ages: tuple[int | None, int | None], band: str, minutes: int
) -> None:
    low, high = ages
    if low is not None and high is not None and low > high:
        low, high = high, low
    file = support(line(hours, min_age=low, max_age=high), zone="UTC")
    now = datetime(2027, 2, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - wall clock
    found = lines_for(file, band, now.replace(tzinfo=UTC))

    youngest, oldest = AGES.get(band, (12, 120))
    if found:
        (only,) = found
        assert is_open(only.line, now)
        if band != "mixed":
            assert (low or 0) <= youngest
            assert (high or 120) >= oldest
        if only.until is not None:
            assert not is_open(only.line, only.until)
            assert is_open(only.line, only.until - timedelta(minutes=1))
    else:
        assert not is_open(file.lines[0], now) or not offered(file.lines[0], band)


@given(hours=st.lists(_hours, min_size=1, max_size=3))
def test_always_someone_is_what_looking_at_each_quarter_says(hours: list[Any]) -> None:
    file = support(*(line(each) for each in hours), zone="UTC")
    start = datetime(2027, 2, 1)  # noqa: DTZ001 - wall clock
    quarters = [start + timedelta(minutes=15 * n) for n in range(7 * 96)]

    everywhere = all(any(is_open(each, now) for each in file.lines) for now in quarters)
    assert always_someone(file, "adult") is everywhere
