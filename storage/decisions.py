"""What readers and leads do. Whether it is allowed is decided in bot/; here stands what must hold
even if that were wrong: only readers decide, and nobody lets their own decision pass."""

from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.consultation.joining import put_together
from bot.consultation.model import Answer, Review, Round, RoundState, Staff
from bot.conversation.effects import Decide, PutTogether, Settle, Uncover
from bot.ports import Refused
from storage.links import Links
from storage.review import Reviews
from storage.tables import audit, concern, help_request, vault
from storage.vault import Held

_UNDECIDED: Final = (Review.WAITING, Review.SECOND, Review.HELD)
_READ_IN: Final = (RoundState.OPEN, RoundState.CLOSED)
_NOT_YOURS: Final = "review.refused.not_yours"

_opened = select(audit.c.object).where(
    audit.c.actor == bindparam("staff"),
    audit.c.day == bindparam("day"),
    audit.c.verb == "uncover",
)
_whose = select(vault.c.round, vault.c.pseud).where(vault.c.id == bindparam("row"))
_settle = {
    kind: delete(table)
    .where(table.c.id == bindparam("row"), table.c.lead == bindparam("lead"))
    .returning(table.c.round)
    for kind, table in (("request", help_request), ("concern", concern))
}


class Decisions(Reviews, Links):
    """Opening, deciding, settling. Opening and deciding return the id by which the audit log may
    know the answer, and its round; settling returns the round."""

    def opened_on(self, staff_id: str, round_id: str, day: date) -> frozenset[str]:
        """Return the ids of the answers a reader opened on a day, local to the round they are of.

        An answer of another round counts as one, and so does one that is gone; its id is nobody's.
        """
        rows = self._sql.all(_opened, {"staff": staff_id, "day": day})
        vault_ = self._vault_if_any(round_id) if rows else None
        ids = {} if vault_ is None else vault_.aliases()
        return frozenset(ids.get(row.object, row.object) for row in rows)

    def _uncover(self, staff: Staff, effect: Uncover) -> tuple[str, str]:
        round_, _ = self._readable(staff, effect.answer_id)
        return self._vault(round_.id).alias(effect.answer_id), round_.id

    def _decide(self, staff: Staff, effect: Decide) -> tuple[str, str]:
        round_, held = self._readable(staff, effect.answer.id)
        before, after = held.answer, effect.answer
        if effect.verb == "concern":
            allowed = after.review in (before.review, Review.HELD)
        else:
            allowed = _may_decide(before, after, staff, round_)
        if after.kept is None or not allowed:
            raise Refused(_NOT_YOURS)
        if effect.verb == "concern":
            self._raise_concern(round_, after, after.kept)
        # A reader changes how an answer is shown, never what was asked, picked or allowed.
        theirs = replace(after, question=before.question, picks=before.picks, quote=before.quote)
        vault_ = self._vault(round_.id)
        vault_.decided(held, theirs)
        return vault_.alias(effect.answer.id), round_.id

    def _put_together(self, staff: Staff, effect: PutTogether) -> None:
        """Let two questions that are too small count as one from now on."""
        round_ = self._take(effect.round)
        if round_ is None or staff.id not in round_.readers:
            raise Refused(_NOT_YOURS)
        # What is large enough has been read alone: with it the words of the other would stand out.
        two = {effect.first, effect.second}
        if not (effect.first != effect.second and two <= {*self.too_small(round_.id)}):
            raise Refused("coordinator.fault.not_small")
        joined = put_together(effect.first, effect.second, round_.joined)
        self._write_round(replace(round_, joined=joined), round_.state)

    def _settle_for(self, staff: Staff, effect: Settle) -> str:
        """Destroy a request or a concern that was sent to this person."""
        row = self._sql.first(_settle[effect.kind], {"row": effect.id, "lead": staff.id})
        if row is None:
            raise Refused(_NOT_YOURS)
        return str(row.round)

    def _readable(self, staff: Staff, answer_id: str) -> tuple[Round, Held]:
        row = self._sql.first(_whose, {"row": answer_id})
        round_ = None if row is None else self.round(row.round)
        if row is None or round_ is None or staff.id not in round_.readers:
            raise Refused(_NOT_YOURS)
        tried = self._has_ended(round_)
        if round_.state not in _READ_IN and not tried:
            raise Refused(_NOT_YOURS)
        held = self._vault(round_.id).answer(answer_id, row.pseud)
        if held is None or (tried and held.row.batch is None):
            raise Refused(_NOT_YOURS)
        return round_, held


def _may_decide(before: Answer, after: Answer, staff: Staff, round_: Round) -> bool:
    if before.review not in _UNDECIDED:
        return False
    if before.review is Review.SECOND and staff.id == before.first:
        return False
    if before.appeal and staff.id in (before.first, before.last):
        return False
    alone = before.appeal or before.first in ("", staff.id)
    return not (round_.two_readers and alone and after.review is Review.APPROVED)
