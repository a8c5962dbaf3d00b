"""The demonstration tells the whole story, is made once, and moves from date to date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine

from app import sample
from app.clock import DemoClock
from app.compose import App, build
from app.demonstration import Demonstration, Links, next_milestone
from app.settings import Settings
from bot.consultation.model import Item, Outcome, Review, Round, RoundState
from bot.conversation.desk import Spot
from bot.conversation.effects import CancelRound, Decide, Uncover
from bot.conversation.events import Chose, Inbound, Opened
from bot.conversation.messages import Entries, Pair, Quote
from tests.outcomes import goes_out

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


@asynccontextmanager
async def shown(folder: Path) -> AsyncIterator[tuple[App, Demonstration]]:
    """Start the demonstration as the server does."""
    settings = Settings(_env_file=None, demo_folder=folder).for_demonstration()  # type: ignore[call-arg]
    clock = DemoClock(settings.data_folder)
    async with build(settings, clock=clock) as app:
        yield app, Demonstration(app, clock)


@pytest.fixture
def real() -> AsyncIterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


async def round_of(app: App) -> Round:
    rounds = await app.database.run(lambda unit: unit.rounds())
    assert len(rounds) == 1
    return rounds[0]


async def test_a_sample_round_is_open_and_six_have_answered(folder: Path, real: object) -> None:
    async with shown(folder) as (app, demonstration):
        links = await demonstration.prepare()
        round_ = await round_of(app)
        answered = await app.database.run(lambda unit: unit.answered(round_.id))
        (batch,) = await app.database.run(lambda unit: unit.batches(round_.id))
    assert round_.demonstration
    assert round_.state is RoundState.OPEN
    assert "Sample" in round_.title
    assert "invented" in round_.asker
    assert (round_.figure, answered) == (5, 6)
    assert not round_.two_readers
    assert links.code == round_.code
    texts = [answer.kept.text for answer in batch.answers if answer.kept]
    assert len(texts) == sum(said is not None for one in sample.PEOPLE for said in one)
    covers = [cover for answer in batch.answers if answer.kept for cover in answer.kept.covers]
    assert {cover.label for cover in covers} >= {"words", "PHONE", "EMAIL"}
    for hidden in ("Nadia", "Callum", "Elm Row", "Mr Lennox", "07700", "northshore.example"):
        assert not any(hidden in text for text in texts)
    assert {answer.quote for answer in batch.answers} == {True, False}


async def test_every_desk_opens_with_its_link_once(folder: Path, real: object) -> None:
    async with shown(folder) as (app, demonstration):
        links = await demonstration.prepare()
        for member in sample.STAFF:
            token = links.desks[member.id].removeprefix("/desk/enter/")
            entered = await app.desk.sign_in(token)
            assert entered is not None
            assert entered[0] == member
            assert await app.desk.sign_in(token) is None
        home = await app.desk.show(sample.COORDINATOR, Spot())
    assert any(isinstance(part, Entries) for part in home.parts)


async def test_a_restart_finds_everything_again(folder: Path, real: time_machine.Traveller) -> None:
    async with shown(folder) as (app, demonstration):
        first = await demonstration.prepare()
        round_ = await round_of(app)
    real.shift(timedelta(days=2))
    async with shown(folder) as (app, demonstration):
        second = await demonstration.prepare()
        again = await round_of(app)
        answered = await app.database.run(lambda unit: unit.answered(round_.id))
        members = await app.database.run(lambda unit: unit.staff())
    assert (again.id, again.state, answered) == (round_.id, RoundState.OPEN, 6)
    assert len(members) == len(sample.STAFF)
    assert first.contributor == second.contributor
    assert set(first.desks.values()).isdisjoint(second.desks.values())


class CutShort(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("turns", [1, 4, 17])
async def test_a_making_that_was_cut_short_is_finished(
    folder: Path, real: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    async with shown(folder) as (app, demonstration):
        handle = app.conversations.handle
        left = turns

        async def cut(inbound: Inbound) -> object:
            nonlocal left
            if left == 0:
                raise CutShort
            left -= 1
            return await handle(inbound)

        monkeypatch.setattr(app.conversations, "handle", cut)
        with pytest.raises(CutShort):
            await demonstration.prepare()
    real.shift(timedelta(days=3))
    async with shown(folder) as (app, demonstration):
        await demonstration.prepare()
        round_ = await round_of(app)
        answered = await app.database.run(lambda unit: unit.answered(round_.id))
        (batch,) = await app.database.run(lambda unit: unit.batches(round_.id))
    assert answered == 6
    texts = [answer.kept.text for answer in batch.answers if answer.kept]
    assert len(texts) == len(set(texts)) == 28


async def test_a_draft_that_was_never_opened_is_left_behind(
    folder: Path, real: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(folder) as (app, demonstration):
        act = app.desk.act

        async def cut(me: object, spot: object, event: Chose, delivery: str) -> object:
            if event.action == "open":
                raise CutShort
            return await act(me, spot, event, delivery)  # type: ignore[arg-type]

        monkeypatch.setattr(app.desk, "act", cut)
        with pytest.raises(CutShort):
            await demonstration.prepare()
    async with shown(folder) as (app, demonstration):
        await demonstration.prepare()
        states = [each.state for each in await app.database.run(lambda unit: unit.rounds())]
    assert sorted(states) == ["draft", "open"]


async def test_a_sample_that_may_not_open_is_refused(
    folder: Path, real: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sample.ROUND, "decider", "")
    async with shown(folder) as (app, demonstration):
        with pytest.raises(LookupError, match="refused"):
            await demonstration.prepare()
        assert (await round_of(app)).state is RoundState.DRAFT


async def test_a_restart_after_closing_asks_nobody_again(
    folder: Path, real: time_machine.Traveller
) -> None:
    async with shown(folder) as (_app, demonstration):
        await demonstration.prepare()
        await demonstration.advance()
    async with shown(folder) as (app, demonstration):
        await demonstration.prepare()
        assert (await round_of(app)).state is RoundState.CLOSED


async def test_stale_support_lines_do_not_end_the_demonstration(
    folder: Path, real: time_machine.Traveller
) -> None:
    real.move_to(datetime(2030, 1, 1, tzinfo=UTC))
    async with shown(folder) as (app, demonstration):
        await demonstration.prepare()
        assert (await round_of(app)).state is RoundState.OPEN
        assert demonstration.now().year == 2027


# --- the whole story ---------------------------------------------------------------------------


async def test_the_story_goes_from_date_to_date(folder: Path, real: time_machine.Traveller) -> None:
    async with shown(folder) as (app, demonstration):
        links = await demonstration.prepare()
        token = links.desks[sample.FACILITATOR.id].removeprefix("/desk/enter/")
        entered = await app.desk.sign_in(token)
        assert entered is not None
        assert await demonstration.next_label() == "Jump: the round closes"
        await demonstration.advance()
        assert (await round_of(app)).state is RoundState.CLOSED
        await approve_all(app)
        assert await demonstration.next_label() == "Jump: the round is sealed"
        await demonstration.advance()
        round_ = await round_of(app)
        assert round_.state is RoundState.SEALED
        report = await app.desk.show(sample.FACILITATOR, Spot("report", round_.id))
        assert "5 or more people answered." in repr(report)
        assert [part for part in report.parts if isinstance(part, Quote)]
        assert round_.tell_by is not None
        day = round_.tell_by - timedelta(days=2)
        outcome = Outcome("0" * 32, round_.id, (Item("a", "b", "done", "c"),), day)
        await app.database.run(
            lambda unit: goes_out(
                unit, sample.FACILITATOR, sample.COORDINATOR, outcome, app.clock.now()
            )
        )
        assert await demonstration.next_label() == "Jump: the outcome is sent"
        assert not await shows_outcome(app, links)
        await demonstration.advance()
        assert demonstration.now() == datetime.combine(day, time(15), UTC)
        assert await shows_outcome(app, links)
        assert await demonstration.next_label() == "Jump: the day they hear back by"
        await demonstration.advance()
        assert await demonstration.next_label() == ""
        await demonstration.advance()
        assert demonstration.now() == datetime.combine(round_.tell_by, time(15), UTC)
        # Six weeks of the story have passed; the day at the desk has not.
        assert await app.desk.who(entered[1]) == sample.FACILITATOR


async def approve_all(app: App) -> None:
    round_ = await round_of(app)
    batches = await app.database.run(lambda unit: unit.batches(round_.id))
    effects = [
        effect
        for batch in batches
        for answer in batch.answers
        for effect in (
            Uncover(answer.id),
            Decide(replace(answer, review=Review.APPROVED, last=sample.COORDINATOR.id), "approve"),
        )
    ]
    now = app.clock.now()
    await app.database.run(lambda unit: unit.record(sample.COORDINATOR, effects, None, now))


async def shows_outcome(app: App, links: Links) -> bool:
    inbound = Inbound("f" * 32, "web", links.code, Opened())
    reply = await app.conversations.handle(inbound)
    return any(isinstance(part, Pair) for part in reply.message.parts)


async def test_a_cancelled_sample_has_no_next_date(folder: Path, real: object) -> None:
    async with shown(folder) as (app, demonstration):
        assert await demonstration.next_label() == ""
        await demonstration.prepare()
        gone = replace(await round_of(app), state=RoundState.CANCELLED)
        now = app.clock.now()
        await app.database.run(
            lambda unit: unit.record(sample.FACILITATOR, [CancelRound(gone)], None, now)
        )
        assert await demonstration.next_label() == ""
        before = demonstration.now()
        await demonstration.advance()
        assert demonstration.now() == before


# --- the next date -----------------------------------------------------------------------------

ROUND = Round(
    "a" * 32,
    "heron",
    closes_on=date(2027, 3, 15),
    withdraw_until=date(2027, 3, 29),
    tell_by=date(2027, 4, 12),
)


def outcome(day: date | None, state: str) -> Outcome:
    return Outcome("0" * 32, ROUND.id, (), day, state)


SENDING = datetime(2027, 4, 5, 15, 0, tzinfo=UTC)
TELLING = datetime(2027, 4, 12, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "outcomes", "now", "at"),
    [
        ("open", (), NOW, datetime(2027, 3, 16, 0, 15, tzinfo=UTC)),
        ("closed", (), NOW, datetime(2027, 3, 29, 23, 0, tzinfo=UTC)),
        ("sealing", (), NOW, None),
        ("draft", (), NOW, None),
        ("sealed", (), NOW, TELLING),
        ("sealed", (outcome(date(2027, 4, 5), "draft"),), NOW, TELLING),
        ("sealed", (outcome(None, "scheduled"),), NOW, TELLING),
        ("sealed", (outcome(date(2027, 4, 5), "scheduled"),), NOW, SENDING),
        # Planned at midnight, but it goes out in the afternoon.
        ("sealed", (outcome(date(2027, 4, 5), "sent"),), SENDING - timedelta(hours=9), SENDING),
        ("sealed", (outcome(date(2027, 4, 5), "sent"),), SENDING, TELLING),
        ("sealed", (), TELLING, None),
    ],
)
def test_the_next_date(
    state: str, outcomes: tuple[Outcome, ...], now: datetime, at: datetime | None
) -> None:
    found = next_milestone(replace(ROUND, state=RoundState(state)), outcomes, now)
    assert (found.at if found else None) == at


@pytest.mark.parametrize("state", ["open", "closed", "sealed"])
def test_without_dates_there_is_no_next_one(state: str) -> None:
    bare = Round("a" * 32, "heron", RoundState(state))
    assert next_milestone(bare, (), NOW) is None
