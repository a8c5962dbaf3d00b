"""What staff keep about a round, as each role sees and changes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Group, RoundState
from bot.consultation.records import Kind, Record, Site
from bot.conversation.desk import Spot
from bot.conversation.effects import KeepRecord
from bot.conversation.events import Chose
from bot.conversation.staff import show, step

Desk = Callable[..., Any]
OPEN = RoundState.OPEN
TABLE = "Site,First,Second\nBorders,4,9\nStirling,11,10\nLothian,16,14\n"
TASK = Record("t" * 32, "r1", Kind.TASK, "paul", date(2027, 2, 15), text="Book the hall")
GROUPS = (Group("g1", "Ardlinn", "young people", "RLP", ("paul",)),)


def chose(name: str, **values: str) -> Chose:
    return Chose(name, {key: (value,) for key, value in values.items()})


def test_attendance_is_kept_and_shown_with_small_sites_hidden(
    desk: Desk, a_round: Any, texts: Any, sound: Any
) -> None:
    spot = Spot("attendance", "r1")
    taken = step(spot, chose("keep", table=TABLE), desk(a_round(OPEN)))
    ((record,),) = (tuple(effect.record for effect in taken.effects),)
    assert record.sites[0] == Site("Borders", (4, 9))
    assert record.id == "f" * 32
    screen = sound(show(spot, desk(a_round(OPEN), records=(record,)), {}, {}, taken.note))
    told = texts(screen.parts)
    assert {"16", "14", "31", "33"} <= set(told.split("\n"))
    assert not {"4", "9", "11", "10"} & set(told.split("\n"))
    # The same table again is the same record.
    again = step(
        spot, chose("keep", table=TABLE), desk(a_round(OPEN), records=(record,), fresh_id="e")
    )
    assert again.effects == taken.effects


def test_a_table_that_does_not_fit_keeps_what_was_typed(
    desk: Desk, a_round: Any, sound: Any
) -> None:
    spot, facts = Spot("attendance", "r1"), desk(a_round(OPEN))
    event = chose("keep", table="Site,First\n=1+1,4")
    taken = step(spot, event, facts)
    assert taken.faults == {"table": "Line 2: A name cannot begin with one of these, = + - @"}
    assert not taken.effects
    screen = sound(show(spot, facts, taken.faults, event.values, ""))
    assert screen.fields[0].value == "Site,First\n=1+1,4"


def test_a_file_comes_first_and_what_is_wrong_with_it_stands_in_the_box(
    desk: Desk, a_round: Any, sound: Any
) -> None:
    spot, facts = Spot("attendance", "r1"), desk(a_round(OPEN))
    taken = step(spot, chose("keep", table="typed", file=TABLE), facts)
    assert [site.name for site in taken.effects[0].record.sites] == [
        "Borders",
        "Stirling",
        "Lothian",
    ]
    for file, fault, stays in (
        (
            "Site,First\nLeith,many",
            "Line 2: Write a whole number, such as 11.",
            "Site,First\nLeith,many",
        ),
        ("PK\ufffd\ufffd", "This file cannot be read. Save it as CSV in UTF-8.", "typed"),
    ):
        event = chose("keep", table="typed", file=file)
        taken = step(spot, event, facts)
        assert (taken.faults, taken.effects) == ({"table": fault}, ())
        assert sound(show(spot, facts, taken.faults, event.values, "")).fields[0].value == stays


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"owner": "paul", "due": "2027-02-16"}, "text"),
        ({"text": "Book", "owner": "isla", "due": "2027-02-16"}, "owner"),
        ({"text": "Book", "owner": "paul", "due": "2027-02-15"}, "due"),
        ({"text": "Book", "owner": "paul"}, "due"),
        ({"text": "Book", "owner": "paul", "due": "soon"}, "due"),
        ({"text": "x" * 201, "owner": "paul", "due": "2027-02-16"}, "text"),
    ],
)
def test_a_task_needs_what_who_and_a_day_to_come(
    desk: Desk, a_round: Any, values: dict[str, str], fault: str
) -> None:
    taken = step(Spot("task", "r1", "new"), chose("save", **values), desk(a_round(), groups=GROUPS))
    assert set(taken.faults) == {fault}
    assert not taken.effects


def test_a_task_is_handed_out_changed_and_ticked(
    desk: Desk, a_round: Any, texts: Any, sound: Any
) -> None:
    facts = desk(a_round(OPEN), groups=GROUPS)
    values = {"text": "Book the hall", "owner": "paul", "due": "2027-02-20"}
    taken = step(Spot("task", "r1", "new"), chose("save", **values), facts)
    new = replace(TASK, id="f" * 32, due=date(2027, 2, 20))
    assert taken.effects == (KeepRecord(new),)
    facts = replace(facts, records=(TASK,))
    spot = Spot("task", "r1", TASK.id)
    assert "It was due on 15\xa0February" in texts(
        sound(show(Spot("records", "r1"), facts, {}, {}, ""))
    )
    # A day that has passed may stay where only the owner changes.
    moved = step(spot, chose("save", text=TASK.text, owner="fiona", due="2027-02-15"), facts)
    assert moved.effects == (KeepRecord(replace(TASK, owner="fiona")),)
    assert step(spot, Chose("done"), facts).effects == (KeepRecord(replace(TASK, state="done")),)


def test_a_task_of_somebody_who_left_says_so(desk: Desk, a_round: Any, texts: Any) -> None:
    facts = desk(a_round(OPEN), groups=GROUPS, records=(replace(TASK, owner="gone"),))
    assert "Nobody has this now." in texts(show(Spot("records", "r1"), facts, {}, {}, ""))
    screen = show(Spot("task", "r1", TASK.id), facts, {}, {}, "")
    assert not any(option.chosen for option in screen.fields[1].options)


def test_a_partner_sees_and_ticks_their_own_tasks(
    desk: Desk, a_round: Any, texts: Any, sound: Any
) -> None:
    facts = desk(a_round(OPEN), "paul", groups=GROUPS, records=(TASK,))
    screen = sound(show(Spot(), facts, {}, {}, ""))
    assert "Book the hall" in texts(screen.parts)
    assert "It was due on" in texts(screen.parts)
    taken = step(Spot(), Chose(f"done:{TASK.id}"), facts)
    assert taken.effects == (KeepRecord(replace(TASK, state="done")),)
    for other in (replace(TASK, owner="fiona"), replace(TASK, state="done")):
        taken = step(Spot(), Chose(f"done:{TASK.id}"), replace(facts, records=(other,)))
        assert not taken.effects


def test_readers_write_down_their_minutes_and_nobody_elses_are_shown(
    desk: Desk, a_round: Any, texts: Any, sound: Any
) -> None:
    spot = Spot("time", "r1")
    facts = desk(a_round(OPEN), "ewan")
    taken = step(spot, chose("add", minutes="45"), facts)
    minutes = Record("f" * 32, "r1", Kind.MINUTES, minutes=45)
    assert taken.effects == (KeepRecord(minutes),)
    assert minutes.owner == ""
    facts = replace(facts, records=(minutes, replace(minutes, id="x", minutes=15)))
    assert "Minutes written down so far: 60" in texts(sound(show(spot, facts, {}, {}, "")))
    for odd in ("", "0", "-5", "1441", "\u0661", "1e3", "9" * 5000):
        assert set(step(spot, chose("add", minutes=odd), facts).faults) == {"minutes"}
    given = desk(a_round(OPEN, minutes=120), "ewan", records=facts.records)
    assert "so far: 60 of 120" in texts(show(spot, given, {}, {}, ""))
    kept = desk(a_round(OPEN), records=facts.records)
    assert "so far: 60" in texts(show(Spot("records", "r1"), kept, {}, {}, ""))
