"""The ticker looks at once and again, once at a time, and stops after what is under way."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.conversation.messages import Message
from bot.delivery import clock
from bot.delivery.clock import Ticker
from bot.delivery.outbox import Delivery
from tests.delivery.line import Line, Post


async def until(check: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await check.wait()


class Told(Post):
    """Says when something was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.told = asyncio.Event()

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        await super().send(contact, message, mark)
        self.told.set()


async def test_it_looks_as_soon_as_it_starts(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    line.clock.at = datetime(2027, 3, 12, 16, tzinfo=UTC)
    post = Told()
    delivery = Delivery(line.app.database, [post], line.app.say, line.clock)
    ticker = Ticker(line.app.upkeep, delivery)
    ticker.start()
    await until(post.told)
    await ticker.stop()
    assert post.reached == ["ann"]


async def test_it_goes_on_ticking(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "UPKEEP_SECONDS", 0.01)
    monkeypatch.setattr(clock, "DELIVERY_SECONDS", 0.01)
    seen: list[str] = []
    enough = asyncio.Event()

    class Watched:
        def __init__(self, name: str) -> None:
            self.name = name
            self.inside = 0

        async def tick(self) -> None:
            self.inside += 1
            assert self.inside == 1
            await asyncio.sleep(0.005)
            self.inside -= 1
            seen.append(self.name)
            if seen.count("upkeep") > 2 and seen.count("delivery") > 2:
                enough.set()

        deliver = tick

        def stop(self) -> None:
            """Nothing is on its way."""

    ticker = Ticker(Watched("upkeep"), Watched("delivery"))  # type: ignore[arg-type]
    ticker.start()
    await asyncio.gather(ticker.run_once(), ticker.run_once())
    await until(enough)
    await ticker.stop()
    count = len(seen)
    await asyncio.sleep(0.05)
    assert len(seen) == count


async def test_it_stops_after_what_is_under_way(line: Line) -> None:
    began, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Slow:
        async def tick(self) -> None:
            began.set()
            await may_end.wait()
            ended.set()

        async def deliver(self) -> None:
            return None

        def stop(self) -> None:
            """As above."""

    ticker = Ticker(Slow(), Slow())  # type: ignore[arg-type]
    ticker.start()
    await until(began)
    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    may_end.set()
    await stopping
    assert ended.is_set()
    await ticker.stop()
