"""The story of a contributor in Microsoft's own local client for Teams."""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from tests.drivers.world import World, world
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


async def test_what_was_typed_and_not_sent_stays_on_the_device(
    made: World, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    await joins(made, ann)
    bodies: list[bytes] = []
    read = web.BaseRequest.read

    async def heard(self: web.BaseRequest) -> bytes:
        bodies.append(await read(self))
        return bodies[-1]

    monkeypatch.setattr(web.BaseRequest, "read", heard)
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
