"""The safeguarding lead's desk: people who want to be contacted, and words that gave concern.

Neither is joined to any answer; a concern never says whose words they were.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.consultation import dates
from bot.consultation.model import Concern, HelpRequest, Role
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import Settle
from bot.conversation.events import Chose
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

ACTS: Final = frozenset((place, act) for place in ("", "concern") for act in ("request", "concern"))
"""All that a lead can do, by place and name."""
_NOTES: Final = ("lead.note.request", "lead.note.concern")


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Return where an act of the lead leads; only what lies before them can be settled."""
    if facts.me.role is not Role.LEAD:
        return StaffStep(Spot(), faults={"": facts.say("lead.not_yours")})
    if event.action.startswith("go:"):
        return StaffStep(Spot.parse(event.action))
    verb, _, item = event.action.partition(":")
    if verb == "request" and item in {each.id for each in facts.requests}:
        return StaffStep(Spot(), (Settle("request", item),), note="lead.note.request")
    if verb == "concern" and item in {each.id for each in facts.concerns}:
        return StaffStep(Spot(), (Settle("concern", item),), note="lead.note.concern")
    if verb in ("request", "concern"):
        return StaffStep(Spot(), faults={"": facts.say("lead.gone")})
    return StaffStep(spot)


def show(
    spot: Spot,
    facts: DeskFacts,
    faults: Mapping[str, str],
    _values: Mapping[str, tuple[str, ...]],
    note: str,
) -> Message:
    """Return the lead's desk; to everybody else it is denied."""
    before: list[Part] = [Done(facts.say(note))] if note in _NOTES else []
    before += [Fault(fault)] if (fault := faults.get("")) else []
    mine = facts.me.role is Role.LEAD
    screen = _desk(spot, facts) if mine else Message(facts.say("lead.not_yours"))
    return replace(screen, before=tuple(before))


def _desk(spot: Spot, facts: DeskFacts) -> Message:
    say = facts.say
    nav = (Choice(Spot().action(), say("lead.nav.home"), current=True),)
    if not facts.requests and not facts.concerns:
        empty = Notice(say.many("lead.empty"))
        return Message(say("lead.title"), parts=(empty,), nav=nav)
    parts: list[Part] = []
    if facts.requests:
        parts.append(Heading(say("lead.requests")))
        ordered = sorted(facts.requests, key=lambda each: (each.due, each.id))
        parts += [_request(each, number, facts) for number, each in enumerate(ordered, 1)]
    if facts.concerns:
        opened = spot.item if spot.place == "concern" else ""
        parts.append(Heading(say("lead.concerns")))
        numbered = enumerate(facts.concerns, 1)
        parts += [_concern(each, number, facts, opened == each.id) for number, each in numbered]
    return Message(say("lead.title"), parts=tuple(parts), nav=nav)


def _request(request: HelpRequest, number: int, facts: DeskFacts) -> Card:
    say = facts.say
    rows = [
        Row(say("lead.reach"), (request.reach,)),
        Row(say("lead.due"), (_due(request, facts),)),
    ]
    if request.due_text:
        rows.append(Row(say("lead.told"), (request.due_text,)))
    title = say("lead.request", number=number)
    return Card(
        title,
        (Rows(tuple(rows)), Text(say("lead.request_note"), "small")),
        choices=(Choice(f"request:{request.id}", say("lead.settle"), about=title),),
        kicker=_round_title(request.round, facts),
    )


def _due(request: HelpRequest, facts: DeskFacts) -> str:
    rounds = {each.id: each for each in facts.rounds}
    day = facts.say.weekday_date(request.due)
    round_ = rounds.get(request.round)
    # A lead may not see the round itself; then the day is that of the support lines' region.
    here = ZoneInfo(facts.support.time_zone)
    today = dates.today(round_, facts.now) if round_ else facts.now.astimezone(here).date()
    if request.due < today:
        return facts.say("lead.late", day=day)
    return facts.say("lead.today" if request.due == today else "lead.by", day=day)


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
    return Card(
        title,
        (
            Words(kept_segments(concern.kept), say("lead.words")),
            Rows((Row(say("lead.reason"), (_reason(concern, facts),)),)),
            Text(say("lead.concern_note"), "small"),
        ),
        choices=(
            Choice(f"concern:{concern.id}", say("lead.settle"), about=title),
            Choice(Spot().action(), say("lead.cover"), "quiet", about=title),
        ),
        kicker=kicker,
    )


def _reason(concern: Concern, facts: DeskFacts) -> str:
    key = f"review.reason.{concern.reason}"
    return facts.say(key) if facts.say.has(key) else concern.reason


def _round_title(round_id: str, facts: DeskFacts) -> str:
    return next((each.title for each in facts.rounds if each.id == round_id), "")
