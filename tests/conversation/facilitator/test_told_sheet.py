"""What changed, on paper; and to how many people it was handed over."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.consultation.model import Group, Item, Outcome, Round, RoundState
from bot.conversation import staff
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import Figure, Message, Sheet, Withheld

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
MakeOutcome = Callable[..., Outcome]
Sound = Callable[[Message], Message]
SEALED = RoundState.SEALED
GROUP = Group("g1", "Ardlinn", "young people", "RLP", ("paul",))
LONG = Item("s" * 400, "d" * 400, "done", "b" * 400)


def sheets(message: Message) -> list[Sheet]:
    return [part for part in message.parts if isinstance(part, Sheet)]


@pytest.mark.parametrize("me", ["fiona", "paul"])
def test_the_page_is_there_once_people_have_heard(
    me: str, desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome, sound: Sound
) -> None:
    spot = Spot("told", "r1")
    for outcomes in ((), (an_outcome(),), (an_outcome(state="scheduled"),)):
        facts = desk(a_round(SEALED), me, outcomes=outcomes, groups=(GROUP,))
        assert sheets(sound(staff.show(spot, facts, {}, {}, ""))) == []
    facts = desk(a_round(SEALED), me, outcomes=(an_outcome(state="sent"),), groups=(GROUP,))
    (sheet,) = sheets(sound(staff.show(spot, facts, {}, {}, "")))
    assert (sheet.path[:3], sheet.purpose) == ("/r/", "I read all of it.")
    assert [row.label for row in sheet.asks] == ["Workers change."]
    assert "Catriona Bell" in sheet.notes[0]
    place = Spot("outcome" if me == "fiona" else "round", "r1")
    choices = staff.show(place, facts, {}, {}, "").choices
    assert spot.action() in {choice.action for choice in choices}


def test_what_does_not_fit_on_one_page_is_behind_the_link_whole(
    desk: Desk, a_round: MakeRound, an_outcome: MakeOutcome
) -> None:
    sent = an_outcome(state="sent", items=(LONG,) * 4)
    assert sent.response is not None
    sent = replace(sent, response=replace(sent.response, text="x" * 600))
    facts = desk(a_round(SEALED), outcomes=(sent,))
    (sheet,) = sheets(staff.show(Spot("told", "r1"), facts, {}, {}, ""))
    assert len(sheet.asks) == 1
    assert sheet.purpose == facts.say("sheet.told.answered", decider="Catriona Bell")
    assert sheet.until == facts.say("sheet.told.rest")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((23, 0), ["-", "20 or more"]),
        ((23, 19), ["15 or more", "-"]),
        ((23, 23), ["20 or more", "-"]),
    ],
)
def test_figures_of_a_sending_go_in_steps_and_what_waits_is_not_heard(
    counts: tuple[int, int],
    shown: list[str],
    desk: Desk,
    a_round: MakeRound,
    an_outcome: MakeOutcome,
) -> None:
    outcome = an_outcome(state="sent", planned=counts[0], sent=counts[1])
    page = staff.show(Spot("outcome", "r1"), desk(a_round(SEALED), outcomes=(outcome,)), {}, {}, "")
    told = [part for part in page.parts if isinstance(part, Figure | Withheld)]
    assert [part.value if isinstance(part, Figure) else "-" for part in told] == shown
