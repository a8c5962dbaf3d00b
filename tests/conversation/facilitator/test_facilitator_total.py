"""Whatever is sent to the desk, from wherever: nothing breaks, and nothing happens that may not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.consultation.dates import takes_people
from bot.consultation.links import Kind, Link
from bot.consultation.model import Concern, HelpRequest, Item, Outcome, Role, Round, RoundState
from bot.consultation.redaction import Kept, KeptCover
from bot.consultation.rounds import OVER, Gate, missing
from bot.consultation.telling import may_go_out
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import (
    AddStaff,
    CancelRound,
    CloseRound,
    EndTry,
    HandOver,
    KeepRecord,
    OpenRound,
    SaveGroup,
    SaveOutcome,
    SaveRound,
    StaffEffect,
    StartRoom,
    StartTry,
)
from bot.conversation.events import Chose
from bot.conversation.facilitator_form import SPECS
from bot.conversation.lead_effects import Settle
from bot.conversation.messages import Message
from bot.conversation.staff import show, step
from bot.ports import SealedText

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Sound = Callable[[Message], Message]

PLACES = [
    "", "draft", "round", "close", "cancel", "outcome", "outcomes", "words", "concern", "?",
    "print", "hand", "wave", "attendance", "records", "task",
     "person", "groups", "group", "try", "together",
    "report", "reports", "account",
]  # fmt: skip
ITEMS = [
    "", "about", "people", "dates", "care", "open", "new", "1", "2", "99", "c1", "\0",
    "fiona", "paul", "ada", "g1", "together", "key", "choose", "cards",
]  # fmt: skip
ACTS = [
    "again", "sibling", "keep", "done", "before", "after", "alone", "hand", "add", "link", "try", "end", "room",
    "new", "messages", "save", "open", "close", "cancel", "remove_item:1", "remove_item:x",
    "schedule", "unschedule", "contacted:h1", "unreached:no", "concern:c1", "go:close/r1", "go:", "", ":",
]  # fmt: skip
Besides = KeepRecord | Settle | HandOver | AddStaff | SaveGroup | StartTry | EndTry | StartRoom
LINKS = [Link("l1nk", "r1", kind, 12, date(2027, 3, 10)) for kind in Kind]
GOOD = {
    "title": "A title", "purpose": "To learn.", "decider": "C. Bell", "asker": "Council",
    "known_by": "Morven", "closes_on": "2027-02-28", "withdraw_until": "2027-03-08",
    "tell_by": "2027-04-30", "send_on": "2027-04-20", "said": "This.", "did": "That.",
    "status": "done", "because": "it helps.", "lead": "isla", "group": "g1", "age_band": "adult",
    "space": "At home.", "voice": "Short.", "influence": "Rooms.", "rung": "asked", "note_every": "30",
    "zone": "Europe/London", "k": "5", "send_from": "16:00", "readers": "ewan",
    "to": "gus", "name": "Bo", "role": "admin", "site": "Leith", "audience": "parents",
    "partner": "A club", "people": "paul", "message-1": "One.", "message-2": "Two.", "message-3": "Three.",
    "table": "Site,One\nLeith,4", "text": "Ring", "owner": "fiona", "due": "2027-02-20",
}  # fmt: skip
_names = st.sampled_from([*GOOD, *(spec.id for spec in SPECS), "other"])
_junk = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "0", "one", "two", "2027-03-01", "\ud800"])
)
_values = st.one_of(
    st.just({name: (value,) for name, value in GOOD.items()}),
    st.dictionaries(_names, st.lists(_junk, max_size=3).map(tuple), max_size=6),
    st.dictionaries(_names, st.none(), max_size=6).map(
        lambda names: {name: (GOOD.get(name, "2"),) for name in names}
    ),
)
_days = st.none() | st.dates(date(2026, 12, 1), date(2027, 12, 1))
_items = st.builds(
    Item,
    said=st.sampled_from(["", "This."]),
    did=st.sampled_from(["", "That."]),
    status=st.sampled_from(["", "done", "planned", "partly", "none"]),
    because=st.sampled_from(["", "it helps."]),
)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """What is unlike a whole round."""
    texts = dict.fromkeys(("purpose", "decider", "title", "group", "lead", "age_band"), "")
    dates = {name: draw(_days) for name in ("opens_on", "closes_on", "withdraw_until", "tell_by")}
    odd: dict[str, Any] = {**texts, **dates, "readers": (), "facilitator": "gus", "k": 2,
                           "figure": 61, "figure_day": date(2027, 2, 10), "id": "r2"}  # fmt: skip
    picked = draw(st.sets(st.sampled_from(sorted(odd)), max_size=3))
    wave = draw(st.sampled_from(["", "", "before", "after"]))
    waves = {"wave": wave, "evaluation": "e" * 32} if wave else {}
    return {name: odd[name] for name in picked} | waves


@st.composite
def outcomes(draw: st.DrawFn) -> tuple[Outcome, ...]:
    """At most two outcomes in any state; what was planned was whole."""
    made = []
    for number in range(draw(st.integers(0, 2))):
        state = draw(st.sampled_from(["draft", "ready", "scheduled", "sent"]))
        items = tuple(draw(st.lists(_items, max_size=3)))
        if state != "draft":
            items = (Item("This.", "That.", "done", "it helps."),)
        made.append(Outcome(f"o{number}", "r1", items, draw(_days), state))
    return tuple(made)


def allowed(effect: StaffEffect, facts: DeskFacts) -> bool:
    """Whether this person may do this now, read from the promises and not from the code."""
    me, at = facts.me, facts.round
    if isinstance(effect, Besides):
        return may_besides(effect, facts)
    gate = Gate(facts.now, facts.staff, facts.groups, facts.sets, facts.support, facts.all_rounds)
    if me.role is not Role.FACILITATOR:
        return False
    if isinstance(effect, SaveRound) and effect.round.id == facts.fresh_id:
        return may_begin(effect.round, facts)
    if at is None or at.facilitator != me.id:
        return False
    match effect:
        case SaveRound(round_):
            return at.state is round_.state is RoundState.DRAFT and same_owner(at, round_)
        case OpenRound(round_):
            return (
                at.state is RoundState.DRAFT
                and round_.state is RoundState.OPEN
                and round_.opens_on == date(2027, 2, 16)
                and missing(round_, gate) == ()
                and same_owner(at, round_)
            )
        case CloseRound(round_):
            fixed = replace(round_, state=at.state, closes_on=at.closes_on)
            return at.state is RoundState.OPEN and fixed == at
        case CancelRound(round_):
            fixed = replace(round_, state=at.state)
            return at.state in (RoundState.OPEN, RoundState.CLOSED) and fixed == at
        case SaveOutcome(outcome):
            before = next((o for o in facts.outcomes if o.id == outcome.id), None)
            planned = outcome.state == "ready"
            return (
                at.state in OVER
                and outcome.round == at.id
                and outcome.state in ("draft", "ready")
                and (before is None or before.state != "sent")
                and not (planned and may_go_out(outcome, at, facts.now))
            )
    return False


def may_begin(draft: Round, facts: DeskFacts) -> bool:
    """Whether this person may begin a draft. It has no dates but the one day of two waves."""
    me, at = facts.me, facts.round
    mine = draft.facilitator == me.id and draft.state is RoundState.DRAFT
    second = at is not None and at.wave == "before" and draft.wave == "after"
    until = at.withdraw_until if second and at is not None else None
    rest = replace(draft, withdraw_until=None)
    return (
        mine and draft.code == facts.fresh_code and draft.withdraw_until == until and dateless(rest)
    )


def may_besides(effect: Besides, facts: DeskFacts) -> bool:
    """Whether this person may do what is not for facilitators alone."""
    if isinstance(effect, StartTry | EndTry | StartRoom):
        return may_link(effect, facts)
    me, at = facts.me, facts.round
    if isinstance(effect, KeepRecord):
        mine = at is not None and at.facilitator == me.id and me.role is Role.FACILITATOR
        return mine and at is not None and effect.record.round == at.id
    if isinstance(effect, Settle):
        known = {each.id for each in (*facts.requests, *facts.concerns)}
        return me.role is Role.LEAD and effect.id in known
    if isinstance(effect, HandOver):
        to = facts.staff[effect.to]
        theirs = me.role is Role.ADMIN or (at is not None and at.facilitator == me.id)
        return (
            theirs and to.role is Role.FACILITATOR and effect.round in {r.id for r in facts.rounds}
        )
    return me.role is Role.ADMIN and by_admin(effect, facts)


def may_link(effect: StartTry | EndTry | StartRoom, facts: DeskFacts) -> bool:
    """Whether this person may begin or end a try-out, or make a room."""
    me, at, link = facts.me, facts.round, facts.link
    if at is None or not (at.facilitator == me.id or me.role is Role.PARTNER):
        return False
    if isinstance(effect, StartRoom):
        same = effect.link == Link(facts.fresh_code, at.id, Kind.ROOM)
        return same and takes_people(at, facts.now)
    mine = me.role is Role.FACILITATOR and at.state is RoundState.DRAFT
    going = link is not None and link.kind is Kind.TRY
    if isinstance(effect, EndTry):
        return mine and going
    days = {"opens_on", "closes_on", "withdraw_until", "tell_by", "send_to", "send_from"}
    gate = Gate(facts.now, facts.staff, facts.groups, facts.sets, facts.support, facts.all_rounds)
    lacks = {each.field for each in missing(at, gate)} - days
    day = date(2027, 3, 16)
    wanted = Link(facts.fresh_code, at.id, Kind.TRY, until=day)
    return mine and not going and not lacks and effect.link == wanted


def dateless(round_: Round) -> bool:
    dates = (round_.opens_on, round_.closes_on, round_.withdraw_until, round_.tell_by)
    return dates == (None,) * 4 and (round_.figure, round_.figure_day) == (0, None)


def by_admin(effect: AddStaff | SaveGroup, facts: DeskFacts) -> bool:
    if isinstance(effect, SaveGroup):
        roles = {facts.staff[each].role for each in effect.group.people}
        known = {facts.fresh_id, *(group.id for group in facts.groups)}
        return roles <= {Role.PARTNER} and effect.group.id in known
    there = facts.staff.get(effect.staff.id)
    new = effect.staff.id == facts.fresh_id
    same = there == effect.staff and there != facts.me
    return (new or same) and (effect.token, effect.expires) == (facts.fresh_token, facts.link_until)


def same_owner(before: Round, after: Round) -> bool:
    return (before.id, before.code, before.facilitator) == (after.id, after.code, after.facilitator)


@settings(max_examples=300)
@given(data=st.data())
def test_the_desk_is_total_and_denies_by_default(
    data: st.DataObject, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    state = data.draw(st.sampled_from(RoundState))
    round_ = data.draw(st.none() | changes().map(lambda odd: a_round(state, **odd)))
    me = data.draw(st.sampled_from(["fiona"] * 6 + ["ada"] * 3 + ["gus", "isla", "paul"]))
    facts = desk(
        round_,
        me,
        now=datetime(2027, 2, 16, data.draw(st.integers(0, 23)), tzinfo=UTC),
        outcomes=data.draw(outcomes()),
        link=data.draw(st.none() | st.sampled_from(LINKS)),
        tallies={"trust": {"hard": 1, "good": 7}},
        approved=(SealedText("q", "trust", "Words", quotable=True),) * data.draw(st.integers(0, 9)),
        requests=(HelpRequest("h1", "r1", "07700 900123", datetime(2027, 2, 16, 12)),),  # noqa: DTZ001 - local
        concerns=(
            Concern("c1", "r1", "trust", Kept("a place", (KeptCover(0, 7, "place"),)), "safe"),
        ),
    )
    place = data.draw(st.sampled_from(PLACES))
    spot = Spot(
        place, data.draw(st.sampled_from(["r1", "r1", "r1", ""])), data.draw(st.sampled_from(ITEMS))
    )
    event = Chose(data.draw(st.sampled_from(ACTS) | st.text(max_size=8)), data.draw(_values))

    taken = step(spot, event, facts)

    assert not (taken.effects and taken.faults)
    assert all(allowed(effect, facts) for effect in taken.effects)
    assert all(taken.faults.values())
    for where in (spot, taken.spot):
        for faults, values in ((taken.faults, event.values), ({}, {})):
            sound(show(where, facts, faults, values, taken.note))


@given(data=st.data())
def test_every_button_on_a_screen_means_something(
    data: st.DataObject, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    state = data.draw(st.sampled_from(RoundState))
    link = data.draw(st.none() | st.sampled_from(LINKS))
    facts = desk(a_round(state), outcomes=data.draw(outcomes()), link=link)
    spot = Spot(data.draw(st.sampled_from(PLACES)), "r1", data.draw(st.sampled_from(ITEMS)))
    screen = sound(show(spot, facts, {}, {}, ""))

    for choice in screen.choices:
        taken = step(spot, Chose(choice.action, dict.fromkeys(choice.fields, ())), facts)
        moved = choice.action.startswith("go:")
        assert moved or taken.effects or taken.faults, choice.action
