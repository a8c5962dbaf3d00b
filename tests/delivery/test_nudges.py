"""Staff are reminded of what they promised: in time, once a day and reason, and of no topic."""

from datetime import UTC, date, datetime, time, timedelta

from bot.consultation.model import Role, Staff
from bot.conversation.effects import MovePromise
from bot.conversation.events import Address, Chose
from bot.conversation.lead_effects import Settle
from bot.delivery.nudges import Nudges
from bot.ports import SendFailed, Unit
from tests.delivery.line import FACILITATOR, LEAD, START, Line

TELL_BY = date(2027, 4, 30)


async def comes_in(line: Line) -> None:
    """Let the facilitator come in at a chat platform."""
    contact = {"channel": "web", "to": "isobel"}

    def work(unit: Unit) -> None:
        unit.add_staff(FACILITATOR, "code", date(2027, 3, 8))
        unit.tie_staff("code", Address("chat", "", "isobel"), contact, date(2027, 3, 1))

    await line.app.database.run(work)


async def days(line: Line, first: int, last: int, hour: int = 10) -> list[int]:
    """Let days pass, counted from the promised one; return those on which a reminder came."""
    came = []
    for number in range(first, last + 1):
        line.post.sent.clear()
        line.clock.at = datetime.combine(TELL_BY + timedelta(number), time(hour), UTC)
        for _ in range(2):
            # A process that has just started knows nothing of what went out before.
            line.app.delivery._nudges = Nudges(
                line.app.database, line.app.delivery._channels, line.app.say, line.clock
            )
            await line.app.ticker.run_once()
        assert line.post.reached in ([], ["isobel"])
        came += [number] * len(line.post.sent)
    return came


async def test_an_owner_is_reminded_before_the_day_and_daily_after(line: Line) -> None:
    await line.open()
    assert await days(line, -15, -13) == [], "whoever never came in has the desk alone"
    await comes_in(line)
    assert await days(line, -15, 3) == [-14, -7, -1, 1, 2, 3]
    message = line.post.sent[0][1]
    assert "still wait" in str(message)
    assert "Trust" not in str(message)
    assert await days(line, 4, 4, hour=20) == []


async def test_what_was_kept_or_moved_is_not_late(line: Line) -> None:
    round_ = await line.open()
    await comes_in(line)
    await line.people(round_, 1)
    round_ = await line.sealed(round_)
    line.clock.at = datetime(2027, 4, 20, 9, tzinfo=UTC)
    await line.staff(FACILITATOR, MovePromise(round_.id, date(2027, 5, 10), "Why."))
    line.clock.at = datetime(2027, 4, 29, 16, 30, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert await days(line, -1, 3) == [3], "seven days before the new day"
    await line.outcome(round_, date(2027, 5, 4))
    line.clock.at = datetime(2027, 5, 4, 7, tzinfo=UTC)
    await line.app.upkeep.tick()
    assert await days(line, 9, 12) == []


async def test_what_did_not_leave_is_sent_again_the_same_day(line: Line) -> None:
    await line.open()
    await comes_in(line)
    line.post.failing["isobel"] = SendFailed()
    assert await days(line, -7, -7) == []
    line.post.failing.clear()
    assert await days(line, -7, -7) == [-7]


async def test_who_waits_to_be_contacted_is_not_forgotten(line: Line) -> None:
    """The lead is told on days of work, and once it is late the admins, or the second lead, too."""
    ada, gus = Staff("ad" * 16, "Ada", Role.ADMIN), Staff("2e" * 16, "Gus", Role.LEAD)

    def come_in(unit: Unit) -> None:
        for number, member in enumerate((LEAD, ada, gus)):
            unit.add_staff(member, f"code {number}", date(2027, 3, 8))
            to = {"channel": "web", "to": member.name}
            unit.tie_staff(f"code {number}", Address("chat", "", member.name), to, START.date())

    round_ = await line.open()
    await line.app.database.run(come_in)
    reach = "07700 900123"
    line.clock.at = datetime(2027, 3, 5, 18, tzinfo=UTC)  # a Friday evening: due on Monday at noon
    await line.act(round_, "ann", Chose("contact", {"reach": (reach,)}))
    for when, told in (
        (datetime(2027, 3, 5, 18, 1, tzinfo=UTC), []),
        (datetime(2027, 3, 6, 10, tzinfo=UTC), []),
        (datetime(2027, 3, 8, 8, tzinfo=UTC), []),
        (datetime(2027, 3, 8, 10, tzinfo=UTC), ["Isla Grant"]),
        (datetime(2027, 3, 8, 12, 5, tzinfo=UTC), ["Ada", "Isla Grant"]),
        (datetime(2027, 3, 8, 16, tzinfo=UTC), []),
        (datetime(2027, 3, 9, 10, tzinfo=UTC), ["Ada", "Isla Grant"]),
    ):
        line.post.sent.clear()
        line.clock.at = when
        await line.app.ticker.run_once()
        assert line.post.reached == told, when
        for _, message in line.post.sent:
            assert not any(word in str(message) for word in (reach, "Trust", "Leith", "Moira"))
    await line.open("second", second=gus.id)
    later = await line.app.database.run(lambda unit: unit.round_by_code("second"))
    assert later is not None
    await line.act(round_, "ann", Chose("uncontact"))
    await line.act(later, "ann", Chose("contact", {"reach": (reach,)}))
    line.post.sent.clear()
    line.clock.at = datetime(2027, 3, 10, 10, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert line.post.reached == ["Gus", "Isla Grant"]
    (seen,) = await line.app.database.run(lambda unit: unit.requests(gus.id))
    await line.staff(gus, Settle("request", seen.id, "contacted"))
    line.post.sent.clear()
    line.clock.at = datetime(2027, 3, 11, 10, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert line.post.sent == []
