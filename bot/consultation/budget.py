"""How often one person is asked, over all rounds and whoever asks. Only they can see it.

It is counted from the rounds somebody is in, by the days on which those opened, and from invitations
on their way. No answer is looked at, and no row says how much is used.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from bot.consultation.model import Round, RoundState

ASKS: Final = 3
"""How many rounds may ask one person in :data:`WITHIN`. Whoever was asked as often can still say yes
by themselves; nobody invites them."""
WITHIN: Final = timedelta(days=90)


def counts(round_: Round, day: date) -> bool:
    """Tell whether a round counts as one that asked by a day. One that follows another asks nobody
    anew."""
    opened = round_.opens_on
    asks = round_.state is not RoundState.DRAFT and not round_.parent
    return asks and opened is not None and day - WITHIN < opened <= day


def asked(rounds: Iterable[Round], day: date) -> int:
    """Return how many of the rounds of a person asked them by a day."""
    return sum(counts(each, day) for each in rounds)
