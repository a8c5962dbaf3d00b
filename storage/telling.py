"""Outcomes: who wrote them, who let them go out, and the words of people that may stand in them.

What the bot decides is checked here once more, so that no outcome goes out on one person's word, and
no quote stands in one that nobody allowed.
"""

from dataclasses import replace
from datetime import date

from bot.consultation.model import Outcome, RoundState, Staff
from bot.consultation.promises import ANSWERED
from bot.consultation.telling import may_approve
from bot.conversation.effects import ApproveOutcome, ReturnOutcome
from bot.ports import Refused
from storage.life import NOT_NOW, Life
from storage.review import Reviews

_WRITTEN = ("draft", "ready")
"""What a facilitator alone can make of an outcome."""


class Telling(Life, Reviews):
    """Writing outcomes and letting them go out."""

    def _save_outcome(self, staff: Staff, outcome: Outcome) -> None:
        self._in_state(outcome.round, *set(RoundState) - {RoundState.DRAFT, RoundState.CANCELLED})
        stored = self._outcome(outcome.id)
        if stored is not None and (stored.state == "sent" or stored.round != outcome.round):
            raise Refused(NOT_NOW)
        if outcome.state not in _WRITTEN:
            raise Refused(NOT_NOW)
        self._check_quotes(outcome)
        self._write_outcome(replace(outcome, writer=staff.id, approver=""), outcome.state)

    def _second_look(
        self, staff: Staff, effect: ApproveOutcome | ReturnOutcome, today: date
    ) -> str:
        """Let an outcome go out or hand it back; return the verb. It goes out today if its day has
        gone by while it waited.

        Raises:
            Refused: it is not as they saw it, or they may not.
        """
        self._in_state(effect.outcome.round, *set(RoundState) - {RoundState.DRAFT})
        stored, round_ = self._outcome(effect.outcome.id), self.round(effect.outcome.round)
        if stored is None or round_ is None or stored.round != round_.id:
            raise Refused(NOT_NOW)
        if refused := may_approve(stored, staff, round_):
            raise Refused(refused)
        if stored != effect.outcome:
            raise Refused("approval.refused.changed")
        if isinstance(effect, ReturnOutcome):
            self._write_outcome(replace(stored, back=effect.reason), "draft")
            return "return"
        self._check_quotes(stored)
        day = max(stored.send_on or today, today)
        self._write_outcome(replace(stored, send_on=day, approver=staff.id), "scheduled")
        return "approve"

    def _check_quotes(self, outcome: Outcome) -> None:
        """Look whether every quote is of this sealed round, and allowed. A question that is answered
        is told in other words, so it needs no permission."""
        used = {(q, item.status == ANSWERED) for item in outcome.items for q in item.quotes}
        if not used:
            return
        standing = self.standing(outcome.round)
        round_ = self.round(outcome.round)
        sealed = round_ is not None and round_.state is RoundState.SEALED
        asked = {each.id for each in self.approved(outcome.round)} if sealed else set()
        if any(quote not in (asked if answer else standing) for quote, answer in used):
            raise Refused("approval.refused.quote")
