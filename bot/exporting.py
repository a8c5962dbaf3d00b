"""Handing a sealed round's words and figures out as a file, to its own facilitator alone."""

from collections.abc import Callable
from functools import partial

from bot.consultation.model import Role, Round, RoundState, Staff
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import Message
from bot.conversation.report_round import PAGES, REPORT, report_screen
from bot.deskwork import Desk
from bot.ports import Refused, Unit
from bot.reports.files import FORMS, ExportFile, export_file
from bot.reports.page_file import page_file
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
        round_, owner = _owned(unit, code)
        return _exported(desk, unit, None, owner, round_.id, form)

    return await desk.work(work)


async def export_page(
    desk: Desk, me: Staff, spot: Spot, form: str, draw: Callable[[Message], str]
) -> ExportFile:
    """Return a page of a round's report as a file; it is noted in the audit log. ``draw`` makes it a
    web page that stands by itself.

    Raises:
        Refused: the round is not this facilitator's, or not sealed; or there is no such form.
        NotSaved: nothing was handed out.
    """
    return await desk.work(lambda unit: _page(desk, unit, me, me, spot)(form, draw))


async def report_for_host(
    desk: Desk, code: str, form: str, draw: Callable[[Message], str]
) -> ExportFile:
    """Return a round's report to whoever runs the server; the audit log notes it as the system's.

    Raises:
        Refused: there is no such round, or it is not sealed; or there is no such form.
        NotSaved: nothing was handed out.
    """

    def work(unit: Unit) -> ExportFile:
        round_, owner = _owned(unit, code)
        return _page(desk, unit, None, owner, Spot(REPORT, round_.id))(form, draw)

    return await desk.work(work)


async def account_for_host(desk: Desk, form: str, draw: Callable[[Message], str]) -> ExportFile:
    """Return how promises were kept in all rounds, to whoever runs the server: dates and states.

    Raises:
        Refused: there is no such form.
        NotSaved: the database could not be read.
    """

    def work(unit: Unit) -> ExportFile:
        return page_file(desk.account(unit), "promises", form, draw)

    return await desk.work(work)


def _page(
    desk: Desk, unit: Unit, asker: Staff | None, owner: Staff, spot: Spot
) -> Callable[[str, Callable[[Message], str]], ExportFile]:
    round_, facts = _sealed(desk, unit, owner, spot)
    message = report_screen(spot, round_, facts, {}, {})
    if spot.item not in PAGES or not message.paper:
        raise Refused(_NOT_NOW)
    unit.note_export(asker, round_.id, facts.now)
    name = "-".join(filter(None, (round_.code, spot.item)))
    return partial(page_file, message, name)


def _owned(unit: Unit, code: str) -> tuple[Round, Staff]:
    round_ = unit.round_by_code(code)
    staff = {each.id: each for each in unit.staff()}
    owner = staff.get(round_.facilitator) if round_ else None
    if round_ is None or owner is None:
        raise Refused(_NOT_YOURS)
    return round_, owner


def _sealed(desk: Desk, unit: Unit, owner: Staff, spot: Spot) -> tuple[Round, DeskFacts]:
    """Return a sealed round of its facilitator, and what they may see of it."""
    if owner.role is not Role.FACILITATOR:
        raise Refused(_NOT_YOURS)
    facts = desk.facts(unit, owner, spot)
    if facts.round is None or facts.round.facilitator != owner.id:
        raise Refused(_NOT_YOURS)
    if facts.round.state is not RoundState.SEALED:
        raise Refused(_NOT_NOW)
    return facts.round, facts


def _exported(  # noqa: PLR0917 - who asks, and whose sight it is made with, are two things
    desk: Desk, unit: Unit, asker: Staff | None, owner: Staff, round_id: str, form: str
) -> ExportFile:
    if form not in FORMS:
        raise Refused(_NOT_YOURS)
    round_, facts = _sealed(desk, unit, owner, Spot("words", round_id))
    unit.note_export(asker, round_id, facts.now)
    return export_file(round_export(round_, facts), form, round_.code, facts.say)
