"""Attendance on the desk: numbers by site as they may be shown, and the box they are typed in."""

from collections.abc import Mapping
from typing import Final

from bot.consultation.disclosure import Withheld as Held
from bot.consultation.model import Round
from bot.consultation.records import (
    MAX_BYTES,
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
from bot.conversation.facilitator_form import Values
from bot.conversation.figures import held, number
from bot.conversation.messages import (
    Choice,
    Field,
    Heading,
    Message,
    Part,
    Row,
    Rows,
    Text,
)
from prompts.library import Phrases

SITES: Final = "attendance"


def sites_screen(
    round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the site table as it may be shown, and the box in which its numbers are typed."""
    say = facts.say
    table = attendance(facts.records)
    typed = "".join(values.get("table", (written(table) if table else "",))[:1])
    box = Field(
        "table",
        say("records.sites.field.label"),
        "long",
        say("records.sites.field.hint"),
        typed,
        fault=faults.get("table", ""),
        max_length=MAX_BYTES,
    )
    shown = _sites(table, round_, facts) if table else ()
    return Message(
        say("records.sites.title"),
        kicker=title_of(round_, facts),
        parts=(*(Text(line) for line in say.many("records.sites.about")), *shown),
        fields=(box,),
        choices=(
            Choice("keep", say("records.save"), "main", ("table",), key="S"),
            back(round_, facts, "records"),
        ),
    )


def _sites(table: Record, round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """The table as anybody may see it: small sites hide, and others with them."""
    say = facts.say
    told = site_table(table, round_.k)
    rows: list[Row] = []
    for name, row in told.rows.items():
        if isinstance(row, Held):
            rows.append(Row(name, (say(row.when),)))
            continue
        cells = zip(table.columns, row, strict=True)
        rows.append(Row(name, tuple(_cell(head, number(each, say), facts) for head, each in cells)))
    totals = (
        _cell(head, say(each.when) if isinstance(each, Held) else number(each, say), facts)
        for head, each in zip(table.columns, told.totals, strict=True)
    )
    rows.append(Row(say("records.sites.total"), tuple(totals)))
    hidden = [row for row in told.rows.values() if isinstance(row, Held)]
    why = held(say("records.sites.hidden"), hidden[0], say) if hidden else None
    return (Heading(say("records.sites.shown")), Rows(tuple(rows)), *((why,) if why else ()))


def _cell(head: str, count: str, facts: DeskFacts) -> str:
    return facts.say("records.sites.cell", column=head, count=count)


def keep_sites(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Keep attendance as it was typed or pasted, or say in which line something does not fit."""
    try:
        columns, sites = read_attendance(event.first("table"))
    except Unread as unread:
        return StaffStep(spot, faults={"table": unread_words(unread, facts.say)})
    before = attendance(facts.records)
    id_ = before.id if before else facts.fresh_id
    record = Record(id_, round_.id, Kind.ATTENDANCE, columns=columns, sites=sites)
    return StaffStep(spot, (KeepRecord(record),), note="facilitator.note.kept")


def unread_words(unread: Unread, say: Phrases) -> str:
    """Return in a sentence why attendance cannot be read, and in which line."""
    why = say(unread.phrase)
    return say("records.fault.line", line=unread.line, why=why) if unread.line else why
