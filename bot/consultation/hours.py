"""In which hours a message may come: the round's own, or others that a person picked for themselves.

Hours are local to the round. They are turned into instants when a message is due, so both changes of
the clocks are right.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from bot.consultation.model import Round

ROUND: Final = "round"
"""The choice of whoever leaves the hours to the round."""
WEEKEND: Final = "weekend"
SPANS: Final[Mapping[str, tuple[time, time]]] = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(20)),
    WEEKEND: (time(9), time(20)),
}
"""What else can be picked: from when, and until when; the last one on Saturday and Sunday alone."""
PICKS: Final = (ROUND, *SPANS)
AFTER_SCHOOL: Final = time(15, 30)
"""Nothing comes to people under 18 before this, on a weekday."""
_SATURDAY: Final = 5


def has_school(round_: Round) -> bool:
    """Tell whether people of a round may sit in school. A demonstration writes to invented people, at
    any hour somebody wants to see it."""
    return round_.age_band not in ("", "adult") and not round_.demonstration


def span(round_: Round, pick: str, day: date) -> tuple[time, time] | None:
    """Return from when and until when a message may come on a local day, or None. What nobody can
    pick is like the round's own hours."""
    if pick not in SPANS:
        return round_.send_from, round_.send_to
    (start, end), weekday = SPANS[pick], day.weekday() < _SATURDAY
    if weekday and pick == WEEKEND:
        return None
    if weekday and has_school(round_):
        start = max(start, AFTER_SCHOOL)
    return (start, end) if start < end else None


def may_come(round_: Round, pick: str, now: datetime) -> datetime:
    """Return ``now`` if a message may come now, else the UTC instant from which on one may."""
    zone = ZoneInfo(round_.zone)
    local = now.astimezone(zone)
    for days in count():
        day = local.date() + timedelta(days=days)
        found = span(round_, pick, day)
        if found is None:
            continue
        start, end = found
        if not days and start <= local.time() < end:
            return now
        at = datetime.combine(day, start, zone).astimezone(UTC)
        if at > now:
            return at
    raise AssertionError  # pragma: no cover - each choice has hours in every week
