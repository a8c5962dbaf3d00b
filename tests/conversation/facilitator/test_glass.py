"""What two leads see of finding out whose words gave concern."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.model import Concern, Glass, Role, RoundState, Staff
from bot.consultation.redaction import Kept
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.events import Chose
from bot.conversation.lead import show, step
from bot.conversation.lead_effects import AgreeGlass, AskGlass, OpenGlass
from bot.conversation.messages import Card, Message
from tests.conversation.facilitator.conftest import STAFF

GUS = Staff("gus2", "Gus Boyd", Role.LEAD)
CONCERN = Concern("c1", "r1", "trust", Kept("Hard words."), "safe", "a" * 32)
OPENED = Spot("concern", "", "c1")
FORM = Spot("glass", "", "c1")
Make = Callable[..., DeskFacts]


@pytest.fixture
def two(desk: Callable[..., DeskFacts], a_round: Callable[..., Any]) -> Make:
    """The desk of the first lead, or of the second; keywords change the round."""

    def make(glass: Glass | None = None, *, gus: bool = False, **changes: Any) -> DeskFacts:
        state = changes.pop("state", RoundState.OPEN)
        round_ = a_round(state, **{"safety": "break_glass", "second": GUS.id, **changes})
        facts = desk(round_, "isla", round=None, concerns=(replace(CONCERN, glass=glass),))
        staff = {**STAFF, GUS.id: GUS}
        return replace(facts, staff=staff, me=GUS if gus else facts.me)

    return make


def card(facts: DeskFacts) -> Card:
    (found,) = [part for part in show(OPENED, facts, {}, {}, "").parts if isinstance(part, Card)]
    return found


def acts(facts: DeskFacts) -> list[str]:
    return [choice.action for choice in card(facts).choices]


def test_the_first_asks_with_reasons(two: Make, sound: Callable[[Message], Message]) -> None:
    assert acts(two()) == ["concern:c1", "go:glass//c1", "go://"]
    form = sound(show(FORM, two(), {}, {}, ""))
    assert [field.id for field in form.fields] == ["why", "tell", "unsafe"]
    for values, wrong in (
        ({}, {"why", "tell"}),
        ({"why": ("x",), "tell": ("no",)}, {"unsafe"}),
        ({"why": ("  ",), "tell": ("yes",)}, {"why"}),
    ):
        taken = step(FORM, Chose("ask", values), two())
        assert (taken.effects, set(taken.faults)) == ((), wrong)
    told = step(FORM, Chose("ask", {"why": ("x",), "tell": ("yes",), "unsafe": ("y",)}), two())
    assert told.effects == (AskGlass("c1", "x", ""),)
    quiet = step(FORM, Chose("ask", {"why": ("x",), "tell": ("no",), "unsafe": ("y",)}), two())
    assert quiet.effects == (AskGlass("c1", "x", "y"),)


def test_the_second_reads_why_and_agrees_or_not(two: Make, texts: Callable[..., str]) -> None:
    asked = two(Glass("it is bad", "somebody reads along"), gus=True)
    assert acts(asked) == ["agree:c1", "refuse:c1", "go://"]
    assert "it is bad" in texts(card(asked))
    assert "somebody reads along" in texts(card(asked))
    for act, agree in (("agree", True), ("refuse", False)):
        assert step(OPENED, Chose(f"{act}:c1"), asked).effects == (AgreeGlass("c1", agree=agree),)


def test_the_first_looks_once_it_is_agreed(two: Make, texts: Callable[..., str]) -> None:
    waits, agreed = two(Glass("x")), two(Glass("x", agreed=True))
    assert "Gus Boyd has to agree first." in texts(card(waits))
    assert acts(waits) == ["concern:c1", "go://"]
    assert acts(agreed) == ["concern:c1", "see:c1", "go://"]
    taken = step(OPENED, Chose("see:c1"), agreed)
    assert (taken.effects, taken.spot) == ((OpenGlass("c1"),), FORM)
    for contact, seen, unseen in (
        ({"channel": "slack", "user": "U7", "team": "T1", "bot": "B1"}, "U7", "B1"),
        ({"channel": "web", "code": "amber birch"}, "names nobody", "amber"),
        ({}, "Nothing leads to its writer.", "code"),
    ):
        shown = texts(show(taken.spot, replace(agreed, behind=contact), {}, {}, taken.note))
        assert seen in shown
        assert unseen not in shown
    assert "Concern 1" in texts(show(taken.spot, agreed, {}, {}, "")), "never a second time"


@pytest.mark.parametrize(
    "changes",
    [
        {"safety": "contact_on_request"},
        {"second": ""},
        {"second": "isla"},
        {"state": RoundState.SEALING},
        {"state": RoundState.SEALED},
        {"state": RoundState.CANCELLED},
    ],
)
def test_elsewhere_there_is_no_such_thing(changes: dict[str, Any], two: Make) -> None:
    for glass in (None, Glass("x"), Glass("x", agreed=True)):
        facts = two(glass, **changes)
        assert not {act.partition(":")[0] for act in acts(facts)} & {"see", "agree", "refuse"}
        assert "go:glass//c1" not in acts(facts)
        for spot, act in ((FORM, "ask"), (OPENED, "see:c1"), (OPENED, "agree:c1")):
            taken = step(spot, Chose(act, {"why": ("x",), "tell": ("yes",)}), facts)
            assert taken.effects == ()
            assert taken.faults


def test_each_has_their_own_part(two: Make) -> None:
    asked, agreed = Glass("x"), Glass("x", agreed=True)
    for facts, act in (
        (two(asked), "agree:c1"),
        (two(asked), "see:c1"),
        (two(asked, gus=True), "see:c1"),
        (two(agreed, gus=True), "see:c1"),
        (two(agreed, gus=True), "agree:c1"),
    ):
        assert step(OPENED, Chose(act), facts).effects == ()
