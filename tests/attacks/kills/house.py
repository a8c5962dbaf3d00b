"""A closed round in a folder, ready to be sealed; what must hold once it is, whoever was killed."""

import asyncio
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from bot.consultation.evaluation import AFTER, BEFORE
from bot.consultation.model import Hears, RoundState
from bot.conversation.effects import Keep
from prompts.library import Library
from storage import postgresql, sqlite
from storage.database import StoredDatabase
from storage.folder import Folder
from storage.keys import KeyStore
from storage.sealing import Sealing, Step
from storage.statement import Book
from storage.work import Shared
from tests.postgresql import Lent
from tests.storage.conftest import TODAY, World

PEOPLE = 3


class Ready(NamedTuple):
    """What is known of a round before it is sealed. ``pieces`` are parts of the rows of its vault."""

    kek: bytes
    evaluation: str
    round: str
    second: str
    other: str
    people: frozenset[str]
    pieces: frozenset[bytes]


class Rows:
    """A look at a database as somebody who stole it would."""

    def __init__(self, folder: Path, url: str) -> None:
        self._file = folder / "heardback.db"
        self._url = url

    def __call__(self, statement: str) -> list[tuple[Any, ...]]:
        if not self._url:
            with closing(sqlite3.connect(self._file)) as connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(self._url, autocommit=True) as connection:
            return connection.execute(statement.encode()).fetchall()


def prepare(folder: Path, lent: Lent | None) -> Ready:
    """Make an evaluation: a round whose answers are all approved, its second wave, and one beside
    them that stays open."""
    world = World(folder, Library.load().sets["kinds-sample"], lent, busy_seconds=5)
    ready = asyncio.run(_prepare(world))
    world.database.close()
    return ready


async def _prepare(world: World) -> Ready:
    evaluation = secrets.token_hex(16)
    (scale,) = (each.id for each in world.questions.questions if each.kind == "likert")
    round_ = await world.opened(k=3, evaluation=evaluation, wave=BEFORE)
    other = await world.opened()
    people = set()
    for number in range(PEOPLE):
        who = f"person{number}"
        people.add(await world.join(round_, who))
        await world.say(round_, who, "trust", f"words {number}")
        await world.turn(round_, who, Keep(world.picked(scale, "12"[number > 0])))
        await world.join(other, who)
        await world.say(other, who, "trust", f"other {number}")
    await world.closed(round_)
    await world.approve_all(round_)
    second = await world.opened(k=3, evaluation=evaluation, wave=AFTER)
    for number in range(PEOPLE):
        who = f"person{number}"
        await world.join(second, who, Hears.NONE)
        await world.turn(second, who, Keep(world.picked(scale, "5")))
    await world.closed(second)
    rows = world.sql("SELECT round, id, pseud, ct FROM vault")
    mine = [parts for of, *parts in rows if bytes(of).hex() != other.id]
    pieces = frozenset(bytes(part)[:16] for parts in mine for part in parts)
    ids = (evaluation, round_.id, second.id, other.id)
    return Ready(world.kek, *ids, frozenset(people), pieces)


def _keys(folder: Path, ready: Ready) -> KeyStore:
    return KeyStore.open(Folder(folder / "keys"), ready.kek, create=False)


def opened(
    folder: Path, url: str, ready: Ready, sealer: type[Sealing], after: Callable[[Step], None]
) -> StoredDatabase:
    """Open what lies there as a start would; its tables are up to date."""
    kind = postgresql if url else sqlite
    engine = kind.open_engine(url or f"sqlite:///{folder / 'heardback.db'}", 5)
    shared = Shared(Book(engine.dialect), _keys(folder, ready), lambda: TODAY)
    database = StoredDatabase(engine, shared, after)
    database.sealer = sealer(database._runner, kind, after)
    return database


def violations(folder: Path, url: str, ready: Ready, sealer: type[Sealing]) -> list[str]:
    """Start again, go on with the sealing, and return everything that is not as it must be."""
    rows = Rows(folder, url)
    wrong = [f"before: {each}" for each in _at_any_time(folder, rows, ready)]
    try:
        wrong += asyncio.run(_resumed(folder, url, ready, sealer))
    except Exception as error:  # noqa: BLE001 - what keeps it from being sealed is looked for
        wrong.append(f"not sealed: {type(error).__name__} {error}")
    return wrong + _at_any_time(folder, rows, ready)


async def _resumed(folder: Path, url: str, ready: Ready, sealer: type[Sealing]) -> list[str]:
    database = opened(folder, url, ready, sealer, lambda _step: None)
    try:
        await database.sealer.seal(ready.round)
        round_ = await database.run(lambda unit: unit.round(ready.round))
        quotes = await database.run(lambda unit: unit.approved(ready.round))
        tallies = await database.run(lambda unit: unit.tallies(ready.round))
        others = await database.run(lambda unit: list(unit._vault(ready.other).all_answers()))
        broken = await database.run(lambda unit: unit.verify_audit())
    finally:
        database.close()
    rows = Rows(folder, url)
    wide = rows("SELECT contributor FROM audience WHERE question = ''")
    noted = rows("SELECT count(*) FROM audit WHERE verb = 'seal'")
    matched = rows('SELECT "before", "after" FROM scale_pair')
    ended = dict.fromkeys((ready.evaluation, ready.round, ready.second), RoundState.SEALED)
    holds = {
        "state": round_ is not None and round_.state is RoundState.SEALED,
        "quotes": Counter(each.text for each in quotes)
        == Counter(f"words {number}" for number in range(PEOPLE)),
        "tallies": [*tallies.values()] == [{"1": 1, "2": PEOPLE - 1}],
        "pairs": Counter(matched) == Counter({("1", "5"): 1, ("2", "5"): PEOPLE - 1}),
        "audience": sorted(bytes(row[0]).hex() for row in wide) == sorted(ready.people),
        "the round beside it": len(others) == PEOPLE,
        "audit": broken is None and noted == [(2,)],
        "list": _keys(folder, ready).ledger.ended() == ended,
    }
    return [name for name, held in holds.items() if not held]


def _at_any_time(folder: Path, rows: Rows, ready: Ready) -> list[str]:
    """Return what is wrong whatever step a round is at."""
    states = {bytes(id_).hex(): state for id_, state in rows("SELECT id, state FROM round")}
    of = {bytes(row[0]).hex() for row in rows("SELECT DISTINCT round FROM vault")}
    left = len(of - {ready.other})
    names = (ready.evaluation, ready.round, ready.second)
    files = [path.name for path in (folder / "keys").iterdir()]
    keys = [file for file in files if any(name in file for name in names)]
    state = states[ready.round]
    wrong = [] if states[ready.second] == state else ["one wave ahead of the other"]
    if left and f"eval-{ready.evaluation}.key" not in keys:
        wrong.append("answers without a key")
    if left != 2 * (state in ("closed", "sealing")):
        wrong.append(f"{left} vaults of rounds that are {state}")
    if state == "sealed" and keys:
        wrong.append("a key of a sealed round")
    if state == "sealed" and _lies_in(folder, ready.pieces):
        wrong.append("residue")
    return wrong


def _lies_in(folder: Path, pieces: frozenset[bytes]) -> bool:
    files = [file.read_bytes() for file in folder.glob("heardback.db*")]
    return any(piece in file for file in files for piece in pieces)
