"""Sealing 5,000 answers on SQLite, beside the bare driver writing the same rows.

The floor deletes the vault, adds as many quotes, tallies and audience rows, writes the file anew and
empties its log. What is not there is what makes it a sealing: opening each answer, the key, the
search of the files.
"""

import asyncio
import json
import secrets
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.growth import _fill
from benchmarks.write_chats import NOW, ROUND, STAFF, WORDS, installation
from bot.consultation.model import Review, RoundState
from bot.conversation.effects import CloseRound
from bot.ports import Unit
from storage.unit import StoredUnit

ANSWERS = 5_000
ROUNDS = 3


def _approve(unit: StoredUnit) -> None:
    """Let every answer pass, as its readers would have let it."""
    vault = unit._vault(ROUND.id)
    for held in list(vault.all_answers()):
        if held.answer.review is Review.WAITING:
            vault.decided(held, replace(held.answer, review=Review.APPROVED))


def _close(unit: Unit) -> None:
    unit.record(STAFF, [CloseRound(replace(ROUND, state=RoundState.CLOSED))], None, NOW)


async def _ours(folder: Path, before: Path) -> tuple[float, dict[str, int]]:
    """Seal; leave a copy of the file as it was before. Returns the seconds it took, and how many
    rows it wrote, by table."""
    async with installation(folder) as chats:
        await _fill(chats, ANSWERS)
        await chats.app.database.run(_close)
        await chats.app.database.run(_approve)
        url = chats.app.settings.database
        file = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(file, before)
        start = time.perf_counter()
        await chats.app.database.sealer.seal(ROUND.id)
        took = time.perf_counter() - start
        with closing(sqlite3.connect(file)) as connection:
            count = "SELECT count(*) FROM "
            rows = {
                table: connection.execute(count + table).fetchone()[0]
                for table in ("quote", "tally", "audience", "vault")
            }
    if rows.pop("vault") or rows["quote"] != ANSWERS:
        raise AssertionError(rows)
    return took, rows


def _floor(file: Path, rows: dict[str, int], words: str) -> float:
    """Do the same writes with the driver alone."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA temp_store = MEMORY")
        people = [row[0] for row in connection.execute("SELECT id FROM contributor")]
        round_ = bytes.fromhex(ROUND.id)
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO quote (id, round, question, text, quotable) VALUES (?, ?, 'trust', ?, 1)",
            [(secrets.token_bytes(16), round_, words) for _ in range(rows["quote"])],
        )
        connection.executemany(
            "INSERT INTO tally VALUES (?, 'trust', ?, 1)",
            [(round_, str(number)) for number in range(rows["tally"])],
        )
        connection.executemany(
            "INSERT INTO audience VALUES (?, ?, ?)",
            [
                (round_, str(number // len(people)), people[number % len(people)])
                for number in range(rows["audience"])
            ],
        )
        connection.execute("DELETE FROM vault WHERE round = ?", (round_,))
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return time.perf_counter() - start


async def _measured() -> dict[str, float]:
    ours, floor = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder) / "before.db"
            took, rows = await _ours(Path(folder) / "ours", before)
            ours.append(took)
            floor.append(_floor(before, rows, json.dumps(WORDS)))
    return {
        "seal_5000_s": median(ours),
        "seal_5000_floor_s": median(floor),
        "seal_5000_vs_sqlite3": median(b / a for a, b in zip(ours, floor, strict=True)),
    }


def measure() -> dict[str, float]:
    """Return how long sealing 5,000 answers takes, and the bare driver for the same rows."""
    return asyncio.run(_measured())
