"""The life of a round as staff steer it: drafted, opened, closed, cancelled."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import bindparam, delete, exists, select

from bot.consultation import dates
from bot.consultation.evaluation import AFTER, misfits
from bot.consultation.model import Round, RoundState
from bot.ports import NotSaved, Refused
from prompts.schema import QuestionSet
from storage.keys import key_name
from storage.queue import Queue
from storage.tables import contributor, enrolment, vault
from storage.word_lists import WordLists

NOT_NOW: Final = "desk.refused.state"
"""The phrase for an act that does not fit the state a round is in by now."""
_UNSEALED: Final = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)

_enrolled = select(enrolment.c.contributor).where(enrolment.c.round == bindparam("round"))
EMPTY_VAULT = delete(vault).where(vault.c.round == bindparam("round"))
_previews = EMPTY_VAULT.where(vault.c.kind != "list")
_disenrol = delete(enrolment).where(enrolment.c.round == bindparam("round"))
_unless_elsewhere = delete(contributor).where(
    contributor.c.id == bindparam("person"),
    ~exists().where(enrolment.c.contributor == contributor.c.id),
)


class Life(Queue, WordLists):
    """Changing the state of rounds."""

    def _save(self, round_: Round) -> None:
        """Write a draft. A new one gets a key, so that it can be previewed."""
        if self._take(round_.id) is None:
            self._make_key(key_name(round_.id, RoundState.DRAFT))
            self._add_round(round_)
        else:
            self._in_state(round_.id, RoundState.DRAFT)
            self._write_round(round_, RoundState.DRAFT)

    def _open(self, round_: Round, questions: QuestionSet | None) -> None:
        self._in_state(round_.id, RoundState.DRAFT)
        if questions is None:
            raise Refused(NOT_NOW)
        words = self._vault(round_.id).word_list()
        self._wipe(round_.id)
        self._sql.write(EMPTY_VAULT, {"round": round_.id})
        self._drop_gone(key_name(round_.id, RoundState.DRAFT))
        self._key_to_open(round_)
        self._write_round(round_, RoundState.OPEN, pinned=questions.pin())
        if words:
            self._vault(round_.id).write_list(round_.id, words)
        # Should this fail, the key goes with the round's own at sealing: it opens nothing by now.
        draft = key_name(round_.id, RoundState.DRAFT)
        self.after_commit.append(partial(self._keys.destroy, draft))

    def _close(self, round_: Round) -> None:
        """Close an open round. Nothing people were promised changes with it: only the day of
        closing may be an earlier one."""
        self._in_state(round_.id, RoundState.OPEN)
        stands = self._seen[round_.id]
        days = [day for day in (stands.closes_on, round_.closes_on) if day is not None]
        closed = replace(stands, closes_on=min(days, default=None))
        self._write_round(closed, RoundState.CLOSED)

    def _cancel(self, round_: Round, now: datetime) -> None:
        """Empty the vault and tell everyone. The key goes after the commit (see Sealer)."""
        if self._in_state(round_.id, *_UNSEALED) is RoundState.DRAFT:
            self._wipe(round_.id)
        else:
            self._tell_all(round_.id, "cancelled", dates.today(round_, now))
        self._sql.write(EMPTY_VAULT, {"round": round_.id})
        self._drop_gone(
            *(key_name(round_.id, state) for state in (RoundState.DRAFT, RoundState.OPEN))
        )
        self._set_state(round_.id, RoundState.CANCELLED)

    def _in_state(self, round_id: str, *states: RoundState) -> RoundState:
        """Take a round that is in one of these states, and return which."""
        found = self._take(round_id)
        if found is None or found.state not in states:
            raise Refused(NOT_NOW)
        return found.state

    def _key_to_open(self, round_: Round) -> None:
        """Make the key of a round that opens. A second wave has that of the first."""
        if any(misfits(round_, self._waves(round_.evaluation))):
            raise Refused(NOT_NOW)
        name = key_name(round_.id, RoundState.OPEN, round_.evaluation)
        if not round_.evaluation or round_.wave != AFTER:
            self._make_key(name)
        elif not self._keys.has(name):
            raise NotSaved("key")

    def _make_key(self, name: str) -> None:
        """Write a fresh key before the commit that begins to use it."""
        self.after_rollback.append(partial(self._keys.destroy, name))
        self._keys.create(name)

    def _wipe(self, round_id: str) -> None:
        """Remove all that previews of a draft left, and the people made by them; not its list."""
        people = [{"person": r.contributor} for r in self._sql.all(_enrolled, {"round": round_id})]
        self._sql.write(_previews, {"round": round_id})
        self._sql.write(_disenrol, {"round": round_id})
        self._sql.write(_unless_elsewhere, people)
