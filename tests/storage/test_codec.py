import json
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.model import Answer, Outcome, Round
from storage.codec import Codec

st.register_type_strategy(str, st.text(st.characters(exclude_categories=()), max_size=20))

ANSWER = Codec(Answer, frozenset({"id"}))
ROUND = Codec(Round)
OUTCOME = Codec(Outcome)


@given(st.from_type(Answer))
def test_an_answer_comes_back_whole(answer: Answer) -> None:
    text = ANSWER.dump(answer)
    assert text.isascii()
    assert ANSWER.load(text, id=answer.id) == answer


@given(st.from_type(Round))
def test_a_round_comes_back_whole(round_: Round) -> None:
    assert ROUND.load(ROUND.dump(round_)) == round_


@given(st.from_type(Outcome))
def test_an_outcome_comes_back_whole(outcome: Outcome) -> None:
    assert OUTCOME.load(OUTCOME.dump(outcome)) == outcome


def test_what_stands_at_its_default_is_left_out() -> None:
    assert json.loads(ANSWER.dump(Answer("1", "trust"))) == {"question": "trust"}
    assert ANSWER.load('{"question":"trust"}', id="2") == Answer("2", "trust")


def test_an_old_row_is_read_by_a_value_that_has_grown() -> None:
    @dataclass(frozen=True, slots=True)
    class Before:
        name: str

    @dataclass(frozen=True, slots=True)
    class After:
        name: str
        count: int = 7

    assert Codec(After).load(Codec(Before).dump(Before("x"))) == After("x")
    assert replace(After("x"), count=8) == Codec(After).load('{"name":"x","count":8}')
