"""Everything breaks once, while people talk and a broadcast goes out, and it comes back by itself.

Nothing that was acknowledged is lost, nothing takes effect twice, each message comes once, and no log
holds a word of anybody. A few parts break in each run; all of them with ``PROOF=1``, on both databases.
"""

import re
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.faults import breaks
from tests.faults.breaks import FULL, Break
from tests.faults.own_server import Server
from tests.faults.stage import Stage, ended, stage
from tests.faults.talk import CANARY

type Story = Callable[[Path, pytest.CaptureFixture[str]], Awaitable[None]]

MESSAGES: Final = 2_500 if FULL else 80


async def plays(made: Stage, story: dict[str, Break], capsys: pytest.CaptureFixture[str]) -> None:
    """Break one thing after the other; see that all is well again, and what is there at the end."""
    for name, breaks_ in story.items():
        await breaks_(made)
        took = await made.well()
        with capsys.disabled():
            sys.stdout.write(f"\n{name}: well again after {took:.1f} s")
    found = await ended(made)
    with capsys.disabled():
        sys.stdout.write(f"\n{found}, {made.starts} starts, {dict(made.slack.answers)}\n")
    assert found["answers"] > 0
    assert found["sent"] == MESSAGES
    troubles = ("answers lost", "answers doubled", "sent twice")
    assert [name for name in troubles if found[name]] == []
    assert CANARY not in made.said
    assert re.findall(r"\bD?U\d+\b|Traceback", made.said) == []


async def on_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = {"disk full, then killed": breaks.after_another(breaks.full, breaks.killed)}
    if FULL:
        story |= {
            "disk full": breaks.full,
            "stalled": breaks.stalled,
            "file held": breaks.held,
            "Slack down": breaks.down,
            "Slack mute": breaks.mute,
            "killed again": breaks.killed,
        }
    async with stage(tmp_path, MESSAGES) as made:
        await plays(made, story, capsys)


async def on_postgresql(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = Server()
    story = {
        "killed": breaks.killed,
        "connections ended": breaks.dropped(server),
        "server stopped": breaks.stopped(server),
        "server's disk full": breaks.server_full(server),
        "stalled": breaks.stalled,
        "Slack down": breaks.down,
        "Slack mute": breaks.mute,
        "killed again": breaks.killed,
    }
    with server.database() as lent:
        lent.spoiled = True
        async with stage(tmp_path, MESSAGES, url=lent.url) as made:
            await plays(made, story, capsys)
    server.stop()


async def with_a_clock_that_jumps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # A few seconds before the hour at which summer time begins.
    begins = datetime(2027, 3, 28, 0, 59, 45, tzinfo=UTC)
    story = {
        # After a quarter of an hour a page asks whether it is still the same person.
        "ten minutes ahead": breaks.clock(600),
        # Until it is as late as it was, workspaces rest: they are written to by the clock.
        "a minute back": breaks.clock(-60),
        "a minute back, then killed": breaks.after_another(breaks.clock(-60), breaks.killed),
    }
    async with stage(tmp_path, MESSAGES, begins=begins) as made:
        await plays(made, story, capsys)


@pytest.mark.parametrize(
    "story", [on_sqlite, on_postgresql, with_a_clock_that_jumps] if FULL else [on_sqlite]
)
async def test_whatever_breaks_it_comes_back_by_itself(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await story(tmp_path, capsys)
