"""The audit log at the command line: listed, found whole, and found out."""

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.compose import build
from app.settings import Settings
from bot.witness import Head
from storage.audit import Entry
from storage.heads import FILE, HeadFile
from tests.app.conftest import Command
from tests.app.test_commands import complained

HEADS = Path("var/keys") / FILE


def staffed(heardback: Command, *names: str) -> None:
    for name in names:
        heardback("staff", "add", "--role", "lead", "--name", name)


def noted() -> Head:
    """Write the head down as the server does on its first tick."""

    async def run() -> Head:
        settings = Settings(_env_file=None)  # type: ignore[call-arg]
        async with build(settings) as app:
            await app.upkeep.tick()
            return await app.database.run(lambda unit: unit.audit_head())

    return asyncio.run(run())


def entries() -> list[Entry]:
    """Return the log."""

    async def run() -> list[Entry]:
        async with build(Settings(_env_file=None)) as app:  # type: ignore[call-arg]
            return await app.database.run(lambda unit: unit.audit_entries())

    return asyncio.run(run())


def changed(*statements: str) -> None:
    """Do to the log what its guards keep everybody from, who cannot remove them."""
    with closing(sqlite3.connect("var/heardback.db")) as connection:
        find = "select name from sqlite_master where type = 'trigger'"
        for (trigger,) in connection.execute(find).fetchall():
            connection.execute(f"drop trigger {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_whole_log_is_told_with_its_mark_which_can_be_given_back(heardback: Command) -> None:
    staffed(heardback, "Isla Grant")
    told = heardback("audit", "verify")
    assert told.exit_code == 0
    assert "The audit is whole. Its last entry is number 1." in told.stdout
    assert "How many: 0." in told.stdout
    mark = re.findall("cut off: (1:[0-9a-f]{64})\n", told.stdout)[0]
    staffed(heardback, "Ada Bain")
    noted()
    told = heardback("audit", "verify", "--head", mark)
    assert told.exit_code == 0
    assert "How many: 2." in told.stdout


def test_a_changed_entry_is_told(heardback: Command) -> None:
    staffed(heardback, "Isla Grant", "Ada Bain")
    changed("update audit set verb = 'forged' where seq = 2")
    refused = heardback("audit", "verify")
    assert refused.exit_code == 1
    assert refused.stderr == "The audit is broken. Entry 2 is not as it was written.\n"


def test_a_log_cut_short_is_told_by_what_was_written_down(heardback: Command) -> None:
    staffed(heardback, "Isla Grant", "Ada Bain", "Jo Dey")
    head = noted()
    assert HEADS.read_text().endswith(f" 3 {head.value}\n")
    changed("delete from audit where seq > 1")
    refused = heardback("audit", "verify")
    assert refused.exit_code == 1
    assert "Entry 2 is gone, and so is all that came after it." in refused.stderr
    # Written on again by somebody who holds the key, it has an entry 3, and another one.
    staffed(heardback, "Kit Roy", "Lee Shaw")
    refused = heardback("audit", "verify")
    assert refused.exit_code == 1
    assert "Entry 3 is not the one whose mark was kept." in refused.stderr
    HEADS.unlink()
    assert heardback("audit", "verify").exit_code == 0
    assert heardback("audit", "verify", "--head", f"3:{head.value.upper()}").exit_code == 1


def test_what_is_no_mark_is_refused(heardback: Command) -> None:
    staffed(heardback, "Isla Grant")
    told = complained(heardback("audit", "verify", "--head", "3:abc"))
    assert told.startswith("Give a mark as verify prints it")
    HEADS.write_text("canary\n")
    refused = heardback("audit", "verify")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Line 1 of {HEADS} is not a mark.")


def test_marks_lie_where_the_setting_says(
    heardback: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_AUDIT_FOLDER", str(folder / "elsewhere"))
    staffed(heardback, "Isla Grant")
    head = noted()
    assert HeadFile(folder / "elsewhere").heads() == (head,)
    assert not HEADS.exists()


def test_the_log_is_listed_by_who_did_what(heardback: Command) -> None:
    staffed(heardback, "Isla Grant")
    heardback("group", "add", "--site", "Leith", "--audience", "parents", "--partner", "Quay")
    rows = [line.split() for line in heardback("audit", "list").stdout.splitlines()]
    day = date.today().isoformat()  # noqa: DTZ011 - the zone of CI is UTC
    assert rows[0][:3] == ["Entry", "Day", "Role"]
    assert rows[1] == ["1", day, "the", "server", "invite", "staff"]
    assert rows[2] == ["2", day, "the", "server", "save", "group"]
