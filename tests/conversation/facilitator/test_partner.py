"""The partner's desk: what the invitation says of the rounds of their groups, and nothing more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.model import (
    Answer,
    Concern,
    Group,
    HelpRequest,
    Item,
    Outcome,
    Role,
    Round,
    RoundState,
)
from bot.consultation.redaction import Kept
from bot.conversation import partner
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.events import Chose
from bot.conversation.messages import (
    Card,
    Entries,
    Fault,
    Figure,
    Message,
    Notice,
    Promise,
    Quote,
    Rows,
    Share,
    Sheet,
    Timeline,
    Words,
)
from bot.conversation.staff import show, step
from bot.ports import Batch, SealedText

NOT_HERE = (
    "You cannot do that here. Nothing has changed. Load the page again to see what you can do."
)
Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
OPEN = RoundState.OPEN
GROUP = Group("g1", "Ardlinn", "young people", "RLP", ("paul",))
FIGURE = 985
CANARY = "canary"


def at(spot: Spot, facts: DeskFacts, sound: Sound) -> Message:
    return sound(show(spot, facts, {}, {}, ""))


def only[T](kind: type[T], message: Message) -> T:
    (found,) = (part for part in message.parts if isinstance(part, kind))
    return found


def test_home_lists_the_rounds_of_their_groups(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    rounds = (
        a_round(OPEN),
        a_round(RoundState.CANCELLED, id="x"),
        a_round(RoundState.SEALED, id="s"),
        a_round(RoundState.DRAFT, id="d"),
        a_round(OPEN, id="o", group="g2"),
    )
    facts = desk(me="paul", groups=(GROUP,), rounds=rounds)
    entries = only(Entries, at(Spot(), facts, sound)).entries

    assert [(Spot.parse(e.action), e.state) for e in entries] == [
        (Spot("round", "r1"), "Ardlinn, young people. Open, day 16 of 28"),
        (Spot("round", "x"), "Ardlinn, young people. Called off"),
        (Spot("round", "s"), "Ardlinn, young people. Sealed"),
    ]


def test_an_empty_desk_says_how_rounds_come(desk: Desk, sound: Sound) -> None:
    waiting = at(Spot(), desk(me="paul", groups=(GROUP,)), sound)
    assert only(Notice, waiting).lines[0] == "There is no round for your groups now."
    alone = at(Spot(), desk(me="paul", groups=()), sound)
    assert only(Notice, alone).lines == (
        "You are in no group yet.", "Ask an admin to add you to the groups you know.",
    )  # fmt: skip


def test_a_round_says_what_the_invitation_says(
    desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    screen = at(Spot("round", "r1"), desk(a_round(OPEN), "paul"), sound)

    assert (screen.title, screen.kicker) == (
        "Five questions on trust", "Ardlinn, young people. Open, day 16 of 28",
    )  # fmt: skip
    assert only(Promise, screen).status == "On time: 73 days left"
    assert [m.label for m in only(Timeline, screen).moments] == [
        "Opened", "Today", "Closes", "Sealed", "Tell by",
    ]  # fmt: skip
    assert only(Share, screen).path == "/r/abc"
    assert "It works until the end of 28\u00a0February 2027." in texts(screen)
    told = "\n".join(line for row in only(Rows, screen).rows for line in row.lines)
    for words in ("Ardlinn Council is asking.", "To change how workers", "Catriona Bell.", "Ewan"):
        assert words in told
    acts = ["go:print/r1/", "go:together/r1/", "go://"]
    assert [choice.action for choice in screen.choices] == acts


@pytest.mark.parametrize(
    ("state", "part"),
    [
        (RoundState.CLOSED, "This round takes no new answers."),
        (RoundState.SEALING, "This round takes no new answers."),
        (RoundState.SEALED, "This round takes no new answers."),
        (RoundState.CANCELLED, "Take the invitation down."),
    ],
)
def test_what_is_over_is_not_handed_out(
    state: RoundState, part: str, *, desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    facts = desk(a_round(state), "paul")
    screen = at(Spot("round", "r1"), facts, sound)

    assert part in texts(screen)
    assert [choice.action for choice in screen.choices] == ["go://"]
    assert not [p for p in screen.parts if isinstance(p, Share)]
    printed = at(Spot("print", "r1"), facts, sound)
    assert not [p for p in printed.parts if isinstance(p, Sheet)]


def test_an_invitation_goes_out_until_the_last_midnight(
    desk: Desk, a_round: MakeRound, sound: Sound
) -> None:
    for now, kinds in (
        (datetime(2027, 2, 28, 23, 59, tzinfo=UTC), [Sheet]),
        (datetime(2027, 3, 1, 0, 0, tzinfo=UTC), []),
    ):
        screen = at(Spot("print", "r1"), desk(a_round(OPEN), "paul", now=now), sound)
        assert [type(p) for p in screen.parts if isinstance(p, Sheet)] == kinds


@pytest.mark.parametrize("place", ["round", "print", "?", "draft", "words", "outcome"])
def test_what_is_not_theirs_is_denied(
    place: str, desk: Desk, a_round: MakeRound, sound: Sound, texts: Texts
) -> None:
    for round_ in (a_round(OPEN, group="g2"), a_round(RoundState.DRAFT), a_round(OPEN, id="r2")):
        screen = at(Spot(place, "r1"), desk(round_, "paul"), sound)
        assert screen.before == (Fault("That is not a round of your groups. These are."),)
        assert "Catriona" not in texts(screen)


def full(round_: Round, facts: DeskFacts) -> DeskFacts:
    """Facts in which everything lies open that a partner must never see."""
    answer = Answer("a", "trust", Kept(f"{CANARY} answer"), quote=True)
    return replace(
        facts,
        outcomes=(Outcome("o1", round_.id, (Item(CANARY, CANARY, "done", CANARY),)),),
        batches=(Batch("b", (answer,)),),
        approved=(SealedText("q", "trust", f"{CANARY} quote", quotable=True),) * 9,
        tallies={"heard": {"1": FIGURE}},
        opened=frozenset({"a"}),
        waits=frozenset({round_.id}),
        requests=(HelpRequest("h", round_.id, CANARY, facts.now.replace(tzinfo=None)),),
        concerns=(Concern("c", round_.id, "trust", Kept(CANARY), CANARY),),
        handed=CANARY,
    )


PLACES = st.sampled_from(
    ["", "round", "print", "words", "outcome", "outcomes", "draft", "close", "cancel", "hand",
     "batch", "answer", "held", "second", "person", "group", "groups", "concern", "?"]
)  # fmt: skip
ACTS = st.one_of(
    st.sampled_from(
        ["new", "save", "open", "close", "cancel", "again", "hand", "add", "link", "approve",
         "decline", "cover", "concern:c", "contacted:h", "schedule", ""]
    ),
    st.text(max_size=8).filter(lambda act: not act.startswith("go:")),
)  # fmt: skip
VALUES = st.dictionaries(
    st.sampled_from(["to", "name", "role", "title", "site", "people", "reason"]),
    st.sampled_from([("gus",), ("paul",), ("admin",), ("Bo",), ()]),
)


@given(
    state=st.sampled_from(RoundState),
    place=PLACES,
    item=st.sampled_from(["", "a", "c", "g1", "new", "ada", "about"]),
    act=ACTS,
    values=VALUES,
)
def test_no_answer_and_no_figure_ever_reaches_a_partner_and_nothing_is_theirs_to_change(
    state: RoundState,
    place: str,
    item: str,
    act: str,
    values: dict[str, tuple[str, ...]],
    *,
    desk: Desk,
    a_round: MakeRound,
    sound: Sound,
    texts: Texts,
) -> None:
    round_ = a_round(state, figure=FIGURE, figure_day=datetime(2027, 2, 10, tzinfo=UTC).date())
    facts = full(round_, desk(round_, "paul"))
    spot = Spot(place, "r1", item)

    taken = step(spot, Chose(act, values), facts)
    assert taken.effects == ()
    assert taken.faults == {"": NOT_HERE}
    for faults in ({}, taken.faults):
        screen = sound(show(spot, facts, faults, values, taken.note))
        assert CANARY not in texts(screen)
        assert str(FIGURE) not in texts(screen)
        assert not [p for p in screen.parts if isinstance(p, Figure | Quote | Words | Card)]


def test_the_partners_desk_is_for_partners(desk: Desk, a_round: MakeRound, texts: Texts) -> None:
    for me in ("fiona", "ewan", "isla", "ada"):
        facts = desk(a_round(OPEN), me)
        assert facts.me.role is not Role.PARTNER
        for spot in (Spot(), Spot("round", "r1"), Spot("print", "r1")):
            assert "Catriona" not in texts(partner.show(spot, facts, {}, {}, ""))
            assert partner.step(spot, Chose("go:round/r1"), facts).spot == spot
