"""The real application on a real port, with a clock that stands still until a test moves it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.http import serving
from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Group, Role, Round, RoundState, Staff
from bot.conversation.effects import OpenRound, SaveRound
from bot.ports import Unit
from tests.web.browser import Browser

CODE = "heron42"
START = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)


class HandClock:
    """Fulfils :class:`bot.ports.Clock`; the test is the hand."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    async def advance(self) -> None:
        self.at += timedelta(days=1)

    async def next_label(self) -> str:
        return "one day on"


PEOPLE = {
    role: Staff(f"{number:032x}", name, role)
    for number, (role, name) in enumerate(
        [
            (Role.FACILITATOR, "Isobel Kerr"),
            (Role.COORDINATOR, "Ewan Muir"),
            (Role.LEAD, "Isla Grant"),
            (Role.ADMIN, "Ada Bain"),
        ],
        1,
    )
}
TOKENS = {role: f"token-{role}" for role in PEOPLE}
GROUP = Group("a" * 32, "Ardlinn", "young people", "")
ROUND = Round(
    id="b" * 32,
    code=CODE,
    title="Five questions on trust",
    asker="Ardlinn Council",
    known_by="Morven Reid, your youth worker",
    purpose="The council will change how workers meet young people.",
    decider="Catriona Bell",
    group=GROUP.id,
    age_band="16-17",
    opens_on=date(2027, 2, 1),
    closes_on=date(2027, 2, 28),
    withdraw_until=date(2027, 3, 14),
    tell_by=date(2027, 4, 30),
    facilitator=PEOPLE[Role.FACILITATOR].id,
    lead=PEOPLE[Role.LEAD].id,
    readers=(PEOPLE[Role.COORDINATOR].id,),
    two_readers=False,
)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def app(tmp_path: Path, clock: HandClock) -> AsyncIterator[App]:
    settings = Settings(data_folder=tmp_path, _env_file=None)  # type: ignore[call-arg]
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


async def sign_in(browser: Browser, role: Role) -> Browser:
    """Use up the role's one-time link."""
    path = f"/desk/enter/{TOKENS[role]}"
    page = await browser.get(path)
    csrf = page.first("input", name="csrf")["value"]
    await browser.send("POST", path, {"csrf": csrf})
    assert browser.path == "/desk"
    assert browser.status == 200
    return browser
