"""*My data*: true in every state, without a word of an answer, and plain about what stays."""

from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.model import Held, HeldRound, RoundState
from bot.conversation.contributor_screens import show
from bot.conversation.events import Chose
from tests.conversation.contributor_atlas import AFTER_CLOSING, AFTER_UNTIL, atlas, branch, later
from tests.conversation.contributor_world import SAY, Talk, texts

STAYS = SAY.many("contributor.data.stays")
MARK = SAY.many("contributor.data.mark")


def seen(talk: Talk, **held: Any) -> list[str]:
    """Return what a screen says, with something else held than the round tells."""
    facts = replace(talk.facts, held=replace(talk.all_held, **held))
    return [*texts(show(talk.state, facts))]


def test_no_word_of_an_answer_stands_on_it() -> None:
    for talk in atlas():
        there = branch(talk)
        there.do(Chose("data"))
        kept = [each.kept.text for each in there.held.answers.values() if each.kept]
        assert [words for words in kept if words in there.seen] == []


@pytest.mark.parametrize("way", [("everything",), ("data", "everything")])
def test_what_is_sealed_is_said_to_stay_before_anything_is_deleted(way: tuple[str, ...]) -> None:
    talk = later(Talk().joins(), RoundState.SEALED, AFTER_UNTIL)
    for act in way:
        talk.do(Chose(act))
    assert set(STAYS) <= set(seen(talk))
    other = HeldRound(replace(talk.round, state=RoundState.OPEN))
    assert set(STAYS).isdisjoint(seen(talk, rounds=(other,)))
    assert set(STAYS) <= set(seen(talk, rounds=(other, HeldRound(talk.round))))


@pytest.mark.parametrize(
    ("held", "marked"),
    [
        ({"stopped": True}, False),
        ({"stopped": True, "contact": {"channel": "slack", "user": "U1"}}, True),
        ({"never": True}, True),
        ({"contact": {"channel": "slack", "user": "U1"}}, False),
    ],
)
def test_the_mark_of_a_no_is_said_to_stay_where_it_does(held: dict[str, Any], marked: bool) -> None:
    talk = Talk().joins()
    talk.do(Chose("data"))
    talk.do(Chose("everything"))
    assert (set(MARK) <= set(seen(talk, **held))) == marked


@pytest.mark.parametrize(
    ("state", "now", "key"),
    [
        (RoundState.CLOSED, AFTER_CLOSING, "until"),
        (RoundState.CLOSED, AFTER_UNTIL, "sealing"),
        (RoundState.SEALING, AFTER_UNTIL, "sealing"),
        (RoundState.CANCELLED, AFTER_CLOSING, "cancelled"),
    ],
)
def test_each_round_tells_where_it_stands(state: RoundState, now: Any, key: str) -> None:
    talk = later(Talk().joins(), state, now)
    talk.do(Chose("data"))
    slots = {"day": SAY.date(talk.round.withdraw_until)} if key == "until" else {}  # type: ignore[arg-type]
    assert SAY(f"contributor.data.round.{key}", **slots) in seen(talk)


def test_a_stranger_gets_nothing_to_delete_or_download() -> None:
    talk = Talk()
    talk.do(Chose("data"))
    for act in ("download", "everything"):
        assert talk.do(Chose(act)) == ()
        assert talk.here.over == "data"
    assert not talk.all_held.rounds
    assert talk.all_held == Held()
