"""One round's vault: all it collects, under its own key, found by pseudonym.

Sessions, answers and waiting messages are rows of one table. On the identity side nothing changes
when a row here does.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.consultation.model import Answer, Hears, Review
from bot.ports import NotSaved
from storage.codec import Codec, encode
from storage.sql import AnyRow
from storage.vault_rows import VaultRows

_ANSWER = Codec(Answer, frozenset({"id"}))
_IN_NO_BATCH = (Review.WAITING, Review.NONE)


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person is in the conversation. ``hears`` is empty until they chose."""

    row: AnyRow
    person: str
    hears: str
    state: str

    @property
    def wants_to_hear(self) -> bool:
        """Tell whether the person chose to hear what came of it."""
        return self.hears in (Hears.ALL, Hears.CHANGES)


@dataclass(frozen=True, slots=True)
class Held:
    """An answer in its row, which tells the batch it is in and, under a pseudonym, whose it is."""

    row: AnyRow
    answer: Answer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message in its row. ``sent`` tells how it ended, once it has."""

    row: AnyRow
    person: str
    key: str
    sent: bool


class Vault:
    """The vault of one round within one transaction."""

    def __init__(self, rows: VaultRows) -> None:
        self._rows = rows
        self._sessions: dict[str, Session | None] = {}

    # sessions
    def session(self, person: str) -> Session | None:
        """Return a person's session; its row is locked for the transaction."""
        if person not in self._sessions:
            row = self._rows.locked("session", person)
            self._sessions[person] = None if row is None else self._session(row)
        return self._sessions[person]

    def sessions(self) -> Iterator[Session]:
        """Return every session of the round."""
        return map(self._session, self._rows.all("session"))

    def begin(self, person: str) -> None:
        """Add a person's session unless it is there."""
        if self.session(person) is None:
            self._rows.add("session", person, f"{person} \n")
            del self._sessions[person]

    def write(
        self, session: Session, *, state: str | None = None, hears: str | None = None
    ) -> None:
        """Change a session; what is None stays."""
        changed = replace(
            session,
            state=session.state if state is None else state,
            hears=session.hears if hears is None else hears,
        )
        self._rows.change(session.row, f"{changed.person} {changed.hears}\n{changed.state}")
        self._sessions[session.person] = changed

    # answers
    def answers(self, person: str) -> dict[str, Answer]:
        """Return a person's answers by question."""
        return {row.question: self._held(row).answer for row in self._rows.of("answer", person)}

    def all_answers(self) -> Iterator[Held]:
        """Return every answer of the round."""
        return map(self._held, self._rows.all("answer"))

    def keep(self, person: str, answer: Answer) -> None:
        """Keep an answer in place of the one that stood, in a row of its own. What waits for
        readers waits outside any batch."""
        batch = None
        for old in self._rows.of("answer", person):
            if old.question == answer.question:
                self._rows.remove(old)
                batch = None if answer.review in _IN_NO_BATCH else old.batch
        plain, question = _ANSWER.dump(answer), answer.question
        self._rows.add("answer", person, plain, question, state=answer.review, batch=batch)

    def take_back(self, person: str, question: str) -> None:
        """Remove one answer, or all when ``question`` is empty."""
        for row in self._rows.of("answer", person):
            if question in ("", row.question):
                self._rows.remove(row)

    def answer(self, row_id: str) -> Held | None:
        """Return an answer by its row."""
        row = self._rows.by_id(row_id)
        return None if row is None or row.kind != "answer" else self._held(row)

    def decided(self, held: Held, answer: Answer) -> None:
        """Write what a reader decided, in the answer's own row."""
        self._rows.change(held.row, _ANSWER.dump(answer), state=answer.review)

    # messages
    def plan(self, person: str, key: str, day: date) -> None:
        """Plan a person's one message before sealing, unless that was done."""
        if not self._rows.of("outbox", person):
            plain = encode([person, key, 0])
            self._rows.add("outbox", person, plain, state="planned", due_day=day)

    def waiting(self, row_id: str) -> Waiting | None:
        """Return a planned message by its row, or None if it is gone or over."""
        row = self._rows.by_id(row_id)
        return None if row is None or row.state != "planned" else self.message(row)

    def messages(self, person: str) -> Iterator[Waiting]:
        """Return a person's messages, waiting or over."""
        return map(self.message, self._rows.of("outbox", person))

    def message(self, row: AnyRow) -> Waiting:
        """Return the message in a row of this vault."""
        person, key, sent = json.loads(self._rows.open(row))
        return Waiting(row, person, key, bool(sent))

    def over(self, waiting: Waiting, *, sent: bool) -> None:
        """Write how a message ended. Both endings leave a row that looks the same."""
        plain = encode([waiting.person, waiting.key, int(sent)])
        self._rows.change(waiting.row, plain, state="done", attempts=0, lease=None)

    def forget(self, person: str) -> None:
        """Remove all that is held about a person."""
        self._rows.forget(person)
        self._sessions.pop(person, None)

    def _session(self, row: AnyRow) -> Session:
        head, _, state = self._rows.open(row).partition("\n")
        person, _, hears = head.partition(" ")
        return Session(row, person, hears, state)

    def _held(self, row: AnyRow) -> Held:
        answer = _ANSWER.load(self._rows.open(row), id=row.id)
        if answer.review != row.state:
            raise NotSaved("database")
        return Held(row, answer)
