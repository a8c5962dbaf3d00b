"""A room in which people answer at the same time, each alone, with a worker beside them.

The desk of the facilitator and of the partner shows the room's link and about how many are ready.
Ready is who has answered the invitation, yes or no alike: in a room everybody sees who has stopped
reading, so a figure of those who said yes would tell who did not. Nothing begins from here either:
the worker says so, and each person presses a button or leaves it.
"""

from bot.consultation.links import Kind, Link, ready
from bot.consultation.model import Round
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import StartRoom
from bot.conversation.facilitator_facts import title_of
from bot.conversation.figures import figure
from bot.conversation.messages import (
    Choice,
    Heading,
    Message,
    Notice,
    Part,
    Share,
    Text,
)
from bot.conversation.sheet import printable


def start_room(spot: Spot, facts: DeskFacts, round_: Round, note: str) -> StaffStep:
    """Return the step that makes a room's link while people may join the round."""
    if not printable(round_, facts):
        return StaffStep(spot, faults={"": facts.say("together.shut")})
    link = Link(facts.fresh_code, round_.id, Kind.ROOM)
    return StaffStep(Spot("together", round_.id), (StartRoom(link),), note=note)


def together_screen(round_: Round, facts: DeskFacts) -> Message:
    """Return the page of a room, or how to make one, or that it is too late for one."""
    say, link = facts.say, facts.link
    parts: list[Part]
    choices: tuple[Choice, ...]
    if not printable(round_, facts):
        parts, choices = [Notice((say("together.shut"),))], ()
    elif link is None:
        parts = [Text(line) for line in say.many("together.about")]
        choices = (Choice("room", say("together.make"), "main"),)
    else:
        parts = [Share(say("together.link"), f"/r/{link.code}"), *_ready(link, round_, facts)]
        parts.append(Heading(say("together.how")))
        parts += [Text(line) for line in say.many("together.steps")]
        sheet = Spot("print", round_.id, "together").action()
        look = Spot("together", round_.id).action()
        choices = (
            Choice(look, say("together.look"), "main", key="L"),
            Choice(sheet, say("together.print"), key="P"),
            Choice("room", say("together.again"), "quiet"),
        )
    back = Choice(Spot("round", round_.id).action(), say("together.back"), "quiet")
    return Message(
        say("together.title"),
        kicker=title_of(round_, facts),
        parts=tuple(parts),
        choices=(*choices, back),
    )


def _ready(link: Link, round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    say, k = facts.say, round_.k
    label, note = say("together.ready"), say("together.note", k=k)
    return (figure(label, ready(link, round_), note, say, k=k),)
