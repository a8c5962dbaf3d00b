"""Turns: when the next message may go out, so that a platform is never asked for more than it takes.

The generic cell rate algorithm: one number, ``free``, says when the next turn is. Each message takes a
turn and moves it on by a gap. What lies behind is caught up with, but only for a short while, so that
nobody who slept for an hour sends an hour's messages at once.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

AHEAD: Final = 0.25
"""Seconds: nobody claims for a turn that is farther off."""
CATCH_UP: Final = 0.6
"""Seconds that may be caught up with."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform takes messages.

    ``within`` names the parts of a contact that make a workspace, ``gap`` the seconds between two
    messages to one. ``whom`` and ``apart`` are the same for one person. No gap is no limit.
    """

    within: tuple[str, ...] = ()
    gap: float = 0.0
    whom: tuple[str, ...] = ()
    apart: float = 0.0


NO_PACE: Final = Pace()


class Turns(NamedTuple):
    """Turns that were taken (seconds, the earliest first), and when the next one is."""

    at: tuple[float, ...]
    free: float


def turns(free: float, now: float, most: int, gap: float, ahead: float = AHEAD) -> Turns:
    """Return up to ``most`` turns from now on, none more than ``ahead`` seconds off."""
    if gap <= 0:
        return Turns((now,) * most, now)
    at, taken = max(free, now - CATCH_UP), list[float]()
    while len(taken) < most and at <= now + ahead:
        taken.append(max(at, now))
        at += gap
    return Turns(tuple(taken), at)
