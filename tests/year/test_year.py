"""A whole year of three areas, in every channel by turns, held against its golden record.

What people and staff see, and what goes out, is written in ``golden.txt``, to be read. Where the product
says something else on purpose, write it anew with ``GOLDEN=write`` in the environment and read the
difference; without it the file is never touched.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from app import sample
from app.year import Look, Step, Year
from bot.conversation.desk import Spot
from bot.conversation.messages import Message
from bot.conversation.tables import Table
from tests.drivers.slack import install, slack_settings
from tests.drivers.slack_api import slack_api
from tests.drivers.teams import teams_settings
from tests.drivers.teams_api import teams_api
from tests.drivers.world import HandClock, World
from tests.year.channels import CHANNELS, ByTurns
from tests.year.desks import Desks
from tests.year.record import page, wrapped

GOLDEN = Path(__file__).parent / "golden.txt"


class Turned(HandClock):
    """Fulfils :class:`app.year.Turned`."""

    def begin(self, at: datetime) -> None:
        self.at = at

    def advance(self, to: datetime) -> None:
        assert to > self.at
        self.at = to


async def told(step: Step, made: World, guests: ByTurns, desks: Desks) -> Iterator[str]:
    """Return what the record says of a step."""
    what = made.app.say(f"demo.year.step.{step.name}")
    lines = ["", f"{step.day:%d %B %Y}: {what}"]
    lines += [f"  {each}" for each in desks.did()]
    post = guests.posted()
    for channel in sorted({channel for channel, _ in post}):
        texts = [text for name, text in post if name == channel]
        lines.append(f"  went out in {channel}: {len(texts)}")
        for text in sorted(set(texts)):
            lines += wrapped(text, "    ")
    for look in step.looks:
        lines += await _looked(look, made, guests)
    return iter(lines)


async def _looked(look: Look, made: World, guests: ByTurns) -> list[str]:
    if look.round is not None:
        seen = await guests.sees(look.round, look.who)
        return [f"  {look.who} sees, in {CHANNELS[look.who]}:", *wrapped(seen, "    ")]
    shown = await made.app.desk.show(look.staff, look.spot)
    place = look.spot.place or "home"
    some = look.spot.place == "report" and look.spot.item != "cards"
    return [f"  {look.staff.name}, {look.staff.role}, at {place}:", *page(shown, some=some)]


async def test_the_year_is_its_golden_record(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack_api())
        teams = await stack.enter_async_context(teams_api())
        made = World(tmp_path, settings={**slack_settings(slack), **teams_settings(teams)})
        clock = made.clock = Turned()
        await made.begin()
        stack.push_async_callback(made.end)
        await install(made.base)
        people = await stack.enter_async_context(AsyncExitStack())
        guests = ByTurns(made, slack, teams, people)
        lines: list[str] = []
        desks = Desks(made, guests, people)
        async for step in Year(made.app, clock, guests, desks).steps():
            lines += await told(step, made, guests, desks)
        await _the_leaders_are_those_of_the_known_answer(made)
        await _the_account_is_what_the_log_says(made)
    record = "\n".join(lines).strip() + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(record, "utf-8")
    assert record.splitlines() == GOLDEN.read_text("utf-8").splitlines()


async def _the_leaders_are_those_of_the_known_answer(made: World) -> None:
    """The figures behind the report; what of them is shown stands in the record."""
    rounds = await made.run(lambda unit: unit.rounds())
    percent = {}
    for round_ in (each for each in rounds if each.wave):
        asked = await made.run(lambda unit, id_=round_.id: unit.tallies(id_))
        percent[round_.wave] = {
            f"{100 * agree / of:.0f}"
            for agree, of in ((_agree(picks), sum(picks.values())) for picks in asked.values())
        }
    before, after = {"57", "68", "46", "14", "21"}, {"100", "96", "93"}
    assert percent == {"before": before, "after": after}


def _agree(picks: Mapping[str, int]) -> int:
    return picks.get("4", 0) + picks.get("5", 0)


async def _the_account_is_what_the_log_says(made: World) -> None:
    """Reckon the account from the audit log and the rounds' own days, by other means."""
    today = made.clock.now().date()
    entries = await made.run(lambda unit: unit.audit_entries())  # type: ignore[attr-defined]
    rounds = await made.run(lambda unit: unit.rounds())
    heard = _heard(entries)
    stood, waits = {}, []
    for round_ in rounds:
        if round_.parent:
            continue
        promised = round_.promised[0] if round_.promised else round_.tell_by
        assert promised is not None
        assert round_.closes_on is not None
        wave = f". {round_.wave.capitalize()}" if round_.wave else ""
        name, day = f"{round_.title}{wave}", heard.get(round_.id)
        if day is None:
            stood[name] = "Overdue" if promised < today else "Not due yet"
            continue
        stood[name] = "Kept" if day <= promised else "Kept late"
        waits.append((day - round_.closes_on).days)
    whole = await made.app.desk.show(sample.ADMIN, Spot("account"))
    shown = _rows(whole, "Each round, its dates and how much say people had")
    assert {row[0]: row[4] for row in shown} == stood
    promises = dict(_rows(whole, "Promises to tell people what changed"))
    for name in ("Kept", "Kept late", "Overdue", "Not due yet"):
        assert promises[name] == str([*stood.values()].count(name))
    assert promises["The middle wait, from closing to hearing back"] == f"{median(waits):g} days"


def _heard(entries: Sequence[Any]) -> dict[str, date]:
    heard: dict[str, date] = {}
    for entry in entries:
        if entry.verb == "send" and entry.kind == "outcome":
            heard.setdefault(entry.round, entry.day)
    return heard


def _rows(message: Message, caption: str) -> list[list[str]]:
    (table,) = (p for p in message.parts if isinstance(p, Table) and p.caption == caption)
    return [[cell.text for cell in row] for row in table.rows]
