"""What readers and leads do. Whether it is allowed is decided in bot/; here stands what must hold
even if that were wrong: only readers decide, and nobody lets their own decision pass."""

from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.consultation.care import keeps_out
from bot.consultation.joining import put_together
from bot.consultation.model import Answer, Review, Round, RoundState, Staff
from bot.consultation.review import leave_to_another, may_pass
from bot.conversation.effects import Decide, PutTogether, Uncover
from bot.conversation.lead_effects import Settle
from bot.ports import Refused
from storage.links import Links
from storage.own import OwnThings
from storage.review import Reviews
from storage.tables import audit, concern
from storage.vault import Held

_UNDECIDED: Final = (Review.WAITING, Review.SECOND, Review.HELD)
_READ_IN: Final = (RoundState.OPEN, RoundState.CLOSED)
_NOT_YOURS: Final = "review.refused.not_yours"

_opened = select(audit.c.object).where(
    audit.c.actor == bindparam("staff"),
    audit.c.day == bindparam("day"),
    audit.c.verb == "uncover",
)
_settle = (
    delete(concern)
    .where(concern.c.id == bindparam("row"), concern.c.lead == bindparam("lead"))
    .returning(concern.c.round)
)


class Decisions(Reviews, Links, OwnThings):
    """Opening, deciding, settling. Each method returns the round it was about."""

    def opened_on(self, staff_id: str, day: date) -> frozenset[str]:
        """Return the ids of the answers a reader opened on a day, local to the round they are of.
        One that is gone by now counts, too."""
        rows = self._sql.all(_opened, {"staff": staff_id, "day": day})
        return frozenset(row.object for row in rows)

    def _uncover(self, staff: Staff, effect: Uncover) -> str:
        round_, _ = self._readable(staff, effect.answer_id)
        return round_.id

    def _decide(self, staff: Staff, effect: Decide) -> str:
        round_, held = self._readable(staff, effect.answer.id)
        before, after = held.answer, effect.answer
        if effect.verb == "pass":
            allowed = may_pass(before, staff.id, round_) and after == leave_to_another(
                before, staff.id, round_
            )
        elif effect.verb == "concern":
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

    def _settle_for(self, staff: Staff, effect: Settle, today: date) -> str:
        """End a request, or destroy a concern, that was sent to this person."""
        if effect.kind == "request":
            about = self._settle_request(staff, effect, today)
        else:
            row = self._sql.first(_settle, {"row": effect.id, "lead": staff.id})
            about = None if row is None else str(row.round)
        if about is None:
            raise Refused(_NOT_YOURS)
        return about

    def _readable(self, staff: Staff, answer_id: str) -> tuple[Round, Held]:
        """Return an answer and its round. Only the round's key leads from the id to the row, so the
        rounds whose reader this is are looked through."""
        own = self.own(staff.id)
        for round_ in self.rounds():
            if keeps_out(own, round_):
                continue
            tried = self._has_ended(round_)
            if staff.id not in round_.readers or not (round_.state in _READ_IN or tried):
                continue
            held = self._vault(round_.id).answer(answer_id)
            if held is not None and not (tried and held.row.batch is None):
                return round_, held
        raise Refused(_NOT_YOURS)


def _may_decide(before: Answer, after: Answer, staff: Staff, round_: Round) -> bool:
    if before.review not in _UNDECIDED:
        return False
    if before.review is Review.SECOND and staff.id == before.first:
        return False
    if before.appeal and staff.id in (before.first, before.last):
        return False
    alone = before.appeal or before.first in ("", staff.id)
    return not (round_.two_readers and alone and after.review is Review.APPROVED)
