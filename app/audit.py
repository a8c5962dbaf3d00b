"""Commands about the audit log."""

import re
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.people import with_database
from app.settings import Settings
from app.told import command, print_line, print_table, say
from app.trouble import Trouble
from bot.witness import Head
from storage.heads import HeadFile, Unreadable

if TYPE_CHECKING:
    from storage.audit import Entry
    from storage.unit import StoredUnit

audit = typer.Typer(no_args_is_help=True, help="The log of what staff did.")

_MARK: Final = re.compile(r"(\d{1,18}):([0-9a-fA-F]{64})")


@audit.command("list")
@command
def list_entries() -> None:
    """Print who did what on which day. No entry holds a word or tells of a contributor.

    A line about a figure ends with the figure that staff saw from then on.
    """
    entries, names, codes = with_database(Settings.read(), _entries)
    columns = ("entry", "day", "role", "name", "act", "about", "code", "figure")
    print_table(columns, (_row(each, names, codes) for each in entries))


@audit.command("verify")
@command
def verify_audit(
    head: Annotated[
        list[str] | None,
        typer.Option(help="A mark that was kept elsewhere, such as 12:9f0c… May be given often."),
    ] = None,
) -> None:
    """Check that no entry of the audit log was changed or taken out.

    The log is compared with every mark the server wrote down, one a day.
    """
    settings = Settings.read()
    kept = [*_written_down(HeadFile(settings.audit)), *map(_mark, head or ())]
    broken, now = with_database(settings, lambda unit: (unit.verify_audit(kept), unit.audit_head()))
    if broken is not None:
        raise Trouble(f"audit_{broken.how}", number=broken.number)
    print_line(say("audit_good", count=now.number))
    print_line(say("audit_heads", count=len(kept)))
    print_line(say("audit_head", head=f"{now.number}:{now.value}"))


def _written_down(file: HeadFile) -> tuple[Head, ...]:
    try:
        return file.heads()
    except Unreadable as line:
        raise Trouble("audit_line", number=line.number, file=file.path) from None


def _mark(text: str) -> Head:
    found = _MARK.fullmatch(text.strip())
    if found is None:
        raise Trouble("audit_mark")
    return Head(int(found[1]), found[2].lower())


def _entries(unit: "StoredUnit") -> "tuple[list[Entry], dict[str, str], dict[str, str]]":
    """Return the log, and what people and rounds are known by."""
    names = unit.staff_names()
    return unit.audit_entries(), names, {each.id: each.code for each in unit.rounds()}


def _row(entry: "Entry", names: dict[str, str], codes: dict[str, str]) -> tuple[str, ...]:
    return (
        str(entry.number),
        entry.day.isoformat(),
        say(f"role.{entry.role}"),
        names.get(entry.actor or "", ""),
        entry.verb,
        entry.kind,
        codes.get(entry.round or "", ""),
        "" if entry.n is None else str(entry.n),
    )
