"""The lead's page of the phrases beside which support is offered."""

from collections.abc import Mapping
from typing import Final

from bot.consultation.hard_words import LONGEST, LOOK_AGAIN, MOST, listed
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.lead_effects import SaveHardWords
from bot.conversation.messages import Choice, Field, Message, Notice, Part, Text

PLACE: Final = "hard"
NOTE: Final = "lead.note.hard"


def hard_words_step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Keep the phrases as they stand in the box."""
    phrases = listed(event.first("phrases"))
    fits = len(phrases) <= MOST and all(len(each) <= LONGEST for each in phrases)
    if not fits:
        fault = facts.say("lead.hard.fault", most=MOST, long=LONGEST)
        return StaffStep(spot, faults={"phrases": fault})
    return StaffStep(Spot(PLACE), (SaveHardWords(phrases),), note=NOTE)


def hard_words_screen(
    facts: DeskFacts, faults: Mapping[str, str], values: Mapping[str, tuple[str, ...]]
) -> Message:
    """Return the page: what the phrases do, when they were looked through, and all of them."""
    say, hard = facts.say, facts.hard
    phrases = "\n".join(hard.phrases) if hard else ""
    looked: tuple[Part, ...] = ()
    if hard:
        old = hard.looked_on + LOOK_AGAIN < facts.now.date()
        told = say("lead.hard.old" if old else "lead.hard.looked", day=say.date(hard.looked_on))
        looked = (Notice((told,)) if old else Text(told),)
    box = Field(
        "phrases",
        say("lead.hard.label"),
        "long",
        say("lead.hard.hint"),
        value="".join(values.get("phrases", (phrases,))),
        fault=faults.get("phrases", ""),
        max_length=MOST * (LONGEST + 2),
        optional=True,
    )
    return Message(
        say("lead.hard.title"),
        parts=(*map(Text, say.many("lead.hard.lead")), *looked),
        fields=(box,),
        choices=(Choice("save", say("lead.hard.save"), "main", ("phrases",), key="S"),),
    )
