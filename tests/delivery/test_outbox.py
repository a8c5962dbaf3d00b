"""What is due goes out within the hours, to those who still want it, and once."""

import asyncio
import os
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.consultation.model import RoundState
from bot.conversation.effects import CancelRound
from bot.conversation.events import Chose
from bot.conversation.messages import Message, Pair, Text
from bot.delivery import outbox
from bot.delivery.sending import LEASE
from bot.telling import Ended
from tests.delivery.conftest import OUTCOME, OUTCOME_DAY
from tests.delivery.line import FACILITATOR, Line, Post

REMINDER = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)


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


RACES = 1_000 if "PROOF" in os.environ else 20


async def test_nothing_goes_to_anybody_after_they_were_told_that_it_stopped(
    with_outcome: Line,
) -> None:
    """Whoever stops races with their message: it may be quicker, but never comes after the answer."""
    line = with_outcome
    round_ = (await line.app.database.run(lambda unit: unit.rounds()))[-1]
    told: set[str] = set()
    late: list[str] = []

    class Slow(Post):
        async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
            # As long on its way as a turn takes, and taken by the platform at its end.
            await asyncio.sleep(random.uniform(0, 0.02))
            late.extend({contact["to"]} & told)
            await super().send(contact, message, mark)

    async def stops(who: str, after: float) -> None:
        await asyncio.sleep(after)
        await line.act(round_, who, Chose("stop"))
        told.add(who)

    both = 0
    for race in range(RACES // 5):
        people = [f"racer-{race}-{number}" for number in range(5)]
        post = Slow()
        await line.planned(round_, people)
        delivery = outbox.Delivery(line.app.database, [post], line.app.say, line.clock)
        await asyncio.gather(
            delivery.deliver(), *(stops(who, random.uniform(0, 0.06)) for who in people)
        )
        line.clock.pass_(seconds=LEASE)
        await delivery.deliver()
        both += 0 < len([to for to in post.reached if to in people]) < 5
    assert late == []
    # Else nobody raced.
    assert both > RACES // 50


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
                {each.id: OUTCOME_DAY for each in unit.rounds()},
                line.clock.now(),
                1,
                LEASE,
                asking=(),
            )
        )
    )[0]
    stray = replace(due, key="outcome:" + "0" * 32)
    assert await line.app.delivery._sending.one(stray) == Ended("dropped")
    assert await line.app.delivery._sending.one(replace(due, round="0" * 32)) == Ended("dropped")
    assert await line.app.delivery._sending.one(due) == Ended("sent")
