"""How soon people are answered in Slack while a broadcast goes out beside them.

The product runs with everything in one process, on SQLite: it sends to five workspaces at their pace, and
two hundred people press a button at the same moment, from another process. Then thirty send words, which
the detector reads.

    python -m benchmarks.inbound URL CODE
"""

import asyncio
import json
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Final

from aiohttp import ClientSession, TCPConnector

from adapters.http import serving
from app.clock import DemoClock
from app.compose import build
from app.demonstration import Demonstration
from benchmarks.delivery import RATE, WORKSPACES, prepare, settings_of
from benchmarks.delivery_slack import counting_slack
from benchmarks.slack import BOT
from benchmarks.slack_load import TEAM, Person
from storage.workspaces import StoredWorkspaces

EVENTS: Final = 200
CLASS: Final = 30
TIMES: Final = 3
MESSAGES: Final = 10_000


async def _pressed(url: str, code: str) -> dict[str, float]:
    """Press at once; return the milliseconds of the slowest but one in a hundred, and the seconds of
    the last of those who sent words."""
    async with ClientSession(connector=TCPConnector(limit=EVENTS)) as session:
        people = [Person(session, url, code, 2_000 + number) for number in range(EVENTS)]
        for start in range(0, EVENTS, 20):
            await asyncio.gather(*(each.joins() for each in people[start : start + 20]))
        found = []
        for press in ("help", "back") * TIMES:
            taken = await asyncio.gather(*(each.sends(press) for each in people))
            found.append(sorted(taken)[int(len(taken) * 0.99) - 1])
        some = people[:CLASS]
        words = [await asyncio.gather(*(each.sends("say", each.box()) for each in some))]
    return {"p99": median(found), "class": max(map(max, words)) / 1000}


async def run(messages: int = MESSAGES, *, detector: str = "full") -> dict[str, float]:
    """Answer while so many messages go out; return also how many went out meanwhile."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = await stack.enter_async_context(counting_slack(RATE))
        made = settings_of(folder, slack.url)
        settings = made.model_copy(update={"detector": detector})
        clock = DemoClock(folder)
        app = await stack.enter_async_context(build(settings, clock=clock))
        links = await Demonstration(app, clock).prepare()
        # Only now: making the round sends what is due.
        await prepare(settings, messages, WORKSPACES)
        await StoredWorkspaces(app.database).save(f"slack//{TEAM}", json.dumps(BOT))
        await asyncio.to_thread(app.detector.find, "Warm by now.")
        port = await stack.enter_async_context(serving(app.web(), "127.0.0.1", 0))
        await app.start()
        while not slack.taken:  # noqa: ASYNC110 - the ticker begins by itself
            await asyncio.sleep(0.05)
        before = len(slack.taken)
        url = f"http://127.0.0.1:{port}/slack/events"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.inbound", url, links.code),
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await process.communicate()
        found = json.loads(out)
        if len(slack.taken) == messages:
            raise AssertionError(f"the broadcast was over too soon: {found}")
        return {
            "inbound_p99_ms": found["p99"],
            "inbound_class_of_30_s": found["class"],
            "inbound_sent_meanwhile": float(len(slack.taken) - before),
        }


def measure() -> dict[str, float]:
    """Return how soon people are answered while a broadcast goes out."""
    return asyncio.run(run())


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_pressed(*sys.argv[1:3]))))
