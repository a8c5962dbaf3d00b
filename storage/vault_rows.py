"""The rows of a vault: how they are found, sealed, opened and removed, whatever they hold."""

import hmac
import secrets
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import bindparam, delete, insert, select, update

from storage.box import place
from storage.keys import RoundKeys
from storage.sql import AnyRow, Sql
from storage.tables import vault

type Kind = Literal["session", "answer", "outbox"]

_rows = select(
    vault.c.id,
    vault.c.kind,
    vault.c.pseud,
    vault.c.question,
    vault.c.state,
    vault.c.batch,
    vault.c.ct,
).where(vault.c.round == bindparam("round"))
_of_kind = _rows.where(vault.c.kind == bindparam("kind"))
_of_person = _of_kind.where(vault.c.pseud == bindparam("pseud"))
_locked = _of_person.with_for_update()
_by_id = _rows.where(vault.c.id == bindparam("row"))
_add = insert(vault)
_change = update(vault).where(vault.c.id == bindparam("row"))
_remove = delete(vault).where(vault.c.id == bindparam("row"))
_forget = delete(vault).where(
    vault.c.round == bindparam("round"), vault.c.pseud == bindparam("pseud")
)


class VaultRows:
    """The rows of one round's vault within one transaction."""

    def __init__(self, sql: Sql, round_id: str, keys: RoundKeys) -> None:
        self._sql = sql
        self._round = round_id
        self._keys = keys

    def all(self, kind: Kind) -> Sequence[AnyRow]:
        """Return every row of a kind."""
        return self._sql.all(_of_kind, {"round": self._round, "kind": kind})

    def of(self, kind: Kind, person: str) -> Sequence[AnyRow]:
        """Return a person's rows of a kind."""
        return self._sql.all(_of_person, self._find(kind, person))

    def locked(self, kind: Kind, person: str) -> AnyRow | None:
        """Return a person's one row of a kind, locked for the transaction."""
        return self._sql.first(_locked, self._find(kind, person))

    def by_id(self, row_id: str) -> AnyRow | None:
        """Return a row of this round."""
        return self._sql.first(_by_id, {"round": self._round, "row": row_id})

    def open(self, row: AnyRow) -> str:
        """Return what a row holds.

        Raises:
            NotSaved: the row is not as it was written (``database``).
        """
        where = self._where(row.kind, row.id, row.pseud, row.question)
        return self._keys.box.open(row.ct, where).decode("utf-8", "surrogatepass")

    def add(self, kind: Kind, person: str, plain: str, question: str = "", **columns: Any) -> None:
        """Add a row with a random id; ``columns`` are what it has besides."""
        row, pseud = secrets.token_hex(16), self._pseud(person)
        bare = {"state": "", "batch": None, "attempts": 0, "due_day": None, "lease": None}
        whose = {"id": row, "round": self._round, "kind": kind, "pseud": pseud}
        sealed = self._seal(plain, self._where(kind, row, pseud, question))
        self._sql.write(_add, {**bare, **whose, "question": question, "ct": sealed, **columns})

    def change(self, row: AnyRow, plain: str, **columns: Any) -> None:
        """Put something else into a row; ``columns`` are what changes besides."""
        sealed = self._seal(plain, self._where(row.kind, row.id, row.pseud, row.question))
        self._sql.write(_change, {"row": row.id, "ct": sealed, **columns})

    def remove(self, row: AnyRow) -> None:
        """Remove a row."""
        self._sql.write(_remove, {"row": row.id})

    def forget(self, person: str) -> None:
        """Remove all rows of a person."""
        self._sql.write(_forget, {"round": self._round, "pseud": self._pseud(person)})

    def _pseud(self, person: str) -> bytes:
        return hmac.digest(self._keys.link, bytes.fromhex(person), "sha256")

    def _find(self, kind: Kind, person: str) -> dict[str, Any]:
        return {"round": self._round, "kind": kind, "pseud": self._pseud(person)}

    def _where(self, kind: str, row: str, pseud: bytes, question: str) -> bytes:
        name = self._keys.name
        return place("vault", row, "", self._round, name, kind, pseud.hex(), question)

    def _seal(self, plain: str, where: bytes) -> bytes:
        return self._keys.box.seal(plain.encode("utf-8", "surrogatepass"), where)
