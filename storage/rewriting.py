"""The transactions of a sealing: what may stay is written apart from people, the rest goes."""

from random import SystemRandom
from secrets import token_hex
from typing import Any

from sqlalchemy import insert

from bot.consultation.model import Round, RoundState
from bot.ports import Refused
from storage.audit import Audit
from storage.harvest import harvest
from storage.life import EMPTY_VAULT, NOT_NOW
from storage.queue import ENROLLED
from storage.review import Reviews
from storage.tables import audience, quote, tally
from storage.vault import Held, Session

_add_quotes = insert(quote)
_add_tallies = insert(tally)
_add_audience = insert(audience)

EVERYONE = ""
"""In place of a question: everyone of the round who wants to hear."""


class Rewriting(Reviews, Audit):
    """The three commits of a sealing. Each does nothing where a later one has been."""

    def begin_sealing(self, round_id: str) -> bool:
        """Let nothing change a closed round's answers any more; False if it is sealed already.

        Raises:
            Refused: the round has not closed.
        """
        found = self._take(round_id)
        state = None if found is None else found.state
        if state is RoundState.CLOSED:
            self._set_state(round_id, RoundState.SEALING)
        elif state not in (RoundState.SEALING, RoundState.REWRITTEN, RoundState.SEALED):
            raise Refused(NOT_NOW)
        return state is not RoundState.SEALED

    def rewrite_round(self, round_id: str) -> None:
        """Write approved texts, picks and audiences, and delete every row of the vault."""
        round_ = self._take(round_id)
        if round_ is None or round_.state is not RoundState.SEALING:
            return
        vault = self._vault(round_id)
        held, sessions = list(vault.all_answers()), list(vault.sessions())
        self._write_results(round_, held)
        self._write_audience(round_, held, sessions)
        self._sql.write(EMPTY_VAULT, {"round": round_id})
        self._set_state(round_id, RoundState.REWRITTEN)

    def end_sealing(self, round_id: str) -> None:
        """Mark a round as sealed, once its key is gone and the file is written anew."""
        found = self._take(round_id)
        if found is not None and found.state is RoundState.REWRITTEN:
            self._set_state(round_id, RoundState.SEALED)
            self._note(None, "seal", ("round", round_id), round_id, self._today())

    def _write_results(self, round_: Round, held: list[Held]) -> None:
        asked = self.questions(round_.id)
        found = harvest(held, round_.k, round_.joined, asked.attribute if asked else "")
        quotes: list[dict[str, Any]] = [
            {
                "id": token_hex(16),
                "round": round_.id,
                "question": text.question,
                "text": text.text,
                "quotable": text.quotable,
                "attribute": text.attribute or None,
            }
            for text in found.texts
        ]
        SystemRandom().shuffle(quotes)
        self._sql.write(_add_quotes, quotes)
        tallies = [
            {"round": round_.id, "question": question, "option": option, "n": n}
            for question, counts in found.tallies.items()
            for option, n in counts.items()
        ]
        self._sql.write(_add_tallies, tallies)

    def _write_audience(self, round_: Round, held: list[Held], sessions: list[Session]) -> None:
        """Write who wants to hear, and who of them answered a question. A question leaves no rows
        unless k people answered it and k of them want to hear."""
        active = {row.contributor for row in self._sql.all(ENROLLED, {"round": round_.id})}
        hear = {s.row.pseud: s.person for s in sessions if s.wants_to_hear and s.person in active}
        groups = {EVERYONE: set(hear)}
        for question, answered in harvest(held, round_.k, round_.joined).answered.items():
            those = answered & hear.keys()
            if len(those) >= round_.k:
                groups[question] = set(those)
        rows = [
            {"round": round_.id, "question": question, "contributor": hear[pseud]}
            for question, pseuds in groups.items()
            for pseud in pseuds
        ]
        self._sql.write(_add_audience, rows)
