"""The partner's desk: the rounds of their groups, as far as the invitation itself tells of them, and
the invitation to print. No answer and no figure ever comes here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Role, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import promise, state_words, title_of
from bot.conversation.facilitator_round import timeline
from bot.conversation.invitation import notice
from bot.conversation.messages import (
    Choice,
    Done,
    Entries,
    Entry,
    Fault,
    Heading,
    Message,
    Notice,
    Part,
    Rows,
    Share,
    Text,
)
from bot.conversation.record_tasks import own_tasks, tick_own
from bot.conversation.sheet import printable, sheet_screen, told
from bot.conversation.together import start_room, together_screen
from bot.conversation.told_sheet import TOLD, told_choice, told_screen

ACTS: Final = frozenset({("together", "room"), ("", "done")})
"""All that a partner can do, by place and name."""
_TOLD: Final = ("asker", "purpose", "decider", "readers", "until")


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Return where a partner goes. All they can do is tick a task, and make a link for a room."""
    if facts.me.role is not Role.PARTNER:
        return StaffStep(spot)
    if event.action.startswith("go:"):
        return StaffStep(Spot.parse(event.action))
    if not spot.place and event.action.startswith("done:"):
        return tick_own(spot, event, facts)
    found = _at(spot, facts)
    if found is None or (spot.place, event.action) not in ACTS:
        return StaffStep(spot)
    return start_room(spot, facts, found, "partner.note.room")


def show(
    spot: Spot,
    facts: DeskFacts,
    faults: Mapping[str, str],
    _values: Mapping[str, tuple[str, ...]],
    note: str,
) -> Message:
    """Return a partner's screen; whatever is not theirs shows their own rounds and says so."""
    screen = _screen(spot, facts)
    before: list[Part] = [Fault(fault)] if (fault := faults.get("")) else []
    if note.startswith("partner.note.") and facts.say.has(note):
        before.append(Done(facts.say(note)))
    nav = (Choice(Spot().action(), facts.say("partner.nav.rounds"), current=True),)
    return replace(screen, before=(*before, *screen.before), nav=nav)


def theirs(facts: DeskFacts) -> tuple[Round, ...]:
    """Return the rounds that a partner may know of: of their groups, once people are asked."""
    groups = {group.id for group in facts.groups}
    if facts.me.role is not Role.PARTNER:
        return ()
    shown = (each for each in facts.rounds if each.state is not RoundState.DRAFT)
    return tuple(each for each in shown if each.group in groups)


def _screen(spot: Spot, facts: DeskFacts) -> Message:
    if not spot.round:
        return _home(facts)
    found = _at(spot, facts)
    if found is None:
        return replace(_home(facts), before=(Fault(facts.say("partner.not_yours")),))
    if spot.place == TOLD:
        return told_screen(found, facts)
    if spot.place == "print":
        return sheet_screen(found, facts, spot)
    if spot.place == "together":
        return together_screen(found, facts)
    return _round(found, facts)


def _at(spot: Spot, facts: DeskFacts) -> Round | None:
    return next((each for each in theirs(facts) if each.id == spot.round), None)


def _home(facts: DeskFacts) -> Message:
    say = facts.say
    entries = tuple(
        Entry(title_of(each, facts), _state(each, facts), Spot("round", each.id).action())
        for each in theirs(facts)
    )
    listed = Entries(say("partner.home.label"), entries, say("partner.home.note"))
    why = "empty" if facts.groups else "no_group"
    empty = Notice((say(f"partner.home.{why}"), say(f"partner.home.{why}_note")))
    parts = (*own_tasks(facts), listed if entries else empty)
    return Message(say("partner.home.title"), parts=parts)


def _round(round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    parts: list[Part] = [promise(round_, facts), Heading(say("partner.round.part"))]
    parts += [Text(line) for line in _part(round_, facts)]
    if open_ := printable(round_, facts):
        parts.append(Share(say("partner.round.share"), f"/r/{round_.code}"))
    if round_.state is not RoundState.CANCELLED:
        parts += [Heading(say("partner.round.dates")), timeline(round_, facts, without="review")]
    if facts.questions is not None:
        rows = notice(told(round_, facts, facts.questions))
        parts.append(Heading(say("partner.round.told")))
        parts.append(Rows(tuple(rows[name] for name in _TOLD)))
    print_ = Choice(Spot("print", round_.id).action(), say("partner.round.print"), "main", key="P")
    together = Choice(Spot("together", round_.id).action(), say("partner.round.together"), key="G")
    return Message(
        title_of(round_, facts),
        kicker=_state(round_, facts),
        parts=tuple(parts),
        choices=(
            *((print_, together) if open_ else ()),
            *told_choice(round_, facts),
            Choice(Spot().action(), say("partner.round.back"), "quiet"),
        ),
    )


def _state(round_: Round, facts: DeskFacts) -> str:
    """Whose round it is and where it stands."""
    say = facts.say
    group = next(each for each in facts.groups if each.id == round_.group)
    named = say("round.group", site=group.site, audience=group.audience)
    return say("facilitator.both", first=named, second=state_words(round_, facts))


def _part(round_: Round, facts: DeskFacts) -> tuple[str, ...]:
    """What a partner can do now, with its last day."""
    say = facts.say
    if printable(round_, facts) and round_.closes_on is not None:
        until = say("partner.round.open", day=say.date(round_.closes_on))
        return (until, say("partner.round.free"))
    cancelled = round_.state is RoundState.CANCELLED
    return (say(f"partner.round.{'cancelled' if cancelled else 'closed'}"),)
