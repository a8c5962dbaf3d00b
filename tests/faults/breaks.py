"""What breaks, one thing at a time, and how it is put right again where that takes somebody."""

import asyncio
import os
import resource
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Final

from tests.faults.own_server import Server
from tests.faults.stage import TALKS, Stage

type Break = Callable[[Stage], Awaitable[None]]

FULL: Final = os.environ.get("PROOF") == "1"
BUSY: Final = 6.0
"""Seconds: longer than a turn waits for the file."""
AWAY: Final = 3.0 if FULL else 0.3
"""Seconds for which something is gone."""


async def killed(stage: Stage) -> None:
    """Every process at once, as when the power goes."""
    stage.tells(signal.SIGKILL)


async def stalled(stage: Stage) -> None:
    """A machine that stands still for a while, and goes on as if nothing had been."""
    stage.tells(signal.SIGSTOP)
    await asyncio.sleep(AWAY)
    stage.tells(signal.SIGCONT)


async def held(stage: Stage) -> None:
    """Somebody else writes to the file, such as a slow backup."""
    with closing(sqlite3.connect(stage.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(BUSY)
        other.execute("ROLLBACK")


async def full(stage: Stage) -> None:
    """The disk takes not one byte. The system says EFBIG here and not ENOSPC, which only a small
    disk of its own would say; SQLite gives up the same write."""
    before = [(p.pid, resource.prlimit(p.pid, resource.RLIMIT_FSIZE)) for p in stage.running]
    for pid, (_, most) in before:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
    refused = stage.refused
    # Nobody may be told that something was kept.
    await stage.until(lambda: stage.refused >= refused + TALKS)
    await asyncio.sleep(AWAY)
    for pid, limit in before:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


async def down(stage: Stage) -> None:
    """Slack is down."""
    stage.slack.down = True
    await asyncio.sleep(AWAY)
    stage.slack.down = False


async def mute(stage: Stage) -> None:
    """Slack takes what it is sent and never answers, for longer than we wait."""
    stage.slack.mute = True
    await asyncio.sleep(25)
    stage.slack.mute = False


def dropped(server: Server) -> Break:
    """Every connection to PostgreSQL ends, again and again."""

    async def broken(stage: Stage) -> None:
        assert stage.settings.database_url
        for _ in range(5):
            await asyncio.to_thread(
                server.execute,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
            )
            await asyncio.sleep(0.3)

    return broken


def stopped(server: Server) -> Break:
    """PostgreSQL is stopped at once, and started again after a while."""

    async def broken(stage: Stage) -> None:
        assert stage.settings.database_url
        server.stop()
        await asyncio.sleep(AWAY)
        await asyncio.to_thread(server.start)

    return broken


def server_full(server: Server) -> Break:
    """PostgreSQL's disk takes not one byte: its processes end themselves, and it starts anew."""

    async def broken(stage: Stage) -> None:
        assert stage.settings.database_url
        await asyncio.to_thread(server.fills)
        await asyncio.sleep(AWAY)

    return broken


def clock(*wrong: float) -> Break:
    """The clock of the machine jumps, by so many seconds one after the other."""

    async def broken(stage: Stage) -> None:
        now = float((stage.folder / "wrong").read_text("ascii"))
        for by in wrong:
            now += by
            stage.set_clock(now)
            await asyncio.sleep(AWAY)

    return broken


def after_another(*all_: Break) -> Break:
    """One thing right after the other."""

    async def broken(stage: Stage) -> None:
        for each in all_:
            await each(stage)

    return broken
