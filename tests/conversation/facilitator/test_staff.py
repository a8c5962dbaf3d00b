from collections.abc import Callable

import pytest

from bot.consultation.model import Round, RoundState
from bot.conversation import (
    admin,
    admin_screens,
    coordinator,
    coordinator_screens,
    facilitator,
    facilitator_screens,
    lead,
    partner,
)
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.staff import ACTS, show, step

Desk = Callable[..., DeskFacts]
NOT_HERE = (
    "You cannot do that here. Nothing has changed. Load the page again to see what you can do."
)
DOORS = {
    "fiona": (facilitator.step, facilitator_screens.show),
    "ewan": (coordinator.step, coordinator_screens.show),
    "isla": (lead.step, lead.show),
    "paul": (partner.step, partner.show),
    "ada": (admin.step, admin_screens.show),
}


@pytest.mark.parametrize("me", DOORS)
def test_each_role_has_its_own_desk(me: str, desk: Desk, a_round: Callable[..., Round]) -> None:
    facts = desk(a_round(RoundState.OPEN), me)
    their_step, their_show = DOORS[me]

    for spot in (Spot(), Spot("close", "r1"), Spot("answer", "r1", "a")):
        for act in ("new", "close", "open", "approve", "contacted:1", "go:x"):
            event = Chose(act)
            known = act == "go:x" or (spot.place, act.partition(":")[0]) in ACTS[facts.me.role]
            theirs = their_step(spot, event, facts) if known else StaffStep(spot)
            if theirs == StaffStep(spot) and act != "go:x":
                # An act that means nothing here is refused in words.
                theirs = StaffStep(spot, faults={"": facts.say("desk.refused.not_here")})
            assert step(spot, event, facts) == theirs
        assert show(spot, facts, {}, {}, "") == their_show(spot, facts, {}, {}, "")


def test_an_act_of_another_role_is_refused_in_words(
    desk: Desk, a_round: Callable[..., Round]
) -> None:
    refused = step(Spot(), Chose("close"), desk(a_round(RoundState.OPEN), "isla"))

    assert refused.faults == {"": NOT_HERE}
    assert refused.effects == ()


def test_no_two_roles_share_a_home(desk: Desk, a_round: Callable[..., Round]) -> None:
    homes = {me: show(Spot(), desk(a_round(RoundState.OPEN), me), {}, {}, "") for me in DOORS}

    assert len({str(home.parts) + home.title for home in homes.values()}) == len(DOORS)
