"""Who runs a round: named by kind of experience, and never with what a person did not choose to tell."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.consultation.model import Round
from bot.consultation.rounds import again
from bot.consultation.team import READY, named
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose
from bot.conversation.facilitator import step
from bot.conversation.facilitator_facts import reasons
from bot.conversation.facilitator_screens import show
from tests.conversation.contributor_world import SAY, Talk

Desk = Callable[..., DeskFacts]
MakeRound = Callable[..., Round]
HERE = Spot("draft", "r1", "team")


def saved(desk: DeskFacts, **given: tuple[str, ...]) -> Any:
    taken = step(HERE, Chose("save", given), desk)
    return taken.faults or taken.effects[0]


def test_lived_experience_is_not_written_down_before_they_chose_it(
    desk: Desk, a_round: MakeRound
) -> None:
    draft = a_round()
    assert saved(desk(draft), team_lived=("Dee Munro",)) == {
        "team_chose": desk().say("gate.team_chose")
    }
    kept = saved(desk(draft), team_lived=("Dee Munro",), team_chose=("yes",))
    assert kept == SaveRound(replace(draft, team_lived="Dee Munro", team_chose=("yes",)))
    # Taking the tick away takes the names away, or nothing is kept.
    assert "team_chose" in saved(desk(kept.round), team_lived=("Dee Munro",))


def test_whoever_runs_it_is_prepared_has_a_debrief_and_can_step_back(
    desk: Desk, a_round: MakeRound
) -> None:
    draft = a_round(team_work="Isobel Kerr")
    assert reasons(draft, desk(draft))["team_ready"] == desk().say("gate.team_ready")
    half = replace(draft, team_ready=READY[:2])
    assert "team_ready" in reasons(half, desk(half))
    whole = replace(draft, team_ready=READY)
    assert "team_ready" not in reasons(whole, desk(whole))
    assert "team_ready" not in reasons(a_round(), desk(a_round()))
    assert "three" in repr(show(HERE, desk(draft), {}, {}, "").fields)


def test_a_name_is_for_one_round_alone() -> None:
    told = Round("r1", "c", team_work="Isobel", team_lived="Dee", team_chose=("yes",))
    copy = again(told, id_="r2", code="d", facilitator="f")
    assert named(copy) == {"work": "Isobel"}
    assert "Dee" not in repr(copy)
    assert named(replace(told, team_chose=())) == {"work": "Isobel"}


def test_people_read_who_runs_it_before_they_say_yes() -> None:
    talk = Talk()
    assert SAY("contributor.invitation.team.label") not in talk.seen
    talk = Talk(team_lead="Catriona Bell", team_lived="Dee Munro", team_chose=("yes",))
    assert SAY("contributor.invitation.team.lead", names="Catriona Bell") in talk.seen
    assert SAY("contributor.invitation.team.lived", names="Dee Munro") in talk.seen
