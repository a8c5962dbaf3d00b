"""An application with an open round."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.terminal import TERMINAL
from app.compose import build
from app.settings import Settings
from bot.consultation.model import Round
from tests.delivery.line import HandClock, Line, Post
from tests.sqlite import ready


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    clock = HandClock()
    settings = Settings(_env_file=None, data_folder=tmp_path)  # type: ignore[call-arg]
    ready(tmp_path / "heardback.db")
    async with build(settings, clock=clock, channels=(TERMINAL,)) as app:
        yield Line(app, clock, Post())


@pytest.fixture
async def round_(line: Line) -> Round:
    return await line.open()
