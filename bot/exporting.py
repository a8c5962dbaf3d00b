"""Handing a sealed round's words and figures out as a file, to its own facilitator alone."""

from bot.consultation.model import Role, RoundState, Staff
from bot.conversation.desk import Spot
from bot.deskwork import Desk
from bot.ports import Refused, Unit
from bot.reports.files import FORMS, ExportFile, export_file
from bot.reports.round_export import round_export

_NOT_YOURS = "desk.refused.not_yours"
_NOT_NOW = "desk.refused.state"


async def export(desk: Desk, me: Staff, round_id: str, form: str) -> ExportFile:
    """Return a round as a file; it is noted in the audit log.

    Raises:
        Refused: the round is not this facilitator's, or not sealed; or there is no such form.
        NotSaved: nothing was handed out.
    """
    return await desk.work(lambda unit: _exported(desk, unit, me, me, round_id, form))


async def export_for_host(desk: Desk, code: str, form: str) -> ExportFile:
    """Return a round as a file to whoever runs the server; the audit log notes it as the system's.

    Raises:
        Refused: there is no such round, or it is not sealed; or there is no such form.
        NotSaved: nothing was handed out.
    """

    def work(unit: Unit) -> ExportFile:
        round_ = unit.round_by_code(code)
        staff = {each.id: each for each in unit.staff()}
        owner = staff.get(round_.facilitator) if round_ else None
        if round_ is None or owner is None:
            raise Refused(_NOT_YOURS)
        return _exported(desk, unit, None, owner, round_.id, form)

    return await desk.work(work)


def _exported(  # noqa: PLR0917 - who asks, and whose sight it is made with, are two things
    desk: Desk, unit: Unit, asker: Staff | None, owner: Staff, round_id: str, form: str
) -> ExportFile:
    if owner.role is not Role.FACILITATOR or form not in FORMS:
        raise Refused(_NOT_YOURS)
    facts = desk.facts(unit, owner, Spot("words", round_id))
    if facts.round is None or facts.round.facilitator != owner.id:
        raise Refused(_NOT_YOURS)
    if facts.round.state is not RoundState.SEALED:
        raise Refused(_NOT_NOW)
    unit.note_export(asker, round_id, facts.now)
    return export_file(round_export(facts.round, facts), form, facts.round.code, facts.say)
