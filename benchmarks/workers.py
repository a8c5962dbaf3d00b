"""One, two and four processes that claim and mark the same messages on PostgreSQL.

python -m benchmarks.workers FOLDER URL
"""

import asyncio
import json
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

import psycopg
from sqlalchemy import make_url

from app.compose import build
from benchmarks.delivery import prepare, settings_of
from benchmarks.write import server
from benchmarks.write_chats import ROUND
from bot.telling import Ended

ROWS: Final = 10_000
BATCH: Final = 200
ROUNDS: Final = 3
_NOWHERE: Final = "http://127.0.0.1:9/api"


async def _work(folder: str, url: str) -> None:
    """Wait for a word, claim and mark until nothing is left, and tell what was claimed."""
    async with build(settings_of(Path(folder), _NOWHERE, url=url)) as app:
        days, now = {ROUND.id: datetime.now(UTC).date()}, datetime.now(UTC)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        claimed: list[str] = []
        while found := await app.database.run(
            lambda unit: unit.claim(days, now, BATCH, 60, "outbox:/T0", asking=())
        ):
            claimed += [due.id for due in found]
            ended = [(due, Ended("sent")) for due in found]
            await app.database.run(lambda unit, e=ended: unit.settle_all(e))  # type: ignore[misc]
        print(json.dumps([claimed, time.time()]))


async def _started(folder: Path, url: str) -> Process:
    made = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.workers", str(folder), url),
        stdin=PIPE,
        stdout=PIPE,
        limit=1 << 24,
    )
    if made.stdout is None or b"ready" not in await made.stdout.readline():
        raise AssertionError("a worker did not start")
    return made


async def claimed_by(workers: int, folder: Path, url: str) -> tuple[list[str], float]:
    """Let every row wait again and so many workers claim; return what they claimed and the seconds."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("UPDATE outbox SET state = 'planned', lease = NULL")
    running = [await _started(folder, url) for _ in range(workers)]
    start = time.time()
    told = await asyncio.gather(*(each.communicate(b"go\n") for each in running))
    ended = [json.loads(out) for out, _ in told]
    return [id_ for ids, _ in ended for id_ in ids], max(at for _, at in ended) - start


async def _measured(folder: Path, url: str) -> dict[str, float]:
    await prepare(settings_of(folder, _NOWHERE, url=url), ROWS, 1)
    growth: dict[int, list[float]] = {2: [], 4: []}
    twice = lost = 0
    for _ in range(ROUNDS):
        took: dict[int, float] = {}
        for workers in (1, 2, 4):
            ids, took[workers] = await claimed_by(workers, folder, url)
            twice += len(ids) - len(set(ids))
            lost += ROWS - len(set(ids))
        for workers, ratios in growth.items():
            ratios.append(took[1] / took[workers])
    return {
        "workers_claimed_twice": twice,
        "workers_lost": lost,
        "workers_2_vs_1": median(growth[2]),
        "workers_4_vs_1": median(growth[4]),
    }


def measure() -> dict[str, float]:
    """Return how much faster two and four workers are than one, and whether they met."""
    with server() as make, tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder), make("workers")))


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:3]))
