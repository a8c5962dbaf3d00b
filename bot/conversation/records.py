"""What staff keep about a round, on the desk of its facilitator."""

from typing import Final

from bot.consultation.model import Round
from bot.consultation.records import (
    Kind,
    attendance,
    by_day,
    of_kind,
)
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_facts import back, title_of
from bot.conversation.messages import (
    Choice,
    Entries,
    Entry,
    Heading,
    Message,
    Part,
    Text,
)
from bot.conversation.record_sites import SITES
from bot.conversation.record_tasks import TASK, task_state
from bot.conversation.record_time import time_told

KEPT: Final = "records"
"""The page of all that is kept about a round."""


def kept_choice(round_: Round, facts: DeskFacts) -> Choice:
    """Return the way from a round to what staff keep about it."""
    return Choice(Spot(KEPT, round_.id).action(), facts.say("records.open"), "quiet")


def kept_screen(round_: Round, facts: DeskFacts) -> Message:
    """Return the page of all that is kept about a round."""
    say = facts.say
    table = attendance(facts.records)
    places = (
        Entry(
            say("records.sites.title"),
            say("records.sites.there" if table else "records.sites.none"),
            Spot(SITES, round_.id).action(),
        ),
    )
    tasks = by_day(of_kind(facts.records, Kind.TASK))
    listed = tuple(
        Entry(each.text, task_state(each, round_, facts), Spot(TASK, round_.id, each.id).action())
        for each in tasks
    )
    parts: list[Part] = [Text(say("records.about")), Entries(say("records.open"), places)]
    parts += [Heading(say("records.task.label"))]
    parts += [
        Entries(say("records.task.label"), listed) if listed else Text(say("records.task.none"))
    ]
    parts += [Heading(say("records.time.label")), Text(time_told(round_, facts))]
    return Message(
        say("records.title"),
        kicker=title_of(round_, facts),
        parts=tuple(parts),
        choices=(
            Choice(Spot(TASK, round_.id, "new").action(), say("records.task.add"), key="T"),
            back(round_, facts),
        ),
    )
