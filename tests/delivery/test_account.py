"""The page of promises is what the audit log and the rounds say, reckoned by other means."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from statistics import median
from typing import Any

from bot.consultation.model import Role, Round, Staff
from bot.conversation.desk import Spot
from bot.conversation.messages import Message
from bot.conversation.tables import Table
from tests.delivery.line import FACILITATOR, Line

TODAY = date(2027, 7, 20)
ADMIN = Staff("ad" * 16, "Ada Bain", Role.ADMIN)
PROMISED = {
    "kept": date(2027, 4, 30),
    "late": date(2027, 4, 10),
    "down": date(2027, 4, 20),
    "owed": date(2027, 4, 10),
    "open": date(2027, 12, 1),
}
SENDS = {"kept": date(2027, 4, 2), "late": date(2027, 4, 16), "down": date(2027, 4, 18)}


async def at(line: Line, day: date) -> None:
    line.clock.at = datetime.combine(day, time(17), UTC)
    await line.app.upkeep.tick()


async def lived(line: Line) -> list[Round]:
    """Five rounds: kept, kept late, sent late by a server that was down, owed, and not yet due."""
    rounds = [await line.open(code, title=code, tell_by=day) for code, day in PROMISED.items()]
    rounds = [await line.sealed(each) for each in rounds]
    for each in rounds:
        if each.code in SENDS:
            await line.outcome(each, SENDS[each.code])
    for day in (date(2027, 4, 2), date(2027, 4, 16), date(2027, 4, 22), TODAY):
        await at(line, day)
    return rounds


def reckoned(entries: Sequence[Any], rounds: Sequence[Round]) -> tuple[dict[str, str], list[int]]:
    """Return how each promise stands and how long people waited, from the log alone but for the days
    that the rounds promised and closed on."""
    opened = {e.round for e in entries if e.verb == "open"}
    heard: dict[str, date] = {}
    for entry in entries:
        if entry.verb == "send" and entry.kind == "outcome":
            heard.setdefault(entry.round, entry.day)
    stood, waits = {}, []
    for round_ in rounds:
        assert round_.id in opened
        assert round_.tell_by is not None
        assert round_.closes_on is not None
        day = heard.get(round_.id)
        if day is None:
            stood[round_.title] = "Overdue" if round_.tell_by < TODAY else "Not due yet"
            continue
        stood[round_.title] = "Kept" if day <= round_.tell_by else "Kept late"
        waits.append((day - round_.closes_on).days)
    return stood, waits


def rows(page: Message, caption: str) -> list[list[str]]:
    (table,) = (p for p in page.parts if isinstance(p, Table) and p.caption == caption)
    return [[cell.text for cell in row] for row in table.rows]


async def test_the_page_is_what_the_audit_log_says(line: Line) -> None:
    rounds = await lived(line)
    entries = await line.app.database.run(lambda unit: unit.audit_entries())
    stood, waits = reckoned(entries, rounds)
    assert stood == {
        "kept": "Kept",
        "late": "Kept late",
        "down": "Kept late",
        "owed": "Overdue",
        "open": "Not due yet",
    }

    page = await line.app.desk.show(FACILITATOR, Spot("account"))
    shown = rows(page, "Each round, its dates and how much say people had")
    assert {row[0]: row[4] for row in shown} == stood
    told = dict(rows(page, "Promises to tell people what changed"))
    for name in ("Kept", "Kept late", "Overdue", "Not due yet"):
        assert told[name] == str([*stood.values()].count(name))
    for days in (30, 90):
        met = sum(wait <= days for wait in waits)
        share = told[f"Heard back within {days} days of closing"]
        assert share == f"{met} of 5 ({20 * met}\xa0%)"
    assert told["The middle wait, from closing to hearing back"] == f"{median(waits):g} days"

    await line.app.database.run(lambda unit: unit.add_staff(ADMIN, "a token", TODAY))
    whole = await line.app.desk.show(ADMIN, Spot("account"))
    assert rows(whole, "Each round, its dates and how much say people had") == shown
    assert "We ring back the same day." not in repr(whole), "dates and states, and no words"
    other = Staff("f2" * 16, "Gus Orr", Role.FACILITATOR)
    assert "kept" not in repr((await line.app.desk.show(other, Spot("account"))).parts[1:])
