"""Statements built with SQLAlchemy and compiled once: a turn hands them to the driver as they are.

What SQLAlchemy does anew at each execution costs several times what the driver takes for the small
statements of a turn. So a statement is compiled here for one database, together with what its
columns' types do to values on their way in and out.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Dialect, Executable, Float, LargeBinary
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.types import TypeEngine

type Change = Callable[[Any], Any]
type _Make = Callable[[Sequence[Any]], AnyRow]

_KEPT = 500
"""More statements than the product has; those that tests make up fall out again."""

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler

    class AnyRow(tuple[Any, ...]):
        """A row whose columns the statement knows."""

        __slots__ = ()

        def __getattr__(self, name: str) -> Any: ...

else:
    AnyRow = tuple


class Prepared:
    """One statement, ready for the driver."""

    __slots__ = ("_binds", "_fixed", "_reads", "_row", "text")

    def __init__(self, dialect: Dialect, statement: Any, names: tuple[str, ...]) -> None:
        made = cast(
            "SQLCompiler", statement.compile(dialect=dialect, column_keys=list(names) or None)
        )
        order = made.positiontup or []
        ways = {name: _way_in(made.binds[name].type, dialect) for name in order}
        fixed = {name: value for name, value in made.params.items() if name not in names}
        self.text = made.string
        self._fixed = {name: fixed[name] for name in order if name in fixed}
        self._binds = [(name, ways[name]) for name in order]
        columns: Sequence[Any] = tuple(getattr(statement, "exported_columns", ()))
        reads = [(place, _way_out(column.type, dialect)) for place, column in enumerate(columns)]
        self._reads = [(place, read) for place, read in reads if read is not None]
        self._row: _Make | None = None

    def values(self, given: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return values in the order and the form the driver wants them in."""
        all_ = {**self._fixed, **given} if self._fixed else given
        return tuple([all_[name] if way is None else way(all_[name]) for name, way in self._binds])

    def rows(self, cursor: DBAPICursor) -> list[AnyRow]:
        """Return the rows that an execution found."""
        make = self._row or self._make_row(cursor)
        found = cursor.fetchall()
        if not self._reads:
            return [make(row) for row in found]
        rows = []
        for row in found:
            values = list(row)
            for place, read in self._reads:
                values[place] = read(values[place])
            rows.append(make(values))
        return rows

    def _make_row(self, cursor: DBAPICursor) -> _Make:
        names = [column[0] for column in cursor.description]
        kind: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024 - known when it runs
        make = self._row = cast("_Make", kind._make)
        return make


class Book:
    """The statements of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self.alone = dialect.name == "sqlite"
        """Whether transactions come one after the other."""
        self.find: Callable[[Executable, tuple[str, ...]], Prepared] = lru_cache(_KEPT)(
            partial(Prepared, dialect)
        )
        """Returns a statement as compiled for values of these names."""


_AS_THEY_ARE = (Float, LargeBinary)
"""What both drivers take and give as Python has it."""


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    if isinstance(kind, _AS_THEY_ARE):
        return None
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    if isinstance(kind, _AS_THEY_ARE):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)
