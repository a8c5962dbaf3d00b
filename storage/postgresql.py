"""What is PostgreSQL's own: how it is reached, how its tables are written anew.

Work of several callers runs side by side, so what a turn decides on is locked: see
:mod:`storage.work`. Each connection waits for a lock as long as another process may hold SQLite's
file, and sees at each statement what has been committed by then.
"""

import os
from typing import Any, Final

from sqlalchemy import Engine, Table, create_engine, event, make_url, text

from storage.errors import told
from storage.tables import metadata

PER_CORE: Final = 4
"""Connections for each core: more made it slower, fewer left it idle (measured)."""
STAY: Final = frozenset(
    {
        *("staff", "staff_link", "staff_session", "staff_place", "consult_group", "group_partner"),
        *("round", "link", "outcome", "workspace", "audit"),
    }
)
"""Tables that hold nothing of contributors; whoever is in them is there by name."""


def connections() -> int:
    """Return how many connections one process keeps, and how many threads use them."""
    return PER_CORE * (os.cpu_count() or 1)


def open_engine(url: str, busy_seconds: float) -> Engine:
    """Return an engine on a database that is there.

    ``busy_seconds`` is how long another transaction may hold a row before that counts as locked.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        hide_parameters=True,
        paramstyle="format",
        pool_size=connections(),
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
        connection.execute("SET default_transaction_isolation = 'read committed'")
        connection.commit()

    return engine


def rewrite(engine: Engine) -> None:
    """Write all tables that hold anything of contributors anew, in one transaction.

    ``VACUUM FULL`` would keep rows that somebody may still see, the order in which rows arrived, and
    which rows were written by the same transaction. Here the old files are let go whole, and each
    table comes back in the order of its random keys.

    Raises:
        NotSaved: somebody else is reading the tables (``locked``).
    """
    told(lambda: _rewrite(engine))


def _rewrite(engine: Engine) -> None:
    tables = [table for table in metadata.sorted_tables if table.name not in STAY]
    names = ", ".join(table.name for table in tables)
    with engine.begin() as connection:
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        for table in tables:
            key = ", ".join(column.name for column in table.primary_key)
            rows = f"SELECT * FROM {table.name} ORDER BY {key}"  # noqa: S608 - names are ours
            aside = f"CREATE TEMPORARY TABLE {_aside(table)} ON COMMIT DROP AS {rows}"
            connection.execute(text(aside))
        connection.execute(text(f"TRUNCATE {names}"))
        for table in tables:
            back = f"INSERT INTO {table.name} SELECT * FROM {_aside(table)}"  # noqa: S608 - as above
            connection.execute(text(back))


def _aside(table: Table) -> str:
    """Return the name of the temporary table that holds a table's rows meanwhile."""
    return f"aside_{table.name}"
