from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.consultation.model import Outcome, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import CancelRound, CloseRound
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import (
    Done,
    Entries,
    Fault,
    Figure,
    Heading,
    Message,
    Notice,
    Promise,
    Share,
    Text,
    Timeline,
    Withheld,
)

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
MakeOutcome = Callable[..., Outcome]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
OPEN, CLOSED, SEALED = RoundState.OPEN, RoundState.CLOSED, RoundState.SEALED
LATER = [CLOSED, RoundState.SEALING, RoundState.REWRITTEN, SEALED]


def at(place: str, facts: DeskFacts, sound: Sound, **more: Any) -> Message:
    spot = Spot(place, "" if place in ("", "outcomes") else "r1")
    return sound(show(spot, facts, more.get("faults", {}), {}, more.get("note", "")))


def only[T](kind: type[T], message: Message) -> T:
    (found,) = (part for part in message.parts if isinstance(part, kind))
    return found


def actions(message: Message) -> list[str]:
    return [choice.action for choice in message.choices]


# --- home --------------------------------------------------------------------------------------


def test_an_empty_desk_teaches(desk: Desk, sound: Sound, texts: Texts) -> None:
    home = at("", desk(), sound)

    assert "You have no rounds yet." in only(Notice, home).lines
    assert actions(home) == ["new"]
    outcomes = at("outcomes", desk(), sound)
    assert "There is nothing to write yet." in texts(outcomes)
    assert [c.current for c in home.nav] == [True, False, False, False]
    assert [c.current for c in outcomes.nav] == [False, True, False, False]
    assert [Spot.parse(c.action).place for c in home.nav] == [
        "",
        "outcomes",
        "promises",
        "reports",
    ]


def test_home_lists_own_rounds_with_state_and_promise(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    rounds = (
        a_round(id="d", title=""),
        a_round(OPEN, id="o"),
        a_round(CLOSED, id="c", tell_by=date(2027, 2, 18)),
        a_round(SEALED, id="s", tell_by=date(2027, 2, 10)),
        a_round(SEALED, id="k", tell_by=date(2027, 2, 10)),
        a_round(RoundState.CANCELLED, id="x"),
        a_round(OPEN, id="other", facilitator="gus"),
    )
    heard = date(2027, 2, 11)
    facts = desk(rounds=rounds, kept={"k": heard}, again=frozenset())
    home = at("", facts, sound)
    lists = [part for part in home.parts if isinstance(part, Entries)]
    assert [[(e.action, e.state) for e in each.entries] for each in lists] == [
        [("go:round/s/", "Sealed. Late by 6 days")],
        [("go:round/o/", "Open, day 16 of 28. On time: 73 days left")],
        [("go:round/c/", "Closed. Due this week")],
        [("go:draft/d/", "Draft")],
        [
            ("go:round/k/", f"Sealed. Kept late, on {facts.say.date(heard)}"),
            ("go:round/x/", "Called off"),
        ],
    ]
    assert [part.text for part in home.parts if isinstance(part, Heading)] == [
        "Waits for you now",
        "Open",
        "People wait for an answer",
        "Drafts",
    ]
    assert (lists[-1].label, [each.folded for each in lists]) == ("Done (2)", [False] * 4 + [True])
    assert lists[3].entries[0].label == "A round with no name yet"
    again = at("", replace(facts, again=frozenset({"k"})), sound)
    assert again.parts[2].entries[-1].action == "go:round/k/"  # type: ignore[union-attr]
    listed = [p for p in at("outcomes", facts, sound).parts if isinstance(p, Entries)]
    assert [[e.action for e in each.entries] for each in listed] == [
        ["go:outcome/s/"], ["go:outcome/c/"], ["go:outcome/k/"]
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["round", "draft", "close", "cancel", "outcome", "words", "?"])
def test_somebody_elses_round_is_denied(
    place: str, desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    for theirs in (a_round(OPEN, facilitator="gus"), a_round(OPEN, id="r2"), None):
        facts = desk(theirs)
        shown = at(place, facts, sound)
        assert shown.title == "Your rounds"
        assert [type(part) for part in shown.before] == [Fault]
        assert "Ardlinn" not in texts(shown)
        for act in ("save", "open", "close", "cancel", "schedule", "remove_item:1"):
            taken = step(Spot(place, "r1"), Chose(act), facts)
            assert (taken.effects, taken.spot) == ((), Spot())
            again = sound(show(taken.spot, facts, taken.faults, {}, ""))
            assert again.before == (Fault(taken.faults[""]),)
            assert (
                sound(show(Spot(place, "r1"), facts, taken.faults, {}, "")).before == again.before
            )


def test_another_role_is_denied(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    facts = desk(a_round(OPEN, facilitator="ewan"), me="ewan")

    assert step(Spot("close", "r1"), Chose("close"), facts).effects == ()
    assert step(Spot(), Chose("new"), facts).faults
    shown = show(Spot("round", "r1"), facts, {}, {}, "")
    assert (shown.parts, shown.choices) == ((), ())


def test_moving_changes_nothing(desk: Desk, a_round: MakeRound) -> None:
    taken = step(Spot("round", "r1"), Chose("go:close/r1/"), desk(a_round(OPEN)))

    assert (taken.spot, taken.effects) == (Spot("close", "r1"), ())
    assert step(Spot("round", "r1"), Chose("dance"), desk(a_round(OPEN))).effects == ()
    assert step(Spot(), Chose("close"), desk()).spot == Spot()


def test_only_own_notes_are_said(desk: Desk, sound: Sound) -> None:
    assert at("", desk(), sound, note="facilitator.note.saved").before == (Done("Saved."),)
    for note in ("facilitator.note.nothing", "gate.k", "no such", ""):
        assert at("", desk(), sound, note=note).before == ()


# --- the page of a round -----------------------------------------------------------------------


def test_an_open_round_looks_like_the_sketch(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    open_round = a_round(OPEN, figure=60, figure_day=date(2027, 2, 16))
    screen = at("round", desk(open_round), sound)

    assert screen.kicker == "Open, day 16 of 28"
    promise = only(Promise, screen)
    assert (promise.status, promise.mark) == ("On time: 73 days left", "done")
    assert (
        promise.text
        == "Everyone hears what changed by Friday 30\u00a0April 2027, from Catriona Bell."
    )
    moments = [(m.label, m.when) for m in only(Timeline, screen).moments]
    assert moments == [
        ("Opened", "past"), ("Today", "now"), ("Closes", "next"), ("Reading ends", "next"),
        ("Sealed", "next"), ("Tell by", "next"),
    ]  # fmt: skip
    assert only(Figure, screen).value == "60 or more"
    assert only(Withheld, screen).when == "Shown after 28\u00a0February."
    assert only(Share, screen).path == "/r/abc"
    assert only(Text, screen).text == (
        "Nothing until 28\u00a0February. Ewan and Priya will read what comes in."
    )
    assert actions(screen) == [
        "go:print/r1/", "go:together/r1/", "go:promise/r1/", "go:close/r1/", "go:cancel/r1/", "again",
        "sibling", "go:records/r1/", "go:hand/r1/",
    ]  # fmt: skip


def test_after_closing_the_last_count_stands(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    closed = a_round(CLOSED, closes_on=date(2027, 2, 16), figure=60, figure_day=date(2027, 2, 16))
    screen = at("round", desk(closed), sound)

    assert only(Figure, screen).note == (
        "Counted on 16\u00a0February. It goes in steps of 5. A small change since then is not shown."
    )
    assert [(m.label, m.when) for m in only(Timeline, screen).moments][:3] == [
        ("Opened", "past"), ("Closed", "past"), ("Today", "now"),
    ]  # fmt: skip


def test_no_figure_is_told_with_its_reason(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    screen = at("round", desk(a_round(OPEN, k=7)), sound)

    assert not [part for part in screen.parts if isinstance(part, Figure)]
    assert "Shown when 7 people or more have answered." in texts(screen.parts)


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (datetime(2027, 2, 28, 12, tzinfo=UTC), ["past", "now", "next", "next", "next", "next"]),
        (datetime(2027, 3, 1, 12, tzinfo=UTC), ["past", "past", "now", "next", "next", "next"]),
        (datetime(2027, 6, 1, 12, tzinfo=UTC), ["past", "past", "past", "past", "past", "now"]),
    ],
)
def test_today_stands_among_the_dates(
    now: datetime, when: list[str], desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    screen = at("round", desk(a_round(OPEN), now=now), sound)

    assert [moment.when for moment in only(Timeline, screen).moments] == when
    late = now.date() > date(2027, 2, 28)
    assert screen.kicker == ("Closing today" if late else "Open, day 28 of 28")


@pytest.mark.parametrize(
    ("state", "outcome", "starts"),
    [
        (CLOSED, None, "Ewan and Priya can read the answers until 5\u00a0March."),
        (CLOSED, "draft", "Ewan and Priya can read"),
        (CLOSED, "scheduled", "Nothing. What you wrote goes out on 20\u00a0April."),
        (RoundState.SEALING, None, "Write what changed."),
        (SEALED, None, "Write what changed. It has to go out by 30\u00a0April."),
        (SEALED, "sent", "Nothing. What you wrote has gone out."),
    ],
)
def test_the_next_step_is_named(
    state: RoundState,
    outcome: str | None,
    starts: str,
    *,
    desk: Desk,
    a_round: MakeRound,
    an_outcome: MakeOutcome,
    sound: Sound,
) -> None:
    outcomes = (an_outcome(state=outcome),) if outcome else ()
    screen = at("round", desk(a_round(state), outcomes=outcomes), sound)

    assert only(Text, screen).text.startswith(starts)
    assert actions(screen)[:2] == ["go:words/r1/", "go:outcome/r1/"]
    assert ("go:cancel/r1/" in actions(screen)) is (state is CLOSED)


def test_a_cancelled_round_can_only_be_used_again_or_handed_over(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    screen = at("round", desk(a_round(RoundState.CANCELLED)), sound)

    assert actions(screen) == ["again", "go:hand/r1/"]
    assert "All answers were destroyed." in texts(screen.parts)
    assert only(Promise, screen).note == ""


def test_a_round_that_lacks_dates_still_shows(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    bare = a_round(OPEN, opens_on=None, closes_on=None, withdraw_until=None, tell_by=None,
                   readers=("ewan", "gone"))  # fmt: skip
    for place in ("round", "close", "cancel", "words", "outcome"):
        for state in (OPEN, *LATER):
            at(place, desk(replace(bare, state=state)), sound)
    assert at("round", desk(bare), sound).kicker == "Open"
    assert "Ewan will read" in only(Text, at("round", desk(bare), sound)).text


# --- close and cancel --------------------------------------------------------------------------


def test_closing_is_asked_once_more_and_says_what_happens(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    facts = desk(a_round(OPEN))
    screen = at("close", facts, sound)

    assert actions(screen) == ["close", "go:round/r1/"]
    assert "until 8\u00a0March 2027" in texts(screen.parts)
    taken = step(Spot("close", "r1"), Chose("close"), facts)
    (effect,) = taken.effects
    assert isinstance(effect, CloseRound)
    assert effect.round == a_round(CLOSED, closes_on=date(2027, 2, 16))
    assert effect.round.withdraw_until == date(2027, 3, 8)
    assert taken.spot == Spot("round", "r1")


def test_cancelling_is_asked_once_more_and_says_what_happens(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    for state in (OPEN, CLOSED):
        facts = desk(a_round(state))
        screen = at("cancel", facts, sound)
        assert actions(screen) == ["cancel", "go:round/r1/"]
        assert "All answers are destroyed." in texts(screen.parts)
        taken = step(Spot("cancel", "r1"), Chose("cancel"), facts)
        assert taken.effects == (CancelRound(a_round(RoundState.CANCELLED)),)


@pytest.mark.parametrize("state", [s for s in RoundState if s not in (OPEN, RoundState.DRAFT)])
def test_what_cannot_be_undone_is_not_done_twice(
    state: RoundState, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    facts = desk(a_round(state))
    taken = step(Spot("close", "r1"), Chose("close"), facts)
    assert (taken.effects, list(taken.faults)) == ((), [""])
    assert at("close", facts, sound).parts == at("round", facts, sound).parts
    if state is not CLOSED:
        taken = step(Spot("cancel", "r1"), Chose("cancel"), facts)
        assert (taken.effects, list(taken.faults)) == ((), [""])
        assert at("cancel", facts, sound).parts == at("round", facts, sound).parts


def test_the_page_of_a_round_holds_no_other_act(desk: Desk, a_round: MakeRound) -> None:
    for act in ("close", "cancel", "schedule", "save"):
        assert step(Spot("round", "r1"), Chose(act), desk(a_round(OPEN))).effects == ()
