"""The safeguarding lead's desk: people who want to be contacted, and words that gave concern.

Neither is joined to any answer; a concern never says whose words they were.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Final, Literal

from bot.consultation import dates
from bot.consultation.model import Concern, HelpRequest, Role, Round
from bot.consultation.safety import overdue
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.glass import ACTS as GLASS_ACTS
from bot.conversation.glass import GLASS, glass_choices, glass_parts, glass_screen, glass_step
from bot.conversation.hard_words_page import NOTE, PLACE, hard_words_screen, hard_words_step
from bot.conversation.lead_effects import Settle
from bot.conversation.messages import (
    Card,
    Choice,
    Done,
    Fault,
    Heading,
    Message,
    Notice,
    Part,
    Row,
    Rows,
    Text,
    Words,
)
from bot.conversation.overlays import kept_segments

_SETTLES: Final[Mapping[str, tuple[Literal["request", "concern"], str]]] = {
    "contacted": ("request", "contacted"),
    "unreached": ("request", "unreached"),
    "concern": ("concern", ""),
}
"""What each button ends, and how."""
ACTS: Final = frozenset(
    ((PLACE, "save"), *GLASS_ACTS, *((place, act) for place in ("", "concern") for act in _SETTLES))
)
"""All that a lead can do, by place and name."""


_GLASS_NOTES: Final = ("ask", "agree", "refuse", "see")


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Return where an act of the lead leads; only what lies before them can be settled."""
    if facts.me.role is not Role.LEAD:
        return StaffStep(Spot(), faults={"": facts.say("lead.not_yours")})
    if event.action.startswith("go:"):
        return StaffStep(Spot.parse(event.action))
    if (spot.place, event.action) == (PLACE, "save"):
        return hard_words_step(spot, event, facts)
    verb, _, item = event.action.partition(":")
    if (spot.place, verb) in GLASS_ACTS:
        return glass_step(spot, event, facts)
    if verb not in _SETTLES:
        return StaffStep(spot)
    kind, how = _SETTLES[verb]
    open_ = facts.concerns if kind == "concern" else [r for r in facts.requests if r.waits]
    if item not in {each.id for each in open_}:
        return StaffStep(Spot(), faults={"": facts.say("lead.gone")})
    return StaffStep(Spot(), (Settle(kind, item, how),), note=f"lead.note.{verb}")


def show(
    spot: Spot,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Mapping[str, tuple[str, ...]],
    note: str,
) -> Message:
    """Return the lead's desk; to everybody else it is denied."""
    known = note == NOTE or note.removeprefix("lead.note.") in (*_SETTLES, *_GLASS_NOTES)
    before: list[Part] = [Done(facts.say(note))] if known else []
    before += [Fault(fault)] if (fault := faults.get("")) else []
    mine = facts.me.role is Role.LEAD
    if not mine:
        return replace(Message(facts.say("lead.not_yours")), before=tuple(before))
    hard = spot.place == PLACE
    glass = glass_screen(spot, facts, faults, values) if spot.place == GLASS else None
    screen = hard_words_screen(facts, faults, values) if hard else glass or _desk(spot, facts)
    nav = (
        Choice(Spot().action(), facts.say("lead.nav.home"), current=not hard),
        Choice(Spot(PLACE).action(), facts.say("lead.nav.hard"), current=hard),
    )
    return replace(screen, before=tuple(before), nav=nav)


def _desk(spot: Spot, facts: DeskFacts) -> Message:
    say = facts.say
    if not facts.requests and not facts.concerns:
        empty = Notice(say.many("lead.empty"))
        return Message(say("lead.title"), parts=(empty,))
    parts: list[Part] = []
    waiting = sorted((r for r in facts.requests if r.waits), key=lambda each: (each.due, each.id))
    if waiting:
        parts.append(Heading(say("lead.requests")))
        parts += [_request(each, number, facts) for number, each in enumerate(waiting, 1)]
    if facts.concerns:
        opened = spot.item if spot.place == "concern" else ""
        parts.append(Heading(say("lead.concerns")))
        numbered = enumerate(facts.concerns, 1)
        parts += [_concern(each, number, facts, opened == each.id) for number, each in numbered]
    done = [each for each in facts.requests if not each.waits]
    if done:
        rows = (Row(each.reach, (say(f"lead.ended.{each.state}"),)) for each in done)
        parts += [
            Heading(say("lead.done")),
            Rows(tuple(rows)),
            Text(say("lead.done_note"), "small"),
        ]
    return Message(say("lead.title"), parts=tuple(parts))


def _request(request: HelpRequest, number: int, facts: DeskFacts) -> Card:
    say = facts.say
    # A round that was called off keeps its lead when they leave, and its requests do not.
    elsewhere = Round(id="", code="", zone=facts.support.time_zone)
    round_ = next((each for each in facts.rounds if each.id == request.round), elsewhere)
    rows = (
        Row(say("lead.reach"), (request.reach,)),
        Row(say("lead.due"), (_due(request, round_, facts),)),
    )
    title = say("lead.request", number=number)
    name = facts.staff[round_.lead].name if round_.lead in facts.staff else ""
    second = (Notice((say("lead.second", lead=name),)),) if round_.second == facts.me.id else ()
    return Card(
        title,
        (*second, Rows(rows), Text(say("lead.request_note"), "small")),
        choices=tuple(
            Choice(f"{act}:{request.id}", say(f"lead.end.{act}"), about=title)
            for act in ("contacted", "unreached")
        ),
        kicker=round_.title,
    )


def _due(request: HelpRequest, round_: Round, facts: DeskFacts) -> str:
    say, due = facts.say, request.due
    day = say.weekday_date(due.date())
    if overdue(request, round_, facts.now):
        return say("lead.late", day=day)
    when = say("lead.today" if due.date() == dates.today(round_, facts.now) else "lead.by", day=day)
    whole = due.time() == time.max
    return when if whole else say("lead.at", when=when, time=say.hour(due.time()))


def _concern(concern: Concern, number: int, facts: DeskFacts, opened: bool) -> Card:
    say = facts.say
    title = say("lead.concern", number=number)
    kicker = _round_title(concern.round, facts)
    if not opened:
        there = Spot("concern", "", concern.id).action()
        choice = Choice(there, say("lead.open"), about=title, key="O" if number == 1 else "")
        return Card(
            title, (Text(say("lead.covered")),), choices=(choice,), kicker=kicker, shut=True
        )
    round_ = next((each for each in facts.rounds if each.id == concern.round), None)
    second = round_ is not None and round_.lead != facts.me.id
    settle = () if second else (Choice(f"concern:{concern.id}", say("lead.settle"), about=title),)
    return Card(
        title,
        (
            Words(kept_segments(concern.kept), say("lead.words")),
            Rows((Row(say("lead.reason"), (_reason(concern, facts),)),)),
            *glass_parts(concern, facts),
            Text(say("lead.concern_note"), "small"),
        ),
        choices=(
            *settle,
            *glass_choices(concern, facts, title),
            Choice(Spot().action(), say("lead.cover"), "quiet", about=title),
        ),
        kicker=kicker,
    )


def _reason(concern: Concern, facts: DeskFacts) -> str:
    key = f"review.reason.{concern.reason}"
    return facts.say(key) if facts.say.has(key) else concern.reason


def _round_title(round_id: str, facts: DeskFacts) -> str:
    return next((each.title for each in facts.rounds if each.id == round_id), "")
