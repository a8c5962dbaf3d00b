"""The audit log: append-only, chained, without a word or a contributor in it.

Answers stand in it under the alias by which readers know them, and only their round's key leads
back from that (see :meth:`storage.vault_rows.VaultRows.alias`). Of contributors it holds one number,
and that only once staff have been shown it: how many have answered.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import insert, select, text

from bot.consultation.model import Staff
from bot.witness import Head
from storage.codec import encode
from storage.tables import HASH_BYTES, audit
from storage.work import Work

_FIELDS = ("seq", "day", "actor_role", "actor", "verb", "object_type", "object", "round")
_START = bytes(HASH_BYTES)
_last = select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)
_chain = select(audit).order_by(audit.c.seq)
_entries = _chain.with_only_columns(
    *(audit.c[name] for name in ("seq", "day", "actor_role", "actor", "verb", "object_type")),
    audit.c.round,
    audit.c.n,
)
_add = insert(audit)
_in_line = text("SELECT pg_advisory_xact_lock(4860617)")
"""One transaction at a time goes on with the chain; the number is our own."""


class Broken(NamedTuple):
    """What is wrong with the log, and the number of the first entry of which that is known.

    ``changed``: it is not as it was written. ``cut``: it is gone, and so is all that followed it.
    ``rewritten``: it is whole, but it is not the entry that was noted elsewhere by its number.
    """

    how: Literal["changed", "cut", "rewritten"]
    number: int


class Entry(NamedTuple):
    """Who did what on which day. ``n`` is a released figure, in an entry about one."""

    number: int
    day: date
    role: str
    actor: str | None
    verb: str
    kind: str
    round: str | None
    n: int | None


class Audit(Work):
    """Writing the log and reading it."""

    def verify_audit(self, heads: Iterable[Head] = ()) -> Broken | None:
        """Return the first thing that is wrong, or None.

        Entries cut off at the end, and a log written anew by somebody who holds the key, are seen
        only against ``heads`` that were noted elsewhere.
        """
        values, prev = [_START.hex()], _START
        for row in self._sql.all(_chain):
            whole = row.seq == len(values) and row.prev == prev
            if not whole or row.mac != self._mac(prev, row._asdict()):
                return Broken("changed", len(values))
            prev = row.mac
            values.append(prev.hex())
        for head in sorted(heads):
            if head.number >= len(values):
                return Broken("cut", len(values))
            if head.value != values[head.number]:
                return Broken("rewritten", head.number)
        return None

    def audit_head(self) -> Head:
        """Return the last entry's number and its chain value, to note them elsewhere."""
        seq, mac = self._head()
        return Head(seq, mac.hex())

    def audit_entries(self) -> list[Entry]:
        """Return every entry, the oldest first."""
        return [Entry(*row) for row in self._sql.all(_entries)]

    def note_refused(self, staff: Staff, act: str, now: datetime) -> None:
        """Note that somebody tried an act that is not their role's, and not what it was about."""
        self._note(staff, "refused", (act, None), None, now.date())

    def _note(
        self,
        actor: Staff | None,
        verb: str,
        about: tuple[str, str | None],
        round_id: str | None,
        day: date,
        *,
        n: int | None = None,
    ) -> None:
        """Add an entry. ``actor`` is None for the clock; ``about`` is a type and an id, ``n`` a
        figure that staff are shown."""
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
            "n": n,
        }
        self._sql.write(_add, entry | {"prev": prev, "mac": self._mac(prev, entry)})

    def _head(self) -> tuple[int, bytes]:
        row = self._sql.first(_last)
        return (0, _START) if row is None else (row.seq, row.mac)

    def _mac(self, prev: bytes, entry: Mapping[str, Any]) -> bytes:
        fields = [entry[name] for name in _FIELDS]
        fields[1] = fields[1].isoformat()
        if entry["n"] is not None:
            fields.append(entry["n"])
        return self._keys.audit_mac(prev + encode(fields).encode())
