from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.consultation.model import Concern, HelpRequest, Round, RoundState
from bot.consultation.redaction import Kept, KeptCover
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import Settle
from bot.conversation.events import Chose
from bot.conversation.lead import show, step
from bot.conversation.messages import Card, Done, Fault, Message, Notice, Segment, Words

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
TODAY = date(2027, 2, 16)
REQUEST = HelpRequest("h1", "r1", "07700 900123", TODAY)
CONCERN = Concern(
    "c1", "r1", "trust", Kept("I live in a place.", (KeptCover(10, 17, "place"),)), "safe"
)


@pytest.fixture
def lead(desk: Desk, a_round: MakeRound) -> Callable[..., DeskFacts]:
    """The lead's facts; keywords change them."""

    def make(**changes: Any) -> DeskFacts:
        plain = {"requests": (REQUEST,), "concerns": (CONCERN,), "round": None}
        return desk(a_round(RoundState.OPEN), "isla", **{**plain, **changes})

    return make


Lead = Callable[..., DeskFacts]


def at(facts: DeskFacts, sound: Sound, spot: Spot = Spot(), note: str = "") -> Message:  # noqa: B008
    return sound(show(spot, facts, {}, {}, note))


def cards(message: Message) -> list[Card]:
    return [part for part in message.parts if isinstance(part, Card)]


def test_an_empty_desk_teaches(lead: Lead, sound: Sound) -> None:
    (notice,) = at(lead(requests=(), concerns=()), sound).parts

    assert isinstance(notice, Notice)
    assert notice.lines[0] == "Nobody waits for you now."


def test_a_request_says_how_and_by_when(lead: Lead, sound: Sound, texts: Texts) -> None:
    (card,) = cards(at(lead(concerns=()), sound))

    assert "07700 900123" in texts(card)
    assert "Today, Tuesday 16\u00a0February 2027" in texts(card)
    assert card.kicker == "Five questions on trust"
    assert [choice.action for choice in card.choices] == ["request:h1"]
    told = HelpRequest("h1", "r1", "a@b.example", TODAY, "Isla answers by noon.")
    assert "Isla answers by noon." in texts(at(lead(requests=(told,)), sound))


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (date(2027, 2, 15), "It was due on Monday 15\u00a0February 2027. They still wait."),
        (date(2027, 2, 17), "\nWednesday 17\u00a0February 2027\n"),
    ],
)
def test_a_day_that_has_passed_is_said(
    due: date, says: str, lead: Lead, sound: Sound, texts: Texts
) -> None:
    request = HelpRequest("h1", "r1", "a@b.example", due)

    assert says in texts(at(lead(requests=(request,)), sound))


def test_days_are_local_with_and_without_the_round(lead: Lead, sound: Sound, texts: Texts) -> None:
    # Half past midnight in Scotland in summer, while the day before still lasts in UTC.
    night = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    request = HelpRequest("h1", "r1", "a@b.example", date(2027, 6, 2))
    for rounds in (lead().rounds, ()):
        facts = lead(requests=(request,), rounds=rounds, now=night)
        assert "Today, Wednesday 2\u00a0June 2027" in texts(at(facts, sound))


def test_the_most_urgent_comes_first(lead: Lead, sound: Sound, texts: Texts) -> None:
    later = HelpRequest("h0", "r1", "later@b.example", date(2027, 2, 18))
    shown = texts(at(lead(requests=(later, REQUEST)), sound))

    assert shown.index("07700") < shown.index("later@")


def test_a_concern_is_covered_until_it_is_opened(lead: Lead, sound: Sound, texts: Texts) -> None:
    (_, shut) = cards(at(lead(), sound))
    assert shut.shut
    assert "I live in" not in texts(shut)
    there = Spot.parse(shut.choices[0].action)

    (_, opened) = cards(at(lead(), sound, there))
    words = next(part for part in opened.parts if isinstance(part, Words))
    assert words.segments == (
        Segment("I live in "), Segment("a place", "kept"), Segment("."),
    )  # fmt: skip
    assert "Somebody may not be safe." in texts(opened)
    assert [choice.action for choice in opened.choices] == ["concern:c1", "go://"]
    (alone,) = cards(at(lead(requests=()), sound, there))
    assert alone == opened
    two = (CONCERN, Concern("c2", "r9", "trust", Kept("More."), "in my own words"))
    (_, _, second) = cards(at(lead(concerns=two), sound, Spot("concern", "", "c2")))
    assert "in my own words" in texts(second)
    assert second.kicker == ""


@pytest.mark.parametrize(("kind", "item"), [("request", "h1"), ("concern", "c1")])
def test_what_is_dealt_with_goes(kind: Any, item: str, lead: Lead, sound: Sound) -> None:
    taken = step(Spot("concern", "", "c1"), Chose(f"{kind}:{item}"), lead())

    assert taken.effects == (Settle(kind, item),)
    assert (taken.spot, taken.note) == (Spot(), f"lead.note.{kind}")
    assert isinstance(at(lead(), sound, note=taken.note).before[0], Done)
    for gone in (f"{kind}:h2", f"{kind}:", kind):
        again = step(Spot(), Chose(gone), lead())
        assert (again.effects, list(again.faults)) == ((), [""])


def test_nothing_else_does_anything(lead: Lead, desk: Desk, sound: Sound) -> None:
    assert step(Spot(), Chose("go:concern//c1"), lead()).spot == Spot("concern", "", "c1")
    assert step(Spot("x"), Chose("new"), lead()) == step(Spot("x"), Chose(""), lead())
    assert not step(Spot(), Chose("new"), lead()).effects
    assert at(lead(), sound, note="gate.k").before == ()
    fault = show(Spot(), lead(), {"": "It did not save."}, {}, "")
    assert fault.before == (Fault("It did not save."),)


@pytest.mark.parametrize("me", ["paul", "ada", "fiona", "ewan"])
def test_other_roles_see_nothing_of_it_and_settle_nothing(me: str, lead: Lead, desk: Desk) -> None:
    facts = replace(lead(), me=desk(None, me).me)
    taken = step(Spot(), Chose("request:h1"), facts)
    assert (taken.effects, taken.spot, list(taken.faults)) == ((), Spot(), [""])
    for spot in (Spot(), Spot("concern", "", "c1")):
        assert show(spot, facts, {}, {}, "") == Message(facts.say("lead.not_yours"))
