"""A second database as a shelf: for several servers that share no folder.

It has two tables that never change, and is never the database that the keys are for.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    inspect,
    make_url,
    select,
    union,
)

from storage import postgresql, sqlite
from storage.shelf import kept

_BUSY_SECONDS = 5.0
_tables = MetaData()
_key = Table(
    "key_kept",
    _tables,
    Column("name", String(80), primary_key=True),
    Column("kept", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
_line = Table(
    "key_line",
    _tables,
    Column("name", String(80), primary_key=True),
    Column("line", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)
_read = select(_key.c.kept).where(_key.c.name == bindparam("of"))
_lines = select(_line.c.line).where(_line.c.name == bindparam("of"))
_names = union(select(_key.c.name), select(_line.c.name))
_drop_key = delete(_key).where(_key.c.name == bindparam("of"))
_drop_lines = delete(_line).where(_line.c.name == bindparam("of"))


class KeyDatabase:
    """Fulfils :class:`storage.shelf.Shelf` with a database of SQLite or PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._lite = make_url(url).get_backend_name() == "sqlite"
        kind = sqlite if self._lite else postgresql
        self._engine: Engine = kind.open_engine(url, _BUSY_SECONDS)

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        """Begin a transaction. Keys are seldom asked for, so nothing is held open in between."""
        try:
            with self._engine.begin() as connection:
                yield connection
        finally:
            self._engine.dispose()

    @kept
    def ready(self, *, create: bool) -> None:  # noqa: ARG002 - the tables are made as they lack
        """See that it can be used, and make its tables."""
        with self._open() as connection:
            _tables.create_all(connection)

    @kept
    def names(self) -> frozenset[str]:
        """Return all names that have a key or a line; none where there are no tables yet."""
        with self._open() as connection:
            if not inspect(connection).has_table(_key.name):
                return frozenset()
            return frozenset(row.name for row in connection.execute(_names))

    @kept
    def read(self, name: str) -> bytes | None:
        """Return the key by a name, or None."""
        with self._open() as connection:
            found: bytes | None = connection.scalar(_read, {"of": name})
        return found

    @kept
    def write(self, name: str, kept: bytes) -> None:
        """Keep a key in place of the one that stands."""
        with self._open() as connection:
            replaced = connection.execute(_drop_key, {"of": name}).rowcount
            connection.execute(insert(_key).values(name=name, kept=kept))
        if replaced:
            self._settle()

    @kept
    def lines(self, name: str) -> frozenset[bytes]:
        """Return the lines under a name."""
        with self._open() as connection:
            return frozenset(row.line for row in connection.execute(_lines, {"of": name}))

    @kept
    def note(self, name: str, lines: Iterable[bytes]) -> None:
        """Add lines."""
        with self._open() as connection:
            there = {row.line for row in connection.execute(_lines, {"of": name})}
            more = sorted(set(lines) - there)
            if more:
                connection.execute(insert(_line), [{"name": name, "line": line} for line in more])

    @kept
    def destroy(self, name: str) -> None:
        """Destroy the key and the lines by a name, and write the tables anew."""
        with self._open() as connection:
            connection.execute(_drop_key, {"of": name})
            connection.execute(_drop_lines, {"of": name})
        # Also where nothing was there: a crash may have come between this and the last time.
        self._settle()

    def _settle(self) -> None:
        """Let nothing of what was deleted stay in the files."""
        try:
            if self._lite:
                sqlite.rewrite(self._engine)
            else:
                postgresql.rewrite(self._engine, _tables.sorted_tables)
        finally:
            self._engine.dispose()


def key_in(engine: Engine, name: str) -> bytes | None:
    """Return the key by a name that a database keeps which is meant for something else."""
    if not inspect(engine).has_table(_key.name):
        return None
    with engine.begin() as connection:
        found: bytes | None = connection.scalar(_read, {"of": name})
    return found
