"""Which words of people one part of an outcome stands on: picked from those that may be quoted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import title_of
from bot.conversation.facilitator_form import Values
from bot.conversation.messages import Choice, Field, Message, Notice, Option, Text

_PLACE: Final = "quotes-"
MOST: Final = 5
"""More quotes than this nobody reads under one part."""


def quotes_spot(round_: Round, at: int) -> Spot:
    """Return the place where the quotes of an item are picked."""
    return Spot("outcome", round_.id, f"{_PLACE}{at + 1}")


def quotes_of(item: str) -> str:
    """Return the number of the item whose quotes a place is about, or an empty text."""
    return item.removeprefix(_PLACE) if item.startswith(_PLACE) else ""


def standing(item: Item, facts: DeskFacts) -> tuple[str, ...]:
    """Return the quotes of an item that may still be quoted."""
    return tuple(each for each in item.quotes if each in facts.quotes)


def quotes_choice(at: int, round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    """Return the way to the quotes, once there are any."""
    if round_.state is not RoundState.SEALED:
        return ()
    go = quotes_spot(round_, at).action()
    return (Choice(go, facts.say("facilitator.quotes.go"), "two", key="Q"),)


def quotes_screen(
    at: int,
    outcome: Outcome,
    round_: Round,
    facts: DeskFacts,
    *,
    faults: Mapping[str, str],
    values: Values,
) -> Message:
    """Return all words that may be quoted, to pick from."""
    say, item = facts.say, outcome.items[at]
    chosen = values.get("quotes", item.quotes)
    options = tuple(
        Option(each, say("facilitator.quotes.one", text=text), each in chosen)
        for each, text in facts.quotes.items()
    )
    picks = Field(
        "quotes",
        say("facilitator.quotes.label"),
        "many",
        say("facilitator.quotes.hint", most=MOST),
        options=options,
        fault=faults.get("quotes", ""),
        optional=True,
    )
    save = Choice("quote", say("facilitator.outcome.save"), "main", ("quotes",), key="S")
    back = Choice(
        Spot("outcome", round_.id, str(at + 1)).action(), say("facilitator.back"), "quiet"
    )
    return Message(
        say("facilitator.quotes.title"),
        kicker=title_of(round_, facts),
        parts=(
            Text(say("facilitator.quotes.lead", said=item.said)),
            *(() if options else (Notice((say("facilitator.quotes.none"),)),)),
        ),
        fields=(picks,) if options else (),
        choices=(*((save,) if options else ()), back),
    )


def save_quotes(spot: Spot, event: Chose, facts: DeskFacts, outcome: Outcome, at: int) -> StaffStep:
    """Keep which quotes an item stands on."""
    picked = tuple(dict.fromkeys(event.values.get("quotes", ())))
    if not set(picked) <= facts.quotes.keys():
        return StaffStep(spot, faults={"quotes": facts.say("facilitator.quotes.not_here")})
    if len(picked) > MOST:
        return StaffStep(spot, faults={"quotes": facts.say("facilitator.quotes.many", most=MOST)})
    items = list(outcome.items)
    items[at] = replace(items[at], quotes=picked)
    saved = SaveOutcome(replace(outcome, items=tuple(items)))
    here = Spot("outcome", outcome.round)
    return StaffStep(here, (saved,), note="facilitator.note.item_saved")
