"""Two waves on the desk, and a family of rounds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.following import Loop, together
from bot.consultation.model import Group, RoundState
from bot.conversation.desk import Spot
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose
from bot.conversation.staff import show, step
from bot.conversation.tables import Table

Desk = Callable[..., Any]
OPEN, CLOSED = RoundState.OPEN, RoundState.CLOSED
UNTIL = date(2027, 4, 10)
WAVE = {"evaluation": "e" * 32, "wave": "before", "withdraw_until": UNTIL}


def actions(screen: Any) -> list[str]:
    return [choice.action for choice in screen.choices]


def saved(taken: Any) -> Any:
    (effect,) = taken.effects
    assert isinstance(effect, SaveRound)
    return effect.round


def test_a_draft_becomes_the_first_of_two_with_a_day_named_for_both(
    desk: Desk, a_round: Any, texts: Any, sound: Any
) -> None:
    spot, facts = Spot("wave", "r1"), desk(a_round())
    assert "go:wave/r1/" in actions(sound(show(Spot("draft", "r1"), facts, {}, {}, "")))
    nothing = step(spot, Chose("before", {"withdraw_until": ("",)}), facts)
    assert set(nothing.faults) == {"withdraw_until"}
    first = saved(step(spot, Chose("before", {"withdraw_until": ("2027-04-10",)}), facts))
    assert (first.wave, first.evaluation, first.withdraw_until) == ("before", "f" * 32, UNTIL)
    told = texts(sound(show(spot, desk(first), {}, {}, "")))
    assert "Both rounds are sealed at the end of 10\xa0April 2027." in told
    again = saved(step(spot, Chose("before", {"withdraw_until": ("2027-04-12",)}), desk(first)))
    assert again.evaluation == first.evaluation
    alone = saved(step(spot, Chose("alone"), desk(first)))
    assert (alone.wave, alone.evaluation, alone.withdraw_until) == ("", "", None)


def test_the_first_makes_the_second_once(desk: Desk, a_round: Any, texts: Any, sound: Any) -> None:
    first = a_round(OPEN, **WAVE)
    spot, facts = Spot("round", "r1"), desk(first)
    assert "after" in actions(sound(show(spot, facts, {}, {}, "")))
    second = saved(step(spot, Chose("after"), facts))
    kept = ("question_set", "wording", "group", "zone", "evaluation", "withdraw_until")
    assert all(getattr(second, name) == getattr(first, name) for name in kept)
    assert (second.wave, second.tell_by, second.closes_on) == ("after", None, None)
    both = replace(facts, all_rounds=(first, second), rounds=(first, second))
    twice = step(spot, Chose("after"), both)
    assert twice.faults == {"": "This wave of the evaluation is there already."}
    screen = sound(show(spot, both, {}, {}, ""))
    assert "after" not in actions(screen)
    assert "The other round" in texts(screen.parts)


def test_a_second_wave_says_what_stands_in_the_way_of_its_weeks(
    desk: Desk, a_round: Any, texts: Any, sound: Any
) -> None:
    first = a_round(CLOSED, id="r0", **WAVE | {"closes_on": date(2027, 2, 15)})
    second = a_round(**WAVE | {"wave": "after"}, tell_by=date(2027, 5, 1))
    facts = desk(second, all_rounds=(first, second))
    screen = sound(show(Spot("draft", "r1", "open"), facts, {}, {}, ""))
    assert "opens 2 to 4 weeks after" in texts(screen.parts)
    assert [field.id for field in screen.fields] == ["apart"]
    why = saved(step(Spot("wave", "r1"), Chose("save", {"apart": ("The hall.",)}), facts))
    assert why.apart == "The hall."
    opened = step(Spot("draft", "r1", "open"), Chose("open", {"apart": ("The hall.",)}), facts)
    assert not opened.faults


@pytest.mark.parametrize(
    ("place", "action", "odd"),
    [
        ("round", "after", {}),
        ("round", "after", {"evaluation": "e" * 32, "wave": "after"}),
        ("wave", "before", {"evaluation": "e" * 32, "wave": "after"}),
        ("wave", "save", {"evaluation": "e" * 32, "wave": "before"}),
        ("wave", "alone", {}),
    ],
)
def test_what_is_no_wave_or_the_other_one_changes_nothing(
    desk: Desk, a_round: Any, place: str, action: str, odd: dict[str, str]
) -> None:
    state = OPEN if place == "round" else RoundState.DRAFT
    taken = step(Spot(place, "r1"), Chose(action), desk(a_round(state, **odd)))
    assert not taken.effects
    assert taken.faults


@pytest.mark.parametrize("state", [RoundState.DRAFT, OPEN])
def test_a_sibling_asks_another_group_and_they_stand_together(
    desk: Desk, a_round: Any, texts: Any, sound: Any, state: RoundState
) -> None:
    round_ = a_round(state, question_set="leaders-outcomes")
    place = "draft" if state is RoundState.DRAFT else "round"
    facts = desk(round_)
    taken = step(Spot(place, "r1"), Chose("sibling"), facts)
    other = saved(taken)
    assert (other.family, other.group, other.age_band) == ("r1", "", "")
    assert (other.state, other.question_set) == (RoundState.DRAFT, "leaders-outcomes")
    leaders = replace(other, group="g2")
    groups = (*facts.groups, Group("g2", "Ardlinn", "leaders", "RLP"))
    both = replace(facts, rounds=(round_, leaders), groups=groups)
    assert "Ardlinn, leaders" in texts(sound(show(Spot(place, "r1"), both, {}, {}, "")))
    if state is OPEN:
        told = replace(leaders, state=RoundState.SEALED)
        loops = {
            "r1": Loop("open"),
            told.id: together((Loop("closed", 1, 1), Loop("waiting", 3, 2))),
        }
        seen = replace(both, rounds=(round_, told), loops=loops)
        for spot in (Spot("outcomes"), Spot("round", "r1")):
            parts = show(spot, seen, {}, {}, "").parts
            (table,) = (part for part in parts if isinstance(part, Table))
            assert [[cell.text for cell in row[:1] + row[2:]] for row in table.rows] == [
                ["young people", "", "", "People can still ask"],
                ["leaders", "4", "3", "Questions wait for an answer"],
            ]
    third = saved(step(Spot("draft", other.id), Chose("sibling"), desk(leaders)))
    assert third.family == "r1"
    assert saved(step(Spot("round", "r1"), Chose("again"), desk(a_round(OPEN)))).family == ""


def test_groups_read_as_site_and_audience(desk: Desk, a_round: Any, sound: Any) -> None:
    groups = (Group("g1", "Ardlinn", "young people", "RLP"), Group("g2", "Kilbrae", "adults", ""))
    facts = desk(a_round(), groups=groups)
    screen = sound(show(Spot("draft", "r1", "people"), facts, {}, {}, ""))
    shown = {field.id: field for field in screen.fields}

    assert [(o.value, o.label, o.chosen) for o in shown["group"].options] == [
        ("g1", "Ardlinn, young people", True),
        ("g2", "Kilbrae, adults", False),
    ]
