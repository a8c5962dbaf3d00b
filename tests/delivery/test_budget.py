"""Three rounds in 90 days ask one person, whoever asks; only that person can see it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.consultation.budget import asked
from bot.consultation.model import Round, RoundState
from bot.conversation.effects import Invite
from bot.conversation.events import Chose, Opened
from tests.delivery.conftest import OUTCOME_DAY
from tests.delivery.line import FACILITATOR, Line, address_of

START = date(2027, 3, 1)


async def opened(line: Line, code: str, weeks: int, **changes: object) -> Round:
    """Open a round so many weeks after the first day; it stays open for four."""
    day = START + timedelta(weeks=weeks)
    line.clock.at = datetime.combine(day, time(9), UTC)
    dates = {
        "opens_on": day,
        "closes_on": day + timedelta(weeks=12),
        "withdraw_until": day + timedelta(weeks=14),
        "tell_by": day + timedelta(weeks=20),
    }
    return await line.open(code, **(dates | changes))


async def invited(line: Line, round_: Round, *people: str) -> None:
    asks = tuple((address_of(who), {"channel": "web", "to": who}) for who in people)
    await line.staff(FACILITATOR, Invite(round_.id, asks))


async def evening(line: Line, day: date) -> list[str]:
    before = len(line.post.sent)
    line.clock.at = datetime.combine(day, time(16, 30), UTC)
    await line.app.ticker.run_once()
    await line.app.ticker.run_once()
    return sorted(to for to, _ in line.post.sent[before:])


async def test_whoever_was_asked_three_times_is_not_invited_and_can_still_say_yes(
    line: Line,
) -> None:
    for number in range(3):
        round_ = await opened(line, f"round{number}", number)
        await line.join(round_, "ann", "none")
    fourth = await opened(line, "fourth", 4)
    reply = await line.act(fourth, "ann", Opened())
    shown = str(reply.message)
    assert "You have been asked 3 times in 90 days." in shown
    assert "You can still say yes." in shown
    assert "You have been asked" not in str((await line.act(fourth, "bo", Opened())).message)
    await invited(line, fourth, "ann", "bo")
    assert await evening(line, START + timedelta(weeks=4)) == ["bo"]
    data = str((await line.act(round_, "ann", Chose("data"))).message)
    assert "Rounds that asked you in 90 days: 3." in data
    await line.join(fourth, "ann", "none")
    assert (await line.act(fourth, "ann", Opened())).known


async def test_after_ninety_days_there_is_room_again(line: Line) -> None:
    for number in range(3):
        round_ = await opened(line, f"round{number}", number)
        await line.join(round_, "ann", "none")
    later = await opened(line, "later", 13)
    await invited(line, later, "ann")
    assert await evening(line, START + timedelta(days=92)) == ["ann"]


async def test_invitations_that_wait_count_in_their_order_and_come_a_week_apart(line: Line) -> None:
    for number in range(4):
        round_ = await opened(line, f"round{number}", 0)
        await invited(line, round_, "ann", f"only{number}")
    came = [day for day in range(60) if "ann" in await evening(line, START + timedelta(day))]
    assert came == [0, 7, 14]
    assert len(line.post.sent) == 7


async def test_who_may_have_been_reminded_this_week_hears_of_an_outcome_after_it(
    with_outcome: Line,
) -> None:
    line = with_outcome
    days = {"withdraw_until": date(2027, 5, 1), "tell_by": date(2027, 6, 1)}
    other = await line.open("other", closes_on=OUTCOME_DAY + timedelta(days=1), **days)
    await line.join(other, "person-000", "none")
    await line.app.ticker.run_once()
    assert line.post.reached == [f"person-{number:03}" for number in range(1, 5)]
    came = [n for n in range(1, 12) if await evening(line, OUTCOME_DAY + timedelta(days=n))]
    assert came == [8], "a week after the last day on which a reminder may have gone out"


def test_a_round_that_follows_another_asks_nobody_anew() -> None:
    whole = Round("r", "c", opens_on=START)
    open_ = replace(whole, state=RoundState.OPEN)
    day = START + timedelta(days=89)
    rounds = [open_, whole, replace(open_, parent="p"), replace(open_, opens_on=None)]
    assert asked(rounds, day) == 1
    assert asked(rounds, day + timedelta(days=1)) == 0
