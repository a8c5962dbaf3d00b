"""What is due goes out within the hours, to those who still want it, and once."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import LogCapture

from bot.consultation.model import RoundState
from bot.conversation.effects import CancelRound
from bot.conversation.events import Chose
from bot.conversation.messages import Message, Pair, Text
from bot.delivery import outbox
from bot.ports import SendFailed, Unreachable
from tests.delivery.line import FACILITATOR, Line, Post

REMINDER = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)
OUTCOME_DAY = date(2027, 4, 10)
# British summer time: four o'clock is three in UTC.
OUTCOME = datetime(2027, 4, 10, 15, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def with_outcome(line: Line) -> Line:
    """Five people in a sealed round whose outcome is due; the clock stands at its hour."""
    round_ = await line.open()
    await line.people(round_, 5)
    await line.sealed(round_)
    await line.outcome(round_, OUTCOME_DAY)
    line.clock.at = OUTCOME
    await line.app.upkeep.tick()
    return line


def texts(message: Message) -> list[str]:
    return [part.text for part in message.parts if isinstance(part, Text)]


# --- the reminder ----------------------------------------------------------------------------


async def test_one_reminder_comes_and_no_second(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    line.clock.at = REMINDER - timedelta(seconds=1)
    await line.app.delivery.deliver()
    assert line.post.sent == []
    line.clock.at = REMINDER
    await line.app.delivery.deliver()
    assert line.post.reached == ["ann"]
    for _ in range(4):
        line.clock.pass_(hours=24)
        await line.app.upkeep.tick()
        await line.app.delivery.deliver()
    assert line.post.reached == ["ann"]
    message = line.post.sent[0][1]
    assert message.title == "Your place is kept"
    assert "Monday 15 March 2027" in texts(message)[0].replace("\N{NO-BREAK SPACE}", " ")
    assert "Trust" not in str(message)


async def test_no_reminder_where_there_is_nothing_to_remind_of(line: Line) -> None:
    round_ = await line.open()
    for who in ("finished", "stopped", "quiet", "deleted"):
        await line.join(round_, who, "none" if who == "quiet" else "all")
    await line.finish(round_, "finished")
    await line.act(round_, "stopped", Chose("stop"))
    await line.act(round_, "deleted", Chose("answers"))
    await line.act(round_, "deleted", Chose("everything"))
    await line.act(round_, "deleted", Chose("really_everything"))
    line.clock.at = REMINDER
    await line.app.delivery.deliver()
    assert line.post.sent == []


async def test_no_reminder_once_the_round_is_over(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    line.clock.at = datetime(2027, 3, 17, 16, 0, tzinfo=UTC)
    await line.app.upkeep.tick()
    await line.app.delivery.deliver()
    assert line.post.sent == []


# --- hours ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (datetime(2027, 4, 10, 14, 59, 59, tzinfo=UTC), False),
        (datetime(2027, 4, 10, 15, 0, tzinfo=UTC), True),
        (datetime(2027, 4, 10, 17, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 4, 10, 18, 0, tzinfo=UTC), False),
        (datetime(2027, 4, 11, 2, 0, tzinfo=UTC), False),
        (datetime(2027, 4, 11, 15, 0, tzinfo=UTC), True),
    ],
)
async def test_an_outcome_goes_out_within_its_hours(line: Line, at: datetime, goes: bool) -> None:
    round_ = await line.open()
    await line.people(round_, 1)
    await line.sealed(round_)
    await line.outcome(round_, OUTCOME_DAY)
    line.clock.at = at
    await line.app.ticker.run_once()
    assert bool(line.post.sent) is goes


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2027, 3, 27), 16), (date(2027, 3, 28), 15), (date(2027, 10, 31), 16)]
)
async def test_the_hours_follow_the_clocks_when_they_change(
    line: Line, day: date, hour: int
) -> None:
    closes = day + timedelta(days=3)
    round_ = await line.open(closes_on=closes, withdraw_until=closes + timedelta(days=14))
    await line.join(round_, "ann")
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    line.clock.at = start - timedelta(seconds=1)
    await line.app.delivery.deliver()
    assert line.post.sent == []
    line.clock.at = start
    await line.app.delivery.deliver()
    assert line.post.reached == ["ann"]


# --- the outcome -------------------------------------------------------------------------------


async def test_everybody_who_wants_to_hear_hears_once(line: Line) -> None:
    round_ = await line.open()
    for who, hears in (("all", "all"), ("changes", "changes"), ("none", "none"), ("gone", "all")):
        await line.join(round_, who, hears)
        await line.answer(round_, who)
    await line.sealed(round_)
    await line.outcome(round_, OUTCOME_DAY)
    await line.act(round_, "gone", Chose("stop"))
    line.clock.at = OUTCOME
    await line.app.ticker.run_once()
    await line.app.ticker.run_once()
    assert line.post.reached == ["all", "changes"]
    message = line.post.sent[0][1]
    assert message.kicker == "Leith Council"
    assert "Moira Baird" in texts(message)[0]
    pair = next(part for part in message.parts if isinstance(part, Pair))
    assert (pair.said, pair.did, pair.mark) == ("Ring back.", "We ring back the same day.", "done")


async def test_more_than_one_handful_goes_out_at_once(line: Line) -> None:
    round_ = await line.open()
    names = [f"person-{number:03}" for number in range(outbox.AT_ONCE * 2 + 5)]
    for who in names:
        await line.join(round_, who)
    line.clock.at = REMINDER
    await line.app.delivery.deliver()
    assert line.post.reached == names


async def test_an_opt_out_between_claim_and_send_is_respected(with_outcome: Line) -> None:
    line = with_outcome
    round_ = (await line.app.database.run(lambda unit: unit.rounds()))[0]

    class StopsTheOthers(Post):
        async def send(self, contact: Mapping[str, str], message: Message) -> None:
            await super().send(contact, message)
            for number in range(5):
                if (who := f"person-{number:03}") != contact["to"]:
                    await line.act(round_, who, Chose("stop"))

    post = StopsTheOthers()
    delivery = outbox.Delivery(line.app.database, [post], line.app.say, line.clock)
    await delivery.deliver()
    assert len(post.sent) == 1
    line.clock.pass_(seconds=outbox.LEASE)
    await delivery.deliver()
    assert len(post.sent) == 1


async def test_a_cancelled_round_tells_everybody(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 2)
    await line.staff(FACILITATOR, CancelRound(replace(round_, state=RoundState.CANCELLED)))
    line.clock.at = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert line.post.reached == ["person-000", "person-001"]
    assert line.post.sent[0][1].title == "This was called off"


async def test_an_outcome_that_is_gone_is_dropped(with_outcome: Line) -> None:
    line = with_outcome
    due = (
        await line.app.database.run(
            lambda unit: unit.claim(
                {each.id: OUTCOME_DAY for each in unit.rounds()}, line.clock.now(), 1, outbox.LEASE
            )
        )
    )[0]
    stray = replace(due, key="outcome:" + "0" * 32)
    assert await line.app.delivery._one(stray) == "dropped"
    assert await line.app.delivery._one(replace(due, round="0" * 32)) == "dropped"
    assert await line.app.delivery._one(due) == "sent"


# --- what goes wrong ---------------------------------------------------------------------------


async def test_what_failed_comes_again_after_its_lease(with_outcome: Line) -> None:
    line = with_outcome
    line.post.failing["person-001"] = SendFailed()
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 4
    line.post.failing.clear()
    line.clock.pass_(seconds=outbox.LEASE - 1)
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 4
    line.clock.pass_(seconds=1)
    await line.app.delivery.deliver()
    assert line.post.reached == [f"person-{number:03}" for number in range(5)]


async def test_a_channel_rests_for_as_long_as_it_asked(with_outcome: Line) -> None:
    line = with_outcome
    for number in range(5):
        line.post.failing[f"person-{number:03}"] = SendFailed(retry_after=outbox.LEASE + 60)
    await line.app.delivery.deliver()
    line.post.failing.clear()
    line.clock.pass_(seconds=outbox.LEASE)
    await line.app.delivery.deliver()
    assert line.post.sent == []
    line.clock.pass_(seconds=outbox.LEASE)
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
    monkeypatch.setattr(outbox, "PATIENCE", 0.05)

    class Hangs(Post):
        async def send(self, contact: Mapping[str, str], message: Message) -> None:
            if contact["to"] == "person-001":
                await asyncio.Event().wait()
            await super().send(contact, message)

    post = Hangs()
    await outbox.Delivery(line.app.database, [post], line.app.say, line.clock).deliver()
    assert len(post.sent) == 4


async def test_a_channel_nobody_put_in_keeps_its_messages(with_outcome: Line) -> None:
    line = with_outcome
    elsewhere = outbox.Delivery(line.app.database, [Post("other")], line.app.say, line.clock)
    await elsewhere.deliver()
    line.clock.pass_(seconds=outbox.LEASE)
    await line.app.delivery.deliver()
    assert len(line.post.sent) == 5


KILLED = """
import asyncio, os, sys
from datetime import datetime
from pathlib import Path
from app.compose import build
from app.settings import Settings
from tests.delivery.line import HandClock, Post

class Killed(Post):
    async def send(self, contact, message):
        print(contact["to"], flush=True)
        if sys.argv[3] == "before":
            os._exit(9)
        await super().send(contact, message)
        if len(self.sent) == 2:
            os._exit(9)

async def main():
    clock = HandClock(datetime.fromisoformat(sys.argv[2]))
    settings = Settings(_env_file=None, data_folder=Path(sys.argv[1]))
    async with build(settings, clock=clock, channels=(Killed(),)) as app:
        await app.delivery.deliver()

asyncio.run(main())
"""


@pytest.mark.parametrize(("when", "reached"), [("before", 1), ("after", 2)])
async def test_a_kill_between_claim_and_mark_loses_nothing(
    with_outcome: Line, tmp_path: Path, when: str, reached: int
) -> None:
    line = with_outcome
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), line.clock.at.isoformat(), when,
        cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 9
    seen = out.decode().split()
    assert len(seen) == reached
    # Nothing is sent twice while the dead process's claim lasts.
    await line.app.delivery.deliver()
    assert line.post.sent == []
    line.clock.pass_(seconds=outbox.LEASE)
    await line.app.delivery.deliver()
    # Only the one whose mark was cut off can come twice.
    assert len(line.post.sent) == 5 - (reached - 1)
    assert {*seen, *line.post.reached} == {f"person-{number:03}" for number in range(5)}
