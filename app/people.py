"""Commands about staff and groups."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from app.settings import Settings
from app.told import command, phrases, print_line, print_table, say
from app.trouble import Trouble
from bot.consultation.model import Group, Role, Staff
from bot.consultation.staffing import LINK_DAYS, NotFit, member_for, named, new_or_changed, takers

if TYPE_CHECKING:
    from bot.ports import Unit
    from storage.unit import StoredUnit

staff = typer.Typer(no_args_is_help=True, help="The people who work with Heardback.")
groups = typer.Typer(no_args_is_help=True, help="The groups who are asked.")


def with_database[T](settings: Settings, work: "Callable[[StoredUnit], T]") -> T:
    """Run one piece of work in a transaction of the database that is set.

    Raises:
        Trouble: the data folder, the keys or the database cannot be used.
        NotSaved: nothing was saved.
    """
    from app.compose import build

    async def run() -> T:
        async with build(settings) as app:
            return await app.database.run(work)

    return asyncio.run(run())


@staff.command("add")
@command
def add_staff(
    role: Annotated[str, typer.Option(help="One of: " + ", ".join(Role) + ".")],
    name: Annotated[str, typer.Option(help="The name that colleagues and contributors know.")],
) -> None:
    """Add a member of staff and print their one-time link.

    For somebody who is there already it makes a new link.
    """
    if role not in tuple(Role):
        raise Trouble("role", roles=", ".join(Role))
    settings = Settings.read()
    with _told():
        known_as = named(name)
    token = secrets.token_urlsafe(24)
    day = datetime.now(UTC).date() + timedelta(days=LINK_DAYS)
    with_database(settings, lambda unit: _add(unit, known_as, Role(role), token, day))
    print_line(say("staff_added", name=known_as, role=say(f"role.{role}"), day=phrases().date(day)))
    print_line(f"  {settings.base_url}/desk/enter/{token}")


@staff.command("list")
@command
def list_staff() -> None:
    """Print everybody's name and role."""
    members = with_database(Settings.read(), lambda unit: unit.staff())
    if not members:
        print_line(say("nobody"))
        return
    print_table(("name", "role"), ((each.name, say(f"role.{each.role}")) for each in members))


@staff.command("remove")
@command
def remove_staff(
    name: Annotated[str, typer.Option(help="Who leaves.")],
    to: Annotated[str, typer.Option(help="Who of the same role takes over.")] = "",
) -> None:
    """Let somebody leave: they cannot come in any more, and somebody else has what was theirs."""
    with_database(Settings.read(), lambda unit: _remove(unit, name, to))
    print_line(say("staff_left", name=name))


@groups.command("add")
@command
def add_group(
    site: Annotated[str, typer.Option(help="Where they are, such as a town or a service.")],
    audience: Annotated[str, typer.Option(help="Who they are.")],
    partner: Annotated[str, typer.Option(help="Who knows them and hands out the invitation.")],
) -> None:
    """Add a group, so that a round can be for it."""
    with _told():
        group = Group(secrets.token_hex(16), named(site), named(audience), named(partner))
    with_database(Settings.read(), lambda unit: _add_group(unit, group))
    print_line(say("group_added", site=group.site, audience=group.audience))


@groups.command("list")
@command
def list_groups() -> None:
    """Print all groups."""
    found = with_database(Settings.read(), lambda unit: unit.groups())
    if not found:
        print_line(say("no_groups"))
        return
    rows = ((each.site, each.audience, each.partner) for each in found)
    print_table(("site", "audience", "partner"), rows)


@contextmanager
def _told() -> Iterator[None]:
    """Say in a command's words what a rule refused.

    Raises:
        Trouble: a rule refused it.
    """
    try:
        yield
    except NotFit as no:
        values = dict(no.values)
        if isinstance(role := values.get("role"), Role):
            values["role"] = say(f"role.{role}")
        raise Trouble(no.reason, **values) from None


def _add(unit: "Unit", name: str, role: Role, token: str, day: date) -> None:
    with _told():
        member = member_for(name, role, secrets.token_hex(16), unit.staff())
    unit.add_staff(member, token, day)


def _remove(unit: "Unit", name: str, to: str) -> None:
    members = unit.staff()
    leaves = _named(name, members)
    takes = _named(to, takers(leaves, members)) if to else None
    with _told():
        unit.remove_staff(leaves.id, takes.id if takes else "")


def _named(name: str, members: Iterable[Staff]) -> Staff:
    found = next((each for each in members if each.name == name), None)
    if found is None:
        raise Trouble("nobody_there", name=name)
    return found


def _add_group(unit: "Unit", group: Group) -> None:
    with _told():
        new = new_or_changed(group, unit.groups())
    unit.add_group(new)
