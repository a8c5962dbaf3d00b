"""Batches, decisions, small numbers, requests and concerns."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.consultation.model import Answer, Review, RoundState
from bot.consultation.redaction import Kept, KeptCover
from bot.conversation.effects import AskContact, CancelRound, Decide, Keep, Uncover
from bot.conversation.lead_effects import Settle
from bot.ports import Refused

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def batched(world: Any, round_: Any) -> list[Answer]:
    batches = await world.run(lambda u: u.batches(round_.id))
    return [answer for batch in batches for answer in batch.answers]


async def one(world: Any, **changes: Any) -> tuple[Any, Answer]:
    """A round with one answer in a batch."""
    round_ = await world.opened(**changes)
    await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "what ann said")
    await world.run(lambda u: u.form_batch(round_.id, 1))
    return round_, (await batched(world, round_))[0]


async def decided(world: Any, by: Any, answer: Answer, verb: str, **changes: Any) -> Answer:
    after = replace(answer, last=by.id, **changes)
    await world.record(by, Decide(after, verb))
    return after


async def test_how_many_have_answered_counts_people(world: Any) -> None:
    round_, _ = await world.asked(3)
    await world.join(round_, "silent")
    assert await world.run(lambda u: u.answered(round_.id)) == 3
    assert await world.run(lambda u: u.answered("00" * 16)) == 0


async def test_a_batch_is_made_of_enough_people_not_of_enough_answers(world: Any) -> None:
    round_ = await world.opened()
    assert not await world.run(lambda u: u.form_batch(round_.id, 0))
    for who in ("ann", "bob"):
        await world.join(round_, who)
        for question in ("trust", "choice"):
            await world.say(round_, who, question, f"{who} {question}")
    assert not await world.run(lambda u: u.form_batch(round_.id, 3))
    assert await world.run(lambda u: u.batches(round_.id)) == ()
    await world.join(round_, "cat")
    await world.turn(round_, "cat", Keep(world.picked("trust", "yes")))
    assert not await world.run(lambda u: u.form_batch(round_.id, 3))
    await world.say(round_, "cat", "safety", "cat safety")
    assert not await world.run(lambda u: u.form_batch(round_.id, 3))
    await world.say(round_, "cat", "choice", "cat choice")
    assert await world.run(lambda u: u.form_batch(round_.id, 3))
    (batch,) = await world.run(lambda u: u.batches(round_.id))
    texts = {answer.kept.text for answer in batch.answers}
    assert texts == {"ann choice", "bob choice", "cat choice"}
    assert len(batch.id) == 32
    assert await world.run(lambda u: u.form_batch(round_.id, 1)), "what is left at closing"
    (_, last) = await world.run(lambda u: u.batches(round_.id))
    assert {answer.kept.text for answer in last.answers} == {
        "ann trust",
        "bob trust",
        "cat safety",
    }


async def test_who_joined_last_is_not_told_by_the_one_new_answer_to_a_question(world: Any) -> None:
    """Others go on to their second question while somebody new answers the first."""
    round_ = await world.opened()
    for who in ("ann", "bob", "cat"):
        await world.join(round_, who)
        await world.say(round_, who, "trust", who)
    assert await world.run(lambda u: u.form_batch(round_.id, 3))
    await world.join(round_, "dee")
    await world.say(round_, "dee", "trust", "dee")
    for who in ("ann", "bob", "cat"):
        await world.say(round_, who, "choice", who)
    assert await world.run(lambda u: u.form_batch(round_.id, 3))
    (_, second) = await world.run(lambda u: u.batches(round_.id))
    assert {answer.question for answer in second.answers} == {"choice"}


async def test_batches_stand_in_the_order_they_were_made_their_answers_in_none(world: Any) -> None:
    round_ = await world.opened()
    for wave in range(3):
        for number in range(8):
            who = f"{wave} {number}"
            await world.join(round_, who)
            await world.say(round_, who, "trust", who)
        assert await world.run(lambda u: u.form_batch(round_.id, 8))
    batches = await world.run(lambda u: u.batches(round_.id))
    assert len({batch.id for batch in batches}) == 3
    for wave, batch in enumerate(batches):
        texts = [answer.kept.text for answer in batch.answers]
        assert sorted(texts) == [f"{wave} {number}" for number in range(8)]
        assert [answer.id for answer in batch.answers] == sorted(a.id for a in batch.answers)
    assert any(
        [a.kept.text for a in b.answers] != sorted(a.kept.text for a in b.answers) for b in batches
    )


async def test_an_answer_that_was_changed_waits_for_the_next_batch(world: Any) -> None:
    round_, first = await one(world)
    await world.say(round_, "ann", "trust", "changed")
    assert await batched(world, round_) == []
    await world.run(lambda u: u.form_batch(round_.id, 1))
    (again,) = await batched(world, round_)
    assert again.id != first.id
    with pytest.raises(Refused) as refused:
        await decided(world, world.reader, first, "approve", review=Review.APPROVED)
    assert refused.value.reason == "review.refused.not_yours"


async def test_a_decision_changes_how_an_answer_stands_and_nothing_else(world: Any) -> None:
    round_, answer = await one(world)
    forged = replace(
        answer,
        question="choice",
        picks=("x",),
        quote=False,
        review=Review.APPROVED,
        kept=Kept("what (a person) said", (KeptCover(5, 15, "name", "reader"),)),
        before=answer.kept,
        reason="person",
        first=world.reader.id,
        last=world.reader.id,
    )
    await world.record(world.reader, Decide(forged, "cover"))
    (found,) = await batched(world, round_)
    assert found == replace(forged, question="trust", picks=(), quote=True)
    ann = await world.join(round_, "ann")
    assert (await world.run(lambda u: u.answers(round_.id, ann)))["trust"] == found


async def test_only_readers_of_the_round_open_and_decide(world: Any) -> None:
    round_, answer = await one(world)
    stranger = world.a_staff(world.reader.role, "Stranger")
    for by in (stranger, world.facilitator, world.lead):
        for effect in (Uncover(answer.id), Decide(answer, "hold"), Decide(answer, "concern")):
            with pytest.raises(Refused) as refused:
                await world.record(by, effect)
            assert refused.value.reason == "review.refused.not_yours"
    for id_ in ("", "zz", "00" * 16):
        with pytest.raises(Refused):
            await world.record(world.reader, Uncover(id_))
    (session,) = world.sql("SELECT id FROM vault WHERE kind = 'session'")
    with pytest.raises(Refused):
        await world.record(world.reader, Uncover(session[0].hex()))
    assert await batched(world, round_) == [answer]


async def test_nothing_is_decided_once_the_round_is_over(world: Any) -> None:
    round_, answer = await one(world)
    await world.closed(round_)
    await world.record(world.reader, Uncover(answer.id))
    await world.record(world.facilitator, CancelRound(round_))
    with pytest.raises(Refused):
        await world.record(world.reader, Uncover(answer.id))


async def test_two_readers_means_two_people(world: Any) -> None:
    round_, answer = await one(world, two_readers=True)
    mine = {"review": Review.SECOND, "first": world.reader.id}
    with pytest.raises(Refused):
        await decided(world, world.reader, answer, "approve", review=Review.APPROVED)
    second = await decided(world, world.reader, answer, "approve", **mine)
    for verb in ("confirm", "approve", "decline", "hold"):
        for review in (Review.APPROVED, Review.DECLINED):
            with pytest.raises(Refused):
                await decided(world, world.reader, second, verb, review=review)
    held = await decided(world, world.other_reader, second, "hold", review=Review.HELD)
    with pytest.raises(Refused):
        await decided(world, world.reader, held, "approve", review=Review.APPROVED)
    done = await decided(world, world.other_reader, held, "confirm", review=Review.APPROVED)
    assert await batched(world, round_) == [done]
    for by in (world.reader, world.other_reader):
        with pytest.raises(Refused):
            await decided(world, by, done, "decline", review=Review.DECLINED)


async def test_an_appeal_goes_to_somebody_else(world: Any) -> None:
    round_, answer = await one(world)
    first = {"review": Review.DECLINED, "first": world.reader.id}
    declined = await decided(world, world.reader, answer, "decline", **first)
    appeal = replace(declined, review=Review.WAITING, appeal=True)
    await world.turn(round_, "ann", Keep(appeal))
    await world.run(lambda u: u.form_batch(round_.id, 1))
    (again,) = await batched(world, round_)
    with pytest.raises(Refused):
        await decided(world, world.reader, again, "decline", review=Review.DECLINED)
    await decided(world, world.other_reader, again, "approve", review=Review.APPROVED)


async def test_an_appeal_with_two_readers_starts_from_the_beginning(world: Any) -> None:
    round_, answer = await one(world, two_readers=True)
    appeal = replace(answer, review=Review.WAITING, appeal=True, first="aa" * 16, last="bb" * 16)
    await world.turn(round_, "ann", Keep(appeal))
    await world.run(lambda u: u.form_batch(round_.id, 1))
    (again,) = await batched(world, round_)
    with pytest.raises(Refused):
        await decided(world, world.reader, again, "approve", review=Review.APPROVED)
    await decided(
        world, world.reader, again, "approve", review=Review.SECOND, first=world.reader.id
    )


async def test_opened_answers_are_counted_once_each_and_noted(world: Any) -> None:
    round_, _ = await world.asked(2)
    await world.run(lambda u: u.form_batch(round_.id, 1))
    first, second, *_ = [answer.id for answer in await batched(world, round_)]
    await world.record(world.reader, Uncover(first), Uncover(second), Uncover(first))
    day = NOW.date()

    async def seen(on: date = day) -> frozenset[str]:
        return await world.run(lambda u: u.opened_on(world.reader.id, on))

    assert await seen() == {first, second}
    assert await seen(date(2026, 1, 1)) == frozenset()
    # Once the answers are gone they count as before.
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    assert await seen() == {first, second}


async def test_no_id_that_a_reader_sees_is_that_of_a_row(world: Any) -> None:
    """Addresses stay in a browser's history, and old copies of the vault hold the rows."""
    round_, answer = await one(world)
    rows = {row.hex() for (row,) in world.sql("SELECT id FROM vault")}
    assert answer.id not in rows
    (again,) = await batched(world, round_)
    assert again.id == answer.id
    await decided(world, world.reader, answer, "approve", review=Review.APPROVED)
    for known in (*rows, "00" * 16):
        with pytest.raises(Refused):
            await world.record(world.reader, Uncover(known))


async def test_a_concern_reaches_the_lead_without_identity_and_outlives_sealing(
    world: Any,
) -> None:
    round_, answer = await one(world)
    raised = replace(answer, review=Review.HELD, reason="safe")
    await world.record(world.other_reader, Decide(raised, "concern"))
    assert b"what ann said" not in world.bytes_on_disk()
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    (concern,) = await world.run(lambda u: u.concerns(world.lead.id))
    assert (concern.round, concern.question, concern.reason) == (round_.id, "trust", "safe")
    assert concern.kept == answer.kept
    assert await world.run(lambda u: u.concerns(world.reader.id)) == ()
    await settle_once(world, "concern", concern.id)
    assert await world.run(lambda u: u.concerns(world.lead.id)) == ()


async def test_a_request_is_settled_by_its_lead_alone(world: Any) -> None:
    round_ = await world.opened()
    await world.turn(round_, "ann", AskContact("canary reach"))
    (request,) = await world.run(lambda u: u.requests(world.lead.id))
    assert b"canary reach" not in world.bytes_on_disk()
    await settle_once(world, "request", request.id, "contacted")
    (done,) = await world.run(lambda u: u.requests(world.lead.id))
    assert (done.state, done.waits, done.reach) == ("contacted", False, "canary reach")
    assert await world.run(lambda u: u.waiting_requests()) == ()


async def settle_once(world: Any, kind: str, id_: str, how: str = "") -> None:
    for by, wanted in ((world.reader, id_), (world.lead, "00" * 16)):
        with pytest.raises(Refused):
            await world.record(by, Settle(kind, wanted, how))
    await world.record(world.lead, Settle(kind, id_, how))
    with pytest.raises(Refused):
        await world.record(world.lead, Settle(kind, id_, how))


async def test_a_concern_decides_nothing_by_the_way(world: Any) -> None:
    _, answer = await one(world)
    for review in (Review.APPROVED, Review.DECLINED):
        with pytest.raises(Refused):
            await world.record(world.reader, Decide(replace(answer, review=review), "concern"))
    with pytest.raises(Refused):
        await world.record(world.reader, Decide(replace(answer, kept=None), "concern"))
    assert await world.run(lambda u: u.concerns(world.lead.id)) == ()


async def results(world: Any, round_: Any) -> tuple[Any, Any]:
    texts = await world.run(lambda u: u.approved(round_.id))
    tallies = await world.run(lambda u: u.tallies(round_.id))
    return sorted((t.question, t.text, t.quotable) for t in texts), tallies


async def test_texts_are_the_same_before_sealing_and_after_and_picks_come_with_it(
    world: Any,
) -> None:
    round_ = await world.opened(k=3)
    for number in range(4):
        who = f"person{number}"
        await world.join(round_, who)
        await world.turn(round_, who, Keep(world.said("trust", f"said {number}", quote=number > 1)))
        await world.turn(round_, who, Keep(world.picked("choice", "a", "b" if number else "c")))
    for number in range(2):
        await world.say(round_, f"person{number}", "safety", "of two people")
        await world.turn(round_, f"person{number}", Keep(world.picked("empowerment", "a")))
    assert await results(world, round_) == ([], {})
    await world.closed(round_)
    await world.approve_all(round_)
    (declined,) = [a for a in await batched(world, round_) if a.kept.text == "said 0"]
    await world.turn(round_, "person0", Keep(replace(declined, review=Review.DECLINED)))
    texts, tallies = await results(world, round_)
    assert texts == [("trust", f"said {n}", n > 1) for n in (1, 2, 3)]
    assert tallies == {}, "whoever looks twice would see what somebody takes back"
    assert {t.id for t in await world.run(lambda u: u.approved(round_.id))} == {""}
    await world.database.sealer.seal(round_.id)
    assert (await world.run(lambda u: u.round(round_.id))).state is RoundState.SEALED
    assert await results(world, round_) == (texts, {"choice": {"a": 4, "b": 3, "c": 1}})
    assert await world.run(lambda u: u.tallies("00" * 16)) == {}
    assert await world.run(lambda u: u.approved("00" * 16)) == ()
