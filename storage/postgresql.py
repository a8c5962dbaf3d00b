"""What is PostgreSQL's own: how it is reached, how its tables are written anew.

Work of several callers runs side by side, so what a turn decides on is locked: see
:mod:`storage.work`. Each connection waits for a lock as long as another process may hold SQLite's
file, and sees at each statement what has been committed by then.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    Table,
    create_engine,
    event,
    make_url,
    text,
)

from bot.ports import NotSaved
from storage.errors import told
from storage.residue import PIECE
from storage.tables import Id, metadata

PER_CORE: Final = 4
"""Connections for each core: more made it slower, fewer left it idle (measured)."""
STAY: Final = frozenset(
    {
        *("staff", "staff_link", "staff_session", "staff_place", "staff_told"),
        *("consult_group", "group_partner"),
        *("round", "link", "outcome", "workspace", "pace", "audit", "hard_words"),
    }
)
"""Tables that hold nothing of contributors; whoever is in them is there by name."""
_FILES: Final = text(
    "WITH ours AS (SELECT oid, reltoastrelid FROM pg_class WHERE relkind = 'r' "
    "AND relnamespace = current_schema()::regnamespace AND relname = ANY(:names)) "
    "SELECT relname, pg_relation_filenode(oid) AS file FROM pg_class WHERE oid IN ("
    "SELECT oid FROM ours UNION SELECT reltoastrelid FROM ours UNION "
    "SELECT indexrelid FROM pg_index JOIN ours ON indrelid = ours.oid)"
)

_SOLE: Final = text("SELECT pg_try_advisory_xact_lock(4860619, hashtext(:what))")


def connections() -> int:
    """Return how many connections one process keeps, and how many threads use them."""
    return PER_CORE * (os.cpu_count() or 1)


@contextmanager
def sole(engine: Engine, what: str) -> Iterator[bool]:
    """Hold a lock that no other process holds; yields False where one does. It goes with the
    transaction, and so with the connection."""
    with engine.connect() as connection:
        yield bool(connection.execute(_SOLE, {"what": what}).scalar())


def open_engine(url: str, busy_seconds: float) -> Engine:
    """Return an engine on a database that is there.

    ``busy_seconds`` is how long another transaction may hold a row before that counts as locked.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        hide_parameters=True,
        paramstyle="format",
        # One more than there are threads: the clock holds it while it is at work.
        pool_size=connections() + 1,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
        connection.execute("SET default_transaction_isolation = 'read committed'")
        connection.commit()

    return engine


def rewrite(engine: Engine, tables: Sequence[Table] = ()) -> None:
    """Write tables anew in one transaction: without a list, all that hold anything of contributors.

    ``VACUUM FULL`` would keep rows that somebody may still see, the order in which rows arrived, and
    which rows were written by the same transaction. Here the old files are let go whole, and each
    table comes back in the order of its random keys.

    Raises:
        NotSaved: somebody else is reading the tables (``locked``), or one of them is still in its
            old file (``residue``; the code is its name).
    """
    ours = [table for table in metadata.sorted_tables if table.name not in STAY]
    told(lambda: _rewrite(engine, tables or ours))


def search(engine: Engine, pieces: frozenset[bytes]) -> None:
    """Look for what was in a vault in every column of bytes, as far as SQL can see.

    Raises:
        NotSaved: it is still there (``residue``; the code is the table's name).
    """
    told(lambda: _search(engine, pieces))


def _search(engine: Engine, pieces: frozenset[bytes]) -> None:
    with engine.begin() as connection:
        for column in (each for table in metadata.sorted_tables for each in table.columns):
            if isinstance(column.type, LargeBinary | Id) and _holds(connection, column, pieces):
                raise NotSaved("residue", column.table.name)


def _holds(connection: Connection, column: Column[Any], pieces: frozenset[bytes]) -> bool:
    begins = f"substr({column.name}, 1, {PIECE}) = ANY(:pieces)"
    look = f"SELECT 1 FROM {column.table.name} WHERE {begins} LIMIT 1"  # noqa: S608 - names are ours
    return connection.execute(text(look), {"pieces": list(pieces)}).first() is not None


def _rewrite(engine: Engine, tables: Sequence[Table]) -> None:
    names = ", ".join(table.name for table in tables)
    with engine.begin() as connection:
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        before = _in_files(connection, tables)
        for table in tables:
            key = ", ".join(column.name for column in table.primary_key)
            rows = f"SELECT * FROM {table.name} ORDER BY {key}"  # noqa: S608 - names are ours
            aside = f"CREATE TEMPORARY TABLE {_aside(table)} ON COMMIT DROP AS {rows}"
            connection.execute(text(aside))
        connection.execute(text(f"TRUNCATE {names}"))
        for table in tables:
            back = f"INSERT INTO {table.name} SELECT * FROM {_aside(table)}"  # noqa: S608 - as above
            connection.execute(text(back))
        kept = before.keys() & _in_files(connection, tables).keys()
        if kept:
            raise NotSaved("residue", before[min(kept)])


def _in_files(connection: Connection, tables: Sequence[Table]) -> dict[int, str]:
    """Return the numbers of the files in which those tables, their indexes and their long values
    lie, and whose they are."""
    names = [table.name for table in tables]
    return {row.file: row.relname for row in connection.execute(_FILES, {"names": names})}


def _aside(table: Table) -> str:
    """Return the name of the temporary table that holds a table's rows meanwhile."""
    return f"aside_{table.name}"
