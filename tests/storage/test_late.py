"""What is late is told of the outbox alone: a message that could have gone out by a day."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.consultation.model import Outcome
from tests.storage.test_queue import DUE, sealed_with_outcome

WEEK = timedelta(days=7)


async def late(world: Any, day: Any) -> bool:
    return bool(await world.run(lambda u: u.late(day)))


async def test_a_message_is_late_until_it_has_gone_out(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world, 1)
    await world.run(lambda u: u.plan_outcome(outcome))
    assert [await late(world, DUE + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, True]
    at = datetime.combine(DUE, time(17), UTC)
    (due,) = await world.run(lambda u: u.claim({round_.id: DUE}, at, 9, 60, asking=()))
    await world.run(lambda u: u.settle(due, "sent"))
    assert not await late(world, DUE + timedelta(days=1))


async def test_who_waits_for_their_week_to_be_over_is_not_late(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world, 1)
    await world.run(lambda u: u.plan_outcome(outcome))
    at = datetime.combine(DUE, time(17), UTC)
    (due,) = await world.run(lambda u: u.claim({round_.id: DUE}, at, 9, 60, asking=()))
    await world.run(lambda u: u.settle(due, "sent"))
    other = await world.plans(Outcome("0d" * 16, round_.id, send_on=DUE + timedelta(days=1)))
    await world.run(lambda u: u.plan_outcome(other))
    assert world.sql("SELECT count(*) FROM outbox WHERE state = 'planned'") == [(1,)]
    days = (DUE + timedelta(days=2), DUE + WEEK - timedelta(days=1), DUE + WEEK)
    assert [await late(world, day) for day in days] == [False, False, True]


async def test_what_waits_in_an_open_round_is_never_told(world: Any) -> None:
    round_ = await world.opened()
    await world.join(round_, "ann")
    assert not await late(world, DUE + timedelta(days=30))
