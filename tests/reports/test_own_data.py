"""A person's own data: all of theirs, nothing of anybody else, read back by a parser."""

import json
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Answer, Held, HeldRound, Review, Round, RoundState
from bot.consultation.redaction import Draft, Kept, KeptCover
from bot.conversation.state import State
from bot.reports.own_data import own_data
from prompts.library import Library
from tests.hostile.strings import SOME

SET = Library.load().sets["kinds-sample"]
ROUND = Round(
    "1" * 32,
    "wren42",
    RoundState.OPEN,
    title="Being asked",
    asker="Ardlinn Council",
    closes_on=date(2027, 2, 28),
    withdraw_until=date(2027, 3, 14),
    facilitator="f" * 32,
    lead="e" * 32,
    readers=("d" * 32,),
)
COVERED = Kept("[covered words] came.", (KeptCover(0, 15, "words", "reader"),))
ANSWERS = {
    "idea": Answer(
        "9" * 32,
        "idea",
        kept=COVERED,
        quote=True,
        review=Review.APPROVED,
        reason="point",
        before=Kept("Morven came."),
        first="d" * 32,
        last="d" * 32,
    ),
    "heard": Answer("8" * 32, "heard", picks=("4",), review=Review.NONE),
}


def told(**changes: Any) -> dict[str, Any]:
    state = State(place="asking", skipped=("how",), draft=Draft("Half a sentence")).to_json()
    held = HeldRound(ROUND, "changes", ANSWERS, state, ("reminder",))
    contact = {"channel": "web", "code": "seven secret words"}
    whole = Held((held,), contact) if not changes else Held(**changes)
    made: dict[str, Any] = json.loads(own_data(whole, lambda _: SET))
    return made


def test_all_that_is_held_stands_in_it() -> None:
    (round_,) = told()["rounds"]
    assert (round_["title"], round_["asked_by"], round_["state"]) == (
        "Being asked",
        "Ardlinn Council",
        "open",
    )
    assert round_["consent"] == {"question_set": SET.id, "version": SET.version}
    assert round_["dates"]["answers_can_change_until"] == "2027-03-14"
    assert round_["messages_chosen"] == "changes"
    assert round_["messages_received"] == ["reminder"]
    assert round_["skipped"] == ["how"]
    assert round_["words_not_kept_yet"] == "Half a sentence"
    words = next(each for each in round_["answers"] if each["question"] == "idea")
    assert words["words"] == "[covered words] came."
    assert words["words_before_a_reader"] == "Morven came."
    assert (words["may_be_quoted"], words["read"], words["covered_by_a_reader"]) == (
        True,
        True,
        True,
    )
    picked = next(each for each in round_["answers"] if each["question"] == "heard")
    assert picked["picked"] == ["4"]


def test_nobody_else_and_no_way_in_stands_in_it() -> None:
    text = json.dumps(told())
    assert "secret" not in text
    assert [id_ for id_ in "fed981" if id_ * 32 in text] == []


@pytest.mark.parametrize("state", [RoundState.REWRITTEN, RoundState.SEALED, RoundState.CANCELLED])
def test_after_sealing_there_are_no_answers_to_give(state: RoundState) -> None:
    round_ = Round("1" * 32, "wren42", state, title="Being asked")
    whole = told(rounds=(HeldRound(round_, lists=("", "idea")),), never=True)
    assert whole["never_ask_again"] is True
    (held,) = whole["rounds"]
    assert held["on_list_to_hear_about"] == ["everything", "idea"]
    assert held.keys().isdisjoint({"answers", "messages_chosen", "skipped"})


@pytest.mark.parametrize("text", SOME)
def test_any_words_come_back_as_they_are_kept(text: str) -> None:
    answer = Answer("9" * 32, "idea", kept=Kept(text))
    (round_,) = told(rounds=(HeldRound(ROUND, answers={"idea": answer}),))["rounds"]
    assert round_["answers"][0]["words"] == text
