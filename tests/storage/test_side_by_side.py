"""Turns that really run side by side, on PostgreSQL: two of them meet at the worst moment."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.consultation.model import Review, RoundState
from bot.conversation.effects import (
    CancelRound,
    CloseRound,
    Consent,
    Decide,
    DeleteEverything,
    HandOver,
    Keep,
)
from bot.ports import NotSaved, Refused, Turn
from storage.pool import TRIES
from tests.storage.meeting import NOW, Meeting, address, replica, turn

CHATS = 64
only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def patient(world: Any) -> None:
    """Wait for each other as long as the product does."""
    world.busy_seconds = 5.0
    world.restart()


@only_postgresql
async def test_a_turn_that_read_a_round_before_it_changed_begins_again(world: Any) -> None:
    for effect, state in ((CloseRound, RoundState.CLOSED), (CancelRound, RoundState.CANCELLED)):
        round_ = await world.opened()
        ann = await world.join(round_, "ann")
        meeting = Meeting()

        def work(unit: Any, r: Any = round_, a: str = ann, m: Any = meeting) -> RoundState:
            m.begin()
            found = unit.round_by_code(r.code)
            m.wait()
            unit.conversation(r.id, a)
            return RoundState(found.state)

        async def change(r: Any = round_, e: Any = effect, s: Any = state) -> None:
            await world.record(world.facilitator, e(replace(r, state=s)))

        assert await meeting.between(world.run(work), change) is state
        assert meeting.runs == 2


@only_postgresql
async def test_a_round_is_not_sealed_over_a_turn_that_is_under_way(world: Any) -> None:
    round_ = await world.closed(await world.opened())
    meeting = Meeting()

    def join(unit: Any) -> None:
        given = Turn(round_, "", address("ann"), {"channel": "web"})
        unit.remember(given, [Consent()], NOW)
        meeting.wait()

    async def seal() -> None:
        with replica(world, busy_seconds=0.05) as other, pytest.raises(NotSaved, match="locked"):
            await other.sealer.seal(round_.id)

    await meeting.between(world.run(join), seal)
    assert (await world.run(lambda u: u.round(round_.id))).state is RoundState.CLOSED
    await world.database.sealer.seal(round_.id)
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]


@only_postgresql
async def test_what_staff_changed_meanwhile_is_never_written_over(world: Any) -> None:
    round_ = await world.opened()
    other = world.a_staff(world.facilitator.role, "Gus")
    await world.run(lambda u: u.add_staff(other, "t", NOW.date()))
    meeting = Meeting()

    def close(unit: Any) -> None:
        meeting.begin()
        found = unit.round(round_.id)
        meeting.wait()
        closed = replace(found, state=RoundState.CLOSED, closes_on=NOW.date())
        unit.record(world.facilitator, [CloseRound(closed)], None, NOW)

    handing = lambda: world.record(world.facilitator, HandOver(round_.id, other.id))  # noqa: E731
    await meeting.between(world.run(close), handing)
    found = await world.run(lambda u: u.round(round_.id))
    assert (found.state, found.facilitator, meeting.runs) == (RoundState.CLOSED, other.id, 2)


@only_postgresql
async def test_a_figure_of_a_day_is_set_once(world: Any) -> None:
    round_ = await world.opened()
    meeting = Meeting()

    def release(figure: int, m: Meeting | None) -> Callable[[Any], None]:
        def work(unit: Any) -> None:
            seen = unit.round(round_.id)
            if m:
                m.begin()
                m.wait()
            if seen.figure_day is None:
                unit.set_figure(round_.id, figure, NOW.date())

        return work

    await meeting.between(world.run(release(16, meeting)), lambda: world.run(release(15, None)))
    assert (await world.run(lambda u: u.round(round_.id))).figure == 15
    assert meeting.runs == 2


@only_postgresql
async def test_who_deletes_everything_is_gone_whatever_their_other_device_does(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    meeting = Meeting()

    def answer(unit: Any) -> str:
        meeting.begin()
        person = unit.person(address("ann"))
        known = person is not None and unit.enrolled(round_.id, person.id)
        meeting.wait()
        if not known:
            return "gone"
        unit.conversation(round_.id, person.id)
        given = Turn(round_, person.id, address("ann"), {})
        return str(unit.remember(given, [Keep(world.said("trust", "late"))], NOW))

    deleting = lambda: world.turn(round_, "ann", DeleteEverything())  # noqa: E731
    assert await meeting.between(world.run(answer), deleting) == "gone"
    assert meeting.runs == 2
    assert ann
    for table in ("vault", "contributor", "enrolment"):
        assert world.sql(f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - names are ours


@only_postgresql
async def test_a_yes_that_meets_a_deletion_makes_somebody_new(world: Any) -> None:
    round_, other = await world.opened(), await world.opened()
    ann = await world.join(round_, "ann")
    meeting = Meeting()

    def yes(unit: Any) -> str:
        meeting.begin()
        person = unit.person(address("ann"))
        meeting.wait()
        given = Turn(other, person.id if person else "", address("ann"), {})
        return str(unit.remember(given, [Consent()], NOW))

    deleting = lambda: world.turn(round_, "ann", DeleteEverything())  # noqa: E731
    fresh = await meeting.between(world.run(yes), deleting)
    assert fresh not in ("", ann)
    assert meeting.runs == 2
    assert world.sql("SELECT id FROM contributor") == [(bytes.fromhex(fresh),)]


@only_postgresql
async def test_a_decision_and_a_rewriting_never_undo_each_other(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "first")
    await world.run(lambda u: u.form_batch(round_.id, 1))
    meeting = Meeting()

    def approve(unit: Any) -> None:
        meeting.begin()
        found = [answer for batch in unit.batches(round_.id) for answer in batch.answers]
        meeting.wait()
        decided = replace(found[0], review=Review.APPROVED, last=world.reader.id)
        unit.record(world.reader, [Decide(decided, "approve")], None, NOW)

    rewriting = lambda: world.say(round_, "ann", "trust", "second")  # noqa: E731
    with pytest.raises(Refused):
        await meeting.between(world.run(approve), rewriting)
    answer = (await world.run(lambda u: u.answers(round_.id, ann)))["trust"]
    assert (answer.kept.text, answer.review) == ("second", Review.WAITING)


@only_postgresql
async def test_two_readers_of_one_answer_are_heard_one_after_the_other(world: Any) -> None:
    round_ = await world.opened(two_readers=True)
    ann = await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "text")
    await world.run(lambda u: u.form_batch(round_.id, 1))
    meeting = Meeting()

    def approve(by: Any, m: Meeting | None) -> Callable[[Any], None]:
        def work(unit: Any) -> None:
            ((answer,),) = [batch.answers for batch in unit.batches(round_.id)]
            if m:
                m.begin()
                m.wait()
            second = answer.review is Review.SECOND
            state = Review.APPROVED if second else Review.SECOND
            first = answer.first if second else by.id
            done = replace(answer, review=state, first=first, last=by.id)
            unit.record(by, [Decide(done, "confirm" if second else "approve")], None, NOW)

        return work

    quicker = lambda: world.run(approve(world.other_reader, None))  # noqa: E731
    await meeting.between(world.run(approve(world.reader, meeting)), quicker)
    answer = (await world.run(lambda u: u.answers(round_.id, ann)))["trust"]
    assert (answer.review, meeting.runs) == (Review.APPROVED, 2)
    assert {answer.first, answer.last} == {world.reader.id, world.other_reader.id}


@only_postgresql
async def test_a_deadlock_is_broken_and_both_are_saved(world: Any) -> None:
    round_ = await world.opened()
    ids = [await world.join(round_, who) for who in ("ann", "bob")]
    both = threading.Barrier(2, timeout=10)
    runs = []

    def work(first: str, second: str) -> Callable[[Any], None]:
        def cross(unit: Any) -> None:
            state = unit.conversation(round_.id, first)
            runs.append(first)
            if runs.count(first) == 1:
                both.wait()
            unit.save_conversation(round_.id, first, f"{state}1")
            state = unit.conversation(round_.id, second)
            unit.save_conversation(round_.id, second, f"{state}2")

        return cross

    await asyncio.gather(world.run(work(*ids)), world.run(work(*reversed(ids))))
    assert len(runs) == 3
    states = [await world.run(lambda u, i=id_: u.conversation(round_.id, i)) for id_ in ids]
    assert sorted(map(sorted, states)) == [["1", "2"], ["1", "2"]]


@only_postgresql
async def test_work_that_is_always_stale_ends(world: Any) -> None:
    runs = []

    def stale(unit: Any) -> None:
        runs.append(1)
        raise unit._sql.stale()

    with pytest.raises(NotSaved) as caught:
        await world.run(stale)
    assert (caught.value.reason, len(runs)) == ("locked", TRIES)


@only_postgresql
async def test_a_server_that_drops_its_connections_is_found_again(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    await asyncio.gather(*(world.run(lambda u: u.rounds()) for _ in range(CHATS)))
    runs = []

    def dropped(unit: Any) -> None:
        unit.save_conversation(round_.id, id_, "half")
        runs.append(1)
        if len(runs) == 1:
            unit._sql.all(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        unit.save_conversation(round_.id, id_, "whole")

    await world.run(dropped)
    assert len(runs) == 2
    world.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid != pg_backend_pid()"
    )
    found = await asyncio.gather(
        *(world.run(lambda u: u.conversation(round_.id, id_)) for _ in range(CHATS))
    )
    assert set(found) == {"whole"}


@only_postgresql
async def test_two_processes_share_one_database(world: Any) -> None:
    round_, texts = await world.asked(6)
    with replica(world) as other:
        await other.run(turn(round_, "person0", Keep(world.said("trust", "from the other"))))
        await world.closed(round_)
        await world.approve_all(round_)
        assert other._runner._shared.keys._rounds
        ends = await asyncio.gather(
            *(each.sealer.seal(round_.id) for each in (world.database, other) for _ in range(3)),
            return_exceptions=True,
        )
        assert {type(end) for end in ends} <= {type(None), NotSaved}
        await world.database.sealer.seal(round_.id)
        assert (await other.run(lambda u: u.rounds()))[0].state is RoundState.SEALED
        assert not other._runner._shared.keys._rounds
    assert not [name for name in world.key_files() if round_.id in name]
    quotes = await world.run(lambda u: u.approved(round_.id))
    assert len(quotes) == sum(map(len, texts.values()))
    assert "from the other" in {quote.text for quote in quotes}
    assert world.sql("SELECT count(*) FROM audit WHERE verb = 'seal'") == [(1,)]
