"""Which support lines fit an age band and the hour. Facts come from `prompts/support/*.yaml`.

A line is never offered to somebody it does not serve, nor while it is shut.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.consultation.dates import WEEKDAYS
from prompts.schema import SupportFile, SupportLine

_YOUNGEST: Final = 12
_OLDEST: Final = 120
AGES: Final = {
    "under12": (5, 11),
    "under18": (_YOUNGEST, 17),
    "adult": (18, _OLDEST),
    "mixed": (_YOUNGEST, _OLDEST),
}
"""The age bands of a round, with their youngest and oldest person in years."""

_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line that is open. ``until`` is when it shuts, in the lines' own local time without a
    zone; None means that it never does."""

    line: SupportLine
    until: datetime | None = None


def lines_for(support: SupportFile, age_band: str, now: datetime) -> tuple[OpenLine, ...]:
    """Return the lines to offer at ``now`` (any zone, but with one), in the file's order.

    In a mixed group every line is offered and says itself whom it is for. With a band that is not
    in :data:`AGES` only lines for everybody are offered.
    """
    local = now.astimezone(ZoneInfo(support.time_zone)).replace(tzinfo=None)
    minute = local.weekday() * _DAY + local.hour * 60 + local.minute
    found = []
    for line in support.lines:
        if not offered(line, age_band):
            continue
        left = _minutes_left(line, minute)
        if left is None:
            found.append(OpenLine(line))
        elif left:
            whole = local.replace(second=0, microsecond=0)
            found.append(OpenLine(line, whole + timedelta(minutes=left)))
    return tuple(found)


def offered(line: SupportLine, age_band: str) -> bool:
    """Tell whether a line may be offered to people of an age band."""
    if age_band == "mixed":
        return line.max_age is None or line.max_age >= _YOUNGEST
    return _serves(line, *AGES.get(age_band, (_YOUNGEST, _OLDEST)))


def stale(support: SupportFile, today: date) -> tuple[SupportLine, ...]:
    """Return the lines whose facts nobody has compared with their page for too long."""
    limit = timedelta(days=support.stale_after_days)
    return tuple(line for line in support.lines if line.checked_on + limit < today)


def always_someone(support: SupportFile, age_band: str) -> bool:
    """Tell whether everybody of an age band finds an open line at every hour of the week."""
    if age_band == "mixed":
        return always_someone(support, "under18") and always_someone(support, "adult")
    spans = [
        span
        for line in support.lines
        if _serves(line, *AGES.get(age_band, (_YOUNGEST, _OLDEST)))
        for span in _spans(line)
    ]
    # Open hours can only run out where a span ends, so these are the minutes to look at.
    ends = {0, *(end % _WEEK for _, end in spans)}
    return all(_end_at(spans, minute) is not None for minute in ends)


def _serves(line: SupportLine, youngest: int, oldest: int) -> bool:
    """Whether everybody between two ages is welcome, so that no one is sent there in vain."""
    return (line.min_age is None or line.min_age <= youngest) and (
        line.max_age is None or line.max_age >= oldest
    )


def _spans(line: SupportLine) -> tuple[tuple[int, int], ...]:
    """The line's hours as minutes from Monday 00:00, the end not included."""
    if line.hours == "always":
        return ((0, _WEEK),)
    spans = []
    for span in line.hours:
        length = (_minute(span.closes) - _minute(span.opens)) % _DAY or _DAY
        for day in span.days:
            start = WEEKDAYS.index(day) * _DAY + _minute(span.opens)
            spans.append((start, start + length))
    return tuple(spans)


def _minute(when: time) -> int:
    return when.hour * 60 + when.minute


def _end_at(spans: Iterable[tuple[int, int]], minute: int) -> int | None:
    """The latest end, counted from ``minute``, of the spans that hold this minute of the week."""
    left = [(end - minute) % _WEEK or _WEEK for start, end in spans if _holds(start, end, minute)]
    return max(left, default=None)


def _holds(start: int, end: int, minute: int) -> bool:
    return start <= minute < end or start <= minute + _WEEK < end


def _minutes_left(line: SupportLine, minute: int) -> int | None:
    """How long the line stays open: 0 when it is shut, None when it never shuts."""
    spans = _spans(line)
    total = 0
    while (left := _end_at(spans, (minute + total) % _WEEK)) is not None:
        total += left
        if total >= _WEEK:
            return None
    return total
