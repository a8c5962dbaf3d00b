"""Finding out whose words gave concern: two leads together, before sealing, and only where the round
said so when it asked.

The one way from a text to a person that this product opens. It goes through the round's key, so no
copy, no other round and nobody after sealing can go it. What a lead sees is kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import bindparam, select, update

from bot.consultation.model import Concern, Glass, Round, Staff
from bot.consultation.safety import may_break_glass
from bot.conversation.lead_effects import AgreeGlass, AskGlass, OpenGlass
from bot.conversation.state import State
from bot.ports import Refused
from storage.decisions import Decisions
from storage.people import People
from storage.tables import concern
from storage.vault import Session

_NOT_YOURS = "desk.refused.not_yours"
_by_id = select(concern).where(concern.c.id == bindparam("row"))
_taken = _by_id.with_for_update()
_change = update(concern).where(concern.c.id == bindparam("row"))


class BreakGlass(People, Decisions):
    """Asking, agreeing, looking once. Each is checked here, whatever the desk let through."""

    def behind(self, staff: Staff, concern_id: str) -> Mapping[str, str]:
        """Return what it takes to reach whoever wrote the words of a concern, for the lead who asked
        and was agreed with; empty where the answer was changed or taken back meanwhile.

        Raises:
            Refused: anything of that is not so.
        """
        found, round_ = self._agreed(staff, concern_id)
        session = self._writer(found, round_)
        person = None if session is None else self._person_by_id(session.person)
        return {} if person is None else dict(person.contact)

    def _glass(self, staff: Staff, effect: AskGlass | AgreeGlass | OpenGlass) -> tuple[str, str]:
        """Apply a step; return its verb and its round."""
        match effect:
            case AskGlass(concern_id, why, unsafe):
                found, round_ = self._breakable(concern_id)
                if staff.id != round_.lead or found.glass is not None or not why.strip():
                    raise Refused(_NOT_YOURS)
                self._write_glass(found, Glass(why, unsafe))
                return "glass_ask", round_.id
            case AgreeGlass(concern_id, agree):
                found, round_ = self._breakable(concern_id)
                asked = found.glass
                if staff.id != round_.second or asked is None or asked.agreed:
                    raise Refused(_NOT_YOURS)
                self._write_glass(found, replace(asked, agreed=True) if agree else None)
                return "glass_agree" if agree else "glass_refuse", round_.id
            case OpenGlass(concern_id):
                found, round_ = self._agreed(staff, concern_id)
                session = self._writer(found, round_)
                if session is not None and found.glass is not None and not found.glass.unsafe:
                    told = State.from_json(session.state)._replace(found=True)
                    self._vault(round_.id).write(session, state=told.to_json())
                self._write_glass(found, None)
                return "glass_open", round_.id

    def _breakable(self, concern_id: str) -> tuple[Concern, Round]:
        row = self._sql.first(_taken, {"row": concern_id})
        found = None if row is None else self._read_concern(row)
        round_ = None if found is None else self._take(found.round)
        if found is None or round_ is None or not may_break_glass(found, round_):
            raise Refused(_NOT_YOURS)
        return found, round_

    def _agreed(self, staff: Staff, concern_id: str) -> tuple[Concern, Round]:
        found, round_ = self._breakable(concern_id)
        if staff.id != round_.lead or found.glass is None or not found.glass.agreed:
            raise Refused(_NOT_YOURS)
        return found, round_

    def _writer(self, found: Concern, round_: Round) -> Session | None:
        vault = self._vault(round_.id)
        held = vault.answer(found.answer)
        if held is None:
            return None
        return next((each for each in vault.sessions() if each.row.pseud == held.row.pseud), None)

    def _write_glass(self, found: Concern, glass: Glass | None) -> None:
        sealed = self._seal_concern(replace(found, glass=glass))
        self._sql.write(_change, {"row": found.id, "ct": sealed})
