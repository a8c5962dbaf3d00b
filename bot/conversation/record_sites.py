"""Attendance on the desk: numbers by site as they may be shown, and the box they are typed in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.disclosure import Shown
from bot.consultation.disclosure import Withheld as Held
from bot.consultation.model import Round
from bot.consultation.records import (
    MAX_BYTES,
    UNREADABLE,
    Kind,
    Record,
    Unread,
    attendance,
    read_attendance,
    site_table,
    written,
)
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import KeepRecord
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import back, title_of
from bot.conversation.facilitator_form import Typed, Values
from bot.conversation.figures import number, number_or_when, reason
from bot.conversation.messages import (
    Choice,
    Message,
    Text,
)
from bot.conversation.tables import Cell, Table
from prompts.library import Phrases

SITES: Final = "attendance"


def sites_screen(
    round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the site table as it may be shown, and the box in which its numbers are typed."""
    say = facts.say
    table = attendance(facts.records)
    stored = written(table) if table else ""
    file = _file(values)
    # What is no text, or too much of it, is not shown; the box stays as it was.
    if file and UNREADABLE not in file and len(file) <= MAX_BYTES:
        values = {**values, "table": (file,)}
    typed = Typed(facts, "records.sites.field", faults, values)
    boxes = (
        typed.field("table", stored, "long", most=MAX_BYTES),
        replace(typed.field("file", kind="file", optional=True), value=""),
    )
    shown = sites(round_, facts)
    return Message(
        say("records.sites.title"),
        kicker=title_of(round_, facts),
        parts=(
            *(Text(line) for line in say.many("records.sites.about")),
            *((shown,) if shown else ()),
        ),
        fields=boxes,
        choices=(
            Choice("keep", say("records.save"), "main", ("table", "file"), key="S"),
            back(round_, facts, "records"),
        ),
    )


def sites(round_: Round, facts: DeskFacts, *, exact: bool = True) -> Table | None:
    """Return how many came, by site, where staff wrote it down. Not ``exact``: in steps, as numbers of
    people beside it are. "27 came, 27 wrote" would tell what "25 or more" does not."""
    say, record = facts.say, attendance(facts.records)
    if record is None:
        return None
    told, width = site_table(record, round_.k, exact=exact), len(record.columns)
    rows = [
        (Cell(name), *_site(numbers, width, say, round_.k)) for name, numbers in told.rows.items()
    ]
    totals = (Cell(number_or_when(each, say, round_.k)) for each in told.totals)
    rows.append((Cell(say("report.sites.total")), *totals))
    heads = (say("report.sites.site"), *record.columns)
    notes = [say("report.sites.note")]
    notes += [] if exact else [say("figure.picks.note", k=round_.k)]
    return Table(say("report.sites.caption"), heads, tuple(rows), " ".join(notes))


def _site(told: tuple[Shown, ...] | Held, width: int, say: Phrases, k: int) -> Iterator[Cell]:
    if isinstance(told, Held):
        yield Cell(reason(told, say, k), width, say("figure.sites.held"))
        return
    yield from (Cell(number(each, say)) for each in told)


def keep_sites(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Keep attendance as it was typed or pasted, or as it stands in a file, which comes first; or say
    in which line something does not fit."""
    try:
        columns, sites = read_attendance(_file(event.values) or event.first("table"))
    except Unread as unread:
        return StaffStep(spot, faults={"table": unread_words(unread, facts.say)})
    before = attendance(facts.records)
    id_ = before.id if before else facts.fresh_id
    record = Record(id_, round_.id, Kind.ATTENDANCE, columns=columns, sites=sites)
    return StaffStep(spot, (KeepRecord(record),), note="facilitator.note.kept")


def _file(values: Values) -> str:
    return "".join(values.get("file", ())[:1])


def unread_words(unread: Unread, say: Phrases) -> str:
    """Return in a sentence why attendance cannot be read, and in which line."""
    why = say(unread.phrase)
    return say("records.fault.line", line=unread.line, why=why) if unread.line else why
