"""How long each class of record is kept, and what the clock removes. `docs/retention.md` says why.

What is removed is noted in the audit log by day and class alone. A count would tell, over days, how
many came and left: a second series beside the one figure that staff are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from sqlalchemy import bindparam, delete, exists, or_, select

from bot.consultation.care import NOTE_DAYS
from bot.consultation.model import Round, RoundState
from bot.consultation.telling import plans
from storage.audit import Audit
from storage.own import OwnThings
from storage.people import HOUR, SEEN_OUT, People
from storage.requests import DONE_DAYS
from storage.tables import (
    audience,
    contributor,
    enrolment,
    outbox,
    staff_link,
    staff_session,
    staff_told,
)

MESSAGE_DAYS: Final = 30
TOLD_DAYS: Final = 90
UNTOLD_DAYS: Final = 365
AT_ONCE: Final = 500
"""People removed in one transaction."""

By = Literal["clock", "sealing", "act", "kept"]


@dataclass(frozen=True, slots=True)
class Class:
    """One class of record: its tables, how many days it is kept after it has served (None where no
    clock counts) and what removes it."""

    name: str
    tables: tuple[str, ...]
    days: int | None
    by: By


CLASSES: Final = (
    Class("vault", ("vault",), None, "sealing"),
    Class("results", ("quote", "tally", "scale_pair"), None, "kept"),
    Class("taking_part", ("enrolment", "audience"), TOLD_DAYS, "clock"),
    Class("contact", ("contributor", "contributor_address"), 0, "clock"),
    Class("message", ("outbox",), MESSAGE_DAYS, "clock"),
    Class("delivery", ("inbound_seen",), 1, "clock"),
    Class("never", ("do_not_contact",), None, "act"),
    Class("taken_back", ("gone",), None, "sealing"),
    Class("request", ("help_request",), DONE_DAYS, "clock"),
    Class("concern", ("concern",), None, "act"),
    Class("entry", ("staff_link", "staff_session", "staff_told"), 0, "clock"),
    Class("own", ("staff_own",), NOTE_DAYS, "clock"),
    Class("phrases", ("hard_words",), None, "kept"),
    Class("staff", ("staff", "staff_place", "consult_group", "group_partner"), None, "kept"),
    Class("round", ("round", "outcome", "link"), None, "kept"),
    Class("record", ("record",), None, "kept"),
    Class("workspace", ("workspace", "pace"), None, "act"),
    Class("audit", ("audit",), None, "kept"),
)
"""Every table belongs to one class."""

_entries = tuple(
    delete(table).where(table.c.expires_day < bindparam("today"))
    for table in (staff_link, staff_session, staff_told)
)
_messages = delete(outbox).where(
    or_(*(outbox.c.state == state for state in ("sent", "dropped", "failed"))),
    outbox.c.due_day < bindparam("before"),
)
_to_send = exists().where(outbox.c.round == bindparam("of"))
_taking_part = tuple(
    delete(table).where(table.c.round == bindparam("of"), ~_to_send)
    for table in (audience, enrolment)
)
_idle = (
    select(contributor.c.id)
    .where(
        ~exists().where(enrolment.c.contributor == contributor.c.id),
        ~exists().where(outbox.c.contributor == contributor.c.id),
    )
    .limit(AT_ONCE)
)
_still_idle = _idle.where(contributor.c.id == bindparam("id"))


class Retention(People, Audit, OwnThings):
    """What the clock removes, once a day."""

    def dispose(self, door: date, now: datetime) -> bool:
        """Remove what has been kept long enough; True if there may be more. ``door`` is the day by
        which staff's links and sessions go."""
        self._sql.write(SEEN_OUT, {"hour": int(now.timestamp()) // HOUR})
        # A note to oneself leaves no entry when it goes: that it was there is nobody else's business.
        self._drop_old_notes(now.date())
        before = now.date() - timedelta(days=MESSAGE_DAYS)
        gone = {
            "entry": sum(self._sql.write(each, {"today": door}) for each in _entries),
            "message": self._sql.write(_messages, {"before": before}),
            "taking_part": sum(map(self._end, self._over(now.date()))),
            "request": self._dispose_requests(now.date()),
            "contact": self._remove_idle(),
        }
        for name, count in gone.items():
            if count:
                self._note(None, "dispose", (name, None), None, self._today())
        return gone["contact"] == AT_ONCE

    def _over(self, today: date) -> Iterator[Round]:
        return (each for each in self.rounds() if self._is_over(each, today))

    def _is_over(self, round_: Round, today: date) -> bool:
        """Tell whether nobody needs to know any more who took part: it was called off, or all that
        came of it was told some time ago. What was promised or planned, and never told, waits much
        longer."""
        if round_.state is RoundState.CANCELLED:
            return True
        if round_.state is not RoundState.SEALED:
            return False
        outcomes = self.outcomes(round_.id)
        last = max((plan.due for plan in plans(outcomes)), default=None)
        if last is not None:
            return last + timedelta(days=UNTOLD_DAYS) < today
        days = [each.send_on for each in outcomes if each.state == "sent" and each.send_on]
        if days and len(days) == len(outcomes):
            return max(days) + timedelta(days=TOLD_DAYS) < today
        promised = round_.tell_by
        return promised is not None and promised + timedelta(days=UNTOLD_DAYS) < today

    def _end(self, round_: Round) -> int:
        """Forget who took part in a round, unless a message of it is still there."""
        return sum(self._sql.write(each, {"of": round_.id}) for each in _taking_part)

    def _remove_idle(self) -> int:
        """Remove people who take part in nothing and are sent nothing; return how many were seen."""
        found = self._sql.all(_idle)
        for row in found:
            self._hold(row.id)
            # Somebody may have said yes again while this waited for the row.
            if self._sql.first(_still_idle, {"id": row.id}) is not None:
                self._remove(row.id)
        return len(found)
