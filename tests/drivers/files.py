"""What lies in the files of an installation, looked at from outside."""

import base64
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

IDENTITY: Final = (
    *("contributor", "contributor_address", "enrolment"),
    *("audience", "outbox", "do_not_contact"),
)
"""The tables that say who takes part."""


def rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    """Return every row of a table, in the order of its values."""
    with sqlite3.connect(f"file:{folder / 'heardback.db'}?mode=ro", uri=True) as database:
        found = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - names of ours
    database.close()
    return sorted(found, key=repr)


def tables(folder: Path) -> list[str]:
    """Return the names of all tables."""
    with sqlite3.connect(f"file:{folder / 'heardback.db'}?mode=ro", uri=True) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    return sorted(name for (name,) in names)


def counts(folder: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    return {name: len(rows(folder, name)) for name in tables(folder)}


def identity(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that is held on the identity side."""
    return {name: rows(folder, name) for name in IDENTITY}


def raw(folder: Path) -> bytes:
    """Return the bytes of the database with its write-ahead log and index."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("heardback.db*")))


def everything(folder: Path) -> bytes:
    """Return the bytes of every file in the folder, keys included."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def spellings(text: str) -> list[bytes]:
    """Return how a text may lie in a file: UTF-8, UTF-16, as JSON, and :func:`codings`."""
    plain, escaped = text.encode(), json.dumps(text)[1:-1].encode()
    ways = [text.encode("utf-16-le"), text.encode("utf-16-be"), escaped, *codings(plain)]
    # What is left of a short word in base64 would be found in any noise.
    return [way for way in dict.fromkeys(ways) if len(way) > len("four")]


def codings(plain: bytes) -> list[bytes]:
    """Return how bytes may lie in a file: as they are, in hex, in base64 from each beginning."""
    coded = [base64.b64encode(bytes(shift) + plain)[4:-4] for shift in range(3)]
    return [plain, plain.hex().encode(), plain.hex().upper().encode(), *coded]


def found(data: bytes, words: list[str]) -> list[str]:
    """Return those of the words that lie in the data in any spelling."""
    return [word for word in words if any(way in data for way in spellings(word))]


def lying(data: bytes, needles: Iterable[bytes]) -> set[bytes]:
    """Return those of many byte strings, of eight bytes at least, that lie in the data. Takes about
    50 ms a megabyte, however many there are."""
    heads: dict[int, list[bytes]] = defaultdict(list)
    for each in needles:
        heads[int.from_bytes(each[:8], sys.byteorder)].append(each)
    found: set[bytes] = set()
    for start in range(8):
        end = len(data) - (len(data) - start) % 8
        there = heads.keys() & set(memoryview(data)[start:end].cast("Q"))
        found |= {each for head in there for each in heads[head] if each in data}
    return found
