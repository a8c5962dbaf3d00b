"""What every part of a unit of work stands on: the statements, the keys and the rounds' vaults.

Where several transactions run at once (PostgreSQL), three locks keep them apart. Whoever looks into
a round's vault holds the round's row *shared*, so that its state stays; whoever changes the row
holds it alone. Whoever changes what a person has in a vault holds the row of that person's session.
Whoever writes the audit log waits in line. What was read before a lock was had is compared with
what stands behind it; where it differs the transaction is *stale* and begins again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, select

from bot.consultation.model import Round, RoundState
from bot.ports import NotSaved
from storage.errors import Fault
from storage.keys import KeyStore, key_name
from storage.sql import Sql, insert_new
from storage.statement import Book
from storage.tables import gone, round_
from storage.vault import Vault
from storage.vault_rows import VaultRows

WITH_VAULT: Final = frozenset(
    {RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED, RoundState.SEALING}
)
"""States in which a round has a vault; its rows are gone in every other."""

_note_gone = insert_new(gone)
_state = (
    select(round_.c.state, round_.c.evaluation)
    .where(round_.c.id == bindparam("id"))
    .with_for_update(read=True)
)


@dataclass(slots=True)
class Shared:
    """What all units of work of one database have in common. ``today`` dates what the clock does in
    the audit log."""

    book: Book
    keys: KeyStore
    today: Callable[[], date]
    saved: Callable[[int, float], None] = lambda _turns, _took: None
    """Hears of each commit: how many turns it saved, and how many seconds it took."""
    swept: int = 0
    """The hour in which delivery ids that have run out were last removed."""


class Work:
    """The base of :class:`storage.unit.StoredUnit`.

    ``after_commit`` and ``after_rollback`` hold what is done to key files once the outcome of the
    transaction is known.
    """

    def __init__(self, sql: Sql, shared: Shared) -> None:
        self._sql = sql
        self._shared = shared
        self._keys = shared.keys
        self._today = shared.today
        self._vaults: dict[str, Vault | None] = {}
        self._seen: dict[str, Round] = {}
        self.after_commit: list[Callable[[], None]] = []
        self.after_rollback: list[Callable[[], None]] = []
        self._owed: list[tuple[str, bytes]] = []

    @property
    def fault(self) -> Fault | None:
        """What went wrong with the database first, if anything did."""
        return self._sql.fault

    def _key_of(self, round_id: str) -> str | None:
        """Return the name of a round's key, or None if it has no vault; its state stays as it is
        until the commit."""
        seen = self._seen.get(round_id)
        if seen is not None and self._sql.alone:
            state, evaluation = seen.state, seen.evaluation
        else:
            row = self._sql.first(_state, {"id": round_id})
            if seen is not None and (row is None or seen.state != row.state):
                raise self._sql.stale()
            if row is None:
                return None
            state, evaluation = RoundState(row.state), row.evaluation or ""
        return key_name(round_id, state, evaluation) if state in WITH_VAULT else None

    def _vault_if_any(self, round_id: str) -> Vault | None:
        if round_id not in self._vaults:
            name = self._key_of(round_id)
            self._vaults[round_id] = (
                None
                if name is None
                else Vault(VaultRows(self._sql, round_id, self._keys.round(name), self._owe))
            )
        return self._vaults[round_id]

    def _vault(self, round_id: str) -> Vault:
        vault = self._vault_if_any(round_id)
        if vault is None:
            raise NotSaved("key")
        return vault

    def _owe(self, name: str, line: bytes) -> None:
        """Note a line for a list beside the keys: it is put there after the commit."""
        self._write_gone(name, line)
        self._owed.append((name, line))

    def _write_gone(self, name: str, line: bytes) -> None:
        self._sql.write(_note_gone, {"list": name, "line": line})

    def check(self) -> None:
        """See that nothing went wrong on the way, whatever became of the error.

        Raises:
            NotSaved: something did.
        """
        if self.fault is not None:
            raise self.fault.told()

    def conclude(self) -> None:
        """Do what waited for the commit. What is owed to the lists beside the keys is put there by
        :meth:`storage.ledger.Ledger.settle`, for several transactions at once."""
        self._keys.ledger.owe(self._owed)
        _each(self.after_commit)

    def undo(self) -> None:
        """Do what a rollback asks for."""
        _each(self.after_rollback)


def _each(acts: list[Callable[[], None]]) -> None:
    """Do what waited for the outcome of a transaction, once. The outcome is decided by now: a key
    that cannot be destroyed, or anything else that goes wrong here, changes nothing."""
    while acts:
        with suppress(Exception):
            acts.pop(0)()
