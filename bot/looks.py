"""What only some screens of a contributor need, so that the common turn does not read it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.consultation import dates
from bot.consultation.budget import asked
from bot.consultation.model import Held, Person, Round
from bot.consultation.promises import is_sent
from bot.conversation.events import Address, Inbound
from bot.joining import Tied
from bot.ports import Unit


def held(unit: Unit, address: Address | None) -> Held:
    """Gather what is held of whoever has this address, in every round."""
    if address is None:
        return Held()
    person, never = unit.person(address), unit.said_never(address)
    if person is None:
        return Held(never=never)
    rounds = tuple(
        replace(each, request=unit.own_request(each.round.id, address))
        for each in unit.held(person.id)
    )
    return Held(rounds, person.contact, person.stopped, never)


def tied_by(unit: Unit, inbound: Inbound) -> Tied:
    """Tie the address of a chat platform to the code that was given there, if one was. In a preview
    nobody is anybody."""
    if inbound.code is None or inbound.address is None or inbound.preview:
        return ""
    return unit.tie(inbound.code, inbound.address, inbound.contact)


def asked_of(unit: Unit, person: Person, round_: Round, now: datetime) -> int:
    """Return in how many rounds a person was asked of late."""
    theirs = filter(None, map(unit.round_by_code, unit.codes_of(person.id)))
    return asked(theirs, dates.today(round_, now))


def heard(unit: Unit, round_id: str) -> dict[str, Any]:
    """Return the outcomes that were sent with the words they may quote, and the rounds that follow:
    where people ask, with the answers sent there, and where they say whether a draft is right."""
    outcomes = unit.outcomes(round_id)
    sent = tuple(filter(is_sent, outcomes))
    code = next((each.follow for each in reversed(sent) if each.follow), "")
    follow = unit.round_by_code(code) if code else None
    check = next((each.check for each in reversed(outcomes) if each.check), "")
    return {
        "outcomes": sent,
        "quotes": unit.standing(round_id),
        "follow": follow,
        "answered": tuple(filter(is_sent, unit.outcomes(follow.id))) if follow else (),
        "check": unit.round_by_code(check) if check else None,
    }
