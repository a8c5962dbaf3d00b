"""PostgreSQL's threads: each takes a connection and does one piece of work in one transaction.

Work runs side by side. Where two pieces meet in the same rows, PostgreSQL or a check of ours stops
one of them; it begins again, from its first statement, and finds what the other has left.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from random import SystemRandom
from typing import Final, Literal

from sqlalchemy import Engine, PoolProxiedConnection

from bot.ports import NotSaved
from storage.errors import STALE, Fault, fault_of, told
from storage.keys import KeyStore
from storage.sql import Sql
from storage.unit import StoredUnit
from storage.work import Shared

TRIES: Final = 5
_REST: Final = 0.02
"""Seconds to rest before beginning again, at most."""
_AGAIN: Final = frozenset(
    {
        STALE,
        "40001",  # serialization failure
        "40P01",  # deadlock
        "23503",  # somebody whom another transaction has just removed
        "23505",  # a row that another transaction has just written
    }
)
"""SQLSTATEs of a transaction that another one got in the way of, or may have."""


type _Why = Literal["", "met", "dropped"]
_CHANCE: Final = SystemRandom()


class Pool:
    """Runs work in transactions, as many at once as the engine has ``connections``."""

    def __init__(self, engine: Engine, shared: Shared, connections: int) -> None:
        self._engine = engine
        self._shared = shared
        self._connections = connections
        self._threads = ThreadPoolExecutor(connections, "database")

    async def run[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Run ``work`` in a transaction and return its result after the commit.

        What ``work`` raises itself is passed on, after the rollback. It may run more than once: see
        :class:`bot.ports.Database`.

        Raises:
            NotSaved: nothing was saved.
        """
        return await self._on_thread(lambda: self._until_done(work))

    async def between(self, work: Callable[[Engine, KeyStore], None]) -> None:
        """Do something to the database as a whole, or to the keys.

        Raises:
            NotSaved: it failed.
        """
        await self._on_thread(lambda: told(lambda: work(self._engine, self._shared.keys)))

    def close(self) -> None:
        """Finish the work that waits, then let go of threads and connections."""
        self._threads.shutdown()
        self._engine.dispose()

    async def _on_thread[T](self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _until_done[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Do work until it is saved, or fails for a reason of its own."""
        met = dropped = 0
        while True:
            end = self._once(work)
            met += end.why == "met"
            dropped += end.why == "dropped"
            # A server that went away dropped every connection that waits in the pool, too.
            if not end.why or met == TRIES or dropped > self._connections:
                break
            if end.why == "met":
                time.sleep(_CHANCE.uniform(0, _REST))
        if end.error is not None:
            raise end.error
        return end.result

    def _once[T](self, work: Callable[[StoredUnit], T]) -> "_End[T]":
        try:
            connection = told(self._engine.raw_connection)
        except NotSaved as failed:
            return _End(error=failed)
        try:
            return self._transact(connection, work)
        finally:
            # Whether it was saved is decided by now; letting go rolls back what was not committed.
            with suppress(Exception):
                connection.close()

    def _transact[T](
        self, connection: PoolProxiedConnection, work: Callable[[StoredUnit], T]
    ) -> "_End[T]":
        unit = StoredUnit(Sql(self._shared.book, connection.cursor()), self._shared)
        try:
            result = work(unit)
            unit.check()
        except BaseException as error:  # noqa: BLE001 - it is passed on to whoever asked
            with suppress(Exception):
                connection.rollback()
            unit.undo()
            return _End(error=error, why=_why(connection, unit.fault))
        began = time.perf_counter()
        try:
            connection.commit()
        except Exception as error:  # noqa: BLE001 - as in storage.sql
            fault = fault_of(error)
        else:
            unit.conclude()
            self._shared.keys.ledger.settle()
            self._shared.saved(1, time.perf_counter() - began)
            return _End(result)
        if fault.state in _AGAIN:
            unit.undo()
        # Otherwise keys made for it stay: nobody knows whether it took, and a key too many opens
        # nothing.
        return _End(error=fault.told(), why="met" if fault.state in _AGAIN else "")


@dataclass(frozen=True, slots=True)
class _End[T]:
    """How one try ended, and ``why`` another may do better."""

    result: T = None  # type: ignore[assignment]  # where there is an error nobody looks at it
    error: BaseException | None = None
    why: _Why = ""


def _why(connection: PoolProxiedConnection, fault: Fault | None) -> _Why:
    """Tell why work that failed may do better from the beginning, if it may."""
    if fault is None:
        return ""
    driver = connection.driver_connection
    if driver is not None and driver.closed:
        connection.invalidate()
        return "dropped"
    return "met" if fault.state in _AGAIN else ""
