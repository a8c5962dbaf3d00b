"""Asking people whether a draft of an outcome is right, before it is final."""

from dataclasses import replace

from bot.consultation.following import CHECK, SETS, following, time_to_check
from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.consultation.promises import items_fault
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import Ask, SaveOutcome
from bot.conversation.facilitator_facts import state_words, title_of, today
from bot.conversation.messages import Choice, Entries, Entry, Part
from prompts.library import Phrases
from prompts.schema import Question, QuestionSet

_OVER = (RoundState.SEALED, RoundState.CANCELLED)


def check_parts(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """Return the way to what people said of earlier drafts."""
    say = facts.say
    entries = tuple(
        Entry(title_of(each, facts), state_words(each, facts), Spot("round", each.id).action())
        for each in _checks(round_, facts)
    )
    return (Entries(say("following.check.label"), entries),) if entries else ()


def check_choice(outcome: Outcome | None, round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    """Return the button that asks people, where there is something to ask them, and time."""
    if outcome is None or _fault(outcome, round_, facts):
        return ()
    return (Choice("check", facts.say("following.check.ask"), "quiet"),)


def ask_if_right(spot: Spot, facts: DeskFacts, round_: Round, outcome: Outcome) -> StaffStep:
    """Open a round in which everyone of this one can say whether the draft is right."""
    if fault := _fault(outcome, round_, facts):
        return StaffStep(spot, faults={"": facts.say(fault)})
    say = facts.say
    words = say("following.check.title", title=round_.title), say("following.check.purpose")
    day = today(round_, facts)
    next_ = following(
        round_, CHECK, id_=facts.fresh_id, code=facts.fresh_code, words=words, day=day
    )
    ask = Ask(next_, with_draft(facts.sets[SETS[CHECK]], outcome, say))
    effects = (SaveOutcome(replace(outcome, check=next_.code)), ask)
    return StaffStep(Spot("outcome", round_.id), effects, note="facilitator.note.asked")


def with_draft(questions: QuestionSet, outcome: Outcome, say: Phrases) -> QuestionSet:
    """Return the questions with what is written so far, each part on a card of its own."""
    card, *rest = questions.questions
    cards = (_card(card, number, _told(item, say)) for number, item in enumerate(outcome.items, 1))
    return questions.model_copy(update={"questions": (*cards, *rest)})


def _card(card: Question, number: int, body: str) -> Question:
    drawn = {style: each.model_copy(update={"body": body}) for style, each in card.wording.items()}
    return card.model_copy(update={"id": f"{card.id}-{number}", "wording": drawn})


def _told(item: Item, say: Phrases) -> str:
    status = say(f"contributor.outcome.status.{item.status}")
    lines = (
        say("following.check.said", said=item.said),
        say("following.check.did", status=status, did=item.did),
        say("contributor.outcome.because", because=item.because),
    )
    return "\n\n".join(lines)


def _fault(outcome: Outcome, round_: Round, facts: DeskFacts) -> str:
    """Return the phrase key of what stands in the way, or an empty text."""
    if items_fault(outcome.items):
        return items_fault(outcome.items)
    if any(each.state not in _OVER for each in _checks(round_, facts)):
        return "following.check.going_on"
    return "" if time_to_check(round_, today(round_, facts)) else "following.check.too_late"


def _checks(round_: Round, facts: DeskFacts) -> tuple[Round, ...]:
    return tuple(e for e in facts.rounds if e.parent == round_.id and e.kind == CHECK)
