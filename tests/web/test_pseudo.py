"""The whole desk in a language nobody speaks, drawn in each channel: what stands outside its brackets
is somebody's words, or a sentence that no file holds."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from babel.dates import get_day_names

from adapters.web.assets import Assets
from adapters.web.pages import Page, Pages
from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Role
from bot.conversation.desk import Spot
from bot.conversation.messages import Message
from bot.ports import Unit
from tests.prompts.pseudo import house, outside
from tests.render.drawn import Drawn, own_words
from tests.sqlite import ready
from tests.web.matrix import GUS, HAL, OTHERS, House
from tests.web.world import GROUP, PEOPLE, ROUND, START, TOKENS, HandClock

LINK = re.compile(r'href="/desk([^"?#]*)')
ROUNDS = tuple(f"/r/round{whose}{number}" for whose in "12" for number in range(9))
SAID = ("I told them on the bus.", "ring me", "Elsewhere", "adults")


async def test_no_screen_of_the_desk_says_what_no_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = house(tmp_path / "prompts")
    monkeypatch.setattr("app.compose.shipped", lambda _languages: library)
    ready(tmp_path / "heardback.db")
    settings = Settings(data_folder=tmp_path, _env_file=None)  # type: ignore[call-arg]
    async with build(settings, clock=HandClock()) as app:

        def people(unit: Unit) -> None:
            for role, member in PEOPLE.items():
                unit.add_staff(member, TOKENS[role], START.date())

        await app.database.run(people)
        await House(app).fill()
        shapes = (ROUND, GROUP, GUS, HAL, *PEOPLE.values(), *OTHERS.values())
        days = get_day_names(locale="en").values()
        known = (*own_words(library, *shapes), *ROUNDS, *SAID, *days)
        drawn, found = Drawn(app.say), {}
        for role in Role:
            async for spot, message in walk(app, role):
                for text in drawn.of(message, desk=True):
                    found.setdefault(outside(text, known), f"{role}: {spot.action()}")
        found.pop("")
        assert found == {}


async def walk(app: App, role: Role) -> AsyncIterator[tuple[Spot, Message]]:
    """Every place of the desk that a role comes to by its links."""
    pages, todo, came = Pages(app.say, Assets()), [Spot()], set()
    while todo:
        spot = todo.pop()
        if spot in came:
            continue
        came.add(spot)
        message = await app.desk.show(PEOPLE[role], spot)
        yield spot, message
        html = pages.screen(Page(message, "/", csrf="", turn="", desk=True))
        for path in LINK.findall(html):
            steps = ["" if each == "-" else each for each in path.strip("/").split("/")]
            todo.append(Spot(*steps) if any(steps) else Spot())
