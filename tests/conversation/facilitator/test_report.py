"""The report of a round: only once it is sealed, every number guarded, every quote allowed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.consultation.model import Outcome, Round, RoundState
from bot.consultation.records import Kind, Record, Site
from bot.conversation.desk import DeskFacts, Spot, Wave
from bot.conversation.effects import SaveMessages
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import Card, Message, Quote, Withheld
from bot.conversation.tables import Table
from bot.ports import SealedText

LEADERS = ("what-it-is", "importance")
BEFORE = {"what-it-is": dict.fromkeys("12345", 6)}
AFTER = {"what-it-is": {"1": 5, "2": 0, "3": 5, "4": 10, "5": 10}}


def page(facts: DeskFacts, item: str = "") -> Message:
    return show(Spot("report", "r1", item), facts, {}, {}, "")


def tables(message: Message) -> dict[str, Table]:
    return {part.caption: part for part in message.parts if isinstance(part, Table)}


@pytest.fixture
def sealed(
    a_round: Callable[..., Round],
    desk: Callable[..., DeskFacts],
    words: Callable[..., tuple[SealedText, ...]],
    an_outcome: Callable[..., Outcome],
) -> DeskFacts:
    """A sealed round with eight texts to one question, half of them quotable, and an outcome sent."""
    return desk(
        a_round(RoundState.SEALED, figure=30),
        approved=words(trust=8, choice=5),
        outcomes=(an_outcome(state="sent"),),
    )


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED, RoundState.SEALING])
def test_before_sealing_it_says_when_it_comes(
    state: RoundState,
    a_round: Callable[..., Round],
    desk: Callable[..., DeskFacts],
    words: Callable[..., tuple[SealedText, ...]],
) -> None:
    facts = desk(a_round(state), approved=words(trust=8), tallies=BEFORE)
    for item in ("", "key", "choose", "cards"):
        message = page(facts, item)
        (told,) = message.parts
        assert isinstance(told, Withheld)
        assert "8\xa0March 2027" in told.when
        assert not message.paper


def test_it_tells_what_was_said_what_came_of_it_and_how_long_that_took(
    sealed: DeskFacts, texts: Callable[[object], str], sound: Callable[[Message], Message]
) -> None:
    message = sound(page(sealed))
    told = texts(message)
    assert message.kicker == "Ardlinn Council. 1\xa0February to 28\xa0February 2027. Safe to share."
    assert "30 or more people answered." in told
    assert "You get a message before." in told
    assert "51 days" in told, "from 28 February to 20 April"
    quotes = [part.text for part in message.parts if isinstance(part, Quote)]
    assert quotes == [f"{question} said {n}" for question in ("trust", "choice") for n in (0, 2, 4)]
    assert "said 1" not in told, "nobody allowed that"


def test_a_list_that_is_too_small_is_not_quoted_from(
    sealed: DeskFacts, words: Callable[..., tuple[SealedText, ...]], texts: Callable[[object], str]
) -> None:
    facts = replace(sealed, approved=words(trust=4))
    assert "said" not in texts([p for p in page(facts).parts if isinstance(p, Quote)])
    assert any(isinstance(part, Withheld) for part in page(facts).parts)
    assert not [part for part in page(facts, "cards").parts if isinstance(part, Card)]


def test_before_and_after_stand_side_by_side_in_chart_and_table(
    a_round: Callable[..., Round], desk: Callable[..., DeskFacts], library: object
) -> None:
    questions = library.sets["leaders-outcomes"]  # type: ignore[attr-defined]
    first = a_round(RoundState.SEALED, question_set="leaders-outcomes", wave="before")
    second = replace(first, id="r2", wave="after")
    waves = (Wave(first, questions, BEFORE), Wave(second, questions, AFTER))
    pairs = {"what-it-is": [("2", "4")] * 13 + [("4", "4")] * 4 + [("4", "2")] * 3}
    facts = desk(first, waves=waves, pairs=pairs)
    table = tables(page(facts))["How people saw it"]
    assert [bar.when for bar in table.bars] == ["Before", "After"]
    before, after = table.bars
    assert [s.text for s in (*before.left, *before.right, *before.apart)] == ["20"] * 5
    assert before.told.startswith("I can say what sharing power means. Before: Strongly disagree: ")
    assert [s.text for s in after.left] == ["17"], "a point that nobody picked goes with the next"
    assert table.rows[0][2].text == "6 of 30 (20\xa0%)"
    assert [(c.span, c.label) for c in table.rows[1][2:]] == [
        (2, "Strongly disagree or Disagree"),
        (1, ""),
        (2, "Agree or Strongly agree"),
    ]
    assert tables(page(facts))["People who answered"].rows[0][2].text == "30"
    moves = tables(page(facts))["The same people, before and after"]
    told = [f"{n} or more" for n in (20, 10, 10, 5, 10)]
    assert [cell.text for cell in moves.rows[0][1:]] == told, "not exact beside nobody"
    assert moves.rows[0][4].span == 2
    # A statement too few agreed about has its row, and no bar.
    assert {row[0].text for row in table.rows if row[-1].span == 5} == {
        each.wording["plain"].ask for each in questions.questions if each.id != "what-it-is"
    }


def test_key_messages_are_picked_kept_and_shown_with_what_is_allowed(
    sealed: DeskFacts, texts: Callable[[object], str], sound: Callable[[Message], Message]
) -> None:
    form = sound(page(sealed, "key"))
    assert form.fields[0].value == "Workers change. You get a message before."
    offered = {o.value for o in form.fields[-1].options}
    assert {o[2:] for o in offered} == {"trust", "choice"}
    assert {int(o[:2]) % 2 for o in offered} == {0}
    three = {f"message-{n}": (f"Message {n}.",) for n in (1, 2, 4)}
    given = {**three, "quotes": ("02trust",)}
    taken = step(Spot("report", "r1", "choose"), Chose("messages", given), sealed)
    kept = SaveMessages("r1", ("Message 1.", "Message 2.", "Message 4."), ("02trust",))
    assert taken.effects == (kept,)
    assert sealed.round is not None
    done = replace(
        sealed, round=replace(sealed.round, messages=kept.messages, cited=("02trust", "01trust"))
    )
    told = texts(page(done, "key"))
    assert "Message 4." in told
    assert "trust said 2" in told
    assert "trust said 1" not in told, "no longer allowed"


@pytest.mark.parametrize(
    "given",
    [
        {"message-1": ("One.",), "message-2": ("Two.",)},
        {**{f"message-{n}": ("A",) for n in range(1, 4)}, "message-4": ("x" * 201,)},
        {**{f"message-{n}": ("A",) for n in range(1, 4)}, "quotes": ("01trust",)},
        {
            **{f"message-{n}": ("A",) for n in range(1, 4)},
            "quotes": ("00trust", "02trust", "04trust"),
        },
    ],
)
def test_what_does_not_fit_is_not_kept(
    given: dict[str, tuple[str, ...]], sealed: DeskFacts
) -> None:
    taken = step(Spot("report", "r1", "choose"), Chose("messages", given), sealed)
    assert taken.faults
    assert not taken.effects


def test_each_card_has_one_allowed_quote_its_question_and_its_theme(
    sealed: DeskFacts, sound: Callable[[Message], Message]
) -> None:
    drawn = [part for part in sound(page(sealed, "cards")).parts if isinstance(part, Card)]
    assert sorted(card.parts[0].text for card in drawn) == [  # type: ignore[union-attr]
        f"{question} said {n}" for question, n in (("choice", 0), ("choice", 2), ("choice", 4), ("trust", 0), ("trust", 2), ("trust", 4), ("trust", 6))
    ]  # fmt: skip


def test_reports_list_rounds_that_asked_people(
    sealed: DeskFacts, a_round: Callable[..., Round], texts: Callable[[object], str]
) -> None:
    draft = a_round(RoundState.DRAFT, id="r9", title="A draft")
    facts = replace(sealed, rounds=(*sealed.rounds, draft))
    told = texts(show(Spot("reports"), facts, {}, {}, ""))
    assert "The report is ready" in told
    assert "A draft" not in told
    assert date(2027, 2, 16) == facts.now.date()


def test_who_came_stands_by_site_and_small_sites_hide(
    sealed: DeskFacts, texts: Callable[[object], str]
) -> None:
    sites = (
        Site("Leith", (9, 12)),
        Site("Ardlinn", (4, 12)),
        Site("Elm Row", (8, 8)),
        Site("Quay", (9, 9)),
    )
    came = Record("a" * 32, "r1", Kind.ATTENDANCE, columns=("First", "Second"), sites=sites)
    table = tables(page(replace(sealed, records=(came,))))[
        "Who came, by site, as staff wrote it down"
    ]
    shown = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    # How many answered is told in steps. Exact ones that staff typed would give it away.
    assert shown["Elm Row"] == ["5 or more", "5 or more"]
    assert shown["All sites"] == ["30 or more", "40 or more"]
    assert "9" not in texts(table.rows[0])
    assert "Numbers go in steps of 5" in table.note
    assert [row[1].span for row in table.rows[:2]] == [2, 2]


def test_a_quote_that_was_taken_down_is_nowhere(
    sealed: DeskFacts, texts: Callable[[object], str]
) -> None:
    down = tuple(
        replace(t, text="", quotable=False) if t.id == "00trust" else t for t in sealed.approved
    )
    facts = replace(sealed, approved=down)
    assert facts.round is not None
    picked = replace(
        facts, round=replace(facts.round, messages=("A.", "B.", "C."), cited=("00trust", "02trust"))
    )
    for item in ("", "key", "cards", "choose"):
        drawn = page(picked, item)
        quotes = [p.text for p in drawn.parts if isinstance(p, Quote)]
        quotes += [
            q.text
            for p in drawn.parts
            if isinstance(p, Card)
            for q in p.parts
            if isinstance(q, Quote)
        ]
        assert all(quotes)
        assert "trust said 0" not in texts(drawn)
