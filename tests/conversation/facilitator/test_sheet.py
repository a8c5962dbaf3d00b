"""The invitation on paper says what the invitation says, and its slip says nothing of the topic."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.consultation.model import Round, RoundState
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_screens import show
from bot.conversation.facts import Facts
from bot.conversation.invitation import invitation
from bot.conversation.messages import Message, Notice, Rows, Sheet
from bot.conversation.sheet import sheet_screen

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
OPEN = RoundState.OPEN
PRINT = Spot("print", "r1")


def sheet_of(facts: DeskFacts, sound: Sound) -> Sheet:
    screen = sound(show(PRINT, facts, {}, {}, ""))
    (found,) = (part for part in screen.parts if isinstance(part, Sheet))
    return found


def test_its_words_are_those_of_the_invitation(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    facts = desk(a_round(OPEN))
    sheet = sheet_of(facts, sound)
    assert facts.questions is not None
    shown = invitation(
        Facts(facts.now, a_round(OPEN), facts.questions, facts.say, staff=facts.staff)
    )
    (rows,) = (part for part in shown.parts if isinstance(part, Rows))

    assert sheet.title == shown.title
    assert len([row for row in sheet.asks if row in rows.rows]) == 4
    assert sheet.purpose == a_round().purpose
    assert sheet.path == "/r/abc"
    assert [(row.label, row.lines) for row in sheet.facts] == [
        ("5 questions", ("Skip any of them",)),
        ("About 10 minutes", ("Stop at any time",)),
        ("Hear back", ("by 30\u00a0April 2027",)),
    ]
    assert sheet.until.startswith("Open until 28\u00a0February 2027.")


def test_the_slip_names_no_topic_and_nobody(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    round_ = a_round(OPEN)
    slip = " ".join(sheet_of(desk(round_), sound).slip)

    assert "28\u00a0February 2027" in slip
    for told in (round_.title, round_.asker, round_.known_by, round_.purpose, round_.decider):
        assert told not in slip


@pytest.mark.parametrize(
    ("band", "lines", "never"),
    [
        ("under18", ["Childline, day and night: 0800 1111.", "Shout"], "Breathing Space"),
        ("adult", ["Shout, day and night: 85258.", "Samaritans"], "Childline"),
        ("mixed", ["Childline", "Shout"], "Breathing Space"),
    ],
)
def test_who_does_not_feel_safe_finds_lines_for_their_age_that_never_shut(
    band: str, lines: list[str], never: str, *, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    unsafe = sheet_of(desk(a_round(OPEN, age_band=band)), sound).asks[-1]

    assert unsafe.label == "If you do not feel safe"
    assert unsafe.lines[0] == "In danger, call 999."
    pairs = zip(unsafe.lines[1:], lines, strict=True)
    assert all(line.startswith(start) for line, start in pairs)
    assert never not in " ".join(unsafe.lines)


def test_one_question_is_one(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    facts = desk(a_round(OPEN))
    assert facts.questions is not None
    one = facts.questions.model_copy(update={"questions": facts.questions.questions[:1]})
    assert sheet_of(replace(facts, questions=one), sound).facts[0].label == "1 question"


@pytest.mark.parametrize(
    "state", [state for state in RoundState if state not in (OPEN, RoundState.DRAFT)]
)
def test_only_an_open_round_is_printed(
    state: RoundState, desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    late = datetime(2027, 3, 1, tzinfo=UTC)
    for facts in (
        desk(a_round(state)),
        desk(a_round(OPEN), now=late),
        desk(a_round(OPEN, closes_on=None)),
        replace(desk(a_round(OPEN)), questions=None),
    ):
        screen = sound(show(PRINT, facts, {}, {}, ""))
        assert not [part for part in screen.parts if isinstance(part, Sheet)]
        assert isinstance(screen.parts[0], Notice)
        assert [choice.action for choice in screen.choices] == ["go:round/r1/"]


def test_a_draft_has_no_sheet_yet(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    screen = sound(show(PRINT, desk(a_round()), {}, {}, ""))
    assert not [part for part in screen.parts if isinstance(part, Sheet)]
    drawn = sheet_screen(a_round(), desk(a_round()), Spot())
    assert not [part for part in drawn.parts if isinstance(part, Sheet)]


def test_somebody_elses_round_is_not_printed(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    screen = sound(show(PRINT, desk(a_round(OPEN, facilitator="gus")), {}, {}, ""))
    assert "Catriona" not in texts(screen)


def test_a_round_that_lacks_a_day_still_prints(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    bare = a_round(OPEN, tell_by=None, withdraw_until=date(2027, 3, 8), readers=("gone",))
    assert sheet_of(desk(bare), sound).facts[-1].label == "Hear back"
