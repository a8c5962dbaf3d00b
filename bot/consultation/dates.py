"""The days of a round turned into instants. Days are local and last until their midnight."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.consultation.model import Round, RoundState

GRACE = timedelta(minutes=15)
"""An answer begun before closing may still be kept this long after it."""
REVIEW_MARGIN = timedelta(days=3)
"""Review ends this long before *withdraw-until*."""
REMINDER_BEFORE = timedelta(days=3)
"""The one reminder goes out this long before closing."""
CHECK_IN_AFTER = timedelta(days=7)
"""How long after the day of the reminder people of a hard round may be asked how they are: four days
after closing, and never within a week of the reminder."""
WITHDRAW_AFTER = timedelta(days=14)
"""Default time between closing and *withdraw-until*."""
HARD_LIMIT = timedelta(days=60)
"""A round is sealed at the latest this long after the day people were told it closes."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=4096)
def end_of(day: date, zone: str) -> datetime:
    """Return the UTC instant at which a local day ends."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


@lru_cache(maxsize=4096)
def start_of(day: date, zone: str) -> datetime:
    """Return the UTC instant at which a local day begins."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def today(round_: Round, now: datetime) -> date:
    """Return the local day of a round."""
    return now.astimezone(ZoneInfo(round_.zone)).date()


def takes_people(round_: Round, now: datetime) -> bool:
    """Tell whether somebody may still say yes. Whoever is in a round that follows another is in it
    from the start."""
    day = round_.closes_on
    joins = round_.state is RoundState.OPEN and not round_.parent
    return joins and day is not None and now < end_of(day, round_.zone)


def takes_answers(round_: Round, now: datetime) -> bool:
    """Tell whether a person who said yes may still answer (closing plus the grace)."""
    day = round_.closes_on
    return (
        round_.state is RoundState.OPEN
        and day is not None
        and now < end_of(day, round_.zone) + GRACE
    )


def waits_for_second(round_: Round, now: datetime) -> bool:
    """Tell whether the second part of the questions is not open yet."""
    day = round_.second_on
    return day is not None and takes_answers(round_, now) and now < start_of(day, round_.zone)


def late_until(round_: Round) -> date | None:
    """Return the last day on which people of a round may add one more thing, if it has one."""
    if not round_.late_days or round_.closes_on is None:
        return None
    return round_.closes_on + timedelta(days=round_.late_days)


def takes_late(round_: Round, now: datetime) -> bool:
    """Tell whether people of a round that has closed may still add one more thing."""
    day = late_until(round_)
    asked = round_.state in (RoundState.OPEN, RoundState.CLOSED)
    return asked and day is not None and now < end_of(day, round_.zone)


def seal_by(round_: Round) -> date | None:
    """Return the last day before which a round is sealed, whatever *withdraw-until* says.

    Closing early does not bring it forward: people were told until when they may change their mind.
    """
    if round_.seal_by is not None or round_.closes_on is None:
        return round_.seal_by
    return round_.closes_on + HARD_LIMIT


def anonymous_from(round_: Round) -> datetime | None:
    """Return the UTC instant before which answers may be changed or taken back, and from which on
    the round is sealed: the end of *withdraw-until*, or of the last day if that comes first."""
    days = [day for day in (round_.withdraw_until, seal_by(round_)) if day is not None]
    return end_of(min(days), round_.zone) if days else None


def may_change(round_: Round, now: datetime) -> bool:
    """Tell whether answers may still be changed or taken back."""
    at = anonymous_from(round_)
    changing = round_.state in (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAFT)
    return changing and at is not None and now < at


def review_ends(round_: Round) -> date | None:
    """Return the last day of review."""
    return round_.withdraw_until - REVIEW_MARGIN if round_.withdraw_until else None


def days_off(round_: Round) -> tuple[date, ...]:
    """Return the days on which nobody answers requests, in their order."""
    return tuple(sorted(date.fromisoformat(each) for each in round_.help_off.split()))


def answered_by(round_: Round, asked: datetime) -> datetime | None:
    """Return by when, in the round's local time without a zone, the lead answers a request made at
    ``asked``; None where no day is left on which anybody does.

    Asked on a day of work before ``help_to`` that is the end of the day, else ``help_next`` on the
    next day of work.
    """
    local = asked.astimezone(ZoneInfo(round_.zone))
    off, today_ = days_off(round_), local.date()
    for days in range(len(off) + len(WEEKDAYS) + 1):
        day = today_ + timedelta(days=days)
        if WEEKDAYS[day.weekday()] not in round_.help_days or day in off:
            continue
        if day != today_:
            return datetime.combine(day, round_.help_next)
        if local.time() < round_.help_to:
            return datetime.combine(day, time.max)
    return None
