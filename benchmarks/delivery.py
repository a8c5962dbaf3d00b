"""How much of what Slack takes is used, while calls fail and the server is killed.

The sender is the product as it runs: ``heardback run --role worker``, on SQLite, in a process of its
own, with a second one that stands by. Every ten seconds or so the one that sends is killed. What counts
is how many messages are lost (none), how many come twice (none), and how long all of it takes beside the
time that the limit alone asks for.
"""

import asyncio
import json
import os
import random
import secrets
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from app.compose import build
from app.settings import PREFIX, Settings
from benchmarks.delivery_slack import CountingSlack, counting_slack
from benchmarks.write_chats import GROUP, ROUND, STAFF
from bot.consultation.model import Item, Outcome, RoundState
from bot.conversation.effects import CloseRound, OpenRound, SaveRound
from bot.conversation.events import Address
from bot.ports import Unit
from storage.tables import audience
from storage.unit import StoredUnit
from storage.workspaces import StoredWorkspaces

MESSAGES: Final = 10_000
WORKSPACES: Final = 5
RATE: Final = 40.0
BETWEEN_KILLS: Final = (8.0, 12.0)
_OUTCOME: Final = "0c" * 16
_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a sending. ``efficiency`` counts the second's worth that a bucket gives at the
    start; ``sustained`` does not."""

    lost: int
    doubled: int
    kills: int
    seconds: float
    efficiency: float
    sustained: float
    answers: dict[str, int]


def settings_of(folder: Path, api: str, *, url: str = "", rate: float = RATE) -> Settings:
    """Return the settings of an installation that has Slack."""
    return Settings(
        data_folder=folder,
        database_url=url,
        slack_signing_secret="8f742231b10e8888abcd99yyyzzz85a5",  # noqa: S106 - Slack's own example
        slack_client_id="1.2",
        slack_client_secret="of the app",  # noqa: S106 - of no app
        slack_api_url=api,
        slack_per_minute=round(rate * 60),
        slack_read_back=True,
        detector="rules",
        _env_file=None,
    )


async def prepare(settings: Settings, messages: int, workspaces: int) -> None:
    """Let an outcome wait for so many people of so many workspaces."""
    async with build(settings) as app:
        now = datetime.now(UTC)
        day = now.date()
        hours = replace(ROUND, send_from=time(0), send_to=time(23, 59, 59), zone="UTC")

        def open_(unit: Unit) -> None:
            unit.add_staff(STAFF, secrets.token_urlsafe(16), ROUND.tell_by or day)
            unit.add_group(GROUP)
            unit.record(STAFF, (SaveRound(hours),), None, now)
            opened = replace(hours, state=RoundState.OPEN)
            unit.record(STAFF, (OpenRound(opened),), app.library.sets[ROUND.question_set], now)
            closed = replace(hours, state=RoundState.CLOSED)
            unit.record(STAFF, (CloseRound(closed),), None, now)

        await app.database.run(open_)
        await app.database.sealer.seal(ROUND.id)
        item = Item("Ring back.", "We ring back the same day.", "done", "you asked for it")
        outcome = Outcome(_OUTCOME, ROUND.id, (item,), day)
        people = [(f"T{n % workspaces}", f"U{n}") for n in range(messages)]

        def plan(unit: Unit, some: list[tuple[str, str]]) -> None:
            if not isinstance(unit, StoredUnit):
                raise TypeError(unit)
            rows = []
            for team, user in some:
                contact = {"channel": "slack", "enterprise": "", "team": team, "user": user}
                id_ = unit._create(Address("slack", f"/{team}", user), contact)
                rows.append({"round": ROUND.id, "question": "", "contributor": id_})
            if unit._outcome(_OUTCOME) is None:
                unit._write_outcome(outcome, "sent")
            unit._sql.write(insert(audience), rows)
            unit._tell_audience(ROUND.id, ROUND.id, f"outcome:{_OUTCOME}", day)

        for start in range(0, messages, _CHUNK):
            some = people[start : start + _CHUNK]
            await app.database.run(lambda unit, part=some: plan(unit, part))  # type: ignore[misc]
        for number in range(workspaces):
            bot = {"bot_token": f"T{number}", "bot_id": "B0", "bot_user_id": "U0BOT"}
            kept = json.dumps({**bot, "installed_at": 0.0, "team_id": f"T{number}"})
            await StoredWorkspaces(app.database).save(f"slack//T{number}", kept)


async def _worker(settings: Settings) -> Process:
    given = {
        f"{PREFIX}{name.upper()}": value
        for name, value in {
            "data_folder": settings.data_folder,
            "database_url": settings.database_url,
            "slack_signing_secret": "8f742231b10e8888abcd99yyyzzz85a5",
            "slack_client_id": settings.slack_client_id,
            "slack_client_secret": "of the app",
            "slack_api_url": settings.slack_api_url,
            "slack_per_minute": settings.slack_per_minute,
            "slack_read_back": settings.slack_read_back,
            "detector": settings.detector,
        }.items()
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "run", "--role", "worker", "--port", "0"),
        env=os.environ | {name: str(value) for name, value in given.items()},
        stdout=PIPE,
        stderr=DEVNULL,
    )
    if process.stdout is None:
        raise AssertionError("no output")
    while b"running" not in (line := await process.stdout.readline()):
        if not line:
            raise AssertionError("the worker did not start")
    return process


async def sent(
    settings: Settings, slack: CountingSlack, messages: int, *, workers: int, kills: bool
) -> Sent:
    """Let workers send until all is taken; kill one of them now and then."""
    running = [await _worker(settings) for _ in range(workers)]
    killed = 0
    loop = asyncio.get_running_loop()
    began, seen, quiet_since = loop.time(), 0, loop.time()
    next_kill = began + random.uniform(*BETWEEN_KILLS)
    starting: set[asyncio.Task[Process]] = set()
    try:
        while len(slack.taken) < messages:
            await asyncio.sleep(0.05)
            if len(slack.taken) > seen:
                seen, quiet_since = len(slack.taken), loop.time()
            if loop.time() - quiet_since > 90:  # noqa: PLR2004 - longer than a claim lasts
                break
            for task in [task for task in starting if task.done()]:
                starting.remove(task)
                running.append(task.result())
            if kills and loop.time() > next_kill and len(running) == workers:
                # The eldest one sends; the other stands by.
                victim = running.pop(0)
                victim.kill()
                await victim.wait()
                killed += 1
                next_kill = loop.time() + random.uniform(*BETWEEN_KILLS)
                starting.add(asyncio.create_task(_worker(settings)))
        # What would come twice has some time to do so.
        await asyncio.sleep(2)
    finally:
        running += [await task for task in starting]
        for process in running:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()
    span = slack.last - slack.first
    limit = slack.rate * len(slack.workspaces)
    burst = limit
    return Sent(
        lost=messages - len(slack.taken),
        doubled=sum(count - 1 for count in slack.taken.values()),
        kills=killed,
        seconds=span,
        efficiency=messages / limit / span,
        sustained=(messages - burst) / limit / span,
        answers=dict(slack.answers),
    )


async def run(messages: int = MESSAGES, rate: float = RATE, *, kills: bool = True) -> Sent:
    """Send so many messages through the whole product."""
    with tempfile.TemporaryDirectory() as folder:
        async with counting_slack(rate) as slack:
            settings = settings_of(Path(folder), slack.url, rate=rate)
            await prepare(settings, messages, WORKSPACES)
            return await sent(settings, slack, messages, workers=2, kills=kills)


def measure() -> dict[str, float]:
    """Return the share of the limit that was used, and how many messages were lost or came twice."""
    ended = asyncio.run(run())
    return {
        "delivery_efficiency": ended.efficiency,
        "delivery_efficiency_without_the_first_second": ended.sustained,
        "delivery_lost": ended.lost,
        "delivery_doubled": ended.doubled,
        "delivery_kills": ended.kills,
    }


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    print(asyncio.run(run(number, kills="nokill" not in sys.argv)))
