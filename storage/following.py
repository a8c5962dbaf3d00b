"""Rounds that follow another: everyone of the round before is in them from the start."""

import secrets
from datetime import date

from sqlalchemy import bindparam, select

from bot.consultation.following import LOOP, is_closed
from bot.consultation.model import Hears, Outcome, Round, RoundState
from bot.ports import Refused
from prompts.schema import QuestionSet
from storage.keys import key_name
from storage.life import NOT_NOW, Life
from storage.queue import ALL, AUDIENCE, ENROLLED
from storage.review import Reviews
from storage.sql import insert_new
from storage.tables import enrolment, round_

_enrol = insert_new(enrolment)
_follows = select(round_.c.code).where(round_.c.code == bindparam("code"))


class Following(Life, Reviews):
    """Opening and ending rounds that follow one."""

    def _follow(self, next_: Round, questions: QuestionSet) -> None:
        """Open a round for everyone of its parent who has not stopped; nobody is told by it."""
        if self._sql.first(_follows, {"code": next_.code}) is not None:
            raise Refused(NOT_NOW)
        self._make_key(key_name(next_.id, RoundState.OPEN))
        self._add_round(next_)
        self._write_round(next_, RoundState.OPEN, pinned=questions.pin())
        people = [row.contributor for row in self._sql.all(ENROLLED, {"round": next_.parent})]
        self._sql.write(_enrol, [{"round": next_.id, "contributor": each} for each in people])
        self._vault(next_.id).begin_all(people)

    def _ask(self, next_: Round, questions: QuestionSet) -> None:
        """Open a round that asks about a draft, and tell those who chose all messages: to who chose
        only what changed it is none. Until it is sealed who was told lies in its vault."""
        self._follow(next_, questions)
        vault = self._vault(next_.id)
        for person in self._hearing_all(next_.parent):
            vault.plan(person, "check", next_.opens_on or self._today())

    def _hearing_all(self, round_id: str) -> set[str]:
        """Return who of a round has not stopped and wants all messages, before sealing or after it."""
        active = {row.contributor for row in self._sql.all(ENROLLED, {"round": round_id})}
        vault = self._vault_if_any(round_id)
        if vault is None:
            find = {"round": round_id, "list": ALL}
            return {row.contributor for row in self._sql.all(AUDIENCE, find)}
        return {s.person for s in vault.sessions() if s.hears == Hears.ALL and s.person in active}

    def end_loop(self, round_id: str, day: date) -> None:
        """Note that a sealed loop is closed where there is nothing in it to answer."""
        found = self._take(round_id)
        if found is None or found.kind != LOOP or found.state is not RoundState.SEALED:
            return
        if not self.outcomes(round_id) and is_closed(self.approved(round_id), ()):
            self._write_outcome(Outcome(secrets.token_hex(16), round_id, send_on=day), "sent")
