"""What a member of staff keeps for themselves alone: how much they read in a day, a note, and whose
answers they do not read. No other screen, list or log knows of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bot.consultation.model import Round
from bot.consultation.review import DAILY_CAP

CAPS: Final = (5, 10, 15, DAILY_CAP)
"""How many answers a reader may choose to open in a day at most."""
NOTE_DAYS: Final = 14
"""How many days a note to oneself is kept after it was last changed."""
MAX_NOTE: Final = 1000
"""Longest note to oneself, in characters."""
SEEN: Final = -1
"""In place of a step of the tour: it was taken, or not wanted."""


@dataclass(frozen=True, slots=True)
class Own:
    """``cap`` is one of :data:`CAPS`; ``note_until`` the last day of ``note``; ``apart`` are the ids
    of groups whose answers they do not read; ``tour`` is the step they stand at, from 1."""

    cap: int = DAILY_CAP
    note: str = ""
    note_until: date | None = None
    apart: tuple[str, ...] = ()
    tour: int = 0


def break_after(own: Own) -> int:
    """Return after how many opened answers a break is offered."""
    return own.cap // 2


def with_note(own: Own, text: str, today: date) -> Own:
    """Return what is kept with another note; an empty one takes it away."""
    return replace(own, note=text, note_until=today + timedelta(days=NOTE_DAYS) if text else None)


def without_old(own: Own, today: date) -> Own:
    """Return what is kept without a note whose days are over."""
    if own.note_until is None or own.note_until >= today:
        return own
    return with_note(own, "", today)


def apart(own: Own, rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Return the rounds this person keeps out of."""
    return tuple(each for each in rounds if keeps_out(own, each))


def keeps_out(own: Own, round_: Round) -> bool:
    """Tell whether this person keeps out of a round: it asks a group they are part of, or close
    to."""
    return bool(round_.group) and round_.group in own.apart
