"""How somebody becomes staff in Slack, and what is noted of what they do."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any, Final

from bot.consultation.model import Staff
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_api import SlackApi
from tests.drivers.world import World

TOKEN: Final = "one-time"


async def claims(made: World, person: SlackPerson, member: Staff) -> SlackPerson:
    """Let somebody use the one-time code of a member of staff."""
    token = f"{TOKEN}-{member.id[:4]}"
    await made.run(lambda unit: unit.add_staff(member, token, date(2027, 12, 31)))
    await person.command(f"claim {token}")
    return person


async def at(person: SlackPerson, label: str) -> None:
    """Open the desk and follow the first button whose label begins like this."""
    await person.command("desk")
    await follows(person, label)


async def follows(person: SlackPerson, label: str) -> None:
    """Press the first button whose label begins like this."""
    await person.taps(next(each for each in person.labels if each.startswith(label)), {})


def noted(made: World) -> list[tuple[str, str]]:
    """Return which role did what, from the audit."""
    with closing(sqlite3.connect(made.settings.data_folder / "heardback.db")) as connection:
        return connection.execute("SELECT actor_role, verb FROM audit ORDER BY seq").fetchall()


def kept_by_slack(api: SlackApi) -> str:
    """Return everything Slack was given that it keeps, or that it would put into a box: the home
    pages, the messages, the metadata of views and what their inputs begin with."""
    views = [each.view for each in api.modals.values()]
    views += [given["view"] for _, given in api.calls if "view" in given]
    views += api.answered
    held = [view.get("private_metadata") for view in views]
    return json.dumps([api.homes, api.messages, held, [*_begun(views)]])


def _begun(found: Any) -> Iterator[Any]:
    if isinstance(found, list):
        for each in found:
            yield from _begun(each)
    elif isinstance(found, dict):
        yield found.get("initial_value")
        yield from _begun(list(found.values()))
