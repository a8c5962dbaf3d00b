"""The real application on a real port, with a clock that stands still until a test moves it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

import pytest

from adapters.http import serving
from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Role, Round, RoundState
from bot.conversation.effects import OpenRound, SaveRound
from bot.ports import Unit
from tests.sqlite import ready
from tests.web.browser import Browser
from tests.web.world import CODE, GROUP, PEOPLE, ROUND, START, TOKENS, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def app(tmp_path: Path, clock: HandClock) -> AsyncIterator[App]:
    settings = Settings(data_folder=tmp_path, _env_file=None)  # type: ignore[call-arg]
    ready(tmp_path / "heardback.db")
    async with build(settings, clock=clock) as built:

        def people(unit: Unit) -> None:
            unit.add_group(GROUP)
            for role, member in PEOPLE.items():
                unit.add_staff(member, TOKENS[role], date(2027, 12, 31))

        await built.database.run(people)
        yield built


@pytest.fixture
async def draft(app: App) -> Round:
    """A round that nobody has opened."""
    owner = PEOPLE[Role.FACILITATOR]
    await app.database.run(lambda unit: unit.record(owner, (SaveRound(ROUND),), None, START))
    return ROUND


@pytest.fixture
async def opened(app: App, draft: Round) -> Round:
    """An open round."""
    owner = PEOPLE[Role.FACILITATOR]
    questions = app.library.sets[draft.question_set]
    await app.database.run(lambda unit: unit.record(owner, (OpenRound(draft),), questions, START))
    found = await app.database.run(lambda unit: unit.round_by_code(CODE))
    assert found is not None
    assert found.state is RoundState.OPEN
    return found


@pytest.fixture
async def server(app: App) -> AsyncIterator[str]:
    async with serving(app.web(), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def another(server: str) -> AsyncIterator[Callable[[], Browser]]:
    """Open another browser, with cookies of its own."""
    async with AsyncExitStack() as stack:
        made: list[Browser] = []

        def browser() -> Browser:
            made.append(Browser(server))
            stack.push_async_exit(made[-1])
            return made[-1]

        yield browser


@pytest.fixture
async def browser(another: Callable[[], Browser]) -> Browser:
    return another()
