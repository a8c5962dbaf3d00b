"""What stands outside any round, where a channel has a place for it: a home page in a chat."""

from dataclasses import dataclass

from bot.consultation.model import Round, RoundState
from bot.consultation.support import OpenLine
from bot.conversation.messages import Choice, Done, Entries, Entry, Message, Text
from bot.conversation.support_lines import support_parts
from prompts.library import Phrases

OPEN = "open:"
"""How an act begins that leads into a round; the code of its link follows."""


@dataclass(frozen=True, slots=True)
class Known:
    """The rounds a person is enrolled in, whether they have stopped, and who may help now."""

    rounds: tuple[Round, ...]
    stopped: bool
    lines: tuple[OpenLine, ...]
    emergency: str


def front(known: Known, say: Phrases) -> Message:
    """Return the home page of one person. It holds no word of theirs."""
    entries = tuple(
        Entry(each.title, say(f"front.state.{_state(each)}"), f"{OPEN}{each.code}")
        for each in known.rounds
    )
    note = "" if entries else say("front.none")
    return Message(
        say("front.title"),
        before=(Done(say("front.stopped")),) if known.stopped else (),
        parts=(Text(say("front.text")), Entries(say("front.rounds"), entries, note)),
        after=support_parts(known.lines, known.emergency, say),
        controls=() if known.stopped else (Choice("stop", say("contributor.control.stop")),),
        language=say.language,
    )


def stopped(say: Phrases, channels: tuple[str, ...] = ()) -> Message:
    """Return the one confirmation of a stop that was not said inside a round. ``channels`` are those
    that are one person's."""
    parts = (Text(say("front.stopped")), *joined(channels, say))
    return Message(say("contributor.stopped.title"), parts=parts, language=say.language)


def joined(channels: tuple[str, ...], say: Phrases) -> tuple[Text, ...]:
    """Return which channels a stop holds for, where there is more than one."""
    if not channels:
        return ()
    *more, last = (say(f"contributor.channel.{each}") for each in channels)
    names = say("contributor.and", first=", ".join(more), last=last) if more else last
    return (Text(say("contributor.stopped.joined", channels=names)),)


def _state(round_: Round) -> str:
    if round_.state is RoundState.OPEN:
        return "open"
    return "cancelled" if round_.state is RoundState.CANCELLED else "closed"
