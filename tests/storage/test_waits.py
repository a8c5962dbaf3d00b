"""A message that waits for its person's hours comes later. It is not late, and no try that failed."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.conversation.effects import Beside
from bot.conversation.events import CODE_CHANNEL, HOURS, Address
from bot.telling import Due, Ended
from tests.storage.test_queue import AT, DUE, sealed_with_outcome

MORNING = datetime.combine(DUE + timedelta(days=1), time(8), UTC)


async def claim(world: Any, round_: Any, at: datetime, *, resting: bool = False) -> tuple[Due, ...]:
    days = {round_.id: at.date()}
    now, rest = ({}, days) if resting else (days, {})
    found: tuple[Due, ...] = await world.run(
        lambda u: u.claim(now, at, 9, 60, resting=rest, asking=())
    )
    return found


async def test_what_was_put_off_comes_back_out_of_the_rounds_hours_alone(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world, 2)
    await world.run(lambda u: u.plan_outcome(outcome))
    assert await claim(world, round_, AT, resting=True) == (), "never looked at, so never put off"
    first, other = await claim(world, round_, AT)
    waits = Ended("waits", MORNING.timestamp())
    await world.run(lambda u: u.settle_all([(first, waits), (other, Ended("sent"))]))
    # Who claims again and again before that gets nothing.
    for at in (AT, MORNING - timedelta(seconds=1)):
        for resting in (False, True):
            assert await claim(world, round_, at, resting=resting) == ()
    late = await world.run(lambda u: (u.late(DUE), u.late(MORNING.date())))
    assert late == (False, True), "it could go out on the next day, and has not"
    (again,) = await claim(world, round_, MORNING, resting=True)
    assert (again.id, again.attempts, again.doubt) == (first.id, 0, False)


async def test_what_is_in_doubt_stays_so_while_it_waits(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world, 1)
    await world.run(lambda u: u.plan_outcome(outcome))
    (lost,) = await claim(world, round_, AT)
    after = AT + timedelta(minutes=2)
    (due,) = await claim(world, round_, after)
    assert due.doubt
    await world.run(lambda u: u.settle(lost, "sent"))
    await world.run(lambda u: u.settle_all([(due, Ended("waits", MORNING.timestamp()))]))
    (again,) = await claim(world, round_, MORNING, resting=True)
    assert again.doubt
    later = Ended("later", MORNING.timestamp() + 60)
    await world.run(lambda u: u.settle_all([(again, later)]))
    (again,) = await claim(world, round_, MORNING + timedelta(minutes=1), resting=True)
    assert not again.doubt, "somebody knows by now that it did not go out"


async def test_hours_stand_in_the_sealed_contact_and_do_not_make_it_longer(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    (before,) = world.sql("SELECT * FROM contributor")
    await world.turn(round_, "ann", Beside(HOURS, "evening"))
    (after,) = world.sql("SELECT * FROM contributor")
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert [len(was) - len(now) for was, now in changed] == [0], "one column, as long as before"
    held = await world.run(lambda u: u.person(Address(CODE_CHANNEL, "", "ann")))
    assert (held.id, held.contact[HOURS]) == (ann, "evening")


async def test_hours_picked_on_the_page_hold_in_a_chat_that_was_joined(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    code, chat = Address(CODE_CHANNEL, "", "ann"), Address("slack", "T1", "U1")
    await world.run(lambda u: u.tie(code, chat, {"channel": "slack", "user": "U1"}))
    await world.turn(round_, "ann", Beside(HOURS, "evening"))
    reached = await world.run(lambda u: u._reached([ann]))
    assert reached == {ann: {"channel": "slack", "user": "U1", HOURS: "evening"}}
