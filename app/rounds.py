"""Commands about rounds."""

import asyncio
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.people import with_database
from app.settings import Settings
from app.told import command, phrases, print_line, print_table, say
from app.trouble import Trouble
from bot.consultation import records
from bot.consultation.model import RoundState
from bot.conversation.record_sites import unread_words

if TYPE_CHECKING:
    from app.compose import App
    from storage.unit import StoredUnit

rounds = typer.Typer(no_args_is_help=True, help="The rounds.")


@rounds.command("list")
@command
def list_rounds() -> None:
    """Print every round: the code in its link, its state, when it closes and its title."""
    found = with_database(Settings.read(), lambda unit: unit.rounds())
    if not found:
        print_line(say("no_rounds"))
        return
    rows = (
        (
            each.code,
            say(f"state.{each.state}"),
            phrases().short_date(each.closes_on) if each.closes_on else "",
            each.title,
        )
        for each in found
    )
    print_table(("code", "state", "closes", "title"), rows)


@rounds.command("attendance")
@command
def read_attendance(
    code: Annotated[str, typer.Argument(help="The code in the round's link.")],
    file: Annotated[Path, typer.Argument(help="A CSV file: a line of heads, then a line a site.")],
) -> None:
    """Read the attendance of a round, by site and session, from a file."""
    try:
        with file.open("rb") as opened:
            columns, sites = records.read_attendance(records.decoded(opened.read(_TOO_MUCH)))
    except OSError:
        raise Trouble("no_file", path=file) from None
    except records.Unread as unread:
        raise Trouble("attendance", why=unread_words(unread, phrases())) from None

    def work(unit: "StoredUnit") -> bool:
        round_ = unit.round_by_code(code)
        if round_ is None:
            return False
        there = records.attendance(unit.records(round_.id))
        id_ = there.id if there else secrets.token_hex(16)
        kind = records.Kind.ATTENDANCE
        unit.keep_attendance(records.Record(id_, round_.id, kind, columns=columns, sites=sites))
        return True

    if not with_database(Settings.read(), work):
        raise Trouble("round")
    print_line(say("attendance"))


_TOO_MUCH: Final = records.MAX_BYTES + 1


@rounds.command("seal")
@command
def seal_round(code: Annotated[str, typer.Argument(help="The code in the round's link.")]) -> None:
    """Seal a round whose day has come, or go on with a sealing that was cut off.

    The server does this by itself; this is for when it could not.
    """
    asyncio.run(_seal(Settings.read(), code))


async def _seal(settings: Settings, code: str) -> None:
    """Seal a round, and tell each step once it will last."""
    from app.compose import build

    async with build(settings, after_step=lambda step: print_line(say(f"seal.{step}"))) as app:
        await app.database.sealer.seal(await _ready(app, code))


async def _ready(app: "App", code: str) -> str:
    """Return the id of a round that may be sealed now."""
    from bot.delivery.upkeep import CUT_OFF, time_to_seal

    round_ = await app.database.run(lambda unit: unit.round_by_code(code))
    if round_ is None:
        raise Trouble("round")
    if round_.state in CUT_OFF:
        return round_.id
    if round_.state is not RoundState.CLOSED:
        raise Trouble("not_closed", state=say(f"state.{round_.state}"))
    until = round_.withdraw_until
    if until is not None and not time_to_seal(round_, app.clock.now()):
        raise Trouble("too_early", day=phrases().date(until))
    return round_.id
