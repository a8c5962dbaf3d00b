"""The line, on a database of its own."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.compose import build
from app.settings import Settings
from tests.delivery.line import HandClock, Line, Post
from tests.sqlite import ready

OUTCOME_DAY = date(2027, 4, 10)
# British summer time: four o'clock is three in UTC.
OUTCOME = datetime(2027, 4, 10, 15, 0, tzinfo=UTC)


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    clock, post = HandClock(), Post()
    settings = Settings(_env_file=None, data_folder=tmp_path)  # type: ignore[call-arg]
    ready(tmp_path / "heardback.db")
    async with build(settings, clock=clock, channels=(post,)) as app:
        yield Line(app, clock, post)


@pytest.fixture
async def with_outcome(line: Line) -> Line:
    """Five people in a sealed round whose outcome is due; the clock stands at its hour."""
    round_ = await line.open()
    await line.people(round_, 5)
    await line.sealed(round_)
    await line.outcome(round_, OUTCOME_DAY)
    line.clock.at = OUTCOME
    await line.app.upkeep.tick()
    return line
