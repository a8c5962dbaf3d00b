"""A classroom sends at once: thirty answers in words, the language model in the path, and a tap beside.

All thirty press *Next* in the same moment. What counts is when the last one is told, how long taps
of others take meanwhile, and what a text costs one person alone. Same server, same database.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from app.clock import DemoClock
from app.compose import build
from app.demonstration import Demonstration
from app.settings import Settings
from benchmarks.web import _form, _p99, _phone, _post

PEOPLE = 30
TIMES = 4
"""How often the classroom sends; the first time warms up and is not counted."""
_REST = 0.05
"""Seconds between the taps of the one who only taps."""

_TEXT = (
    "My worker changed three times in one year and nobody told me before. I had to say it all again "
    "from the start, at school and at home. What helped was when someone rang on the day they said, "
    "even if it was only to say they had no news. I wish they had asked me where I wanted to meet."
)


async def _measured() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        clock = DemoClock(Path(folder))
        settings = Settings(data_folder=Path(folder), detector="full", _env_file=None)
        async with build(settings, clock=clock) as app:
            links = await Demonstration(app, clock).prepare()
            await asyncio.to_thread(app.detector.find, _TEXT)
            server = TestServer(app.web())
            await server.start_server()
            phones = [_phone(number) for number in range(PEOPLE + 1)]
            try:
                return await _in_class(phones, str(server.make_url(links.contributor)))
            finally:
                for phone in phones:
                    await phone.close()
                await server.close()


async def _in_class(phones: list[ClientSession], url: str) -> dict[str, float]:
    for phone in phones:
        await _post(phone, url, await _form(phone, url) | {"do": "yes"})
        await _post(phone, url, await _form(phone, url) | {"do": "hears:all"})
    texts, taps, rooms, busy = [], [], [], []
    for _ in range(TIMES):
        forms = [await _form(phone, url) for phone in phones]
        sending = [
            asyncio.create_task(_said(phone, url, form))
            for phone, form in zip(phones[:-1], forms[:-1], strict=True)
        ]
        start, used = time.perf_counter(), time.process_time()
        taps.append(await _taps_while(phones[-1], url, sending))
        texts.append(await asyncio.gather(*sending))
        rooms.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - used) * 1000)
        for phone in phones[:-1]:
            await _post(phone, url, await _form(phone, url) | {"do": "rewrite"})
    alone = [await _alone(phones[0], url) for _ in range(3 * TIMES)]
    return {
        "text_turn_p99_ms": _p99(alone[TIMES:]),
        "classroom_p99_ms": _p99([each for room in texts[1:] for each in room]),
        "classroom_last_ms": max(rooms[1:]),
        "classroom_cpu_ms": max(busy[1:]),
        "classroom_tap_p99_ms": _p99([each for room in taps[1:] for each in room]),
    }


async def _said(phone: ClientSession, url: str, form: dict[str, str]) -> float:
    words = {"do": "say", "says": "text-trust", "text-trust": _TEXT}
    return await _post(phone, url, form | words)


async def _alone(phone: ClientSession, url: str) -> float:
    took = await _said(phone, url, await _form(phone, url))
    await _post(phone, url, await _form(phone, url) | {"do": "rewrite"})
    return took


async def _taps_while(
    phone: ClientSession, url: str, sending: list[asyncio.Task[float]]
) -> list[float]:
    """Open *help* and go back until everybody has been told."""
    taps = [await _tap(phone, url, "help"), await _tap(phone, url, "back")]
    while not all(each.done() for each in sending):
        # A person who taps all the time would be asked to slow down.
        await asyncio.sleep(_REST)
        taps += [await _tap(phone, url, "help"), await _tap(phone, url, "back")]
    return taps


async def _tap(phone: ClientSession, url: str, act: str) -> float:
    return await _post(phone, url, await _form(phone, url) | {"do": act})


def measure() -> dict[str, float]:
    """Return milliseconds: of a text alone, of each of thirty at once, of the last of them and the
    processor's part of that (browsers and taps included), and of a tap by somebody else meanwhile."""
    return asyncio.run(_measured())
