"""What is SQLite's own: how its file is made, opened and written anew."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from bot.ports import NotSaved

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    # What VACUUM and sorting put aside never lies in a file of its own.
    "temp_store = MEMORY",
)


def open_engine(url: str, busy_seconds: float) -> Engine:
    """Return an engine on a file that only its owner can read; it is made if it is not there.

    ``busy_seconds`` is how long another process may hold the file before that counts as locked.

    Raises:
        ValueError: the URL does not name a file for SQLite.
    """
    address = make_url(url)
    if address.database in (None, "", ":memory:"):
        raise ValueError("the database's URL must be sqlite:/// and a file")
    path = Path(str(address.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(address, hide_parameters=True, pool_size=1, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        # The driver begins no transactions of its own: its way of doing so keeps rows of a
        # transaction that was rolled back.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def rewrite(engine: Engine) -> None:
    """Write the whole file anew, and empty its log.

    Raises:
        NotSaved: somebody else is reading the file (``locked``).
    """
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
    if row is None or row[0]:
        raise NotSaved("locked")
