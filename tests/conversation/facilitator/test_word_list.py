"""The page of listed words: who may add, what is refused, and that nothing typed is lost."""

from collections.abc import Callable

import pytest

from bot.consultation.model import Round, RoundState
from bot.conversation import staff
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import EmptyList, ListWords
from bot.conversation.events import Chose
from bot.conversation.messages import Message
from bot.conversation.word_list import MAX_LISTED

HERE = Spot("list", "r1")
Desk = Callable[..., DeskFacts]
OPEN_TO = [
    ("fiona", RoundState.DRAFT),
    ("ewan", RoundState.OPEN),
    ("ewan", RoundState.CLOSED),
]


def act(facts: DeskFacts, action: str = "add", words: str = "") -> StaffStep:
    return staff.step(HERE, Chose(action, {"words": (words,)}), facts)


def page(facts: DeskFacts, taken: StaffStep | None = None, words: str = "") -> Message:
    faults = taken.faults if taken else {}
    return staff.show(HERE, facts, faults, {"words": (words,)}, taken.note if taken else "")


@pytest.mark.parametrize(("me", "state"), OPEN_TO)
def test_words_are_put_on_the_list_line_by_line(
    desk: Desk,
    a_round: Callable[..., Round],
    texts: Callable[[object], str],
    me: str,
    state: RoundState,
) -> None:
    facts = desk(a_round(state), me)
    taken = act(facts, words="Shona Kelly\n\n elm ROW, shona kelly; Wee Ewan\n")
    assert taken.effects == (ListWords("r1", ("shona kelly", "elm row", "wee ewan")),)
    assert (taken.spot, taken.faults) == (HERE, {})
    assert facts.say("facilitator.note.added") in texts(page(facts, taken))
    asked = staff.show(Spot("list", "r1", "sure"), facts, {}, {}, "")
    assert [choice.action for choice in asked.choices] == ["empty", HERE.action()]
    emptied = staff.step(Spot("list", "r1", "sure"), Chose("empty"), facts)
    assert emptied.spot == HERE
    assert emptied.effects == (EmptyList("r1"),)
    assert facts.say("facilitator.note.emptied") in texts(page(facts, emptied))


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "empty"),
        (" ,\n; ", "empty"),
        ("one two three four five", "words"),
        ("Shona\n!!", "words"),
        ("a " * MAX_LISTED, "too_long"),
    ],
)
def test_what_cannot_be_listed_is_told_beside_the_words(
    desk: Desk, a_round: Callable[..., Round], words: str, fault: str
) -> None:
    facts = desk(a_round(RoundState.DRAFT))
    taken = act(facts, words=words)
    assert (taken.effects, list(taken.faults)) == ((), ["words"])
    assert taken.faults["words"] == facts.say.say(f"listed.fault.{fault}", most=4)
    (box,) = page(facts, taken, words).fields
    assert (box.value, box.fault) == (words, taken.faults["words"])


@pytest.mark.parametrize("me", ["fiona", "gus", "ewan", "isla", "paul", "ada"])
@pytest.mark.parametrize("state", RoundState)
def test_nobody_else_changes_a_list(
    desk: Desk, a_round: Callable[..., Round], me: str, state: RoundState
) -> None:
    facts = desk(a_round(state), me)
    for taken in (act(facts, words="Shona"), act(facts, "empty"), act(facts, "other")):
        assert bool(taken.effects) <= ((me, state) in OPEN_TO)
    if (me, state) not in OPEN_TO:
        assert act(facts, words="Shona").faults
        assert not page(facts).fields


def test_the_page_is_found_from_a_draft_and_from_review(
    desk: Desk, a_round: Callable[..., Round]
) -> None:
    draft = staff.show(Spot("draft", "r1"), desk(a_round(RoundState.DRAFT)), {}, {}, "")
    assert HERE.action() in [choice.action for choice in draft.choices]
    review = staff.show(Spot("batch", "r1"), desk(a_round(RoundState.OPEN), "ewan"), {}, {}, "")
    assert HERE.action() in [choice.action for choice in review.nav]
