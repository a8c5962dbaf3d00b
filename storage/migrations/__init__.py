"""The history of the tables, and bringing a database up to date."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

IN_LINE = text("SELECT pg_advisory_xact_lock(4860616)")
"""Several processes that start at once come one after the other; the number is our own."""


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date, in one transaction."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(IN_LINE)
        if MigrationContext.configure(connection).get_current_revision() != newest():
            command.upgrade(config(connection), "head")


def config(connection: Connection) -> Config:
    """Return what Alembic's commands need, to work within a transaction of the caller's."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@cache
def newest() -> str | None:
    """Return the newest revision there is."""
    return ScriptDirectory(Path(__file__).parent).get_current_head()
