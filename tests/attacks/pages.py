"""The pages of an SQLite file, read as somebody would who trusts no query: in what order do the cells
of a table lie, by page, by pointer and by byte?

A page is filled from its end, so within one the cell that came first lies last. ``VACUUM`` copies
rows in the order of their keys; whatever else is seen here comes from the order of arrival.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_INTERIOR: Final = frozenset({0x02, 0x05})
_TABLE_INTERIOR: Final = 0x05
_TABLE_LEAF: Final = 0x0D
_TEXT: Final = 12
"""Types of columns from here on are bytes and texts, in turn; their number tells the length."""
_SIZES: Final = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell lies, and the bytes and texts in it. ``pointer`` is its place in the page's own
    order."""

    page: int
    pointer: int
    offset: int
    holds: tuple[bytes, ...]


@lru_cache(maxsize=256)
def cells(path: Path, table: str) -> tuple[Cell, ...]:
    """Return the cells of a table in the order of its tree."""
    file = _file(path)
    return tuple(file.walk(file.roots[table]))


@lru_cache(maxsize=64)
def _file(path: Path) -> "_File":
    return _File(path)


class _File:
    """One file, with nothing waiting in its log."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            # Whoever copies a file while it is used copies the log, too.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            tables = "SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"
            self.roots: Mapping[str, int] = dict(database.execute(tables).fetchall())
        self._raw = path.read_bytes()
        size = int.from_bytes(self._raw[16:18])
        self._size = 65536 if size == 1 else size

    def walk(self, number: int) -> Iterator[Cell]:
        """Yield the cells below a page."""
        page = self._raw[(number - 1) * self._size : number * self._size]
        at = 100 if number == 1 else 0
        kind, count = page[at], int.from_bytes(page[at + 3 : at + 5])
        pointers = at + (12 if kind in _INTERIOR else 8)
        for place in range(count):
            start = pointers + 2 * place
            offset = int.from_bytes(page[start : start + 2])
            if kind in _INTERIOR:
                yield from self.walk(int.from_bytes(page[offset : offset + 4]))
            if kind != _TABLE_INTERIOR:
                yield Cell(number, place, offset, _holds(page, offset, kind))
        if kind in _INTERIOR:
            yield from self.walk(int.from_bytes(page[at + 8 : at + 12]))


def _holds(page: bytes, at: int, kind: int) -> tuple[bytes, ...]:
    """Return the bytes and texts of a row, as far as they lie in the page."""
    at += 4 if kind in _INTERIOR else 0
    _, at = _number(page, at)
    if kind == _TABLE_LEAF:
        _, at = _number(page, at)
    length, column = _number(page, at)
    body, found = at + length, []
    while column < at + length:
        type_, column = _number(page, column)
        size = _SIZES[type_] if type_ < _TEXT else (type_ - _TEXT) // 2
        if type_ >= _TEXT:
            found.append(page[body : body + size])
        body += size
    return tuple(found)


def _number(page: bytes, at: int) -> tuple[int, int]:
    """Read a number of up to nine bytes; return it and where the next thing begins."""
    value = 0
    for _ in range(8):
        value, more = value << 7 | page[at] & 0x7F, page[at] & 0x80
        at += 1
        if not more:
            return value, at
    return value << 8 | page[at], at + 1


def lying(rows: tuple[Cell, ...], ids: list[bytes]) -> dict[str, list[bytes]]:
    """Return in which orders ids lie: by tree, by page and pointer, by page and byte."""
    ways = {
        "tree": list(rows),
        "pointer": sorted(rows, key=lambda c: (c.page, c.pointer)),
        "byte": sorted(rows, key=lambda c: (c.page, c.offset)),
        "filled": sorted(rows, key=lambda c: (c.page, -c.offset)),
    }
    wanted = set(ids)
    return {
        way: list(dict.fromkeys(held for c in order for held in c.holds if held in wanted))
        for way, order in ways.items()
    }
