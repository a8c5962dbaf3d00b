"""A reader's own page: how much they read in a day, a note to themselves, whom to talk to, and whose
answers they keep out of. All of it is seen by them alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.care import CAPS, MAX_NOTE, NOTE_DAYS, with_note, without_old
from bot.consultation.support import lines_for
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOwn
from bot.conversation.events import Chose
from bot.conversation.facilitator_form import Unfit, Values, read_text
from bot.conversation.messages import Card, Choice, Field, Message, Option, Part, Text
from bot.conversation.support_lines import support_parts

OWN: Final = "own"
"""The place of this page."""


def own_step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Keep one thing of one's own."""
    say, own = facts.say, without_old(facts.own, facts.now.date())
    match event.action:
        case "note":
            try:
                text = read_text(event.first("note"), MAX_NOTE, lines=True)
            except Unfit as unfit:
                return StaffStep(spot, faults={"note": say(unfit.key, **unfit.values)})
            own = with_note(own, text, facts.now.date())
            note = "noted" if text else "unnoted"
        case "cap":
            if event.first("cap") not in map(str, CAPS):
                return StaffStep(spot, faults={"cap": say("round.fault.pick")})
            own, note = replace(own, cap=int(event.first("cap"))), "capped"
        case "apart":
            # This page only ever takes groups off the list: they come onto it with their round.
            ticked = event.values.get("apart", ())
            left = tuple(each for each in own.apart if each in ticked)
            own, note = replace(own, apart=left), "apart"
        case _:
            return StaffStep(spot)
    return StaffStep(spot, (SaveOwn(own),), note=f"coordinator.note.{note}")


def own_screen(facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    """Return the page."""
    say = facts.say
    lines = lines_for(facts.support, "adult", facts.now)
    return Message(
        say("own.title"),
        parts=(
            Text(say("own.lead")),
            _note(facts, faults, values),
            _cap(facts, faults),
            *_apart(facts),
            Text(say("own.talk")),
        ),
        after=support_parts(lines, facts.support.emergency, say),
    )


def _note(facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Card:
    say, own = facts.say, without_old(facts.own, facts.now.date())
    parts: list[Part] = [Text(say("own.note.text", days=NOTE_DAYS))]
    if own.note_until is not None:
        parts.append(Text(say("own.note.until", day=say.date(own.note_until)), "small"))
    box = Field(
        "note",
        say("own.note.label"),
        "long",
        say("own.note.hint"),
        "".join(values.get("note", (own.note,))[:1]),
        fault=faults.get("note", ""),
        max_length=MAX_NOTE,
    )
    keep = Choice("note", say("own.note.keep"), fields=("note",))
    return Card(say("own.note.title"), parts=tuple(parts), fields=(box,), choices=(keep,))


def _cap(facts: DeskFacts, faults: Mapping[str, str]) -> Card:
    say = facts.say
    options = tuple(
        Option(str(cap), say("own.cap.many", cap=cap), cap == facts.own.cap) for cap in CAPS
    )
    pick = Field("cap", say("own.cap.label"), "one", "", "", options, faults.get("cap", ""))
    keep = Choice("cap", say("own.cap.keep"), fields=("cap",))
    return Card(
        say("own.cap.title"), parts=(Text(say("own.cap.text")),), fields=(pick,), choices=(keep,)
    )


def _apart(facts: DeskFacts) -> tuple[Card, ...]:
    say, own = facts.say, facts.own
    options = tuple(
        Option(each.id, say("round.group", site=each.site, audience=each.audience), chosen=True)
        for each in facts.groups
        if each.id in own.apart
    )
    if not options:
        return ()
    field = Field("apart", say("own.apart.label"), "many", options=options, optional=True)
    keep = Choice("apart", say("own.apart.keep"), fields=("apart",))
    text = Text(say("own.apart.text"))
    return (Card(say("own.apart.title"), parts=(text,), fields=(field,), choices=(keep,)),)


ACTS: Final = frozenset((OWN, name) for name in ("note", "cap", "apart"))
"""What can be done here, by place and action."""
