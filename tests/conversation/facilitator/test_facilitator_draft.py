from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.consultation.model import Role, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import OpenRound, SaveRound
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_facts import SECTIONS
from bot.conversation.facilitator_form import SPECS, clean, specs_of
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import Choice, Entries, Fault, Field, Message, Notice, Share
from prompts.library import Library

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]

FILLED = {
    "title": ("Five questions on trust",),
    "question_set": ("five-principles",),
    "wording": ("plain",),
    "asker": ("Ardlinn Council",),
    "known_by": ("Morven Reid, your youth worker",),
    "purpose": ("To change how workers meet people.",),
    "decider": ("Catriona Bell",),
    "looked": ("",),
    "found": ("",),
    "label": ("learning",),
    "space": ("You can answer at home.",),
    "voice": ("The questions are short.",),
    "influence": ("How workers meet you. Not how many there are.",),
    "rung": ("asked",),
    "note_every": ("0",),
    "group": ("g1",),
    "age_band": ("under18",),
    "team_work": ("Isobel Kerr",),
    **dict.fromkeys(("team_lead", "team_lived"), ("",)),
    "team_chose": (),
    "team_ready": ("prepared", "debrief", "step_back"),
    "opens_on": ("2027-02-16",),
    "closes_on": ("2027-02-28",),
    "withdraw_until": ("2027-03-08",),
    "tell_by": ("2027-04-30",),
    "second_on": ("",),
    "late_days": ("0",),
    "send_from": ("16:00",),
    "send_to": ("19:00",),
    "zone": ("Europe/London",),
    "lead": ("isla",),
    "second": ("",),
    "safety": ("contact_on_request",),
    "help_days": ("mon", "tue", "wed", "thu", "fri"),
    "help_from": ("09:00",),
    "help_to": ("16:00",),
    "help_next": ("12:00",),
    "help_off": ("",),
    "readers": ("ewan", "priya"),
    "two_readers": ("two",),
    "hard": ("hard",),
    "minutes": ("",),
    "k": ("5",),
}


def saved(taken: StaffStep) -> Round:
    (effect,) = taken.effects
    assert isinstance(effect, SaveRound)
    assert not taken.faults
    return effect.round


def page(spot: Spot, facts: DeskFacts, sound: Sound, **more: Any) -> Message:
    return sound(
        show(spot, facts, more.get("faults", {}), more.get("values", {}), more.get("note", ""))
    )


def fields(message: Message) -> dict[str, Field]:
    return {field.id: field for field in message.fields}


def test_a_round_is_made_page_by_page(desk: Desk, sound: Sound, texts: Texts) -> None:
    taken = step(Spot(), Chose("new"), desk())
    draft = saved(taken)
    off = " ".join(f"{day}" for day in desk().support.holidays if day >= desk().now.date())
    named = "Five questions on trust"
    assert draft == Round("f" * 32, "newcode", title=named, facilitator="fiona", help_off=off)
    assert off.startswith("2027-03-26 2027-05-03"), "bank holidays to come, and none that is over"
    assert draft.state is RoundState.DRAFT
    for section in SECTIONS:
        assert taken.spot == Spot("draft", draft.id, section)
        screen = page(taken.spot, desk(draft), sound, note=taken.note)
        assert list(fields(screen)) == [spec.id for spec in specs_of(section)]
        assert texts(screen.before)
        given = {name: FILLED[name] for name in fields(screen)}
        taken = step(taken.spot, Chose("save", given), desk(draft))
        draft = saved(taken)
    assert taken.spot == Spot("draft", draft.id)
    taken = step(Spot("draft", draft.id, "open"), Chose("open"), desk(draft))
    days = {"opens_on": date(2027, 2, 16), "seal_by": date(2027, 4, 29)}
    assert taken.effects == (OpenRound(replace(draft, state=RoundState.OPEN, **days)),)
    assert (taken.spot, taken.note) == (Spot("round", draft.id), "facilitator.note.opened")
    assert draft.readers == ("ewan", "priya")
    assert draft.send_to == time(19)


def test_all_fields_may_come_at_once(desk: Desk) -> None:
    draft = saved(step(Spot(), Chose("new"), desk()))
    taken = step(Spot("draft", draft.id), Chose("open", FILLED), desk(draft))

    (effect,) = taken.effects
    assert isinstance(effect, OpenRound)
    assert effect.round.decider == "Catriona Bell"
    assert effect.round.opens_on == date(2027, 2, 16)


def test_a_set_that_is_not_shipped_gives_no_title(desk: Desk) -> None:
    assert saved(step(Spot(), Chose("new"), desk(sets={}))).title == ""


def test_half_a_page_is_kept(desk: Desk, a_round: MakeRound) -> None:
    draft = a_round()
    given = {"title": ("  Two   words \n",), "purpose": (" one \r\n two ",), "decider": ("",)}
    kept = saved(step(Spot("draft", "r1", "about"), Chose("save", given), desk(draft)))

    assert kept == replace(draft, title="Two words", purpose="one \n two", decider="")


def test_withdrawal_fills_itself_in(desk: Desk, a_round: MakeRound) -> None:
    given = {"closes_on": ("2027-02-20",), "withdraw_until": ("",)}
    kept = saved(step(Spot("draft", "r1", "dates"), Chose("save", given), desk(a_round())))

    assert kept.withdraw_until == date(2027, 3, 6)


@pytest.mark.parametrize(
    ("before", "after", "two"),
    [
        ("under18", "adult", False),
        ("adult", "under18", True),
        ("adult", "mixed", True),
        ("adult", "adult", True),
    ],
)
def test_the_age_sets_how_many_read(
    before: str, after: str, two: bool, desk: Desk, a_round: MakeRound
) -> None:
    draft = a_round(age_band=before)
    here = Spot("draft", "r1", "people")
    kept = saved(step(here, Chose("save", {"age_band": (after,)}), desk(draft)))
    both = {"age_band": (after,), "two_readers": ("one",)}

    assert kept.two_readers is two
    assert saved(step(here, Chose("save", both), desk(draft))).two_readers is False


def test_an_unticked_list_means_none_only_on_its_page(desk: Desk, a_round: MakeRound) -> None:
    draft = a_round()
    care = {"lead": ("isla",), "k": ("6",)}

    assert saved(step(Spot("draft", "r1", "care"), Chose("save", care), desk(draft))).readers == ()
    elsewhere = saved(step(Spot("draft", "r1", "open"), Chose("save", care), desk(draft)))
    assert (elsewhere.readers, elsewhere.k) == (("ewan", "priya"), 6)
    empty = saved(step(Spot("draft", "r1", "open"), Chose("save", {"readers": ()}), desk(draft)))
    assert empty.readers == ()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "x" * 81),
        ("purpose", "x" * 601),
        ("closes_on", "tomorrow"),
        ("closes_on", "2027-02-30"),
        ("closes_on", "9999-12-31"),
        ("closes_on", "1066-10-14"),
        ("send_from", ""),
        ("send_from", "25:00"),
        ("send_from", "16:00+02:00"),
        ("k", ""),
        ("k", "five"),
        ("k", "5000"),
        ("minutes", "10000"),
        ("k", "\u0665"),
        ("zone", "Ardlinn"),
        ("zone", "../../etc/passwd"),
        ("zone", ""),
        ("lead", "ewan"),
        ("lead", "nobody"),
        ("group", "g2"),
        ("readers", "isla"),
        ("question_set", "kinds-sample"),
        ("two_readers", ""),
    ],
)
def test_what_does_not_fit_saves_nothing_and_stays_typed(
    field: str, typed: str, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    section = next(spec.section for spec in SPECS if spec.id == field)
    here = Spot("draft", "r1", section)
    facts = desk(a_round())
    given = {field: (typed,)}
    taken = step(here, Chose("save", given), facts)

    assert (taken.effects, taken.spot, list(taken.faults)) == ((), here, [field])
    shown = fields(page(here, facts, sound, faults=taken.faults, values=given))[field]
    assert shown.fault == taken.faults[field]
    assert shown.options or shown.value == typed
    assert not any(option.chosen for option in shown.options)


def test_what_no_eye_sees_is_left_out() -> None:
    assert clean("a\0b\ud800c\u202ed\u2066e\tf") == "abcde f"
    assert clean("a\r\nb\rc", lines=True) == "a\nb\nc"
    assert clean("one\ntwo") == "one two"
    assert clean("👩‍👧 café") == "👩‍👧 café"


def test_empty_lists_say_how_they_fill(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    staff = {"fiona": desk().me}
    bare = desk(a_round(), staff=staff, groups=(), sets={})
    hints = {
        field.id: field.hint
        for section in ("about", "people", "care")
        for field in page(Spot("draft", "r1", section), bare, sound).fields
        if field.kind in ("one", "many") and not field.options
    }

    assert set(hints) == {"question_set", "group", "lead", "second", "readers"}
    assert all("Ask an admin" in hint for hint in hints.values())


def test_stored_values_stand_in_the_fields(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    dates = fields(page(Spot("draft", "r1", "dates"), desk(a_round()), sound))
    care = fields(page(Spot("draft", "r1", "care"), desk(a_round(two_readers=False)), sound))

    assert dates["closes_on"].value == "2027-02-28"
    assert dates["send_from"].value == "16:00"
    assert (
        fields(page(Spot("draft", "r1", "dates"), desk(a_round(tell_by=None)), sound))[
            "tell_by"
        ].value
        == ""
    )
    assert [o.value for o in care["readers"].options if o.chosen] == ["ewan", "priya"]
    assert [o.value for o in care["two_readers"].options if o.chosen] == ["one"]
    assert care["k"].value == "5"
    assert [o.label for o in care["lead"].options] == ["Isla Grant"]


# --- opening -----------------------------------------------------------------------------------


def test_opening_is_refused_with_every_reason(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    draft = a_round(purpose="", decider="", readers=("ewan",), group="")
    facts = desk(draft)
    for here in (Spot("draft", "r1"), Spot("draft", "r1", "open"), Spot("round", "r1")):
        taken = step(here, Chose("open"), facts)
        assert (taken.effects, taken.spot) == ((), Spot("draft", "r1", "open"))
        assert set(taken.faults) == {"purpose", "decider", "readers", "group"}
        shown = page(here, facts, sound, faults=taken.faults)
        notice = next(part for part in shown.parts if isinstance(part, Notice))
        assert set(taken.faults.values()) < set(notice.lines)
    beside = fields(page(taken.spot, facts, sound, faults=taken.faults))
    assert {name: field.fault for name, field in beside.items()} == taken.faults
    # The page says the same to somebody who comes later.
    assert fields(page(taken.spot, facts, sound)) == beside
    mended = {"purpose": ("To learn.",), "decider": ("C. Bell",), "readers": ("ewan", "priya")}
    after = saved(step(taken.spot, Chose("save", {**mended, "group": ("g1",)}), facts))
    assert "It opens today." in texts(page(taken.spot, desk(after), sound))


def test_a_reason_without_a_field_is_told_too(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    later = datetime(2027, 9, 1, 12, tzinfo=UTC)
    draft = a_round(opens_on=date(2027, 9, 1), closes_on=date(2027, 9, 2),
                    withdraw_until=date(2027, 9, 9), tell_by=date(2027, 9, 30))  # fmt: skip
    facts = desk(draft, now=later)
    taken = step(Spot("draft", "r1"), Chose("open"), facts)

    assert list(taken.faults) == ["support"]
    screen = page(taken.spot, facts, sound, faults=taken.faults)
    assert "Childline" in texts(screen.parts)
    assert [choice.look for choice in screen.choices] == ["quiet"]


def test_two_reasons_for_one_field_stand_together(desk: Desk, a_round: MakeRound) -> None:
    fiona = replace(desk().me, role=Role.COORDINATOR)
    staff = {**desk().staff, "fiona": fiona}
    taken = step(Spot("draft", "r1"), Chose("open"), desk(a_round(readers=("fiona",)), staff=staff))

    assert taken.faults["readers"].count(".") > 1


def test_a_group_that_waits_for_another_round_is_refused_without_a_name(
    desk: Desk, a_round: MakeRound
) -> None:
    owing = a_round(RoundState.SEALED, id="r0", title="Secret", facilitator="gus",
                    tell_by=date(2027, 2, 15))  # fmt: skip
    facts = desk(a_round(), all_rounds=(owing,))
    taken = step(Spot("draft", "r1"), Chose("open"), facts)

    assert list(taken.faults) == ["group"]
    assert "Secret" not in "".join(taken.faults.values())
    kept = replace(facts, kept={"r0": date(2027, 2, 1)})
    assert step(Spot("draft", "r1"), Chose("open"), kept).effects


@pytest.mark.parametrize("planned", [None, date(2027, 1, 5), date(2027, 2, 20)])
def test_the_button_opens_today(planned: date | None, desk: Desk, a_round: MakeRound) -> None:
    taken = step(Spot("draft", "r1"), Chose("open"), desk(a_round(opens_on=planned)))

    (effect,) = taken.effects
    assert isinstance(effect, OpenRound)
    assert effect.round.opens_on == date(2027, 2, 16)


def test_a_plan_out_of_order_is_refused(desk: Desk, a_round: MakeRound) -> None:
    taken = step(Spot("draft", "r1"), Chose("open"), desk(a_round(opens_on=date(2027, 3, 1))))

    assert list(taken.faults) == ["closes_on"]


def test_a_value_that_does_not_fit_does_not_open(desk: Desk, a_round: MakeRound) -> None:
    taken = step(Spot("draft", "r1"), Chose("open", {"zone": ("?",)}), desk(a_round()))

    assert (taken.effects, list(taken.faults)) == ((), ["zone"])


@pytest.mark.parametrize("state", [state for state in RoundState if state is not RoundState.DRAFT])
def test_only_a_draft_is_saved_or_opened(state: RoundState, desk: Desk, a_round: MakeRound) -> None:
    for act in ("save", "open"):
        taken = step(Spot("draft", "r1"), Chose(act, FILLED), desk(a_round(state)))
        assert (taken.effects, taken.spot, list(taken.faults)) == ((), Spot("round", "r1"), [""])


# --- at a glance -------------------------------------------------------------------------------


def test_the_overview_counts_what_is_left(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    draft = a_round(purpose="", asker="", lead="", title="")
    screen = page(Spot("draft", "r1"), desk(draft), sound)
    (pages,) = (part for part in screen.parts if isinstance(part, Entries))

    assert [entry.state for entry in pages.entries] == [
        "3 things to do", "Ready", "Ready", "Ready", "1 thing to do", "Ready",
    ]  # fmt: skip
    assert pages.entries[0].action == "go:draft/r1/about"
    assert any(
        part == Share(part.label, "/r/abc") for part in screen.parts if isinstance(part, Share)
    )
    assert screen.title == "A round with no name yet"
    aside = page(Spot("draft", "r1", "people"), desk(draft), sound)
    assert [e.current for p in aside.parts if isinstance(p, Entries) for e in p.entries] == [
        False, False, True, False, False, False,
    ]  # fmt: skip


def test_every_place_of_a_draft_shows_the_draft(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    facts = desk(a_round())
    overview = page(Spot("draft", "r1"), facts, sound)
    for place in ("round", "close", "cancel", "words", "", "nowhere"):
        shown = page(Spot(place, "r1"), facts, sound)
        assert (shown.title, shown.parts) == (overview.title, overview.parts)


def test_a_page_fault_stands_on_top(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    screen = page(Spot("draft", "r1"), desk(a_round()), sound, faults={"": "It did not save."})

    assert screen.before == (Fault("It did not save."),)
    assert all(isinstance(choice, Choice) for choice in screen.nav)


def test_what_there_is_to_look_at_in_questions_stands_beside_them(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts, library: Library
) -> None:
    findings = library.to_look_at(library.phrases())
    told = "Trust: “and can you share any” may ask a second thing. Ask one thing at a time."
    source = a_round(wording="original")
    about = Spot("draft", "r1", "about")

    assert told in texts(page(about, desk(source, findings=findings), sound))
    assert told not in texts(page(about, desk(a_round(), findings=findings), sound))
    refused = step(Spot("draft", "r1", "open"), Chose("open"), desk(source, findings=findings))
    assert set(refused.faults) == {"looked"}
    mended = a_round(wording="original", looked="The group asked for these words.")
    assert not step(
        Spot("draft", "r1", "open"), Chose("open"), desk(mended, findings=findings)
    ).faults
