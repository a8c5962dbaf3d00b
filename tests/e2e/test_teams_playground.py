"""The story of a contributor in Microsoft's own local client for Teams, and how staff come in.

The client opens no dialogs, and the desk is nowhere else: from there on it is asked for directly.
"""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, web
from playwright.async_api import Browser, expect

from adapters.teams.connector import Connector
from bot.consultation.model import Staff
from tests.drivers.world import FACILITATOR, READER, World, world
from tests.e2e.teams_playground import Member, member, playground

WORDS = "Ring 07700 900123. <b>They</b> **never** [asked](https://x.example) me."
COVERED = "Ring [phone number]. <b>They</b> **never** [asked]([web page]) me."


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, settings={"teams_development": True}) as here:
        yield here


@pytest.fixture
async def ann(made: World, browser: Browser, tmp_path: Path) -> AsyncIterator[Member]:
    async with playground(made.base, tmp_path) as url, member(browser, url) as somebody:
        yield somebody


async def joins(made: World, ann: Member) -> None:
    await ann.sees("You have a voice here", "Childline")
    await ann.types(made.round.code)
    await ann.sees("Would you tell us what you think?", "You can also answer on the web")
    await ann.taps("Yes, I will take part")
    await ann.taps("All messages")
    await ann.sees("Question 1 of 5")


async def test_from_the_invitation_to_what_changed(made: World, ann: Member) -> None:
    await joins(made, ann)
    await ann.fills("Your answer", WORDS)
    await ann.taps("Next")
    await ann.sees("This is what we will keep", COVERED)
    await expect(ann.card.get_by_role("link")).to_have_count(0)
    await ann.picks("Yes")
    await ann.taps("Keep")
    await ann.sees("Question 2 of 5")
    await expect(ann.page.get_by_text("never")).to_have_count(0)
    await expect(ann.card).not_to_contain_text("[phone number]")
    await ann.taps("My answers")
    await ann.sees(COVERED)
    await ann.taps("Back to where you were")

    await ann.types("skip")
    await ann.sees("Question 3 of 5")
    await ann.types("They are never on time.")
    await ann.sees("Write in the card", "Question 3 of 5")

    await made.others(4)
    await made.closes()
    await made.reads("approve")
    await made.waits(datetime(2027, 3, 20, 17, tzinfo=ZoneInfo(made.round.zone)))
    count = await ann.cards.count()
    await made.publishes("Tell us sooner.", "We write a day before.", date(2027, 4, 2))
    await made.waits(datetime(2027, 4, 2, 17, tzinfo=ZoneInfo(made.round.zone)))
    await expect(ann.cards).to_have_count(count + 1)
    await ann.sees("Tell us sooner.", "We write a day before.")


@pytest.fixture
def bodies(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what the client sends from now on."""
    bodies: list[bytes] = []
    read = web.BaseRequest.read

    async def heard(self: web.BaseRequest) -> bytes:
        bodies.append(await read(self))
        return bodies[-1]

    monkeypatch.setattr(web.BaseRequest, "read", heard)
    return bodies


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return what the client is sent from now on."""
    cards: list[Any] = []
    send = Connector.send

    async def sent(self: Connector, who: Any, activity: Any) -> None:
        cards.append(activity["attachments"][0]["content"])
        await send(self, who, activity)

    monkeypatch.setattr(Connector, "send", sent)
    return cards


@pytest.mark.parametrize("staff", [(FACILITATOR, "Start a round"), (READER, "Review")])
async def test_a_code_leads_staff_to_the_desk(
    staff: tuple[Staff, str], made: World, ann: Member, bodies: list[bytes], cards: list[Any]
) -> None:
    somebody, first = staff
    await made.run(lambda unit: unit.add_staff(somebody, "one-time", date(2027, 12, 31)))
    await ann.types("claim one-time")
    await ann.sees("You are in. The desk is on this card now.")
    await expect(ann.card.get_by_role("button", name="Open the desk")).to_be_enabled()
    (typed,) = map(json.loads, bodies)
    (action,) = (
        action
        for element in cards[-1]["body"]
        for action in element.get("actions", ())
        if action["title"] == "Open the desk"
    )
    fetch = {"type": "invoke", "name": "task/fetch", "value": {"data": action["data"]}}
    async with (
        ClientSession() as http,
        http.post(f"{made.base}/teams/messages", json=typed | fetch) as answer,
    ):
        assert first in json.dumps((await answer.json())["task"]["value"])


async def test_what_was_typed_waits_while_somebody_looks_elsewhere(
    made: World, ann: Member
) -> None:
    await joins(made, ann)
    await ann.fills("Your answer", WORDS)
    await ann.taps("Pause")
    await ann.sees("Go on")
    await ann.types("hello")
    await ann.taps("Show them here")
    await expect(ann.card.get_by_label("Your answer")).to_have_value(WORDS)


async def test_what_was_typed_and_not_sent_stays_on_the_device(
    made: World, ann: Member, bodies: list[bytes]
) -> None:
    await joins(made, ann)
    bodies.clear()
    await ann.fills("Your answer", "Zebedee Quillfeather")
    await ann.taps("Support")
    await ann.sees("Talk to someone now")
    assert any(json.loads(body)["type"] == "invoke" for body in bodies)
    assert not any(b"Quillfeather" in body for body in bodies)


async def test_stop_is_heard_wherever_it_is_typed(made: World, ann: Member) -> None:
    await joins(made, ann)
    await ann.types("stop")
    await ann.sees("You have stopped")
    count = await ann.cards.count()
    await made.cancels()
    await made.waits(made.clock.at.replace(day=11, hour=17))
    await expect(ann.cards).to_have_count(count)


async def test_every_step_can_be_done_by_keyboard(made: World, ann: Member) -> None:
    await joins(made, ann)
    await ann.card.get_by_label("Your answer").focus()
    await ann.page.keyboard.type("They asked me first.")
    await ann.page.keyboard.press("Tab")
    await ann.page.keyboard.press("Enter")
    await ann.sees("This is what we will keep", "They asked me first.")
    await expect(ann.card.get_by_role("heading", name="This is what we will keep")).to_be_visible()
