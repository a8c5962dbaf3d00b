"""A whole year of three areas, in every channel by turns, held against its golden record.

What people and staff see, and what goes out, is written in ``golden.txt``, to be read. Where the product
says something else on purpose, write it anew with ``GOLDEN=write`` in the environment and read the
difference; without it the file is never touched. With ``PROOF=1`` it is lived on PostgreSQL, too; that
alone: ``PROOF=1 python -m pytest tests/year -k postgresql``.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app import sample
from app.year import Look, Step, Year
from bot.consultation.model import Staff
from bot.conversation.desk import Spot
from bot.conversation.tables import Table
from tests.drivers.page import read
from tests.drivers.slack import install, slack_settings
from tests.drivers.slack_api import slack_api
from tests.drivers.teams import teams_settings
from tests.drivers.teams_api import teams_api
from tests.drivers.world import HandClock, World
from tests.postgresql import server
from tests.web.browser import Browser
from tests.year.channels import CHANNELS, ByTurns
from tests.year.desks import Desks
from tests.year.reckoned import Sources, reckoned
from tests.year.record import page, wrapped

LONG = "PROOF" in os.environ
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


@pytest.mark.parametrize("on", ["sqlite", "postgresql"] if LONG else ["sqlite"])
async def test_the_year_is_its_golden_record(on: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        url = stack.enter_context(server().database()).url if on == "postgresql" else ""
        slack = await stack.enter_async_context(slack_api())
        teams = await stack.enter_async_context(teams_api())
        chats = {**slack_settings(slack), **teams_settings(teams)}
        made = World(tmp_path, database_url=url, settings=chats)
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
        await _the_account_is_what_the_log_says(made, desks)
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


async def _the_account_is_what_the_log_says(made: World, desks: Desks) -> None:
    """Hold every figure of the account against the log and the rounds, wherever it can be read."""
    expected = reckoned(await _sources(made))
    for member in (sample.FACILITATOR, sample.ADMIN):
        shown = await made.app.desk.show(member, Spot("account"))
        tables = [part for part in shown.parts if isinstance(part, Table)]
        assert expected == {
            each.caption: [[_plain(cell.text) for cell in row] for row in each.rows]
            for each in tables
        }
        assert expected == await _on_the_web(made, member)
    for channel in ("Slack", "Teams"):
        # All of it is too long for a chat: it leads to the page.
        assert "/desk/account" in await desks.sees(channel, sample.FACILITATOR, Spot("account"))


async def _sources(made: World) -> Sources:
    def work(unit: Any) -> Sources:
        rounds = unit.rounds()
        say, frameworks = made.app.say, made.app.library.frameworks.values()
        return Sources(
            entries=unit.audit_entries(),
            rounds=rounds,
            outcomes={each.id: unit.outcomes(each.id) for each in rounds},
            groups={each.id: each for each in unit.groups()},
            tags={
                t: f"{each.name}: {part}" for each in frameworks for t, part in each.tags().items()
            },
            rungs={each.rung: say(f"round.rung.{each.rung}") for each in rounds if each.rung},
            day=made.clock.now().date(),
        )

    return await made.run(work)


async def _on_the_web(made: World, member: Staff) -> dict[str, list[list[str]]]:
    """Return every table of the account as it stands on the web, by caption."""
    token = f"web-{member.id}"
    await made.run(lambda unit: unit.add_staff(member, token, date(2027, 12, 31)))
    async with Browser(made.base) as browser:
        page = await browser.get(f"/desk/enter/{token}")
        csrf = page.first("input", name="csrf")["value"]
        await browser.send("POST", f"/desk/enter/{token}", {"csrf": csrf})
        await browser.get("/desk/account")
        tables = read(browser.html).all("table")
    return {
        table.all("caption")[0].seen(): [
            [_plain(cell.seen()) for cell in row.all("th", "td")]
            for body in table.all("tbody")
            for row in body.all("tr")
        ]
        for table in tables
    }


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")
