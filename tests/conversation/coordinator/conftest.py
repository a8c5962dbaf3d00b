"""A coordinator's desk to test at: two readers, one batch, the real phrases and questions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.consultation.model import Answer, Role, Round, RoundState, Staff
from bot.consultation.redaction import Kept, KeptCover, Span
from bot.conversation.desk import DeskFacts
from bot.ports import Batch
from prompts.library import Library

LIBRARY = Library.load()
ANN, BOB, CAS = (Staff(name * 8, name, Role.COORDINATOR) for name in ("anna", "bobb", "cass"))
TEXT = "When a name left, Morag rang 07700 900123. It was fine."


def answers() -> tuple[Answer, ...]:
    """Three answers in words, and one that is a choice."""
    questions = LIBRARY.sets["five-principles"].questions
    kept = Kept(TEXT, (KeptCover(5, 11, "PERSON"),))
    return (
        Answer("a" * 32, questions[1].id, kept),
        Answer("b" * 32, questions[0].id, Kept("I was asked first."), quote=True),
        Answer("c" * 32, questions[0].id, picks=("1",)),
        Answer("d" * 32, questions[0].id, Kept("long " * 60)),
    )


def make_facts() -> DeskFacts:
    """Facts of a reader who has opened the first answer today."""
    round_ = Round(
        id="r" * 32,
        code="code",
        state=RoundState.OPEN,
        title="Being asked",
        closes_on=date(2027, 3, 1),
        withdraw_until=date(2027, 3, 15),
        readers=(ANN.id, BOB.id, CAS.id),
        two_readers=True,
    )
    return DeskFacts(
        now=datetime(2027, 2, 20, 12, tzinfo=UTC),
        me=ANN,
        say=LIBRARY.phrases(),
        staff={member.id: member for member in (ANN, BOB, CAS)},
        rounds=(round_,),
        sets=LIBRARY.sets,
        support=LIBRARY.support(),
        round=round_,
        questions=LIBRARY.sets["five-principles"],
        batches=(Batch("1" * 32, answers()),),
        opened=frozenset({"a" * 32}),
        found=(Span(29, 41, "PHONE", why="shape"),),
    )


@pytest.fixture
def facts() -> DeskFacts:
    return make_facts()


@pytest.fixture(scope="session")
def anew() -> Callable[[], DeskFacts]:
    """Make the same facts again, for tests that run many examples."""
    return make_facts


@pytest.fixture
def with_answer() -> Callable[..., DeskFacts]:
    """Return facts with the first answer changed."""

    def change(facts: DeskFacts, **values: object) -> DeskFacts:
        batch = facts.batches[0]
        first = replace(batch.answers[0], **values)  # type: ignore[arg-type]
        return replace(facts, batches=(replace(batch, answers=(first, *batch.answers[1:])),))

    return change
