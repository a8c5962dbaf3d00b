"""What a member of staff keeps for themselves, and a reader who makes way for another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.consultation.care import NOTE_DAYS, Own, with_note
from bot.conversation.effects import Decide, HandReading, Keep, SaveOwn, Uncover
from bot.ports import Refused
from tests.storage.conftest import NOW, TODAY
from tests.storage.test_review import batched, one

WORDS = "a canary that only its writer reads"


async def staffed(world: Any) -> None:
    for member in (world.reader, world.other_reader, world.lead, world.facilitator):
        await world.run(lambda u, m=member: u.add_staff(m, m.name, TODAY))


async def test_it_is_read_by_its_writer_alone_and_lies_locked(world: Any) -> None:
    await staffed(world)
    entries = world.sql("SELECT count(*) FROM audit")
    own = replace(with_note(Own(), WORDS, TODAY), cap=5, apart=("9" * 32,))
    for _ in range(2):
        await world.record(world.reader, SaveOwn(own))
    assert await world.run(lambda u: u.own(world.reader.id)) == own
    assert await world.run(lambda u: u.own(world.other_reader.id)) == Own()
    assert WORDS.encode() not in world.bytes_on_disk()
    assert world.sql("SELECT count(*) FROM audit") == entries


async def test_a_note_goes_with_its_last_day_and_the_rest_stays(world: Any) -> None:
    await staffed(world)
    own = replace(with_note(Own(), WORDS, TODAY), cap=5)
    await world.record(world.reader, SaveOwn(own))
    last = NOW + timedelta(days=NOTE_DAYS)
    await world.run(lambda u: u.dispose(last.date(), last))
    assert await world.run(lambda u: u.own(world.reader.id)) == own
    late = last + timedelta(days=1)
    await world.run(lambda u: u.dispose(late.date(), late))
    assert await world.run(lambda u: u.own(world.reader.id)) == Own(cap=5)


async def test_nothing_of_it_is_left_of_somebody_who_leaves(world: Any) -> None:
    await staffed(world)
    await world.record(world.reader, SaveOwn(with_note(Own(), WORDS, TODAY)))
    await world.run(lambda u: u.remove_staff(world.reader.id, ""))
    assert world.sql("SELECT count(*) FROM staff_own") == [(0,)]


async def test_whoever_keeps_out_of_a_group_opens_none_of_its_answers(world: Any) -> None:
    await staffed(world)
    _, answer = await one(world, group="9" * 32)
    await world.record(world.reader, SaveOwn(Own(apart=("9" * 32,))))
    with pytest.raises(Refused):
        await world.record(world.reader, Uncover(answer.id))
    await world.record(world.other_reader, Uncover(answer.id))


async def test_an_answer_is_left_to_another_as_it_is(world: Any) -> None:
    round_, answer = await one(world)
    left = replace(answer, passed=(world.reader.id,))
    with pytest.raises(Refused):
        await world.record(world.reader, Decide(replace(left, reason="safe"), "pass"))
    await world.record(world.reader, Decide(left, "pass"))
    (found,) = await batched(world, round_)
    assert found.passed == (world.reader.id,)
    with pytest.raises(Refused):
        await world.record(world.other_reader, Decide(replace(found, passed=()), "pass"))
    # Then nobody would be left.
    both = replace(found, passed=(world.reader.id, world.other_reader.id))
    with pytest.raises(Refused):
        await world.record(world.other_reader, Decide(both, "pass"))


async def test_a_queue_goes_to_another_with_all_that_is_in_it(world: Any) -> None:
    await staffed(world)
    new = replace(world.reader, id="7" * 32, name="Nora")
    await world.run(lambda u: u.add_staff(new, "t", TODAY))
    round_, answer = await one(world)
    await world.turn(round_, "ann", Keep(replace(world.said("choice", "hard words"), hard=True)))
    await world.run(lambda u: u.form_batch(round_.id, 1))
    before = await batched(world, round_)
    assert [each.hard for each in before if each.question == "choice"] == [True]
    await world.record(world.reader, HandReading(round_.id, new.id))
    assert (await world.run(lambda u: u.round(round_.id))).readers == (
        world.other_reader.id, new.id,
    )  # fmt: skip
    assert await batched(world, round_) == before
    with pytest.raises(Refused):
        await world.record(world.reader, Uncover(answer.id))
    await world.record(new, Uncover(answer.id))
    for wrong in (world.lead.id, "0" * 32, world.other_reader.id):
        with pytest.raises(Refused):
            await world.record(world.reader, HandReading(round_.id, wrong))


async def test_two_readers_are_not_left_as_one(world: Any) -> None:
    await staffed(world)
    round_, _ = await one(world, two_readers=True)
    with pytest.raises(Refused) as caught:
        await world.record(world.reader, HandReading(round_.id, world.other_reader.id))
    assert caught.value.reason == "coordinator.fault.few_readers"
