"""Opening the database: the file, its tables brought up to date, and what works on it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from bot.ports import NotSaved
from storage import migrations, sqlite
from storage.errors import told
from storage.keys import KeyStore
from storage.sealing import Sealing, Step
from storage.statement import Book
from storage.work import Shared
from storage.writer import Writer


class StoredDatabase(Writer):
    """Fulfils :class:`bot.ports.Database`; its ``sealer`` fulfils :class:`bot.ports.Sealer`."""

    def __init__(self, engine: Engine, shared: Shared, after_step: Callable[[Step], None]) -> None:
        super().__init__(engine, shared)
        self.sealer = Sealing(self, after_step)


def open_database(
    url: str,
    keys: KeyStore,
    *,
    busy_seconds: float = 5.0,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    after_step: Callable[[Step], None] = lambda _step: None,
) -> StoredDatabase:
    """Open the database at an SQLAlchemy URL and bring its tables up to date.

    ``busy_seconds`` is how long another process may hold the file, ``today`` dates what the clock
    does in the audit log, ``after_step`` hears of each step of a sealing.

    Raises:
        NotSaved: the file cannot be opened or changed.
        ValueError: the URL is not one of SQLite's.
    """
    engine = sqlite.open_engine(url, busy_seconds)
    try:
        told(lambda: migrations.upgrade(engine))
    except NotSaved:
        engine.dispose()
        raise
    return StoredDatabase(engine, Shared(Book(engine.dialect), keys, today), after_step)
