"""What somebody learns who looks every day, and knows who came or left meanwhile."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import accumulate, combinations, product
from math import sqrt
from random import Random
from typing import Final

import pytest

from bot.consultation.disclosure import enough, people, released
from bot.consultation.model import Role, Round, RoundState, Staff
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_words import words_screen
from prompts.library import Library
from prompts.schema import Option

FULL: Final = os.environ.get("PROOF") == "1"
SMALL_K: Final = 3

# --- the figure, day by day ----------------------------------------------------------------------

type Look = Callable[[Sequence[int]], object]


def by_the_rules(counts: Sequence[int]) -> object:
    """The figure of each day, and after sealing how many answered a question, where that is told."""
    figures = [*accumulate(counts, lambda shown, count: released(shown, count, SMALL_K), initial=0)]
    told = [people(Round("r", "c", figure=figure, k=SMALL_K)) for figure in figures]
    return told, counts[-1] if enough(counts[-1], SMALL_K) else None


def exact_on_its_day(counts: Sequence[int]) -> object:
    """A figure that waits until k more have answered, and then is exact."""

    def moved(shown: int, count: int) -> int:
        return count if enough(count - shown, SMALL_K) else shown

    return [*accumulate(counts, moved, initial=0)], counts[-1]


def learnt(look: Look, days: int) -> int:
    """In how many courses of a round somebody who knows the rules and looks every day can tell of
    any two days that a few people came, or left, between them: not none, and fewer than k."""
    steps = range(-SMALL_K - 2, SMALL_K + 3)
    alike: dict[str, list[set[int]]] = {}
    usual: list[str] = []
    pairs = list(combinations(range(days), 2))
    for course in product(steps, repeat=days):
        counts = list(accumulate(course))
        if min(counts) < 0:
            continue
        key = repr(look(counts))
        changes = alike.setdefault(key, [set() for _ in pairs])
        for seen, (first, last) in zip(changes, pairs, strict=True):
            seen.add(counts[last] - counts[first])
        if all(-1 <= step <= SMALL_K for step in course):
            usual.append(key)
    came = set(range(1, SMALL_K))
    left = {-few for few in came}
    return sum(any(seen <= came or seen <= left for seen in alike[key]) for key in usual)


def test_the_figure_never_tells_that_a_few_came_or_left() -> None:
    assert learnt(exact_on_its_day, 3) > 0, "an exact figure does, next to what is told at the end"
    assert learnt(by_the_rules, 4 if FULL else 3) == 0


# --- who took an answer back -----------------------------------------------------------------------

OPTIONS: Final = ("a", "b", "c")
type Picks = dict[str, int]
type Glimpse = Callable[[Picks, RoundState], object]


@cache
def desk() -> DeskFacts:
    library = Library.load()
    asked = library.sets["kinds-sample"]
    one = next(each for each in asked.questions if each.kind == "one")
    options = tuple(Option(id=each, label=each) for each in OPTIONS)
    question = one.model_copy(update={"options": options})
    return DeskFacts(
        now=datetime(2027, 3, 1, 12, tzinfo=UTC),
        me=Staff("fiona", "Fiona", Role.FACILITATOR),
        say=library.phrases(),
        staff={},
        rounds=(),
        sets={},
        support=library.support(),
        questions=asked.model_copy(update={"questions": (question,)}),
    )


def the_desk(picks: Picks, state: RoundState) -> object:
    """What the facilitator reads. The desk is handed the numbers whatever the state."""
    facts = desk()
    assert facts.questions is not None
    (question,) = facts.questions.questions
    round_ = Round("r", "c", state, withdraw_until=date(2027, 3, 8), facilitator="fiona")
    return words_screen(
        Spot("words", "r"), round_, replace(facts, tallies={question.id: picks}), {}, {}
    )


def steps_then_exact(picks: Picks, state: RoundState) -> object:
    """Multiples of k after closing, exact numbers after sealing."""
    return picks if state is RoundState.SEALED else {each: n // 5 for each, n in picks.items()}


def guessed(glimpse: Glimpse, before: Picks, after: Picks, chance: Random) -> str:
    """What one person had picked who is known to have been the only one to take an answer back: one
    of those picks that fit what was seen, each as likely as people picked it."""
    first, last = glimpse(before, RoundState.CLOSED), glimpse(after, RoundState.SEALED)
    fits = [
        option
        for option in OPTIONS
        if glimpse({**after, option: after[option] + 1}, RoundState.CLOSED) == first
    ]
    assert last == glimpse(after, RoundState.SEALED)
    return chance.choices(fits, [after[option] + 1 for option in fits])[0]


def hits(glimpse: Glimpse, size: int, rounds: int) -> tuple[int, float]:
    """How often the guess is right, and how often it would be by what is told at the end alone."""
    chance = Random(size)
    right, by_chance = 0, 0.0
    for _ in range(rounds):
        picked = chance.choices(OPTIONS, [5, 3, 2], k=size)
        before = {option: picked.count(option) for option in OPTIONS}
        gone = picked[0]
        after = {**before, gone: before[gone] - 1}
        right += guessed(glimpse, before, after, chance) == gone
        weights = {option: after[option] + 1 for option in OPTIONS}
        by_chance += weights[gone] / sum(weights.values())
    return right, by_chance


@pytest.mark.parametrize("size", [12, 30, 60])
def test_watching_does_not_tell_what_somebody_took_back(size: int) -> None:
    rounds = 2000 if FULL else 300
    right, expected = hits(the_desk, size, rounds)
    assert right <= expected + 3 * sqrt(rounds / 4)
    right, expected = hits(steps_then_exact, size, 2000)
    assert right > expected + 3 * sqrt(2000 / 4), "told twice it would"
