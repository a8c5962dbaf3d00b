"""Links beside a round's own: what comes in by them, who may make them, and when all of it goes."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.consultation.links import TRY_DAYS, Kind, Link
from bot.consultation.model import Group, Hears, Review, Role, Round, RoundState, Staff
from bot.conversation.effects import (
    CancelRound,
    Consent,
    Decide,
    EndTry,
    Hear,
    Here,
    OpenRound,
    Remark,
    SaveGroup,
    SaveRound,
    StartRoom,
    StartTry,
    Uncover,
)
from bot.ports import Refused, Turn
from tests.storage.test_confidential import spellings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
UNTIL = date(2026, 12, 21)
CANARY = "canary Sam said this of it"


async def trying(world: Any, **changes: Any) -> Round:
    """A draft that people try out, in which a facilitator has typed to see it, too."""
    draft: Round = await world.draft(**changes)
    await world.turn(draft, "fiona", *_consent(), preview=True)
    await world.say(draft, "fiona", "trust", "canary a test answer")
    await world.record(world.facilitator, StartTry(Link("try1", draft.id, Kind.TRY, until=UNTIL)))
    await world.turn(draft, "fiona", *_consent(), preview=True)
    await world.say(draft, "fiona", "trust", "canary a test answer")
    return draft


def _consent() -> tuple[Any, ...]:
    return Consent(), Hear(Hears.NONE)


async def says(world: Any, draft: Round, *answers: Any) -> None:
    turn = Turn(draft, "", None, {})
    for answer in answers:
        await world.run(lambda u, a=answer: u.remember(turn, (Remark(a),), NOW))


async def said(world: Any, draft: Round) -> list[Any]:
    batches = await world.run(lambda u: u.batches(draft.id))
    return [answer for batch in batches for answer in batch.answers]


async def refused(world: Any, staff: Staff, *effects: Any) -> None:
    with pytest.raises(Refused):
        await world.record(staff, *effects)


async def test_what_is_said_is_nobodys(world: Any) -> None:
    draft = await trying(world)
    before = world.dump()
    await says(world, draft, world.picked("trust", "hard"), world.said("trust", CANARY))
    await says(world, draft, world.picked("trust", "hard"))
    assert world.dump() == before
    pseuds = world.sql("SELECT pseud, count(*) FROM vault WHERE kind = 'answer' GROUP BY pseud")
    assert [count for _, count in pseuds] == [1, 1, 1, 1]
    found = world.bytes_on_disk()
    assert [c for c in (CANARY, "test answer") for way in spellings(c) if way in found] == []
    assert f"draft-{draft.id}.key" in world.key_files()


async def test_readers_read_when_it_has_ended_and_only_what_was_said(world: Any) -> None:
    draft = await trying(world)
    await says(world, draft, world.said("trust", CANARY), world.picked("trust", "hard"))
    texts = [answer for answer in await said(world, draft) if answer.kept]
    assert [answer.kept.text for answer in texts] == [CANARY]
    decided = replace(texts[0], review=Review.APPROVED, first=world.reader.id)
    for effect in (Uncover(texts[0].id), Decide(decided, "approve")):
        await refused(world, world.reader, effect)
    assert await world.run(lambda u: u.said_of(draft.id)) == ((), {})

    await world.record(world.facilitator, EndTry(draft.id))
    stranger = world.a_staff(Role.COORDINATOR, "Zoe")
    await refused(world, stranger, Uncover(texts[0].id))
    await world.record(world.reader, Uncover(texts[0].id), Decide(decided, "approve"))
    approved, tallies = await world.run(lambda u: u.said_of(draft.id))
    assert [text.text for text in approved] == [CANARY]
    assert tallies == {}
    ids = world.sql("SELECT id FROM vault WHERE kind = 'answer' AND batch IS NULL")
    test_answer = bytes(ids[0][0]).hex()
    await refused(world, world.reader, Uncover(test_answer))


async def test_of_fewer_than_k_nothing_is_counted(world: Any) -> None:
    draft = await trying(world, k=3)
    await says(world, draft, *(world.picked("trust", "hard") for _ in range(2)))
    await says(world, draft, *(world.picked("choice", "good") for _ in range(3)))
    await world.record(world.facilitator, EndTry(draft.id))
    _, tallies = await world.run(lambda u: u.said_of(draft.id))
    assert tallies == {"choice": {"good": 3}}


async def test_a_visitors_place_is_kept_until_it_ends(world: Any) -> None:
    draft = await trying(world)
    visitor = "ab" * 16
    assert await world.run(lambda u: u.visit(draft.id, visitor)) == ""
    for state in ("one", CANARY):
        await world.run(lambda u, s=state: u.save_visit(draft.id, visitor, s))
        assert await world.run(lambda u: u.visit(draft.id, visitor)) == state
    assert [c for c in spellings(CANARY) if c in world.bytes_on_disk()] == []
    await says(world, draft, world.said("trust", CANARY))
    await world.record(world.facilitator, EndTry(draft.id))
    assert await world.run(lambda u: u.visit(draft.id, visitor)) == ""
    assert len(await said(world, draft)) == 1


async def test_opening_destroys_what_was_said_and_its_key(world: Any) -> None:
    draft = await trying(world)
    await says(world, draft, world.said("trust", CANARY))
    await world.record(world.facilitator, EndTry(draft.id))
    await world.record(world.facilitator, OpenRound(replace(draft, state=RoundState.OPEN)))
    assert world.sql("SELECT id FROM vault") == []
    assert f"draft-{draft.id}.key" not in world.key_files()
    assert await said(world, draft) == []
    assert await world.run(lambda u: u.said_of(draft.id)) == ((), {})


async def test_a_new_link_destroys_what_was_said_by_the_one_before(world: Any) -> None:
    draft = await trying(world)
    await says(world, draft, world.said("trust", CANARY))
    await world.record(world.facilitator, EndTry(draft.id))
    again = Link("try2", draft.id, Kind.TRY, until=UNTIL)
    await world.record(world.facilitator, StartTry(again))
    assert await said(world, draft) == []
    assert await world.run(lambda u: u.links()) == (again,)
    assert await world.run(lambda u: u.link("try1")) is None


@pytest.mark.parametrize("ended", [False, True])
async def test_on_the_day_after_its_last_it_is_destroyed(world: Any, ended: bool) -> None:
    draft = await trying(world)
    await says(world, draft, world.said("trust", CANARY))
    if ended:
        await world.record(world.facilitator, EndTry(draft.id))
    late = NOW + timedelta(days=TRY_DAYS)
    await world.run(lambda u: u.end_tries(draft.id, late))
    assert len(await said(world, draft)) == 1
    await world.run(lambda u: u.end_tries(draft.id, late + timedelta(days=1)))
    assert world.sql("SELECT id FROM vault") == []
    assert await world.run(lambda u: u.links()) == ()
    assert await world.run(lambda u: u.round(draft.id)) == draft
    await world.turn(draft, "fiona", *_consent(), preview=True)


async def test_after_opening_the_last_day_takes_the_link_and_no_answer(world: Any) -> None:
    draft = await trying(world)
    opened = replace(draft, state=RoundState.OPEN)
    await world.record(world.facilitator, OpenRound(opened))
    await world.join(opened, "ann")
    await world.say(opened, "ann", "trust", "An answer.")
    await world.run(lambda u: u.end_tries(draft.id, NOW + timedelta(days=99)))
    assert await world.run(lambda u: u.links()) == ()
    assert await world.run(lambda u: u.answered(draft.id)) == 1


async def test_only_its_facilitator_tries_a_draft_out(world: Any) -> None:
    draft = await trying(world)
    other = world.a_staff(Role.FACILITATOR, "Gus")
    for staff in (other, world.reader, world.lead):
        await refused(world, staff, StartTry(Link("x", draft.id, Kind.TRY, until=UNTIL)))
        await refused(world, staff, EndTry(draft.id))
    opened = await world.opened()
    for effect in (StartTry(Link("x", opened.id, Kind.TRY, until=UNTIL)), EndTry(opened.id)):
        await refused(world, world.facilitator, effect)


async def test_a_partner_makes_a_room_for_their_own_group_alone(world: Any) -> None:
    paul, pia = (world.a_staff(Role.PARTNER, name) for name in ("Paul", "Pia"))
    admin = world.a_staff(Role.ADMIN, "Ada")
    for each in (paul, pia):
        await world.run(lambda u, s=each: u.add_staff(s, s.id, UNTIL))
    group = Group("ab" * 16, "Ardlinn", "Young people", "RLP", (paul.id,))
    await world.record(admin, SaveGroup(group))
    round_ = await world.opened(group=group.id)
    for staff in (pia, world.reader, world.lead, admin, world.a_staff(Role.FACILITATOR, "Gus")):
        await refused(world, staff, StartRoom(Link("x", round_.id, Kind.ROOM)))
    await world.record(paul, StartRoom(Link("room1", round_.id, Kind.ROOM)))
    await world.record(world.facilitator, StartRoom(Link("room2", round_.id, Kind.ROOM)))
    kinds = {link.code: link.kind for link in await world.run(lambda u: u.links())}
    assert kinds == {"room1": Kind.LEFT, "room2": Kind.ROOM}
    await refused(world, paul, StartRoom(Link("x", (await world.draft()).id, Kind.ROOM)))


async def test_each_one_in_a_room_counts_even_at_once(world: Any) -> None:
    round_ = await world.opened()
    await world.record(world.facilitator, StartRoom(Link("room", round_.id, Kind.ROOM)))
    before = world.dump()

    async def come() -> None:
        turn = Turn(round_, "", None, {})
        await world.run(lambda u: u.remember(turn, (Here("room"),), NOW))

    await asyncio.gather(*(come() for _ in range(12)))
    link = await world.run(lambda u: u.link("room"))
    assert link == Link("room", round_.id, Kind.ROOM, 12)
    assert world.dump() == before
    assert world.sql("SELECT id FROM vault") == []


async def test_links_stand_in_the_audit_without_a_code(world: Any) -> None:
    draft = await trying(world)
    await world.record(world.facilitator, EndTry(draft.id))
    await world.run(lambda u: u.end_tries(draft.id, NOW + timedelta(days=99)))
    round_ = await world.opened()
    await world.record(world.facilitator, StartRoom(Link("room", round_.id, Kind.ROOM)))
    verbs = [row[0] for row in world.sql("SELECT verb FROM audit ORDER BY seq")]
    assert [verb for verb in verbs if verb not in ("save", "open")] == [
        "start_try", "end_try", "end_try", "start_room",
    ]  # fmt: skip
    assert await world.run(lambda u: u.verify_audit()) is None


async def test_what_is_no_code_is_like_none(world: Any) -> None:
    for code in ("", "é", "\ud800", "\0", "no"):
        assert await world.run(lambda u, c=code: u.link(c)) is None


async def test_a_draft_can_still_be_changed_and_an_open_round_called_off(world: Any) -> None:
    draft = await trying(world)
    await world.record(world.facilitator, SaveRound(replace(draft, title="Other")))
    assert (await world.run(lambda u: u.link("try1"))).kind is Kind.TRY
    round_ = await world.opened()
    await world.record(world.facilitator, StartRoom(Link("room", round_.id, Kind.ROOM)))
    await world.record(world.facilitator, CancelRound(replace(round_, state=RoundState.CANCELLED)))
    await world.database.sealer.destroy(round_.id)
