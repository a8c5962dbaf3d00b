"""What people hear while they wait: notes on the days they were told of, and a day that has moved."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.consultation.model import Line as Words
from bot.consultation.model import Round
from bot.conversation.effects import AddLine, MovePromise
from bot.conversation.events import Opened
from bot.conversation.messages import Message, Text
from bot.ports import Refused
from tests.delivery.line import COORDINATOR, FACILITATOR, Line

NOTE = date(2027, 4, 28)
"""Thirty days after the first round is sealed."""
LATE = date(2027, 5, 20)


def texts(message: Message) -> str:
    return " ".join(p.text for p in message.parts if isinstance(p, Text)).replace("\xa0", " ")


async def evening(line: Line, day: date) -> list[str]:
    """Let one evening pass; return whom something reached then."""
    before = len(line.post.sent)
    line.clock.at = datetime.combine(day, time(16, 30), UTC)
    for _ in range(2):
        await line.app.ticker.run_once()
    return sorted(to for to, _ in line.post.sent[before:])


async def waiting(line: Line, code: str = "heron", **changes: object) -> Round:
    """Four people in a sealed round: two chose all messages, one what changed, one none."""
    round_ = await line.open(code, **({"tell_by": LATE, "note_every": 30} | changes))
    for who, hears in (("al", "all"), ("bo", "all"), ("cy", "changes"), ("di", "none")):
        await line.join(round_, who, hears)
        await line.answer(round_, who)
    return await line.sealed(round_)


async def test_a_note_goes_once_to_those_who_chose_everything(line: Line) -> None:
    round_ = await waiting(line)
    await line.staff(FACILITATOR, AddLine(round_.id, Words(NOTE, "We met twice.")))
    assert await evening(line, NOTE - timedelta(days=1)) == []
    assert await evening(line, NOTE) == ["al", "bo"]
    message = line.post.sent[-1][1]
    assert "We met twice." in texts(message)
    assert "20 May 2027" in texts(message)
    assert "Trust" not in message.title
    assert await evening(line, NOTE + timedelta(days=8)) == []


async def test_no_note_before_sealing_and_none_once_people_have_heard(line: Line) -> None:
    round_ = await line.open(tell_by=LATE, note_every=30, closes_on=date(2027, 3, 8))
    assert await line.app.database.run(lambda unit: unit.plan_note(round_.id, NOTE)) == 0
    for who in ("al", "bo", "cy"):
        await line.join(round_, who)
    sealed = await line.sealed(round_)
    await line.outcome(sealed, date(2027, 4, 10))
    assert await evening(line, date(2027, 4, 10)) == ["al", "bo", "cy"]
    assert await evening(line, NOTE) == []


async def test_of_notes_that_were_missed_only_the_last_goes(line: Line) -> None:
    await waiting(line, tell_by=date(2027, 7, 20))
    assert await evening(line, date(2027, 6, 27)) == ["al", "bo"]
    assert await evening(line, date(2027, 7, 10)) == []


async def test_a_day_that_moves_is_told_to_both_and_holds_from_then(line: Line) -> None:
    round_ = await waiting(line, note_every=0)
    to = date(2027, 6, 10)
    line.clock.at = datetime(2027, 5, 3, 9, tzinfo=UTC)
    await line.staff(FACILITATOR, MovePromise(round_.id, to, "The builder fell ill."))
    moved = await line.round(round_.id)
    assert (moved.tell_by, moved.promised) == (to, (LATE,))
    assert await evening(line, date(2027, 5, 3)) == ["al", "bo", "cy"]
    told = texts(line.post.sent[-1][1])
    assert all(part in told for part in ("10 June 2027", "20 May 2027", "The builder fell ill."))
    page = await line.act(moved, "al", Opened())
    assert "The builder fell ill." in str(page.message)


@pytest.mark.parametrize(
    ("on", "to", "because"),
    [
        (date(2027, 5, 3), date(2027, 5, 3), "why"),
        (date(2027, 5, 3), date(2027, 5, 19), "why"),
        (date(2027, 5, 3), date(2027, 7, 3), "why"),
        (date(2027, 5, 3), date(2027, 6, 10), " "),
        (date(2027, 5, 21), date(2027, 6, 10), "why"),
    ],
)
async def test_what_does_not_fit_moves_nothing(
    line: Line, on: date, to: date, because: str
) -> None:
    round_ = await waiting(line, note_every=0)
    line.clock.at = datetime.combine(on, time(9), UTC)
    for who in (FACILITATOR, COORDINATOR):
        with pytest.raises(Refused):
            await line.staff(who, MovePromise(round_.id, to, because))
    assert await line.round(round_.id) == round_
    assert await evening(line, on) == []


async def test_over_three_months_and_two_rounds_nobody_hears_twice_in_a_week(line: Line) -> None:
    first = await waiting(line, "heron")
    line.clock.at = datetime(2027, 4, 1, 10, tzinfo=UTC)
    second = await line.open(
        "otter",
        opens_on=date(2027, 4, 1),
        closes_on=date(2027, 4, 20),
        withdraw_until=date(2027, 5, 4),
        tell_by=date(2027, 6, 30),
        note_every=30,
    )
    for who in ("al", "cy"):
        await line.join(second, who, "all")
    await line.outcome(first, NOTE)
    came: dict[str, list[date]] = {}
    planned = False
    for day in (date(2027, 4, 2) + timedelta(days=n) for n in range(91)):
        for who in await evening(line, day):
            came.setdefault(who, []).append(day)
        if not planned and day == date(2027, 6, 1):
            await line.outcome(await line.round(second.id), date(2027, 6, 4))
            planned = True
    assert came["bo"] == [NOTE]
    # The note of the second round comes on 3 June, so what changed waits a week and is not lost.
    assert (
        came["al"] == came["cy"] == [date(2027, 4, 17), NOTE, date(2027, 6, 3), date(2027, 6, 10)]
    )
    for days in came.values():
        assert all(later - day >= timedelta(days=7) for day, later in pairwise(days))
