"""A contributor's turn: what is loaded for it and what its effects write."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.consultation.listed import keys_of
from bot.consultation.model import Answer
from bot.conversation.effects import (
    AskContact,
    Beside,
    Consent,
    ContributorEffect,
    DeleteEverything,
    Hear,
    Here,
    Join,
    Keep,
    Never,
    Remark,
    Stop,
    TakeBack,
    TakeBackRequest,
    TakeDown,
)
from bot.ports import NotSaved, Turn
from storage.links import Links
from storage.people import People
from storage.tables import outbox
from storage.takedown import Takedown
from storage.word_lists import WordLists

_sent = (
    select(outbox.c.key)
    .where(
        outbox.c.contributor == bindparam("person"),
        outbox.c.round == bindparam("round"),
        outbox.c.state == "sent",
    )
    .order_by(outbox.c.due_day, outbox.c.key)
)


class Turns(People, WordLists, Links, Takedown):
    """The vault side of a contributor's turn."""

    def conversation(self, round_id: str, person_id: str) -> str:
        """Return the conversation's state as JSON, or an empty string."""
        vault = self._vault_if_any(round_id)
        session = None if vault is None else vault.session(person_id)
        known = vault is not None and self._enrolments.get((round_id, person_id), False)
        if session is None and known and not self._sql.alone:
            # Somebody deleted everything while this turn waited for the row.
            raise self._sql.stale()
        return "" if session is None else session.state

    def glance(self, round_id: str, person_id: str) -> str:
        """Return the conversation's state as JSON for a look, without keeping others from it."""
        vault = self._vault_if_any(round_id)
        session = None if vault is None else vault.glance(person_id)
        return "" if session is None else session.state

    def answers(self, round_id: str, person_id: str) -> dict[str, Answer]:
        """Return the person's kept answers by question id."""
        vault = self._vault_if_any(round_id)
        return {} if vault is None else vault.answers(person_id)

    def keepsakes(self, round_id: str, person_id: str) -> dict[str, str]:
        """Return by question the ids that a person's texts will have as quotes after sealing."""
        vault = self._vault_if_any(round_id)
        return {} if vault is None else vault.keepsakes(person_id)

    def delivered(self, round_id: str, person_id: str) -> tuple[str, ...]:
        """Return the keys of messages that were delivered to the person."""
        vault = self._vault_if_any(round_id)
        kept = [] if vault is None else [m.key for m in vault.messages(person_id) if m.sent]
        rows = self._sql.all(_sent, {"person": person_id, "round": round_id})
        return (*kept, *(row.key for row in rows))

    def remember(self, turn: Turn, effects: Sequence[ContributorEffect], now: datetime) -> str:
        """Apply a contributor's effects; return the person's id ("" when there is none)."""
        person = turn.person or self._known(turn.address)
        for effect in effects:
            if not self._only_tried(turn, person, effect):
                person = self._apply(turn, person, effect, now)
        return person

    def save_conversation(self, round_id: str, person_id: str, state: str) -> None:
        """Write the conversation's state; nothing is written on the identity side."""
        self._write_session(round_id, person_id, state=state)

    def change_conversations(self, round_id: str, change: Callable[[str], str]) -> None:
        """Rewrite every conversation of a round whose state ``change`` alters."""
        vault = self._vault(round_id)
        for session in vault.sessions():
            state = change(session.state)
            if state != session.state:
                vault.write(session, state=state)

    def _apply(self, turn: Turn, person: str, effect: ContributorEffect, now: datetime) -> str:
        match effect:
            case Consent():
                return self._consent(turn, person, now)
            case AskContact() | TakeBackRequest():
                self._request(turn, effect, now)
            case Stop() | Join() | Never() | Beside():
                self._contacted(turn, person, effect)
            case DeleteEverything():
                self._delete_everything(turn, person)
                return ""
            case Hear(hears):
                self._write_session(turn.round.id, person, hears=hears)
            case Keep() | TakeBack():
                self._change_answers(turn.round.id, person, effect)
            case TakeDown(quote):
                self._ask_down(turn.round.id, person, quote)
            case Here() | Remark():
                self._came(turn.round.id, effect)
        return person

    def _ask_down(self, round_id: str, person: str, quote: str) -> None:
        """Take a quote down for somebody of its round."""
        if person and self.enrolled(round_id, person):
            self._take_down(round_id, quote)

    def _change_answers(self, round_id: str, person: str, effect: Keep | TakeBack) -> None:
        """Keep an answer or take some back; what a person covered is forgotten with all they said."""
        vault = self._vault(round_id)
        match effect:
            case Keep(answer, covered):
                vault.keep(person, answer)
                vault.covers(person, keys_of(covered))
            case TakeBack(question):
                vault.take_back(person, question)
                if not question:
                    vault.uncovers(person)

    def _consent(self, turn: Turn, person: str, now: datetime) -> str:
        if not person:
            if turn.address is None:
                message = "a person who consents has an address"
                raise ValueError(message)
            person = self._create(turn.address, turn.contact, preview=turn.preview)
        self._enrol(turn, person, now)
        return person

    def _write_session(
        self, round_id: str, person: str, *, state: str | None = None, hears: str | None = None
    ) -> None:
        vault = self._vault(round_id)
        session = vault.session(person)
        if session is None:
            raise NotSaved("database")
        vault.write(session, state=state, hears=hears)
