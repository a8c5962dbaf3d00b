"""Staff who take part, too, are kept apart from what they would answer.

It is looked up in the turn in which somebody says yes, from the address they say it at, and told to
them alone. Nothing is stored, so nothing can tell later which of the staff took part in what.
"""

from bot.consultation.model import Round
from bot.conversation.events import Inbound
from bot.ports import Unit


def works_on(unit: Unit, inbound: Inbound, round_: Round) -> bool:
    """Tell whether the person who says something runs a round, reads it, or answers its calls for help.

    Somebody who comes by a code is known by nothing else, so of them nobody can tell.
    """
    member = unit.staff_at(inbound.address) if inbound.address else None
    named = (round_.facilitator, round_.lead, *round_.readers)
    return member is not None and member.id in named
