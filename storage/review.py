"""What readers and leads see: answers without whose they are, requests without answers."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from sqlalchemy import bindparam, delete, distinct, func, insert, select, update

from bot.consultation.following import takes
from bot.consultation.hard_words import HardWords, listed
from bot.consultation.joining import leads
from bot.consultation.model import Answer, Concern, Glass, Role, Round, RoundState, Staff
from bot.consultation.redaction import Kept
from bot.consultation.safety import BREAK_GLASS
from bot.ports import Batch, Refused, SealedText
from storage.box import place
from storage.codec import Codec, encode
from storage.harvest import Harvest, harvest
from storage.requests import Requests
from storage.statement import AnyRow
from storage.tables import LOOSE, concern, hard_words, quote, scale_pair, tally, vault

_KEPT = Codec(Kept)
_FROM_VAULT: Final = (RoundState.CLOSED, RoundState.SEALING)
_FROM_TABLES: Final = (RoundState.REWRITTEN, RoundState.SEALED)

_answered = select(func.count(distinct(vault.c.pseud))).where(
    vault.c.round == bindparam("round"), vault.c.kind == "answer"
)
_loose = (vault.c.round == bindparam("of"), LOOSE)
_loose_questions = (
    select(vault.c.question)
    .where(*_loose)
    .group_by(vault.c.question)
    .having(func.count(distinct(vault.c.pseud)) >= bindparam("at_least"))
)
_bundle = update(vault).where(*_loose, vault.c.question == bindparam("asked"))
_last_batch = select(func.coalesce(func.max(vault.c.batch), 0)).where(
    vault.c.round == bindparam("round"), vault.c.kind == "answer"
)
_quotes = (
    select(
        quote.c.id,
        quote.c.question,
        quote.c.text,
        quote.c.quotable,
        func.coalesce(quote.c.attribute, ""),
    )
    .where(quote.c.round == bindparam("round"), ~quote.c.down)
    .order_by(quote.c.id)
)
_pairs = (
    select(scale_pair.c.item, scale_pair.c.before, scale_pair.c.after)
    .where(scale_pair.c.evaluation == bindparam("evaluation"))
    .order_by(scale_pair.c.item, scale_pair.c.id)
)
_tallies = (
    select(tally)
    .where(tally.c.round == bindparam("round"))
    .order_by(tally.c.question, tally.c.option)
)
_add_concern = insert(concern)
_concerns = select(concern).where(concern.c.lead == bindparam("lead")).order_by(concern.c.id)


_of_round = select(concern).where(concern.c.round == bindparam("round"))
_hard = select(hard_words)
_no_hard = delete(hard_words)
_add_hard = insert(hard_words)


class Reviews(Requests):
    """Batches, results and concerns."""

    def answered(self, round_id: str) -> int:
        """Return how many people have kept at least one answer (0 once the vault is empty)."""
        return int(self._sql.all(_answered, {"round": round_id})[0][0])

    def form_batch(self, round_id: str, at_least: int) -> bool:
        """Bundle the text answers that wait outside any batch to questions that at least that many
        people wait at; True if a batch was made.

        Each question counts for itself: the one new answer to a question is that of whoever joined
        last, however many others the batch is from.
        """
        self._take(round_id)
        find = {"of": round_id, "at_least": max(at_least, 1)}
        asked = [row.question for row in self._sql.all(_loose_questions, find)]
        if not asked:
            return False
        last = self._sql.all(_last_batch, {"round": round_id})[0][0]
        values = {"of": round_id, "batch": last + 1}
        self._sql.write(_bundle, [values | {"asked": question} for question in asked])
        return True

    def batches(self, round_id: str) -> tuple[Batch, ...]:
        """Return the review batches of a round, oldest first. Answers that were decided stay in
        theirs."""
        vault_ = self._vault_if_any(round_id)
        held = (
            [] if vault_ is None else [h for h in vault_.all_answers() if h.row.batch is not None]
        )
        held.sort(key=lambda h: (h.row.batch, h.answer.id))
        return tuple(
            Batch(f"{number:032x}", tuple(h.answer for h in group))
            for number, group in groupby(held, lambda h: h.row.batch)
        )

    def approved(self, round_id: str) -> tuple[SealedText, ...]:
        """Return approved texts: from the vault after closing, from the quotes after sealing.

        Both leave out questions that fewer than k people answered in words. Those from the vault
        carry no attribute.
        """
        round_ = self.round(round_id)
        if round_ is not None and round_.state in _FROM_TABLES:
            return tuple(SealedText(*row) for row in self._sql.all(_quotes, {"round": round_id}))
        return self._harvest(round_).texts

    def standing(self, round_id: str) -> Mapping[str, str]:
        """Return the texts of a sealed round that may be quoted now, by id."""
        return {
            row.id: row.text for row in self._sql.all(_quotes, {"round": round_id}) if row.quotable
        }

    def tallies(self, round_id: str) -> Mapping[str, Mapping[str, int]]:
        """Return how often each option was picked, by question: only what stands since sealing, so
        that nobody can see what goes when an answer is taken back."""
        rows = self._sql.all(_tallies, {"round": round_id})
        return {
            question: {row.option: row.n for row in group}
            for question, group in groupby(rows, lambda row: str(row.question))
        }

    def pairs(self, evaluation: str) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return what the same people picked before and after, by scale, in an order that says
        nothing."""
        rows = self._sql.all(_pairs, {"evaluation": evaluation})
        return {
            item: [(row.before, row.after) for row in group]
            for item, group in groupby(rows, lambda row: str(row.item))
        }

    def too_small(self, round_id: str) -> tuple[str, ...]:
        """Return the questions in words of a closed round that fewer than k people answered, or
        nobody did, in their order; those put together as one."""
        round_, questions = self.round(round_id), self.questions(round_id)
        if round_ is None or questions is None or round_.state is not RoundState.CLOSED:
            return ()
        enough = self._harvest(round_).answered
        asked = leads((q.id for q in questions.questions if q.kind == "text"), round_.joined)
        return tuple(question for question in asked if question not in enough)

    def hard_words(self) -> HardWords | None:
        """Return the phrases that a lead saved, or None while those of the file stand."""
        row = self._sql.first(_hard)
        return None if row is None else HardWords(listed(row.phrases), row.looked_on)

    def _save_hard_words(self, staff: Staff, phrases: tuple[str, ...], today: date) -> None:
        if staff.role is not Role.LEAD:
            raise Refused("desk.refused.not_yours")
        self._sql.write(_no_hard, {})
        row = {"id": secrets.token_hex(16), "phrases": "\n".join(phrases), "looked_on": today}
        self._sql.write(_add_hard, row)

    def concerns(self, lead_id: str) -> tuple[Concern, ...]:
        """Return open concerns for a lead."""
        found = [self._read_concern(row) for row in self._sql.all(_concerns, {"lead": lead_id})]
        for each in self.rounds():
            if each.second == lead_id and each.safety == BREAK_GLASS:
                theirs = map(self._read_concern, self._sql.all(_of_round, {"round": each.id}))
                found += (c for c in theirs if c.glass is not None and not c.glass.agreed)
        return tuple(found)

    def _read_concern(self, row: AnyRow) -> Concern:
        where = place("concern", row.id, "", row.round, "contact")
        question, reason, kept, *more = json.loads(self._keys.contact.open(row.ct, where))
        answer, glass = more or ("", None)
        return Concern(
            row.id,
            row.round,
            question,
            _KEPT.build(kept),
            reason,
            answer,
            None if glass is None else Glass(*glass),
        )

    def _seal_concern(self, value: Concern) -> bytes:
        glass = value.glass and [value.glass.why, value.glass.unsafe, value.glass.agreed]
        small = [value.question, value.reason, _KEPT.small(value.kept), value.answer, glass]
        where = place("concern", value.id, "", value.round, "contact")
        return self._keys.contact.seal(encode(small).encode(), where)

    def _harvest(self, round_: Round | None) -> Harvest:
        if round_ is None or round_.state not in _FROM_VAULT:
            return harvest((), 1)
        held = self._vault(round_.id).all_answers()
        kept = sorted(held, key=lambda h: h.answer.id)
        return harvest(kept, takes(round_), round_.joined)

    def _raise_concern(self, round_: Round, answer: Answer, kept: Kept) -> None:
        """Copy a text to the lead, outside the vault: it outlives sealing until it is settled."""
        row = secrets.token_hex(16)
        leads_back = answer.id if round_.safety == BREAK_GLASS else ""
        value = Concern(row, round_.id, answer.question, kept, answer.reason, leads_back)
        values = {"id": row, "round": round_.id, "lead": round_.lead}
        self._sql.write(_add_concern, values | {"ct": self._seal_concern(value)})
