"""What readers and leads do. Whether it is allowed is decided in bot/; here stands what must hold
even if that were wrong: only readers decide, and nobody lets their own decision pass."""

from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.consultation.model import Answer, Review, Round, RoundState, Staff
from bot.conversation.effects import Decide, Settle, Uncover
from bot.ports import Refused
from storage.links import Links
from storage.review import Reviews
from storage.tables import concern, help_request, vault
from storage.vault import Held

_UNDECIDED: Final = (Review.WAITING, Review.SECOND, Review.HELD)
_READ_IN: Final = (RoundState.OPEN, RoundState.CLOSED)
_NOT_YOURS: Final = "review.refused.not_yours"

_whose = select(vault.c.round, vault.c.pseud).where(vault.c.id == bindparam("row"))
_settle = {
    kind: delete(table)
    .where(table.c.id == bindparam("row"), table.c.lead == bindparam("lead"))
    .returning(table.c.round)
    for kind, table in (("request", help_request), ("concern", concern))
}


class Decisions(Reviews, Links):
    """Opening, deciding, settling. Each method returns the round it was about."""

    def _uncover(self, staff: Staff, effect: Uncover) -> str:
        round_, _ = self._readable(staff, effect.answer_id)
        return round_.id

    def _decide(self, staff: Staff, effect: Decide) -> str:
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
        self._vault(round_.id).decided(held, theirs)
        return round_.id

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
