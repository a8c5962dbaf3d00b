"""The clock removes what has been kept long enough: once a day, each kind by its own time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.conversation.events import Chose
from bot.delivery.upkeep import Upkeep
from bot.ports import Unit
from tests.delivery.line import LEAD, HandClock, Line, address_of


async def known(line: Line, who: str) -> bool:
    return await line.app.database.run(lambda unit: unit.person(address_of(who)) is not None)


async def test_who_was_told_is_forgotten_ninety_days_later_and_not_before(line: Line) -> None:
    round_ = await line.open()
    (ann,) = await line.people(round_, 1)
    round_ = await line.sealed(round_)
    await line.outcome(round_, date(2027, 4, 20))
    line.clock.at = datetime(2027, 4, 20, 17, tzinfo=UTC)
    await line.app.upkeep.tick()
    await line.app.delivery.deliver()
    assert line.post.reached == [ann]
    # Nobody asked about it, so what people could ask in was over on 12 May.
    last = date(2027, 5, 12) + timedelta(days=91)
    for day, there in (
        (date(2027, 5, 5), True),
        (date(2027, 5, 12), True),
        (last - timedelta(1), True),
        (last, False),
    ):
        line.clock.at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        await line.app.upkeep.tick()
        assert await known(line, ann) == there
    reply = await line.act(round_, ann, Chose("data"))
    assert line.app.say("contributor.data.nothing") in repr(reply.message)


async def test_it_looks_once_a_day_and_at_staffs_sessions_by_the_door_clock(line: Line) -> None:
    app, door = line.app, HandClock(line.clock.at - timedelta(days=100))
    upkeep = Upkeep(
        app.database,
        app.database.sealer,
        line.clock,
        app.upkeep._witness,
        app.library,
        door_clock=door,
    )
    day = door.at.date()

    def enter(unit: Unit) -> None:
        unit.add_staff(replace(LEAD, id="e" * 32), "token", day)
        unit.redeem("token", "session", day, day)

    async def inside() -> bool:
        return await app.database.run(lambda unit: unit.session("session", day) is not None)

    await app.database.run(enter)
    await upkeep.tick()
    door.pass_(days=1)
    line.clock.pass_(hours=1)
    await upkeep.tick()
    assert await inside()
    line.clock.pass_(days=1)
    await upkeep.tick()
    assert not await inside()
