"""A server with one open round and a tenant of Teams on a loopback port."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.teams import TeamsPerson, teams_settings
from tests.drivers.teams_api import TeamsApi, teams_api
from tests.drivers.world import World, world

type Somebody = Callable[..., Any]


@pytest.fixture
async def api() -> AsyncIterator[TeamsApi]:
    async with teams_api() as made:
        yield made


@pytest.fixture
async def made(tmp_path: Path, api: TeamsApi) -> AsyncIterator[World]:
    async with world(tmp_path, settings=teams_settings(api)) as here:
        yield here


@pytest.fixture
async def somebody(made: World, api: TeamsApi) -> AsyncIterator[Somebody]:
    """Return a function that brings a person of the tenant."""
    async with AsyncExitStack() as stack:

        async def bring(user: str = "ann", *, old: bool = False) -> TeamsPerson:
            person = TeamsPerson(made.base, api, made.round.code, user, old=old)
            return await stack.enter_async_context(person)

        yield bring
