"""How promises were kept, over several rounds: dates and states, and no word that anybody said.

A promise counts by the day that was named when people were asked. It is kept if an outcome went out by
that day. What is told of people passes through :mod:`bot.consultation.disclosure`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, Literal

from bot.consultation.disclosure import Guarded, people, together
from bot.consultation.model import Group, Item, Outcome, Round, RoundState
from bot.consultation.promises import (
    STANDS,
    Stands,
    first_heard,
    first_promise,
    is_sent,
    stands,
)
from bot.consultation.telling import mark

SPANS: Final = (30, 90)
"""Days after closing by which it is looked whether people had heard back."""
_ASKED_NOBODY: Final = frozenset({RoundState.DRAFT, RoundState.CANCELLED})


type Plan = Literal["done", "ahead", "overdue", "not"]
PLANS: Final[tuple[Plan, ...]] = ("done", "ahead", "overdue", "not")
"""Done since, its day still ahead, its day past without a word, and honestly not."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing people said: what they were told of it first and last."""

    first: Item
    last: Item


@dataclass(frozen=True, slots=True)
class Record:
    """How one round kept its promise. ``waited`` is the days from closing to hearing back."""

    round: Round
    promised: date | None
    heard: date | None
    stands: Stands

    @property
    def waited(self) -> int | None:
        """Return the days from closing to hearing back, or None."""
        if self.heard is None or self.round.closes_on is None:
            return None
        return (self.heard - self.round.closes_on).days


@dataclass(frozen=True, slots=True)
class Share:
    """Of ``of`` rounds that closed ``days`` ago or earlier, ``met`` had an outcome within them."""

    days: int
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Account:
    """An account of several rounds on a day. ``stands`` counts promises, ``statuses`` what has come by
    now of each thing people said, ``plans`` what became of plans, and ``tags`` counts statuses by each
    part of a policy. ``reach`` is how many answered, by audience, counted once a round."""

    day: date
    records: tuple[Record, ...]
    stands: Mapping[Stands, int]
    shares: tuple[Share, ...]
    waited: float | None
    statuses: Mapping[str, int]
    plans: Mapping[Plan, int]
    tags: Mapping[str, Mapping[str, int]]
    reach: Mapping[str, Guarded]


def account(
    rounds: Iterable[Round],
    outcomes: Mapping[str, tuple[Outcome, ...]],
    groups: Iterable[Group],
    day: date,
) -> Account:
    """Return an account of rounds; ``outcomes`` are theirs, by round. Rounds that follow another
    belong to its promise and are left out."""
    asked = (each for each in rounds if each.state not in _ASKED_NOBODY and not each.parent)
    records = tuple(record(each, outcomes.get(each.id, ()), day) for each in asked)
    waits = [each.waited for each in records if each.waited is not None]
    told = [thing for each in records for thing in things(outcomes.get(each.round.id, ()))]
    stood = Counter(each.stands for each in records)
    return Account(
        day=day,
        records=records,
        stands={each: stood[each] for each in STANDS},
        shares=tuple(_share(records, days, day) for days in SPANS),
        waited=float(median(waits)) if waits else None,
        statuses=Counter(each.last.status for each in told),
        plans=Counter(plan for each in told if (plan := _plan(each, day))),
        tags=_tags(told),
        reach=_reach(records, groups),
    )


def record(round_: Round, outcomes: Iterable[Outcome], day: date) -> Record:
    """Return how a round has kept its promise by a day."""
    heard = first_heard(outcomes)
    return Record(round_, first_promise(round_), heard, stands(round_, heard, day))


def things(outcomes: Iterable[Outcome]) -> Iterator[Thing]:
    """Yield each thing that people said and were told of, once: with what they were told first, and
    what they were told last."""
    sent = {
        mark(outcome, number): item
        for outcome in outcomes
        if is_sent(outcome)
        for number, item in enumerate(outcome.items, 1)
    }
    again = {item.of: (at, item) for at, item in sent.items() if item.of}
    for at, item in sent.items():
        if not item.of:
            here, last = at, item
            while here in again:
                here, last = again.pop(here)
            yield Thing(item, last)


def _plan(thing: Thing, day: date) -> Plan | None:
    if thing.first.status != "planned":
        return None
    if thing.last.status != "planned":
        return "done" if thing.last.status == "done" else "not"
    late = thing.last.due is not None and thing.last.due < day
    return "overdue" if late else "ahead"


def _tags(told: Iterable[Thing]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {}
    for each in told:
        for tag in dict.fromkeys((*each.first.tags, *each.last.tags)):
            found.setdefault(tag, Counter())[each.last.status] += 1
    return dict(sorted(found.items()))


def _share(records: Iterable[Record], days: int, day: date) -> Share:
    """Count only what can be known: a round that closed yesterday has not failed yet."""
    span = timedelta(days=days)
    old = [each for each in records if each.round.closes_on and each.round.closes_on + span <= day]
    met = [each for each in old if each.waited is not None and each.waited <= days]
    return Share(days, len(met), len(old))


def _reach(records: Iterable[Record], groups: Iterable[Group]) -> Mapping[str, Guarded]:
    audiences = {group.id: group.audience for group in groups}
    found: dict[str, list[Guarded]] = {}
    for each in records:
        if each.round.state is RoundState.SEALED:
            audience = audiences.get(each.round.group, "")
            found.setdefault(audience, []).append(people(each.round))
    return {audience: together(parts) for audience, parts in sorted(found.items())}
