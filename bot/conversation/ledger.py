"""The promises on one screen: by which day who has to tell whom, and how that stands."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.consultation.model import Role, Round
from bot.consultation.promises import Kept, first_promise, promises_in_time
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_facts import promise_status, title_of
from bot.conversation.messages import (
    Choice,
    Entries,
    Entry,
    Heading,
    Message,
    Notice,
    Part,
    Text,
)
from prompts.library import Phrases

PLACE: Final = "promises"
SOON: Final = 14
"""Days before a promise on which its owner first hears of it."""
_SHOWN: Final = 5


def ledger_screen(facts: DeskFacts) -> Message:
    """Return all promises this person may know of: a facilitator's own, or everybody's."""
    say = facts.say
    mine = _mine(facts)
    if not mine:
        empty = Notice((say("promise.empty"), say("promise.empty_note")))
        return Message(say("promise.title"), parts=(empty,))
    groups: dict[str, list[Entry]] = {"near": [], "waits": [], "over": []}
    for round_, kept in mine:
        name = "over" if kept.day else "near" if _is_near(kept) else "waits"
        groups[name].append(_entry(round_, kept, facts))
    parts = lists({say(f"promise.group.{name}"): held for name, held in groups.items()}, say)
    note = (Text(say("promise.note"), "small"),)
    return Message(say("promise.title"), parts=parts, after=note)


def lists(groups: Mapping[str, Sequence[Entry]], say: Phrases) -> tuple[Part, ...]:
    """Return lists, each under its name; the last is what is over, and is shut."""
    *open_, last = groups.items()
    parts: list[Part] = []
    for name, entries in open_:
        parts += [Heading(name), Entries("", tuple(entries))] if entries else []
    if last[1]:
        label = say("chat.counted", label=last[0], count=len(last[1]))
        parts.append(Entries(label, tuple(last[1]), folded=True))
    return tuple(parts)


def soon(facts: DeskFacts) -> tuple[Part, ...]:
    """Return what stands on the first page when a promise comes near, or is late."""
    say = facts.say
    near = [each for each in _mine(facts) if not each[1].day and _is_near(each[1])]
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
    # Once it is kept, it stands beside the day that was named first: that one counts.
    by = first_promise(round_) if kept.day else round_.tell_by
    day = say.date(by) if by else ""
    people = say("promise.people", owner=owner.name if owner else "", decider=round_.decider)
    text = say("promise.entry", day=day, status=promise_status(kept, say), people=people)
    place = "hand" if facts.me.role is Role.ADMIN else "promise"
    return Entry(title_of(round_, facts), text, Spot(place, round_.id).action())
