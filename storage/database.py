"""Opening the database: the file or the server, its tables brought up to date, what works on it."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, closing
from datetime import UTC, date, datetime

from sqlalchemy import Engine, QueuePool, make_url
from sqlalchemy.exc import ArgumentError

from bot.ports import NotSaved
from storage import migrations, postgresql, sqlite
from storage.errors import STALE, told
from storage.keys import KeyStore
from storage.pool import TRIES, Pool
from storage.sealing import Disk, Sealing, Step
from storage.shelf import KeysRefused
from storage.sql import Sql
from storage.statement import Book
from storage.unit import StoredUnit
from storage.work import Shared
from storage.writer import Writer


class StoredDatabase:
    """Fulfils :class:`bot.ports.Database`; its ``sealer`` fulfils :class:`bot.ports.Sealer`."""

    def __init__(
        self,
        engine: Engine,
        shared: Shared,
        after_step: Callable[[Step], None],
        lost: tuple[str, ...] = (),
    ) -> None:
        self._engine = engine
        self.lost = lost
        """The codes of rounds whose key is lost: nobody can answer them, nor read what they hold."""
        self._runner: Writer | Pool
        disk: Disk
        self._sole: Callable[[Engine, str], AbstractContextManager[bool]]
        if shared.book.alone:
            self._runner, disk, self._sole = Writer(engine, shared), sqlite, sqlite.sole
        else:
            self._runner = Pool(engine, shared, postgresql.connections())
            disk, self._sole = postgresql, postgresql.sole
        self.one_server = shared.book.alone
        """Whether no more than one server works on it: a file is for one machine."""
        self.sealer = Sealing(self._runner, disk, after_step)

    async def run[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Run ``work`` in one transaction, whole or not at all, and return its result after the
        commit. What ``work`` raises itself is passed on.

        Raises:
            NotSaved: nothing was saved.
        """
        return await self._runner.run(work)

    @asynccontextmanager
    async def sole(self, what: str) -> AsyncIterator[bool]:
        """Be the one process that does ``what`` for as long as the block lasts; yields False where
        another one is. A process that ends, however it ends, lets go.

        Raises:
            NotSaved: the database cannot be asked.
        """
        held = self._sole(self._engine, what)
        mine = await to_thread(told, held.__enter__)
        try:
            yield mine
        finally:
            await to_thread(held.__exit__, None, None, None)

    def connections(self) -> tuple[int, int]:
        """Return how many connections are used now, and how many there are."""
        pool = self._engine.pool
        return (pool.checkedout(), pool.size()) if isinstance(pool, QueuePool) else (0, 0)

    def close(self) -> None:
        """Finish the work that waits, then let go of the database."""
        self._runner.close()


def open_database(
    url: str,
    keys: KeyStore,
    *,
    busy_seconds: float = 5.0,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    after_step: Callable[[Step], None] = lambda _step: None,
    saved: Callable[[int, float], None] = lambda _turns, _took: None,
) -> StoredDatabase:
    """Open the database at an SQLAlchemy URL and bring its tables up to date.

    A file of SQLite is made if it is not there; a database of PostgreSQL has to be.
    ``busy_seconds`` is how long another process may hold what a turn needs, ``today`` dates what the
    clock does in the audit log, ``after_step`` hears of each step of a sealing, ``saved`` of each commit.

    Raises:
        KeysRefused: the keys are kept in the same database (``shared``).
        NotSaved: the database cannot be opened or changed.
        ValueError: the URL is of neither.
    """
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("the database's URL must begin with sqlite:/// or postgresql://")
    kind = sqlite if backend == "sqlite" else postgresql
    engine = kind.open_engine(url, busy_seconds)
    shared = Shared(Book(engine.dialect), keys, today, saved)
    try:
        _see_apart(engine, keys)
        told(lambda: migrations.upgrade(engine))
        lost = told(lambda: _replay(engine, shared))
    except (NotSaved, KeysRefused):
        engine.dispose()
        raise
    return StoredDatabase(engine, shared, after_step, lost)


def _see_apart(engine: Engine, keys: KeyStore) -> None:
    """See that the keys are not kept in the database they are for."""
    if told(lambda: keys.lies_in(engine)):
        raise KeysRefused("shared", str(engine.url.database))


def _replay(engine: Engine, shared: Shared) -> tuple[str, ...]:
    """Let go again what an older copy of the database may have brought back."""
    for number in range(TRIES):
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            if shared.book.alone:
                cursor.execute("BEGIN IMMEDIATE")
            unit = StoredUnit(Sql(shared.book, cursor), shared)
            try:
                lost = unit.replay()
                unit.check()
            except NotSaved:
                # Other processes may be at work; what they changed meanwhile is looked at again.
                connection.rollback()
                unit.undo()
                if unit.fault is None or unit.fault.state != STALE or number == TRIES - 1:
                    raise
            else:
                connection.commit()
                unit.conclude()
                shared.keys.ledger.settle()
                return lost
    raise NotSaved("locked")
