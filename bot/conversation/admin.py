"""What an admin does: add people, make links for them, write groups, hand a leaver's rounds over.

Pure and total. An admin never acts on their own record, and sees of a round its name and no more.
"""

from collections.abc import Callable
from typing import Final

from bot.consultation.model import Group, Role, Round, Staff
from bot.consultation.staffing import (
    NotFit,
    leaving,
    member_for,
    named,
    new_or_changed,
    takers,
)
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import AddStaff, RemoveStaff, SaveGroup
from bot.conversation.events import Chose
from bot.conversation.handover import hand_over

NEW: Final = "new"
"""The item of a place where something is added."""
_WORDS: Final = ("site", "audience", "partner")

_Act = Callable[[Spot, Chose, DeskFacts], StaffStep]


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Return where an act of an admin leads and what must be remembered."""
    if facts.me.role is not Role.ADMIN:
        return StaffStep(Spot(), faults={"": facts.say("admin.not_yours")})
    if event.action.startswith("go:"):
        return StaffStep(Spot.parse(event.action))
    act = _ACTS.get((spot.place, event.action))
    return act(spot, event, facts) if act else StaffStep(spot)


def group_at(spot: Spot, facts: DeskFacts) -> Group | None:
    """Return the group of a place: a stored one, or an empty one to be filled in."""
    if spot.item == NEW:
        return Group(facts.fresh_id, "", "", "")
    return next((each for each in facts.groups if each.id == spot.item), None)


def round_at(spot: Spot, facts: DeskFacts) -> Round | None:
    """Return the round of a place."""
    return next((each for each in facts.rounds if each.id == spot.round), None)


def partners(facts: DeskFacts) -> tuple[Staff, ...]:
    """Return everybody who can belong to a group, by name."""
    found = (each for each in facts.staff.values() if each.role is Role.PARTNER)
    return tuple(sorted(found, key=lambda each: (each.name, each.id)))


def _add(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    faults: dict[str, str] = {}
    name = _read(event, "name", faults, facts)
    role = next((each for each in Role if each == event.first("role")), None)
    if role is None:
        faults["role"] = facts.say("admin.fault.role")
    if faults or role is None:
        return StaffStep(spot, faults=faults)
    try:
        member = member_for(name, role, facts.fresh_id, facts.staff.values(), facts.me)
    except NotFit as no:
        return StaffStep(spot, faults={"name": _said(no, facts)})
    return _linked(member, facts, "added")


def _link(spot: Spot, _event: Chose, facts: DeskFacts) -> StaffStep:
    member = facts.staff.get(spot.item)
    if member is None:
        return StaffStep(spot)
    if member.id == facts.me.id:
        return StaffStep(spot, faults={"": facts.say("admin.fault.yourself")})
    return _linked(member, facts, "linked")


def _linked(member: Staff, facts: DeskFacts, note: str) -> StaffStep:
    until = facts.link_until or facts.now.date()
    there = Spot("person", "", member.id)
    effect = AddStaff(member, facts.fresh_token, until)
    return StaffStep(there, (effect,), note=f"admin.note.{note}")


def _leave(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    member = facts.staff.get(spot.item)
    if member is None:
        return StaffStep(spot)
    if member.id == facts.me.id:
        return StaffStep(spot, faults={"": facts.say("admin.fault.leave_yourself")})
    to = {each.id: each for each in takers(member, facts.staff.values())}.get(event.first("to"))
    try:
        leaving(member, to, facts.rounds)
    except NotFit as no:
        return StaffStep(spot, faults={"to": _said(no, facts)})
    effect = RemoveStaff(member.id, to.id if to else "")
    return StaffStep(Spot(), (effect,), note="admin.note.left")


def _save(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    stored = group_at(spot, facts)
    if stored is None:
        return StaffStep(spot)
    faults: dict[str, str] = {}
    site, audience, partner = (_read(event, each, faults, facts) for each in _WORDS)
    people = tuple(dict.fromkeys(event.values.get("people", stored.people)))
    if not {each.id for each in partners(facts)}.issuperset(people):
        faults["people"] = facts.say("admin.fault.people")
    if faults:
        return StaffStep(spot, faults=faults)
    try:
        group = new_or_changed(Group(stored.id, site, audience, partner, people), facts.groups)
    except NotFit as no:
        return StaffStep(spot, faults={"site": _said(no, facts)})
    return StaffStep(Spot("groups"), (SaveGroup(group),), note="admin.note.saved")


def _hand(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    round_ = round_at(spot, facts)
    if round_ is None:
        return StaffStep(spot)
    then = (Spot("person", "", round_.facilitator), "admin.note.handed")
    return hand_over(spot, event, facts, round_, then)


def _read(event: Chose, field: str, faults: dict[str, str], facts: DeskFacts) -> str:
    try:
        return named(event.first(field))
    except NotFit as no:
        faults[field] = _said(no, facts)
        return ""


def _said(no: NotFit, facts: DeskFacts) -> str:
    say = facts.say
    values = dict(no.values)
    if isinstance(role := values.get("role"), Role):
        values["role"] = say(f"admin.role.{role}")
    return say(f"admin.fault.{no.reason}", **values)


_ACTS: Final[dict[tuple[str, str], _Act]] = {
    ("person", "add"): _add,
    ("person", "link"): _link,
    ("leave", "leave"): _leave,
    ("group", "save"): _save,
    ("hand", "hand"): _hand,
}
ACTS: Final = frozenset(_ACTS)
"""All that an admin can do, by place and name."""
