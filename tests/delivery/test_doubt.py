"""What goes wrong on the way: nothing is lost, and nothing doubled where the platform can be asked."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import LogCapture

from bot.consultation.model import Role, Staff
from bot.conversation.desk import Spot
from bot.conversation.messages import Message, Notice
from bot.delivery import outbox, sending
from bot.delivery.sending import LEASE
from bot.ports import SendFailed, Unreachable
from tests.delivery.conftest import OUTCOME, OUTCOME_DAY
from tests.delivery.line import Line, Post
from tests.delivery.test_outbox import REMINDER

ROOT = Path(__file__).parents[2]


async def test_what_failed_comes_again_later_and_later(with_outcome: Line) -> None:
    line = with_outcome
    line.post.failing["person-001"] = SendFailed()
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 4
    line.clock.pass_(seconds=29)
    await line.app.delivery.deliver()
    line.clock.pass_(seconds=1)
    await line.app.delivery.deliver()
    line.post.failing.clear()
    line.clock.pass_(seconds=59)
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 4
    line.clock.pass_(seconds=1)
    await line.app.delivery.deliver()
    assert line.post.reached == [f"person-{number:03}" for number in range(5)]


async def test_what_fails_for_ever_is_given_up_with_the_reason(with_outcome: Line) -> None:
    line = with_outcome
    line.post.failing["person-001"] = SendFailed()
    for _ in range(100):
        await line.app.delivery.deliver()
        line.clock.pass_(hours=1)
    line.post.failing.clear()
    line.clock.at = OUTCOME + timedelta(days=7)
    await line.app.delivery.deliver()
    assert "person-001" not in line.post.reached
    assert await line.app.database.run(lambda unit: unit.given_up()) == {"refused": 1}
    # Whoever looks after the server reads why, and nothing of whom.
    page = await line.app.desk.show(Staff("ad" * 16, "Ada Bain", Role.ADMIN), Spot())
    notice = next(part for part in page.parts if isinstance(part, Notice))
    assert "Check that the app may still write there." in notice.lines[0]
    assert "1" not in str(notice)
    await line.app.database.run(lambda unit: unit.try_again())
    await line.app.delivery.deliver()
    assert "person-001" in line.post.reached


async def test_a_platform_that_asks_to_wait_is_never_given_up(with_outcome: Line) -> None:
    line = with_outcome
    line.post.failing["person-001"] = SendFailed(retry_after=60)
    for _ in range(30):
        await line.app.delivery.deliver()
        line.clock.pass_(seconds=60)
    line.post.failing.clear()
    await line.app.delivery.deliver()
    assert "person-001" in line.post.reached


async def test_what_got_no_answer_is_asked_for_before_it_is_sent_again(with_outcome: Line) -> None:
    line = with_outcome

    class Mute(Post):
        async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
            if contact["to"] == "person-001":
                await super().send(contact, message, mark)
            if contact["to"] in ("person-001", "person-002") and mark not in silent:
                silent.add(mark)
                raise SendFailed(doubt=True)
            if contact["to"] != "person-001":
                await super().send(contact, message, mark)

    post, silent = Mute(), set[str]()
    delivery = outbox.Delivery(line.app.database, [post], line.app.say, line.clock)
    await delivery.deliver()
    assert post.reached == ["person-000", "person-001", "person-003", "person-004"]
    line.clock.pass_(seconds=sending.SOON)
    await delivery.deliver()
    assert post.reached == [f"person-{number:03}" for number in range(5)]


@pytest.mark.parametrize(("key", "again"), [("outcome", 1), ("reminder", 0)])
async def test_where_nobody_can_be_asked_a_promise_comes_twice_and_nothing_else_does(
    line: Line, key: str, again: int
) -> None:
    round_ = await line.open()
    await line.people(round_, 1)
    line.clock.at = REMINDER
    if key == "outcome":
        await line.sealed(round_)
        await line.outcome(round_, OUTCOME_DAY)
        line.clock.at = OUTCOME
        await line.app.upkeep.tick()

    class Forgets(Post):
        async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
            await super().send(contact, message, mark)
            if len(self.sent) == 1:
                raise SendFailed(doubt=True)

        async def was_sent(self, contact: Mapping[str, str], mark: str) -> bool | None:
            assert contact
            assert mark

    post = Forgets()
    delivery = outbox.Delivery(line.app.database, [post], line.app.say, line.clock)
    for _ in range(3):
        await delivery.deliver()
        line.clock.pass_(seconds=LEASE)
    assert len(post.sent) == 1 + again


async def test_a_channel_rests_for_as_long_as_it_asked(with_outcome: Line) -> None:
    line = with_outcome
    for number in range(5):
        line.post.failing[f"person-{number:03}"] = SendFailed(retry_after=LEASE + 60)
    await line.app.delivery.deliver()
    line.post.failing.clear()
    line.clock.pass_(seconds=LEASE)
    await line.app.delivery.deliver()
    assert line.post.sent == []
    line.clock.pass_(seconds=LEASE)
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 5


async def test_whoever_cannot_be_reached_is_not_tried_again(with_outcome: Line) -> None:
    line = with_outcome
    line.post.failing["person-001"] = Unreachable()
    await line.app.delivery.deliver()
    line.post.failing.clear()
    line.clock.pass_(days=1)
    await line.app.delivery.deliver()
    assert "person-001" not in line.post.reached
    assert len(line.post.sent) == 4


async def test_one_that_breaks_keeps_no_other_from_going(with_outcome: Line) -> None:
    line = with_outcome
    capture = LogCapture()
    structlog.configure(processors=[capture])
    line.post.failing["person-001"] = ValueError("Morag")
    await line.app.delivery.deliver()
    structlog.reset_defaults()
    assert len(line.post.sent) == 4
    assert capture.entries == [
        {"event": "send_failed", "log_level": "error", "channel": "web", "error": "ValueError"}
    ]


async def test_a_channel_that_hangs_is_left(
    with_outcome: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = with_outcome
    monkeypatch.setattr(sending, "PATIENCE", 0.05)

    class Hangs(Post):
        async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
            if contact["to"] == "person-001":
                await asyncio.Event().wait()
            await super().send(contact, message, mark)

    post = Hangs()
    await outbox.Delivery(line.app.database, [post], line.app.say, line.clock).deliver()
    assert len(post.sent) == 4


async def test_a_channel_nobody_put_in_keeps_its_messages(with_outcome: Line) -> None:
    line = with_outcome
    elsewhere = outbox.Delivery(line.app.database, [Post("other")], line.app.say, line.clock)
    await elsewhere.deliver()
    line.clock.pass_(seconds=LEASE)
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 5


KILLED = """
import asyncio, os, sys
from datetime import datetime
from pathlib import Path
from app.compose import build
from app.settings import Settings
from bot.telling import Ended
from tests.delivery.line import HandClock, Post

class Killed(Post):
    async def send(self, contact, message, mark):
        if sys.argv[3] == "before":
            os._exit(9)
        await super().send(contact, message, mark)
        print(contact["to"], mark, flush=True)
        if len(self.sent) == 2:
            os._exit(9)

async def main():
    clock = HandClock(datetime.fromisoformat(sys.argv[2]))
    settings = Settings(_env_file=None, data_folder=Path(sys.argv[1]))
    async with build(settings, clock=clock, channels=(Killed(),)) as app:
        await app.delivery.deliver()

asyncio.run(main())
"""


@pytest.mark.parametrize(("when", "reached"), [("before", 0), ("after", 2)])
async def test_a_kill_between_claim_and_mark_loses_nothing_and_doubles_nothing(
    with_outcome: Line, tmp_path: Path, when: str, reached: int
) -> None:
    line = with_outcome
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), line.clock.at.isoformat(), when,
        cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 9
    seen = dict(each.split() for each in out.decode().splitlines())
    assert len(seen) == reached
    # What the platform took it knows.
    line.post.marks += seen.values()
    # Nothing the dead process had is sent while its claims last; the fifth it never had.
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 1
    line.clock.pass_(seconds=LEASE)
    await line.app.delivery.deliver()
    assert sorted([*seen, *line.post.reached]) == [f"person-{number:03}" for number in range(5)]
