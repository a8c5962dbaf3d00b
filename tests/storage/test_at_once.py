"""Many at once: nobody's turn is lost or doubled, whoever else is at work in the same rows."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.consultation.model import Hears, RoundState
from bot.conversation.effects import (
    Consent,
    Hear,
    Keep,
    SaveRound,
)
from bot.ports import NotSaved
from tests.storage.meeting import NOW, kept, turn

CHATS = 64


@pytest.fixture(autouse=True)
def patient(world: Any) -> None:
    """Wait for each other as long as the product does."""
    world.busy_seconds = 5.0
    world.restart()


async def test_everybody_answers_at_once(world: Any) -> None:
    round_ = await world.opened()
    names = [f"person{number}" for number in range(CHATS)]
    ids = await asyncio.gather(
        *(world.run(turn(round_, who, Consent(), Hear(Hears.ALL))) for who in names)
    )
    assert len(set(ids)) == CHATS
    for question in ("trust", "choice"):
        answer = world.picked(question, "a")
        await asyncio.gather(*(world.run(turn(round_, who, Keep(answer))) for who in names))
    assert await kept(world) == 2 * CHATS
    assert await world.run(lambda u: u.answered(round_.id)) == CHATS
    states = {await world.run(lambda u, i=id_: u.conversation(round_.id, i)) for id_ in ids}
    assert states == {"xxx"}


async def test_turns_of_one_person_come_one_after_the_other(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    turns = [turn(round_, "ann", Keep(world.picked("trust", str(n)))) for n in range(30)]
    await asyncio.gather(*(world.run(each) for each in turns))
    assert await world.run(lambda u: u.conversation(round_.id, id_)) == "x" * 30
    assert set(await world.run(lambda u: u.answers(round_.id, id_))) == {"trust"}
    assert await kept(world) == 1


async def test_a_first_contact_from_ten_devices_makes_one_person(world: Any) -> None:
    round_ = await world.opened()
    contact = turn(round_, "ann", Consent(), Hear(Hears.ALL))
    ids = await asyncio.gather(*(world.run(contact) for _ in range(10)))
    assert len(set(ids)) == 1
    assert world.sql("SELECT count(*) FROM contributor") == [(1,)]
    assert world.sql("SELECT count(*) FROM enrolment") == [(1,)]
    kinds = world.sql("SELECT kind FROM vault ORDER BY kind")
    assert kinds == [("outbox",), ("session",)]
    assert await world.run(lambda u: u.conversation(round_.id, ids[0])) == "x" * 10


async def test_a_delivery_that_comes_ten_times_at_once_counts_once(world: Any) -> None:
    first = await asyncio.gather(
        *(world.run(lambda u: u.first_time("delivery", NOW)) for _ in range(10))
    )
    assert sorted(first) == [False] * 9 + [True]


async def test_the_log_stays_one_chain(world: Any) -> None:
    drafts = [await world.draft() for _ in range(8)]
    await asyncio.gather(
        *(
            world.record(world.facilitator, SaveRound(replace(each, title=f"{n}")), SaveRound(each))
            for n in range(3)
            for each in drafts
        )
    )
    assert await world.run(lambda u: u.verify_audit()) is None
    assert (await world.run(lambda u: u.audit_head()))[0] == 8 + 2 * 24


async def test_one_batch_is_formed_however_many_form_it(world: Any) -> None:
    round_, _ = await world.asked(5)
    made = await asyncio.gather(
        *(world.run(lambda u: u.form_batch(round_.id, 5)) for _ in range(6))
    )
    assert sorted(made) == [False] * 5 + [True]
    (batch,) = await world.run(lambda u: u.batches(round_.id))
    assert len(batch.answers) == 25


async def test_no_message_is_claimed_twice(world: Any) -> None:
    round_ = await world.opened()
    names = [f"person{number}" for number in range(30)]
    await asyncio.gather(*(world.join(round_, who) for who in names))
    at = datetime.combine(round_.closes_on - timedelta(days=3), NOW.timetz())
    days = {round_.id: at.date()}
    claims = [world.run(lambda u: u.claim(days, at, 4, 60.0, asking=())) for _ in range(16)]
    claimed = [due.id for found in await asyncio.gather(*claims) for due in found]
    claimed += [due.id for due in await world.run(lambda u: u.claim(days, at, 30, 60.0, asking=()))]
    assert len(claimed) == len(set(claimed)) == 30


async def test_a_round_is_sealed_while_people_still_press_buttons(world: Any) -> None:
    round_, _ = await world.asked(6)
    pressing = True

    async def press(who: str) -> None:
        while pressing:
            try:
                await world.run(turn(round_, who, Keep(world.picked("trust", "late"))))
            except NotSaved as failed:
                assert failed.reason in ("key", "locked")  # noqa: PT017 - either is an honest answer
            await asyncio.sleep(0)

    people = [asyncio.ensure_future(press(f"person{number}")) for number in range(6)]
    await asyncio.sleep(0)
    await world.closed(round_)
    for _ in range(50):
        try:
            await world.database.sealer.seal(round_.id)
        except NotSaved as failed:
            assert failed.reason == "locked"  # noqa: PT017 - tried again, as the clock does
        else:
            break
    pressing = False
    await asyncio.gather(*people)
    assert (await world.run(lambda u: u.round(round_.id))).state is RoundState.SEALED
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]
    assert not [name for name in world.key_files() if round_.id in name]
