"""What staff and the clock do with links: a try-out begins and ends, a room gets a link of its own."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, or_, update

from bot.consultation.links import Kind, Link, over
from bot.consultation.model import Role, RoundState, Staff
from bot.conversation.effects import EndTry, StartRoom, StartTry
from bot.ports import Refused
from storage.appointing import NOT_YOURS, Appointing
from storage.life import Life
from storage.links import VISIT, Links
from storage.tables import link, vault

_TRIES: Final = (Kind.TRY, Kind.TRIED)

_add = insert(link)
_turn_into = (
    update(link)
    .where(link.c.round == bindparam("of"), link.c.kind == bindparam("was"))
    .values(kind=bindparam("becomes"))
)
_remove = delete(link).where(
    link.c.round == bindparam("of"), or_(*(link.c.kind == kind for kind in _TRIES))
)
_visits = delete(vault).where(
    vault.c.round == bindparam("of"), vault.c.kind == "session", vault.c.state == VISIT
)


class TryOuts(Life, Appointing, Links):
    """Beginning and ending try-outs and rooms."""

    def end_tries(self, round_id: str, now: datetime) -> None:
        """Destroy the try-out of a round, and all that was said in it, if its last day is over."""
        mine = [each for each in self.links() if each.round == round_id and each.kind in _TRIES]
        if not any(over(each, now) for each in mine):
            return
        self._clear(round_id)
        self._note(None, "end_try", ("round", round_id), round_id, self._today())

    def _link(self, staff: Staff, effect: StartTry | EndTry | StartRoom) -> tuple[str, str]:
        """Apply one effect; return its verb and its round."""
        match effect:
            case StartTry(new):
                self._start_try(staff, effect)
                return "start_try", new.round
            case EndTry(round_id):
                self._end_try(staff, effect)
                return "end_try", round_id
            case StartRoom(new):
                self._start_room(staff, effect)
                return "start_room", new.round

    def _start_try(self, staff: Staff, effect: StartTry) -> None:
        self._in_state(effect.link.round, RoundState.DRAFT)
        self._must_run(staff, effect.link.round)
        self._clear(effect.link.round)
        self._add_link(effect.link)

    def _end_try(self, staff: Staff, effect: EndTry) -> None:
        """Let readers read. Places of visitors, with words nobody kept, are dropped."""
        self._in_state(effect.round, RoundState.DRAFT)
        self._must_run(staff, effect.round)
        self._sql.write(_visits, {"of": effect.round})
        self._turn(effect.round, Kind.TRY, Kind.TRIED)

    def _start_room(self, staff: Staff, effect: StartRoom) -> None:
        round_id = effect.link.round
        self._in_state(round_id, RoundState.OPEN)
        if staff.role is not Role.PARTNER or not self._knows(staff, round_id):
            self._must_run(staff, round_id)
        self._turn(round_id, Kind.ROOM, Kind.LEFT)
        self._add_link(effect.link)

    def _clear(self, round_id: str) -> None:
        """Destroy what was said of a draft; once it is open nothing of that is left."""
        if self._in_state(round_id, *RoundState) is RoundState.DRAFT:
            self._wipe(round_id)
        self._sql.write(_remove, {"of": round_id})

    def _turn(self, round_id: str, was: Kind, becomes: Kind) -> None:
        self._sql.write(_turn_into, {"of": round_id, "was": was, "becomes": becomes})

    def _add_link(self, new: Link) -> None:
        values = {"code": new.code, "round": new.round, "kind": new.kind, "here": 0}
        self._sql.write(_add, values | {"until_day": new.until})

    def _must_run(self, staff: Staff, round_id: str) -> None:
        round_ = self.round(round_id)
        if round_ is None or round_.facilitator != staff.id:
            raise Refused(NOT_YOURS)

    def _knows(self, staff: Staff, round_id: str) -> bool:
        round_ = self.round(round_id)
        groups = {group.id for group in self.groups() if staff.id in group.people}
        return round_ is not None and round_.group in groups
