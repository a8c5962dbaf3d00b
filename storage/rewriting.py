"""The transactions of a sealing: what may stay is written apart from people, the rest goes."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from random import SystemRandom
from secrets import token_hex
from typing import Any

from sqlalchemy import LargeBinary, bindparam, func, insert, select

from bot.consultation.evaluation import AFTER, BEFORE
from bot.consultation.following import takes
from bot.consultation.model import Hears, Round, RoundState
from bot.consultation.team import without_lived
from bot.ports import NotSaved, Refused
from storage.audit import Audit
from storage.harvest import harvest
from storage.keys import key_names
from storage.life import EMPTY_VAULT, NOT_NOW
from storage.matching import pairs
from storage.queue import ALL, ENROLLED, EVERYONE
from storage.residue import PIECE, piece
from storage.review import Reviews
from storage.tables import audience, enrolment, quote, scale_pair, tally, vault
from storage.tables import audit as log
from storage.vault import Held, Session
from storage.work import WITH_VAULT

_add_quotes = insert(quote)
_add_tallies = insert(tally)
_add_audience = insert(audience)
_add_pairs = insert(scale_pair)
_begins = func.substr(vault.c.ct, 1, PIECE, type_=LargeBinary)
_in_vault = select(vault.c.id, vault.c.pseud, _begins.label("ct")).where(
    vault.c.round == bindparam("round")
)
_in_log = select(log.c.object).where(
    log.c.round == bindparam("round"), log.c.object_type == "answer"
)
_enrolled = select(enrolment.c.contributor).where(enrolment.c.round == bindparam("round"))

_NO_ANSWERS = (RoundState.DRAFT, RoundState.CANCELLED, RoundState.SEALED)


class Rewriting(Reviews, Audit):
    """The three commits of a sealing. Each does nothing where a later one has been."""

    def begin_sealing(self, round_id: str) -> tuple[Round, ...]:
        """Let nothing change a closed round's answers any more; return the rounds to seal, which are
        both waves of an evaluation, or none if this one is sealed already.

        Raises:
            NotSaved: its key is missing (``key``), and nothing has changed.
            Refused: the round has not closed, or the other wave has not.
        """
        found = self._take(round_id)
        if found is not None and found.state is RoundState.SEALED:
            return ()
        waves = self._waves(found.evaluation) if found else ()
        others = (each for each in waves if each.id != round_id and each.state not in _NO_ANSWERS)
        together = [each for each in (found, *others) if each is not None]
        for each in together:
            if each.state is RoundState.CLOSED:
                self._vault(each.id)
                self._set_state(each.id, RoundState.SEALING)
            elif each.state not in (RoundState.SEALING, RoundState.REWRITTEN):
                raise Refused(NOT_NOW)
        if not together:
            raise Refused(NOT_NOW)
        return tuple(together)

    def rewrite_rounds(self, ids: Sequence[str]) -> frozenset[bytes]:
        """Write approved texts, picks, pairs and audiences, and delete every row of the vaults.

        Returns the :mod:`pieces <storage.residue>` to look for afterwards. Where this was done
        before a crash these are the pseudonyms, as long as the key to reckon them is there.
        """
        taken = [each for each in map(self._take, sorted(ids)) if each is not None]
        rounds = [each for each in taken if each.state is RoundState.SEALING]
        if not rounds:
            return frozenset(piece(pseud) for each in taken for pseud in self._pseudonyms(each))
        held = {each.wave: self._rewrite(each) for each in rounds}
        if held.keys() == {BEFORE, AFTER}:
            self._write_pairs(rounds, held)
        pieces = frozenset[bytes]().union(*(self._pieces(each.id) for each in rounds))
        for each in rounds:
            self._drop_gone(*key_names(each))
            self._sql.write(EMPTY_VAULT, {"round": each.id})
            self._set_state(each.id, RoundState.REWRITTEN)
        return pieces

    def end_sealing(self, ids: Sequence[str]) -> None:
        """Mark rounds as sealed, once their key is gone and the files are written anew."""
        for round_id in sorted(ids):
            found = self._take(round_id)
            if found is not None and found.state is RoundState.REWRITTEN:
                self._note(None, "seal", ("round", round_id), round_id, self._today())
                self._write_round(without_lived(found), RoundState.SEALED)

    def idle_keys(self, round_id: str) -> tuple[str, ...]:
        """Return the names of the keys of a cancelled round that no other wave needs.

        Raises:
            Refused: the round is not cancelled.
        """
        found = self._take(round_id)
        if found is None or found.state is not RoundState.CANCELLED:
            raise Refused(NOT_NOW)
        waves = self._waves(found.evaluation)
        needed = any(each.state in WITH_VAULT - {RoundState.DRAFT} for each in waves)
        return key_names(found)[:-1] if needed else key_names(found)

    def _rewrite(self, round_: Round) -> list[Held]:
        held, sessions, lost = self._vault(round_.id).whole()
        self._write_results(round_, held)
        self._write_audience(round_, held, sessions)
        if lost:
            self._note(None, "lose", ("round", round_.id), round_.id, self._today())
        return held

    def _write_pairs(self, rounds: Sequence[Round], held: Mapping[str, list[Held]]) -> None:
        """Write what the same people picked in both waves, each scale shuffled for itself."""
        asked = [self.questions(each.id) for each in rounds]
        scales = [{q.id for q in each.questions if q.kind == "likert"} for each in asked if each]
        items = sorted(set.intersection(*scales))
        most = max(each.k for each in rounds)
        found = pairs(held[BEFORE], held[AFTER], items, most)
        for item, both in found.items():
            SystemRandom().shuffle(both)
            rows = [
                {
                    "id": token_hex(16),
                    "evaluation": rounds[0].evaluation,
                    "item": item,
                    "before": before,
                    "after": after,
                }
                for before, after in both
            ]
            self._sql.write(_add_pairs, rows)

    def _pieces(self, round_id: str) -> frozenset[bytes]:
        """Return what to look for of every row of a vault. Old entries of the audit log name answers
        by the ids of their rows, and stay as they are."""
        rows = self._sql.all(_in_vault, {"round": round_id})
        parts = ((bytes.fromhex(row.id), row.pseud, row.ct) for row in rows)
        logged = {bytes.fromhex(row.object) for row in self._sql.all(_in_log, {"round": round_id})}
        return frozenset(piece(part) for each in parts for part in each if part not in logged)

    def _pseudonyms(self, round_: Round) -> Iterable[bytes]:
        with suppress(NotSaved):
            link = self._keys.round(key_names(round_)[-1]).link
            for row in self._sql.all(_enrolled, {"round": round_.id}):
                yield hmac.digest(link, bytes.fromhex(row.contributor), "sha256")

    def _write_results(self, round_: Round, held: list[Held]) -> None:
        asked = self.questions(round_.id)
        beside, named = asked.attribute if asked else "", self._vault(round_.id).quote
        found = harvest(held, takes(round_), round_.joined, beside, named)
        quotes: list[dict[str, Any]] = [
            {
                "id": text.id,
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
        """Write who wants to hear, who of them everything, and who of them answered a question. A
        question leaves no rows unless k people answered it and k of them want to hear."""
        active = {row.contributor for row in self._sql.all(ENROLLED, {"round": round_.id})}
        hear = {s.row.pseud: s.person for s in sessions if s.wants_to_hear and s.person in active}
        all_ = {s.row.pseud for s in sessions if s.hears == Hears.ALL}
        groups = {EVERYONE: set(hear), ALL: all_ & hear.keys()}
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
