"""Looking after a promise that waits: a word for the next note, and another day while there is time."""

from collections.abc import Mapping
from typing import Final

from bot.consultation.model import Line, Round
from bot.consultation.promises import MOVES, SILENCE, may_move, move_fault, next_note
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import AddLine, MovePromise
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import promise, title_of, today
from bot.conversation.facilitator_form import Typed, Unfit, Values, read_date, read_text
from bot.conversation.messages import Card, Choice, Message, Notice, Part, Text
from bot.conversation.outcomes import moved_lines

PLACE: Final = "promise"
_MAX_LINE: Final = 200
_MAX_BECAUSE: Final = 300


def move(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Promise another day, before the one that stands has passed."""
    say, day = facts.say, today(round_, facts)
    if fault := may_move(round_, day, kept=round_.id in facts.kept):
        return StaffStep(spot, faults={"": _fault(fault, facts)})
    try:
        to = read_date(event.first("day"))
    except Unfit as unfit:
        return StaffStep(spot, faults={"day": say(unfit.key, **unfit.values)})
    try:
        because = read_text(event.first("because"), _MAX_BECAUSE)
    except Unfit as unfit:
        return StaffStep(spot, faults={"because": say(unfit.key, **unfit.values)})
    field, fault = move_fault(round_, to, because, day)
    if fault or to is None:
        return StaffStep(spot, faults={field: _fault(fault, facts)})
    effect = MovePromise(round_.id, to, because)
    return StaffStep(Spot(PLACE, round_.id), (effect,), note="facilitator.note.moved")


def add_line(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Write what the next note adds, or take it away."""
    day = next_note(round_, today(round_, facts))
    if day is None:
        return StaffStep(spot, faults={"": facts.say("promise.fault.no_note")})
    try:
        text = read_text(event.first("line"), _MAX_LINE)
    except Unfit as unfit:
        return StaffStep(spot, faults={"line": facts.say(unfit.key, **unfit.values)})
    effect = AddLine(round_.id, Line(day, text))
    return StaffStep(Spot(PLACE, round_.id), (effect,), note="facilitator.note.line")


def promise_screen(
    _spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the page of one promise."""
    say, day = facts.say, today(round_, facts)
    parts: list[Part] = [promise(round_, facts)]
    if told := moved_lines(round_, facts.say):
        parts.append(Notice(told))
    parts += _note(round_, facts, faults, values)
    fault = may_move(round_, day, kept=round_.id in facts.kept)
    parts.append(Text(_fault(fault, facts)) if fault else _move(facts, faults, values))
    return Message(
        say("promise.one"),
        kicker=title_of(round_, facts),
        parts=tuple(parts),
        choices=(Choice(Spot("round", round_.id).action(), say("facilitator.back"), "quiet"),),
    )


def _note(
    round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> tuple[Part, ...]:
    """The next note to those who wait."""
    say, day = facts.say, next_note(round_, today(round_, facts))
    if day is None:
        return ()
    stored = next((each.text for each in round_.lines if each.day == day), "")
    typed = Typed(facts, "promise", faults, values)
    line = typed.field("line", stored, most=_MAX_LINE, optional=True)
    text = Text(say("promise.line.note", day=say.date(day)))
    save = Choice("line", say("promise.line.save"), fields=("line",))
    return (Card(say("promise.line.title"), (text,), (line,), (save,)),)


def _move(facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Card:
    say = facts.say
    typed = Typed(facts, "promise.move", faults, values)
    day = typed.field("day", kind="date")
    because = typed.field("because", kind="long", most=_MAX_BECAUSE)
    return Card(
        say("promise.move.title"),
        (Text(say("promise.move.note")), Text(say("promise.move.often", count=MOVES), "small")),
        (day, because),
        (Choice("move", say("promise.move.go"), fields=("day", "because")),),
    )


def _fault(key: str, facts: DeskFacts) -> str:
    values = {"count": MOVES, "days": SILENCE.days}
    return facts.say(key, **{name: values[name] for name in facts.say.slots(key)})
