"""Words on a list, and words a person covered: in no log, on no page, in no file that lies there."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.drivers.files import everything, found
from tests.drivers.web import WebPerson
from tests.drivers.world import READER, World, world
from tests.test_canaries import logged
from tests.web.browser import Browser

__all__ = ["logged"]

LISTED, COVERED = "zephyrlisted", "zephyrcovered"
WORDS = [LISTED, COVERED]


@pytest.fixture
async def made(tmp_path: Path, logged: Callable[[], str]) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:
        yield opened


async def lists(made: World, words: str) -> str:
    """Put words on the list at the real desk; return the page that answers."""
    token = "one-time"
    await made.run(lambda unit: unit.add_staff(READER, token, made.clock.at.date()))
    async with Browser(made.base) as desk:
        path = f"/desk/enter/{token}"
        csrf = (await desk.get(path)).first("input", name="csrf")["value"]
        await desk.send("POST", path, {"csrf": csrf})
        await desk.get(f"/desk/list/{made.round.id}")
        await desk.press("add", words=words)
        assert "The words are on the list." in desk.seen.text
        return desk.html


async def test_listed_and_covered_words_are_nowhere_in_clear(
    made: World, logged: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    page = await lists(made, LISTED)
    assert found(page.encode(), WORDS) == []
    async with WebPerson(made.base, made.round.code) as who:
        await who.opens()
        await who.taps("Yes, I will take part", {})
        await who.taps("Nothing", {})
        await who.says(f"The {COVERED} saw the {LISTED}.")
        assert who.shown == [f"The {COVERED} saw the [covered words]."]
        await who.taps("Cover them", {"Cover more words": COVERED})
        await who.taps("Keep", {"May we quote this?": "Yes"})
        await who.says(f"{COVERED.upper()} again")
        assert who.shown == ["[covered words] again"]
        await who.taps("Bin it", {})
    assert found(everything(made.settings.data_folder), WORDS) == []
    assert "sqlalchemy" in logged(), "the log was looked at"
    assert found(logged().encode(), WORDS) == []
    assert found("".join(capfd.readouterr()).encode(), WORDS) == []
