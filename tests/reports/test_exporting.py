"""Who may take a round with them and when: its facilitator, once it is sealed, and it is noted."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.consultation.model import Role, Staff
from bot.exporting import export, export_for_host
from bot.ports import Refused
from bot.reports.files import FORMS
from tests.drivers.world import FACILITATOR, LEAD, READER, World, world
from tests.web.browser import Browser

SEALED = datetime(2027, 3, 15, 12, tzinfo=UTC)
OTHER = Staff("9" * 32, "Gus Orr", Role.FACILITATOR)
TOKEN = "a token"


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[World]:
    """A round that has closed and whose answers were all passed on."""
    async with world(tmp_path) as here:
        await here.others(4)
        await here.closes()
        await here.reads("approve")
        yield here


async def exports(made: World) -> list[str]:
    """Return the roles that the audit log says took a round with them."""
    return [each[0] for each in await made.app.database.run(_roles)]


def _roles(unit: object) -> list[tuple[str]]:
    sql = unit._sql  # type: ignore[attr-defined]
    cursor = sql._cursor
    cursor.execute("SELECT actor_role FROM audit WHERE verb = 'export' ORDER BY seq")
    found: list[tuple[str]] = cursor.fetchall()
    return found


async def signed_in(made: World) -> Browser:
    await made.run(lambda unit: unit.add_staff(FACILITATOR, TOKEN, date(2027, 12, 31)))
    browser = Browser(made.base)
    page = await browser.get(f"/desk/enter/{TOKEN}")
    csrf = page.first("input", name="csrf")["value"]
    await browser.send("POST", f"/desk/enter/{TOKEN}", {"csrf": csrf})
    return browser


async def test_nothing_leaves_before_sealing(made: World) -> None:
    for take in (export(made.app.desk, FACILITATOR, made.round.id, "csv"),
                 export_for_host(made.app.desk, made.round.code, "csv")):  # fmt: skip
        with pytest.raises(Refused):
            await take
    async with await signed_in(made) as browser:
        page = await browser.get(f"/desk/words/{made.round.id}")
        assert [b for b in page.all("button") if b.get("value", "").startswith("export")] == []
        csrf = page.first("input", name="csrf")["value"]
        path = f"/desk/words/{made.round.id}"
        await browser.send("POST", path, {"csrf": csrf, "do": "export:json"})
        assert browser.status == 403
    assert await exports(made) == []


async def test_its_facilitator_takes_it_in_every_form_and_that_is_noted(made: World) -> None:
    await made.waits(SEALED)
    quotes = await made.run(lambda unit: unit.approved(made.round.id))
    async with await signed_in(made) as browser:
        orders = set()
        for form in (*FORMS, "json"):
            await browser.get(f"/desk/words/{made.round.id}")
            target, sent = browser.fields(f"export:{form}")
            async with browser._session.post(target, data=sent, headers=browser._always) as got:
                body, headers = await got.read(), got.headers
            name = f'attachment; filename="heardback-wren42.{form}"'
            assert (got.status, headers["Content-Disposition"]) == (200, name)
            assert headers["Cache-Control"] == "no-store"
            if form == "json":
                said = json.loads(body)["said"]
                assert {each["words"] for each in said} == {each.text for each in quotes}
                orders.add(tuple(each["words"] for each in said))
    # Twenty texts: the same order twice would be no chance.
    assert len(orders) == 2
    assert await exports(made) == ["facilitator"] * 4


async def test_nobody_else_takes_it(made: World) -> None:
    await made.waits(SEALED)
    everyone = (OTHER, READER, LEAD, replace(FACILITATOR, role=Role.ADMIN))
    for me in (*everyone, replace(FACILITATOR, role=Role.PARTNER)):
        with pytest.raises(Refused):
            await export(made.app.desk, me, made.round.id, "json")
    with pytest.raises(Refused):
        await export(made.app.desk, FACILITATOR, made.round.id, "exe")
    assert await exports(made) == []
    await export_for_host(made.app.desk, made.round.code, "json")
    assert await exports(made) == ["system"]
