"""SQLite's one thread that writes: turns that wait are saved together, each whole or not at all.

A commit costs far more than a turn, because it waits for the disk. So the turns that wait share one:
each runs behind a savepoint of its own, and whoever asked hears of it after the commit. A turn that
fails goes back to its savepoint and takes no other with it. Where the transaction itself is lost (a
full disk, a rule that speaks up at the commit) nothing of it was saved, and each turn runs once more
in a transaction of its own.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

from bot.ports import NotSaved
from storage.errors import told
from storage.keys import KeyStore
from storage.sql import Sql
from storage.unit import StoredUnit
from storage.work import Shared

AT_ONCE: Final = 64
"""Turns that are saved together at most, so that the first need not wait long for the last."""


@dataclass(eq=False, slots=True)
class _Job:
    """What waits: work in a transaction or, ``apart``, work between two of them."""

    work: Callable[[Any], Any]
    future: asyncio.Future[Any] | None
    apart: bool = False
    unit: StoredUnit | None = None
    result: Any = None
    error: BaseException | None = None

    @property
    def unwanted(self) -> bool:
        """Whether the caller has gone away."""
        return self.future is not None and self.future.cancelled()


class Writer:
    """Runs work in transactions on a thread of its own."""

    def __init__(self, engine: Engine, shared: Shared) -> None:
        self._engine = engine
        self._shared = shared
        self._waiting: SimpleQueue[_Job] = SimpleQueue()
        self._open = self._going = True
        self._thread = Thread(target=self._live, name="writer", daemon=True)
        self._thread.start()

    async def run[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Run ``work`` in a transaction and return its result after the commit.

        What ``work`` raises itself is passed on, after the rollback. It may run more than once: see
        :class:`bot.ports.Database`.

        Raises:
            NotSaved: nothing was saved.
        """
        result: T = await self._done(_Job(work, asyncio.get_running_loop().create_future()))
        return result

    async def between(self, work: Callable[[Engine, KeyStore], None]) -> None:
        """Do something to the files while no transaction is under way.

        Raises:
            NotSaved: it failed.
        """

        def apart(_: None) -> None:
            told(lambda: work(self._engine, self._shared.keys))

        await self._done(_Job(apart, asyncio.get_running_loop().create_future(), apart=True))

    def close(self) -> None:
        """Finish the work that waits, then let go of the thread and the file."""
        if self._open:
            self._open = False
            self._waiting.put(_Job(self._stop, None, apart=True))
            self._thread.join()
            self._engine.dispose()

    def _stop(self, _: None) -> None:
        self._going = False

    async def _done(self, job: _Job) -> Any:
        if not self._open or job.future is None:
            raise RuntimeError("the database is closed")
        self._waiting.put(job)
        return await job.future

    def _live(self) -> None:
        held: _Job | None = None
        while self._going:
            batch = [held or self._waiting.get()]
            held = None
            if batch[0].apart:
                _do(batch[0], None)
            else:
                held = self._gather(batch)
                batch = [job for job in batch if not job.unwanted]
                if not self._saved(batch):
                    for job in batch:
                        job.result = job.error = None
                        self._saved([job])
            _tell(batch)

    def _gather(self, batch: list[_Job]) -> _Job | None:
        """Add the turns that wait; return what came after them, if it has to be done apart."""
        while len(batch) < AT_ONCE:
            try:
                job = self._waiting.get_nowait()
            except Empty:
                break
            if job.apart:
                return job
            batch.append(job)
        return None

    def _saved(self, batch: Sequence[_Job]) -> bool:
        """Do turns in one transaction; False where each has to be done again by itself."""
        try:
            connection = told(self._engine.raw_connection)
        except NotSaved as failed:
            return _refuse(batch, failed)
        try:
            return self._transact(connection, batch)
        finally:
            # Whether it was saved is decided by now; a file that cannot be let go changes nothing.
            # Letting go rolls back whatever was not committed.
            with suppress(Exception):
                connection.close()

    def _transact(self, connection: DBAPIConnection, batch: Sequence[_Job]) -> bool:
        try:
            cursor = told(connection.cursor)
            told(lambda: cursor.execute("BEGIN IMMEDIATE"))
        except NotSaved as failed:
            return _refuse(batch, failed)
        if not all(self._turn(cursor, job) for job in batch):
            # The transaction is gone, and with it what came before.
            for job in batch:
                if job.unit is not None:
                    job.unit.undo()
            return len(batch) == 1
        began = perf_counter()
        try:
            told(connection.commit)
        except NotSaved as failed:
            # Keys made for it stay: nobody knows whether it took, and a key too many opens nothing.
            return len(batch) == 1 and _refuse(batch, failed)
        for job in batch:
            if job.unit is not None and job.error is None:
                job.unit.conclude()
        self._shared.keys.ledger.settle()
        self._shared.saved(len(batch), perf_counter() - began)
        return True

    def _turn(self, cursor: DBAPICursor, job: _Job) -> bool:
        """Do one turn behind a savepoint; False if the transaction did not outlive it."""
        unit = job.unit = StoredUnit(Sql(self._shared.book, cursor), self._shared)
        if _try(cursor, job, "SAVEPOINT turn"):
            _do(job, unit)
            if job.error is None:
                return _try(cursor, job, "RELEASE turn")
        unit.undo()
        return _try(cursor, job, "ROLLBACK TO turn") and _try(cursor, job, "RELEASE turn")


def _do(job: _Job, unit: StoredUnit | None) -> None:
    try:
        job.result = job.work(unit)
        if unit is not None:
            unit.check()
    except BaseException as error:  # noqa: BLE001 - it is passed on to whoever asked
        job.error = error


def _try(cursor: DBAPICursor, job: _Job, statement: str) -> bool:
    try:
        told(lambda: cursor.execute(statement))
    except NotSaved as failed:
        job.error = job.error or failed
        return False
    return True


def _refuse(batch: Sequence[_Job], failed: NotSaved) -> bool:
    """Tell everybody that nothing was saved; doing it again would not help."""
    for job in batch:
        job.error = NotSaved(failed.reason, failed.code)
    return True


def _tell(batch: Sequence[_Job]) -> None:
    """Let those who asked go on, with one call to each event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        if job.future is not None:
            loops.setdefault(job.future.get_loop(), []).append(job)
    for loop, jobs in loops.items():
        # A loop that is closed has nobody left who waits.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, jobs)


def _resolve(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        if job.future is None or job.future.done():
            continue
        if job.error is None:
            job.future.set_result(job.result)
        else:
            job.future.set_exception(job.error)
