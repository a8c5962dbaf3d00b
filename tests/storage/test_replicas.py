"""Several processes on one database: each does its part, and none does another's."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.gcra import AHEAD, CATCH_UP
from storage import migrations
from tests.postgresql import server
from tests.storage.test_queue import AT, LEASE, claim, sealed_with_outcome, settle

ROOT = Path(__file__).parents[2]
HISTORY = sorted((ROOT / "storage/migrations/versions").glob("*.py"))


async def test_a_late_worker_settles_nothing_that_another_has_claimed(world: Any) -> None:
    reminds = await world.opened()
    await world.join(reminds, "bea")
    tells, outcome = await sealed_with_outcome(world, 1)
    await world.run(lambda u: u.plan_outcome(outcome))
    for round_ in (reminds, tells):
        (late,) = await claim(world, round_)
        (due,) = await claim(world, round_, at=AT + timedelta(seconds=LEASE))
        assert (due.id, due.doubt, late.doubt) == (late.id, True, False)
        assert not await world.run(lambda u, d=late: u.still_wanted(d))
        assert await world.run(lambda u, d=due: u.still_wanted(d))
        for how in ("later", "dropped", "sent"):
            await settle(world, late, how)
        assert await world.run(lambda u, d=due: u.still_wanted(d))
        await settle(world, due, "sent")
        assert not await world.run(lambda u, d=due: u.still_wanted(d))


async def test_what_surely_failed_is_not_in_doubt(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world, 1)
    await world.run(lambda u: u.plan_outcome(outcome))
    (due,) = await claim(world, round_)
    await settle(world, due, "later")
    (again,) = await claim(world, round_, at=AT + timedelta(seconds=LEASE))
    assert not again.doubt
    await settle(world, again, "unsure")
    (asked,) = await claim(world, round_, at=AT + timedelta(seconds=2 * LEASE))
    assert asked.doubt


async def test_whoever_starts_alone_takes_every_claim_back(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world, 2)
    await world.run(lambda u: u.plan_outcome(outcome))
    first, other = await claim(world, round_)
    await settle(world, other, "later")
    await world.run(lambda u: u.end_leases())
    (again,) = await claim(world, round_)
    assert (again.id, again.doubt) == (first.id, True)


async def test_lanes_stand_side_by_side(world: Any) -> None:
    """One lane's thousand messages keep no other's from their turn."""
    reminds = await world.opened()
    await world.join(reminds, "bea")
    tells, outcome = await sealed_with_outcome(world, 3)
    world.sql("""UPDATE contributor SET tenant = '"T1"' WHERE id = (SELECT contributor FROM audience LIMIT 1)""")  # fmt: skip
    await world.run(lambda u: u.plan_outcome(outcome))
    days = {each.id: AT.date() for each in (reminds, tells)}
    lanes = await world.run(lambda u: u.lanes(days))
    assert sorted(lanes) == ["outbox:", "outbox:T1", f"vault:{reminds.id}"]
    counts = {}
    for lane in lanes:
        found = await world.run(lambda u, to=lane: _claimed(u, days, to))
        counts[lane.partition(":")[0], lane == "outbox:T1"] = len(found)
    assert counts == {("vault", False): 1, ("outbox", False): 2, ("outbox", True): 0}


def _claimed(unit: Any, days: Any, lane: str) -> Any:
    # A contact is sealed for its tenant, and this one was moved by hand.
    return () if lane == "outbox:T1" else unit.claim(days, AT, 20, LEASE, lane, asking=())


async def test_all_who_send_share_a_workspaces_turns(world: Any) -> None:
    taken = [
        turn
        for _ in range(4)
        for turn in (await world.run(lambda u: u.take_turns("slack T1", 3, 1000.0, 0.2, AHEAD))).at
    ]
    # What may be caught up with, one now, and one that is not far off.
    assert len(taken) == round(CATCH_UP / 0.2) + 2
    other = await world.run(lambda u: u.take_turns("slack T2", 3, 1000.0, 0.2, AHEAD))
    assert len(other.at) == 3
    await world.run(lambda u: u.give_back("slack T1", 0.2, 0.0))
    assert len((await world.run(lambda u: u.take_turns("slack T1", 3, 1000.0, 0.2, AHEAD))).at) == 1
    await world.run(lambda u: u.give_back("slack T1", 0.2, 1060.0))
    assert (await world.run(lambda u: u.take_turns("slack T1", 3, 1059.0, 0.2, AHEAD))).at == ()


async def test_one_process_alone_does_what_is_done_once(world: Any) -> None:
    async with world.database.sole("clock") as mine:
        other = world._open()
        async with other.sole("clock") as theirs, other.sole("worker") as else_:
            assert (mine, theirs, else_) == (True, False, True)
        other.close()
    async with world.database.sole("clock") as again:
        assert again


MIGRATES = """
import sys
from sqlalchemy import create_engine
from bot.gcra import AHEAD, CATCH_UP
from storage import migrations
sys.stdin.read()
migrations.upgrade(create_engine(sys.argv[1]))
"""


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_two_processes_that_start_together_make_the_tables_once(backend: str) -> None:
    assert backend
    with server().blank() as lent:
        url = lent.url.replace("postgresql://", "postgresql+psycopg://")
        both = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", MIGRATES, url),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        told = await asyncio.gather(*(each.communicate() for each in both))
        assert [each.returncode for each in both] == [0, 0], told
        with server().connected(lent.name) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        assert found == [(migrations.newest(),)]


class Noted:
    """Stands where a step of the history expects Alembic, and notes what it would do."""

    def __init__(self) -> None:
        self.done: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        def note(*args: Any, **_given: Any) -> Any:
            self.done.append((name, args))
            return SimpleNamespace(dialect=SimpleNamespace(name="postgresql"))

        return note


def faults(step: Any) -> list[str]:
    """Return what in a step of the history the last version could not live with."""
    step.op = noted = Noted()
    step.upgrade()
    return [f"{name} {args}" for name, args in noted.done if not _adds(name, args)]


def _adds(name: str, args: tuple[Any, ...]) -> bool:
    if name == "execute":
        return not any(word in str(args[0]).upper() for word in ("DROP ", "RENAME ", "NOT NULL"))
    if name == "add_column":
        column = args[1]
        return column.nullable or column.server_default is not None
    return name in ("create_table", "create_index", "get_bind")


def step_of(text: str) -> Any:
    made: dict[str, Any] = {}
    exec(text, made)  # noqa: S102 - the history's own files, and the lines below
    return _Step(made)


class _Step:
    def __init__(self, made: dict[str, Any]) -> None:
        self.__dict__["made"] = made

    def __setattr__(self, name: str, value: Any) -> None:
        self.made[name] = value

    def upgrade(self) -> None:
        self.made["upgrade"]()


@pytest.mark.parametrize(
    "file", [each for each in HISTORY if each.name > "0014"], ids=lambda file: file.stem
)
def test_a_step_of_the_history_only_adds(file: Path) -> None:
    """So the last version runs on beside the new one. What is to go is left out of the code first,
    and dropped a release later, in a step that is then excused here by its number."""
    assert faults(step_of(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "step",
    [
        'op.drop_column("outbox", "lane")',
        'op.alter_column("outbox", "lane", new_column_name="way")',
        'op.execute("ALTER TABLE outbox RENAME COLUMN lane TO way")',
        'op.add_column("outbox", sa.Column("way", sa.Text(), nullable=False))',
    ],
)
def test_a_step_that_takes_something_away_is_found(step: str) -> None:
    text = f"import sqlalchemy as sa\ndef upgrade():\n    {step}\n"
    assert len(faults(step_of(text))) == 1
