"""Questions in words that too few answered: a reader puts two together, or they are held back.

A question that few answered and one that nobody answered look alike here, and no number is shown.
"""

from collections.abc import Mapping
from typing import Final

from bot.consultation.model import Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import PutTogether
from bot.conversation.events import Chose
from bot.conversation.facilitator_words import named
from bot.conversation.messages import Card, Choice, Field, Message, Notice, Option, Part, Text

SMALL: Final = "small"
_HOLD: Final = "hold"


def small_step(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Put a question with another one, or leave it held back."""
    name, _, first = event.action.partition(":")
    if name != "put":
        return StaffStep(spot)
    field = _field(first)
    second = event.first(field)
    if second == _HOLD:
        return StaffStep(Spot(SMALL, round_.id), note="coordinator.note.held_back")
    if first not in facts.small or second not in facts.small or first == second:
        key = "coordinator.fault.not_small" if second else "coordinator.fault.pick"
        return StaffStep(spot, faults={field: facts.say(key)})
    effect = PutTogether(round_.id, first, second)
    return StaffStep(Spot(SMALL, round_.id), (effect,), note="coordinator.note.together")


def small_screen(round_: Round, facts: DeskFacts, faults: Mapping[str, str]) -> Message:
    """Return the page of the questions that too few answered."""
    say = facts.say
    parts: list[Part] = []
    if round_.state is not RoundState.CLOSED:
        parts.append(Text(say("coordinator.small.later")))
    elif not facts.small:
        parts.append(Text(say("coordinator.small.none")))
    else:
        parts.append(Text(say("coordinator.small.lead", k=round_.k)))
        if len(facts.small) > 1:
            parts.append(Notice(say.many("coordinator.small.put")))
        parts += [_card(question, round_, facts, faults) for question in facts.small]
    return Message(say("coordinator.small.title"), kicker=round_.title, parts=tuple(parts))


def _card(question: str, round_: Round, facts: DeskFacts, faults: Mapping[str, str]) -> Card:
    say = facts.say
    title = named(question, round_, facts)
    others = [each for each in facts.small if each != question]
    if not others:
        return Card(title, (Text(say("coordinator.small.alone")),))
    field = _field(question)
    options = (
        Option(_HOLD, say("coordinator.small.hold"), chosen=True),
        *(Option(each, named(each, round_, facts)) for each in others),
    )
    box = Field(
        field, say("coordinator.small.with"), "one", options=options, fault=faults.get(field, "")
    )
    put = Choice(f"put:{question}", say("coordinator.small.save"), fields=(field,), about=title)
    return Card(title, fields=(box,), choices=(put,))


def _field(question: str) -> str:
    return f"with-{question}"
