"""What staff keep about a round. Whether it is theirs to keep is decided in bot/; here stands what
must hold even if that were wrong: a task is ticked by its owner, the rest is the facilitator's."""

from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from bot.consultation.model import Role, Staff
from bot.consultation.records import Kind, Record
from bot.ports import Refused
from storage.appointing import NOT_YOURS
from storage.codec import Codec
from storage.statement import AnyRow
from storage.tables import record
from storage.tryouts import TryOuts

_RECORD: Final = Codec(Record, frozenset({"id", "round", "kind", "owner", "due", "state"}))
_of_round = select(record).where(record.c.round == bindparam("round")).order_by(record.c.id)
_of_owner = select(record).where(
    record.c.owner == bindparam("owner"), record.c.kind == Kind.TASK.value
)
_by_id = select(record).where(record.c.id == bindparam("id"))
_add = insert(record)
_change = update(record).where(record.c.id == bindparam("record_id"))


class Records(TryOuts):
    """Attendance, tasks and minutes."""

    def records(self, round_id: str) -> tuple[Record, ...]:
        """Return what staff keep about a round."""
        return tuple(map(_read, self._sql.all(_of_round, {"round": round_id})))

    def tasks_of(self, staff_id: str) -> tuple[Record, ...]:
        """Return the tasks of a member of staff, in every round."""
        return tuple(map(_read, self._sql.all(_of_owner, {"owner": staff_id})))

    def keep_attendance(self, kept: Record) -> None:
        """Write the attendance of a round, new or changed, for whoever runs this."""
        self._write_record(kept)
        self._note(None, "keep", ("record", kept.id), kept.round, self._today())

    def _keep_record(self, staff: Staff, kept: Record) -> None:
        """Write a record, new or changed."""
        row = self._sql.first(_by_id, {"id": kept.id})
        before = None if row is None else _read(row)
        if before is not None and (before.kind, before.round) != (kept.kind, kept.round):
            raise Refused(NOT_YOURS)
        self._must_keep(staff, before, kept)
        self._write_record(kept)

    def _write_record(self, kept: Record) -> None:
        values = {
            "body": _RECORD.dump(kept),
            "owner": kept.owner or None,
            "due_day": kept.due,
            "state": kept.state,
        }
        if not self._sql.write(_change, {"record_id": kept.id} | values):
            self._sql.write(_add, values | {"id": kept.id, "round": kept.round, "kind": kept.kind})

    def _must_keep(self, staff: Staff, before: Record | None, kept: Record) -> None:
        """Let a reader write down minutes, an owner tick their task, and the facilitator the rest."""
        if kept.kind is Kind.MINUTES:
            round_ = self.round(kept.round)
            if before is not None or round_ is None or staff.id not in round_.readers:
                raise Refused(NOT_YOURS)
        elif staff.role is not Role.FACILITATOR:
            mine = before is not None and before.owner == staff.id
            if not mine or before is None or kept != replace(before, state=kept.state):
                raise Refused(NOT_YOURS)
        else:
            self._must_run(staff, kept.round)


def _read(row: AnyRow) -> Record:
    return _RECORD.load(
        row.body,
        id=row.id,
        round=row.round,
        kind=Kind(row.kind),
        owner=row.owner or "",
        due=row.due_day,
        state=row.state,
    )
