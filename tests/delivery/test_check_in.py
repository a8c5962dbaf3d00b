"""One gentle message some days after a hard round, to who chose it; nothing tells who that was."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.conversation.events import Chose
from bot.conversation.messages import Message
from bot.delivery.pacing import WEEK, may_have_written
from storage.tables import vault
from tests.delivery.line import Line

CLOSES = date(2027, 3, 15)
DUE = CLOSES + timedelta(days=4)


async def evening(line: Line, day: date) -> list[tuple[str, Message]]:
    before = len(line.post.sent)
    line.clock.at = datetime.combine(day, time(16, 30), UTC)
    await line.app.ticker.run_once()
    return line.post.sent[before:]


async def rows(line: Line) -> list[tuple[str, int, object]]:
    """Return what can be seen of each message that lies in a vault: how it stands, its size, its day."""
    planned = vault.select().where(vault.c.kind == "outbox")
    found = await line.app.database.run(lambda unit: unit._sql.all(planned))  # type: ignore[attr-defined]
    return sorted((row.state, len(row.ct), row.due_day) for row in found)


async def test_it_goes_once_to_who_chose_it_and_all_rows_end_alike(line: Line) -> None:
    round_ = await line.open(hard=True)
    for who, choice in (("al", "yes"), ("bo", "no"), ("cy", ""), ("di", "yes"), ("ed", "yes")):
        await line.join(round_, who)
        for _ in range(5):
            await line.act(round_, who, Chose("skip"))
        if choice:
            await line.act(round_, who, Chose(f"check_in:{choice}"))
    await line.act(round_, "di", Chose("stop"))
    await line.act(round_, "ed", Chose("check_in:no"))
    lying = await rows(line)
    assert len(lying) == 10
    assert len({(state, size) for state, size, _ in lying}) == 1
    assert await evening(line, DUE - timedelta(days=1)) == []
    ((to, message),) = await evening(line, DUE)
    assert (to, message.title) == ("al", line.app.say("delivery.check_in.title"))
    assert "999" in repr(message.parts)
    assert [choice.action for choice in message.choices][1:] == ["stop"]
    ended = await rows(line)
    assert len({(state, size) for state, size, _ in ended}) == 1
    assert await evening(line, DUE + timedelta(days=1)) == []


async def test_a_round_that_is_not_hard_neither_offers_nor_plans_it(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "al")
    for _ in range(5):
        await line.act(round_, "al", Chose("skip"))
    await line.act(round_, "al", Chose("check_in:yes"))
    assert len(await rows(line)) == 1
    assert await evening(line, DUE) == []


@pytest.mark.parametrize(
    ("days", "may"), [(4, True), (8, True), (8 + 6, True), (8 + WEEK.days, False)]
)
async def test_it_counts_for_everyone_of_the_round(line: Line, days: int, may: bool) -> None:
    round_ = await line.open(hard=True)
    assert may_have_written(round_, CLOSES + timedelta(days=days)) is may
