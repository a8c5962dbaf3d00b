"""The promises on one screen: by which day who has to tell whom, and how that stands."""

from typing import Final

from bot.consultation.model import Role, Round
from bot.consultation.promises import Kept, promises_in_time
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_facts import promise_status, title_of
from bot.conversation.messages import Choice, Entries, Entry, Message, Notice, Part

PLACE: Final = "promises"
SOON: Final = 14
"""Days before a promise on which its owner first hears of it."""
_SHOWN: Final = 5


def ledger_screen(facts: DeskFacts) -> Message:
    """Return all promises this person may know of: a facilitator's own, or everybody's."""
    say = facts.say
    entries = tuple(_entry(round_, kept, facts) for round_, kept in _mine(facts))
    empty = Notice((say("promise.empty"), say("promise.empty_note")))
    listed = Entries(say("promise.label"), entries, say("promise.note"))
    return Message(say("promise.title"), parts=(listed if entries else empty,))


def soon(facts: DeskFacts) -> tuple[Part, ...]:
    """Return what stands on the first page when a promise comes near, or is late."""
    say = facts.say
    near = [each for each in _mine(facts) if each[0].id not in facts.kept and _is_near(each[1])]
    if not near:
        return ()
    lines = (
        say("facilitator.both", first=title_of(round_, facts), second=promise_status(kept, say))
        for round_, kept in near[:_SHOWN]
    )
    return (Notice((say("promise.soon"), *lines)),)


def way(facts: DeskFacts, *, current: bool) -> Choice:
    """Return the way to this screen."""
    return Choice(Spot(PLACE).action(), facts.say("promise.nav"), current=current)


def _mine(facts: DeskFacts) -> tuple[tuple[Round, Kept], ...]:
    me = facts.me
    rounds = (r for r in facts.rounds if me.role is Role.ADMIN or r.facilitator == me.id)
    return promises_in_time(rounds, facts.kept, facts.now)


def _is_near(kept: Kept) -> bool:
    return kept.mark != "done" or kept.days <= SOON


def _entry(round_: Round, kept: Kept, facts: DeskFacts) -> Entry:
    say = facts.say
    owner = facts.staff.get(round_.facilitator)
    day = say.date(round_.tell_by) if round_.tell_by else ""
    people = say("promise.people", owner=owner.name if owner else "", decider=round_.decider)
    text = say("promise.entry", day=day, status=promise_status(kept, say), people=people)
    place = "hand" if facts.me.role is Role.ADMIN else "promise"
    return Entry(title_of(round_, facts), text, Spot(place, round_.id).action())
