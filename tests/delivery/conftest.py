"""The line, on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.compose import build
from app.settings import Settings
from tests.delivery.line import HandClock, Line, Post
from tests.sqlite import ready


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    clock, post = HandClock(), Post()
    settings = Settings(_env_file=None, data_folder=tmp_path)  # type: ignore[call-arg]
    ready(tmp_path / "heardback.db")
    async with build(settings, clock=clock, channels=(post,)) as app:
        yield Line(app, clock, post)
