"""One round's vault: all it collects, under its own key, found by pseudonym.

Sessions, answers and waiting messages are rows of one table. On the identity side nothing changes
when a row here does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.consultation.model import Answer, Hears, Review
from bot.ports import NotSaved
from bot.telling import CHECK_IN
from storage.codec import Codec, decode, encode
from storage.statement import AnyRow
from storage.vault_rows import VaultRows

_ANSWER = Codec(Answer, frozenset({"id"}))
COVERED_KEPT = 24
"""How many words that a person covered are remembered."""
COVERED_SIZE = 8
_IN_NO_BATCH = (Review.WAITING, Review.NONE)


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person is in the conversation. ``hears`` is empty until they chose. ``covered`` are
    hashes of words they covered, of eight characters each."""

    row: AnyRow
    person: str
    hears: str
    state: str
    covered: str = ""

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
    """A message in its row. ``sent`` tells how it ended, once it has. An invitation's ``person`` is
    the hash of an address, and ``contact`` what it takes to write there until it is over."""

    row: AnyRow
    person: str
    key: str
    sent: bool
    contact: Mapping[str, str] = field(default_factory=dict)

    @property
    def invites(self) -> bool:
        """Tell whether this is an invitation."""
        return bool(self.row.kind == "invite")


@dataclass(slots=True)
class _Mine:
    """What a person has in the vault, as it stands in this transaction. Answers are opened when
    somebody asks for them."""

    session: Session | None
    answers: dict[str, Held] | None
    rows: list[AnyRow]

    def of(self, kind: str) -> Iterator[AnyRow]:
        """Return the rows of a kind as they were found."""
        return (row for row in self.rows if row.kind == kind)


class Vault:
    """The vault of one round within one transaction."""

    def __init__(self, rows: VaultRows) -> None:
        self._rows = rows
        self._people: dict[str, _Mine] = {}
        self._shown: dict[str, Answer] = {}

    # sessions
    def session(self, person: str) -> Session | None:
        """Return a person's session; all that is theirs is locked for the transaction."""
        return self._of(person).session

    def glance(self, person: str) -> Session | None:
        """Return a person's session for a look, without locking anything."""
        row = self._rows.session(person)
        return None if row is None else self._session(row)

    def sessions(self) -> Iterator[Session]:
        """Return every session of the round, locked for the transaction."""
        return map(self._session, self._rows.sessions())

    def begin(self, person: str, state: str = "") -> None:
        """Add a person's session unless it is there; ``state`` is that of its row."""
        mine = self._of(person)
        if mine.session is None:
            row = self._rows.add("session", person, f"{person} \n", state=state)
            mine.session = Session(row, person, "", "")

    def begin_all(self, people: Iterable[str]) -> None:
        """Add a session for each of these people, none of whom has one."""
        self._rows.add_all("session", {person: f"{person} \n" for person in people})

    def write(
        self,
        session: Session,
        *,
        state: str | None = None,
        hears: str | None = None,
        covered: str | None = None,
    ) -> Session:
        """Change a session and return it as it stands then; what is None stays."""
        changed = Session(
            session.row,
            session.person,
            session.hears if hears is None else hears,
            session.state if state is None else state,
            session.covered if covered is None else covered,
        )
        # As long with hashes as without: the length of a row does not tell how much was covered.
        hashes = changed.covered.ljust(COVERED_KEPT * COVERED_SIZE, ".")
        head = f"{changed.person} {changed.hears} {hashes}"
        self._rows.change(session.row, f"{head}\n{changed.state}")
        if session.person in self._people:
            self._people[session.person].session = changed
        return changed

    # word lists
    def word_list(self) -> str:
        """Return the round's list as it was written, or an empty text."""
        row = self._rows.word_list()
        return "" if row is None else self._rows.open(row)

    def write_list(self, round_id: str, plain: str) -> None:
        """Write the round's list in place of what stood."""
        row = self._rows.word_list()
        if row is None:
            self._rows.add("list", round_id, plain)
        else:
            self._rows.change(row, plain)

    def covers(self, person: str, keys: Iterable[str]) -> None:
        """Remember words a person covered, the newest first; no more than :data:`COVERED_KEPT`."""
        session, hide = self._of(person).session, self._rows.hider("covered", person)
        if session is not None and (fresh := [hide(key) for key in keys]):
            kept = dict.fromkeys([*fresh, *_hashes(session.covered)])
            self.write(session, covered="".join([*kept][:COVERED_KEPT]))

    def uncovers(self, person: str) -> None:
        """Forget every word a person covered."""
        session = self._of(person).session
        if session is not None:
            self.write(session, covered="")

    def was_covered(self, person: str) -> Callable[[str], bool]:
        """Return what tells whether a person covered words before."""
        session, hide = self.glance(person), self._rows.hider("covered", person)
        known = frozenset(_hashes(session.covered) if session else ())
        return lambda key: bool(known) and hide(key) in known

    # answers
    def answers(self, person: str) -> dict[str, Answer]:
        """Return a person's answers by question."""
        return {question: held.answer for question, held in self._answers(person).items()}

    def quote(self, row_id: str) -> str:
        """Return the id that a row's text has as a quote."""
        return self._rows.quote(row_id)

    def keepsakes(self, person: str) -> dict[str, str]:
        """Return by question the ids that a person's texts have as quotes, where they may be quoted."""
        found = self._answers(person).values()
        return {
            h.answer.question: self.quote(h.row.id)
            for h in found
            if h.answer.kept and h.answer.quote
        }

    def all_answers(self) -> Iterator[Held]:
        """Return every answer of the round."""
        for row in self._rows.all("answer"):
            held = self._held(row)
            self._shown[held.answer.id] = held.answer
            yield held

    def whole(self) -> tuple[list[Held], list[Session], int]:
        """Return every answer and every session that is as it was written, and how many are not:
        those are lost, and must not keep the others from being sealed.

        Raises:
            NotSaved: none is as it was written (``database``), which is no fault of a row.
        """
        rows, places = self._rows.all("answer"), self._rows.sessions()
        answers, sessions = list(_read(self._held, rows)), list(_read(self._session, places))
        found, there = len(answers) + len(sessions), len(rows) + len(places)
        if there and not found:
            raise NotSaved("database")
        return answers, sessions, there - found

    def keep(self, person: str, answer: Answer, batch: int | None = None) -> None:
        """Keep an answer in place of the one that stood, in a row of its own. What waits for
        readers waits outside any batch, unless one is named."""
        kept, question = self._answers(person), answer.question
        old = kept.pop(question, None)
        if old is not None:
            self._rows.remove(old.row)
            batch = None if answer.review in _IN_NO_BATCH else old.row.batch
        row = self._rows.add(
            "answer", person, _ANSWER.dump(answer), question, state=_lies(answer), batch=batch
        )
        kept[question] = Held(row, replace(answer, id=self._rows.alias(row.id)))

    def take_back(self, person: str, question: str) -> None:
        """Remove one answer, or all when ``question`` is empty."""
        kept = self._answers(person)
        for taken in [question] if question else list(kept):
            if taken in kept:
                self._rows.remove(kept.pop(taken).row)

    def answer(self, answer_id: str) -> Held | None:
        """Return an answer; all that is the same person's is locked."""
        found = self._rows.behind(answer_id)
        if found is None:
            return None
        self._rows.lock(found.pseud)
        row = self._rows.by_id(found.id)
        held = None if row is None else self._held(row)
        shown = self._shown.get(answer_id)
        if shown is not None and (held is None or held.answer != shown):
            raise self._rows.stale()
        return held

    def decided(self, held: Held, answer: Answer) -> None:
        """Write what a reader decided, in the answer's own row."""
        self._rows.change(held.row, _ANSWER.dump(answer))
        self._people.clear()
        self._shown.clear()

    # messages
    def plan(self, person: str, key: str, day: date) -> None:
        """Plan a message to a person before sealing, unless that was done. There is one row for a
        check-in and one for the rest, and each person of a round has the same."""
        mine = self._of(person)
        place = CHECK_IN if key == CHECK_IN else ""
        if all(row.question != place for row in mine.of("outbox")):
            plain = encode([person, key, 0])
            row = self._rows.add("outbox", person, plain, place, state="planned", due_day=day)
            mine.rows.append(row)

    def invite(self, address: str, contact: Mapping[str, str], day: date) -> None:
        """Plan the one invitation to an address (a hash in hex), unless that was done."""
        if not any(row.kind == "invite" for row in self._rows.of(address)):
            plain = encode([address, "invitation", 0, dict(contact)])
            self._rows.add("invite", address, plain, state="planned", due_day=day)

    def invitation(self, address: str) -> Waiting | None:
        """Return the invitation to an address (a hash in hex), waiting or over, or None."""
        row = self._rows.invitation(address)
        return None if row is None else self.message(row)

    def waiting(self, row_id: str) -> Waiting | None:
        """Return a planned message by its row, or None if it is gone or over."""
        row = self._rows.planned(row_id)
        return None if row is None else self.message(row)

    def mark(self, row_id: str) -> str:
        """Return what a platform may keep beside a message. Only this round's key makes it of the
        row, so that it joins nobody to what lies here."""
        return self._rows.alias(row_id)

    def messages(self, person: str) -> Iterator[Waiting]:
        """Return a person's messages, waiting or over."""
        return map(self.message, self._of(person).of("outbox"))

    def message(self, row: AnyRow) -> Waiting:
        """Return the message in a row of this vault."""
        person, key, sent, *contact = decode(self._rows.open(row))
        return Waiting(row, person, key, bool(sent), *contact)

    def over(self, waiting: Waiting, *, sent: bool, day: date | None = None) -> None:
        """Write how a message ended. Both endings leave a row that looks the same. An invitation
        holds the ``day`` on which it ended, since the next one counts from there."""
        plain = encode([waiting.person, waiting.key, int(sent)])
        ended: dict[str, Any] = {"attempts": 0, "lease": None, "doubt": False}
        if waiting.invites and day is not None:
            ended["due_day"] = day
        self._rows.change(waiting.row, plain, state="done", **ended)
        self._people.pop(waiting.person, None)

    def under_way(self, person: str, at: float) -> bool:
        """Tell whether a person's message is claimed at an instant (seconds)."""
        return self._rows.under_way(person, at)

    def forget(self, person: str) -> None:
        """Remove all that is held about a person."""
        self._rows.forget(person)
        self._people.pop(person, None)

    def _of(self, person: str) -> _Mine:
        mine = self._people.get(person)
        if mine is None:
            rows = self._rows.of(person)
            session = next((self._session(row) for row in rows if row.kind == "session"), None)
            mine = self._people[person] = _Mine(session, None, rows)
        return mine

    def _answers(self, person: str) -> dict[str, Held]:
        mine = self._of(person)
        if mine.answers is None:
            mine.answers = {row.question: self._held(row) for row in mine.of("answer")}
        return mine.answers

    def _session(self, row: AnyRow) -> Session:
        head, _, state = self._rows.open(row).partition("\n")
        person, hears, covered = [*head.split(" "), ""][:3]
        return Session(row, person, hears, state, covered.rstrip("."))

    def _held(self, row: AnyRow) -> Held:
        answer = _ANSWER.load(self._rows.open(row), id=self._rows.alias(row.id))
        if _lies(answer) != row.state:
            raise NotSaved("database")
        return Held(row, answer)


def _lies(answer: Answer) -> Review:
    """Return what an answer's row says in clear: whether it needs a reader, as its question tells
    anyway. What readers made of it is sealed with it: an old copy of the vault, beside the quotes,
    would else narrow down whose they are."""
    return Review.NONE if answer.review is Review.NONE else Review.WAITING


def _hashes(covered: str) -> list[str]:
    return [covered[at : at + COVERED_SIZE] for at in range(0, len(covered), COVERED_SIZE)]


def _read[T](read: Callable[[AnyRow], T], rows: Iterable[AnyRow]) -> Iterator[T]:
    """Yield what can be read."""
    for row in rows:
        with suppress(NotSaved):
            yield read(row)
