"""Alembic's entry: it is handed a connection and leaves the transaction to whoever handed it."""

from typing import Any

from alembic import context
from alembic.ddl.sqlite import SQLiteImpl
from sqlalchemy import Table

from storage.tables import metadata


class ClusteredImpl(SQLiteImpl):
    """SQLite as Alembic knows it, with a version table like all our tables."""

    __dialect__ = "sqlite"

    def version_table_impl(self, **names: Any) -> Table:
        """Return Alembic's own table, clustered by its key."""
        table = super().version_table_impl(**names)
        table.dialect_options["sqlite"]["with_rowid"] = False
        return table


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
