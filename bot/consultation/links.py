"""Links beside a round's own: one to try a draft out, one for a room where people answer together.

A try-out is its draft's: what is said in it lies in the draft's vault and goes when that is emptied.
For its readers it looks like a round that has closed.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.consultation import dates
from bot.consultation.disclosure import Guarded, steps
from bot.consultation.model import Round, RoundState

TRY_DAYS: Final = 28
"""How many days a try-out is kept at most, from the day its link is made."""


class Kind(StrEnum):
    """What a link is for."""

    TRY = "try"
    TRIED = "tried"
    """A try-out that has ended: its readers may read, its facilitator may see."""
    ROOM = "room"
    LEFT = "left"
    """A room of before: it leads to the round as the round's own link does."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a round. ``here`` counts in how many browsers the invitation of a room was answered
    either way: show it by :func:`ready` alone. ``until`` is the last day of a try-out."""

    code: str
    round: str
    kind: Kind
    here: int = 0
    until: date | None = None


def link_code() -> str:
    """Return a code for a link: ten letters and digits that are not easily confused."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(10))


def last_day(now: datetime) -> date:
    """Return the last day of a try-out that begins now."""
    return now.date() + timedelta(days=TRY_DAYS)


def tries(link: Link, round_: Round, now: datetime) -> bool:
    """Tell whether a draft can be tried out by this link."""
    open_ = link.kind is Kind.TRY and round_.state is RoundState.DRAFT
    return open_ and not over(link, now)


def over(link: Link, now: datetime) -> bool:
    """Tell whether the last day of a link is over."""
    return link.until is not None and now.date() > link.until


def as_closed(round_: Round, link: Link, title: str) -> Round:
    """Return a try-out that has ended as its readers see it: closed, to be read until its last
    day, which is one of UTC like every day of a draft."""
    until = None if link.until is None else link.until + dates.REVIEW_MARGIN
    return replace(round_, state=RoundState.CLOSED, title=title, withdraw_until=until, zone="UTC")


def ready(link: Link, round_: Round) -> Guarded:
    """Return how many people are ready in a room at least, in steps of k."""
    return steps(link.here, round_.k, "together.few")
