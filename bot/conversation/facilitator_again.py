"""Telling people again: what was only planned comes back to its owner on its day."""

from collections.abc import Iterable
from dataclasses import replace

from bot.consultation.model import Item, Outcome, Round
from bot.consultation.promises import is_sent
from bot.consultation.telling import Again, due_again, plans
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import current_outcome, today
from bot.conversation.messages import Card, Choice, Heading, Part, Text


def is_update(outcome: Outcome | None, facts: DeskFacts) -> bool:
    """Tell whether an outcome is written after another has gone out: it tells of plans alone."""
    others = (each for each in facts.outcomes if outcome is None or each.id != outcome.id)
    return any(map(is_sent, others))


def again_parts(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """Return what people are to hear of again now, each with a button, and what is planned still."""
    say, day = facts.say, today(round_, facts)
    due = [each for each in due_again(facts.outcomes, day) if each.mark not in _written(facts)]
    later = [each for each in plans(facts.outcomes) if each.due > day]
    parts: list[Part] = [Heading(say("facilitator.again.title"))] if due else []
    parts += [_card(each, facts, late=each.due < day) for each in due]
    return (*parts, *_later(later, facts))


def tell_again(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Begin to write what became of something that was planned."""
    wanted = event.action.partition(":")[2]
    found = next(
        (a for a in due_again(facts.outcomes, today(round_, facts)) if a.mark == wanted), None
    )
    outcome = current_outcome(facts)
    if found is None or outcome is None or wanted in _written(facts):
        return StaffStep(spot, faults={"": facts.say("facilitator.again.not_now")})
    if is_sent(outcome):
        outcome = Outcome(id=facts.fresh_id, round=round_.id)
    elif outcome.state != "draft":
        return StaffStep(spot, faults={"": facts.say("facilitator.fault.locked")})
    was = found.item
    item = Item(was.said, "", "", "", owner=was.owner, tags=was.tags, of=found.mark)
    changed = replace(outcome, items=(*outcome.items, item))
    here = Spot("outcome", round_.id)
    return StaffStep(here, (SaveOutcome(changed),), note="facilitator.note.again")


def _written(facts: DeskFacts) -> frozenset[str]:
    """The plans that somebody writes about already."""
    return frozenset(item.of for outcome in facts.outcomes for item in outcome.items)


def _card(again: Again, facts: DeskFacts, *, late: bool) -> Card:
    say = facts.say
    key = "facilitator.again.late" if late else "facilitator.again.today"
    told = say(key, day=say.date(again.due), owner=again.item.owner)
    choice = Choice(f"again:{again.mark}", say("facilitator.again.go"), about=again.item.said)
    return Card(again.item.said, (Text(again.item.did), Text(told, "small")), choices=(choice,))


def _later(later: Iterable[Again], facts: DeskFacts) -> tuple[Part, ...]:
    say = facts.say
    return tuple(
        Text(say("facilitator.again.later", said=each.item.said, day=say.date(each.due)), "small")
        for each in later
    )
