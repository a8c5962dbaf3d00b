"""What is done in a round for somebody who needs help: three modes, of which one is chosen.

Nothing here looks for people who need help, and nothing tells anybody that one does.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.consultation.dates import WEEKDAYS, days_off
from bot.consultation.model import Concern, HelpRequest, Round, RoundState
from bot.consultation.support import stale
from prompts.schema import SupportFile, SupportLine

SIGNPOST: Final = "signpost"
"""Whom to call, and no more."""
ON_REQUEST: Final = "contact_on_request"
"""On top of that a person can ask to be contacted."""
BREAK_GLASS: Final = "break_glass"
"""On top of that two leads together can find out who wrote words that worried a reader."""
MODES: Final = (ON_REQUEST, SIGNPOST, BREAK_GLASS)
UNDER_12: Final = "under12"
"""The age band of those who take part only beside a worker."""
WARN_BEFORE: Final = timedelta(days=21)
"""Staff are told so long before support lines are too old to open a round with."""


def takes_requests(round_: Round) -> bool:
    """Tell whether people of a round can ask to be contacted."""
    return round_.safety != SIGNPOST


def may_break_glass(concern: Concern, round_: Round) -> bool:
    """Tell whether two leads can find out whose the words of a concern are: the round said so when
    it asked, and it is not sealed."""
    open_ = round_.state in (RoundState.OPEN, RoundState.CLOSED)
    two = round_.second not in ("", round_.lead)
    return open_ and two and round_.safety == BREAK_GLASS and bool(concern.answer)


def needs_worker(round_: Round) -> bool:
    """Tell whether people join a round only in a room, with a worker beside them."""
    return round_.age_band == UNDER_12


def overdue(request: HelpRequest, round_: Round, now: datetime) -> bool:
    """Tell whether somebody was to be answered before now and still waits."""
    return request.waits and request.due < now.astimezone(ZoneInfo(round_.zone)).replace(
        tzinfo=None
    )


def works(round_: Round, day: date) -> bool:
    """Tell whether the lead answers requests on a day."""
    return WEEKDAYS[day.weekday()] in round_.help_days and day not in days_off(round_)


def to_check(support: SupportFile, today: date) -> tuple[tuple[SupportLine, ...], date | None]:
    """Return the support lines that are too old to open a round with, or soon will be, and the last
    day before the first of them is."""
    lines = stale(support, today + WARN_BEFORE)
    return lines, _last_day(lines, timedelta(days=support.stale_after_days))


def _last_day(lines: Iterable[SupportLine], limit: timedelta) -> date | None:
    return min((line.checked_on + limit for line in lines), default=None)
