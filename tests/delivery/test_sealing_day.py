"""Answers may be changed if and only if it is before *withdraw-until*, and a round is sealed if and
only if a tick has come since: by the second, on days the clocks change, with a clock that jumps."""

import asyncio
import os
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.compose import build
from app.settings import Settings
from bot.consultation import dates, rounds
from bot.consultation.model import Answer, Round, RoundState
from bot.conversation.effects import CloseRound
from bot.conversation.events import Chose
from bot.ports import Unit
from tests.delivery.line import FACILITATOR, HandClock, Line, Post, address_of
from tests.sqlite import ready

EXAMPLES = 300 if os.environ.get("PROOF") == "1" else 12
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)

days = st.sampled_from(
    [
        date(2027, 3, 27),  # the clocks go forward in the night after
        date(2027, 3, 28),
        date(2027, 6, 1),
        date(2027, 10, 30),  # the clocks go back in the night after
        date(2027, 10, 31),
        date(2027, 12, 31),
    ]
)
jumps = st.sampled_from(
    [*(n * SECOND for n in (-1, 0, 1)), -DAY, DAY, -timedelta(hours=1), timedelta(hours=1)]
)
# Where the clock stands, counted from T; whether a tick comes before somebody acts; the act.
steps = st.lists(
    st.tuples(jumps, st.booleans(), st.sampled_from(["change", "change", "take back"])),
    min_size=1,
    max_size=6,
)


async def kept(line: Line, round_: Round) -> Answer | None:
    def work(unit: Unit) -> Answer | None:
        person = unit.person(address_of("ann"))
        assert person is not None
        return unit.answers(round_.id, person.id).get("trust")

    return await line.app.database.run(work)


async def does(line: Line, round_: Round, act: str) -> bool:
    """Let Ann change her answer, or take it back; tell whether it took."""
    before = await kept(line, round_)
    await line.act(round_, "ann", Chose("answers"))
    quoted = "say_no" if before is not None and before.quote else "say_yes"
    await line.act(round_, "ann", Chose(f"{quoted if act == 'change' else 'take_back'}:trust"))
    return await kept(line, round_) != before


async def play(folder: Path, until: date, story: list[tuple[timedelta, bool, str]]) -> None:
    clock = HandClock(datetime.combine(until - 20 * DAY, datetime.min.time(), UTC))
    bare = Settings(_env_file=None, data_folder=folder)  # type: ignore[call-arg]
    ready(folder / "heardback.db")
    async with build(bare, clock=clock, channels=(Post(),)) as app:
        line = Line(app, clock, Post())
        last = until - 14 * DAY
        round_ = await line.open(opens_on=last - DAY, closes_on=last, withdraw_until=until)
        await line.people(round_, 1)
        await line.join(round_, "ann")
        await line.answer(round_, "ann")
        clock.at += 10 * DAY
        await app.upkeep.tick()
        end = datetime.combine(until + DAY, datetime.min.time(), UTC)
        summer = date(2027, 3, 28) <= until < date(2027, 10, 31)
        end -= timedelta(hours=1) if summer else timedelta()
        sealed = gone = False
        for jump, tick, act in story:
            clock.at = end + jump
            if tick:
                await app.upkeep.tick()
                sealed = sealed or clock.at >= end
            may = not sealed and not gone and clock.at < end
            assert await does(line, round_, act) == may
            gone = gone or (may and act == "take back")
            state = (await line.round(round_.id)).state
            assert state is (RoundState.SEALED if sealed else RoundState.CLOSED)


@settings(max_examples=EXAMPLES)
@given(days, steps)
def test_changed_if_and_only_if_before_sealed_if_and_only_if_after(
    until: date, story: list[tuple[timedelta, bool, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), until, story))


async def test_closing_early_keeps_the_day_people_were_told(line: Line) -> None:
    """Sixty days after the day it was to close, and not after the day it did."""
    draft = await line.open(withdraw_until=date(2027, 5, 14))
    opened = rounds.opening(replace(draft, state=RoundState.DRAFT), line.clock.now())
    assert opened.seal_by == date(2027, 5, 14)
    round_ = await line.open("early", withdraw_until=date(2027, 5, 14), seal_by=opened.seal_by)
    await line.people(round_, 1)
    line.clock.pass_(days=2)
    closing = rounds.closing(round_, line.clock.now())
    hasty = replace(closing, withdraw_until=date(2027, 3, 10), seal_by=date(2027, 3, 10), k=3)
    await line.staff(FACILITATOR, CloseRound(hasty))
    found = await line.round(round_.id)
    assert found == replace(round_, state=RoundState.CLOSED, closes_on=date(2027, 3, 3))
    end = datetime(2027, 5, 14, 23, 0, tzinfo=UTC)
    line.clock.at = end - SECOND
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.CLOSED
    line.clock.at = end
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.SEALED


async def test_closing_never_puts_off_the_day_of_closing(line: Line) -> None:
    round_ = await line.open()
    late = replace(round_, state=RoundState.CLOSED, closes_on=date(2027, 12, 1))
    await line.staff(FACILITATOR, CloseRound(late))
    assert (await line.round(round_.id)).closes_on == date(2027, 3, 15)


@pytest.mark.parametrize("state", [RoundState.SEALING, RoundState.REWRITTEN, RoundState.SEALED])
def test_nothing_changes_once_sealing_has_begun_whatever_the_clock_says(state: RoundState) -> None:
    round_ = Round("r1", "abc", state, withdraw_until=date(2027, 3, 29))
    assert not dates.may_change(round_, datetime(2027, 3, 1, tzinfo=UTC))


def test_an_open_end_is_sealed_by_the_last_day() -> None:
    round_ = Round("r1", "abc", RoundState.CLOSED, closes_on=date(2027, 3, 15))
    assert dates.anonymous_from(round_) == datetime(2027, 5, 14, 23, 0, tzinfo=UTC)
    late = replace(round_, withdraw_until=date(2027, 12, 31))
    assert dates.anonymous_from(late) == datetime(2027, 5, 14, 23, 0, tzinfo=UTC)
    assert dates.anonymous_from(replace(round_, closes_on=None)) is None
