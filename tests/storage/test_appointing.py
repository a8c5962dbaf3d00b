"""What admins do, and handing a round over: checked once more here, and noted."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Group, Role, RoundState
from bot.consultation.records import Kind, Record
from bot.conversation.effects import (
    AddStaff,
    AskContact,
    CancelRound,
    Consent,
    HandOver,
    KeepRecord,
    OpenRound,
    RemoveStaff,
    SaveGroup,
    SaveRound,
)
from bot.conversation.events import Address
from bot.ports import Refused

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
NOT_YOURS = "desk.refused.not_yours"
GROUP = Group("0a" * 16, "Leith", "young people", "Harbour Street")


async def house(world: Any) -> None:
    """Everybody is a member of staff, and there is an admin, a partner and a second facilitator."""
    world.admin = world.a_staff(Role.ADMIN, "Ada")
    world.partner = world.a_staff(Role.PARTNER, "Paul")
    world.gus = world.a_staff(Role.FACILITATOR, "Gus")
    for member in (
        world.admin,
        world.partner,
        world.gus,
        world.facilitator,
        world.reader,
        world.lead,
    ):
        token = secrets.token_hex(8)
        await world.run(lambda u, m=member, t=token: u.add_staff(m, t, TOMORROW))


async def refused(world: Any, staff: Any, effect: Any) -> None:
    before = [world.sql(f"SELECT * FROM {table}") for table in ("staff", "staff_link", "audit")]  # noqa: S608
    rounds = await world.run(lambda u: (u.rounds(), u.groups()))
    with pytest.raises(Refused) as caught:
        await world.record(staff, effect)
    assert caught.value.reason == NOT_YOURS
    after = [world.sql(f"SELECT * FROM {table}") for table in ("staff", "staff_link", "audit")]  # noqa: S608
    assert after == before
    assert await world.run(lambda u: (u.rounds(), u.groups())) == rounds


def noted(world: Any) -> tuple[Any, ...]:
    return tuple(
        world.sql(
            "SELECT actor_role, actor, verb, object_type, object, round FROM audit "
            "ORDER BY seq DESC LIMIT 1"
        )[0]
    )


# --- people ------------------------------------------------------------------------------------


async def test_an_admin_adds_a_person_who_comes_in_by_their_link(world: Any) -> None:
    await house(world)
    new = world.a_staff(Role.COORDINATOR, "Priya")
    await world.record(world.admin, AddStaff(new, "token", TOMORROW))
    id_, me = bytes.fromhex(new.id), bytes.fromhex(world.admin.id)
    assert noted(world) == ("admin", me, "invite", "staff", id_, None)
    assert await world.run(lambda u: u.redeem("token", "s", TODAY, TOMORROW)) == new
    await world.record(world.admin, AddStaff(new, "again", TOMORROW))
    assert await world.run(lambda u: u.redeem("again", "s2", TODAY, TOMORROW)) == new
    assert len([m for m in await world.run(lambda u: u.staff()) if m.name == "Priya"]) == 1


async def test_nobody_gives_themselves_a_role_or_changes_one(world: Any) -> None:
    await house(world)
    new = world.a_staff(Role.COORDINATOR, "Priya")
    for staff in (world.facilitator, world.reader, world.lead, world.partner):
        await refused(world, staff, AddStaff(new, "token", TOMORROW))
    for role in Role:
        await refused(world, world.admin, AddStaff(replace(world.admin, role=role), "t", TOMORROW))
    for role in set(Role) - {Role.COORDINATOR}:
        await refused(world, world.admin, AddStaff(replace(world.reader, role=role), "t", TOMORROW))


# --- groups ------------------------------------------------------------------------------------


async def test_a_group_is_written_and_changed_with_its_people(world: Any) -> None:
    await house(world)
    other = world.a_staff(Role.PARTNER, "Pia")
    await world.run(lambda u: u.add_staff(other, "pia", TOMORROW))
    await world.record(world.admin, SaveGroup(GROUP))
    assert await world.run(lambda u: u.groups()) == (GROUP,)
    people = tuple(sorted((world.partner.id, other.id)))
    changed = replace(GROUP, site="North Leith", partner="\ud800 \x00", people=people)
    await world.record(world.admin, SaveGroup(changed))
    assert await world.run(lambda u: u.groups()) == (changed,)
    id_, me = bytes.fromhex(GROUP.id), bytes.fromhex(world.admin.id)
    assert noted(world) == ("admin", me, "save", "group", id_, None)
    fewer = replace(changed, people=(other.id, other.id))
    await world.record(world.admin, SaveGroup(fewer))
    assert await world.run(lambda u: u.groups()) == (replace(fewer, people=(other.id,)),)


async def test_a_group_by_command_is_noted_too(world: Any) -> None:
    await world.run(lambda u: u.add_group(GROUP))
    assert noted(world) == ("system", None, "save", "group", bytes.fromhex(GROUP.id), None)


async def test_only_an_admin_writes_a_group_and_only_partners_belong_to_it(world: Any) -> None:
    await house(world)
    for staff in (world.facilitator, world.reader, world.lead, world.partner):
        await refused(world, staff, SaveGroup(GROUP))
    for member in (world.facilitator, world.reader, world.lead, world.admin):
        await refused(world, world.admin, SaveGroup(replace(GROUP, people=(member.id,))))
    await refused(world, world.admin, SaveGroup(replace(GROUP, people=("ab" * 16,))))


# --- handing a round over ----------------------------------------------------------------------


async def test_a_round_is_handed_over_and_nothing_else_of_it_changes(world: Any) -> None:
    await house(world)
    round_, _ = await world.asked(4)
    await world.run(lambda u: u.set_figure(round_.id, 4, TODAY))
    before = await world.run(lambda u: u.round(round_.id))
    vault, people = world.sql("SELECT * FROM vault"), world.dump()
    await world.record(world.facilitator, HandOver(round_.id, world.gus.id))
    assert await world.run(lambda u: u.round(round_.id)) == replace(
        before, facilitator=world.gus.id
    )
    assert (world.sql("SELECT * FROM vault"), world.dump()) == (vault, people)
    assert await world.run(lambda u: u.questions(round_.id)) == world.questions
    me, to, id_ = (bytes.fromhex(x) for x in (world.facilitator.id, world.gus.id, round_.id))
    assert noted(world) == ("facilitator", me, "hand_over", "staff", to, id_)
    await refused(world, world.facilitator, HandOver(round_.id, world.facilitator.id))
    await world.record(world.admin, HandOver(round_.id, world.facilitator.id))
    assert await world.run(lambda u: u.round(round_.id)) == before


async def test_a_round_goes_over_in_every_state_and_goes_on(world: Any) -> None:
    await house(world)
    draft = await world.draft()
    await world.record(world.admin, HandOver(draft.id, world.gus.id))
    mine = replace(draft, facilitator=world.gus.id)
    assert await world.run(lambda u: u.round(draft.id)) == mine
    await world.record(world.gus, SaveRound(mine), OpenRound(replace(mine, state=RoundState.OPEN)))
    off = await world.opened()
    await world.record(world.facilitator, CancelRound(off))
    done = await world.closed(await world.opened())
    await world.database.sealer.seal(done.id)
    for round_ in (off, done):
        before = await world.run(lambda u, r=round_: u.round(r.id))
        await world.record(world.facilitator, HandOver(round_.id, world.gus.id))
        after = await world.run(lambda u, r=round_: u.round(r.id))
        assert after == replace(before, facilitator=world.gus.id)


async def test_only_its_facilitator_or_an_admin_hands_a_round_to_a_facilitator(world: Any) -> None:
    await house(world)
    round_ = await world.opened()
    for staff in (world.gus, world.reader, world.lead, world.partner):
        await refused(world, staff, HandOver(round_.id, world.gus.id))
    for member in (world.reader, world.lead, world.partner, world.admin):
        await refused(world, world.facilitator, HandOver(round_.id, member.id))
    await refused(world, world.facilitator, HandOver(round_.id, "ab" * 16))
    await refused(world, world.admin, HandOver("ab" * 16, world.gus.id))
    reading = await world.opened(readers=(world.gus.id,))
    await refused(world, world.facilitator, HandOver(reading.id, world.gus.id))


# --- leaving ---------------------------------------------------------------------------------


async def ways_in(world: Any, member: Any) -> None:
    """Give somebody a session, a place and one more link."""
    for token in ("one", "two", "three"):
        await world.run(lambda u, t=token: u.add_staff(member, t, TOMORROW))
    await world.run(lambda u: u.redeem("one", "session", TODAY, TOMORROW))
    await world.run(lambda u: u.tie_staff("two", Address("slack", "T", "U"), {}, TODAY))


async def test_who_leaves_cannot_come_in_and_their_rounds_go_to_another(world: Any) -> None:
    await house(world)
    opened, draft = await world.opened(), await world.draft()
    await ways_in(world, world.facilitator)
    task = Record("7" * 32, opened.id, Kind.TASK, world.facilitator.id, TOMORROW, text="Book it")
    await world.record(world.facilitator, KeepRecord(task))
    await refused_to_leave(world, RemoveStaff(world.facilitator.id))
    await refused_to_leave(world, RemoveStaff(world.facilitator.id, world.reader.id))
    await world.record(world.admin, RemoveStaff(world.facilitator.id, world.gus.id))
    for round_ in (opened, draft):
        now = await world.run(lambda u, r=round_: u.round(r.id))
        assert now.facilitator == world.gus.id
    assert [t.id for t in await world.run(lambda u: u.tasks_of(world.gus.id))] == [task.id]
    staff = await world.run(lambda u: u.staff())
    assert world.facilitator not in staff
    assert await world.run(lambda u: u.session("session", TODAY)) is None
    assert await world.run(lambda u: u.staff_at(Address("slack", "T", "U"))) is None
    assert await world.run(lambda u: u.redeem("three", "again", TODAY, TOMORROW)) is None
    names = await world.run(lambda u: u.staff_names())
    assert names[world.facilitator.id] == "Fiona", "the audit log still knows them"
    assert noted(world)[1:4] == (bytes.fromhex(world.admin.id), "remove", "staff")


async def refused_to_leave(world: Any, effect: RemoveStaff) -> None:
    before = await world.run(lambda u: (u.rounds(), u.staff()))
    with pytest.raises(Refused):
        await world.record(world.admin, effect)
    assert await world.run(lambda u: (u.rounds(), u.staff())) == before


async def test_no_round_is_left_without_a_reader_or_a_lead(world: Any) -> None:
    await house(world)
    other = world.a_staff(Role.COORDINATOR, "Una")
    lead = world.a_staff(Role.LEAD, "Lou")
    for member in (other, lead, world.other_reader):
        await world.run(lambda u, m=member: u.add_staff(m, m.name, TOMORROW))
    round_ = await world.opened(two_readers=True)
    await world.turn(round_, "ann", Consent(), AskContact("ring me"))
    await refused_to_leave(world, RemoveStaff(world.reader.id))
    await world.record(world.admin, RemoveStaff(world.reader.id, other.id))
    await refused_to_leave(world, RemoveStaff(world.lead.id))
    await world.record(world.admin, RemoveStaff(world.lead.id, lead.id))
    now = await world.run(lambda u: u.round(round_.id))
    assert (set(now.readers), now.lead) == ({world.other_reader.id, other.id}, lead.id)
    (request,) = await world.run(lambda u: u.requests(lead.id))
    assert request.reach == "ring me"


async def test_nobody_takes_themselves_off_and_none_but_an_admin_does(world: Any) -> None:
    await house(world)
    for actor in (world.gus, world.admin):
        effect = RemoveStaff(world.admin.id if actor is world.admin else world.partner.id)
        await refused(world, actor, effect)
    await world.record(world.admin, RemoveStaff(world.partner.id))
    assert world.partner not in await world.run(lambda u: u.staff())
