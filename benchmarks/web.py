"""A turn through the web page, 16 at once, beside the least an aiohttp application can do.

A turn is one tap on a choice: form in, one durable transaction (SQLite, synchronous FULL), redirect
out. The floor parses the same form and redirects.
"""

import asyncio
import re
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import ClientSession, CookieJar, TCPConnector, web
from aiohttp.test_utils import TestServer

from app.clock import DemoClock
from app.compose import build
from app.demonstration import Demonstration
from app.settings import Settings

AT_ONCE = 16
TURNS = 44
"""Turns of each person; the first few warm up and are not counted."""
WARM = 4

_HIDDEN = re.compile(r'name="(csrf|turn)" value="([^"]+)"')

Turn = Callable[[], Awaitable[float]]
"""Takes one turn and returns its milliseconds."""


async def _post(session: ClientSession, url: str, form: dict[str, str]) -> float:
    start = time.perf_counter()
    async with session.post(url, data=form, allow_redirects=False) as response:
        await response.read()
        if response.status != 303:  # noqa: PLR2004 - the redirect after a committed turn
            raise AssertionError(response.status)
    return (time.perf_counter() - start) * 1000


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


async def _all(turns: list[Turn]) -> list[float]:
    async def person(turn: Turn) -> list[float]:
        return [await turn() for _ in range(TURNS)][WARM:]

    return [each for person_ in await asyncio.gather(*map(person, turns)) for each in person_]


async def _ours(folder: Path) -> float:
    clock = DemoClock(folder)
    settings = Settings(data_folder=folder, _env_file=None)
    async with build(settings, clock=clock) as app:
        links = await Demonstration(app, clock).prepare()
        server = TestServer(app.web())
        await server.start_server()
        url = str(server.make_url(links.contributor))
        sessions = [_phone(number) for number in range(AT_ONCE)]
        try:
            turns = [await _joined(session, url) for session in sessions]
            return _p99(await _all(turns))
        finally:
            for session in sessions:
                await session.close()
            await server.close()


def _phone(number: int) -> ClientSession:
    """A person's browser, with an address of its own so that the limiter has nothing to say."""
    connector = TCPConnector(local_addr=(f"127.0.1.{number + 1}", 0))
    return ClientSession(connector=connector, cookie_jar=CookieJar(unsafe=True))


async def _joined(session: ClientSession, url: str) -> Turn:
    """Say yes; return a turn that opens *help* and goes back, which is stored each time."""
    form = await _form(session, url)
    await _post(session, url, form | {"do": "yes"})
    form = await _form(session, url)
    await _post(session, url, form | {"do": "hears:all"})
    acts = ["help", "back"]

    async def turn() -> float:
        form = await _form(session, url)
        acts.reverse()
        return await _post(session, url, form | {"do": acts[1]})

    return turn


async def _form(session: ClientSession, url: str) -> dict[str, str]:
    async with session.get(url) as response:
        return dict(_HIDDEN.findall(await response.text()))


async def _floor() -> float:
    async def take(request: web.Request) -> web.Response:
        form = await request.post()
        return web.Response(status=303, headers={"Location": f"/{form['do']}"})

    app = web.Application()
    app.router.add_post("/", take)
    server = TestServer(app)
    await server.start_server()
    url = str(server.make_url("/"))
    form = {"csrf": "c" * 43, "turn": "t" * 43, "do": "help"}
    sessions = [ClientSession() for _ in range(AT_ONCE)]
    try:
        return _p99(await _all([lambda s=session: _post(s, url, form) for session in sessions]))
    finally:
        for session in sessions:
            await session.close()
        await server.close()


async def _measured() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        floor = await _floor()
        ours = await _ours(Path(folder))
    return {
        "web_turn_p99_ms": ours,
        "web_floor_p99_ms": floor,
        "web_turn_p99_vs_floor": ours / floor,
    }


def measure() -> dict[str, float]:
    """Return the slowest-but-one-in-a-hundred turn of ours and of the floor, in milliseconds."""
    return asyncio.run(_measured())
