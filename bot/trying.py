"""One turn of somebody who tries a draft out: what they say of it is kept as nobody's, and where they
are under a mark that only their own page knows."""

import hashlib
import re
from dataclasses import replace
from typing import Final

from bot.consultation.links import Link, tries
from bot.conversation import tryout
from bot.conversation.events import Inbound, Opened
from bot.conversation.facts import Facts
from bot.conversation.messages import Message
from bot.conversation.moves import Step
from bot.conversation.state import State
from bot.conversation.tryout_screens import ended, show
from bot.ports import Turn, Unit

_VISITOR: Final = re.compile(r"[0-9a-f]{32}")


def take(unit: Unit, inbound: Inbound, link: Link, facts: Facts) -> tuple[Message, str]:
    """Take one turn; return the screen and what the page brings along next time: a mark of the
    visitor's place, or before they said yes the place itself. Neither holds words."""
    round_, now = facts.round, facts.now
    if not tries(link, round_, now):
        return ended(facts), ""
    carried = inbound.carried
    visitor = carried if _VISITOR.fullmatch(carried) else ""
    stored = unit.visit(round_.id, visitor) if visitor else ""
    state = _read(stored if visitor else carried)
    first = isinstance(inbound.event, Opened) or unit.first_time(inbound.delivery, now)
    taken = tryout.step(state, inbound.event, facts) if first or not stored else Step(state)
    state = taken.state
    if not visitor and tryout.begun(state):
        # It follows from the delivery, so that a doubled click makes one visitor.
        made = hashlib.blake2b(inbound.delivery.encode(), person=b"visitor", digest_size=16)
        visitor = made.hexdigest()
    if first and taken.effects:
        unit.remember(Turn(round_, "", None, {}), taken.effects, now)
    text = state.to_json()
    if first and visitor and text != stored:
        unit.save_visit(round_.id, visitor, text)
    return show(state, facts, link), visitor or text


def as_if_known(facts: Facts) -> Facts:
    """Return what a visitor's turn may look at: the draft, as if they had said yes to it."""
    return replace(facts, known=True, room="")


def _read(text: str) -> State:
    try:
        return State.from_json(text)
    except ValueError:
        return State()
