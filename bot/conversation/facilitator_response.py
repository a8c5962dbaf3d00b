"""The decision maker's own answer: who types it, and that it is theirs, is said here and to people."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Outcome, Response, Round
from bot.consultation.telling import response_fault
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import title_of, today
from bot.conversation.facilitator_form import Typed, Unfit, Values, read_date, read_texts
from bot.conversation.facilitator_items import MAX_NAME
from bot.conversation.messages import Choice, Entries, Entry, Field, Message, Part, Text

RESPONSE: Final = "response"
"""The item of the place where it is written."""
_LONGEST: Final = 800
_MOST: Final = {"text": _LONGEST, "name": MAX_NAME, "role": MAX_NAME}


def response_entry(outcome: Outcome | None, round_: Round, facts: DeskFacts) -> Part:
    """Return the way to the answer, and whether it is there."""
    say = facts.say
    fault = response_fault(outcome.response if outcome else None)
    entry = Entry(
        say("facilitator.response.entry", decider=round_.decider),
        say("facilitator.response.missing" if fault else "facilitator.outcome.whole"),
        Spot("outcome", round_.id, RESPONSE).action(),
    )
    return Entries(say("facilitator.response.label"), (entry,))


def response_screen(
    outcome: Outcome | None,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> Message:
    """Return the form."""
    say = facts.say
    back = Spot("outcome", round_.id).action()
    return Message(
        say("facilitator.response.title"),
        kicker=title_of(round_, facts),
        parts=(Text(say("facilitator.response.lead", decider=round_.decider)),),
        fields=_fields(outcome, round_, facts, faults, values),
        choices=(
            Choice("save", say("facilitator.outcome.save"), "main", (*_MOST, "signed"), key="S"),
            Choice(back, say("facilitator.back"), "quiet"),
        ),
    )


def save_response(
    spot: Spot, event: Chose, facts: DeskFacts, round_: Round, outcome: Outcome
) -> StaffStep:
    """Keep the answer as it was typed, whole or not yet."""
    texts, faults = read_texts(event.values, _MOST, facts, lines=("text",))
    day = None
    try:
        day = read_date(event.first("signed"))
    except Unfit as unfit:
        faults["signed"] = facts.say(unfit.key, **unfit.values)
    now = today(round_, facts)
    if day is not None and day > now:
        faults["signed"] = facts.say("round.response.ahead")
    if faults:
        return StaffStep(spot, faults=faults)
    response = Response(**texts, day=day or now, typed=facts.me.name)
    here = Spot("outcome", round_.id)
    saved = SaveOutcome(replace(outcome, response=response))
    return StaffStep(here, (saved,), note="facilitator.note.item_saved")


def _fields(
    outcome: Outcome | None,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> tuple[Field, ...]:
    stored = outcome.response if outcome else None
    held = {"name": round_.decider}
    if stored is not None:
        held = {"text": stored.text, "name": stored.name, "role": stored.role}
    day = (stored.day if stored else today(round_, facts)).isoformat()
    typed = Typed(facts, "round.response.field", faults, values)
    texts = (
        typed.field(name, held.get(name, ""), "long" if name == "text" else "short", most=most)
        for name, most in _MOST.items()
    )
    return (*texts, typed.field("signed", day, "date"))
