"""The desk: one door for every member of staff. Each role has its own conversation behind it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Role
from bot.consultation.safety import to_check
from bot.conversation import (
    admin,
    admin_screens,
    coordinator,
    coordinator_screens,
    facilitator,
    facilitator_screens,
    lead,
    partner,
)
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.messages import Message, Notice, Part
from bot.conversation.tour import tour_step, with_tour

_Step = Callable[[Spot, Chose, DeskFacts], StaffStep]
_Show = Callable[[Spot, DeskFacts, Mapping[str, str], Mapping[str, tuple[str, ...]], str], Message]

_STEPS: Final[dict[Role, _Step]] = {
    Role.FACILITATOR: facilitator.step,
    Role.COORDINATOR: coordinator.step,
    Role.LEAD: lead.step,
    Role.PARTNER: partner.step,
    Role.ADMIN: admin.step,
}
_SHOWS: Final[dict[Role, _Show]] = {
    Role.FACILITATOR: facilitator_screens.show,
    Role.COORDINATOR: coordinator_screens.show,
    Role.LEAD: lead.show,
    Role.PARTNER: partner.show,
    Role.ADMIN: admin_screens.show,
}
ACTS: Final[Mapping[Role, frozenset[tuple[str, str]]]] = {
    Role.FACILITATOR: facilitator.ACTS,
    Role.COORDINATOR: coordinator.ACTS,
    Role.LEAD: lead.ACTS,
    Role.PARTNER: partner.ACTS,
    Role.ADMIN: admin.ACTS,
}
"""Every act at the desk, by role: its place and its name. What a role does not have here is refused
before its conversation hears of it."""


def denied(role: Role, spot: Spot, event: Chose) -> str:
    """Return the name of an act that other roles may do and this one may not, or an empty text."""
    act = (spot.place, _name(event))
    others = (acts for other, acts in ACTS.items() if other is not role)
    return act[1] if act not in ACTS[role] and any(act in acts for acts in others) else ""


def _name(event: Chose) -> str:
    return event.action.partition(":")[0]


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Return where a member of staff's act leads and what must be remembered. An act that means
    nothing for this role at this place is refused in words, never passed over in silence."""
    if (toured := tour_step(event, facts)) is not None:
        return toured
    going = event.action.startswith("go:")
    mine = going or (spot.place, _name(event)) in ACTS[facts.me.role]
    taken = _STEPS[facts.me.role](spot, event, facts) if mine else StaffStep(spot)
    if taken == StaffStep(spot) and not going:
        return StaffStep(spot, faults={"": facts.say("desk.refused.not_here")})
    return taken


def show(
    spot: Spot,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Mapping[str, tuple[str, ...]],
    note: str,
) -> Message:
    """Return the screen of a place at the desk, as far as this role may see it."""
    screen = with_tour(spot, facts, _SHOWS[facts.me.role](spot, facts, faults, values, note))
    return replace(screen, before=(*_to_check(facts), *screen.before)) if spot == Spot() else screen


def _to_check(facts: DeskFacts) -> tuple[Part, ...]:
    """Say on everybody's first page that support lines have to be checked soon. Partners see none of
    the desk's own affairs."""
    lines, day = to_check(facts.support, facts.now.date())
    if day is None or facts.me.role is Role.PARTNER:
        return ()
    names = ", ".join(line.name for line in lines)
    said = facts.say("desk.lines", names=names, day=facts.say.date(day))
    return (Notice((said, facts.say("desk.lines_who"))),)
