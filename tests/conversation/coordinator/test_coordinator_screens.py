"""What a coordinator sees, and what nobody else does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.consultation.model import Review, Role, RoundState, Staff
from bot.conversation.coordinator_day import letter
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import (
    Entries,
    Message,
    Notice,
    Progress,
    Text,
)
from bot.ports import Batch
from tests.conversation.coordinator.looks import (
    BATCH,
    ROUND,
    A,
    B,
    Change,
    D,
    part,
    screen,
    shown,
)

# --- nobody else -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
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
    assert [choice.current for choice in message.nav] == [True, False]


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
    # What was opened today lies covered again for whoever comes to it.
    assert [entry.action for entry in listed.entries] == [
        f"go:covered/{ROUND}/{A}", f"go:answer/{ROUND}/{B}", f"go:answer/{ROUND}/{D}",
    ]  # fmt: skip
    assert listed.aside
    assert listed.note == "Mixed up, from 5 people or more."
    assert message.choices[0].action == f"go:covered/{ROUND}/{A}"
    assert message.choices[0].key == "J"


def test_a_closed_rounds_batch_makes_no_claim_of_how_many(facts: DeskFacts) -> None:
    closed = replace(facts, round=replace(facts.round, state=RoundState.CLOSED))  # type: ignore[type-var]
    assert part(screen(closed, Spot("batch", ROUND, BATCH)), Entries).note == "Mixed up."


def test_a_batch_that_is_done_says_so(facts: DeskFacts) -> None:
    (batch,) = facts.batches
    done = replace(batch, answers=tuple(replace(a, review=Review.HELD) for a in batch.answers))
    message = screen(replace(facts, batches=(done,)), Spot("batch", ROUND, BATCH))
    assert [choice.action for choice in message.choices] == ["go:own//"]
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
    assert (entry.label, entry.action) == ("Batch 1, answer A", f"go:covered/{ROUND}/{A}")
    assert [choice.current for choice in message.nav] == [False, True, *[False] * 5]
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
