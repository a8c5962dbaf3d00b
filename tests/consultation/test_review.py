"""Who may decide what about an answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation import review
from bot.consultation.model import Answer, Review, Round, RoundState
from bot.consultation.redaction import Kept, KeptCover, Span

NAMES = {"PERSON": "a name", "words": "covered words"}
KEPT = Kept("a name met Morag", (KeptCover(0, 6, "PERSON"),))
MORAG = (Span(11, 16, "PERSON"),)
TWO = Round(
    id="r", code="c", state=RoundState.OPEN, readers=("ann", "bob", "cas"), two_readers=True
)
ONE = replace(TWO, two_readers=False)
WAITING = Answer(id="a", question="q", kept=KEPT)


def cover(answer: Answer, reader: str, round_: Round = TWO, reason: str = "person") -> Answer:
    return review.cover(answer, MORAG, reason, reader, round_, names=NAMES)


def why(act: Callable[[], object]) -> str:
    with pytest.raises(review.NotAllowed) as no:
        act()
    return no.value.reason


# --- who may ---------------------------------------------------------------------------------


def test_a_waiting_answer_is_for_every_reader_of_the_round_and_nobody_else() -> None:
    assert review.may_decide(WAITING, "ann", TWO)
    assert not review.may_decide(WAITING, "eve", TWO)
    assert not review.may_decide(WAITING, "", TWO)


@pytest.mark.parametrize("state", RoundState)
def test_answers_are_read_only_while_people_can_still_object(state: RoundState) -> None:
    reads = state in (RoundState.OPEN, RoundState.CLOSED)
    assert review.reads("ann", replace(TWO, state=state)) is reads
    assert review.may_decide(WAITING, "ann", replace(TWO, state=state)) is reads


@pytest.mark.parametrize("state", [Review.APPROVED, Review.DECLINED, Review.NONE])
def test_what_is_decided_stays_decided(state: Review) -> None:
    decided = replace(WAITING, review=state)
    assert not review.may_decide(decided, "ann", TWO)
    assert why(lambda: review.approve(decided, "ann", TWO)) == "review.refused.not_yours"


def test_an_answer_without_words_is_nobodys_to_read() -> None:
    choice = Answer(id="a", question="q", picks=("1",))
    assert not review.may_decide(choice, "ann", TWO)
    assert why(lambda: review.concern(choice, "safe", "ann", TWO)) == "review.refused.not_yours"


def test_reading_ends_three_days_before_withdrawing_ends() -> None:
    round_ = replace(TWO, withdraw_until=date(2027, 3, 8), zone="Europe/London")
    assert not review.reading_ended(round_, datetime(2027, 3, 5, 23, 59, tzinfo=UTC))
    assert review.reading_ended(round_, datetime(2027, 3, 6, tzinfo=UTC))
    assert review.reading_ended(TWO, datetime(2027, 3, 1, tzinfo=UTC))


# --- two readers -----------------------------------------------------------------------------


def test_the_first_of_two_hands_on_and_the_second_ends_it() -> None:
    first = review.approve(WAITING, "ann", TWO)
    assert (first.review, first.first) == (Review.SECOND, "ann")
    assert not review.may_decide(first, "ann", TWO)
    assert why(lambda: review.approve(first, "ann", TWO)) == "review.refused.not_yours"
    second = review.approve(first, "bob", TWO)
    assert (second.review, second.first, second.last) == (Review.APPROVED, "ann", "bob")
    assert second.kept == KEPT


def test_nobody_approves_their_own_covers() -> None:
    covered = cover(WAITING, "ann")
    assert (covered.review, covered.first) == (Review.SECOND, "ann")
    assert not review.may_decide(covered, "ann", TWO)
    confirmed = review.approve(covered, "bob", TWO)
    assert confirmed.review is Review.APPROVED
    assert (confirmed.before, confirmed.reason) == (KEPT, "person")


def test_covers_of_the_second_reader_need_another_look_too() -> None:
    first = review.approve(WAITING, "ann", TWO)
    covered = cover(first, "bob")
    assert (covered.review, covered.first) == (Review.SECOND, "bob")
    assert not review.may_decide(covered, "bob", TWO)
    assert review.approve(covered, "ann", TWO).review is Review.APPROVED


def test_holding_does_not_turn_one_reader_into_two() -> None:
    first = review.approve(WAITING, "ann", TWO)
    held = review.hold(first, "point", "bob", TWO)
    assert (held.review, held.first) == (Review.HELD, "ann")
    again = review.approve(held, "ann", TWO)
    assert again.review is Review.SECOND
    assert review.approve(held, "bob", TWO).review is Review.APPROVED


def test_one_reader_is_enough_where_the_round_says_so() -> None:
    done = review.approve(WAITING, "ann", ONE)
    assert (done.review, done.first, done.last) == (Review.APPROVED, "ann", "ann")


# --- covering --------------------------------------------------------------------------------


def test_a_cover_keeps_what_stood_before_and_says_why() -> None:
    covered = cover(replace(WAITING, agreed=True), "ann", ONE)
    assert covered.kept is not None
    assert covered.kept.text == "a name met a name"
    assert covered.kept.covers == (KeptCover(0, 6, "PERSON"), KeptCover(11, 17, "PERSON", "reader"))
    assert covered.before == KEPT
    assert covered.reason == "person"
    assert covered.review is Review.APPROVED
    assert not covered.agreed


def test_before_stays_what_the_person_kept() -> None:
    once = cover(WAITING, "ann")
    twice = review.cover(once, (Span(7, 10, "words"),), "point", "bob", TWO, names=NAMES)
    assert twice.before == KEPT
    assert (twice.reason, twice.first) == ("point", "bob")


@pytest.mark.parametrize("spans", [(), (Span(0, 6, "words"),), (Span(90, 95, "words"),)])
def test_a_cover_has_to_cover_something(spans: tuple[Span, ...]) -> None:
    act = lambda: review.cover(WAITING, spans, "person", "ann", TWO, names=NAMES)  # noqa: E731
    assert why(act) == "review.refused.nothing"


@pytest.mark.parametrize("reason", ["", "because", "Person"])
def test_covering_holding_declining_and_concerns_need_a_reason_of_the_list(reason: str) -> None:
    for act in (
        lambda: cover(WAITING, "ann", TWO, reason),
        lambda: review.hold(WAITING, reason, "ann", TWO),
        lambda: review.decline(WAITING, reason, "ann", TWO),
        lambda: review.concern(WAITING, reason, "ann", TWO),
    ):
        assert why(act) == "review.refused.reason"


def test_another_reader_may_take_new_covers_off_but_not_alone() -> None:
    covered = cover(WAITING, "ann")
    restored = review.restore(covered, "bob", TWO)
    assert restored.kept == KEPT
    assert (restored.before, restored.reason) == (None, "")
    assert (restored.review, restored.first) == (Review.SECOND, "bob")
    assert not review.may_decide(restored, "bob", TWO)
    assert review.approve(restored, "ann", TWO).review is Review.APPROVED


def test_only_covers_of_readers_come_off() -> None:
    assert why(lambda: review.restore(WAITING, "ann", TWO)) == "review.refused.nothing"
    second = review.approve(WAITING, "ann", TWO)
    assert why(lambda: review.restore(second, "bob", TWO)) == "review.refused.nothing"


# --- holding, declining, concerns ------------------------------------------------------------


def test_a_held_answer_may_be_taken_up_by_any_reader() -> None:
    held = review.hold(WAITING, "court", "ann", TWO)
    assert (held.review, held.reason) == (Review.HELD, "court")
    assert review.may_decide(held, "ann", TWO)
    assert review.may_decide(held, "bob", TWO)
    assert not review.to_read(held, "bob", TWO)
    assert review.approve(held, "bob", ONE).reason == ""


def test_holding_leaves_the_reason_of_covers() -> None:
    held = review.hold(cover(WAITING, "ann"), "court", "bob", TWO)
    assert held.reason == "person"


def test_a_declined_answer_is_decided() -> None:
    declined = review.decline(replace(WAITING, agreed=True), "other", "ann", TWO)
    assert (declined.review, declined.reason) == (Review.DECLINED, "other")
    assert (declined.first, declined.last, declined.agreed) == ("ann", "ann", False)


def test_a_concern_holds_what_is_not_decided() -> None:
    raised = review.concern(WAITING, "safe", "ann", TWO)
    assert (raised.review, raised.reason, raised.kept) == (Review.HELD, "safe", KEPT)


def test_a_concern_may_be_raised_out_of_turn_and_changes_no_decision() -> None:
    first = review.approve(WAITING, "ann", TWO)
    assert review.concern(first, "safe", "ann", TWO).review is Review.HELD
    done = review.approve(first, "bob", TWO)
    assert review.concern(done, "safe", "ann", TWO).review is Review.APPROVED
    assert why(lambda: review.concern(first, "safe", "eve", TWO)) == "review.refused.not_yours"


# --- a person asks for another reader --------------------------------------------------------


def appealed(first: str, last: str) -> Answer:
    return replace(WAITING, first=first, last=last, appeal=True)


def test_an_appeal_goes_to_somebody_else() -> None:
    answer = appealed("ann", "bob")
    assert [r for r in TWO.readers if review.may_decide(answer, r, TWO)] == ["cas"]
    assert review.has_reader(answer, TWO)
    assert not review.has_reader(answer, replace(TWO, readers=("ann", "bob")))


def test_a_held_appeal_still_is_one() -> None:
    held = review.hold(appealed("ann", "ann"), "point", "bob", ONE)
    assert held.appeal
    assert not review.may_decide(held, "ann", ONE)


def test_whoever_decides_an_appeal_ends_it() -> None:
    done = review.approve(appealed("ann", "ann"), "bob", ONE)
    assert (done.review, done.appeal, done.last) == (Review.APPROVED, False, "bob")
    assert not review.decline(appealed("ann", "ann"), "other", "bob", ONE).appeal
    assert not cover(appealed("ann", "ann"), "bob", ONE).appeal


def test_an_appeal_needs_two_new_looks_where_two_read() -> None:
    first = review.approve(appealed("ann", "bob"), "cas", TWO)
    assert (first.review, first.first, first.appeal) == (Review.SECOND, "cas", False)
    assert review.approve(first, "ann", TWO).review is Review.APPROVED


# --- what comes next -------------------------------------------------------------------------


def test_the_next_answer_is_looked_for_round_the_batch() -> None:
    done = replace(WAITING, id="a", review=Review.APPROVED)
    mine = replace(WAITING, id="b", review=Review.SECOND, first="ann")
    held = replace(WAITING, id="c", review=Review.HELD)
    free = replace(WAITING, id="d")
    batch = (free, done, mine, held)
    assert review.next_to_read(batch, "a", "ann", TWO) is free
    assert review.next_to_read(batch, "a", "bob", TWO) is mine
    assert review.next_to_read(batch, "c", "ann", TWO) is free
    assert review.next_to_read(batch, "d", "bob", TWO) is mine
    assert review.next_to_read(batch, "unknown", "ann", TWO) is free
    assert review.next_to_read((done, held), "a", "ann", TWO) is None
    assert review.waits(batch, "ann", TWO)
    assert not review.waits((done, held), "ann", TWO)


# --- whatever readers do ---------------------------------------------------------------------

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "cover", "restore", "hold", "decline", "concern", "appeal"]),
        st.sampled_from(["ann", "bob", "cas", "eve"]),
        st.sampled_from(["person", "safe", ""]),
        st.builds(Span, st.integers(0, 30), st.integers(0, 30), st.just("words")),
    ),
    max_size=12,
)


@given(ACTS, st.booleans(), st.integers(1, 3))
def test_whatever_readers_do_promises_hold(
    acts: list[tuple[str, str, str, Span]], two: bool, readers: int
) -> None:
    round_ = replace(TWO, two_readers=two, readers=TWO.readers[:readers])
    answer = WAITING
    saw: set[str] = set()
    coverer = ""
    for name, reader, reason, span in acts:
        kept, stood = answer.kept, answer
        try:
            if name == "appeal":
                if answer.review in (Review.APPROVED, Review.DECLINED):
                    answer = replace(answer, review=Review.WAITING, appeal=True,
                                     kept=answer.before or kept, before=None)  # fmt: skip
                    saw, coverer = set(), ""
                continue
            if name == "cover":
                answer = review.cover(answer, (span,), reason, reader, round_, names=NAMES)
                saw, coverer = {reader}, reader
            elif name in ("approve", "restore"):
                act = review.approve if name == "approve" else review.restore
                answer = act(answer, reader, round_)
                saw = saw | {reader} if name == "approve" else {reader}
                coverer = coverer if name == "approve" else reader
            else:
                act_why = {
                    "hold": review.hold, "decline": review.decline, "concern": review.concern
                }[name]  # fmt: skip
                answer = act_why(answer, reason, reader, round_)
        except review.NotAllowed:
            assert answer is stood
            continue
        assert reader in round_.readers
        assert answer.kept is not None
        # The person's own cover is never taken off.
        assert answer.kept.covers[0].start == 0 or answer.kept.covers[0].by == "reader"
        if answer.review is Review.APPROVED and two:
            assert len(saw) >= 2
            assert saw - {coverer}
        if answer.before is not None:
            assert answer.before == KEPT
        assert answer.kept == kept or name in ("cover", "restore")
