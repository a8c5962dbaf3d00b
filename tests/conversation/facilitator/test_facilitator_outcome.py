from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Item, Outcome, Response, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_items import MAX_ITEMS
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import Entries, Heading, Message, Pair
from prompts.library import Library

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
MakeOutcome = Callable[..., Outcome]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
HERE = Spot("outcome", "r1")
NEW = Spot("outcome", "r1", "new")
SEALED = RoundState.SEALED
GIVEN = {
    "said": ("Workers change.",),
    "status": ("partly",),
    "did": ("You get a message.\r\nIt says who comes.",),
    "because": ("you should know.",),
}
ITEM = Item(
    "Workers change.", "You get a message.\nIt says who comes.", "partly", "you should know."
)


@pytest.fixture
def sealed(desk: Desk, a_round: MakeRound) -> Callable[..., DeskFacts]:
    """A sealed round with these outcomes; keywords change the facts."""

    def make(*outcomes: Outcome, **changes: Any) -> DeskFacts:
        return desk(a_round(SEALED), outcomes=outcomes, **changes)

    return make


Sealed = Callable[..., DeskFacts]


SAY = Library.load().phrases()


def saved(taken: StaffStep) -> Outcome:
    (effect,) = taken.effects
    assert isinstance(effect, SaveOutcome)
    assert not taken.faults
    return effect.outcome


def at(spot: Spot, facts: DeskFacts, sound: Sound, **more: Any) -> Message:
    return sound(show(spot, facts, more.get("faults", {}), more.get("values", {}), ""))


def pairs(message: Message) -> list[Pair]:
    return [part for part in message.parts if isinstance(part, Pair)]


def actions(message: Message) -> list[str]:
    return [choice.action for choice in message.choices]


def test_an_outcome_is_written_and_planned(sealed: Sealed, sound: Sound, texts: Texts) -> None:
    empty = at(HERE, sealed(), sound)
    assert "Nothing is written yet." in texts(empty.parts)
    assert "go:outcome/r1/new" in actions(empty)
    assert "schedule" not in actions(empty)
    form = at(NEW, sealed(), sound)
    assert [field.id for field in form.fields] == [
        "said", "status", "did", "because", "due", "owner",
    ]  # fmt: skip

    taken = step(NEW, Chose("save", GIVEN), sealed())
    outcome = saved(taken)
    assert outcome == Outcome("f" * 32, "r1", (ITEM,))
    assert taken.spot == HERE
    whole = at(HERE, sealed(outcome), sound)
    assert [pair.said for pair in pairs(whole)] == ["Workers change."]
    assert [field.id for field in whole.fields] == ["send_on"]

    given = {"send_on": ("2027-04-20",)}
    unsigned = step(HERE, Chose("schedule", given), sealed(outcome))
    assert unsigned.faults == {"": SAY("round.response.no_text")}
    signs = {"text": ("I read it.\r\nAll of it.",), "name": ("Catriona Bell",), "role": ("head",)}
    outcome = saved(step(replace(HERE, item="response"), Chose("save", signs), sealed(outcome)))
    assert outcome.response == Response(
        "I read it.\nAll of it.", "Catriona Bell", "head", date(2027, 2, 16), "Fiona Kerr"
    )
    ready = saved(step(HERE, Chose("schedule", given), sealed(outcome)))
    assert ready == replace(outcome, send_on=date(2027, 4, 20), state="ready")
    fixed = at(HERE, sealed(ready), sound)
    assert "This is to go out on Tuesday 20\u00a0April 2027." in texts(fixed.parts)
    assert "These are the words of Catriona Bell. Fiona Kerr typed them in." in texts(fixed.parts)
    assert saved(step(HERE, Chose("unschedule"), sealed(ready))) == replace(ready, state="draft")
    planned = replace(ready, state="scheduled")
    fixed = at(HERE, sealed(planned), sound)
    assert "This goes out on Tuesday 20\u00a0April 2027." in texts(fixed.parts)
    assert (actions(fixed)[0], fixed.fields) == ("unschedule", ())
    assert saved(step(HERE, Chose("unschedule"), sealed(planned))) == replace(
        planned, state="draft"
    )


def test_the_screens_of_an_item_hold_what_is_stored_and_typed(
    sealed: Sealed, an_outcome: MakeOutcome, sound: Sound
) -> None:
    second = Item("Meetings are in school time.", "", "none", "we have no staff.")
    outcome = an_outcome(items=(*an_outcome().items, second))
    page = at(Spot("outcome", "r1", "2"), sealed(outcome), sound)

    held = {field.id: field for field in page.fields}
    assert held["said"].value == second.said
    assert [o.value for o in held["status"].options if o.chosen] == ["none"]
    assert actions(page)[1:3] == ["go:outcome/r1/quotes-2", "remove_item:2"]
    typed = {"said": ("Other.",), "status": ("done",)}
    again = at(Spot("outcome", "r1", "2"), sealed(outcome), sound, values=typed)
    held = {field.id: field for field in again.fields}
    assert held["said"].value == "Other."
    assert [o.value for o in held["status"].options if o.chosen] == ["done"]


def test_items_are_changed_added_and_removed(sealed: Sealed, an_outcome: MakeOutcome) -> None:
    first = an_outcome().items[0]
    two = an_outcome(items=(first, ITEM))

    changed = saved(step(Spot("outcome", "r1", "1"), Chose("save", GIVEN), sealed(two)))
    assert changed.items == (ITEM, ITEM)
    for spot in (HERE, NEW, Spot("outcome", "r1", "9")):
        assert saved(step(spot, Chose("save", GIVEN), sealed(two))).items == (first, ITEM, ITEM)
    removed = step(Spot("outcome", "r1", "1"), Chose("remove_item:1"), sealed(two))
    assert saved(removed).items == (ITEM,)
    for number in ("0", "3", "", "x", "-1", "²", "111"):
        assert step(HERE, Chose(f"remove_item:{number}"), sealed(two)).effects == ()


def test_half_an_item_is_kept_but_not_planned(
    sealed: Sealed, an_outcome: MakeOutcome, sound: Sound
) -> None:
    half = saved(step(NEW, Chose("save", {"because": ("of staff",)}), sealed(an_outcome())))

    screen = at(HERE, sealed(half), sound)
    entries = next(part for part in screen.parts if isinstance(part, Entries))
    assert [(e.label, e.state) for e in entries.entries] == [
        ("Workers change.", "Ready"),
        ("Part 2", "Say what people said."),
    ]
    assert len(pairs(screen)) == 1
    taken = step(HERE, Chose("schedule", {"send_on": ("2027-04-20",)}), sealed(half))
    assert (taken.effects, taken.faults) == ((), {"": "Say what people said."})


def test_an_item_that_does_not_fit_stays_typed(sealed: Sealed, sound: Sound) -> None:
    long = {**GIVEN, "did": ("x" * 401,), "status": ("maybe",)}
    taken = step(NEW, Chose("save", long), sealed())

    assert (taken.effects, taken.spot, set(taken.faults)) == ((), NEW, {"did", "status"})
    page = at(NEW, sealed(), sound, faults=taken.faults, values=long)
    assert {f.id for f in page.fields if f.fault} == {"did", "status"}
    assert list(step(NEW, Chose("save"), sealed()).faults) == ["said"]
    assert list(step(NEW, Chose("save", {"said": (" ",)}), sealed()).faults) == ["said"]


def test_one_message_holds_only_so_much(
    sealed: Sealed, an_outcome: MakeOutcome, sound: Sound
) -> None:
    full = sealed(an_outcome(items=(ITEM,) * MAX_ITEMS))

    assert list(step(NEW, Chose("save", GIVEN), full).faults) == [""]
    assert saved(step(Spot("outcome", "r1", "12"), Chose("save", GIVEN), full)).items[11] == ITEM
    assert "go:outcome/r1/new" not in actions(at(HERE, full, sound))


@pytest.mark.parametrize(
    ("send_on", "field"),
    [
        ("", "send_on"),
        ("soon", "send_on"),
        ("2027-02-15", "send_on"),
        ("2027-03-08", "send_on"),
        ("2027-05-01", "send_on"),
    ],
)
def test_the_day_has_to_fit(
    send_on: str, field: str, sealed: Sealed, an_outcome: MakeOutcome, sound: Sound
) -> None:
    facts = sealed(an_outcome())
    given = {"send_on": (send_on,)}
    taken = step(HERE, Chose("schedule", given), facts)

    assert (taken.effects, list(taken.faults)) == ((), [field])
    (shown,) = at(HERE, facts, sound, faults=taken.faults, values=given).fields
    assert (shown.fault, shown.value) == (taken.faults[field], send_on)


def test_the_day_says_between_which_days(
    sealed: Sealed, an_outcome: MakeOutcome, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    (day,) = at(HERE, sealed(an_outcome()), sound).fields
    assert day.hint == "After 8\u00a0March, when the answers are sealed, and by 30\u00a0April."
    late = a_round(SEALED, tell_by=date(2027, 2, 15))
    (day,) = at(HERE, desk(late, outcomes=(an_outcome(),)), sound).fields
    assert day.hint.startswith("The day you promised has passed.")
    undated = a_round(SEALED, tell_by=None)
    (day,) = at(HERE, desk(undated, outcomes=(an_outcome(),)), sound).fields
    assert day.hint == ""


def test_the_stored_day_counts_where_none_is_sent(sealed: Sealed, an_outcome: MakeOutcome) -> None:
    planned = saved(step(HERE, Chose("schedule"), sealed(an_outcome())))
    assert (planned.send_on, planned.state) == (date(2027, 4, 20), "ready")
    empty = replace(an_outcome(), items=())
    assert step(HERE, Chose("schedule"), sealed(empty)).faults == {
        "": "Write at least one thing that people said."
    }


@pytest.mark.parametrize("state", ["ready", "scheduled", "sent"])
def test_what_is_planned_or_gone_is_locked(
    state: str, sealed: Sealed, an_outcome: MakeOutcome, sound: Sound
) -> None:
    facts = sealed(an_outcome(state=state))
    for act in ("save", "remove_item:1", "schedule"):
        taken = step(Spot("outcome", "r1", "1"), Chose(act, GIVEN), facts)
        assert (taken.effects, taken.spot, list(taken.faults)) == ((), HERE, [""])
    for item in ("", "1", "new"):
        page = at(Spot("outcome", "r1", item), facts, sound)
        assert (page.fields, len(pairs(page))) == ((), 1)
        assert ("unschedule" in actions(page)) is (state != "sent")


def test_what_has_gone_stays_gone(sealed: Sealed, an_outcome: MakeOutcome, sound: Sound) -> None:
    facts = sealed(an_outcome(state="sent"))

    assert step(HERE, Chose("unschedule"), facts).effects == ()
    headings = [p.text for p in at(HERE, facts, sound).parts if isinstance(p, Heading)]
    assert headings[0] == "Told on Tuesday 20\u00a0April 2027"
    unsent = sealed(an_outcome(id="o0", state="sent"), an_outcome(id="o2"))
    assert saved(step(HERE, Chose("schedule"), unsent)).id == "o2"
    undated = sealed(an_outcome(state="sent", send_on=None))
    assert at(HERE, undated, sound).title == "What changed"


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CANCELLED, RoundState.DRAFT])
def test_nothing_is_written_before_closing(
    state: RoundState, desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    for outcomes in ((), (an_outcome(),), (an_outcome(state="scheduled"),)):
        facts = desk(a_round(state), outcomes=outcomes)
        for act in ("save", "remove_item:1", "schedule", "unschedule"):
            assert step(HERE, Chose(act, GIVEN), facts).effects == ()
        assert at(HERE, facts, sound).title != "What changed"
    assert step(HERE, Chose("save", GIVEN), desk(a_round(state))).faults


@pytest.mark.parametrize(
    "state", [RoundState.CLOSED, RoundState.SEALING, RoundState.REWRITTEN, SEALED]
)
def test_it_may_be_written_from_closing_on(
    state: RoundState, desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome
) -> None:
    facts = desk(a_round(state), outcomes=(an_outcome(),))

    assert saved(step(HERE, Chose("schedule"), facts)).state == "ready"
