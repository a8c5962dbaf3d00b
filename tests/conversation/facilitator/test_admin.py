"""The admin's desk: people and groups are added, nothing is ever given to oneself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Group, Role, Round, RoundState, Staff
from bot.conversation.admin import step
from bot.conversation.admin_screens import show
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import AddStaff, HandOver, SaveGroup
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Done, Entries, Field, Message, Notice, Share

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
NEW = Spot("person", "", "new")
NEW_GROUP = Spot("group", "", "new")
LEITH = {"site": ("Leith",), "audience": ("parents",), "partner": ("Harbour Street",)}


def at(spot: Spot, facts: DeskFacts, sound: Sound, **more: Any) -> Message:
    return sound(
        show(spot, facts, more.get("faults", {}), more.get("values", {}), more.get("note", ""))
    )


def only[T](kind: type[T], message: Message) -> T:
    (found,) = (part for part in message.parts if isinstance(part, kind))
    return found


def fields(message: Message) -> dict[str, Field]:
    return {field.id: field for field in message.fields}


def add(facts: DeskFacts, name: str, role: str) -> StaffStep:
    return step(NEW, Chose("add", {"name": (name,), "role": (role,)}), facts)


# --- people ------------------------------------------------------------------------------------


def test_home_lists_everybody_with_their_role(desk: Desk, sound: Sound) -> None:
    home = at(Spot(), desk(me="ada"), sound)

    entries = {entry.label: entry for entry in only(Entries, home).entries}
    assert list(entries) == sorted(entries)
    assert entries["Isla Grant"].state == "Safeguarding lead"
    assert Spot.parse(entries["Isla Grant"].action) == Spot("person", "", "isla")
    assert [Spot.parse(choice.action) for choice in home.choices] == [NEW]
    assert [choice.current for choice in home.nav] == [True, False, False, False]


@pytest.mark.parametrize("role", list(Role))
def test_a_person_is_added_with_a_link(role: Role, desk: Desk) -> None:
    taken = add(desk(me="ada"), "  Bo   Lund ", role.value)

    new = Staff("f" * 32, "Bo Lund", role)
    assert taken.effects == (AddStaff(new, "token", date(2027, 2, 23)),)
    assert (taken.spot, taken.note) == (Spot("person", "", new.id), "admin.note.added")


def test_every_role_is_offered_with_what_it_does_and_none_is_chosen(
    desk: Desk, sound: Sound
) -> None:
    role = fields(at(NEW, desk(me="ada"), sound))["role"]

    assert [option.value for option in role.options] == list(Role)
    assert all(option.hint and not option.chosen for option in role.options)


@pytest.mark.parametrize(
    ("name", "role", "fault"),
    [
        ("", "lead", "name"),
        ("a" * 121, "lead", "name"),
        ("An\u202en", "lead", "name"),
        ("Bo", "", "role"),
        ("Bo", "boss", "role"),
        ("Ada", "coordinator", "name"),
        (" ADA ", "admin", "name"),
        ("\uff21da", "lead", "name"),
        ("Isla  Grant", "coordinator", "name"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field(
    name: str, role: str, fault: str, *, desk: Desk, sound: Sound
) -> None:
    facts = desk(me="ada")
    taken = add(facts, name, role)

    assert (taken.effects, list(taken.faults), taken.spot) == ((), [fault], NEW)
    values = {"name": (name,), "role": (role,)}
    again = fields(at(NEW, facts, sound, faults=taken.faults, values=values))
    assert again[fault].fault
    assert again["name"].value == name
    assert [o.value for o in again["role"].options if o.chosen] == [role] * (role in list(Role))


def test_nobody_gives_a_role_to_themselves(desk: Desk) -> None:
    for role in Role:
        faults = add(desk(me="ada"), "ada", role.value).faults
        assert faults == {"name": "That is you. Nobody can give a role to themselves."}


def test_one_person_has_one_role_and_gets_a_new_link(desk: Desk) -> None:
    facts = desk(me="ada")
    other = add(facts, "Isla Grant", "coordinator")
    assert other.faults["name"] == (
        "Isla Grant is here already, as: Safeguarding lead. One person has one role."
    )
    again = add(facts, "isla grant", "lead")
    assert again.effects == (AddStaff(facts.staff["isla"], "token", date(2027, 2, 23)),)


def test_a_new_link_is_made_for_others_only(desk: Desk, sound: Sound) -> None:
    facts = desk(me="ada")
    taken = step(Spot("person", "", "gus"), Chose("link"), facts)
    assert taken.effects == (AddStaff(facts.staff["gus"], "token", date(2027, 2, 23)),)
    me = Spot("person", "", "ada")
    mine = step(me, Chose("link"), facts)
    assert (mine.effects, list(mine.faults)) == ((), [""])
    assert [choice.action for choice in at(me, facts, sound).choices] == ["go://"]
    gone = Spot("person", "", "nobody")
    assert step(gone, Chose("link"), facts) == StaffStep(gone)
    assert at(gone, facts, sound).title == "People who work here"


def test_a_link_is_on_the_screen_of_the_turn_that_made_it_and_on_no_other(
    desk: Desk, sound: Sound, texts: Texts
) -> None:
    spot = Spot("person", "", "gus")
    made = at(spot, desk(me="ada", handed="secret"), sound, note="admin.note.linked")

    assert isinstance(made.before[0], Done)
    (share,) = (part for part in only(Card, made).parts if isinstance(part, Share))
    assert share.path == "/desk/enter/secret"
    assert "until the end of 23\u00a0February 2027" in texts(made)
    for place in (spot, Spot(), Spot("groups")):
        assert "/desk/enter" not in texts(at(place, desk(me="ada"), sound))


def test_a_persons_page_shows_what_their_role_ties_them_to(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    group = Group("g1", "Ardlinn", "young people", "RLP", ("paul",))
    rounds = (a_round(), a_round(RoundState.OPEN, id="r2"), a_round(id="r3", facilitator="gus"))
    facts = desk(me="ada", groups=(group,), rounds=rounds)

    theirs = only(Entries, at(Spot("person", "", "fiona"), facts, sound)).entries
    assert [Spot.parse(e.action) for e in theirs] == [Spot("hand", "r1"), Spot("hand", "r2")]
    assert [e.state for e in theirs] == ["Draft", "Open, day 16 of 28"]
    groups = only(Entries, at(Spot("person", "", "paul"), facts, sound)).entries
    assert [Spot.parse(e.action) for e in groups] == [Spot("group", "", "g1")]
    alone = at(Spot("person", "", "paul"), replace(facts, groups=()), sound)
    assert "They are in no group yet" in texts(alone)
    for other in ("ewan", "isla", "ada"):
        parts = at(Spot("person", "", other), facts, sound).parts
        assert not [part for part in parts if isinstance(part, Entries)]


# --- groups ------------------------------------------------------------------------------------


def test_groups_are_listed_and_an_empty_list_teaches(desk: Desk, sound: Sound) -> None:
    listed = at(Spot("groups"), desk(me="ada"), sound)
    (entry,) = only(Entries, listed).entries
    assert (entry.label, entry.state) == ("Ardlinn, young people", "RLP")
    assert [choice.current for choice in listed.nav] == [False, True, False, False]
    empty = at(Spot("groups"), desk(me="ada", groups=()), sound)
    assert only(Notice, empty).lines[0] == "There are no groups yet."


def test_a_group_is_added(desk: Desk, sound: Sound) -> None:
    facts = desk(me="ada")
    form = at(NEW_GROUP, facts, sound)
    assert [o.label for o in fields(form)["people"].options] == ["Paul"]
    event = Chose("save", LEITH | {"people": ("paul", "paul")})
    taken = step(NEW_GROUP, event, facts)
    group = Group("f" * 32, "Leith", "parents", "Harbour Street", ("paul",))
    assert taken.effects == (SaveGroup(group),)
    assert (taken.spot, taken.note) == (Spot("groups"), "admin.note.saved")
    assert isinstance(at(taken.spot, facts, sound, note=taken.note).before[0], Done)


def test_a_group_is_changed_and_stays_the_same_record(desk: Desk, sound: Sound) -> None:
    stored = Group("g1", "Ardlinn", "young people", "RLP", ("paul",))
    facts = desk(me="ada", groups=(stored,))
    spot = Spot("group", "", "g1")
    form = fields(at(spot, facts, sound))
    assert form["site"].value == "Ardlinn"
    assert [o.chosen for o in form["people"].options] == [True]
    (effect,) = step(spot, Chose("save", LEITH | {"people": ()}), facts).effects
    assert effect == SaveGroup(Group("g1", "Leith", "parents", "Harbour Street"))
    (effect,) = step(spot, Chose("save", LEITH), facts).effects
    assert effect == SaveGroup(replace(stored, site="Leith", audience="parents",
                                       partner="Harbour Street"))  # fmt: skip


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, {"site", "audience", "partner"}),
        (LEITH | {"site": (" ",)}, {"site"}),
        (LEITH | {"partner": ("p" * 121,)}, {"partner"}),
        (LEITH | {"people": ("fiona",)}, {"people"}),
        (LEITH | {"people": ("paul", "no")}, {"people"}),
        (
            {"site": ("ARDLINN",), "audience": ("young  people",), "partner": ("rlp",)},
            {"site"},
        ),
    ],
)
def test_a_group_that_does_not_fit_is_told(
    values: dict[str, tuple[str, ...]], fault: set[str], *, desk: Desk, sound: Sound
) -> None:
    facts = desk(me="ada")
    taken = step(NEW_GROUP, Chose("save", values), facts)

    assert (taken.effects, set(taken.faults)) == ((), fault)
    again = fields(at(NEW_GROUP, facts, sound, faults=taken.faults, values=values))
    assert {name for name, field in again.items() if field.fault} == fault
    assert again["site"].value == "".join(values.get("site", ()))


def test_a_house_without_partners_says_how_they_come(desk: Desk, sound: Sound) -> None:
    facts = desk(me="ada", staff={"ada": desk(me="ada").me})
    people = fields(at(NEW_GROUP, facts, sound))["people"]
    assert people.options == ()
    assert "Add a person with that role first." in people.hint
    gone = Spot("group", "", "no")
    assert step(gone, Chose("save", LEITH), facts) == StaffStep(gone)
    assert at(gone, facts, sound).title == "People who work here"


# --- whose a round is ----------------------------------------------------------------------------


def test_an_admin_hands_a_leavers_round_over(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    facts = desk(a_round(RoundState.OPEN), "ada")
    spot = Spot("hand", "r1")
    screen = at(spot, facts, sound)
    assert "It leaves the desk of Fiona Kerr." in texts(screen)
    assert [o.label for o in screen.fields[0].options] == ["Gus"]
    taken = step(spot, Chose("hand", {"to": ("gus",)}), facts)
    assert taken.effects == (HandOver("r1", "gus"),)
    assert (taken.spot, taken.note) == (Spot("person", "", "fiona"), "admin.note.handed")
    for to in ("fiona", "ewan", "ada", "", "no"):
        refused = step(spot, Chose("hand", {"to": (to,)}), facts)
        assert (refused.effects, list(refused.faults)) == ((), ["to"])
    gone = Spot("hand", "no")
    assert step(gone, Chose("hand", {"to": ("gus",)}), facts) == StaffStep(gone)
    assert at(gone, facts, sound).title == "People who work here"


# --- everybody else ----------------------------------------------------------------------------


@pytest.mark.parametrize("me", ["fiona", "ewan", "isla", "paul"])
def test_another_role_adds_nothing_and_sees_nothing(
    me: str, desk: Desk, a_round: MakeRound
) -> None:
    facts = desk(a_round(), me)
    acts = (
        (NEW, Chose("add", {"name": ("Bo",), "role": ("admin",)})),
        (Spot("person", "", "gus"), Chose("link")),
        (NEW_GROUP, Chose("save", LEITH)),
        (Spot("hand", "r1"), Chose("hand", {"to": ("gus",)})),
    )
    for spot, act in acts:
        taken = step(spot, act, facts)
        assert (taken.effects, list(taken.faults), taken.spot) == ((), [""], Spot())
        shown = show(spot, facts, {}, {}, "")
        assert (shown.parts, shown.fields, shown.choices) == ((), (), ())


def test_nothing_else_does_anything(desk: Desk) -> None:
    facts = desk(me="ada")
    assert step(Spot(), Chose("go:groups"), facts).spot == Spot("groups")
    for act in ("add", "link", "save", "hand", "new", "open", ""):
        assert step(Spot(), Chose(act), facts) == StaffStep(Spot())
    assert show(Spot(), facts, {}, {}, "gate.k").before == ()
