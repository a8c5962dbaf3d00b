"""Every round is kept to its dates, by the second, on the days the clocks change too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import LogCapture

from app.compose import build
from app.settings import Settings
from bot.consultation.model import RoundState
from bot.conversation.effects import CancelRound, CloseRound
from bot.conversation.events import Chose, Said
from bot.conversation.state import State
from bot.ports import Unit
from storage.database import open_database
from tests.delivery.line import FACILITATOR, HandClock, Line, Post, address_of


@pytest.fixture
def lines_logged() -> Iterator[LogCapture]:
    capture = LogCapture()
    structlog.configure(processors=[capture])
    yield capture
    structlog.reset_defaults()


async def state_of(line: Line, round_id: str, who: str) -> State:
    def work(unit: Unit) -> str:
        person = unit.person(address_of(who))
        assert person is not None
        return unit.conversation(round_id, person.id)

    return State.from_json(await line.app.database.run(work))


# --- closing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "closes"),
    [
        ("Europe/London", date(2027, 3, 15), datetime(2027, 3, 16, 0, 15, tzinfo=UTC)),
        # The clocks go forward in the night before, and back in the night before.
        ("Europe/London", date(2027, 3, 28), datetime(2027, 3, 28, 23, 15, tzinfo=UTC)),
        ("Europe/London", date(2027, 10, 31), datetime(2027, 11, 1, 0, 15, tzinfo=UTC)),
        ("Pacific/Auckland", date(2027, 3, 15), datetime(2027, 3, 15, 11, 15, tzinfo=UTC)),
    ],
)
async def test_a_round_closes_at_the_end_of_its_day_and_its_grace(
    line: Line, zone: str, day: date, closes: datetime
) -> None:
    round_ = await line.open(zone=zone, closes_on=day, withdraw_until=day + timedelta(days=14))
    line.clock.at = closes - timedelta(seconds=1)
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.OPEN
    line.clock.at = closes
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.CLOSED


async def test_closing_drops_what_nobody_confirmed(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    await line.act(round_, "ann", Said("not yet confirmed"))
    assert (await state_of(line, round_.id, "ann")).draft is not None
    line.clock.at = datetime(2027, 3, 16, 0, 15, tzinfo=UTC)
    await line.app.upkeep.tick()
    assert (await state_of(line, round_.id, "ann")).draft is None


async def test_a_change_to_a_kept_answer_goes_on_after_closing(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    await line.answer(round_, "ann")
    await line.act(round_, "ann", Chose("answers"))
    await line.act(round_, "ann", Chose("change:trust"))
    await line.act(round_, "ann", Said("in other words"))
    line.clock.at = datetime(2027, 3, 16, 0, 15, tzinfo=UTC)
    await line.app.upkeep.tick()
    draft = (await state_of(line, round_.id, "ann")).draft
    assert draft is not None
    assert draft.text == "in other words"


async def test_a_round_that_was_closed_by_hand_is_tidied_once(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    await line.act(round_, "ann", Said("not yet confirmed"))
    await line.staff(FACILITATOR, CloseRound(replace(round_, state=RoundState.CLOSED)))
    await line.app.upkeep.tick()
    assert (await state_of(line, round_.id, "ann")).draft is None
    await line.app.upkeep.tick()


# --- figures ---------------------------------------------------------------------------------


async def figure(line: Line, round_id: str) -> tuple[int, date | None]:
    await line.app.upkeep.tick()
    found = await line.round(round_id)
    return found.figure, found.figure_day


async def test_the_figure_moves_once_a_day_from_six_in_steps_of_k(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 4)
    line.clock.at = datetime(2027, 3, 2, 5, 59, tzinfo=UTC)
    assert await figure(line, round_.id) == (0, None)
    line.clock.pass_(minutes=1)
    # Four are too few to speak of; that this was looked at is noted all the same.
    assert await figure(line, round_.id) == (0, date(2027, 3, 2))
    await line.people(round_, 2, start=4)
    line.clock.pass_(hours=17)
    assert await figure(line, round_.id) == (0, date(2027, 3, 2))
    line.clock.at = datetime(2027, 3, 3, 6, 0, tzinfo=UTC)
    assert await figure(line, round_.id) == (5, date(2027, 3, 3))
    await line.people(round_, 3, start=6)
    line.clock.pass_(days=1)
    assert await figure(line, round_.id) == (5, date(2027, 3, 4))
    await line.people(round_, 2, start=9)
    line.clock.pass_(days=1)
    assert await figure(line, round_.id) == (10, date(2027, 3, 5))


async def test_the_figure_moves_once_more_at_closing_and_never_again(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 5)
    line.clock.at = datetime(2027, 3, 16, 0, 15, tzinfo=UTC)
    assert await figure(line, round_.id) == (5, date(2027, 3, 16))
    for number in range(5):
        await line.act(round_, f"person-{number:03}", Chose("answers"))
        await line.act(round_, f"person-{number:03}", Chose("take_back:trust"))
    line.clock.pass_(days=2)
    assert await figure(line, round_.id) == (5, date(2027, 3, 16))


async def test_the_hour_of_the_figure_is_local(line: Line) -> None:
    round_ = await line.open(zone="Pacific/Auckland")
    line.clock.at = datetime(2027, 3, 2, 16, 59, tzinfo=UTC)
    assert await figure(line, round_.id) == (0, None)
    line.clock.pass_(minutes=1)
    assert await figure(line, round_.id) == (0, date(2027, 3, 3))


# --- review batches --------------------------------------------------------------------------


async def batches(line: Line, round_id: str) -> list[int]:
    await line.app.upkeep.tick()
    found = await line.app.database.run(lambda unit: unit.batches(round_id))
    return [len(batch.answers) for batch in found]


async def test_a_batch_waits_for_k_people_while_the_round_is_open(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 4)
    await line.answer(round_, "person-000", "a second answer of the same person")
    assert await batches(line, round_.id) == []
    await line.people(round_, 1, start=4)
    assert await batches(line, round_.id) == [5]
    await line.people(round_, 2, start=5)
    assert await batches(line, round_.id) == [5]


async def test_what_is_left_at_closing_becomes_a_batch(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 2)
    line.clock.at = datetime(2027, 3, 16, 0, 15, tzinfo=UTC)
    assert await batches(line, round_.id) == [2]


# --- sealing and keys ------------------------------------------------------------------------


def key_files(line: Line, round_id: str) -> list[str]:
    return [file.name for file in line.app.settings.keys.iterdir() if round_id in file.name]


async def test_a_round_is_sealed_when_nobody_may_change_anything_any_more(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 5)
    await line.app.upkeep.tick()
    assert await line.approve(round_) == 5
    # British summer time has begun the day before.
    end = datetime(2027, 3, 29, 23, 0, tzinfo=UTC)
    line.clock.at = end - timedelta(seconds=1)
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.CLOSED
    assert key_files(line, round_.id)
    line.clock.at = end
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.SEALED
    assert key_files(line, round_.id) == []
    approved = await line.app.database.run(lambda unit: unit.approved(round_.id))
    assert len(approved) == 5


async def test_no_round_is_left_unsealed_past_the_last_day(line: Line) -> None:
    round_ = await line.open(withdraw_until=date(2027, 12, 31))
    last = datetime(2027, 5, 14, 23, 0, tzinfo=UTC)
    line.clock.at = last - timedelta(seconds=1)
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.CLOSED
    line.clock.at = last
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.SEALED


async def test_a_clock_that_goes_back_unseals_nothing(line: Line) -> None:
    round_ = await line.open()
    await line.sealed(round_)
    line.clock.at = datetime(2027, 3, 1, tzinfo=UTC)
    await line.app.upkeep.tick()
    assert (await line.round(round_.id)).state is RoundState.SEALED


class CutOff(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("at", ["sealing", "rewritten", "destroyed", "cleaned"])
async def test_a_sealing_that_was_cut_off_goes_on_at_the_next_start(line: Line, at: str) -> None:
    round_ = await line.open()
    await line.people(round_, 1)
    line.clock.at = datetime(2027, 3, 16, 1, tzinfo=UTC)
    await line.app.upkeep.tick()

    def end(step: str) -> None:
        if step == at:
            raise CutOff

    cut = open_database(line.app.settings.database, line.app.keys, after_step=end)
    with pytest.raises(CutOff):
        await cut.sealer.seal(round_.id)
    cut.close()
    assert (await line.round(round_.id)).state in (RoundState.SEALING, RoundState.REWRITTEN)
    # Withdraw-until is far away: what has begun goes on whatever the day.
    async with build(line.app.settings, clock=line.clock) as again:
        await again.upkeep.resume()
    assert (await line.round(round_.id)).state is RoundState.SEALED
    assert key_files(line, round_.id) == []


async def test_the_key_of_a_cancelled_round_goes(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 1)
    await line.staff(FACILITATOR, CancelRound(replace(round_, state=RoundState.CANCELLED)))
    assert key_files(line, round_.id)
    await line.app.upkeep.tick()
    assert key_files(line, round_.id) == []
    await line.app.upkeep.tick()


# --- outcomes --------------------------------------------------------------------------------


async def outcome_states(line: Line, round_id: str) -> list[str]:
    await line.app.upkeep.tick()
    found = await line.app.database.run(lambda unit: unit.outcomes(round_id))
    return [each.state for each in found]


async def test_an_outcome_is_planned_on_its_local_day(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 1)
    await line.sealed(round_)
    await line.outcome(round_, date(2027, 4, 10))
    await line.outcome(round_, date(2027, 4, 10), "draft")
    line.clock.at = datetime(2027, 4, 9, 22, 59, tzinfo=UTC)
    assert await outcome_states(line, round_.id) == ["scheduled", "draft"]
    line.clock.at = datetime(2027, 4, 9, 23, 0, tzinfo=UTC)
    assert await outcome_states(line, round_.id) == ["sent", "draft"]


async def test_an_outcome_waits_for_the_sealing(line: Line) -> None:
    round_ = await line.open()
    line.clock.at = datetime(2027, 3, 16, 1, tzinfo=UTC)
    await line.app.upkeep.tick()
    await line.outcome(round_, date(2027, 3, 20))
    line.clock.at = datetime(2027, 3, 21, tzinfo=UTC)
    assert await outcome_states(line, round_.id) == ["scheduled"]
    line.clock.at = datetime(2027, 3, 30, tzinfo=UTC)
    assert await outcome_states(line, round_.id) == ["sent"]


# --- what changes meanwhile ----------------------------------------------------------------------


@pytest.mark.parametrize("part", ["_close", "_figure", "_batch"])
async def test_what_staff_did_meanwhile_stands(line: Line, part: str) -> None:
    round_ = await line.open()
    await line.people(round_, 5)
    line.clock.at = datetime(2027, 3, 16, 1, tzinfo=UTC)
    await line.staff(FACILITATOR, CancelRound(replace(round_, state=RoundState.CANCELLED)))
    before = await line.round(round_.id)
    # The list of rounds was read while this one was still open.
    await getattr(line.app.upkeep, part)(round_, line.clock.now())
    assert await line.round(round_.id) == before


# --- what goes wrong ---------------------------------------------------------------------------


async def test_one_broken_round_keeps_no_other_from_its_turn(
    line: Line, lines_logged: LogCapture
) -> None:
    broken = await line.open("broken")
    whole = await line.open("whole")
    for round_ in (broken, whole):
        await line.people(round_, 1)
    for name in key_files(line, broken.id):
        (line.app.settings.keys / name).unlink()
    async with build(line.app.settings, clock=line.clock) as app:
        line.clock.at = datetime(2027, 3, 16, 1, tzinfo=UTC)
        await app.upkeep.tick()
    # It closes all the same: what cannot be tidied must not keep a round from its dates.
    assert (await line.round(broken.id)).state is RoundState.CLOSED
    assert (await line.round(whole.id)).state is RoundState.CLOSED
    first = lines_logged.entries[0]
    assert first == {
        "event": "upkeep_failed",
        "log_level": "error",
        "part": "tidy",
        "error": "NotSaved:key",
        "state": "closed",
    }
    told = str(lines_logged.entries)
    assert broken.id not in told
    assert "person" not in told


async def test_a_database_that_is_gone_ends_nothing(
    tmp_path: Path, lines_logged: LogCapture
) -> None:
    settings = Settings(_env_file=None, data_folder=tmp_path)  # type: ignore[call-arg]
    async with build(settings, clock=HandClock(), channels=(Post(),)) as app:
        app.database.close()
        await app.upkeep.tick()
        await app.delivery.deliver()
    events = [entry["event"] for entry in lines_logged.entries]
    *upkeep, last = events
    assert (set(upkeep), last) == ({"upkeep_failed"}, "delivery_failed")
