"""The whole product as it runs, in processes of its own that are started again when they end, beside a
Slack that takes a broadcast and people who talk."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import time_machine
from aiohttp import web

from app.compose import build
from app.settings import PREFIX, Settings
from benchmarks.delivery import prepare, settings_of
from benchmarks.delivery_slack import CountingSlack
from benchmarks.write_chats import ROUND, STAFF
from bot.consultation.model import RoundState
from bot.conversation.effects import OpenRound, SaveRound
from bot.ports import Unit
from tests.faults.server import CLOCK
from tests.faults.talk import Talk

ROOT: Final = Path(__file__).parents[2]
RATE: Final = 20.0
WORKSPACES: Final = 2
TALKS: Final = 4
SOON: Final = 0.1
"""Seconds until a process that ended is started again, as systemd does."""
PATIENCE: Final = 150.0
"""Seconds in which everything has to be well again: longer than a claim lasts, and a clock is wrong."""


class FaultySlack(CountingSlack):
    """A Slack that can also be down, or take what it never answers."""

    down = False
    mute = False

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or not."""
        if self.down:
            return web.Response(status=503)
        answer = await super().answer(request)
        while self.mute:  # noqa: ASYNC110 - whoever asked goes away first
            await asyncio.sleep(SOON)
        return answer


@dataclass
class Stage:
    """What a fault may take hold of."""

    settings: Settings
    slack: FaultySlack
    folder: Path
    roles: tuple[str, ...]
    ports: list[int] = field(default_factory=list)
    running: list[Process] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    talking: list[asyncio.Task[None]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    starts: int = 0
    said: str = ""
    """What the processes wrote. (They write to us: where the disk is full they can still tell.)"""
    going: bool = True

    @property
    def file(self) -> Path:
        """The database, if that is SQLite."""
        return self.folder / "heardback.db"

    def tells(self, by: signal.Signals) -> None:
        """Send every process a signal."""
        for process in self.running:
            with suppress(ProcessLookupError):
                process.send_signal(by)

    def set_clock(self, wrong: float) -> None:
        """Put the machine's clock wrong by so many seconds."""
        (self.folder / "wrong").write_text(str(wrong), "ascii")
        self.tells(signal.SIGUSR1)

    async def keeps_up(self, number: int) -> None:
        """Start a process, and start it again whenever it ends."""
        while self.going:
            process = self.running[number] = await self._started(number)
            self.starts += 1
            if not self.going:
                process.kill()
            if process.stdout is not None:  # as it was asked for
                while some := await process.stdout.read(1 << 16):
                    self.said += some.decode("utf-8", "replace")
            self.ends.append(await process.wait())
            await asyncio.sleep(SOON)

    async def _started(self, number: int) -> Process:
        given = {f"{PREFIX}{name}".upper(): str(value) for name, value in _set(self.settings)}
        given |= {CLOCK: str(self.folder / "wrong"), "PYTHONPATH": str(ROOT)}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.server", "run", "--role", self.roles[number]),
            *("--port", str(self.ports[number])),
            env=os.environ | given,
            cwd=self.folder,
            stdout=PIPE,
            stderr=STDOUT,
        )

    async def until(self, what: Callable[[], bool]) -> float:
        """Wait until something is so; return how many seconds that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while not what():
            assert loop.time() - began < PATIENCE, f"not well again: {self.said[-3000:]}"
            await asyncio.sleep(SOON / 2)
        return loop.time() - began

    async def well(self) -> float:
        """Wait until somebody is answered, and a message goes out if one waits; return the seconds."""
        answered, sent = self.acknowledged, len(self.slack.taken)
        return await self.until(
            lambda: (
                self.acknowledged > answered
                and (len(self.slack.taken) > sent or len(self.slack.taken) == self.messages)
            )
        )

    messages: int = 0

    @property
    def acknowledged(self) -> int:
        """How many presses were answered."""
        return sum(talk.acknowledged for talk in self.talks)

    @property
    def refused(self) -> int:
        """How many presses were not."""
        return sum(talk.refused for talk in self.talks)


def _set(settings: Settings) -> list[tuple[str, object]]:
    names = ("data_folder", "database_url", "slack_client_id", "slack_api_url", "slack_per_minute")
    plain = [(name, getattr(settings, name)) for name in (*names, "slack_read_back", "detector")]
    secret = [
        (name, getattr(settings, name)) for name in ("slack_signing_secret", "slack_client_secret")
    ]
    return plain + [(name, each.get_secret_value()) for name, each in secret if each is not None]


async def _opened(settings: Settings) -> str:
    """Open a round to talk in; return the code of its link."""
    async with build(settings) as app:
        now = datetime.now(UTC)
        day = now.date()
        until = {"closes_on": 30, "withdraw_until": 60, "tell_by": 90}
        dates = {name: day + timedelta(days=days) for name, days in until.items()}
        talk = replace(ROUND, id="7a" * 16, code="heron7", opens_on=day, **dates)  # type: ignore[arg-type]

        def work(unit: Unit) -> None:
            unit.record(STAFF, (SaveRound(talk),), None, now)
            opened = replace(talk, state=RoundState.OPEN)
            unit.record(STAFF, (OpenRound(opened),), app.library.sets[talk.question_set], now)

        await app.database.run(work)
        return talk.code


@asynccontextmanager
async def stage(
    folder: Path, messages: int, *, url: str = "", begins: datetime | None = None
) -> AsyncIterator[Stage]:
    """Run it all while the block lasts, from another day on if one is given."""
    roles = ("web", "worker", "worker") if url else ("all",)
    slack = FaultySlack(RATE)
    door = web.Application(client_max_size=1 << 20)
    door.router.add_post("/api/{method}", slack.answer)
    runner = web.AppRunner(door, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    settings = settings_of(folder, slack.url, url=url, rate=RATE)
    made = Stage(settings, slack, folder, roles, messages=messages)
    wrong = (begins - datetime.now(UTC)).total_seconds() if begins else 0.0
    made.set_clock(wrong)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=wrong), tick=True):
        await prepare(settings, messages, WORKSPACES)
        code = await _opened(settings)
    made.ports = [_free() for _ in roles]
    made.running = [None] * len(roles)  # type: ignore[list-item]
    base = f"http://127.0.0.1:{made.ports[0]}"
    made.talks = [Talk(base, code, number) for number in range(TALKS)]
    kept_up = [asyncio.create_task(made.keeps_up(number)) for number in range(len(roles))]
    made.talking = [asyncio.create_task(talk.goes_on()) for talk in made.talks]
    try:
        await made.until(lambda: bool(made.acknowledged and slack.taken))
        yield made
    finally:
        made.going = False
        for task in made.talking:
            task.cancel()
        made.tells(signal.SIGCONT)
        made.tells(signal.SIGKILL)
        await asyncio.gather(*made.talking, *kept_up, return_exceptions=True)
        for talk in made.talks:
            await talk.leaves()
        await runner.cleanup()


async def ended(made: Stage) -> dict[str, int]:
    """Let everything that waits be sent, and ask for all that was acknowledged."""
    await made.until(lambda: len(made.slack.taken) == made.messages)
    for talk in made.talks:
        talk.going = False
    await asyncio.gather(*made.talking)
    answers = [await talk.checked() for talk in made.talks]
    found = [count for each in answers for count in each.values()]
    return {
        "acknowledged": made.acknowledged,
        "pressed again": made.refused,
        "answers": len(found),
        "answers lost": found.count(0),
        "answers doubled": sum(count > 1 for count in found),
        "sent": len(made.slack.taken),
        "sent twice": sum(count - 1 for count in made.slack.taken.values()),
    }


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
