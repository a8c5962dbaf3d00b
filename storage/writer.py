"""The one thread that writes: each piece of work is a transaction, one after the other.

Awaiting callers never touch the connection. What commits together is decided here alone, so that
later several waiting turns can share one commit.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

from sqlalchemy import Connection, Engine

from bot.ports import NotSaved
from storage.errors import told
from storage.keys import KeyStore
from storage.sql import Sql
from storage.unit import StoredUnit


class Writer:
    """Runs work in transactions on a thread of its own. ``today`` dates what the clock does."""

    def __init__(self, engine: Engine, keys: KeyStore, today: Callable[[], date]) -> None:
        self._engine = engine
        self._keys = keys
        self._today = today
        self._thread = ThreadPoolExecutor(1, "writer")

    async def run[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Run ``work`` in one transaction and return its result after the commit.

        What ``work`` raises itself is passed on, after the rollback.

        Raises:
            NotSaved: nothing was saved.
        """
        return await self._on_thread(lambda: self._transact(work))

    async def between(self, work: Callable[[Engine, KeyStore], None]) -> None:
        """Do something to the files while no transaction is under way.

        Raises:
            NotSaved: it failed.
        """
        await self._on_thread(lambda: told(lambda: work(self._engine, self._keys)))

    def close(self) -> None:
        """Finish the work that waits, then let go of the thread and the file."""
        self._thread.shutdown()
        self._engine.dispose()

    async def _on_thread[T](self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _transact[T](self, work: Callable[[StoredUnit], T]) -> T:
        connection = told(self._engine.connect)
        try:
            result, unit = self._commit(connection, work)
        finally:
            # Whether it was saved is decided by now; a file that cannot be let go changes nothing.
            with suppress(Exception):
                connection.close()
        for act in unit.after_commit:
            with suppress(OSError):
                act()
        return result

    def _commit[T](
        self, connection: Connection, work: Callable[[StoredUnit], T]
    ) -> tuple[T, StoredUnit]:
        told(connection.begin)
        unit = StoredUnit(Sql(connection), self._keys, self._today)
        try:
            result = work(unit)
        except BaseException:
            for act in unit.after_rollback:
                with suppress(OSError):
                    act()
            raise
        try:
            told(connection.commit)
        except NotSaved:
            # SQLAlchemy takes the transaction for ended; the file may still be held. Keys made for
            # it stay: nobody knows whether it took, and a key too many opens nothing.
            with suppress(Exception):
                connection.invalidate()
            raise
        return result, unit
