"""What staff keep is kept whole, and only by whom it is theirs to keep."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Role
from bot.consultation.records import Kind, Record, Site
from bot.conversation.effects import KeepRecord
from bot.ports import Refused

WORDS = "Book \x00 the \ud800 hall"


@pytest.fixture
async def kept(world: Any) -> tuple[Any, Record]:
    """A task of a partner in an open round."""
    round_ = await world.opened()
    world.partner = world.a_staff(Role.PARTNER, "Paul")
    task = Record("7" * 32, round_.id, Kind.TASK, world.partner.id, date(2027, 2, 20), text=WORDS)
    await world.record(world.facilitator, KeepRecord(task))
    return round_, task


async def test_records_come_back_as_they_were(world: Any, kept: tuple[Any, Record]) -> None:
    round_, task = kept
    sites = (Site("Leith", (4, 0)), Site("=Stirling", (11, 9999)))
    table = Record("8" * 32, round_.id, Kind.ATTENDANCE, columns=("One", "Two"), sites=sites)
    await world.record(world.facilitator, KeepRecord(table))
    minutes = Record("9" * 32, round_.id, Kind.MINUTES, minutes=40)
    await world.record(world.reader, KeepRecord(minutes))
    world.restart()
    assert await world.run(lambda unit: unit.records(round_.id)) == (task, table, minutes)
    assert await world.run(lambda unit: unit.tasks_of(world.partner.id)) == (task,)
    assert await world.run(lambda unit: unit.tasks_of(world.reader.id)) == ()
    noted = world.sql("SELECT count(*) FROM audit WHERE verb = 'keep' AND object_type = 'record'")
    assert noted == [(3,)]


async def test_an_owner_ticks_and_changes_nothing_else(
    world: Any, kept: tuple[Any, Record]
) -> None:
    round_, task = kept
    done = replace(task, state="done")
    refused = (
        (world.partner, replace(task, text="Other")),
        (world.partner, replace(done, owner=world.reader.id)),
        (world.partner, replace(task, id="6" * 32)),
        (world.reader, done),
        (world.a_staff(Role.FACILITATOR, "Gus"), done),
        (world.facilitator, replace(task, kind=Kind.ATTENDANCE)),
        (world.partner, Record("6" * 32, round_.id, Kind.MINUTES, minutes=4)),
        (world.facilitator, Record("6" * 32, round_.id, Kind.MINUTES, minutes=4)),
    )
    for staff, record in refused:
        with pytest.raises(Refused):
            await world.record(staff, KeepRecord(record))
    assert await world.run(lambda unit: unit.records(round_.id)) == (task,)
    await world.record(world.partner, KeepRecord(done))
    assert await world.run(lambda unit: unit.records(round_.id)) == (done,)
