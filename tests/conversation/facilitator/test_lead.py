from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.consultation.hard_words import HardWords
from bot.consultation.model import Concern, HelpRequest, Round, RoundState
from bot.consultation.redaction import Kept, KeptCover
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.events import Chose
from bot.conversation.lead import show, step
from bot.conversation.lead_effects import SaveHardWords, Settle
from bot.conversation.messages import Card, Done, Fault, Message, Notice, Segment, Words

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
Texts = Callable[[object], str]
Sound = Callable[[Message], Message]
TODAY = datetime.combine(date(2027, 2, 16), time.max)
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
    assert [choice.action for choice in card.choices] == ["contacted:h1", "unreached:h1"]
    noon = replace(REQUEST, due=datetime(2027, 2, 17, 12))  # noqa: DTZ001 - local
    told = "Wednesday 17\u00a0February 2027, by noon"
    assert told in texts(at(lead(requests=(noon,)), sound))


def test_the_second_sees_why_and_what_was_dealt_with_stands_a_week(
    lead: Lead, sound: Sound, texts: Texts, a_round: MakeRound
) -> None:
    late = replace(REQUEST, due=TODAY - timedelta(days=1))
    mine = a_round(RoundState.OPEN, lead="gus", second="isla")
    seen = texts(at(lead(requests=(late,), concerns=(), rounds=(mine,)), sound))
    assert "Gus has not answered in time. So you see it too." in seen
    assert "It was due on Monday 15\u00a0February 2027. They still wait." in seen
    for state, said in (("contacted", "You have talked."), ("unreached", "could not reach them.")):
        done = lead(requests=(replace(late, state=state),), concerns=())
        screen = at(done, sound)
        assert not cards(screen)
        assert said in texts(screen)
        assert "07700 900123" in texts(screen)
        assert "They still wait" not in texts(screen)
        assert step(Spot(), Chose("contacted:h1"), done).faults


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (TODAY - timedelta(days=1), "It was due on Monday 15\u00a0February 2027. They still wait."),
        (TODAY + timedelta(days=1), "\nWednesday 17\u00a0February 2027\n"),
    ],
)
def test_a_day_that_has_passed_is_said(
    due: datetime, says: str, lead: Lead, sound: Sound, texts: Texts
) -> None:
    request = HelpRequest("h1", "r1", "a@b.example", due)

    assert says in texts(at(lead(requests=(request,)), sound))


def test_days_are_those_of_the_round(lead: Lead, sound: Sound, texts: Texts) -> None:
    # Half past midnight in Scotland in summer, while the day before still lasts in UTC.
    night = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    due = datetime.combine(date(2027, 6, 2), time.max)
    facts = lead(requests=(replace(REQUEST, due=due),), now=night)
    assert "Today, Wednesday 2\u00a0June 2027" in texts(at(facts, sound))


def test_the_most_urgent_comes_first(lead: Lead, sound: Sound, texts: Texts) -> None:
    later = HelpRequest("h0", "r1", "later@b.example", TODAY + timedelta(days=2))
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


@pytest.mark.parametrize(
    ("act", "effect"),
    [
        ("contacted", Settle("request", "h1", "contacted")),
        ("unreached", Settle("request", "h1", "unreached")),
        ("concern", Settle("concern", "c1")),
    ],
)
def test_what_is_dealt_with_goes(act: str, effect: Settle, lead: Lead, sound: Sound) -> None:
    taken = step(Spot("concern", "", "c1"), Chose(f"{act}:{effect.id}"), lead())

    assert taken.effects == (effect,)
    assert (taken.spot, taken.note) == (Spot(), f"lead.note.{act}")
    assert isinstance(at(lead(), sound, note=taken.note).before[0], Done)
    for gone in (f"{act}:h2", f"{act}:", act):
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
    taken = step(Spot(), Chose("contacted:h1"), facts)
    assert (taken.effects, taken.spot, list(taken.faults)) == ((), Spot(), [""])
    for spot in (Spot(), Spot("concern", "", "c1")):
        assert show(spot, facts, {}, {}, "") == Message(facts.say("lead.not_yours"))


def test_a_lead_looks_through_the_phrases_that_offer_support(
    lead: Lead, sound: Sound, texts: Texts
) -> None:
    there = Spot("hard")
    mine = lead(hard=HardWords(("hits me", "suicide"), date(2027, 2, 1)))
    screen = at(mine, sound, there)
    assert screen.fields[0].value == "hits me\nsuicide"
    assert "looked through them on 1\u00a0February 2027" in texts(screen)
    old = lead(hard=HardWords((), date(2026, 2, 1)))
    assert "Take a look, and save." in texts(at(old, sound, there))
    taken = step(there, Chose("save", {"phrases": ("suicide\n greets  a lot \n\nsuicide",)}), mine)
    assert taken.effects == (SaveHardWords(("greets a lot", "suicide")),)
    assert isinstance(at(mine, sound, there, taken.note).before[0], Done)
    for bad in ("x" * 61, "\n".join(f"word {n}" for n in range(301))):
        refused = step(there, Chose("save", {"phrases": (bad,)}), mine)
        assert (refused.effects, list(refused.faults)) == ((), ["phrases"])
        assert show(there, mine, refused.faults, {"phrases": (bad,)}, "").fields[0].value == bad
