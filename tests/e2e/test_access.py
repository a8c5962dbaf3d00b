"""Every page of the desk in every state of a round, and for every role, as a browser draws it that got
none of our scripts: does it fit, can a finger hit its controls, and what does axe say?

What a contributor sees, and the desk with its scripts, is looked at in the same way in
`test_pages.py`.
"""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from adapters.http import serving
from app.compose import build
from app.settings import Settings
from bot.ports import Unit
from tests.e2e.look import look
from tests.e2e.person import DESK, Person, Someone
from tests.sqlite import ready
from tests.web.matrix import House
from tests.web.world import GROUP, PEOPLE, TOKENS, HandClock

_SHAPE = """
() => {
  const kinds = [...document.querySelectorAll("body *")].map(
    (one) => `${one.tagName}.${one.getAttribute("class")}${one.type || ""}`,
  );
  return [...new Set(kinds)].sort().join(" ");
}
"""
"""Which kinds of things stand on a page: two pages with the same ones are looked at once."""
_LINKS = """
() => [...document.querySelectorAll('a[href^="/desk"]')].map((one) => one.getAttribute("href"))
"""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a product with rounds in every state."""
    settings = Settings(data_folder=tmp_path, _env_file=None)  # type: ignore[call-arg]
    ready(tmp_path / "heardback.db")
    async with build(settings, clock=HandClock()) as app:

        def people(unit: Unit) -> None:
            unit.add_group(GROUP)
            for role, member in PEOPLE.items():
                unit.add_staff(member, TOKENS[role], date(2027, 12, 31))

        await app.database.run(people)
        await House(app).fill()
        async with serving(app.web(), "127.0.0.1", 0) as port:
            yield f"http://127.0.0.1:{port}"


async def test_every_page_of_every_role(house: str, someone: Someone) -> None:
    shapes: set[str] = set()
    for role in PEOPLE:
        member = await someone(DESK)
        # axe is a script itself, so scripts are not turned off.
        await member.context.route("**/*.js", lambda route: route.abort())
        await member.go(f"{house}/desk/enter/{TOKENS[role]}")
        await member.tap("Sign in")
        assert await walk(member, house, shapes) > 1, role
    assert len(shapes) > 50


async def walk(member: Person, base: str, shapes: set[str]) -> int:
    """Follow every link of the desk and look at each kind of page; return how many there are."""
    ahead, been = ["/desk"], set[str]()
    while ahead:
        path = ahead.pop()
        if path in been:
            continue
        been.add(path)
        await member.go(base + path)
        ahead += await member.page.evaluate(_LINKS)
        shape = await member.page.evaluate(_SHAPE)
        if shape not in shapes:
            shapes.add(shape)
            await look(member)
    return len(been)
