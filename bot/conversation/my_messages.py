"""*Your messages*: which ones may come, and when. What a person picked before can be changed here."""

from bot.consultation import hours
from bot.consultation.model import Hears
from bot.conversation.effects import Beside, Hear
from bot.conversation.events import HOURS, Chose
from bot.conversation.facts import Facts
from bot.conversation.messages import Card, Choice, Message, Part, Text
from bot.conversation.moves import Act, Step
from bot.conversation.state import State

MESSAGES = "messages"


def picked_hours(facts: Facts) -> str:
    """Return in which hours this person wants to be written to."""
    pick = facts.held.contact.get(HOURS, hours.ROUND)
    return pick if pick in hours.PICKS else hours.ROUND


def label_of(pick: str, facts: Facts) -> str:
    """Return how a choice of hours reads."""
    round_ = facts.round
    start, end = hours.SPANS.get(pick, (round_.send_from, round_.send_to))
    slots = {"start": facts.hour(start), "end": facts.hour(end)}
    return facts.say(f"contributor.messages.{pick}", **slots)


def way_to_messages(facts: Facts) -> tuple[Choice, ...]:
    """Return the way to which messages may come and when, for whoever may get any."""
    if not facts.known or facts.stopped:
        return ()
    return (Choice(MESSAGES, facts.say("contributor.messages.open")),)


def messages_screen(_state: State, facts: Facts) -> Message:
    """Return what was picked, with what else there is. Which messages may come is in the vault, so it
    can be changed until the round is over."""
    say, now = facts.say, picked_hours(facts)
    when = tuple(
        Choice(f"hours:{pick}", label_of(pick, facts), current=pick == now) for pick in hours.PICKS
    )
    notes = ["reminder", *(("school",) if hours.has_school(facts.round) else ())]
    notes += ["waits"] if facts.coded else []
    slots = {
        "start": facts.hour(facts.round.send_from),
        "end": facts.hour(facts.round.send_to),
        "school": facts.hour(hours.AFTER_SCHOOL),
    }
    texts = (Text(say(f"contributor.messages.{note}", **slots), "small") for note in notes)
    return Message(
        say("contributor.messages.title"),
        parts=(*_which(facts), Card(say("contributor.messages.when"), (*texts,), choices=when)),
        nav=(Choice("back", say("contributor.nav.back_to"), "quiet"),),
    )


def _which(facts: Facts) -> tuple[Part, ...]:
    say = facts.say
    here = (each for each in facts.held.rounds if each.round.id == facts.round.id)
    now = next((each.hears for each in here), "")
    if facts.is_over or not now:
        return ()
    choices = tuple(
        Choice(f"hears:{hears}", say(f"contributor.hears.{hears}"), current=hears == now)
        for hears in Hears
    )
    return (Card(say("contributor.hears.group"), choices=choices),)


def open_messages(state: State, _event: Chose, facts: Facts) -> Step:
    """Open it for whoever can be written to."""
    if not facts.known or facts.stopped:
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(state._replace(over=MESSAGES))


def _when(state: State, event: Chose, facts: Facts) -> Step:
    if not facts.known or event.action not in hours.PICKS:
        return Step(state._replace(note="contributor.note.not_here"))
    changed = state._replace(note="contributor.note.changed")
    return Step(changed, (Beside(HOURS, event.action),))


def _hears(state: State, event: Chose, facts: Facts) -> Step:
    if not facts.known or facts.is_over or event.action not in tuple(Hears):
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(state._replace(note="contributor.note.changed"), (Hear(Hears(event.action)),))


ACTS: dict[str, dict[str, Act]] = {MESSAGES: {"hours": _when, "hears": _hears}}
"""What can be done in *your messages*."""
