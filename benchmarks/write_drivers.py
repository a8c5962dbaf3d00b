"""The floor on its two drivers, each with the threads that the product has on that database."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.write_chats import AT_ONCE, Chatter, Keep
from benchmarks.write_floor import Floor
from storage import postgresql, sqlite

type _Job = tuple[Chatter, asyncio.Future[None]]


@contextmanager
def on_sqlite(floor: Floor, url: str) -> Iterator[Keep]:
    """Return the turn on the sqlite3 driver: one thread, and those who wait share a commit, each
    behind a savepoint."""
    waiting: SimpleQueue[_Job | None] = SimpleQueue()
    engine = sqlite.open_engine(url, 5)

    def live() -> None:
        connection: Any = engine.raw_connection().driver_connection
        cursor = connection.cursor()
        while (job := waiting.get()) is not None:
            batch = [job]
            while len(batch) < AT_ONCE:
                try:
                    more = waiting.get_nowait()
                except Empty:
                    break
                if more is None:
                    waiting.put(None)
                    break
                batch.append(more)
            cursor.execute("BEGIN IMMEDIATE")
            for person, _ in batch:
                cursor.execute("SAVEPOINT turn")
                floor.keep(cursor, person)
                cursor.execute("RELEASE turn")
            cursor.execute("COMMIT")
            batch[0][1].get_loop().call_soon_threadsafe(_resolve, batch)
        connection.close()

    async def keep(person: Chatter) -> None:
        future = asyncio.get_running_loop().create_future()
        waiting.put((person, future))
        await future

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    try:
        yield keep
    finally:
        waiting.put(None)
        thread.join()


def _resolve(batch: list[_Job]) -> None:
    for _, future in batch:
        future.set_result(None)


@contextmanager
def on_psycopg(floor: Floor, url: str) -> Iterator[Keep]:
    """Return the turn on psycopg: as many connections as the product has, and a thread for each."""
    mine = threading.local()
    connections: list[psycopg.Connection[Any]] = []
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def connect() -> None:
        mine.connection = psycopg.connect(plain)
        connections.append(mine.connection)

    def turn(person: Chatter) -> None:
        floor.keep(mine.connection.cursor(), person)
        mine.connection.commit()

    async def keep(person: Chatter) -> None:
        await asyncio.get_running_loop().run_in_executor(threads, turn, person)

    with ThreadPoolExecutor(postgresql.connections(), initializer=connect) as threads:
        yield keep
    for connection in connections:
        connection.close()
