"""A server with one open round and a workspace on a loopback port in which the app is installed."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.slack import SlackPerson, install, slack_settings
from tests.drivers.slack_api import SlackApi, slack_api
from tests.drivers.world import ROUND, World, world

type Somebody = Callable[..., Any]


@pytest.fixture
async def api() -> AsyncIterator[SlackApi]:
    async with slack_api() as made:
        yield made


@pytest.fixture
async def made(
    tmp_path: Path, api: SlackApi, request: pytest.FixtureRequest
) -> AsyncIterator[World]:
    """A server; its round is another one where a test names it as this fixture's parameter."""
    round_ = getattr(request, "param", ROUND)
    async with world(tmp_path, round_, settings=slack_settings(api)) as here:
        await install(here.base)
        yield here


@pytest.fixture
async def somebody(made: World, api: SlackApi) -> AsyncIterator[Somebody]:
    """Return a function that brings a person of the workspace."""
    async with AsyncExitStack() as stack:

        async def bring(user: str = "U0ANN") -> SlackPerson:
            person = SlackPerson(made.base, api, made.round.code, user)
            return await stack.enter_async_context(person)

        yield bring
