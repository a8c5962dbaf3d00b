"""The promises on one screen, and looking after one: a word for the next note, another day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from bot.consultation.model import Line, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import AddLine, MovePromise
from bot.conversation.events import Chose
from bot.conversation.messages import Entries, Message, Notice
from bot.conversation.staff import show, step

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
HERE = Spot("promise", "r1")
NEAR = datetime(2027, 4, 20, 12, tzinfo=UTC)
MOVED = {"day": ("2027-05-06",), "because": ("The builder fell ill.",)}


def test_a_facilitator_sees_their_own_promises_and_an_admin_all(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    mine = a_round(RoundState.SEALED)
    theirs = a_round(RoundState.OPEN, id="r2", title="Theirs", facilitator="gus")
    for me, count in (("fiona", 1), ("ada", 2)):
        facts = desk(mine, me, rounds=(mine, theirs), now=NEAR, round=None)
        ledger = sound(show(Spot("promises"), facts, {}, {}, ""))
        (entries,) = (part for part in ledger.parts if isinstance(part, Entries))
        assert len(entries.entries) == count
        assert "Fiona Kerr, with Catriona Bell" in texts(entries)
        home = sound(show(Spot(), facts, {}, {}, ""))
        assert home.parts[0].lines[0] == "Promises that come near"  # type: ignore[union-attr]
    quiet = desk(mine, kept={"r1": date(2027, 4, 1)}, now=NEAR, round=None)
    assert not any(isinstance(p, Notice) for p in show(Spot(), quiet, {}, {}, "").parts)


def test_a_day_moves_while_the_promise_stands(desk: Desk, a_round: MakeRound, sound: Sound) -> None:
    facts = desk(a_round(RoundState.SEALED), now=NEAR)
    screen = sound(show(HERE, facts, {}, {}, ""))
    assert '"move"' in repr(screen).replace("'", '"')
    taken = step(HERE, Chose("move", MOVED), facts)
    assert taken.effects == (MovePromise("r1", date(2027, 5, 6), "The builder fell ill."),)


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"day": ("",)}, "day", "Pick the new day."),
        ({"day": ("soon",)}, "day", "Give a day"),
        ({"day": ("2027-04-20",)}, "day", "after today"),
        ({"day": ("2027-04-25",)}, "day", "after the one you promised"),
        ({"day": ("2027-08-01",)}, "day", "60 days without a word"),
        ({"because": ("  ",)}, "because", "Say why"),
        ({"because": ("x" * 301,)}, "because", "too long"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    values: dict[str, tuple[str, ...]], field: str, says: str, desk: Desk, a_round: MakeRound
) -> None:
    facts, given = desk(a_round(RoundState.SEALED), now=NEAR), MOVED | values
    taken = step(HERE, Chose("move", given), facts)
    assert taken.effects == ()
    assert says in taken.faults[field]
    shown = repr(show(HERE, facts, taken.faults, given, ""))
    assert all(text in shown for text in (*given["day"], given["because"][0]))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (RoundState.SEALED, "The day has passed"),
        (RoundState.CLOSED, "once the answers are sealed"),
    ],
)
def test_a_promise_that_cannot_move_offers_nothing_and_says_why(
    state: RoundState, says: str, desk: Desk, a_round: MakeRound, texts: Texts
) -> None:
    late = datetime(2027, 5, 1, 12, tzinfo=UTC)
    facts = desk(a_round(state), now=late if state is RoundState.SEALED else NEAR)
    assert says in texts(show(HERE, facts, {}, {}, ""))
    assert step(HERE, Chose("move", MOVED), facts).effects == ()


def test_the_next_note_takes_one_line_more(desk: Desk, a_round: MakeRound, texts: Texts) -> None:
    round_ = a_round(RoundState.SEALED, note_every=30)
    facts = desk(round_, now=datetime(2027, 3, 20, 12, tzinfo=UTC))
    assert "7\N{NO-BREAK SPACE}April" in texts(show(HERE, facts, {}, {}, ""))
    taken = step(HERE, Chose("line", {"line": (" We met. ",)}), facts)
    assert taken.effects == (AddLine("r1", Line(date(2027, 4, 7), "We met.")),)
    none = step(HERE, Chose("line", {"line": ("We met.",)}), desk(a_round(RoundState.SEALED)))
    assert none.effects == ()
    assert "no note" in none.faults[""]
