"""The rows of a vault: how they are found, sealed, opened and removed, whatever they hold."""

import base64
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple, cast

from sqlalchemy import bindparam, delete, insert, select, update

from bot.ports import NotSaved
from storage.box import PADDED_TO
from storage.codec import listed, quoted
from storage.keys import RoundKeys
from storage.sql import Sql
from storage.statement import AnyRow
from storage.tables import ID_BYTES, PLANNED, vault

type Kind = Literal["session", "answer", "outbox", "invite", "list"]

ROOM: Final = {"session": 8192, "answer": 8192}
"""Kinds of rows that may hold words, and how many bytes each such row has: the longest answer fits
in. Quotes lie in clear after sealing; a row of an old copy must not tell how long its text was."""


class _Row(NamedTuple):
    """The columns of a row that are looked at."""

    id: str
    kind: str
    pseud: bytes
    question: str
    state: str
    batch: int | None
    ct: bytes


_rows = select(*(vault.c[name] for name in _Row._fields)).where(vault.c.round == bindparam("round"))
_of_kind = _rows.where(vault.c.kind == bindparam("kind"))
_of_person = _rows.where(vault.c.pseud == bindparam("pseud"))
_list = _of_person.where(vault.c.kind == "list")
_session = _of_person.where(vault.c.kind == "session")
_invite = _of_person.where(vault.c.kind == "invite").add_columns(vault.c.due_day)
_sessions = _rows.where(vault.c.kind == "session").order_by(vault.c.id).with_for_update()
_lock = _session.with_only_columns(vault.c.id).with_for_update()
_by_id = _rows.where(vault.c.id == bindparam("row"))
_planned = _by_id.where(PLANNED).add_columns(vault.c.lease)
_held = _of_person.where(PLANNED, vault.c.lease > bindparam("at"))
_names = _of_kind.with_only_columns(vault.c.id, vault.c.pseud)
_add = insert(vault)
_change = update(vault).where(vault.c.id == bindparam("row"))
_remove = delete(vault).where(vault.c.id == bindparam("row"))
_forget = (
    delete(vault)
    .where(vault.c.round == bindparam("round"), vault.c.pseud == bindparam("pseud"))
    .returning(vault.c.id)
)


def hidden(key: bytes, *parts: str) -> str:
    """Return eight characters that stand for words without telling them."""
    return base64.b64encode(hmac.digest(key, listed(parts), "sha256")[:6]).decode()


class VaultRows:
    """The rows of one round's vault within one transaction.

    The row of a person's session is the lock of all their rows: whoever means to change one of
    them takes it first.
    """

    def __init__(
        self, sql: Sql, round_id: str, keys: RoundKeys, owe: Callable[[str, bytes], None]
    ) -> None:
        self._sql = sql
        self._owe = owe
        self._round = round_id
        self._keys = keys
        self._here = f'"", "{round_id}", "{keys.name}"'
        self._pseuds: dict[str, bytes] = {}

    def all(self, kind: Kind) -> list[AnyRow]:
        """Return every row of a kind."""
        return self._sql.all(_of_kind, {"round": self._round, "kind": kind})

    def of(self, person: str) -> list[AnyRow]:
        """Return a person's rows, locked for the transaction."""
        pseud = self._pseud(person)
        self.lock(pseud)
        return self._sql.all(_of_person, {"round": self._round, "pseud": pseud})

    def lock(self, pseud: bytes) -> None:
        """Wait until nobody else changes this person's rows, and keep them until the commit."""
        self._sql.lock(_lock, {"round": self._round, "pseud": pseud})

    def sessions(self) -> list[AnyRow]:
        """Return the rows of all sessions, locked for the transaction."""
        return self._sql.all(_sessions, {"round": self._round})

    def session(self, person: str) -> AnyRow | None:
        """Return the row of a person's session for a look, without keeping others from it."""
        return self._sql.first(_session, {"round": self._round, "pseud": self._pseud(person)})

    def under_way(self, person: str, at: float) -> bool:
        """Tell whether a message of a person is claimed at an instant (seconds)."""
        find = {"round": self._round, "pseud": self._pseud(person), "at": at}
        return self._sql.first(_held, find) is not None

    def invitation(self, address: str) -> AnyRow | None:
        """Return the row of the invitation to an address, with its day."""
        return self._sql.first(_invite, {"round": self._round, "pseud": self._pseud(address)})

    def by_id(self, row_id: str) -> AnyRow | None:
        """Return a row of this round."""
        return self._sql.first(_by_id, {"round": self._round, "row": row_id})

    def planned(self, row_id: str) -> AnyRow | None:
        """Return the row of a message of this round that is not over, with its lease."""
        return self._sql.first(_planned, {"round": self._round, "row": row_id})

    def open(self, row: AnyRow) -> str:
        """Return what a row holds.

        Raises:
            NotSaved: the row is not as it was written (``database``).
        """
        where = self._where(row.kind, row.id, row.pseud, row.question)
        return self._keys.box.open(row.ct, where).decode("utf-8", "surrogatepass")

    def add(
        self, kind: Kind, person: str, plain: str, question: str = "", **columns: Any
    ) -> AnyRow:
        """Add a row with a random id and return it; ``columns`` are what it has besides."""
        values = self._fresh(kind, person, plain, question, columns)
        self._sql.write(_add, values)
        return cast("AnyRow", _Row(*(values[name] for name in _Row._fields)))

    def add_all(self, kind: Kind, plains: Mapping[str, str]) -> None:
        """Add a row for each person (id to what it holds) at once."""
        self._sql.write(_add, [self._fresh(kind, who, plains[who], "", {}) for who in plains])

    def _fresh(
        self, kind: Kind, person: str, plain: str, question: str, columns: Mapping[str, Any]
    ) -> dict[str, Any]:
        pseud, row = self._pseud(person), secrets.token_hex(16)
        return {
            "id": row,
            "round": self._round,
            "kind": kind,
            "pseud": pseud,
            "question": question,
            "state": "",
            "batch": None,
            "attempts": 0,
            "due_day": None,
            "lease": None,
            "ct": self._seal(kind, plain, self._where(kind, row, pseud, question)),
            **columns,
        }

    def change(self, row: AnyRow, plain: str, **columns: Any) -> None:
        """Put something else into a row; ``columns`` are what changes besides."""
        where = self._where(row.kind, row.id, row.pseud, row.question)
        sealed = self._seal(row.kind, plain, where)
        self._sql.write(_change, {"row": row.id, "ct": sealed, **columns})

    def remove(self, row: AnyRow) -> None:
        """Remove a row for good: no backup brings it back."""
        self._owe(self._keys.name, self._keys.mark(row.id))
        self._sql.write(_remove, {"row": row.id})

    def forget(self, person: str) -> None:
        """Remove all rows of a person for good, as :meth:`remove`."""
        pseud = self._pseud(person)
        self.lock(pseud)
        for row in self._sql.all(_forget, {"round": self._round, "pseud": pseud}):
            self._owe(self._keys.name, self._keys.mark(row.id))

    def word_list(self) -> AnyRow | None:
        """Return the row of the round's word list, found by the round's own id."""
        return self._sql.first(_list, {"round": self._round, "pseud": self._pseud(self._round)})

    def hider(self, *about: str) -> Callable[[str], str]:
        """Return what turns words into eight characters that do not tell them. Only this round's
        key makes the same of them again; ``about`` makes it differ."""
        link = self._keys.link
        return lambda words: hidden(link, *about, words)

    def behind(self, alias: str) -> AnyRow | None:
        """Return the id and the pseudonym of the answer's row that an alias stands for."""
        rows = self._sql.all(_names, {"round": self._round, "kind": "answer"})
        return next((row for row in rows if self.alias(row.id) == alias), None)

    def quote(self, row_id: str) -> str:
        """Return the id that a row's text has as a quote. Only this round's key makes it, and it says
        nothing of the alias by which readers know the answer."""
        return hmac.digest(self._keys.link, listed(("quote", row_id)), "sha256")[:ID_BYTES].hex()

    def alias(self, row_id: str) -> str:
        """Return the id that stands for a row's outside the vault: it follows from the round's key
        and leads nowhere without it."""
        return hmac.digest(self._keys.link, listed(("alias", row_id)), "sha256")[:ID_BYTES].hex()

    def stale(self) -> NotSaved:
        """Return what to raise where somebody else has changed what was read."""
        return self._sql.stale()

    def _pseud(self, person: str) -> bytes:
        if person not in self._pseuds:
            made = hmac.digest(self._keys.link, bytes.fromhex(person), "sha256")
            self._pseuds[person] = made
        return self._pseuds[person]

    def _where(self, kind: str, row: str, pseud: bytes, question: str) -> bytes:
        """Return the :func:`~storage.box.place` of a row, made of what each row has of its own."""
        return f'["vault", "{row}", {self._here}, "{kind}", "{pseud.hex()}", {quoted(question)}]'.encode()

    def _seal(self, kind: str, plain: str, where: bytes) -> bytes:
        room = ROOM.get(kind, PADDED_TO)
        return self._keys.box.seal(plain.encode("utf-8", "surrogatepass"), where, room)
