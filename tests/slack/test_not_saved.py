"""When nothing could be saved: it is said where the button stands, and Slack keeps what was typed."""

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage.database import open_database
from tests.drivers.slack import install, slack_settings
from tests.drivers.slack_api import SlackApi
from tests.drivers.slack_staff import at, claims, noted
from tests.drivers.world import FACILITATOR, World, world

SAID = "That did not save. Your words are still here. Press the button to try again."
NOT_NOW = "That did not work just now. Nothing was changed. Try it again in a minute."


@pytest.fixture
async def made(
    tmp_path: Path, api: SlackApi, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """A server that waits only a moment for its database file."""
    quick = partial(open_database, busy_seconds=0.05)
    monkeypatch.setattr("app.compose.open_database", quick)
    async with world(tmp_path, settings=slack_settings(api)) as here:
        await install(here.base)
        yield here


@contextmanager
def locked(made: World) -> Iterator[None]:
    """Hold the database file as another process would."""
    path = made.settings.data_folder / "heardback.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_an_answer_that_did_not_save_stays_in_its_box(made: World, somebody: Any) -> None:
    ann = await somebody()
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    before = ann._modal().hash
    with locked(made):
        await ann.says("A story")
    assert set(ann._faults.values()) == {SAID}
    assert ann._modal().hash == before
    await ann.says("A story")
    assert ann.shown == ["A story"]


async def test_what_staff_typed_and_did_not_save_stays_in_its_boxes(
    made: World, somebody: Any
) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, "Start a round")
    before, done = fay._modal().hash, noted(made)
    with locked(made):
        await fay.taps("Save", {"Who asks": "Ardlinn"})
    assert set(fay._faults.values()) == {SAID}
    assert fay._modal().hash == before
    assert noted(made) == done
    await fay.taps("Save", {"Who asks": "Ardlinn"})
    assert "Saved." in fay.seen


async def test_a_press_in_a_window_that_did_not_save_says_so_on_top_of_it(
    made: World, somebody: Any
) -> None:
    ann = await somebody()
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    before = ann._modal().view
    with locked(made):
        for _ in range(2):
            await ann.taps("Skip", {})
            assert ann.seen.count(SAID) == 1
            assert ann._view()["blocks"][1:] == before["blocks"]
            assert {**ann._view(), "blocks": []} == {**before, "blocks": []}
    await ann.taps("Skip", {})
    assert SAID not in ann.seen
    assert "Question 2 of 5" in ann.seen


async def test_a_press_at_the_desk_that_did_not_save_says_so(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, made.round.title)
    await fay.taps("Close early", {})
    done = noted(made)
    with locked(made):
        await fay.taps("Close it now", {})
    assert SAID in fay.seen
    assert noted(made) == done
    await fay.taps("Close it now", {})
    assert "The round is closed." in fay.seen


async def test_a_press_elsewhere_that_did_not_work_says_so_there(
    made: World, api: SlackApi, somebody: Any
) -> None:
    ann = await somebody()
    home = await ann.home()
    place = {"view": {**home, "id": "V0", "hash": "h", "title": {"type": "plain_text"}}}
    with locked(made):
        for value in ("stop", f"open:{made.round.code}", "desk"):
            await ann.pressed(value)
            assert api.messages.pop()["text"] == NOT_NOW
            await ann.pressed(value, place)
            told = json.dumps(api.homes[ann.user])
            assert NOT_NOW in told
            assert made.app.say("contributor.control.stop") in told
        for word in ("stop", "support", "desk", made.round.code):
            await ann.command(word)
            assert ann._told == NOT_NOW
    await ann.pressed("stop")
    assert "You have stopped" in json.dumps(api.messages[-1])
