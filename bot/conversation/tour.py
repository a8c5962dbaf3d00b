"""A short way round the desk for whoever sees it first, on the real screens of the sample round.

It is offered once, at home. The step at hand stands above every screen until the tour is done or
stopped, so that people can look around meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.care import SEEN
from bot.consultation.model import Role, Round
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveOwn
from bot.conversation.events import Chose
from bot.conversation.ledger import PLACE as LEDGER
from bot.conversation.messages import Card, Choice, Message, Text
from bot.conversation.own import OWN
from bot.conversation.report_account import ACCOUNT, REPORTS

TOUR: Final = "tour:"
"""How an act of the tour begins; a step's number or *end* follows."""
_END: Final = "end"
_WAYS: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.FACILITATOR: ("", "round", LEDGER, REPORTS),
    Role.COORDINATOR: ("", "batch", "held", OWN),
    Role.LEAD: ("", "", ""),
    Role.PARTNER: ("", "round", "round"),
    Role.ADMIN: ("", "groups", ACCOUNT),
}
"""The places of each role's tour, in order; ``tour.ROLE`` are their texts."""
_OF_ROUND: Final = ("round", "batch", "held")


def tour_step(event: Chose, facts: DeskFacts) -> StaffStep | None:
    """Return where an act of the tour leads; None for every other act, and where there is none."""
    sample, ways = _sample(facts), _WAYS[facts.me.role]
    to = event.action.removeprefix(TOUR)
    if to == event.action or sample is None:
        return None
    if to == _END:
        return StaffStep(Spot(), (SaveOwn(replace(facts.own, tour=SEEN)),))
    number = int(to) if to in map(str, range(1, len(ways) + 1)) else 1
    there = _spot(ways[number - 1], sample)
    return StaffStep(there, (SaveOwn(replace(facts.own, tour=number)),))


def with_tour(spot: Spot, facts: DeskFacts, screen: Message) -> Message:
    """Return a screen with the tour's step above it, or the offer of a tour at first sight."""
    sample, ways = _sample(facts), _WAYS[facts.me.role]
    at = facts.own.tour
    if sample is None or at == SEEN or (at == 0 and spot.place):
        return screen
    say, total = facts.say, len(ways)
    if not 0 < at <= total:
        card = Card(
            say("tour.offer.title"),
            (Text(say("tour.offer.text", total=total)),),
            choices=(
                Choice(f"{TOUR}1", say("tour.offer.go")),
                Choice(f"{TOUR}{_END}", say("tour.offer.no")),
            ),
        )
        return replace(screen, before=(card, *screen.before))
    here = spot.place == ways[at - 1]
    onward = at + 1 if here else at
    go = Choice(f"{TOUR}{onward}", say("tour.next" if here else "tour.back"))
    last = at == total and here
    end = Choice(
        f"{TOUR}{_END}", say("tour.done" if last else "tour.end"), "two" if last else "quiet"
    )
    card = Card(
        say("tour.title", number=at, total=total),
        (Text(say.many(f"tour.{facts.me.role}")[at - 1]),),
        choices=(end,) if last else (go, end),
    )
    return replace(screen, before=(card, *screen.before))


def _sample(facts: DeskFacts) -> Round | None:
    return next((each for each in facts.rounds if each.demonstration), None)


def _spot(place: str, sample: Round) -> Spot:
    return Spot(place, sample.id) if place in _OF_ROUND else Spot(place)
