"""One answer as its reader sees it, covered and open."""

from dataclasses import replace

import pytest

from bot.consultation.model import Review
from bot.consultation.redaction import Kept, KeptCover, Span
from bot.conversation.coordinator import step
from bot.conversation.coordinator_screens import show
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.events import Chose
from bot.conversation.messages import (
    Card,
    Done,
    Fault,
    Message,
    Notice,
    Rows,
    Segment,
    Text,
    Words,
)
from tests.conversation.coordinator.conftest import TEXT
from tests.conversation.coordinator.looks import (
    BATCH,
    ROUND,
    SPOT,
    A,
    B,
    C,
    Change,
    D,
    field,
    keys,
    part,
    screen,
    shown,
    strings,
)

# --- one answer ------------------------------------------------------------------------------


def test_an_answer_is_covered_until_it_is_opened(facts: DeskFacts) -> None:
    message = screen(replace(facts, opened=frozenset()))
    card = part(message, Card)
    assert card.shut
    assert card.title == "Answer A is covered"
    assert "Morag" not in "\n".join(strings(message))
    assert card.parts[0] == Text(facts.say("coordinator.answer.short"))
    assert "Question 2: " in shown(message)
    assert keys(message) == {"O": "open", "L": "pass", "J": "go"}


def test_a_length_is_told_in_two_words_at_most(facts: DeskFacts) -> None:
    card = part(screen(facts, Spot("answer", ROUND, D)), Card)
    assert card.parts[0] == Text(facts.say("coordinator.answer.long"))
    assert not any(char.isdigit() for char in shown(Message("", parts=card.parts[:1])))


def test_an_open_answer_shows_the_words_and_what_was_found(facts: DeskFacts) -> None:
    message = screen(facts)
    card = part(message, Card)
    assert part(card, Words).segments == (
        Segment("When "),
        Segment("a name", "kept", number=1),
        Segment(" left, Morag rang "),
        Segment("[phone number]", "found", "07700 900123", 2),
        Segment(". It was fine."),
    )
    (row,) = part(card, Rows).rows
    assert row.label == "1: a name"
    assert row.lines == (
        facts.say("coordinator.answer.by_person"), facts.say("coordinator.answer.stays"),
    )  # fmt: skip
    assert facts.say("coordinator.answer.quote_no") in shown(message)
    assert keys(message) == {
        "A": "approve", "C": "cover", "H": "hold", "D": "decline", "R": "concern", "O": "go",
        "J": "go",
    }  # fmt: skip


def test_each_found_word_has_a_choice_that_is_not_made(facts: DeskFacts) -> None:
    message = screen(facts)
    found = field(message, "found-2")
    assert found.kind == "one"
    assert "07700 900123" in found.label
    assert "[phone number] – Written like one." in found.hint
    assert [(option.value, option.chosen) for option in found.options] == [
        ("cover", False), ("leave", False),
    ]  # fmt: skip
    assert facts.say("coordinator.answer.need", numbers="2") in shown(message)
    approve = part(message, Card).choices[0]
    assert approve.fields == ("found-2", "more", "reason")
    assert not any(option.chosen for option in field(message, "reason").options)


def test_what_is_sent_by_the_form_works(facts: DeskFacts) -> None:
    for choice in part(screen(facts), Card).choices:
        values = {"found-2": ("leave",), "reason": ("safe",), "more": ("Morag",)}
        sent = {name: value for name, value in values.items() if name in choice.fields}
        taken = step(SPOT, Chose(choice.action, sent), facts)
        assert taken.faults == {}
        assert bool(taken.effects) is not choice.action.startswith("go:")


def test_all_that_needs_a_choice_is_named(facts: DeskFacts) -> None:
    spans = tuple(replace(facts.found[0], start=at, end=at + 2) for at in (18, 29, 45))
    message = show(SPOT, replace(facts, found=spans), {}, {"found-2": ("cover",)}, "")
    assert facts.say("coordinator.answer.need", numbers="3 and 4") in shown(message)
    values = {f"found-{n}": ("leave",) for n in (2, 3, 4)}
    done = show(SPOT, replace(facts, found=spans), {}, values, "")
    assert "Before you approve" not in shown(done)
    none = show(SPOT, replace(facts, found=spans), {}, {}, "")
    assert facts.say("coordinator.answer.need", numbers="2, 3 and 4") in shown(none)


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(facts: DeskFacts) -> None:
    values = {"found-2": ("cover",), "more": ("Moira",), "reason": ("place",)}
    faults = {"more": "Not there.", "reason": "Another.", "found-2": "Choose."}
    message = show(SPOT, facts, faults, values, "")
    assert message.before == (Fault(facts.say("coordinator.fault.look")),)
    assert (field(message, "more").value, field(message, "more").fault) == ("Moira", "Not there.")
    assert field(message, "reason").fault == "Another."
    assert field(message, "found-2").fault == "Choose."
    assert [o.value for o in field(message, "reason").options if o.chosen] == ["place"]
    assert [o.value for o in field(message, "found-2").options if o.chosen] == ["cover"]


def test_what_was_done_and_what_was_not_is_said(facts: DeskFacts) -> None:
    done = show(SPOT, facts, {}, {}, "coordinator.note.held")
    assert done.before == (Done(facts.say("coordinator.note.held")),)
    assert show(SPOT, facts, {"": "No."}, {}, "").before == (Fault("No."),)
    for note in ("coordinator.note.nothing", "contributor.note.kept", "word.stop"):
        assert show(SPOT, facts, {}, {}, note).before == ()


def test_an_answer_that_has_gone_leads_to_the_batches(facts: DeskFacts) -> None:
    message = screen(facts, Spot("answer", ROUND, "9" * 32))
    assert message.parts[0] == Text(facts.say("coordinator.fault.gone"))
    assert message.title == "Being asked"


def test_the_ways_lead_to_the_neighbours(facts: DeskFacts) -> None:
    middle = screen(facts, Spot("answer", ROUND, B)).choices
    assert [(c.key, c.action) for c in middle] == [
        ("J", f"go:answer/{ROUND}/{D}"), ("K", f"go:covered/{ROUND}/{A}"),
    ]  # fmt: skip
    assert [c.key for c in screen(facts, Spot("answer", ROUND, D)).choices] == ["K"]


# --- answers with a history ------------------------------------------------------------------


def test_the_second_reader_sees_what_lies_under_new_covers(
    facts: DeskFacts, with_answer: Change
) -> None:
    kept = Kept("covered words left.", (KeptCover(0, 13, "words", "reader"),))
    before = Kept("a name and Ewan left", (KeptCover(0, 6, "PERSON"), KeptCover(11, 15, "words")))
    second = replace(
        with_answer(
            facts, kept=kept, before=before, reason="person", review=Review.SECOND,
            first="bobb" * 8,
        ),
        found=(),
    )  # fmt: skip
    card = part(screen(second), Card)
    now, then = (each for each in card.parts if isinstance(each, Words))
    assert now.segments == (Segment("covered words", "kept", number=1), Segment(" left."))
    assert then.segments == (
        Segment("a name", "kept"), Segment(" and "), Segment("Ewan", "kept"), Segment(" left"),
    )  # fmt: skip
    text = shown(screen(second))
    assert facts.say("coordinator.answer.second_covered") in text
    assert facts.say("review.reason.person") in text
    assert facts.say("coordinator.answer.by_reader") in text
    assert "restore" in [choice.action.partition(":")[0] for choice in card.choices]
    shut = screen(replace(second, opened=frozenset()))
    assert "Ewan" not in "\n".join(strings(shut))


def test_before_may_end_with_a_cover(facts: DeskFacts, with_answer: Change) -> None:
    before = Kept("saw a name", (KeptCover(4, 10, "PERSON"),))
    second = with_answer(facts, before=before, review=Review.SECOND, first="bobb" * 8)
    words = [each for each in part(screen(second), Card).parts if isinstance(each, Words)]
    assert words[1].segments == (Segment("saw "), Segment("a name", "kept"))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"review": Review.SECOND, "first": "bobb" * 8}, "second"),
        ({"review": Review.HELD, "reason": "court"}, "held"),
        ({"appeal": True, "first": "bobb" * 8}, "appeal"),
    ],
)
def test_what_happened_before_is_told(
    facts: DeskFacts, with_answer: Change, values: dict[str, object], key: str
) -> None:
    assert facts.say(f"coordinator.answer.{key}") in shown(screen(with_answer(facts, **values)))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"review": Review.SECOND, "first": "anna" * 8}, "elsewhere"),
        ({"review": Review.APPROVED}, "approved"),
        ({"review": Review.DECLINED}, "declined"),
    ],
)
def test_what_is_not_mine_shows_no_words_but_takes_a_concern(
    facts: DeskFacts, with_answer: Change, values: dict[str, object], key: str
) -> None:
    other = with_answer(facts, before=Kept("Ewan"), **values)
    message = screen(other)
    text = "\n".join(strings(message))
    assert "Morag" not in text
    assert "Ewan" not in text
    assert facts.say(f"coordinator.answer.{key}") in text
    assert [choice.key for choice in part(message, Card).choices] == ["R"]
    unread = part(screen(replace(other, opened=frozenset())), Card)
    assert (unread.fields, unread.choices) == ((), ())


def test_an_answer_nobody_may_decide_says_so(facts: DeskFacts, with_answer: Change) -> None:
    round_ = replace(facts.round, readers=("anna" * 8,))  # type: ignore[type-var]
    alone = replace(with_answer(facts, review=Review.SECOND, first="anna" * 8), round=round_)
    assert facts.say("coordinator.answer.nobody") in shown(screen(alone))
    assert facts.say("coordinator.answer.nobody") not in shown(
        screen(with_answer(facts, review=Review.SECOND, first="anna" * 8))
    )


def test_a_question_that_is_unknown_leaves_a_blank(facts: DeskFacts, with_answer: Change) -> None:
    assert part(screen(with_answer(facts, question="gone")), Card).kicker == ""
    assert part(screen(replace(facts, questions=None)), Card).kicker == ""
    plain = replace(facts, round=replace(facts.round, wording="odd"))  # type: ignore[type-var]
    assert part(screen(plain), Card).kicker == "Question 2: "


def test_no_id_is_ever_read(facts: DeskFacts, with_answer: Change) -> None:
    for spot in (Spot(), Spot("batch", ROUND), Spot("batch", ROUND, BATCH), SPOT,
                 Spot("answer", ROUND, B), Spot("held", ROUND), Spot("second", ROUND)):  # fmt: skip
        text = shown(screen(with_answer(facts, review=Review.HELD), spot))
        for one in (A, B, C, D, ROUND, BATCH):
            assert one not in text


def test_clues_are_a_note_and_need_no_choice(facts: DeskFacts) -> None:
    clue = Span(43, len(TEXT) - 1, "INDIRECT", why="clue")
    card = part(screen(replace(facts, found=(*facts.found, clue))), Card)
    assert "“It was fine”" in part(card, Notice).lines
    assert [each.id for each in card.fields] == ["found-2", "more", "reason"]
    without = part(screen(facts), Card)
    assert not [each for each in without.parts if isinstance(each, Notice)]
