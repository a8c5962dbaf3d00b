"""The whole conversation, typed, over the real application."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.terminal import TERMINAL
from app.compose import build
from bot.consultation.model import Round, RoundState
from bot.consultation.redaction import Span
from bot.conversation.effects import SaveRound
from bot.conversation.messages import Message
from bot.service import RoundNotOpen, RoundUnknown
from tests.delivery.line import FACILITATOR, Line
from tests.terminal.typed import CLEAR, chat

ANSWERED = (
    "1",
    "1",
    "I like apples at",
    "apples@example.org.",
    "",
    "2",
    "",
    "apples",
    "keep",
    "no",
    "",
)
"""Yes; all messages; an answer in two lines; cover a name; keep it, without a quote or a mark."""


async def test_a_person_answers_covers_a_name_and_refuses_a_quote(
    line: Line, round_: Round
) -> None:
    screen = await chat(line, round_.code, *ANSWERED, "my answers")
    assert screen.left == 0
    assert "Would you tell us what you think?" in screen.text
    assert "You are in" in screen.text
    assert "What does trust mean to you?" in screen.text
    assert "  | I like apples at\n  | [1: email]." in screen.text
    assert "  | I like [1: covered words] at\n  | [2: email]." in screen.text
    answers = screen.text.rpartition("> my answers")[2]
    assert "  | I like [covered words] at\n  | [email]." in answers
    assert "apples" not in answers.casefold()
    assert "You said no to a quote." in answers


async def test_the_window_is_cleared_for_the_next_person(line: Line, round_: Round) -> None:
    screen = await chat(
        line, round_.code, *ANSWERED, "Leave.", "perhaps", "yes", "not now", "leave"
    )
    first, second = screen.text.split(CLEAR, 2)[::2]
    assert "You are in" in first
    assert "Type yes or no." in screen.text
    assert "Would you tell us what you think?" in second
    assert "Nadia" not in second
    assert screen.text.count(CLEAR) == 3


async def test_nobody_else_wants_to(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "leave", "no", "1")
    assert screen.left == 1
    assert screen.text.endswith(f"> no\n{CLEAR}")


@pytest.mark.parametrize("lines", range(len(ANSWERED) + 1))
async def test_whoever_goes_away_leaves_nothing_on_the_window(
    line: Line, round_: Round, lines: int
) -> None:
    screen = await chat(line, round_.code, *ANSWERED[:lines])
    assert screen.left == 0
    assert CLEAR in screen.text


async def test_a_person_comes_back_with_their_code(line: Line, round_: Round) -> None:
    first = await chat(line, round_.code, *ANSWERED)
    found = re.search(r"Your code to come back\n +([a-z ]+)\n", first.text)
    assert found is not None
    code = found[1].upper().replace(" ", " - ")
    back = await chat(line, round_.code, "i have a code", "wrong words", code, "my answers")
    assert "We could not find that code here." in back.text
    assert "What does having a choice mean to you?" in back.text
    assert "You said no to a quote." in back.text


async def test_a_code_can_be_left_alone(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "4", "", "back", "4", "Back to where you were", "2")
    assert screen.text.count("Would you tell us what you think?") == 3
    assert "That was empty." in screen.text
    assert "That is fine" in screen.text


# --- words that always work --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("STOP!", "You have stopped"),
        ("pause", "Your place is kept"),
        ("help", "How this works"),
        ("Support", "Talk to someone now"),
        ("privacy", "Your privacy"),
        ("my answers", "My answers until"),
        ("my data", "What we keep about you"),
        ("skip", "You skipped question 1."),
    ],
)
async def test_a_word_alone_works_on_a_question(
    line: Line, round_: Round, typed: str, title: str
) -> None:
    screen = await chat(line, round_.code, "1", "1", typed)
    assert title in screen.text


async def test_a_word_in_a_sentence_is_an_answer(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "we have to stop this", "")
    assert "  | we have to stop this" in screen.text
    assert "You have stopped" not in screen.text


@pytest.mark.parametrize(("typed", "title"), [("stop", "You have stopped"), ("support", "Support")])
async def test_a_person_gets_out_in_the_middle_of_an_answer(
    line: Line, round_: Round, typed: str, title: str
) -> None:
    screen = await chat(line, round_.code, "1", "1", "it began when", typed)
    assert f"\n{title}\n" in screen.text
    assert "  | it began when" not in screen.text


async def test_a_person_leaves_in_the_middle_of_an_answer(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "it began when", "leave", "no")
    assert screen.left == 0
    assert screen.text.endswith(CLEAR)


async def test_a_number_is_an_answer_where_words_are_asked_for(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "2", "")
    assert "  | 2" in screen.text


async def test_an_empty_answer_is_told(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "")
    assert "! Your answer is empty." in screen.text


async def test_what_means_nothing_changes_nothing(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "", "9", "0", "hello", "1")
    assert screen.text.count("The numbers here go from 1 to 4.") == 2
    assert "That does nothing here. Nothing has changed." in screen.text
    assert "You are in" in screen.text


async def test_words_are_written_again(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "at first", "", "write it again", "then", "")
    asked = screen.text.rpartition("> write it again")[2]
    assert "  | at first\nWhat you type takes its place." in asked
    assert "  | then" in asked


# --- fields ------------------------------------------------------------------------------------


async def test_covers_are_switched_by_number(line: Line, round_: Round) -> None:
    screen = await chat(
        line, round_.code, "1", "1", "me@example.org", "", "2", "7", "one", "1", "", "1", "1", ""
    )
    assert "Covered now." in screen.text
    assert "  | <1: me@example.org>" in screen.text
    assert "Question 1 is kept." in screen.text


async def test_what_there_is_nothing_to_pick_from_is_not_asked(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "by apple", "", "2", "apple")
    assert "Covered words" not in screen.text
    assert "  | by [1: covered words]" in screen.text


async def test_a_choice_is_made_by_number_or_by_name_only(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "yes", "", "1", "3", "perhaps", "", "Yes", "")
    assert screen.text.count("Type one number.") == 4
    assert "Question 1 is kept." in screen.text


async def test_back_leads_from_a_field_to_the_choices(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "1", "1", "well", "", "1", "back", "bin it")
    assert screen.text.count("This is what we will keep") == 2
    assert "That is in the bin." in screen.text


@pytest.mark.parametrize(("typed", "shown"), [("pause", "Your place is kept"), ("leave", CLEAR)])
async def test_words_that_always_work_work_in_a_field(
    line: Line, round_: Round, typed: str, shown: str
) -> None:
    screen = await chat(line, round_.code, "1", "1", "well", "", "1", typed)
    assert shown in screen.text
    assert "is kept. You can change it" not in screen.text


async def test_somebody_is_asked_to_make_contact(line: Line, round_: Round) -> None:
    screen = await chat(line, round_.code, "support", "1", "07700 900123")
    assert "Asked. They will contact you." in screen.text
    asked = await line.app.database.run(lambda unit: unit.requests(round_.lead))
    assert [each.reach for each in asked] == ["07700 900123"]


async def test_every_kind_of_question_is_answered(line: Line, round_: Round) -> None:
    draft = replace(
        round_, id="d" * 32, code="sample", state=RoundState.DRAFT, question_set="kinds-sample"
    )
    await line.staff(FACILITATOR, SaveRound(draft))
    with pytest.raises(RoundNotOpen):
        await chat(line, "sample")
    screen = await chat(
        line,
        "sample",
        *("1", "1"),
        *("next", "an idea", "", "1", "yes", ""),
        *("4", "In the evening", "", "5", "1, 3", "my answers"),
        preview=True,
    )
    assert screen.left == 0
    assert "This is a preview." in screen.text
    answers = screen.text.rpartition("> my answers")[2]
    for kept in ("an idea", "Agree", "In the evening", "By talking, With pictures"):
        assert f"  | {kept}\n" in answers


# --- what goes wrong ---------------------------------------------------------------------------


async def test_an_unknown_code_is_refused(line: Line, round_: Round) -> None:
    with pytest.raises(RoundUnknown):
        await chat(line, "nothing")


class FailsOnce:
    """A detector that breaks at its first text."""

    reduced: str | None = None

    def __init__(self) -> None:
        self.calls = 0

    def find(self, text: str) -> tuple[Span, ...]:
        self.calls += 1
        if self.calls == 1:
            raise RuntimeError(text)
        return ()


@pytest.mark.parametrize(
    ("then", "shown"), [("", "This is what we will keep"), ("leave", "The window is clear.")]
)
async def test_what_did_not_save_is_tried_again(
    line: Line, round_: Round, then: str, shown: str
) -> None:
    async with build(line.app.settings, clock=line.clock, detector=FailsOnce()) as app:
        screen = await chat(app, round_.code, "1", "1", "well", "", then)
    told = "We could not check this yet, so it is not saved."
    assert told in screen.text
    assert "Press Enter to try again." in screen.text.rpartition(told)[2]
    assert shown in screen.text.rpartition(told)[2]


async def test_everything_is_deleted_and_the_window_cleared(line: Line, round_: Round) -> None:
    screen = await chat(
        line, round_.code, *ANSWERED, "my answers", "delete everything about me", "1", "", "no"
    )
    assert "Everything about you is deleted" in screen.text
    assert "Press Enter to clear this window." in screen.text
    assert screen.left == 0
    assert screen.text.endswith(CLEAR)
    assert (
        "Everything about you is deleted"
        in (
            await chat(
                line, round_.code, *ANSWERED, "my answers", "delete everything about me", "1"
            )
        ).text
    )


# --- hearing back ------------------------------------------------------------------------------


async def test_the_outcome_waits_in_the_conversation(line: Line, round_: Round) -> None:
    first = await chat(line, round_.code, *ANSWERED)
    found = re.search(r"Your code to come back\n +([a-z ]+)\n", first.text)
    assert found is not None
    await line.sealed(round_)
    await line.outcome(round_, date(2027, 4, 10))
    line.clock.at = datetime(2027, 4, 10, 15, tzinfo=UTC)
    await line.app.ticker.run_once()
    screen = await chat(line, round_.code, "i have a code", found[1])
    told = screen.text.rpartition("You told us what helps.")[2]
    assert "You said\n  Ring back." in told
    assert "We did\n  We ring back the same day." in told


async def test_sending_to_a_terminal_needs_no_terminal() -> None:
    assert not TERMINAL.can.proactive
    await TERMINAL.send({"channel": "terminal"}, Message("later"), "mark")


async def test_ones_data_is_shown_or_written_where_one_says(
    line: Line, round_: Round, tmp_path: Path
) -> None:
    there = tmp_path / "there.json"
    there.write_text("not mine")
    copy = "get a copy of my data"
    names = (copy, str(there), str(tmp_path / "no" / "x"), str(tmp_path / "mine"), copy, "")
    screen = await chat(line, round_.code, *ANSWERED, "my data", *names)
    assert screen.text.count("That file could not be made.") == 2
    assert there.read_text() == "not mine"
    mine = tmp_path / "mine.json"
    assert mine.stat().st_mode & 0o077 == 0
    text = mine.read_text("utf-8")
    (held,) = json.loads(text)["rounds"]
    assert len(held["answers"]) == 1
    assert text.strip() in screen.text
