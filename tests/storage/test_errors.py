"""Whatever goes wrong: nothing half-saved, a reason, and never a word of the row it happened in."""

import asyncio
import errno
import secrets
import sqlite3
import traceback
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.conversation.effects import Keep, OpenRound
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import NotSaved, Turn
from storage.database import open_database
from storage.errors import Fault, fault_of, told
from storage.sql import Sql
from storage.statement import Book

only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CANARY = "canary that no error may hold"


def seen_from(error: BaseException) -> str:
    """Everything a log could find by way of an exception."""
    seen, parts, todo = set(), [], [error]
    while todo:
        each = todo.pop()
        if id(each) not in seen:
            seen.add(id(each))
            parts += [repr(each), str(each), repr(each.args), repr(vars(each))]
            parts += traceback.format_exception(each)
            todo += [e for e in (each.__cause__, each.__context__) if e is not None]
    return "\n".join(parts)


async def fails(world: Any, work: Any) -> str:
    with pytest.raises(NotSaved) as caught:
        await world.run(work)
    shown = seen_from(caught.value)
    assert CANARY not in shown
    assert CANARY[:16] not in shown
    assert caught.value.__context__ is None
    return str(caught.value.reason)


async def keeping(world: Any) -> tuple[Any, Any]:
    """A round, and work that keeps an answer full of canaries."""
    round_ = await world.opened()
    await world.join(round_, "ann")
    turn = Turn(round_, "", Address(CODE_CHANNEL, "", "ann"), {})
    long = CANARY * 1000
    return round_, lambda u: u.remember(turn, [Keep(world.said("trust", long))], NOW)


async def test_a_locked_database(world: Any) -> None:
    _, keep = await keeping(world)
    with world.held_by_another():
        assert await fails(world, keep) == "locked"
    await world.run(keep)


@only_sqlite
async def test_a_full_disk_saves_nothing_and_recovers(world: Any) -> None:
    round_, keep = await keeping(world)
    with world.database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    assert await fails(world, keep) == "full"
    assert world.sql("SELECT count(*) FROM vault WHERE kind = 'answer'") == [(0,)]
    with world.database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await world.run(keep)
    assert world.sql("SELECT count(*) FROM vault WHERE kind = 'answer'") == [(1,)]
    assert round_


async def test_a_missing_key(world: Any) -> None:
    round_, keep = await keeping(world)
    world.restart()
    (world.folder / "keys" / f"round-{round_.id}.key").unlink()
    assert await fails(world, keep) == "key"
    assert await fails(world, lambda u: u.answers(round_.id, "00" * 16)) == "key"


async def test_a_broken_file(world: Any) -> None:
    _, keep = await keeping(world)
    world.sql("ALTER TABLE vault RENAME TO elsewhere")
    assert await fails(world, keep) == "database"


async def test_a_row_the_driver_chokes_on_is_not_quoted(world: Any) -> None:
    statement = text("SELECT :canary")

    def choke(value: object) -> Any:
        return lambda u: u._sql.all(statement, {"canary": value})

    assert await fails(world, choke(f"{CANARY} \ud800")) == "database"
    assert await fails(world, choke({"a": CANARY})) == "database"
    assert await fails(world, lambda u: u._sql.write(text(f"SELECT {CANARY}"))) == "database"
    wrong = text("INSERT INTO do_not_contact VALUES (:canary), (:canary)")
    assert await fails(world, lambda u: u._sql.write(wrong, {"canary": CANARY})) == "database"


FAULTS = {
    "NOT NULL": (
        (
            "INSERT INTO quote (id, round, question, text, quotable) "
            "VALUES (:id, :round, NULL, :canary, true)"
        ),
        ("SQLITE_CONSTRAINT_NOTNULL", "23502:quote"),
    ),
    "UNIQUE": (
        (
            "INSERT INTO tally (round, question, option, n) "
            "VALUES (:round, :canary, 'a', 1), (:round, :canary, 'a', 2)"
        ),
        ("SQLITE_CONSTRAINT_PRIMARYKEY", "23505:tally"),
    ),
    "FOREIGN KEY": (
        "INSERT INTO tally (round, question, option, n) VALUES (:nowhere, :canary, 'a', 1)",
        ("SQLITE_CONSTRAINT_FOREIGNKEY", "23503:tally"),
    ),
    "CHECK": (
        (
            "INSERT INTO quote (id, round, question, text, quotable) "
            "VALUES (:short, :round, 'trust', :canary, true)"
        ),
        ("SQLITE_CONSTRAINT_CHECK", "23514:quote"),
    ),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
async def test_a_row_that_breaks_a_rule_is_not_quoted(
    world: Any, fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """PostgreSQL's error holds the whole row, whatever is hidden of the parameters."""
    caplog.set_level(0)
    round_ = await world.opened()
    statement, codes = FAULTS[fault]
    values = {
        "id": secrets.token_bytes(16),
        "short": b"\x00",
        "round": bytes.fromhex(round_.id),
        "nowhere": secrets.token_bytes(16),
        "canary": CANARY,
    }
    used = {name: value for name, value in values.items() if f":{name}" in statement}

    def break_rule(unit: Any) -> None:
        unit._sql.write(text(statement), used)

    with pytest.raises(NotSaved) as caught:
        await world.run(break_rule)
    assert caught.value.code in codes
    assert CANARY not in seen_from(caught.value)
    assert caught.value.__context__ is caught.value.__cause__ is None
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())
    if world.lent is not None and fault != "FOREIGN KEY":
        with (
            pytest.raises(DBAPIError) as plain,
            world.database._engine.begin() as connection,
        ):
            connection.execute(text(statement), used)
        assert CANARY in str(plain.value), "what this test is about"


@only_sqlite
async def test_a_commit_that_fails_is_told(world: Any) -> None:
    """A deferred rule of the database speaks up at the commit only."""
    round_ = await world.opened()

    def orphan(unit: Any) -> None:
        unit._sql.write(text("PRAGMA defer_foreign_keys = ON"))
        unit._sql.write(
            text("INSERT INTO enrolment VALUES (:round, :person)"),
            {"round": bytes.fromhex(round_.id), "person": CANARY[:16].encode()},
        )

    assert await fails(world, orphan) == "database"
    assert world.sql("SELECT count(*) FROM enrolment") == [(0,)]
    assert (await world.run(lambda u: u.round(round_.id))) is not None


async def test_what_the_work_raises_itself_is_passed_on_after_the_rollback(world: Any) -> None:
    draft = await world.draft()

    def fails_late(unit: Any) -> None:
        unit.record(world.facilitator, [OpenRound(draft)], world.questions, NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await world.run(fails_late)
    assert (await world.run(lambda u: u.round(draft.id))).state == "draft"
    assert f"round-{draft.id}.key" not in world.key_files()
    assert f"draft-{draft.id}.key" in world.key_files()


async def test_a_caller_that_goes_away_does_not_stop_the_next(world: Any) -> None:
    _, keep = await keeping(world)
    # They wait for each other's row, however slow the machine.
    world.busy_seconds = 5.0
    world.restart()
    gone = asyncio.ensure_future(world.run(keep))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(*(world.run(keep) for _ in range(5)))
    assert world.sql("SELECT count(*) FROM vault WHERE kind = 'answer'") == [(1,)]


@only_sqlite
async def test_work_is_done_one_after_the_other(world: Any) -> None:
    inside = 0

    def alone(unit: Any) -> None:
        nonlocal inside
        inside += 1
        unit.rounds()
        assert inside == 1
        inside -= 1

    await asyncio.gather(*(world.run(alone) for _ in range(50)))


def test_a_file_that_is_no_database_is_not_opened(world: Any) -> None:
    other = world.folder / "other.db"
    other.write_text(CANARY * 100)
    with pytest.raises(NotSaved) as caught:
        open_database(f"sqlite:///{other}", world.keys)
    assert caught.value.reason == "database"
    assert CANARY not in seen_from(caught.value)
    assert other.read_text() == CANARY * 100


def test_the_reasons_of_errors() -> None:
    assert fault_of(OSError(errno.ENOSPC, CANARY)) == Fault("full", "ENOSPC")
    assert fault_of(OSError(errno.EDQUOT, CANARY)) == Fault("full", "EDQUOT")
    assert fault_of(OSError(errno.EIO, CANARY)) == Fault("database", "EIO")
    assert fault_of(ValueError(CANARY)) == Fault("database", "ValueError")
    plain = sqlite3.OperationalError(CANARY)
    for error in (plain, OperationalError(CANARY, None, plain)):
        assert fault_of(error) == Fault("database", "OperationalError")


def test_a_reason_is_told_once() -> None:
    inner = NotSaved("full")

    def work() -> None:
        raise inner

    with pytest.raises(NotSaved) as caught:
        told(work)
    assert caught.value is inner


def test_no_values_change_no_rows() -> None:
    nothing: Any = None
    assert Sql(Book(sqlite.dialect()), nothing).write(text("never run"), []) == 0
