"""The detector on its way through the web: less of it is told, its failure too, and it stops nobody."""

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from adapters.http import serving
from app.compose import App, build
from bot.consultation.model import Role, Round
from bot.consultation.redaction import Span
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.service import Reply
from tests.web.browser import Browser
from tests.web.world import CODE, HandClock, sign_in

CLASSROOM = 30


@dataclass
class Slow:
    """A detector that waits until it is let go, and counts how many wait in it."""

    reduced: str | None = None
    go: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    inside: int = 0
    most: int = 0
    texts: list[str] = field(default_factory=list)

    def find(self, text: str) -> tuple[Span, ...]:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.texts.append(text)
        self.begun.set()
        assert self.go.wait(60)
        self.inside -= 1
        return ()


@asynccontextmanager
async def told(app: App, clock: HandClock, detector: Slow) -> AsyncIterator[str]:
    """The same folder, served with another detector."""
    async with (
        build(app.settings, clock=clock, detector=detector) as other,
        serving(other.web(), "127.0.0.1", 0) as port,
    ):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("why", [None, "missing"])
async def test_staff_and_the_health_check_are_told_of_reduced_checking(
    app: App, clock: HandClock, opened: Round, why: str | None
) -> None:
    async with told(app, clock, Slow(reduced=why)) as base, Browser(base) as browser:
        await browser.get("/healthz")
        health = "ok\n" if why is None else "ok, reduced detection: missing\n"
        assert (browser.status, browser.html) == (200, health)
        await browser.get(f"/r/{CODE}")
        assert "Reduced checking" not in browser.html
        await sign_in(browser, Role.COORDINATOR)
        assert ("Reduced checking" in browser.seen.text) == (why is not None)


async def test_a_classroom_waits_in_line_and_nobody_else_does(
    app: App, clock: HandClock, opened: Round
) -> None:
    detector = Slow()

    async def turn(event: Event, address: Address | None = None) -> Reply:
        came = Inbound(secrets.token_hex(8), "web", CODE, event, address, {"channel": "web"})
        return await other.conversations.handle(came)

    async def sits_down() -> Address:
        who = (await turn(Chose("yes"))).address
        await turn(Chose("hears:all"), who)
        assert who is not None
        return who

    async with build(app.settings, clock=clock, detector=detector) as other:
        room = [await sits_down() for _ in range(CLASSROOM)]
        typing = [
            asyncio.create_task(turn(Said(f"answer {number}", box="text-trust"), who))
            for number, who in enumerate(room)
        ]
        try:
            await asyncio.to_thread(detector.begun.wait, 60)
            late = await sits_down()
            support = await turn(Chose("support"), late)
            assert support.message.title == "Support"
            assert not any(task.done() for task in typing)
        finally:
            detector.go.set()
        replies = await asyncio.gather(*typing)
    assert detector.most == 1, "one thread looks, the others wait in line"
    assert sorted(detector.texts) == sorted(f"answer {number}" for number in range(CLASSROOM))
    assert {reply.message.title for reply in replies} == {"This is what we will keep"}


@pytest.mark.parametrize("text", ["hello there", "they rang me"])
async def test_words_nobody_asked_for_are_not_looked_at(
    app: App, clock: HandClock, opened: Round, another: Callable[[], Browser], text: str
) -> None:
    detector = Slow()
    detector.go.set()
    async with told(app, clock, detector) as base, Browser(base) as browser:
        await browser.get(f"/r/{CODE}")
        csrf = browser.seen.first("input", name="csrf")["value"]
        form = {"csrf": csrf, "do": "say", "says": "text-trust", "text-trust": text}
        await browser.send("POST", f"/r/{CODE}", form)
        assert "Would you tell us what you think?" in browser.seen.text
    assert detector.texts == []
