"""How long reading took, as readers say it themselves: nobody's clock runs."""

from collections.abc import Mapping
from typing import Final

from bot.consultation.model import Round
from bot.consultation.records import (
    MAX_MINUTES,
    Kind,
    Record,
    minutes_read,
)
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import KeepRecord
from bot.conversation.events import Chose
from bot.conversation.facilitator_form import Typed, Values
from bot.conversation.messages import (
    Choice,
    Message,
    Notice,
    Text,
)

TIME: Final = "time"


def time_screen(
    round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the page on which a reader writes down how long they read."""
    say = facts.say
    box = Typed(facts, "records.time.field", faults, values).field("minutes", kind="number")
    return Message(
        say("records.time.label"),
        kicker=round_.title,
        parts=(Notice(say.many("records.time.about")), Text(time_told(round_, facts))),
        fields=(box,),
        choices=(Choice("add", say("records.time.add"), "main", ("minutes",)),),
    )


def add_time(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Add minutes to those of a round. Whose they are is not kept with them."""
    typed = event.first("minutes").strip()
    fits = typed.isascii() and typed.isdigit() and len(typed) <= len(f"{MAX_MINUTES}")
    if not fits or not 0 < int(typed) <= MAX_MINUTES:
        return StaffStep(
            spot, faults={"minutes": facts.say("records.fault.minutes", most=MAX_MINUTES)}
        )
    record = Record(facts.fresh_id, round_.id, Kind.MINUTES, minutes=int(typed))
    return StaffStep(spot, (KeepRecord(record),), note="coordinator.note.time")


def time_told(round_: Round, facts: DeskFacts) -> str:
    """Return how long readers say they have read, all of them together, and how long they are given
    for it."""
    minutes = minutes_read(facts.records)
    key = "of" if round_.minutes else "sum" if minutes else "none"
    values = {"minutes": minutes, "most": round_.minutes}
    phrase = f"records.time.{key}"
    return facts.say(phrase, **{name: values[name] for name in facts.say.slots(phrase)})
