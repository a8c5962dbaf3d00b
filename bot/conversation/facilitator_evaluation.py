"""Asking twice, before and after: a draft becomes the first of two rounds, and the first makes the
second. They share one day on which they are sealed together, named before anybody is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.evaluation import AFTER, BEFORE, other_wave
from bot.consultation.model import Round, RoundState
from bot.consultation.rounds import again
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import own_rounds, state_words, title_of
from bot.conversation.facilitator_form import SPECS, Values, fields_of, read
from bot.conversation.messages import (
    Choice,
    Entries,
    Entry,
    Field,
    Message,
    Notice,
    Part,
    Text,
)

PLACE: Final = "wave"
"""The page of a draft on which it becomes one of two rounds."""
_FIELDS: Final = {"": "withdraw_until", BEFORE: "withdraw_until", AFTER: "apart"}
"""The one field of that page, by what the draft is so far."""
_ASKED: Final = (RoundState.OPEN, RoundState.CLOSED)


def wave_screen(
    draft: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the page on which a draft is made a wave, or stops being one."""
    say, field = facts.say, _FIELDS[draft.wave]
    specs = [spec for spec in SPECS if spec.id == field]
    drawn = fields_of(specs, draft, facts, faults, values)
    lines = say.many(f"evaluation.about.{draft.wave or 'none'}")
    parts: list[Part] = [Text(line) for line in lines]
    if draft.wave:
        parts.append(Notice(_day(draft, facts)))
    save = Choice(
        "save" if draft.wave == AFTER else "before", say("evaluation.save"), "main", (field,)
    )
    alone = Choice("alone", say("evaluation.alone"), "quiet")
    return Message(
        say("evaluation.title"),
        kicker=title_of(draft, facts),
        parts=(*parts, *waves_of(draft, facts)),
        fields=tuple(_worded(each, facts) for each in drawn),
        choices=(
            save,
            *((alone,) if draft.wave else ()),
            Choice(Spot("draft", draft.id).action(), say("facilitator.draft.back"), "quiet"),
        ),
    )


def _worded(field: Field, facts: DeskFacts) -> Field:
    """Return a field of the page as it reads there: the day is that of two rounds."""
    if field.id != _FIELDS[""]:
        return field
    say = facts.say
    return replace(field, label=say("evaluation.field.label"), hint=say("evaluation.field.hint"))


def _day(draft: Round, facts: DeskFacts) -> tuple[str, ...]:
    say, until = facts.say, draft.withdraw_until
    if until is None:
        return (say("gate.withdraw_until"),)
    return (say("evaluation.day", day=say.date(until)), say("evaluation.day_note"))


def wave_choice(draft: Round, facts: DeskFacts) -> Choice:
    """Return the way from a draft to that page."""
    key = "evaluation.title" if draft.wave else "evaluation.ask"
    return Choice(Spot(PLACE, draft.id).action(), facts.say(key), "quiet")


def after_choice(round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    """Return the button that makes the second round, where there is none yet and time for one."""
    if round_.wave != BEFORE or round_.state not in _ASKED or _second(round_, facts):
        return ()
    return (Choice("after", facts.say("evaluation.after")),)


def waves_of(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """Return the way to the other round of an evaluation."""
    say, other = facts.say, other_wave(round_, own_rounds(facts))
    if other is None:
        return ()
    place = "draft" if other.state is RoundState.DRAFT else "round"
    words = say(
        "facilitator.both",
        first=say(f"evaluation.wave.{other.wave}"),
        second=state_words(other, facts),
    )
    entry = Entry(title_of(other, facts), words, Spot(place, other.id).action())
    return (Entries(say("evaluation.both"), (entry,)),)


def make_before(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Make a draft the first of two rounds; the day on which both are sealed is named with it."""
    if round_.state is not RoundState.DRAFT or round_.wave == AFTER:
        return StaffStep(spot)
    evaluation = round_.evaluation or facts.fresh_id
    draft = replace(round_, evaluation=evaluation, wave=BEFORE)
    changed, faults = read(event.values, PLACE, draft, facts)
    if not faults and changed.withdraw_until is None:
        faults = {"withdraw_until": facts.say("gate.withdraw_until")}
    if faults:
        return StaffStep(spot, faults=faults)
    return StaffStep(Spot("draft", round_.id), (SaveRound(changed),), note="facilitator.note.saved")


def save_after(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Keep why the two rounds lie closer together, or further apart, than they should."""
    if round_.state is not RoundState.DRAFT or round_.wave != AFTER:
        return StaffStep(spot)
    changed, faults = read(event.values, PLACE, round_, facts)
    if faults:
        return StaffStep(spot, faults=faults)
    return StaffStep(Spot("draft", round_.id), (SaveRound(changed),), note="facilitator.note.saved")


def make_alone(spot: Spot, _event: Chose, _facts: DeskFacts, round_: Round) -> StaffStep:
    """Let a draft be a round of its own again, without the day that was named for two."""
    if round_.state is not RoundState.DRAFT or not round_.wave:
        return StaffStep(spot)
    alone = replace(round_, evaluation="", wave="", apart="", withdraw_until=None)
    return StaffStep(Spot("draft", round_.id), (SaveRound(alone),), note="facilitator.note.saved")


def make_after(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Make the draft of the second round: the same questions, group and day of sealing."""
    if round_.wave != BEFORE or round_.state not in _ASKED:
        return StaffStep(spot)
    if _second(round_, facts):
        return StaffStep(spot, faults={"": facts.say("gate.wave_twice")})
    copy = again(round_, id_=facts.fresh_id, code=facts.fresh_code, facilitator=facts.me.id)
    draft = replace(
        copy,
        evaluation=round_.evaluation,
        wave=AFTER,
        withdraw_until=round_.withdraw_until,
    )
    return StaffStep(Spot("draft", draft.id), (SaveRound(draft),), note="facilitator.note.after")


def _second(round_: Round, facts: DeskFacts) -> bool:
    """Tell whether an evaluation has a second round, called off or not, of anybody."""
    return any(e.evaluation == round_.evaluation and e.wave == AFTER for e in facts.all_rounds)
