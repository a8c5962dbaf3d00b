from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.consultation.model import Round, RoundState
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import Card, Message, Quote, Rows, Text, Withheld, Words
from bot.ports import SealedText
from prompts.library import Library
from prompts.schema import Option

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
MakeWords = Callable[..., tuple[SealedText, ...]]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
CLOSED, SEALED = RoundState.CLOSED, RoundState.SEALED
NOW = datetime(2027, 3, 2, 12, tzinfo=UTC)
AFTER = datetime(2027, 3, 20, 12, tzinfo=UTC)


def at(facts: DeskFacts, sound: Sound) -> Message:
    return sound(show(Spot("words", "r1"), facts, {}, {}, ""))


def cards(message: Message) -> dict[str, Card]:
    return {part.title: part for part in message.parts if isinstance(part, Card)}


def test_nothing_is_read_while_a_round_is_open(
    desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound, texts: Texts
) -> None:
    for state in (RoundState.OPEN, RoundState.CANCELLED):
        screen = at(desk(a_round(state), approved=words(trust=9)), sound)
        assert "trust said" not in texts(screen)


def test_before_sealing_words_are_for_reading_only(
    desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound, texts: Texts
) -> None:
    screen = at(desk(a_round(CLOSED), approved=words(trust=6)), sound)

    assert "Confidential. For reading only." in texts(screen.parts)
    (card,) = cards(screen).values()
    assert card.title == "What does trust mean to you?"
    assert [type(part) for part in card.parts] == [Words] * 6
    assert "quote" not in texts(card)


def test_while_a_round_is_being_sealed_nobody_is_told_that_words_may_change(
    desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound, texts: Texts
) -> None:
    for state in (CLOSED, RoundState.SEALING, RoundState.REWRITTEN):
        screen = at(desk(a_round(state), approved=words(trust=6), now=AFTER), sound)
        _check_being_sealed(screen, texts)


def _check_being_sealed(screen: Message, texts: Texts) -> None:
    assert "Being sealed. For reading only." in texts(screen.parts)
    assert "take their words back" not in texts(screen.parts)
    assert not [
        part for card in cards(screen).values() for part in card.parts if isinstance(part, Quote)
    ]


def test_after_sealing_the_permission_is_shown(
    desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound, texts: Texts
) -> None:
    screen = at(desk(a_round(SEALED), approved=words(trust=6), now=AFTER), sound)

    assert "Anonymous." in texts(screen.parts)
    (card,) = cards(screen).values()
    quotes = [part.text for part in card.parts if isinstance(part, Quote)]
    kept = [part.segments[0].text for part in card.parts if isinstance(part, Words)]
    assert quotes == [f"trust said {n}" for n in (0, 2, 4)]
    assert kept == [f"trust said {n}" for n in (1, 3, 5)]
    assert texts(card).count("yes to a quote") == texts(card).count("no to a quote") == 3


def test_the_source_wording_is_shown_where_it_was_asked(
    desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound
) -> None:
    screen = at(desk(a_round(SEALED, wording="original"), approved=words(trust=6)), sound)

    assert "trauma informed principle of trust" in next(iter(cards(screen)))


@pytest.mark.parametrize(
    ("counts", "titles"),
    [
        ({"trust": 5, "choice": 6}, ["trust", "choice"]),
        ({"trust": 9, "choice": 2, "safety": 3}, ["trust", "choice+safety"]),
        ({"trust": 9, "choice": 6, "safety": 1}, ["trust", "choice+safety"]),
        ({"trust": 5, "gone": 1}, ["trust"]),
        ({"trust": 2, "choice": 2}, []),
        ({"gone": 5}, ["?"]),
    ],
)
def test_short_lists_are_put_together(
    counts: dict[str, int],
    titles: list[str],
    *,
    desk: Desk,
    a_round: MakeRound,
    words: MakeWords,
    sound: Sound,
) -> None:
    screen = at(desk(a_round(SEALED), approved=words(**counts)), sound)
    short = {"trust": "trust mean", "choice": "having a choice", "safety": "feeling safe"}

    shown = list(cards(screen))
    assert len(shown) == len(titles)
    for title, wanted in zip(shown, titles, strict=True):
        for name in wanted.split("+"):
            assert short.get(name, "Other questions") in title
    held = [part for part in screen.parts if isinstance(part, Withheld)]
    assert bool(held) is not bool(titles)


def test_nothing_approved_says_so(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    for questions in (desk(a_round()).questions, None):
        for state, says in ((CLOSED, "no words here yet"), (SEALED, "Fewer than 5 answers")):
            screen = at(desk(a_round(state), questions=questions, sets={}), sound)
            assert says in texts(screen.parts)


def test_questions_put_together_stand_under_both(
    desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound
) -> None:
    round_ = a_round(CLOSED, joined=(("trust", "safety"),))
    shown = cards(at(desk(round_, approved=words(trust=6, choice=6)), sound))

    together, alone = shown
    assert together.startswith("What does trust mean to you? and ")
    assert "safe" in together
    assert "choice" in alone


@pytest.mark.parametrize("state", [CLOSED, SEALED])
def test_an_attribute_stands_beside_a_text_after_sealing(
    state: RoundState, desk: Desk, a_round: MakeRound, words: MakeWords, sound: Sound
) -> None:
    facts = desk(a_round(state), approved=tuple(replace(w, attribute="b") for w in words(trust=6)))
    assert facts.questions is not None
    last = facts.questions.questions[-1].model_copy(
        update={
            "kind": "one",
            "attribute": True,
            "options": (Option(id="a", label="Leader"), Option(id="b", label="Worker")),
        }
    )
    steps = (*facts.questions.questions[:-1], last)
    facts = replace(facts, questions=facts.questions.model_copy(update={"questions": steps}))
    few = replace(facts, approved=(*facts.approved[:3], *words(choice=3)))

    assert str(at(facts, sound)).count("About this person: Worker") == (6 if state is SEALED else 0)
    assert "Worker" not in str(at(few, sound)), "words of two questions in one list carry none"


# --- what people picked ------------------------------------------------------------------------


@pytest.fixture
def kinds(library: Library, desk: Desk, a_round: MakeRound) -> Callable[..., DeskFacts]:
    """A round with every kind of question."""

    def make(state: RoundState, **changes: Any) -> DeskFacts:
        facts = desk(a_round(state), questions=library.sets["kinds-sample"])
        return replace(facts, **changes)

    return make


def picked(facts: DeskFacts, kind: str) -> tuple[str, str, list[str]]:
    assert facts.questions is not None
    question = next(each for each in facts.questions.questions if each.kind == kind)
    ids = [option.id for option in question.options] or list("12345")
    return question.id, question.wording["plain"].ask, ids


@pytest.mark.parametrize(
    ("state", "now", "when"),
    [
        (CLOSED, NOW, "Shown after 8\u00a0March."),
        (CLOSED, AFTER, "Shown when this round is sealed."),
        (RoundState.SEALING, AFTER, "Shown when this round is sealed."),
        (RoundState.REWRITTEN, AFTER, "Shown when this round is sealed."),
    ],
)
def test_picks_are_held_back_until_nothing_can_change(
    state: RoundState,
    now: datetime,
    when: str,
    *,
    kinds: Callable[..., DeskFacts],
    sound: Sound,
) -> None:
    facts = kinds(state, now=now)
    name, asked, ids = picked(facts, "likert")
    screen = at(replace(facts, tallies={name: dict.fromkeys(ids, 50)}), sound)

    held = [part for part in screen.parts if isinstance(part, Withheld)]
    assert asked in [part.label for part in held]
    assert {part.when for part in held} == {when}
    assert not cards(screen)


def test_picks_are_shown_exactly_with_their_part(
    kinds: Callable[..., DeskFacts], sound: Sound
) -> None:
    facts = kinds(SEALED, now=AFTER)
    name, asked, ids = picked(facts, "likert")
    counts = dict(zip(ids, (3, 4, 6, 13, 22), strict=True))
    shown = cards(at(replace(facts, tallies={name: counts}), sound))[asked]

    (rows,) = (part for part in shown.parts if isinstance(part, Rows))
    assert [(row.label, row.lines) for row in rows.rows] == [
        ("Strongly disagree or Disagree", ("7 of 48 (15\u00a0%)",)),
        ("Neither agree nor disagree", ("6 of 48 (13\u00a0%)",)),
        ("Agree or Strongly agree", ("35 of 48 (73\u00a0%)",)),
    ]
    note = next(part for part in shown.parts if isinstance(part, Text))
    assert note.text.startswith("Each number is 5 or more")


def test_options_are_named_and_small_picks_held_back(
    kinds: Callable[..., DeskFacts], sound: Sound, library: Library
) -> None:
    facts = kinds(SEALED, now=AFTER)
    one, asked_one, ids = picked(facts, "one")
    several, asked_several, many = picked(facts, "several")
    tallies = {one: dict.fromkeys(ids, 2), several: {many[0]: 9, many[1]: 4, "gone": 99}}
    screen = at(replace(facts, tallies=tallies), sound)

    held = {part.label: part for part in screen.parts if isinstance(part, Withheld)}
    assert asked_one in held
    assert held[asked_one].when == "Not shown."
    (rows,) = (part for part in cards(screen)[asked_several].parts if isinstance(part, Rows))
    assert [row.lines for row in rows.rows] == [("5 or more",)]
    note = next(part for part in cards(screen)[asked_several].parts if isinstance(part, Text))
    assert note.text.startswith("Numbers go in steps of 5")
    labels = {o.id: o.label for o in library.sets["kinds-sample"].question(several).options}
    assert rows.rows[0].label == labels[many[0]]
    assert "99" not in str(screen)
