"""Single numbers of people: what may be told of them, and when a figure moves."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.consultation.model import MIN_K, Round


@dataclass(frozen=True, slots=True)
class Shown:
    """A number of people that may be shown: exactly ``count``, or that many or more. ``of`` is the
    number of people it is a part of, where that may stand beside it; 0 where it may not."""

    count: int
    exact: bool = False
    of: int = 0

    @property
    def percent(self) -> int | None:
        """Return the part in whole percent, halves rounded up; None without a whole."""
        return (200 * self.count + self.of) // (2 * self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may not be shown: the phrase of when or whether it will be, and that of the reason."""

    when: str
    why: str


type Guarded = Shown | Withheld


def floor(k: int) -> int:
    """Return the number below which nothing is told, whatever a round says."""
    return max(k, MIN_K)


def enough(count: int, k: int) -> bool:
    """Tell whether so many people may be spoken of at all."""
    return count >= floor(k)


def part(count: int, of: int, k: int) -> Guarded:
    """Return a part of a whole, exactly; it needs to be large enough, and so does the rest."""
    if enough(count, k) and enough(of - count, k):
        return Shown(count, exact=True, of=of)
    return Withheld("figure.picks.held", "figure.picks.reason")


def whole(count: int, k: int) -> Guarded:
    """Return how many people there were, exactly, where nothing can change it any more."""
    if enough(count, k):
        return Shown(count, exact=True)
    return Withheld("figure.picks.held", "figure.people.reason")


def steps(count: int, k: int, when: str = "figure.people.when") -> Guarded:
    """Return how many of so many may be told of as "or more": whole multiples of k. ``when`` is the
    phrase of when it will be shown, as long as it is too small."""
    step = floor(k)
    if count < step:
        return Withheld(when, "figure.people.reason")
    return Shown(count // step * step)


def released(previous: int, count: int, k: int) -> int:
    """Return the figure of a round in which ``count`` people have answered; it was ``previous``.

    It is a multiple of k, moves by k or more, and never falls. A finer one, next to what is told
    after sealing, would say how few came or left since it moved.
    """
    step = floor(k)
    return max(previous, count // step * step)


def people(round_: Round) -> Guarded:
    """Return how many people have answered a round, or more."""
    return steps(round_.figure, round_.k)


def together(parts: Iterable[Guarded]) -> Guarded:
    """Return what several figures come to, from what is told of each and nothing else: as many, or
    more."""
    told = [part.count for part in parts if isinstance(part, Shown)]
    return Shown(sum(told)) if told else Withheld("figure.picks.held", "figure.people.reason")
