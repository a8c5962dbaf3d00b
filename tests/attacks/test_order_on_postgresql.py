"""On PostgreSQL, too, no order in which rows lie joins people to quotes: neither where a row lies
(``ctid``) nor which transaction wrote it (``xmin``) says when it came."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from bot.consultation.model import RoundState
from tests.drivers.world import ROUND, World, world
from tests.postgresql import Lent, server

KEYS: Final = {
    "contributor": "id",
    "enrolment": "round, contributor",
    "audience": "round, question, contributor",
    "quote": "id",
}
"""The tables of people and of quotes, and the random keys in whose order their rows should lie."""


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[tuple[World, Lent]]:
    """A round that twelve people answered one after the other, sealed."""
    with server().database() as lent:
        async with world(tmp_path, replace(ROUND, k=5), database_url=lent.url) as opened:
            await opened.others(12)
            yield opened, lent


def rows(lent: Lent, statement: str) -> list[Any]:
    """Look at the database as somebody who stole it would."""
    with server().connected(lent.name) as connection:
        return connection.execute(statement.encode()).fetchall()


def told(lent: Lent, table: str) -> bool:
    """Tell whether rows lie in another order than that of their keys, or were written by more than
    one transaction, so that something of their arrival shows."""
    lie = rows(lent, f"SELECT {KEYS[table]} FROM {table} ORDER BY ctid")  # noqa: S608 - names of ours
    writers = rows(lent, f"SELECT DISTINCT xmin::text FROM {table}")  # noqa: S608 - names of ours
    assert len(lie) >= 12, table
    return lie != sorted(lie) or len(writers) != 1


async def test_after_sealing_rows_lie_in_the_order_of_random_keys(
    made: tuple[World, Lent],
) -> None:
    opened, lent = made
    assert told(lent, "contributor"), "while a round is open the order of arrival shows"
    await opened.closes()
    await opened.reads("approve")
    opened.clock.at = datetime(2027, 3, 16, 12, tzinfo=UTC)
    await opened.app.ticker.run_once()
    assert (await opened.stands()).state is RoundState.SEALED
    assert [table for table in KEYS if told(lent, table)] == []
