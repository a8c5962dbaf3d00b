"""The audit log: append-only, chained, without a word or a contributor in it."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, text

from bot.consultation.model import Staff
from storage.codec import encode
from storage.tables import HASH_BYTES, audit
from storage.work import Work

_FIELDS = ("seq", "day", "actor_role", "actor", "verb", "object_type", "object", "round")
_START = bytes(HASH_BYTES)
_last = select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)
_chain = select(audit).order_by(audit.c.seq)
_add = insert(audit)
_in_line = text("SELECT pg_advisory_xact_lock(4860617)")
"""One transaction at a time goes on with the chain; the number is our own."""
_opened = select(audit.c.object).where(
    audit.c.actor == bindparam("staff"),
    audit.c.day == bindparam("day"),
    audit.c.verb == "uncover",
)


class Audit(Work):
    """Writing the log and reading it."""

    def opened_on(self, staff_id: str, day: date) -> frozenset[str]:
        """Return the ids of the answers a reader opened on a day, local to the round they are of."""
        rows = self._sql.all(_opened, {"staff": staff_id, "day": day})
        return frozenset(row.object for row in rows)

    def verify_audit(self) -> int | None:
        """Return the number of the first entry that is not as it was written, or None.

        Entries cut off at the end cannot be seen from here: compare :meth:`audit_head` with one
        noted elsewhere.
        """
        prev, expected = _START, 1
        for row in self._sql.all(_chain):
            whole = row.seq == expected and row.prev == prev
            fields = {name: getattr(row, name) for name in _FIELDS}
            if not whole or self._mac(prev, fields) != row.mac:
                return expected
            prev, expected = row.mac, expected + 1
        return None

    def audit_head(self) -> tuple[int, str]:
        """Return the last entry's number and its chain value in hex, to note them elsewhere."""
        seq, mac = self._head()
        return seq, mac.hex()

    def _note(
        self,
        actor: Staff | None,
        verb: str,
        about: tuple[str, str],
        round_id: str | None,
        day: date,
    ) -> None:
        """Add an entry. ``actor`` is None for the clock; ``about`` is a type and an id."""
        self._sql.lock(_in_line, {})
        seq, prev = self._head()
        entry: dict[str, Any] = {
            "seq": seq + 1,
            "day": day,
            "actor_role": "system" if actor is None else actor.role,
            "actor": None if actor is None else actor.id,
            "verb": verb,
            "object_type": about[0],
            "object": about[1],
            "round": round_id,
        }
        self._sql.write(_add, entry | {"prev": prev, "mac": self._mac(prev, entry)})

    def _head(self) -> tuple[int, bytes]:
        row = self._sql.first(_last)
        return (0, _START) if row is None else (row.seq, row.mac)

    def _mac(self, prev: bytes, entry: Any) -> bytes:
        fields = [entry[name] for name in _FIELDS]
        fields[1] = fields[1].isoformat()
        return self._keys.audit_mac(prev + encode(fields).encode())
