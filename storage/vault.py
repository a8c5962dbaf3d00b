"""One round's vault: all it collects, under its own key, found by pseudonym.

Sessions, answers and waiting messages are rows of one table. On the identity side nothing changes
when a row here does.
"""

import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import bindparam, delete, insert, select, update

from bot.consultation.model import Answer, Hears, Review
from bot.ports import NotSaved
from storage.box import place
from storage.codec import Codec, encode
from storage.keys import RoundKeys
from storage.sql import AnyRow, Sql
from storage.tables import vault

Kind = Literal["session", "answer", "outbox"]

_ANSWER = Codec(Answer, frozenset({"id"}))
_IN_NO_BATCH = (Review.WAITING, Review.NONE)

_columns = (
    vault.c.id,
    vault.c.kind,
    vault.c.pseud,
    vault.c.question,
    vault.c.state,
    vault.c.batch,
    vault.c.ct,
)
_by_kind = select(*_columns).where(
    vault.c.round == bindparam("round"), vault.c.kind == bindparam("kind")
)
_by_person = _by_kind.where(vault.c.pseud == bindparam("pseud"))
_locked = _by_person.with_for_update()
_one = _by_person.where(vault.c.question == bindparam("question"))
_by_id = select(*_columns).where(
    vault.c.round == bindparam("round"), vault.c.id == bindparam("row")
)
_add = insert(vault)
_change = update(vault).where(vault.c.id == bindparam("row"))
_end = _change.values(state="done", attempts=0, lease=None)
_remove = delete(vault).where(vault.c.id == bindparam("row"))
_forget = delete(vault).where(
    vault.c.round == bindparam("round"), vault.c.pseud == bindparam("pseud")
)


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person is in the conversation. ``hears`` is empty until they chose."""

    row: str
    pseud: bytes
    person: str
    hears: str
    state: str

    @property
    def wants_to_hear(self) -> bool:
        """Tell whether the person chose to hear what came of it."""
        return self.hears in (Hears.ALL, Hears.CHANGES)


@dataclass(frozen=True, slots=True)
class Held:
    """An answer with what the readers must not see: whose it is."""

    pseud: bytes
    answer: Answer
    batch: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits in the vault. ``sent`` tells how it ended, once it has."""

    row: str
    pseud: bytes
    person: str
    key: str
    sent: bool


class Vault:
    """The vault of one round within one transaction."""

    def __init__(self, sql: Sql, round_id: str, keys: RoundKeys) -> None:
        self._sql = sql
        self._round = round_id
        self._keys = keys
        self._sessions: dict[str, Session | None] = {}

    def pseud(self, person: str) -> bytes:
        """Return a person's pseudonym in this round."""
        return hmac.digest(self._keys.link, bytes.fromhex(person), "sha256")

    # sessions
    def session(self, person: str) -> Session | None:
        """Return a person's session; its row is locked for the transaction."""
        if person not in self._sessions:
            row = self._sql.first(_locked, self._person("session", person))
            self._sessions[person] = None if row is None else self._session(row)
        return self._sessions[person]

    def sessions(self) -> Iterator[Session]:
        """Return every session of the round."""
        for row in self._sql.all(_by_kind, {"round": self._round, "kind": "session"}):
            yield self._session(row)

    def begin(self, person: str) -> None:
        """Add a person's session unless it is there."""
        if self.session(person) is None:
            self._add("session", person, "", f"{person} \n".encode())
            del self._sessions[person]

    def write(self, session: Session, state: str, hears: str) -> None:
        """Change a session.

        Raises:
            NotSaved: it went away meanwhile.
        """
        plain = f"{session.person} {hears}\n{state}".encode("utf-8", "surrogatepass")
        where = self._where("session", session.row, session.pseud, "")
        values = {"row": session.row, "ct": self._keys.box.seal(plain, where)}
        if not self._sql.write(_change, values):
            raise NotSaved("database")
        self._sessions[session.person] = Session(
            session.row, session.pseud, session.person, hears, state
        )

    # answers
    def answers(self, person: str) -> dict[str, Answer]:
        """Return a person's answers by question."""
        rows = self._sql.all(_by_person, self._person("answer", person))
        return {row.question: self._held(row).answer for row in rows}

    def all_answers(self) -> Iterator[Held]:
        """Return every answer of the round."""
        for row in self._sql.all(_by_kind, {"round": self._round, "kind": "answer"}):
            yield self._held(row)

    def keep(self, person: str, answer: Answer) -> None:
        """Keep an answer in place of the one that stood, in a row of its own."""
        find = self._person("answer", person) | {"question": answer.question}
        old = self._sql.first(_one, find)
        batch = None
        if old is not None:
            self._sql.write(_remove, {"row": old.id})
            batch = None if answer.review in _IN_NO_BATCH else old.batch
        plain = _ANSWER.dump(answer).encode()
        self._add("answer", person, answer.question, plain, state=answer.review, batch=batch)

    def take_back(self, person: str, question: str) -> None:
        """Remove one answer, or all when ``question`` is empty."""
        for row in self._sql.all(_by_person, self._person("answer", person)):
            if question in ("", row.question):
                self._sql.write(_remove, {"row": row.id})

    def answer(self, row_id: str) -> Held | None:
        """Return an answer by its row."""
        row = self._sql.first(_by_id, {"round": self._round, "row": row_id})
        return None if row is None or row.kind != "answer" else self._held(row)

    def decided(self, held: Held, answer: Answer) -> None:
        """Write what a reader decided, in the answer's own row."""
        where = self._where("answer", answer.id, held.pseud, answer.question)
        ct = self._keys.box.seal(_ANSWER.dump(answer).encode(), where)
        self._sql.write(_change, {"row": answer.id, "ct": ct, "state": answer.review})

    # messages
    def plan(self, person: str, key: str, day: date) -> None:
        """Plan a person's one message of this kind unless it was planned before."""
        if self._sql.first(_by_person, self._person("outbox", person)) is None:
            plain = encode([person, key, 0]).encode()
            self._add("outbox", person, "", plain, state="planned", due_day=day)

    def waiting(self, row_id: str) -> Waiting | None:
        """Return a planned message by its row, or None if it is gone or over."""
        row = self._sql.first(_by_id, {"round": self._round, "row": row_id})
        return None if row is None or row.state != "planned" else self._waiting(row)

    def messages(self, person: str) -> Iterator[Waiting]:
        """Return a person's messages, waiting or over."""
        for row in self._sql.all(_by_person, self._person("outbox", person)):
            yield self._waiting(row)

    def over(self, waiting: Waiting, *, sent: bool) -> None:
        """Write how a message ended. Both endings leave a row that looks the same."""
        where = self._where("outbox", waiting.row, waiting.pseud, "")
        plain = encode([waiting.person, waiting.key, int(sent)]).encode()
        self._sql.write(_end, {"row": waiting.row, "ct": self._keys.box.seal(plain, where)})

    def forget(self, person: str) -> None:
        """Remove all that is held about a person."""
        self._sql.write(_forget, {"round": self._round, "pseud": self.pseud(person)})
        self._sessions.pop(person, None)

    def _person(self, kind: Kind, person: str) -> dict[str, Any]:
        return {"round": self._round, "kind": kind, "pseud": self.pseud(person)}

    def _where(self, kind: str, row: str, pseud: bytes, question: str) -> bytes:
        name = self._keys.name
        return place("vault", row, "", self._round, name, kind, pseud.hex(), question)

    def _open(self, row: AnyRow) -> str:
        where = self._where(row.kind, row.id, row.pseud, row.question)
        return self._keys.box.open(row.ct, where).decode("utf-8", "surrogatepass")

    def _add(self, kind: Kind, person: str, question: str, plain: bytes, **more: Any) -> None:
        row, pseud = secrets.token_hex(16), self.pseud(person)
        values: dict[str, Any] = {"id": row, "round": self._round, "kind": kind, "pseud": pseud}
        values |= {"question": question, "state": "", "batch": None, "attempts": 0}
        values |= {"due_day": None, "lease": None} | more
        ct = self._keys.box.seal(plain, self._where(kind, row, pseud, question))
        self._sql.write(_add, values | {"ct": ct})

    def _session(self, row: AnyRow) -> Session:
        head, _, state = self._open(row).partition("\n")
        person, _, hears = head.partition(" ")
        return Session(row.id, row.pseud, person, hears, state)

    def _held(self, row: AnyRow) -> Held:
        answer = _ANSWER.load(self._open(row), id=row.id)
        if answer.review != row.state:
            raise NotSaved("database")
        return Held(row.pseud, answer, row.batch)

    def _waiting(self, row: AnyRow) -> Waiting:
        person, key, sent = json.loads(self._open(row))
        return Waiting(row.id, row.pseud, person, key, bool(sent))
