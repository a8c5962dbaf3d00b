"""What people hear while they wait for an outcome: that a promise has moved, and how far it has come."""

from dataclasses import replace
from datetime import date

from bot.consultation.following import LOOP
from bot.consultation.model import Line, Round, RoundState, Staff
from bot.consultation.promises import is_sent, may_move, move_fault, moved, note_now
from bot.conversation.effects import AddLine, MovePromise
from bot.ports import Refused
from storage.life import NOT_NOW
from storage.queue import ALL, EVERYONE
from storage.tryouts import TryOuts

MOVED = "moved:"
NOTE = "note:"


class Waiting(TryOuts):
    """Moving promises, and notes to those who wait. Each is one transaction: a new day holds only
    where everyone is told of it."""

    def plan_note(self, round_id: str, day: date) -> int:
        """Plan the note that is due by a day to everyone who chose to hear everything; return how
        many. Each note is planned once, and none where people have heard already."""
        found = self._take(round_id)
        due = None if found is None else note_now(found, day)
        if found is None or due is None:
            return 0
        self._write_round(replace(found, noted=due), found.state)
        if self._is_kept(found):
            return 0
        return self._tell_audience(found.id, found.id, f"{NOTE}{due.isoformat()}", due, ALL)

    def _wait(self, staff: Staff, effect: MovePromise | AddLine, day: date) -> str:
        """Apply what an owner says to those who wait; return the verb."""
        self._must_run(staff, effect.round)
        if isinstance(effect, MovePromise):
            self._move_promise(effect, day)
            return "move"
        self._add_line(effect)
        return "line"

    def _move_promise(self, effect: MovePromise, day: date) -> None:
        found = self._sealed_round(effect.round)
        if may_move(found, day, kept=self._is_kept(found)):
            raise Refused(NOT_NOW)
        if any(move_fault(found, effect.to, effect.because, day)):
            raise Refused(NOT_NOW)
        self._write_round(moved(found, effect.to, effect.because, day), found.state)
        who = ALL if found.kind == LOOP else EVERYONE
        key = f"{MOVED}{day.isoformat()}"
        self._tell_audience(found.parent or found.id, found.id, key, day, who)

    def _add_line(self, effect: AddLine) -> None:
        found = self._take(effect.round)
        if found is None or found.state in (RoundState.DRAFT, RoundState.CANCELLED):
            raise Refused(NOT_NOW)
        if found.noted is not None and effect.line.day <= found.noted:
            raise Refused(NOT_NOW)
        others = tuple(each for each in found.lines if each.day != effect.line.day)
        lines: tuple[Line, ...] = (effect.line,) if effect.line.text else ()
        self._write_round(replace(found, lines=(*others, *lines)), found.state)

    def _sealed_round(self, round_id: str) -> Round:
        found = self._take(round_id)
        if found is None or found.state is not RoundState.SEALED:
            raise Refused(NOT_NOW)
        return found

    def _is_kept(self, round_: Round) -> bool:
        return any(map(is_sent, self.outcomes(round_.id)))
