"""A database that cannot be reached, a commit that fails, a caller who has gone: nobody hangs, nothing
is half-saved, and keys go only where it is known that nothing uses them."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.model import RoundState
from bot.conversation.effects import OpenRound
from bot.ports import NotSaved
from storage.pool import TRIES
from tests.postgresql import server
from tests.storage.meeting import NOW
from tests.storage.test_errors import CANARY, seen_from

only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@contextmanager
def out_of_reach(world: Any) -> Iterator[None]:
    """Let nobody connect any more."""
    world.database._engine.dispose()
    if world.lent is None:
        aside = world.file.rename(world.folder / "aside")
        world.file.mkdir()
        yield
        world.file.rmdir()
        aside.rename(world.file)
        return
    name = world.lent.name
    server().execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    yield
    server().execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


async def test_a_database_that_is_out_of_reach_is_told_and_found_again(world: Any) -> None:
    round_ = await world.opened()
    with out_of_reach(world):
        asked = [world.run(lambda unit: unit.rounds()) for _ in range(3)]
        for failed in await asyncio.gather(*asked, return_exceptions=True):
            assert isinstance(failed, NotSaved)
            assert failed.__context__ is None
    assert await world.run(lambda unit: unit.round(round_.id)) is not None


def speak_up_at_the_commit(world: Any, state: str) -> None:
    """Let the database refuse to commit a round that opens, with an SQLSTATE."""
    world.sql(
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{CANARY}' USING ERRCODE = '{state}'; END $$"
    )
    world.sql(
        "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON round DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION late()"
    )


@only_postgresql
@pytest.mark.parametrize(
    ("state", "reason", "runs", "key_stays"),
    [("P0001", "database", 1, True), ("40001", "locked", TRIES, False)],
)
async def test_a_commit_that_fails_is_told(
    world: Any, state: str, reason: str, runs: int, *, key_stays: bool
) -> None:
    draft = await world.draft()
    speak_up_at_the_commit(world, state)
    begun = 0

    def open_(unit: Any) -> None:
        nonlocal begun
        begun += 1
        effect = OpenRound(replace(draft, state=RoundState.OPEN))
        unit.record(world.facilitator, [effect], world.questions, NOW)

    with pytest.raises(NotSaved) as caught:
        await world.run(open_)
    assert (caught.value.reason, caught.value.code, begun) == (reason, state, runs)
    assert CANARY not in seen_from(caught.value)
    assert caught.value.__context__ is None
    stands = await world.run(lambda unit: unit.round(draft.id))
    assert stands.state is RoundState.DRAFT
    # Where nobody knows whether a commit took, the key it may need stays.
    assert (f"round-{draft.id}.key" in world.key_files()) is key_stays
    assert f"draft-{draft.id}.key" in world.key_files()


@only_sqlite
async def test_who_goes_away_while_it_is_done_keeps_nobody_waiting(world: Any) -> None:
    gate, here, go = (threading.Event() for _ in range(3))

    def slow(_: Any) -> None:
        here.set()
        assert go.wait(10)

    first = asyncio.ensure_future(world.run(lambda _: gate.wait(10)))
    await asyncio.sleep(0)
    gone = asyncio.ensure_future(world.run(slow))
    stays = asyncio.ensure_future(world.run(lambda _: "done"))
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.to_thread(here.wait, 10)
    gone.cancel()
    go.set()
    assert await asyncio.wait_for(stays, 10) == "done"
    assert await first
    with pytest.raises(asyncio.CancelledError):
        await gone
