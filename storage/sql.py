"""The one door to a connection: whatever goes wrong behind it comes out as a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Row, Table, TextClause, bindparam, text

from storage.errors import told

type AnyRow = Row[*tuple[Any, ...]]
"""A row whose columns the statement knows."""

type Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Sql:
    """Statements of one transaction. Every call raises :class:`~bot.ports.NotSaved`."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self, statement: Executable, values: Values = None) -> Sequence[AnyRow]:
        """Return all rows."""
        return told(lambda: self._connection.execute(statement, values).all())

    def first(self, statement: Executable, values: Values = None) -> AnyRow | None:
        """Return the first row, or None."""
        return told(lambda: self._connection.execute(statement, values).first())

    def write(self, statement: Executable, values: Values = None) -> int:
        """Change rows and return how many; an empty list of values changes none."""
        if isinstance(values, Sequence) and not values:
            return 0
        return told(lambda: self._connection.execute(statement, values).rowcount)


def insert_new(table: Table) -> TextClause:
    """Return an insert that leaves a row alone whose key is taken (SQLite and PostgreSQL)."""
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    binds = ", ".join(f":{name}" for name in names)
    into = f"INSERT INTO {table.name} ({columns}) VALUES ({binds}) ON CONFLICT DO NOTHING"  # noqa: S608 - names are ours
    typed = [bindparam(column.name, type_=column.type) for column in table.columns]
    return text(into).bindparams(*typed)
