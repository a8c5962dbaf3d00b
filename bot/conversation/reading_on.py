"""Handing the reading of a round on to another coordinator, and keeping out of a group.

Nobody is asked why, and nothing tells: who is away, who has had enough, and who takes part in the
round themselves all leave the same trace.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Role, Round, RoundState, Staff
from bot.consultation.staffing import NotFit, leaving
from bot.consultation.staffing import takers as others
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import HandReading, SaveOwn, StaffEffect
from bot.conversation.events import Chose
from bot.conversation.facilitator_form import Values
from bot.conversation.messages import Choice, Field, Message, Notice, Option, Part, Text

HAND: Final = "reading"
"""The place of this page."""
_READ: Final = (RoundState.OPEN, RoundState.CLOSED)


def to_hand_on(facts: DeskFacts, spot: Spot) -> Round | None:
    """Return the round of a spot if its reading can be handed on by this person; they may keep out
    of it already."""
    if facts.me.role is not Role.COORDINATOR:
        return None
    mine = (each for each in (*facts.rounds, *facts.apart) if facts.me.id in each.readers)
    return next((each for each in mine if each.id == spot.round and each.state in _READ), None)


def takers(round_: Round, facts: DeskFacts) -> tuple[Staff, ...]:
    """Return who may read in this person's place."""
    found = others(facts.me, facts.staff.values())
    return tuple(each for each in found if _fits(round_, each, facts))


def _fits(round_: Round, to: Staff | None, facts: DeskFacts) -> bool:
    try:
        leaving(facts.me, to, (round_,))
    except NotFit:
        return False
    return True


def hand_on(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Hand the reading on, keep out of the group from now on, or both."""
    say, round_ = facts.say, to_hand_on(facts, spot)
    if round_ is None or event.action != "hand":
        return StaffStep(spot)
    to, out = event.first("to"), event.first("apart") == "yes" and bool(round_.group)
    effects: list[StaffEffect] = []
    if to or _fits(round_, None, facts):
        if to and to not in {each.id for each in takers(round_, facts)}:
            return StaffStep(spot, faults={"to": say("handover.pick")})
        effects.append(HandReading(round_.id, to))
    elif not out:
        return StaffStep(spot, faults={"to": say("handover.pick")})
    if out and round_.group not in facts.own.apart:
        effects.append(SaveOwn(replace(facts.own, apart=(*facts.own.apart, round_.group))))
    handed = any(isinstance(each, HandReading) for each in effects)
    note = "coordinator.note.handed" if handed else "coordinator.note.kept_out"
    return StaffStep(Spot(), tuple(effects), note=note)


def hand_screen(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message | None:
    """Return the page, or None where there is nothing to hand on."""
    say, round_ = facts.say, to_hand_on(facts, spot)
    if round_ is None:
        return None
    found = takers(round_, facts)
    picked = values.get("to", ())
    parts: list[Part] = [
        Notice((say("reading_on.first"), say("reading_on.stays"), say("reading_on.why")))
    ]
    fields: list[Field] = []
    if found:
        fields.append(
            Field(
                "to",
                say("reading_on.to"),
                "one",
                options=tuple(Option(each.id, each.name, each.id in picked) for each in found),
                fault=faults.get("to", ""),
                optional=_fits(round_, None, facts),
            )
        )
    else:
        parts.append(Text(say("reading_on.nobody")))
    if round_.group and round_.group not in facts.own.apart:
        out = Option("yes", say("reading_on.apart.yes"), "yes" in values.get("apart", ()))
        fields.append(
            Field(
                "apart",
                say("reading_on.apart.label"),
                "many",
                say("reading_on.apart.hint"),
                options=(out,),
                fault="" if found else faults.get("to", ""),
                optional=True,
            )
        )
    go = Choice("hand", say("reading_on.go"), fields=tuple(field.id for field in fields))
    leave = Choice(Spot().action(), say("handover.keep"), "quiet")
    return Message(
        say("reading_on.title"),
        kicker=round_.title,
        parts=tuple(parts),
        fields=tuple(fields),
        choices=(go, leave) if fields else (leave,),
    )


ACTS: Final = frozenset({(HAND, "hand")})
"""What can be done here, by place and action."""
