"""The one door to the driver: whatever goes wrong behind it comes out as a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Table, TextClause, bindparam, text
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.ports import NotSaved
from storage.errors import STALE, Fault, fault_of
from storage.statement import AnyRow, Book, Prepared

type Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Sql:
    """Statements of one transaction. Every call raises :class:`~bot.ports.NotSaved`.

    ``fault`` is what went wrong first, if anything did: such a transaction is never committed.
    """

    __slots__ = ("_book", "_cursor", "alone", "fault")

    def __init__(self, book: Book, cursor: DBAPICursor) -> None:
        self._book = book
        self._cursor = cursor
        self.fault: Fault | None = None
        self.alone = book.alone
        """Whether no other transaction can change anything before this one ends."""

    def all(self, statement: Executable, values: Mapping[str, Any] | None = None) -> list[AnyRow]:
        """Return all rows."""
        try:
            return self._execute(statement, values or {}).rows(self._cursor)
        except Exception as error:  # noqa: BLE001 - drivers and codecs quote rows in errors of any type
            fault = fault_of(error)
        raise self._failed(fault)

    def first(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> AnyRow | None:
        """Return the first row, or None."""
        rows = self.all(statement, values)
        return rows[0] if rows else None

    def lock(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """Lock the rows that a statement finds, where somebody else could change them meanwhile."""
        if not self.alone:
            self.all(statement, values)

    def write(self, statement: Executable, values: Values = None) -> int:
        """Change rows and return how many; an empty list of values changes none."""
        try:
            if isinstance(values, Sequence):
                return self._execute_each(statement, values)
            self._execute(statement, values or {})
            return self._cursor.rowcount  # noqa: TRY300 - reading it may fail, too
        except Exception as error:  # noqa: BLE001 - as above
            fault = fault_of(error)
        raise self._failed(fault)

    def stale(self) -> NotSaved:
        """Return what to raise where another transaction has changed what this one has read: it
        begins again."""
        return self._failed(Fault("locked", STALE, STALE))

    def _execute(self, statement: Executable, values: Mapping[str, Any]) -> Prepared:
        prepared = self._book.find(statement, tuple(values))
        self._cursor.execute(prepared.text, prepared.values(values))
        return prepared

    def _execute_each(self, statement: Executable, values: Sequence[Mapping[str, Any]]) -> int:
        if not values:
            return 0
        prepared = self._book.find(statement, tuple(values[0]))
        self._cursor.executemany(prepared.text, [prepared.values(each) for each in values])
        return self._cursor.rowcount

    def _failed(self, fault: Fault) -> NotSaved:
        self.fault = self.fault or fault
        return fault.told()


def insert_new(table: Table) -> TextClause:
    """Return an insert that leaves a row alone whose key is taken (SQLite and PostgreSQL)."""
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    binds = ", ".join(f":{name}" for name in names)
    into = f"INSERT INTO {table.name} ({columns}) VALUES ({binds}) ON CONFLICT DO NOTHING"  # noqa: S608 - names are ours
    typed = [bindparam(column.name, type_=column.type) for column in table.columns]
    return text(into).bindparams(*typed)
