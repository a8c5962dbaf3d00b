"""One message says that the second part is open. It takes the place of the one reminder."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.conversation.events import Chose
from bot.delivery.pacing import WEEK, may_have_written
from tests.delivery.line import Line

SECOND = date(2027, 3, 8)
REMINDER = date(2027, 3, 12)


async def evening(line: Line, day: date) -> list[tuple[str, str]]:
    before = len(line.post.sent)
    line.clock.at = datetime.combine(day, time(16, 30), UTC)
    await line.app.ticker.run_once()
    return sorted((to, message.title) for to, message in line.post.sent[before:])


async def test_it_goes_once_to_who_has_not_finished_and_wants_to_hear(line: Line) -> None:
    round_ = await line.open(second_on=SECOND)
    for who, hears in (("al", "all"), ("bo", "none"), ("cy", "all"), ("di", "all")):
        await line.join(round_, who, hears)
    for _ in range(5):
        await line.act(round_, "cy", Chose("skip"))
    await line.act(round_, "di", Chose("stop"))
    title = line.app.say("delivery.second.title")
    assert await evening(line, SECOND - timedelta(days=1)) == []
    assert await evening(line, SECOND) == [("al", title)]
    assert await evening(line, SECOND + timedelta(days=1)) == []
    assert await evening(line, REMINDER) == []


async def test_who_comes_after_that_day_is_reminded_as_ever(line: Line) -> None:
    round_ = await line.open(second_on=SECOND)
    line.clock.at = datetime(2027, 3, 9, 10, tzinfo=UTC)
    await line.join(round_, "al")
    reminder = line.app.say("delivery.reminder.title")
    assert await evening(line, REMINDER) == [("al", reminder)]


@pytest.mark.parametrize(
    ("day", "may"), [(SECOND, True), (SECOND + WEEK, False), (SECOND - timedelta(days=1), False)]
)
async def test_it_counts_as_the_message_of_its_week(line: Line, day: date, may: bool) -> None:
    round_ = await line.open(second_on=SECOND, closes_on=date(2027, 4, 5))
    assert may_have_written(round_, day) is may
