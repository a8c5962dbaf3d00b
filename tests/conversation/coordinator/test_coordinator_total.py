"""Whatever is sent from wherever: nothing is raised, and no rule is passed by."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.consultation import review
from bot.consultation.model import Answer, Review, Role, RoundState
from bot.consultation.redaction import Draft, Mark, Span, kept_from
from bot.conversation.coordinator import step
from bot.conversation.coordinator_screens import show
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import Decide, HandReading, PutTogether, StaffEffect, Uncover
from bot.conversation.events import Chose
from bot.ports import Batch

if TYPE_CHECKING:
    from collections.abc import Callable

ROUND, BATCH = "r" * 32, "1" * 32
READERS = ("anna" * 8, "bobb" * 8, "cass" * 8, "e" * 32, "")
SECRET = "Kelpie"
NAMES = {"words": "covered words"}

IDS = st.sampled_from(["a" * 32, "b" * 32, "c" * 32])
PLACES = st.sampled_from(
    [
        "",
        "batch",
        "answer",
        "answer",
        "answer",
        "covered",
        "held",
        "second",
        "small",
        "own",
        "reading",
    ]
) | st.text(max_size=3)
SPOTS = st.builds(
    Spot,
    PLACES,
    st.sampled_from([ROUND, ROUND, ROUND, "", "x"]),
    IDS | st.sampled_from([BATCH, ""]),
)
ACTIONS = st.sampled_from(
    [
        *("open", "approve", "cover", "hold", "decline", "concern", "restore", "pass", "hand"),
        *("approve:stale", "go:", "go:answer/x/y/z", ":", "", "put:trust", "put:gone", "put"),
    ]
) | st.text(max_size=5)
VALUES = st.dictionaries(
    st.sampled_from(["found-1", "found-2", "more", "reason", "x", "with-trust", "with-gone"]),
    st.lists(
        st.sampled_from(
            ["cover", "leave", "person", "safe", "Kelpie", "a,b", "", "choice", "trust"]
        )
        | st.text(),
        max_size=2,
    ).map(tuple),
)
TEXTS = st.text(max_size=20).map(lambda text: f"{text} {SECRET} {text}")
SPANS = st.lists(
    st.builds(
        Span,
        st.integers(-2, 40),
        st.integers(-2, 40),
        st.sampled_from(["PHONE", "odd"]),
        why=st.just("shape"),
    ),
    max_size=3,
).map(tuple)


@st.composite
def some_answers(draw: st.DrawFn, name: str) -> Answer:
    text = draw(TEXTS)
    cut = draw(st.integers(0, 2))
    kept = kept_from(Draft(text, (Mark(0, cut, "words"),) if cut else ()), NAMES)
    reader = st.sampled_from(READERS)
    return Answer(
        id=name * 32,
        question=draw(st.sampled_from(["trust", "choice", "gone"])),
        kept=draw(st.sampled_from([kept, kept, kept, None])),
        review=draw(st.sampled_from(Review)),
        reason=draw(st.sampled_from(["", "person", "odd"])),
        before=draw(st.sampled_from([None, kept])),
        first=draw(reader),
        last=draw(reader),
        appeal=draw(st.booleans()),
    )


@st.composite
def some_facts(draw: st.DrawFn, anew: "Callable[[], DeskFacts]") -> DeskFacts:
    facts = anew()
    answers = tuple(draw(some_answers(name)) for name in "abc")
    round_ = replace(
        facts.rounds[0],
        state=draw(st.sampled_from([RoundState.OPEN, RoundState.OPEN, *RoundState])),
        two_readers=draw(st.booleans()),
        readers=READERS[: draw(st.integers(0, 3))],
    )
    days = st.sampled_from([datetime(2027, 2, 20, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)])
    return replace(
        facts,
        now=draw(days),
        me=replace(
            facts.me,
            id=draw(st.sampled_from(READERS[:2])),
            role=draw(st.sampled_from([Role.COORDINATOR, Role.COORDINATOR, *Role])),
        ),
        rounds=(round_,),
        round=draw(st.sampled_from([round_, round_, round_, None])),
        batches=(Batch(BATCH, answers[:2]), Batch("2" * 32, answers[2:])),
        opened=draw(st.frozensets(IDS))
        | draw(st.sampled_from([frozenset(), frozenset(map(str, range(20)))])),
        found=draw(SPANS),
        small=draw(st.sampled_from([(), ("trust",), ("trust", "choice")])),
    )


def small_together(effect: StaffEffect, facts: DeskFacts) -> bool:
    """Tell whether this puts questions together, which must both be too small."""
    if not isinstance(effect, PutTogether):
        return False
    assert {effect.first, effect.second} == {"trust", "choice"} == {*facts.small}
    assert facts.me.id in (facts.round.readers if facts.round else ())
    return True


def reading_goes_on(effect: StaffEffect, facts: DeskFacts) -> bool:
    """Tell whether this leaves an answer, or the round, to others: enough of them must be there."""
    round_, me = facts.round, facts.me.id
    assert round_ is not None
    assert me in round_.readers
    if isinstance(effect, HandReading):
        assert effect.to not in ("", me) or len(round_.readers) > 1 + round_.two_readers
        return True
    if not isinstance(effect, Decide) or effect.verb != "pass":
        return False
    by_id = {answer.id: answer for batch in facts.batches for answer in batch.answers}
    before = by_id[effect.answer.id]
    assert effect.answer == replace(before, passed=(*before.passed, me))
    assert any(review.to_read(effect.answer, each, round_) for each in round_.readers if each != me)
    return True


@given(data=st.data())
def test_any_act_anywhere_keeps_the_rules(
    anew: "Callable[[], DeskFacts]", data: st.DataObject
) -> None:
    facts = data.draw(some_facts(anew))
    spot, action, values = data.draw(SPOTS), data.draw(ACTIONS), data.draw(VALUES)
    taken = step(spot, Chose(action, values), facts)
    if taken.faults:
        assert taken.effects == ()
        assert taken.spot == spot
        assert all(taken.faults.values())
    by_id = {answer.id: answer for batch in facts.batches for answer in batch.answers}
    noted = (each for each in taken.effects if not small_together(each, facts))
    for effect in (each for each in noted if not reading_goes_on(each, facts)):
        me, round_ = facts.me, facts.round
        assert me.role is Role.COORDINATOR
        assert round_ is not None
        assert me.id in round_.readers
        assert round_.state in (RoundState.OPEN, RoundState.CLOSED)
        if isinstance(effect, Uncover):
            assert len(facts.opened) < 20
            assert review.may_decide(by_id[effect.answer_id], me.id, round_)
            continue
        assert isinstance(effect, Decide)
        before, after = by_id[effect.answer.id], effect.answer
        assert before.kept is not None
        assert after.kept is not None
        assert before.id in facts.opened
        assert (after.question, after.quote, after.picks) == (
            before.question, before.quote, before.picks,
        )  # fmt: skip
        if effect.verb != "concern":
            assert review.may_decide(before, me.id, round_)
            assert not review.reading_ended(round_, facts.now)
        if effect.verb == "confirm":
            assert before.first not in ("", me.id)
        if after.review is Review.APPROVED and effect.verb != "concern" and round_.two_readers:
            assert effect.verb == "confirm"
        if effect.verb in ("cover", "hold", "decline", "concern"):
            assert after.reason in review.REASONS or after.before
        if effect.verb not in ("cover", "approve"):
            assert after.kept == before.kept
        if effect.verb == "approve":
            assert after.kept in (before.kept, before.before)
    show(taken.spot, facts, taken.faults, values, taken.note)


@given(data=st.data())
def test_words_are_shown_only_to_a_reader_who_has_opened_them(
    anew: "Callable[[], DeskFacts]", data: st.DataObject
) -> None:
    facts = data.draw(some_facts(anew))
    spot = data.draw(SPOTS)
    message = show(spot, facts, data.draw(VALUES.map(lambda v: dict.fromkeys(v, "x"))), {}, "")
    if SECRET in repr(message):
        assert facts.round is not None
        assert facts.me.role is Role.COORDINATOR
        assert spot.place == "answer"
        assert spot.item in facts.opened
        answer = next(a for b in facts.batches for a in b.answers if a.id == spot.item)
        assert review.may_decide(answer, facts.me.id, facts.round)
