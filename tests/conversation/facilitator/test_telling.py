"""Signing, quotes, a second person and plans that come back, at the desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.consultation.telling import seen
from bot.conversation import staff
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import ApproveOutcome, ReturnOutcome, SaveOutcome
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Heading, Message, Notice, Pair, Quote
from prompts.library import Library

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
MakeOutcome = Callable[..., Outcome]
Sound = Callable[[Message], Message]
HERE, SEALED = Spot("outcome", "r1"), RoundState.SEALED
APPROVAL = Spot("approval", "r1")
QUOTES = {"q1": "They rang me back.", "q2": "I could choose."}
PLAN = Item(
    "Workers change.", "We hire.", "planned", "it takes time", "Isla Bain", due=date(2027, 2, 16)
)
WAITS = {"me": "ewan", "approves": frozenset({"r1"})}


def at(spot: Spot, facts: DeskFacts, sound: Sound) -> Message:
    return sound(staff.show(spot, facts, {}, {}, ""))


def saved(spot: Spot, event: Chose, facts: DeskFacts) -> Outcome:
    taken = staff.step(spot, event, facts)
    assert not taken.faults, taken.faults
    (effect,) = taken.effects
    assert isinstance(effect, SaveOutcome)
    return effect.outcome


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"due": ("2027-02-16",)}, ["due"]),
        ({"due": ("soon",)}, ["due"]),
        ({"owner": ("x" * 121,)}, ["owner"]),
        ({"tags": ("promise/nonsense",)}, ["tags"]),
        ({"due": ("2027-02-17",), "tags": ("promise/voice",)}, []),
    ],
)
def test_a_plan_has_a_day_ahead_an_owner_and_tags_that_there_are(
    values: dict[str, tuple[str, ...]],
    fields: list[str],
    desk: Desk,
    a_round: MakeRound,
    library: Library,
) -> None:
    facts = desk(a_round(SEALED), frameworks=library.frameworks)
    plan = {"said": ("S",), "status": ("planned",), "did": ("D",), "because": ("B",)}
    new = Spot("outcome", "r1", "new")
    taken = staff.step(new, Chose("save", {**plan, "owner": ("Isla",), **values}), facts)

    assert list(taken.faults) == fields
    if not fields:
        (effect,) = taken.effects
        assert isinstance(effect, SaveOutcome)
        (item,) = effect.outcome.items
        assert (item.due, item.tags) == (date(2027, 2, 17), ("promise/voice",))
    shown = staff.show(new, facts, {}, {}, "").fields
    (tags,) = (field for field in shown if field.id == "tags")
    assert "The Promise: Voice" in {option.label for option in tags.options}


def test_the_answer_of_who_decides_is_typed_and_never_dated_ahead(
    desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    spot = Spot("outcome", "r1", "response")
    facts = desk(a_round(SEALED), outcomes=(an_outcome(response=None),))
    held = {field.id: field.value for field in at(spot, facts, sound).fields}
    assert held == {"text": "", "name": "Catriona Bell", "role": "", "signed": "2027-02-16"}
    ahead = staff.step(spot, Chose("save", {"signed": ("2027-02-17",)}), facts)
    assert list(ahead.faults) == ["signed"]
    long = staff.step(spot, Chose("save", {"text": ("x" * 801,)}), facts)
    assert list(long.faults) == ["text"]
    half = saved(spot, Chose("save", {"text": ("I read it.",), "name": ("C",)}), facts)
    fault = staff.step(HERE, Chose("schedule"), desk(a_round(SEALED), outcomes=(half,)))
    assert fault.faults == {"": facts.say("round.response.no_role")}


def test_only_words_that_may_be_quoted_are_picked_and_they_stay_when_the_item_changes(
    desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    spot = Spot("outcome", "r1", "quotes-1")
    facts = desk(a_round(SEALED), outcomes=(an_outcome(),), quotes=QUOTES)
    (field,) = at(spot, facts, sound).fields
    assert [option.value for option in field.options] == ["q1", "q2"]
    picked = saved(spot, Chose("quote", {"quotes": ("q2",)}), facts)
    assert picked.items[0].quotes == ("q2",)
    wrong = staff.step(spot, Chose("quote", {"quotes": ("q2", "q3")}), facts)
    assert (wrong.effects, list(wrong.faults)) == ((), ["quotes"])
    many = replace(facts, quotes={f"q{n}": "x" for n in range(9)})
    wrong = staff.step(spot, Chose("quote", {"quotes": tuple(many.quotes)}), many)
    assert (wrong.effects, list(wrong.faults)) == ((), ["quotes"])

    with_quote = replace(facts, outcomes=(picked,))
    assert Quote("I could choose.") in at(HERE, with_quote, sound).parts
    given = {"said": ("S",), "status": ("done",), "did": ("D",), "because": ("B",)}
    first = Spot("outcome", "r1", "1")
    assert saved(first, Chose("save", given), with_quote).items[0].quotes == ("q2",)
    gone = replace(with_quote, quotes={"q1": "They rang me back."})
    assert not [p for p in at(HERE, gone, sound).parts if isinstance(p, Quote)]
    assert saved(first, Chose("save", given), gone).items[0].quotes == ()


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.REWRITTEN])
def test_no_quote_is_picked_before_sealing(
    state: RoundState, desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    facts = desk(a_round(state), outcomes=(an_outcome(),), quotes=QUOTES)
    page = at(Spot("outcome", "r1", "1"), facts, sound)
    assert not [choice for choice in page.choices if "quotes" in choice.action]
    spot = Spot("outcome", "r1", "quotes-1")
    assert staff.step(spot, Chose("quote", {"quotes": ("q1",)}), facts).faults


def test_a_second_person_looks_and_lets_it_go_out_or_says_why_not(
    desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    ready = an_outcome(state="ready", writer="fiona")
    facts = desk(a_round(SEALED), outcomes=(ready,), **WAITS)
    assert "go:approval/r1/" in repr(at(Spot(), facts, sound).parts)
    yes, no = at(APPROVAL, facts, sound).choices
    assert staff.step(APPROVAL, Chose(yes.action), facts).effects == (ApproveOutcome(ready),)
    assert list(staff.step(APPROVAL, Chose(no.action), facts).faults) == ["reason"]
    why = Chose(no.action, {"reason": ("Say when.",)})
    assert staff.step(APPROVAL, why, facts).effects == (ReturnOutcome(ready, "Say when."),)

    changed = replace(ready, items=(*ready.items, PLAN))
    assert seen(changed) != seen(ready)
    for other in (changed, replace(ready, state="draft"), replace(ready, writer="ewan")):
        taken = staff.step(APPROVAL, Chose(yes.action), replace(facts, outcomes=(other,)))
        assert (taken.effects, list(taken.faults)) == ((), [""])
    own = replace(ready, writer="ewan")
    mine = replace(facts, outcomes=(own,))
    taken = staff.step(APPROVAL, Chose(f"let_go:{seen(own)}"), mine)
    assert taken.faults == {"": facts.say("approval.refused.own")}

    back = replace(ready, state="draft", back="Say when.")
    page = at(HERE, desk(a_round(SEALED), outcomes=(back,)), sound)
    assert any(isinstance(p, Notice) and "Say when." in p.lines for p in page.parts)


def test_a_plan_comes_back_and_people_are_told_again(
    desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    sent = an_outcome(state="sent", items=(PLAN,))
    early = desk(a_round(SEALED), outcomes=(sent,), now=datetime(2027, 2, 15, 12, tzinfo=UTC))
    assert not [part for part in at(HERE, early, sound).parts if isinstance(part, Card)]
    assert staff.step(HERE, Chose("again:o1-1"), early).faults

    facts = desk(a_round(SEALED), outcomes=(sent,), again=frozenset({"r1"}))
    assert "People wait to hear of a plan" in repr(at(Spot(), facts, sound).parts)
    (card,) = (part for part in at(HERE, facts, sound).parts if isinstance(part, Card))
    (go,) = card.choices
    news = saved(HERE, Chose(go.action), facts)
    assert (news.id, news.items) == (
        "f" * 32,
        (Item(PLAN.said, "", "", "", PLAN.owner, of="o1-1"),),
    )
    writing = replace(facts, outcomes=(sent, news))
    assert not [part for part in at(HERE, writing, sound).parts if isinstance(part, Card)]
    assert staff.step(HERE, Chose(go.action), writing).faults
    for item in ("response", "new"):
        given = {"said": ("S",), "status": ("done",), "did": ("D",), "because": ("B",)}
        assert staff.step(replace(HERE, item=item), Chose("save", given), writing).faults

    first = Spot("outcome", "r1", "1")
    (status,) = (f for f in at(first, writing, sound).fields if f.id == "status")
    assert [option.value for option in status.options] == ["done", "planned", "none"]
    given = {"said": ("Workers change.",), "did": ("Hired.",), "because": ("you asked",)}
    partly = staff.step(first, Chose("save", {**given, "status": ("partly",)}), writing)
    assert list(partly.faults) == ["status"]
    done = saved(first, Chose("save", {**given, "status": ("done",)}), writing)
    assert done.items[0].of == "o1-1"
    ask = Chose("schedule", {"send_on": ("2027-06-01",)})
    ready = saved(HERE, ask, replace(writing, outcomes=(sent, done)))
    both = replace(facts, outcomes=(sent, replace(ready, state="sent")))
    told = [each for each in at(HERE, both, sound).parts if isinstance(each, Heading | Pair)]
    assert [each.text if isinstance(each, Heading) else each.did for each in told] == [
        "Told on Tuesday 1\u00a0June 2027",
        "Hired.",
        "Told on Tuesday 20\u00a0April 2027",
        "What Catriona Bell says to you",
        "We hire.",
    ], "each that was told, the newest first"
    assert ready.state == "ready", "no second signed answer, no first promise"
