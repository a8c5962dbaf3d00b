"""Evaluations: two rounds, a wave before and a wave after, matched without knowing whose they are.

Both waves lie under one key, so a person has the same pseudonym in both. They share one day until
which answers can be taken back, fixed by the first wave, and are sealed together. Then the picks of
those who answered a scale in both are written down in pairs, each scale shuffled for itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.consultation.dates import REVIEW_MARGIN
from bot.consultation.disclosure import (
    Asked,
    Cell,
    Guarded,
    Matched,
    Withheld,
    matched,
    results,
    steps,
    whole,
)
from bot.consultation.model import Round, RoundState

BEFORE: Final = "before"
AFTER: Final = "after"
LEAST: Final = timedelta(weeks=2)
"""From the closing of the first wave to the opening of the second at least, as a rule."""
MOST: Final = timedelta(weeks=4)
"""The same at most: what changed meanwhile is to be what the two sessions changed."""
ROOM: Final = LEAST + REVIEW_MARGIN + timedelta(days=2)
"""From the closing of the first wave to the day on which both are sealed at least: a day to answer
the second, and a day to read it."""


def misfits(round_: Round, rounds: Iterable[Round]) -> Iterator[tuple[str, str]]:
    """Yield why a round may not open as a wave of its evaluation: the field to mend and the phrase
    that says it. ``rounds`` are those of everybody. A round of no evaluation fits.

    There is one round a wave, for good: one that was called off is not replaced, since its key may
    be on its way to being destroyed.
    """
    if not round_.evaluation:
        return
    if round_.wave not in (BEFORE, AFTER):
        yield "wave", "gate.wave"
        return
    theirs = [each for each in rounds if each.evaluation == round_.evaluation]
    waves = {each.wave: each for each in theirs if each.state is not RoundState.DRAFT}
    first = waves.get(BEFORE)
    if round_.wave in waves:
        yield "wave", "gate.wave_twice"
    elif round_.wave == AFTER and (first is None or first.state is RoundState.CANCELLED):
        yield "wave", "gate.wave_first"
    elif round_.wave == AFTER and first is not None:
        yield from _second(round_, first)


def other_wave(round_: Round, rounds: Iterable[Round]) -> Round | None:
    """Return the other round of an evaluation, if there is one that was not called off."""
    theirs = (each for each in rounds if round_.evaluation and each.id != round_.id)
    same = (each for each in theirs if each.evaluation == round_.evaluation)
    return next((each for each in same if each.state is not RoundState.CANCELLED), None)


def untimely(round_: Round, rounds: Iterable[Round]) -> Iterator[tuple[str, str]]:
    """Yield what a facilitator still has to settle in a wave: the field and the phrase, as
    :func:`misfits` does. No key depends on it."""
    if round_.wave == BEFORE:
        closes, until = round_.closes_on, round_.withdraw_until
        if closes is not None and until is not None and until - closes < ROOM:
            yield "withdraw_until", "gate.wave_room"
    first = other_wave(round_, rounds) if round_.wave == AFTER else None
    if first is None:
        return
    if round_.group != first.group:
        yield "group", "gate.wave_group"
    if round_.opens_on is None or first.closes_on is None or round_.apart.strip():
        return
    if not LEAST <= round_.opens_on - first.closes_on <= MOST:
        yield "apart", "gate.wave_apart"


type Tallies = Mapping[str, Mapping[str, int]]
type Pairs = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave as it may be shown: how many answered, of how many who could have, and what was
    picked, by item. ``of`` is the attendance that staff wrote down; None where nobody did."""

    answered: Guarded
    of: Guarded | None
    items: Mapping[str, tuple[Cell, ...] | Withheld]


@dataclass(frozen=True, slots=True)
class Compared:
    """Both waves of an evaluation that was sealed, and by item who was in both and which way their
    picks went."""

    before: Wave
    after: Wave
    items: Mapping[str, Matched]


def compared(
    asked: Iterable[Asked],
    tallies: tuple[Tallies, Tallies],
    pairs: Pairs,
    k: int,
    attended: tuple[int, int] = (0, 0),
) -> Compared:
    """Return what a report may tell. ``tallies`` are the picks of the wave before and of the one
    after, ``attended`` is how many people could have answered each, 0 where nobody wrote it down.

    An item that fewer than k people answered in one wave has no tally there, and no pairs.
    """
    scales = [each for each in asked if each.kind == "likert"]
    sizes = {
        each.question: tuple(sum(wave.get(each.question, {}).values()) for wave in tallies)
        for each in scales
    }
    before, after = (
        _wave(scales, tallies[at], [size[at] for size in sizes.values()], k, attended[at])
        for at in (0, 1)
    )
    answered = {item: (size[0], size[1]) for item, size in sizes.items()}
    return Compared(before, after, matched(pairs, answered, k))


def _wave(
    scales: Sequence[Asked], tallies: Tallies, sizes: Sequence[int], k: int, attended: int
) -> Wave:
    items = results(scales, tallies, k)
    # An exact whole stands beside the picks where these are exact; elsewhere steps, as they are.
    exact = max((cell.number.of for cells in items.values() for cell in _told(cells)), default=0)
    answered = whole(exact, k) if exact else steps(max(sizes, default=0), k)
    return Wave(answered, steps(attended, k) if attended else None, items)


def _told(cells: tuple[Cell, ...] | Withheld) -> tuple[Cell, ...]:
    return () if isinstance(cells, Withheld) else cells


def _second(round_: Round, first: Round) -> Iterator[tuple[str, str]]:
    if first.state is RoundState.OPEN:
        yield "wave", "gate.wave_open"
    elif first.state is not RoundState.CLOSED:
        yield "wave", "gate.wave_late"
    if (round_.question_set, round_.wording) != (first.question_set, first.wording):
        yield "question_set", "gate.wave_set"
    if (round_.withdraw_until, round_.zone) != (first.withdraw_until, first.zone):
        yield "withdraw_until", "gate.wave_until"
