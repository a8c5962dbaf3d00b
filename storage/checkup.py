"""What can be told of a database without changing it: for whoever looks after it."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, make_url, text

from storage.errors import told
from storage.migrations import newest

QUIET: Final = {
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_parameter_max_length": "0",
    "log_statement": "none",
}
"""What PostgreSQL has to be told so that its log quotes no row: see docs/postgresql.md."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found. ``there`` tells whether it has tables, ``up_to_date`` whether they are this
    version's. ``free`` is the room on SQLite's disk and ``size`` the file's, in bytes. ``clock`` is
    the server's, ``version`` its main number, ``loud`` the settings of its log that quote rows."""

    kind: str
    there: bool
    up_to_date: bool = False
    free: int = 0
    size: int = 0
    clock: datetime | None = None
    version: int = 0
    loud: tuple[str, ...] = field(default=())


def check(url: str) -> Checkup:
    """Look at a database.

    Raises:
        NotSaved: it cannot be reached, or is none.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return told(lambda: _file(Path(str(make_url(url).database))))
    return told(lambda: _server(url))


def _file(file: Path) -> Checkup:
    if not file.exists():
        return Checkup("sqlite", there=False)
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
        stands = tables and connection.execute("SELECT version_num FROM alembic_version").fetchone()
    free, size = shutil.disk_usage(file.parent).free, file.stat().st_size
    return Checkup("sqlite", bool(tables), bool(stands) and stands[0] == newest(), free, size)


def _server(url: str) -> Checkup:
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, hide_parameters=True, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            ask = text("SELECT clock_timestamp(), current_setting('server_version_num')::int")
            clock, number = connection.execute(ask).one()
            tables = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
            stands = (
                tables
                and connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            )
            names = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
            found = {
                row.name: row.setting for row in connection.execute(names, {"names": [*QUIET]})
            }
    finally:
        engine.dispose()
    loud = tuple(name for name, quiet in QUIET.items() if found.get(name) != quiet)
    return Checkup(
        "postgresql",
        bool(tables),
        stands == newest(),
        clock=clock.astimezone(UTC),
        version=number // 10_000,
        loud=loud,
    )
