"""What admins do, and handing a round over: checked once more here, and noted."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Group, Role, RoundState
from bot.conversation.effects import (
    AddStaff,
    CancelRound,
    HandOver,
    OpenRound,
    SaveGroup,
    SaveRound,
)
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
