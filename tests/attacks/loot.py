"""What an attacker holds of one round, read from nothing but the files and screens.

They hold more than a thief could hope for: whose each pseudonym is. A log that was copied while a
person joined tells it, so nothing may rest on its being unknown.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.attacks.life import Haul, Lived, Screen
from tests.attacks.pages import cells, lying

_MAPS = ("contributor", "enrolment", "audience", "outbox")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it lies in the sealed database."""

    id: bytes
    question: str
    text: str
    quotable: bool


class Kept(NamedTuple):
    """An answer's row as it lies in a copy of some night; ``size`` in bytes, ``begins`` is what is new
    whenever it is written."""

    id: bytes
    person: str
    question: str
    state: str
    size: int
    begins: bytes


@dataclass
class Loot:
    """One round's share. ``names`` gives the contributor's id by pseudonym."""

    round: bytes
    k: int
    sealed: Path
    nights: Sequence[Path]
    names: dict[bytes, str]
    screens: Sequence[Screen]
    quotes: dict[str, list[Quote]] = field(init=False, default_factory=dict)
    kept: dict[Path, list[Kept]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        found = select(
            self.sealed,
            "SELECT id, question, text, quotable FROM quote WHERE round = ?",
            self.round,
        )
        for id_, question, text, quotable in found:
            quote = Quote(id_, question, json.loads(text), bool(quotable))
            self.quotes.setdefault(question, []).append(quote)

    @property
    def everyone(self) -> list[str]:
        """Return who was in the round, in the order in which a query gives them."""
        rows = select(self.sealed, "SELECT contributor FROM enrolment WHERE round = ?", self.round)
        return [id_.hex() for (id_,) in rows]

    def audience(self, question: str) -> list[str]:
        """Return the audience of a question, as a query gives it."""
        rows = select(
            self.sealed,
            "SELECT contributor FROM audience WHERE round = ? AND question = ?",
            self.round,
            question,
        )
        return [id_.hex() for (id_,) in rows]

    def answers(self, night: Path) -> list[Kept]:
        """Return the answers' rows of a night."""
        if night not in self.kept:
            columns = "id, pseud, question, state, length(ct), substr(ct, 1, 12)"
            of = "FROM vault WHERE round = ? AND kind = 'answer'"
            rows = select(night, f"SELECT {columns} {of}", self.round)
            self.kept[night] = [
                Kept(row[0], self.names[row[1]], *row[2:]) for row in rows if row[1] in self.names
            ]
        return self.kept[night]

    def orders_of_quotes(self, question: str) -> dict[str, list[Quote]]:
        """Return the quotes of a question in every order in which they lie."""
        there = {quote.id: quote for quote in self.quotes.get(question, [])}
        ways = lying(cells(self.sealed, "quote"), list(there))
        found = {way: [there[id_] for id_ in ids] for way, ids in ways.items()}
        return {"query": list(there.values()), **found}

    def orders_of_people(self, question: str) -> dict[str, list[str]]:
        """Return people in every order in which they lie, sealed or in the copies of the nights."""
        ids = [bytes.fromhex(id_) for id_ in self.everyone]
        ways = {"enrolment query": self.everyone, "audience query": self.audience(question)}
        for table in _MAPS:
            rows = cells(self.sealed, table)
            if table == "audience":
                rows = tuple(c for c in rows if {question.encode(), self.round} <= {*c.holds})
            for way, order in lying(rows, ids).items():
                ways[f"{table} {way}"] = [id_.hex() for id_ in order]
        ways["came by night"] = self._by_night("contributor", ids)
        whose = {
            row: person
            for night in self.nights
            for row, person, asked, *_ in self.answers(night)
            if asked == question
        }
        kept = self._by_night("vault", list(whose))
        ways["answered by night"] = list(dict.fromkeys(whose[bytes.fromhex(id_)] for id_ in kept))
        return {way: order for way, order in ways.items() if order}

    def _by_night(self, table: str, ids: list[bytes]) -> list[str]:
        """Return ids in the order of the night in which they lay there first, then of their place
        in the file."""
        found: dict[str, None] = {}
        for night in self.nights:
            for id_ in lying(cells(night, table), ids)["filled"]:
                found.setdefault(id_.hex())
        return list(found)


def select(file: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask a file something."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute(statement, values).fetchall()


def loot_of(haul: Haul, life: Lived) -> Loot:
    """Return what there is to be had of a round."""
    return Loot(
        round=bytes.fromhex(life.round.id),
        k=life.round.k,
        sealed=haul.sealed,
        nights=haul.nights,
        names={row.pseud: row.person for row in haul.rows.values()},
        screens=life.screens,
    )
