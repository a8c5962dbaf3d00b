"""Asking people of a chat platform to take part: a facilitator picks them where the platform knows
them. Nobody is told whom a message did not go to."""

from typing import Final

from bot.conversation.desk import Spot
from bot.conversation.messages import Choice, Done, Field, Message
from prompts.library import Phrases

PICK: Final = "pick_people"
"""The act that leads to the list of people."""
ASK: Final = "ask_people"
"""The act that asks those who were picked."""
PEOPLE: Final = "people"
"""The field they were picked in."""


def way(say: Phrases) -> Choice:
    """Return the way to the list, for the page of an open round."""
    return Choice(PICK, say("chat.invite.go"), "quiet")


def picking(spot: Spot, say: Phrases) -> Message:
    """Return the screen on which people are picked; ``spot`` is where it leads back to."""
    return Message(
        say("chat.invite.title"),
        fields=(Field(PEOPLE, say("chat.invite.people"), "people", say("chat.invite.hint")),),
        choices=(Choice(ASK, say("chat.invite.send"), "main", (PEOPLE,)),),
        nav=(Choice(spot.action(), say("contributor.nav.back"), "quiet"),),
    )


def asked(say: Phrases) -> Done:
    """Return what to say afterwards."""
    return Done(say("chat.invite.done"))
