"""Answering what people asked about an outcome: every question gets a named owner and an answer.

The answers go out together, to everyone of the round, once each question has one.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.following import unanswered
from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.consultation.promises import ANSWERED, item_fault
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import current_outcome, promise, title_of
from bot.conversation.facilitator_form import Typed, Values, read_texts
from bot.conversation.facilitator_items import day_field
from bot.conversation.messages import (
    Choice,
    Entries,
    Entry,
    Field,
    Heading,
    Message,
    Notice,
    Option,
    Part,
    Segment,
    Text,
    Words,
)
from bot.conversation.outcomes import outcome_parts
from bot.ports import SealedText

_MOST: Final = {"said": 400, "did": 400, "owner": 80}


def loop_screen(
    spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the questions of a loop, or the one that a place names."""
    asked = {text.id: text for text in facts.approved}
    if round_.state is not RoundState.SEALED:
        return _page(round_, facts, (Notice(_wait(round_, facts)),))
    if spot.item in asked:
        return _one(asked[spot.item], round_, facts, faults, values)
    if not asked:
        return _page(round_, facts, (Notice((facts.say("facilitator.loop.none"),)),))
    return _all(round_, facts, faults, values)


def answer(spot: Spot, event: Chose, facts: DeskFacts, outcome: Outcome) -> StaffStep:
    """Keep the answer to a question, and to those it is put together with."""
    open_ = {text.id for text in unanswered(facts.approved, _others(spot.item, facts))}
    if spot.item not in open_:
        return StaffStep(Spot("outcome", outcome.round))
    texts, faults = read_texts(event.values, _MOST, facts, lines=("said", "did"))
    if faults:
        return StaffStep(spot, faults=faults)
    with_ = [each for each in event.values.get("together", ()) if each in open_]
    quotes = tuple(dict.fromkeys((spot.item, *with_)))
    item = Item(texts["said"], texts["did"], ANSWERED, "", texts["owner"], quotes)
    if fault := item_fault(item):
        where = "said" if not item.said else "did" if not item.did else "owner"
        return StaffStep(spot, faults={where: facts.say(fault)})
    kept = [each for each in outcome.items if not set(each.quotes) & set(quotes)]
    changed = replace(outcome, items=(*kept, item))
    here = Spot("outcome", outcome.round)
    return StaffStep(here, (SaveOutcome(changed),), note="facilitator.note.answered")


def all_answered(facts: DeskFacts) -> bool:
    """Tell whether the answers may go out."""
    return not unanswered(facts.approved, facts.outcomes)


def _others(question: str, facts: DeskFacts) -> tuple[Outcome, ...]:
    """The outcomes without the item that answers a question: it may be written anew."""
    return tuple(
        replace(each, items=tuple(i for i in each.items if question not in i.quotes))
        for each in facts.outcomes
    )


def _wait(round_: Round, facts: DeskFacts) -> tuple[str, ...]:
    until = round_.withdraw_until
    day = facts.say.date(until) if until else ""
    return (
        facts.say("facilitator.loop.wait", day=day),
        facts.say("facilitator.loop.wait_why"),
    )


def _page(
    round_: Round,
    facts: DeskFacts,
    parts: tuple[Part, ...],
    fields: tuple[Field, ...] = (),
    choices: tuple[Choice, ...] = (),
) -> Message:
    say = facts.say
    back = Choice(Spot("round", round_.id).action(), say("facilitator.back"), "quiet")
    return Message(
        say("facilitator.loop.title"),
        kicker=title_of(round_, facts),
        parts=(promise(round_, facts), *parts),
        fields=fields,
        choices=(*choices, back),
    )


def _all(round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    say, outcome = facts.say, current_outcome(facts)
    waits = {text.id for text in unanswered(facts.approved, facts.outcomes)}
    entries = tuple(
        Entry(
            text.text,
            say("facilitator.loop.waits" if text.id in waits else "facilitator.loop.answered"),
            Spot("outcome", round_.id, text.id).action(),
        )
        for text in facts.approved
    )
    parts: list[Part] = [Entries(say("facilitator.loop.label"), entries)]
    if outcome is None or waits:
        parts.append(Text(say("facilitator.loop.rule"), "small"))
        return _page(round_, facts, tuple(parts))
    parts += [Heading(say("facilitator.outcome.preview")), *outcome_parts(outcome, say)]
    schedule = Choice("schedule", say("facilitator.outcome.schedule"), "main", ("send_on",))
    day = day_field(outcome, round_, facts, faults, values)
    return _page(round_, facts, tuple(parts), (day,), (schedule,))


def _one(
    text: SealedText, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    say, outcome = facts.say, current_outcome(facts)
    items = outcome.items if outcome else ()
    item = next((each for each in items if text.id in each.quotes), None)
    # Only who said yes to a quote is repeated word for word.
    said = item.said if item else text.text if text.quotable else ""
    held = {
        "said": said,
        "did": item.did if item else "",
        "owner": item.owner if item else facts.me.name,
    }
    typed = Typed(facts, "facilitator.loop.field", faults, values)
    fields = tuple(
        typed.field(name, held[name], "short" if name == "owner" else "long", most=most)
        for name, most in _MOST.items()
    )
    others = [t for t in unanswered(facts.approved, _others(text.id, facts)) if t.id != text.id]
    if others:
        chosen = values.get("together", item.quotes if item else ())
        options = tuple(Option(each.id, each.text, each.id in chosen) for each in others)
        together = typed.field("together", kind="many", optional=True)
        fields += (replace(together, value="", options=options),)
    quote = "quote_yes" if text.quotable else "quote_no"
    save = Choice(
        "save", say("facilitator.outcome.save"), "main", tuple(f.id for f in fields), key="S"
    )
    back = Choice(Spot("outcome", round_.id).action(), say("facilitator.back"), "quiet")
    return Message(
        say("facilitator.loop.one"),
        kicker=title_of(round_, facts),
        parts=(
            Words((Segment(text.text),), say("facilitator.loop.words")),
            Text(say(f"facilitator.words.{quote}"), "small"),
        ),
        fields=fields,
        choices=(save, back),
    )
