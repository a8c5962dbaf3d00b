"""Whole turns, more processes than one, and a way to let two pieces of work meet."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bot.consultation.model import RoundState
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import Turn
from storage.database import open_database
from storage.folder import Folder
from storage.keys import KeyStore

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def address(who: str) -> Address:
    return Address(CODE_CHANNEL, "", who)


def turn(round_: Any, who: str, *effects: Any) -> Callable[[Any], str]:
    """A whole turn, as the service takes it."""

    def work(unit: Any) -> str:
        found = unit.round_by_code(round_.code)
        person = unit.person(address(who))
        known = person is not None and unit.enrolled(found.id, person.id)
        state = unit.conversation(found.id, person.id) if known else ""
        unit.first_time(secrets.token_hex(16), NOW)
        contact = {"channel": "web", "code": f"code of {who}"}
        given = Turn(found, person.id if person else "", address(who), contact)
        id_ = unit.remember(given, effects, NOW)
        if id_ and found.state in (RoundState.OPEN, RoundState.CLOSED):
            unit.save_conversation(found.id, id_, f"{state}x")
        return str(id_)

    return work


@contextmanager
def replica(world: Any, busy_seconds: float = 5.0) -> Iterator[Any]:
    """Another process on the same database and keys."""
    keys = KeyStore.open(Folder(world.folder / "keys"), world.kek, create=False)
    database = open_database(world.url, keys, busy_seconds=busy_seconds)
    yield database
    database.close()


class Meeting:
    """Holds one piece of work at a point until somebody else has done something. Work that begins
    again is not held again; ``runs`` counts its beginnings."""

    def __init__(self) -> None:
        self.here, self.go = threading.Event(), threading.Event()
        self.runs = 0

    def begin(self) -> None:
        self.runs += 1

    def wait(self) -> None:
        self.here.set()
        assert self.go.wait(10)

    async def between(self, first: Any, then: Callable[[], Any]) -> Any:
        """Let ``first`` come to its point, do ``then``, and let ``first`` go on."""
        task = asyncio.ensure_future(first)
        assert await asyncio.to_thread(self.here.wait, 10)
        try:
            await then()
        finally:
            self.go.set()
        return await task


async def kept(world: Any) -> int:
    return int(world.sql("SELECT count(*) FROM vault WHERE kind = 'answer'")[0][0])
