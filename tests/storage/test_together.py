"""Turns that wait are saved together: each whole or not at all, and none at another's cost."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from bot.consultation.model import RoundState
from bot.conversation.effects import Consent, Keep, OpenRound, SaveRound
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import NotSaved, Turn
from storage.writer import AT_ONCE

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHATS = 64


@asynccontextmanager
async def waiting(world: Any) -> AsyncIterator[None]:
    """Let what is asked for inside pile up, so that it is saved together at the end."""
    gate = threading.Event()
    first = asyncio.ensure_future(world.run(lambda _: gate.wait(10)))
    await asyncio.sleep(0)
    try:
        yield
        await asyncio.sleep(0)
    finally:
        gate.set()
        await first


async def together(world: Any, works: list[Callable[[Any], Any]]) -> list[Any]:
    """Ask for several pieces of work at once; what each returned or raised."""
    async with waiting(world):
        asked = [asyncio.ensure_future(world.run(work)) for work in works]
    return await asyncio.gather(*asked, return_exceptions=True)


def statements(world: Any) -> list[str]:
    """Everything the driver is told from now on."""
    told: list[str] = []

    @event.listens_for(world.database._engine, "checkout")
    def _(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(told.append)

    return told


async def people(world: Any, count: int) -> tuple[Any, list[str]]:
    round_ = await world.opened()
    names = [f"person{number}" for number in range(count)]
    for who in names:
        await world.join(round_, who)
    return round_, names


def keeping(world: Any, round_: Any, who: str, text_: str = "said") -> Callable[[Any], str]:
    turn = Turn(round_, "", Address(CODE_CHANNEL, "", who), {})
    return lambda u: u.remember(turn, [Keep(world.said("trust", text_))], NOW)


def failing(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Fail after everything was written."""

    def fail(unit: Any) -> None:
        work(unit)
        raise LookupError

    return fail


def losing(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Fail as a full disk can: with the whole transaction."""

    def lose(unit: Any) -> None:
        work(unit)
        unit._sql._cursor.execute("ROLLBACK")
        unit._sql.write(text("INSERT INTO nowhere VALUES (1)"))

    return lose


def orphaning(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Fail at the commit: a rule that is looked at only then."""

    def orphan(unit: Any) -> None:
        work(unit)
        unit._sql.write(text("PRAGMA defer_foreign_keys = ON"))
        unit._sql.write(text("INSERT INTO enrolment VALUES (x'00', x'00')"))

    return orphan


HOW = {"well": lambda work: work, "failing": failing, "losing": losing, "orphaning": orphaning}


def kept(world: Any) -> int:
    return int(world.sql("SELECT count(*) FROM vault WHERE kind = 'answer'")[0][0])


async def test_those_who_wait_share_one_commit(world: Any) -> None:
    round_, names = await people(world, CHATS)
    told = statements(world)
    results = await together(world, [keeping(world, round_, who) for who in names])
    assert len({result for result in results if isinstance(result, str)}) == CHATS
    assert kept(world) == CHATS
    assert told.count("BEGIN IMMEDIATE") == told.count("COMMIT") == 2
    assert told.count("SAVEPOINT turn") == CHATS + 1


async def test_no_more_share_a_commit_than_can_be_waited_for(world: Any) -> None:
    told = statements(world)
    assert await together(world, [lambda _: 1] * (3 * AT_ONCE)) == [1] * (3 * AT_ONCE)
    assert told.count("COMMIT") == 4


async def test_an_answer_comes_only_after_the_commit(world: Any) -> None:
    round_, names = await people(world, 8)
    seen = []

    async def ask(who: str) -> None:
        await world.run(keeping(world, round_, who))
        seen.append(kept(world))

    async with waiting(world):
        asked = [asyncio.ensure_future(ask(who)) for who in names]
    await asyncio.gather(*asked)
    assert seen == [8] * 8


@pytest.mark.parametrize("how", ["failing", "losing", "orphaning"])
async def test_a_turn_that_fails_takes_no_other_with_it(world: Any, how: str) -> None:
    round_, names = await people(world, CHATS)
    works = [keeping(world, round_, who) for who in names]
    for number in (0, 7, 8, 40, 63):
        works[number] = HOW[how](works[number])
    results = await together(world, works)
    wrong = {number for number, result in enumerate(results) if isinstance(result, Exception)}
    assert wrong == {0, 7, 8, 40, 63}
    expected = LookupError if how == "failing" else NotSaved
    assert {type(results[number]) for number in wrong} == {expected}
    assert kept(world) == CHATS - 5
    for number, who in enumerate(names):
        id_ = (await world.run(lambda u, w=who: u.person(Address(CODE_CHANNEL, "", w)))).id
        answers = await world.run(lambda u, i=id_: u.answers(round_.id, i))
        assert set(answers) == (set() if number in wrong else {"trust"})
    assert world.sql("SELECT count(*) FROM enrolment") == [(CHATS,)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hows=st.lists(st.sampled_from(sorted(HOW)), max_size=12))
async def test_whoever_is_told_that_it_was_saved_finds_it_and_nobody_else_does(
    world: Any, hows: list[str]
) -> None:
    round_, names = await people(world, len(hows))
    works = [HOW[how](keeping(world, round_, who)) for who, how in zip(names, hows, strict=True)]
    before = kept(world)
    results = await together(world, works)
    assert [isinstance(result, str) for result in results] == [how == "well" for how in hows]
    assert kept(world) - before == hows.count("well")
    assert await world.run(lambda u: u.verify_audit()) is None


@pytest.mark.parametrize("mode", [None, "", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("how", ["failing", "losing", "orphaning"])
async def test_nothing_is_half_saved_in_whatever_mode_the_driver_is(
    world: Any, mode: str | None, how: str
) -> None:
    round_, names = await people(world, 6)

    @event.listens_for(world.database._engine, "checkout")
    def _(connection: Any, *_: Any) -> None:
        connection.isolation_level = mode

    works = [keeping(world, round_, who) for who in names]
    works[3] = HOW[how](works[3])
    results = await together(world, works)
    assert [isinstance(result, str) for result in results] == [True] * 3 + [False] + [True] * 2
    assert kept(world) == 5
    assert world.sql("SELECT count(*) FROM enrolment") == [(6,)]


def test_the_drivers_own_way_would_have_kept_a_lost_row(tmp_path: Any, backend: str) -> None:
    """Why the writer begins every transaction itself."""
    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        connection.execute("CREATE TABLE t (n)")
        connection.execute("SAVEPOINT turn")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("RELEASE turn")
        connection.rollback()
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (1,)


async def test_work_that_swallows_an_error_is_not_saved(world: Any) -> None:
    round_, (who, other) = await people(world, 2)

    def swallow(unit: Any) -> str:
        keeping(world, round_, who)(unit)
        with pytest.raises(NotSaved):
            unit._sql.write(text("INSERT INTO nowhere VALUES (1)"))
        return "fine"

    results = await together(world, [swallow, keeping(world, round_, other)])
    assert [type(result) for result in results] == [NotSaved, str]
    assert kept(world) == 1


async def test_a_full_disk_leaves_every_turn_whole(world: Any) -> None:
    round_, names = await people(world, CHATS)
    with world.database._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    works = [keeping(world, round_, who, "x" * 5000) for who in names]
    results = await together(world, works)
    saved = [result for result in results if isinstance(result, str)]
    refused = [result.reason for result in results if isinstance(result, NotSaved)]
    assert len(saved) + len(refused) == CHATS
    assert refused
    assert set(refused) == {"full"}
    assert kept(world) == len(saved)
    assert len(await world.run(lambda u: [*u._vault(round_.id).all_answers()])) == len(saved)


async def test_where_nothing_can_begin_everybody_is_told_at_once(world: Any) -> None:
    round_, names = await people(world, 10)
    with closing(sqlite3.connect(world.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        asked = [world.run(keeping(world, round_, who)) for who in names]
        results = await asyncio.gather(*asked, return_exceptions=True)
        other.execute("ROLLBACK")
    assert {type(result) for result in results} == {NotSaved}
    assert len({id(result) for result in results}) == 10
    assert kept(world) == 0


@pytest.mark.parametrize("how", ["losing", "orphaning"])
async def test_keys_are_made_once_however_often_the_work_runs(world: Any, how: str) -> None:
    draft, other = await world.draft(), await world.draft()
    new = replace(draft, id="ef" * 16, code="other")
    runs = {"save": 0, "open": 0}

    def act(name: str, *effects: Any) -> Callable[[Any], None]:
        def work(unit: Any) -> None:
            runs[name] += 1
            unit.record(world.facilitator, effects, world.questions, NOW)

        return work

    lost = HOW[how](act("lost", SaveRound(replace(other, title="never"))))
    runs["lost"] = 0
    results = await together(
        world, [act("save", SaveRound(new)), act("open", OpenRound(draft)), lost]
    )
    assert [type(result) for result in results] == [type(None), type(None), NotSaved]
    assert runs == {"save": 2, "open": 2, "lost": 2}
    keys = {name for name in world.key_files() if name.startswith(("draft", "round"))}
    names = f"draft-{new.id}.key", f"round-{draft.id}.key", f"draft-{other.id}.key"
    assert keys == set(names)
    assert (await world.run(lambda u: u.round(draft.id))).state is RoundState.OPEN
    assert (await world.run(lambda u: u.round(other.id))).title == other.title
    await world.join(await world.run(lambda u: u.round(draft.id)), "ann")
    world.restart()
    await world.turn(new, "me", Consent(), preview=True)


async def test_a_key_of_a_turn_that_failed_goes_and_the_others_stay(world: Any) -> None:
    draft = await world.draft()
    fresh = [replace(draft, id=f"{n:02x}" * 16, code=f"code{n}") for n in (1, 2)]

    def save(round_: Any) -> Callable[[Any], None]:
        return lambda u: u.record(world.facilitator, [SaveRound(round_)], None, NOW)

    await together(world, [save(fresh[0]), failing(save(fresh[1]))])
    names = world.key_files()
    assert f"draft-{fresh[0].id}.key" in names
    assert f"draft-{fresh[1].id}.key" not in names


async def test_who_has_gone_away_is_not_waited_for(world: Any) -> None:
    ran = []
    async with waiting(world):
        gone = asyncio.ensure_future(world.run(lambda _: ran.append("gone")))
        stays = asyncio.ensure_future(world.run(lambda _: ran.append("stays")))
        await asyncio.sleep(0)
        gone.cancel()
    await stays
    assert ran == ["stays"]


async def test_what_is_done_apart_is_inside_no_transaction_and_in_its_order(world: Any) -> None:
    order = []

    def apart(engine: Any, _keys: Any) -> None:
        with closing(engine.raw_connection()) as connection:
            order.append(("apart", connection.driver_connection.in_transaction))

    def turn(name: str) -> Callable[[Any], None]:
        return lambda _: order.append((name, True))

    async with waiting(world):
        asked = [
            asyncio.ensure_future(world.run(turn("one"))),
            asyncio.ensure_future(world.database._runner.between(apart)),
            asyncio.ensure_future(world.run(turn("two"))),
        ]
    await asyncio.gather(*asked)
    assert order == [("one", True), ("apart", False), ("two", True)]


async def test_what_waits_is_finished_before_closing_and_nothing_is_taken_after(world: Any) -> None:
    round_, names = await people(world, 3)
    gate = threading.Event()
    first = asyncio.ensure_future(world.run(lambda _: gate.wait(10)))
    asked = [asyncio.ensure_future(world.run(keeping(world, round_, who))) for who in names]
    await asyncio.sleep(0)
    gate.set()
    world.database.close()
    world.database.close()
    await asyncio.gather(first, *asked)
    assert kept(world) == 3
    for late in (
        world.run(keeping(world, round_, names[0])),
        world.database._runner.between(print),
    ):
        with pytest.raises(RuntimeError):
            await late


def test_an_event_loop_that_has_ended_stops_nobody(world: Any) -> None:
    async def leave() -> None:
        task = asyncio.ensure_future(world.run(lambda _: gate.wait(10)))
        await asyncio.sleep(0)
        task.cancel()

    gate = threading.Event()
    asyncio.run(leave())
    gate.set()
    assert asyncio.run(world.run(lambda _: "here")) == "here"
