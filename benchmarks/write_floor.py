"""The least that the measured turn can cost: what the driver takes for the same statements.

The statements of a real turn are written down and done again with fresh values, together with the
hashing, sealing and JSON that belong to them. What is not here is the product: its rules, its
screens, its checks.
"""

import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, Final, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.write_chats import ROUND, Chats, Chatter
from bot.ports import Unit
from storage.box import PADDED_TO
from storage.sql import Sql
from storage.vault import _ANSWER
from storage.vault_rows import ROOM

type Values = Callable[[dict[str, Any]], tuple[Any, ...]]
type Log = list[tuple[str, tuple[Any, ...]]]

_KINDS: Final = {
    "INSERT INTO inbound_seen": "seen",
    "INSERT INTO vault": "add",
    "UPDATE vault": "change",
    "SELECT contributor.": "person",
    "SELECT vault.id, vault.kind": "rows",
    "SELECT": "look",
}
"""What a statement is for, by how it begins."""
_ID, _HASH, _NONCE = 16, 32, 12
_PACKED: Final = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class _After:
    """What a turn leaves behind, by how many answers were kept before it."""

    question: str
    state: Any
    answer: Any


@dataclass
class Floor:
    """The turn, bare. ``keep`` does it on a driver's cursor, in a transaction of the caller's."""

    link: bytes
    lookup: bytes
    vault: AESGCM
    contact: AESGCM
    steps: list[tuple[str, Values, str]] = field(default_factory=list)
    constant: dict[str, Any] = field(default_factory=dict)
    after: list[_After] = field(default_factory=list)

    @classmethod
    async def of(cls, chats: Chats) -> Self:
        """Let a person of each kind take a real turn, and write down what it does."""
        keys = chats.app.keys
        of_round = keys.round(f"round-{ROUND.id}")
        made = cls(of_round.link, keys._lookup, of_round.box._aead, keys.contact._own._aead)
        await chats.ready()
        shapes = set()
        for person in sorted((group[0] for group in chats.people), key=lambda each: each.kept):
            with _noted() as log:
                await chats.keep(person)
            shapes.add(tuple(text for text, _ in log))
            left = partial(_left, person=person, log=log)
            made.after.append(await chats.app.database.run(left))
        if len(shapes) != 1:
            raise AssertionError("the turns do not all make the same statements")
        for text, values in log:
            made.steps.append((text, made._taken(text, values), _kind(text)))
        chats.people.clear()
        return made

    def keep(self, cursor: Any, person: Chatter) -> None:
        """Do what a turn does."""
        after = self.after[person.kept]
        address = person.address
        fresh = self.constant | {
            "question": after.question,
            "lookup": self._hash("address", address.channel, address.tenant, address.user),
        }
        for text, values, kind in self.steps:
            if kind == "seen":
                fresh["delivery"] = self._hash("delivery", secrets.token_hex(16))
            elif kind == "add":
                fresh["new"] = secrets.token_bytes(_ID)
                where = _where("answer", fresh["new"], fresh["pseud"], after.question)
                fresh["ct"] = _sealed(self.vault, json.dumps(after.answer), where)
            elif kind == "change":
                where = _where("session", fresh["session"], fresh["pseud"], "")
                plain = f"{fresh['person'].hex()} all\n{json.dumps(after.state)}"
                fresh["ct"] = _sealed(self.vault, plain, where)
            cursor.execute(text, values(fresh))
            if kind == "person":
                self._read_person(cursor.fetchall()[0], fresh)
            elif kind == "rows":
                self._read_rows(cursor.fetchall(), fresh)
            elif kind == "look":
                cursor.fetchall()

    def _read_person(self, row: Sequence[Any], fresh: dict[str, Any]) -> None:
        id_, tenant, ct, _ = row
        fresh["person"] = id_
        fresh["pseud"] = hmac.digest(self.link, id_, "sha256")
        where = json.dumps(["contributor", id_.hex(), json.loads(tenant), "", "contact"])
        json.loads(_opened(self.contact, ct, where.encode()))

    def _read_rows(self, rows: Sequence[Sequence[Any]], fresh: dict[str, Any]) -> None:
        for id_, kind, pseud, question, _, _, ct in rows:
            if kind == "outbox":
                continue
            plain = _opened(self.vault, ct, _where(kind, id_, pseud, question))
            if kind == "session":
                fresh["session"] = id_
                plain = plain.partition(b"\n")[2]
            json.loads(plain)

    def _hash(self, *parts: str) -> bytes:
        return hmac.digest(self.lookup, _PACKED(parts).encode(), "sha256")

    def _taken(self, text: str, values: tuple[Any, ...]) -> Values:
        """Return what gives the values of a statement: some are the same for all."""
        names = []
        for value in values:
            name = self._name(_kind(text), value)
            if not name:
                name = f"constant {len(self.constant)}"
                self.constant[name] = str(value) if isinstance(value, str) else value
            names.append(name)
        get = itemgetter(*names)
        return get if len(names) > 1 else lambda fresh: (get(fresh),)

    def _name(self, kind: str, value: Any) -> str:
        """Return what a value is; it has no name if it is the same for all."""
        if kind == "add" and value == self.after[-1].question:
            return "question"
        if not isinstance(value, bytes) or value == bytes.fromhex(ROUND.id):
            return ""
        if len(value) == _HASH:
            return {"person": "lookup", "seen": "delivery"}.get(kind, "pseud")
        if len(value) == _ID:
            return {"add": "new", "change": "session"}.get(kind, "person")
        return "ct"


@contextmanager
def _noted() -> Iterator[Log]:
    """Write down the statements that are done meanwhile, as the driver gets them."""
    log: Log = []
    plain = Sql._execute

    def note(self: Sql, statement: Any, values: Any) -> Any:
        prepared = plain(self, statement, values)
        log.append((prepared.text, prepared.values(values)))
        return prepared

    Sql._execute = note  # type: ignore[method-assign]
    try:
        yield log
    finally:
        Sql._execute = plain  # type: ignore[method-assign]


def _left(unit: Unit, *, person: Chatter, log: Log) -> _After:
    known = unit.person(person.address)
    if known is None:
        raise AssertionError(person.kept)
    (added,) = (values for text, values in log if _kind(text) == "add")
    answers = unit.answers(ROUND.id, known.id)
    (question,) = answers.keys() & {value for value in added if isinstance(value, str)}
    state = json.loads(unit.conversation(ROUND.id, known.id))
    return _After(question, state, _ANSWER.small(answers[question]))


def _kind(text: str) -> str:
    return next(kind for start, kind in _KINDS.items() if text.startswith(start))


def _where(kind: str, row: bytes, pseud: bytes, question: str) -> bytes:
    place = ("vault", row.hex(), "", ROUND.id, f"round-{ROUND.id}", kind, pseud.hex(), question)
    return json.dumps(place).encode()


def _sealed(aead: AESGCM, text: str, where: bytes) -> bytes:
    plain, nonce = text.encode() + b"\x80", os.urandom(_NONCE)
    # The same room as our rows of a vault: what may hold words is of one size.
    return nonce + aead.encrypt(nonce, plain + bytes(-len(plain) % _room(where)), where)


def _room(where: bytes) -> int:
    """Return to what a row is padded, by its place."""
    place = json.loads(where)
    return ROOM.get(place[5], PADDED_TO) if place[0] == "vault" else PADDED_TO


def _opened(aead: AESGCM, sealed: bytes, where: bytes) -> bytes:
    padded = aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], where)
    return padded[: padded.rindex(b"\x80")]
