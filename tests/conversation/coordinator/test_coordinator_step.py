"""What a coordinator does, and what comes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.consultation.model import Review, Role, RoundState, Staff
from bot.consultation.redaction import Kept, Span
from bot.conversation.coordinator import reading, step
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import Decide, Uncover
from bot.conversation.events import Chose

ROUND, BATCH = "r" * 32, "1" * 32
A, B, C, D = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
SPOT = Spot("answer", ROUND, A)
LEFT = {"found-2": ("leave",)}
COVERED = {"found-2": ("cover",), "reason": ("contact",)}

type Change = Callable[..., DeskFacts]


def do(facts: DeskFacts, action: str, spot: Spot = SPOT, **values: tuple[str, ...]) -> StaffStep:
    named = {name.replace("_", "-"): value for name, value in values.items()}
    return step(spot, Chose(action, named), facts)


def decided(taken: StaffStep) -> Decide:
    assert taken.faults == {}
    (effect,) = taken.effects
    assert isinstance(effect, Decide)
    return effect


def refused(taken: StaffStep, facts: DeskFacts, field: str, key: str, **values: object) -> None:
    assert taken.effects == ()
    assert taken.faults == {field: facts.say(key, **values)}
    assert taken.spot in (SPOT, Spot("answer", ROUND, B), Spot("answer", ROUND, C))


# --- opening ---------------------------------------------------------------------------------


def test_opening_is_noted_and_stays_there(facts: DeskFacts) -> None:
    spot = Spot("answer", ROUND, B)
    taken = do(facts, "open", spot)
    assert taken.effects == (Uncover(B),)
    assert taken.spot == spot
    assert taken.faults == {}


def test_opening_again_is_noted_once(facts: DeskFacts) -> None:
    taken = do(facts, "open")
    assert (taken.effects, taken.faults) == ((), {})


def test_a_reader_opens_twenty_a_day(facts: DeskFacts) -> None:
    nearly = replace(facts, opened=frozenset(str(n) for n in range(19)))
    assert do(nearly, "open").effects == (Uncover(A),)
    full = replace(facts, opened=frozenset(str(n) for n in range(20)))
    refused(do(full, "open"), facts, "", "coordinator.fault.cap", cap=20)


def test_what_is_not_mine_to_decide_stays_shut(facts: DeskFacts, with_answer: Change) -> None:
    shut = replace(with_answer(facts, review=Review.SECOND, first=facts.me.id), opened=frozenset())
    refused(do(shut, "open"), facts, "", "review.refused.not_yours")


def test_nothing_is_opened_after_reading_has_ended(facts: DeskFacts) -> None:
    late = replace(facts, now=datetime(2027, 3, 13, tzinfo=UTC), opened=frozenset())
    refused(do(late, "open"), facts, "", "review.refused.ended")


# --- who and where ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_other_roles_change_nothing(facts: DeskFacts, role: Role) -> None:
    other = replace(facts, me=replace(facts.me, role=role))
    for action in ("open", "approve", "hold", "concern"):
        refused(do(other, action, reason=("safe",)), facts, "", "coordinator.fault.gone")


def test_readers_of_other_rounds_change_nothing(facts: DeskFacts) -> None:
    other = replace(facts, me=Staff("e" * 32, "Eve", Role.COORDINATOR))
    refused(do(other, "open"), facts, "", "coordinator.fault.gone")
    refused(do(replace(facts, round=None), "open"), facts, "", "coordinator.fault.gone")
    elsewhere = Spot("answer", "x" * 32, A)
    assert do(facts, "approve", elsewhere).effects == ()
    sealed = replace(facts, round=replace(facts.round, state=RoundState.SEALED))  # type: ignore[type-var]
    refused(do(sealed, "open"), facts, "", "coordinator.fault.gone")


def test_an_answer_that_has_gone_or_holds_no_words(facts: DeskFacts) -> None:
    refused(do(facts, "open", Spot("answer", ROUND, C)), facts, "", "coordinator.fault.gone")
    gone = replace(facts, batches=())
    refused(do(gone, "approve"), facts, "", "coordinator.fault.gone")


def test_going_somewhere_changes_nothing(facts: DeskFacts) -> None:
    assert do(facts, f"go:held/{ROUND}/") == StaffStep(Spot("held", ROUND))


def test_an_act_without_meaning_changes_nothing(facts: DeskFacts) -> None:
    assert do(facts, "dance") == StaffStep(SPOT)


@pytest.mark.parametrize("act", ["approve", "cover", "hold", "decline", "concern", "restore"])
def test_an_answer_is_opened_before_it_is_decided(facts: DeskFacts, act: str) -> None:
    shut = replace(facts, opened=frozenset())
    taken = do(shut, act, found_2=("leave",), reason=("safe",))
    refused(taken, facts, "", "coordinator.fault.unopened")


@pytest.mark.parametrize("act", ["approve", "cover", "hold", "decline", "restore"])
def test_nothing_is_decided_after_reading_has_ended(facts: DeskFacts, act: str) -> None:
    late = replace(facts, now=datetime(2027, 3, 13, tzinfo=UTC))
    taken = do(late, act, found_2=("leave",), reason=("safe",))
    refused(taken, facts, "", "review.refused.ended")


def test_a_form_for_a_text_that_has_changed_is_refused(
    facts: DeskFacts, with_answer: Change
) -> None:
    here = reading(facts, SPOT)
    assert here is not None
    act = f"approve:{here.seen}"
    assert decided(do(facts, act, found_2=("leave",))).verb == "approve"
    changed = with_answer(facts, kept=Kept("Something else."))
    refused(do(changed, act, found_2=("leave",)), facts, "", "coordinator.fault.changed")
    elsewhere = with_answer(facts, review=Review.SECOND, first=facts.staff["bobb" * 8].id)
    refused(do(elsewhere, act, found_2=("leave",)), facts, "", "coordinator.fault.changed")


# --- approving -------------------------------------------------------------------------------


def test_the_first_reader_hands_an_answer_on(facts: DeskFacts) -> None:
    taken = do(facts, "approve", found_2=("leave",))
    effect = decided(taken)
    assert effect.verb == "approve"
    assert (effect.answer.review, effect.answer.first) == (Review.SECOND, facts.me.id)
    assert effect.answer.kept == facts.batches[0].answers[0].kept
    assert taken.note == "coordinator.note.handed_on"
    assert taken.spot == Spot("answer", ROUND, B)


def test_the_second_reader_confirms(facts: DeskFacts, with_answer: Change) -> None:
    second = with_answer(facts, review=Review.SECOND, first="bobb" * 8)
    taken = do(second, "approve", found_2=("leave",))
    effect = decided(taken)
    assert effect.verb == "confirm"
    assert effect.answer.review is Review.APPROVED
    assert taken.note == "coordinator.note.approved"


def test_nobody_confirms_their_own(facts: DeskFacts, with_answer: Change) -> None:
    mine = with_answer(facts, review=Review.SECOND, first=facts.me.id)
    taken = do(mine, "approve", found_2=("leave",))
    refused(taken, facts, "", "review.refused.not_yours")


def test_one_reader_approves_where_one_is_enough(facts: DeskFacts) -> None:
    one = replace(facts, round=replace(facts.round, two_readers=False))  # type: ignore[type-var]
    effect = decided(do(one, "approve", found_2=("leave",)))
    assert (effect.verb, effect.answer.review) == ("approve", Review.APPROVED)


@pytest.mark.parametrize("act", ["approve", "cover"])
@pytest.mark.parametrize("choice", [(), ("",), ("perhaps",)])
def test_each_found_word_needs_a_choice(
    facts: DeskFacts, act: str, choice: tuple[str, ...]
) -> None:
    taken = do(facts, act, found_2=choice, reason=("contact",))
    refused(taken, facts, "found-2", "coordinator.fault.choose")


def test_approving_with_covers_covers_them(facts: DeskFacts) -> None:
    effect = decided(step(SPOT, Chose("approve", COVERED), facts))
    assert effect.verb == "cover"
    assert effect.answer.kept is not None
    assert effect.answer.kept.text == "When a name left, Morag rang [phone number]. It was fine."
    assert effect.answer.review is Review.SECOND


def test_covers_need_a_reason_however_they_are_sent(facts: DeskFacts) -> None:
    for act in ("approve", "cover"):
        taken = do(facts, act, found_2=("cover",))
        refused(taken, facts, "reason", "review.refused.reason")


# --- covering more ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("morag", "When a name left, [covered words] rang 07700 900123. It was fine."),
        ("left, Morag", "When a name [covered words] rang 07700 900123. It was fine."),
        (
            "Morag, it was fine,",
            "When a name left, [covered words] rang 07700 900123. [covered words].",
        ),
    ],
)
def test_typed_words_are_covered(facts: DeskFacts, typed: str, text: str) -> None:
    taken = do(facts, "cover", found_2=("leave",), more=(typed,), reason=("person",))
    effect = decided(taken)
    assert effect.verb == "cover"
    assert effect.answer.kept is not None
    assert effect.answer.kept.text == text
    assert effect.answer.before == facts.batches[0].answers[0].kept
    assert effect.answer.reason == "person"
    assert taken.note == "coordinator.note.covered_on"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Moira", "not_found"),
        ("Morag, Moira", "not_found"),
        ("a name", "not_found"),
        (",,", "not_found"),
        ("Morag," * 40, "too_long"),
    ],
)
def test_typed_words_that_do_not_stand_open(facts: DeskFacts, typed: str, key: str) -> None:
    taken = do(facts, "cover", found_2=("leave",), more=(typed,), reason=("person",))
    refused(taken, facts, "more", f"coordinator.fault.{key}")


def test_covering_nothing_is_said_so(facts: DeskFacts) -> None:
    taken = do(facts, "cover", found_2=("leave",), reason=("person",))
    refused(taken, facts, "more", "review.refused.nothing")


def test_every_fault_is_told_at_once(facts: DeskFacts) -> None:
    taken = do(facts, "approve", more=("Moira",))
    assert set(taken.faults) == {"found-2", "more"}


def test_one_reader_covers_and_the_person_may_object(facts: DeskFacts) -> None:
    one = replace(facts, round=replace(facts.round, two_readers=False))  # type: ignore[type-var]
    taken = step(SPOT, Chose("cover", COVERED), one)
    answer = decided(taken).answer
    assert answer.review is Review.APPROVED
    assert answer.before is not None
    assert taken.note == "coordinator.note.covered"


def test_new_covers_come_off_by_another_reader(facts: DeskFacts, with_answer: Change) -> None:
    before = Kept("When Ewan left.")
    covered = with_answer(
        facts, review=Review.SECOND, first="bobb" * 8, before=before, reason="person"
    )
    taken = do(covered, "restore")
    effect = decided(taken)
    assert (effect.answer.kept, effect.answer.first) == (before, facts.me.id)
    assert taken.note == "coordinator.note.restored"
    refused(do(facts, "restore"), facts, "more", "review.refused.nothing")


# --- holding, declining, concerns ------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "state", "note"),
    [
        ("hold", Review.HELD, "held"),
        ("decline", Review.DECLINED, "declined"),
        ("concern", Review.HELD, "concern"),
    ],
)
def test_putting_aside_needs_a_reason(facts: DeskFacts, act: str, state: Review, note: str) -> None:
    refused(do(facts, act), facts, "reason", "review.refused.reason")
    taken = do(facts, act, reason=("safe",))
    effect = decided(taken)
    assert (effect.verb, effect.answer.review, effect.answer.reason) == (act, state, "safe")
    assert taken.note == f"coordinator.note.{note}"
    assert taken.spot == Spot("answer", ROUND, B)


def test_a_concern_is_passed_on_even_after_reading_has_ended(facts: DeskFacts) -> None:
    late = replace(facts, now=datetime(2027, 3, 13, tzinfo=UTC))
    assert decided(do(late, "concern", reason=("safe",))).verb == "concern"


def test_the_last_answer_leads_back_to_its_batch(facts: DeskFacts) -> None:
    (batch,) = facts.batches
    last = replace(facts, batches=(replace(batch, answers=batch.answers[:1]),))
    assert do(last, "hold", reason=("point",)).spot == Spot("batch", ROUND, BATCH)


def test_found_words_are_numbered_with_the_covers(facts: DeskFacts) -> None:
    two = replace(facts, found=(Span(18, 23, "PERSON"), Span(29, 41, "PHONE"), Span(90, 99, "X")))
    here = reading(two, SPOT)
    assert here is not None
    assert here.found == {2: Span(18, 23, "PERSON"), 3: Span(29, 41, "PHONE")}
