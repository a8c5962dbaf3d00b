"""Stores that were made weak on purpose, each in one way. An attack that does not win on the one made
for it would prove nothing by losing on the real one."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.attacks.life import Haul, Lived
from tests.attacks.loot import Loot, loot_of, select

type Weaken = Callable[[Haul, Lived, Path], Loot]


def in_order_of_arrival(haul: Haul, life: Lived, folder: Path) -> Loot:
    """Quotes and audiences in ordinary tables, each row written when somebody answered."""
    loot, mine = loot_of(haul, life), _quotes_of(haul, life)
    sealed = _copy(haul.sealed, folder)
    said = [(bytes.fromhex(who), q) for _, who, q in life.arrivals if (who, q) in mine]
    with closing(sqlite3.connect(sealed)) as database:
        _without_order(database, "quote")
        _without_order(database, "audience")
        for who, question in said:
            _to_the_end(database, mine[who.hex(), question])
            values = (loot.round, question, who)
            database.execute("INSERT INTO audience VALUES (?, ?, ?)", values)
        database.commit()
    return replace(loot, sealed=sealed)


def written_as_it_comes(haul: Haul, life: Lived, folder: Path) -> Loot:
    """Quotes, and who is told of them, written with each answer."""
    loot, mine = loot_of(haul, life), _quotes_of(haul, life)
    rows = {q[0]: q for q in select(haul.sealed, "SELECT * FROM quote")}
    nights = []
    for day, night in enumerate(haul.nights):
        copy = _copy(night, folder / f"night-{day}")
        with closing(sqlite3.connect(copy)) as database:
            for when, who, question in life.arrivals:
                if when > day:
                    continue
                told = (loot.round, question, bytes.fromhex(who))
                database.execute("INSERT OR IGNORE INTO audience VALUES (?, ?, ?)", told)
                if (who, question) in mine:
                    row = rows[mine[who, question]]
                    _put(database, row)
            database.commit()
        nights.append(copy)
    return replace(loot, nights=nights)


def kept_together(haul: Haul, life: Lived, folder: Path) -> Loot:
    """All quotes of one person under ids that begin alike, and audiences of any size."""
    loot, mine = loot_of(haul, life), _quotes_of(haul, life)
    sealed = _copy(haul.sealed, folder)
    with closing(sqlite3.connect(sealed)) as database:
        database.execute("DELETE FROM audience")
        for (who, question), id_ in mine.items():
            fresh = bytes.fromhex(who)[:8] + os.urandom(8)
            database.execute("UPDATE quote SET id = ? WHERE id = ?", (fresh, id_))
            values = (loot.round, question, bytes.fromhex(who))
            database.execute("INSERT INTO audience VALUES (?, ?, ?)", values)
        database.commit()
    return replace(loot, sealed=sealed)


def read_in_clear(haul: Haul, life: Lived, folder: Path) -> Loot:
    """What readers made of an answer stands beside it in clear."""
    loot, mine = loot_of(haul, life), _quotes_of(haul, life)
    copy = _copy(haul.nights[-1], folder)
    with closing(sqlite3.connect(copy)) as database:
        for id_, who, question, *_ in loot.answers(copy):
            state = "approved" if (who, question) in mine else "declined"
            database.execute("UPDATE vault SET state = ? WHERE id = ?", (state, id_))
        database.commit()
    return replace(loot, nights=[*loot.nights[:-1], copy])


def without_room(haul: Haul, life: Lived, folder: Path) -> Loot:
    """Rows as long as what lies in them."""
    loot, copy = loot_of(haul, life), _copy(haul.nights[-1], folder)
    with closing(sqlite3.connect(copy)) as database:
        for id_, row in haul.rows.items():
            ct = os.urandom(row.length + 28)
            database.execute("UPDATE vault SET ct = ? WHERE id = ?", (ct, id_))
        database.commit()
    return replace(loot, nights=[*loot.nights[:-1], copy])


def rows_on_screens(haul: Haul, life: Lived, folder: Path) -> Loot:
    """Answers on screens under the ids of their rows."""
    loot = loot_of(haul, life)
    rows = {(row.person, row.question): row.id.hex() for row in loot.answers(haul.nights[-1])}
    screens = [
        replace(seen, id=rows.get((life.wrote.get(seen.text, ""), seen.question), seen.id))
        for seen in loot.screens
    ]
    return replace(loot, screens=screens)


def _quotes_of(haul: Haul, life: Lived) -> dict[tuple[str, str], bytes]:
    """Return the ids of quotes by who wrote them and the question."""
    quotes = loot_of(haul, life).quotes
    return {(life.wrote[q.text], asked): q.id for asked, all_ in quotes.items() for q in all_}


def _copy(file: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    for part in file.parent.glob(f"{file.name}*"):
        shutil.copy(part, folder)
    return folder / file.name


def _without_order(database: sqlite3.Connection, table: str) -> None:
    """Make an ordinary table of one that is clustered by its key."""
    database.execute(f"ALTER TABLE {table} RENAME TO old")
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM old")  # noqa: S608 - names of ours
    database.execute("DROP TABLE old")
    if table == "audience":
        database.execute("DELETE FROM audience")


def _to_the_end(database: sqlite3.Connection, quote: bytes) -> None:
    """Put a quote behind all others."""
    row = database.execute("SELECT * FROM quote WHERE id = ?", (quote,)).fetchone()
    database.execute("DELETE FROM quote WHERE id = ?", (quote,))
    _put(database, row)


def _put(database: sqlite3.Connection, row: Sequence[object]) -> None:
    """Write a quote as it was, unless it is there."""
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT OR IGNORE INTO quote VALUES ({marks})", row)  # noqa: S608 - marks
