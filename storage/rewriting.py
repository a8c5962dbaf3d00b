"""The transactions of a sealing: what may stay is written apart from people, the rest goes."""

import hmac
from collections.abc import Iterable
from contextlib import suppress
from random import SystemRandom
from secrets import token_hex
from typing import Any

from sqlalchemy import LargeBinary, bindparam, func, insert, select

from bot.consultation.following import takes
from bot.consultation.model import Round, RoundState
from bot.ports import NotSaved, Refused
from storage.audit import Audit
from storage.harvest import harvest
from storage.keys import key_name
from storage.life import EMPTY_VAULT, NOT_NOW
from storage.queue import ENROLLED
from storage.residue import PIECE, piece
from storage.review import Reviews
from storage.tables import audience, enrolment, quote, tally, vault
from storage.tables import audit as log
from storage.vault import Held, Session

_add_quotes = insert(quote)
_add_tallies = insert(tally)
_add_audience = insert(audience)
_begins = func.substr(vault.c.ct, 1, PIECE, type_=LargeBinary)
_in_vault = select(vault.c.id, vault.c.pseud, _begins.label("ct")).where(
    vault.c.round == bindparam("round")
)
_in_log = select(log.c.object).where(
    log.c.round == bindparam("round"), log.c.object_type == "answer"
)
_enrolled = select(enrolment.c.contributor).where(enrolment.c.round == bindparam("round"))

EVERYONE = ""
"""In place of a question: everyone of the round who wants to hear."""


class Rewriting(Reviews, Audit):
    """The three commits of a sealing. Each does nothing where a later one has been."""

    def begin_sealing(self, round_id: str) -> bool:
        """Let nothing change a closed round's answers any more; False if it is sealed already.

        Raises:
            NotSaved: its key is missing (``key``), and nothing has changed.
            Refused: the round has not closed.
        """
        found = self._take(round_id)
        state = None if found is None else found.state
        if state is RoundState.CLOSED:
            self._vault(round_id)
            self._set_state(round_id, RoundState.SEALING)
        elif state not in (RoundState.SEALING, RoundState.REWRITTEN, RoundState.SEALED):
            raise Refused(NOT_NOW)
        return state is not RoundState.SEALED

    def rewrite_round(self, round_id: str) -> frozenset[bytes]:
        """Write approved texts, picks and audiences, and delete every row of the vault.

        Returns the :mod:`pieces <storage.residue>` to look for afterwards. Where this was done
        before a crash these are the pseudonyms, as long as the key to reckon them is there.
        """
        round_ = self._take(round_id)
        if round_ is None or round_.state is not RoundState.SEALING:
            return frozenset(map(piece, self._pseudonyms(round_id)))
        vault_ = self._vault(round_id)
        held, sessions, lost = vault_.whole()
        self._write_results(round_, held)
        self._write_audience(round_, held, sessions)
        pieces = self._pieces(round_id)
        self._sql.write(EMPTY_VAULT, {"round": round_id})
        self._set_state(round_id, RoundState.REWRITTEN)
        if lost:
            self._note(None, "lose", ("round", round_id), round_id, self._today())
        return pieces

    def end_sealing(self, round_id: str) -> None:
        """Mark a round as sealed, once its key is gone and the file is written anew."""
        found = self._take(round_id)
        if found is not None and found.state is RoundState.REWRITTEN:
            self._note(None, "seal", ("round", round_id), round_id, self._today())
            self._set_state(round_id, RoundState.SEALED)

    def _pieces(self, round_id: str) -> frozenset[bytes]:
        """Return what to look for of every row of a vault. Old entries of the audit log name answers
        by the ids of their rows, and stay as they are."""
        rows = self._sql.all(_in_vault, {"round": round_id})
        parts = ((bytes.fromhex(row.id), row.pseud, row.ct) for row in rows)
        logged = {bytes.fromhex(row.object) for row in self._sql.all(_in_log, {"round": round_id})}
        return frozenset(piece(part) for each in parts for part in each if part not in logged)

    def _pseudonyms(self, round_id: str) -> Iterable[bytes]:
        with suppress(NotSaved):
            link = self._keys.round(key_name(round_id, RoundState.OPEN)).link
            for row in self._sql.all(_enrolled, {"round": round_id}):
                yield hmac.digest(link, bytes.fromhex(row.contributor), "sha256")

    def _write_results(self, round_: Round, held: list[Held]) -> None:
        asked = self.questions(round_.id)
        found = harvest(held, takes(round_), round_.joined, asked.attribute if asked else "")
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
