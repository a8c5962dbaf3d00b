"""What a coordinator sees, and what nobody else does."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.consultation.model import Review, Role, RoundState, Staff
from bot.consultation.redaction import Kept, KeptCover
from bot.conversation.coordinator import step
from bot.conversation.coordinator_screens import letter, show
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.events import Chose
from bot.conversation.messages import (
    Card,
    Choice,
    Done,
    Entries,
    Fault,
    Field,
    Message,
    Notice,
    Progress,
    Rows,
    Segment,
    Text,
    Words,
)
from bot.ports import Batch

ROUND, BATCH = "r" * 32, "1" * 32
A, B, C, D = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
SPOT = Spot("answer", ROUND, A)

type Change = Callable[..., DeskFacts]


def screen(facts: DeskFacts, spot: Spot = SPOT) -> Message:
    return show(spot, facts, {}, {}, "")


def part[T](message: Message | Card, kind: type[T]) -> T:
    (found,) = (each for each in message.parts if isinstance(each, kind))
    return found


def field(message: Message, name: str) -> Field:
    (found,) = (each for each in part(message, Card).fields if each.id == name)
    return found


def strings(value: object) -> Iterator[str]:
    """Everything a screen holds that is text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from strings(getattr(value, each.name))


def shown(message: Message) -> str:
    """All of a screen that a person reads: no actions, no ids of fields."""

    def reads(value: object) -> Iterator[str]:
        if isinstance(value, tuple):
            for each in value:
                yield from reads(each)
        elif is_dataclass(value):
            hidden = ("action", "id", "fields_of", "value")
            for each in fields(value):
                if each.name not in hidden and not (
                    isinstance(value, Choice) and each.name == "fields"
                ):
                    yield from reads(getattr(value, each.name))
        elif isinstance(value, str):
            yield value

    return "\n".join(reads(message))


def keys(message: Message) -> dict[str, str]:
    """What each key does."""
    choices = (*message.choices, *(part(message, Card).choices if message.parts else ()))
    return {choice.key: choice.action.partition(":")[0] for choice in choices if choice.key}


# --- nobody else -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", set(Role) - {Role.COORDINATOR})
@pytest.mark.parametrize("place", ["", "batch", "answer", "held", "second", "other"])
def test_other_roles_see_nothing(facts: DeskFacts, role: Role, place: str) -> None:
    other = replace(facts, me=replace(facts.me, role=role))
    message = screen(other, Spot(place, ROUND, A if place == "answer" else BATCH))
    assert message == Message(
        facts.say("coordinator.denied.title"), parts=(Text(facts.say("coordinator.denied.text")),)
    )


@pytest.mark.parametrize("place", ["batch", "answer", "held", "second"])
def test_readers_of_other_rounds_see_nothing(facts: DeskFacts, place: str) -> None:
    spot = Spot(place, ROUND, A if place == "answer" else BATCH)
    eve = replace(facts, me=Staff("e" * 32, "Eve", Role.COORDINATOR))
    sealed = replace(facts, round=replace(facts.round, state=RoundState.SEALED))  # type: ignore[type-var]
    unknown = replace(facts, round=None)
    screens = [screen(each, spot) for each in (eve, sealed, unknown)]
    assert screens[0].title == facts.say("coordinator.nothing.title")
    assert screens[0] == screens[1] == screens[2]
    assert screens[0] == screen(facts, Spot(place, "x" * 32, A))


# --- rounds and batches ----------------------------------------------------------------------


def test_home_lists_the_rounds_i_read_without_a_count(facts: DeskFacts) -> None:
    (round_,) = facts.rounds
    others = (
        replace(round_, id="2" * 32, title="Waiting"),
        replace(round_, id="3" * 32, title="Not mine", readers=()),
        replace(round_, id="4" * 32, title="Sealed", state=RoundState.SEALED),
    )
    message = screen(replace(facts, rounds=(round_, *others), waits=frozenset({"2" * 32})), Spot())
    entries = part(message, Entries).entries
    assert [(e.label, e.state, e.action) for e in entries] == [
        ("Being asked", facts.say("coordinator.home.none"), f"go:batch/{ROUND}/"),
        ("Waiting", facts.say("coordinator.home.waits"), f"go:batch/{'2' * 32}/"),
    ]
    assert not any(char.isdigit() for char in shown(message))
    assert [choice.current for choice in message.nav] == [True]


def test_home_without_rounds_teaches(facts: DeskFacts) -> None:
    message = screen(replace(facts, rounds=()), Spot())
    assert message.parts == (Text(facts.say("coordinator.home.empty")),)


def test_an_unknown_place_is_home(facts: DeskFacts) -> None:
    assert screen(facts, Spot("nowhere", ROUND)) == screen(facts, Spot())


def test_a_round_lists_its_batches(facts: DeskFacts) -> None:
    done = tuple(replace(a, review=Review.APPROVED) for a in facts.batches[0].answers)
    both = replace(facts, batches=(*facts.batches, Batch("2" * 32, done)))
    entries = part(screen(both, Spot("batch", ROUND)), Entries).entries
    assert [(e.label, e.state) for e in entries] == [
        ("Batch 1", facts.say("coordinator.batch.waits")),
        ("Batch 2", facts.say("coordinator.batch.done")),
    ]
    assert entries[0].action == f"go:batch/{ROUND}/{BATCH}"


@pytest.mark.parametrize(
    ("state", "key"), [(RoundState.OPEN, "empty"), (RoundState.CLOSED, "last")]
)
def test_a_round_without_batches_teaches(facts: DeskFacts, state: RoundState, key: str) -> None:
    bare = replace(facts, batches=(), round=replace(facts.round, state=state))  # type: ignore[type-var]
    message = screen(bare, Spot("batch", ROUND))
    assert Text(facts.say(f"coordinator.batch.{key}", k=5)) in message.parts


def test_a_batch_letters_its_answers(facts: DeskFacts) -> None:
    message = screen(facts, Spot("batch", ROUND, BATCH))
    listed = part(message, Entries)
    assert [entry.label for entry in listed.entries] == ["Answer A", "Answer B", "Answer C"]
    assert [entry.action for entry in listed.entries] == [
        f"go:answer/{ROUND}/{each}" for each in (A, B, D)
    ]
    assert listed.aside
    assert listed.note == "Mixed up, from 5 people or more."
    assert message.choices[0].action == f"go:answer/{ROUND}/{A}"
    assert message.choices[0].key == "J"


def test_a_closed_rounds_batch_makes_no_claim_of_how_many(facts: DeskFacts) -> None:
    closed = replace(facts, round=replace(facts.round, state=RoundState.CLOSED))  # type: ignore[type-var]
    assert part(screen(closed, Spot("batch", ROUND, BATCH)), Entries).note == "Mixed up."


def test_a_batch_that_is_done_says_so(facts: DeskFacts) -> None:
    (batch,) = facts.batches
    done = replace(batch, answers=tuple(replace(a, review=Review.HELD) for a in batch.answers))
    message = screen(replace(facts, batches=(done,)), Spot("batch", ROUND, BATCH))
    assert message.choices == ()
    assert Text(facts.say("coordinator.batch.finished")) in message.parts


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "open"),
        ({"review": Review.APPROVED}, "approved"),
        ({"review": Review.HELD}, "held"),
        ({"review": Review.DECLINED}, "declined"),
        ({"review": Review.SECOND, "first": "anna" * 8}, "elsewhere"),
        ({"review": Review.SECOND, "first": "bobb" * 8}, "open"),
        ({"appeal": True, "first": "anna" * 8}, "elsewhere"),
        ({"appeal": True, "first": "bobb" * 8}, "appeal"),
    ],
)
def test_states_are_words(
    facts: DeskFacts, with_answer: Change, values: dict[str, object], state: str
) -> None:
    message = screen(with_answer(facts, **values), Spot("batch", ROUND, BATCH))
    assert part(message, Entries).entries[0].state == facts.say(f"coordinator.state.{state}")


@pytest.mark.parametrize(
    ("review", "state"), [(Review.WAITING, "covered"), (Review.SECOND, "second")]
)
def test_what_is_not_open_is_covered(
    facts: DeskFacts, with_answer: Change, review: Review, state: str
) -> None:
    shut = replace(with_answer(facts, review=review, first="bobb" * 8), opened=frozenset())
    entries = part(screen(shut, Spot("batch", ROUND, BATCH)), Entries).entries
    assert entries[0].state == facts.say(f"coordinator.state.{state}")


def test_letters_go_on_after_z() -> None:
    assert [letter(at) for at in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "notice"), [(0, ""), (9, ""), (10, "rest"), (11, ""), (20, "enough"), (25, "enough")]
)
def test_a_day_has_a_break_and_an_end(facts: DeskFacts, read: int, notice: str) -> None:
    opened = frozenset(str(n) for n in range(read))
    message = screen(replace(facts, opened=opened), Spot("batch", ROUND, BATCH))
    progress = part(message, Progress)
    assert (progress.done, progress.total) == (min(read, 20), 20)
    assert progress.text.startswith(f"{min(read, 20)} of 20 read today.")
    assert ("break" in progress.text) is (read < 10)
    said = [each.lines[0] for each in message.parts if isinstance(each, Notice)]
    assert said == ([facts.say(f"coordinator.day.{notice}")] if notice else [])


def test_the_last_day_of_reading_is_told(facts: DeskFacts) -> None:
    assert "Friday 12\u00a0March 2027" in shown(screen(facts, Spot("batch", ROUND)))
    late = replace(facts, now=datetime(2027, 3, 13, tzinfo=UTC))
    assert facts.say("review.refused.ended") in shown(screen(late, Spot("batch", ROUND)))


# --- lists -----------------------------------------------------------------------------------


def test_held_answers_are_listed_by_batch_and_letter(facts: DeskFacts, with_answer: Change) -> None:
    message = screen(with_answer(facts, review=Review.HELD), Spot("held", ROUND))
    (entry,) = part(message, Entries).entries
    assert (entry.label, entry.action) == ("Batch 1, answer A", SPOT.action())
    assert [choice.current for choice in message.nav] == [False, True, False]
    assert facts.say("coordinator.list.no_held") in shown(screen(facts, Spot("held", ROUND)))


@pytest.mark.parametrize(
    ("values", "listed"),
    [
        ({"review": Review.SECOND, "first": "bobb" * 8}, 1),
        ({"review": Review.SECOND, "first": "anna" * 8}, 0),
        ({"appeal": True, "first": "bobb" * 8}, 1),
        ({"appeal": True, "last": "anna" * 8}, 0),
        ({"appeal": True, "review": Review.HELD}, 0),
        ({}, 0),
    ],
)
def test_second_looks_are_those_of_others(
    facts: DeskFacts, with_answer: Change, values: dict[str, object], listed: int
) -> None:
    message = screen(with_answer(facts, **values), Spot("second", ROUND))
    found = [each for each in message.parts if isinstance(each, Entries)]
    assert sum(len(each.entries) for each in found) == listed
    assert (facts.say("coordinator.list.no_second") in shown(message)) is not bool(listed)


# --- one answer ------------------------------------------------------------------------------


def test_an_answer_is_covered_until_it_is_opened(facts: DeskFacts) -> None:
    message = screen(replace(facts, opened=frozenset()))
    card = part(message, Card)
    assert card.shut
    assert card.title == "Answer A is covered"
    assert "Morag" not in "\n".join(strings(message))
    assert card.parts[0] == Text(facts.say("coordinator.answer.short"))
    assert "Question 2: " in shown(message)
    assert keys(message) == {"O": "open", "J": "go"}


def test_a_length_is_told_in_two_words_at_most(facts: DeskFacts) -> None:
    card = part(screen(facts, Spot("answer", ROUND, D)), Card)
    assert card.parts[0] == Text(facts.say("coordinator.answer.long"))
    assert not any(char.isdigit() for char in shown(Message("", parts=card.parts[:1])))


def test_an_open_answer_shows_the_words_and_what_was_found(facts: DeskFacts) -> None:
    message = screen(facts)
    card = part(message, Card)
    assert part(card, Words).segments == (
        Segment("When "),
        Segment("a name", "kept", number=1),
        Segment(" left, Morag rang "),
        Segment("a phone number", "found", "07700 900123", 2),
        Segment(". It was fine."),
    )
    (row,) = part(card, Rows).rows
    assert row.label == "1: a name"
    assert row.lines == (
        facts.say("coordinator.answer.by_person"), facts.say("coordinator.answer.stays"),
    )  # fmt: skip
    assert facts.say("coordinator.answer.quote_no") in shown(message)
    assert keys(message) == {
        "A": "approve", "C": "cover", "H": "hold", "D": "decline", "R": "concern", "O": "go",
        "J": "go",
    }  # fmt: skip


def test_each_found_word_has_a_choice_that_is_not_made(facts: DeskFacts) -> None:
    message = screen(facts)
    found = field(message, "found-2")
    assert found.kind == "one"
    assert "07700 900123" in found.label
    assert "a phone number" in found.hint
    assert [(option.value, option.chosen) for option in found.options] == [
        ("cover", False), ("leave", False),
    ]  # fmt: skip
    assert facts.say("coordinator.answer.need", numbers="2") in shown(message)
    approve = part(message, Card).choices[0]
    assert approve.fields == ("found-2", "more", "reason")
    assert not any(option.chosen for option in field(message, "reason").options)


def test_what_is_sent_by_the_form_works(facts: DeskFacts) -> None:
    for choice in part(screen(facts), Card).choices:
        values = {"found-2": ("leave",), "reason": ("safe",), "more": ("Morag",)}
        sent = {name: value for name, value in values.items() if name in choice.fields}
        taken = step(SPOT, Chose(choice.action, sent), facts)
        assert taken.faults == {}
        assert bool(taken.effects) is not choice.action.startswith("go:")


def test_all_that_needs_a_choice_is_named(facts: DeskFacts) -> None:
    spans = tuple(replace(facts.found[0], start=at, end=at + 2) for at in (18, 29, 45))
    message = show(SPOT, replace(facts, found=spans), {}, {"found-2": ("cover",)}, "")
    assert facts.say("coordinator.answer.need", numbers="3 and 4") in shown(message)
    values = {f"found-{n}": ("leave",) for n in (2, 3, 4)}
    done = show(SPOT, replace(facts, found=spans), {}, values, "")
    assert "need a choice" not in shown(done)
    none = show(SPOT, replace(facts, found=spans), {}, {}, "")
    assert facts.say("coordinator.answer.need", numbers="2, 3 and 4") in shown(none)


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(facts: DeskFacts) -> None:
    values = {"found-2": ("cover",), "more": ("Moira",), "reason": ("place",)}
    faults = {"more": "Not there.", "reason": "Another.", "found-2": "Choose."}
    message = show(SPOT, facts, faults, values, "")
    assert message.before == (Fault(facts.say("coordinator.fault.look")),)
    assert (field(message, "more").value, field(message, "more").fault) == ("Moira", "Not there.")
    assert field(message, "reason").fault == "Another."
    assert field(message, "found-2").fault == "Choose."
    assert [o.value for o in field(message, "reason").options if o.chosen] == ["place"]
    assert [o.value for o in field(message, "found-2").options if o.chosen] == ["cover"]


def test_what_was_done_and_what_was_not_is_said(facts: DeskFacts) -> None:
    done = show(SPOT, facts, {}, {}, "coordinator.note.held")
    assert done.before == (Done(facts.say("coordinator.note.held")),)
    assert show(SPOT, facts, {"": "No."}, {}, "").before == (Fault("No."),)
    for note in ("coordinator.note.nothing", "contributor.note.kept", "word.stop"):
        assert show(SPOT, facts, {}, {}, note).before == ()


def test_an_answer_that_has_gone_leads_to_the_batches(facts: DeskFacts) -> None:
    message = screen(facts, Spot("answer", ROUND, "9" * 32))
    assert message.parts[0] == Text(facts.say("coordinator.fault.gone"))
    assert message.title == "Being asked"


def test_the_ways_lead_to_the_neighbours(facts: DeskFacts) -> None:
    middle = screen(facts, Spot("answer", ROUND, B)).choices
    assert [(c.key, c.action) for c in middle] == [
        ("J", f"go:answer/{ROUND}/{D}"), ("K", f"go:answer/{ROUND}/{A}"),
    ]  # fmt: skip
    assert [c.key for c in screen(facts, Spot("answer", ROUND, D)).choices] == ["K"]


# --- answers with a history ------------------------------------------------------------------


def test_the_second_reader_sees_what_lies_under_new_covers(
    facts: DeskFacts, with_answer: Change
) -> None:
    kept = Kept("covered words left.", (KeptCover(0, 13, "words", "reader"),))
    before = Kept("a name and Ewan left", (KeptCover(0, 6, "PERSON"), KeptCover(11, 15, "words")))
    second = replace(
        with_answer(
            facts, kept=kept, before=before, reason="person", review=Review.SECOND,
            first="bobb" * 8,
        ),
        found=(),
    )  # fmt: skip
    card = part(screen(second), Card)
    now, then = (each for each in card.parts if isinstance(each, Words))
    assert now.segments == (Segment("covered words", "kept", number=1), Segment(" left."))
    assert then.segments == (
        Segment("a name", "kept"), Segment(" and "), Segment("Ewan", "kept"), Segment(" left"),
    )  # fmt: skip
    text = shown(screen(second))
    assert facts.say("coordinator.answer.second_covered") in text
    assert facts.say("review.reason.person") in text
    assert facts.say("coordinator.answer.by_reader") in text
    assert "restore" in [choice.action.partition(":")[0] for choice in card.choices]
    shut = screen(replace(second, opened=frozenset()))
    assert "Ewan" not in "\n".join(strings(shut))


def test_before_may_end_with_a_cover(facts: DeskFacts, with_answer: Change) -> None:
    before = Kept("saw a name", (KeptCover(4, 10, "PERSON"),))
    second = with_answer(facts, before=before, review=Review.SECOND, first="bobb" * 8)
    words = [each for each in part(screen(second), Card).parts if isinstance(each, Words)]
    assert words[1].segments == (Segment("saw "), Segment("a name", "kept"))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"review": Review.SECOND, "first": "bobb" * 8}, "second"),
        ({"review": Review.HELD, "reason": "court"}, "held"),
        ({"appeal": True, "first": "bobb" * 8}, "appeal"),
    ],
)
def test_what_happened_before_is_told(
    facts: DeskFacts, with_answer: Change, values: dict[str, object], key: str
) -> None:
    assert facts.say(f"coordinator.answer.{key}") in shown(screen(with_answer(facts, **values)))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"review": Review.SECOND, "first": "anna" * 8}, "elsewhere"),
        ({"review": Review.APPROVED}, "approved"),
        ({"review": Review.DECLINED}, "declined"),
    ],
)
def test_what_is_not_mine_shows_no_words_but_takes_a_concern(
    facts: DeskFacts, with_answer: Change, values: dict[str, object], key: str
) -> None:
    other = with_answer(facts, before=Kept("Ewan"), **values)
    message = screen(other)
    text = "\n".join(strings(message))
    assert "Morag" not in text
    assert "Ewan" not in text
    assert facts.say(f"coordinator.answer.{key}") in text
    assert [choice.key for choice in part(message, Card).choices] == ["R"]
    unread = part(screen(replace(other, opened=frozenset())), Card)
    assert (unread.fields, unread.choices) == ((), ())


def test_an_answer_nobody_may_decide_says_so(facts: DeskFacts, with_answer: Change) -> None:
    round_ = replace(facts.round, readers=("anna" * 8,))  # type: ignore[type-var]
    alone = replace(with_answer(facts, review=Review.SECOND, first="anna" * 8), round=round_)
    assert facts.say("coordinator.answer.nobody") in shown(screen(alone))
    assert facts.say("coordinator.answer.nobody") not in shown(
        screen(with_answer(facts, review=Review.SECOND, first="anna" * 8))
    )


def test_a_question_that_is_unknown_leaves_a_blank(facts: DeskFacts, with_answer: Change) -> None:
    assert part(screen(with_answer(facts, question="gone")), Card).kicker == ""
    assert part(screen(replace(facts, questions=None)), Card).kicker == ""
    plain = replace(facts, round=replace(facts.round, wording="odd"))  # type: ignore[type-var]
    assert part(screen(plain), Card).kicker == "Question 2: "


def test_no_id_is_ever_read(facts: DeskFacts, with_answer: Change) -> None:
    for spot in (Spot(), Spot("batch", ROUND), Spot("batch", ROUND, BATCH), SPOT,
                 Spot("answer", ROUND, B), Spot("held", ROUND), Spot("second", ROUND)):  # fmt: skip
        text = shown(screen(with_answer(facts, review=Review.HELD), spot))
        for one in (A, B, C, D, ROUND, BATCH):
            assert one not in text
