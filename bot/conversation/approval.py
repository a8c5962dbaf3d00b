"""A reader of a round lets its outcome go out: they know what people said, and did not write it."""

from collections.abc import Mapping
from typing import Final

from bot.consultation.model import Outcome, Role, Round
from bot.consultation.rounds import OVER
from bot.consultation.telling import may_approve, seen
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import ApproveOutcome, ReturnOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator_form import Unfit, Values, read_text
from bot.conversation.messages import Choice, Entries, Entry, Field, Message, Part, Text
from bot.conversation.outcomes import outcome_parts

APPROVAL: Final = "approval"
"""The place where an outcome waits for a second person."""
_LONGEST: Final = 400


def approval_entries(facts: DeskFacts) -> tuple[Part, ...]:
    """Return the outcomes that wait for this reader."""
    say = facts.say
    entries = tuple(
        Entry(each.title, say("approval.waits"), Spot(APPROVAL, each.id).action())
        for each in facts.rounds
        if each.id in facts.approves
    )
    return (Entries(say("approval.label"), entries),) if entries else ()


def approval_screen(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return an outcome as people will see it, with *yes* and a way to hand it back."""
    say, found = facts.say, _waiting(spot, facts)
    if found is None:
        return Message(say("approval.title"), parts=(Text(say("approval.none")),))
    round_, outcome = found
    day = say.weekday_date(outcome.send_on) if outcome.send_on else ""
    reason = Field(
        "reason",
        say("approval.reason.label"),
        "long",
        say("approval.reason.hint"),
        "".join(values.get("reason", ())[:1]),
        fault=faults.get("reason", ""),
        max_length=_LONGEST,
        optional=True,
    )
    mark = seen(outcome)
    return Message(
        say("approval.title"),
        kicker=round_.title,
        parts=(
            Text(say("approval.lead", day=day)),
            *(Text(line, "small") for line in say.many("approval.look")),
            *outcome_parts(outcome, say, facts.quotes),
        ),
        fields=(reason,),
        choices=(
            Choice(f"let_go:{mark}", say("approval.yes"), "main"),
            Choice(f"hand_back:{mark}", say("approval.no"), "two", ("reason",)),
        ),
    )


def approval_step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Let an outcome go out, or hand it back with a reason."""
    say, found = facts.say, _waiting(spot, facts)
    name, _, mark = event.action.partition(":")
    if found is None:
        return StaffStep(spot, faults={"": say("approval.refused.state")})
    round_, outcome = found
    if mark != seen(outcome):
        return StaffStep(spot, faults={"": say("approval.refused.changed")})
    if refused := may_approve(outcome, facts.me, round_):
        return StaffStep(spot, faults={"": say(refused)})
    if name == "let_go":
        return StaffStep(Spot(), (ApproveOutcome(outcome),), note="coordinator.note.let_go")
    try:
        reason = read_text(event.first("reason"), _LONGEST, lines=True)
    except Unfit as unfit:
        return StaffStep(spot, faults={"reason": say(unfit.key, **unfit.values)})
    if not reason:
        return StaffStep(spot, faults={"reason": say("approval.refused.reason")})
    return StaffStep(Spot(), (ReturnOutcome(outcome, reason),), note="coordinator.note.returned")


def _waiting(spot: Spot, facts: DeskFacts) -> tuple[Round, Outcome] | None:
    """Return the round of a place and its outcome that waits for this reader."""
    round_ = facts.round
    if round_ is None or round_.id != spot.round or round_.state not in OVER:
        return None
    if facts.me.role is not Role.COORDINATOR or facts.me.id not in round_.readers:
        return None
    outcome = next((each for each in facts.outcomes if each.state == "ready"), None)
    return None if outcome is None else (round_, outcome)
