"""At most one message a week outside a conversation (promise 1), over all rounds of a person.

What holds is counted from what was sent, and before sealing from what *may* have been sent: which
reminder came to whom lies in a round's vault, and a message that waited for it would tell.
"""

from datetime import date, timedelta
from typing import Final

from bot.consultation.dates import CHECK_IN_AFTER, REMINDER_BEFORE
from bot.consultation.following import CHECK
from bot.consultation.model import Round, RoundState

WEEK: Final = timedelta(days=7)
URGENT: Final = ("cancelled", "moved:")
"""How the key of a message begins that does not wait: it is of no use once its day has passed. It
counts for those that come after."""

_ASKS: Final = frozenset({RoundState.OPEN, RoundState.CLOSED})
_NEVER: Final = frozenset({RoundState.DRAFT, RoundState.CANCELLED})


def is_urgent(key: str) -> bool:
    """Tell whether a message does not wait for the week to pass."""
    return key.startswith(URGENT)


def may_have_written(round_: Round, day: date) -> bool:
    """Tell whether a round that is not sealed may have written to anybody in it in the week before
    a day: its one reminder, that its second part is open, or its question whether a draft is right. It counts for everyone of the
    round, whether it came to them or not."""
    if round_.opens_on is None or round_.closes_on is None:
        return False
    # The last who come are reminded on the day after closing, if at all.
    last = round_.closes_on + timedelta(days=1) + CHECK_IN_AFTER
    if round_.hard and round_.state not in _NEVER and round_.closes_on <= day < last + WEEK:
        return True
    if round_.state not in _ASKS:
        return False
    if round_.kind == CHECK:
        return round_.opens_on <= day < round_.opens_on + WEEK
    first, second = round_.closes_on - REMINDER_BEFORE, round_.second_on
    told = second is not None and second <= day < second + WEEK
    return not round_.parent and (told or first <= day < round_.closes_on + WEEK)
