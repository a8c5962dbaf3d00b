"""Whether people may be sent here, and what is late, in words that name nobody."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from adapters.http import serving
from bot.consultation.dates import anonymous_from
from bot.health import FRESH, Health, Look
from bot.ports import NotSaved
from tests.delivery.conftest import OUTCOME_DAY
from tests.delivery.line import Line

WELL = {"database": True, "keys": True, "outbox": True, "seals": True, "detection": False}


def health_of(line: Line, seconds: Any) -> Health:
    app = line.app
    return Health(
        app.database, lambda: not app.database.lost, app.detector, app.clock, seconds=seconds
    )


async def looked(line: Line) -> Look:
    return await health_of(line, lambda: 0.0).look()


async def ready(line: Line, role: str) -> tuple[int, str]:
    web = line.app.worker() if role == "worker" else line.app.web()
    async with (
        serving(web, "127.0.0.1", 0) as port,
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/readyz") as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize("role", ["web", "worker"])
async def test_each_part_has_a_line(line: Line, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "database: ok\nkeys: ok\noutbox: ok\nseals: ok\ndetection: "
    assert await ready(line, role) == (200, f"ready, degraded\n{lines}not ok\n")
    line.app.health._seen = None
    monkeypatch.setattr(type(line.app.detector), "reduced", None)
    assert await ready(line, role) == (200, f"ready\n{lines}ok\n")


async def test_a_round_that_should_be_sealed_is_told_after_an_hour(line: Line) -> None:
    round_ = await line.open()
    midnight = anonymous_from(round_)
    assert midnight is not None
    line.clock.at = midnight + timedelta(minutes=59)
    assert (await looked(line)).fine == WELL
    line.clock.at = midnight + timedelta(hours=3)
    found = await looked(line)
    assert found.fine == WELL | {"seals": False}
    assert found.seals_late == timedelta(hours=3)
    status, text = await ready(line, "web")
    assert status == 200
    assert text.startswith("ready, degraded\n")
    assert "seals: not ok\n" in text


async def test_an_outcome_nobody_sent_is_told_on_the_day_after(with_outcome: Line) -> None:
    line = with_outcome
    assert (await looked(line)).fine == WELL
    line.clock.at = datetime.combine(OUTCOME_DAY + timedelta(days=1), time(12), UTC)
    assert (await looked(line)).fine == WELL | {"outbox": False}
    await line.app.delivery.deliver()
    line.clock.at = datetime.combine(OUTCOME_DAY + timedelta(days=1), time(17), UTC)
    await line.app.delivery.deliver()
    assert (await looked(line)).fine == WELL


async def test_without_its_keys_nobody_is_sent_here(line: Line) -> None:
    line.app.database.lost = ("oak-elm",)
    status, text = await ready(line, "worker")
    assert (status, text.splitlines()[:3]) == (503, ["not ready", "database: ok", "keys: not ok"])
    assert "oak" not in text


async def test_one_look_serves_all_who_ask_for_a_few_seconds(line: Line) -> None:
    at = 0.0
    health = health_of(line, lambda: at)
    first = await health.look()
    at = FRESH - 1
    assert await health.look() is first
    at = FRESH
    assert await health.look() is not first


@pytest.mark.parametrize("answers", ["no", "late"])
async def test_a_database_that_does_not_answer_keeps_people_away(
    line: Line, answers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_work: object) -> tuple[bool, timedelta]:
        if answers == "no":
            raise NotSaved("locked")
        await asyncio.sleep(1)
        return False, timedelta()

    monkeypatch.setattr("bot.health.PATIENCE", 0.1)
    monkeypatch.setattr(line.app.database, "run", gone)
    status, text = await ready(line, "web")
    assert (status, text.splitlines()[:2]) == (503, ["not ready", "database: not ok"])
