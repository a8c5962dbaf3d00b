"""What the detector must go on finding in the corpus, and where it must stay quiet.

The floors lie a little below what was measured when they were set: raise them when it gets better,
never lower them for a change that loses something. The aims are what the release is judged by, on
texts that nobody who writes rules has seen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pytest

from bot.detection.detector import FullDetector, RuleDetector
from tests.detection.gold import DIRECT, Gold, load
from tests.detection.mutate import MUTATIONS, lower
from tests.detection.score import Bounds, Find, Report, score

STRUCTURED = frozenset({"PHONE", "EMAIL", "POSTCODE", "NINO", "CHI", "URL", "HANDLE"})
PEOPLE = frozenset({"PERSON", "NICKNAME"})
HOUSES = frozenset({"SCHOOL", "CARE_HOME", "ADDRESS"})


@dataclass(frozen=True, slots=True)
class Bar:
    """Least recall by kind of identifier; most leaking texts and alarms a clean text."""

    structured: float
    people: float
    houses: float
    direct: float
    quasi: float
    leak: float
    alarm: float


# What the release must reach on texts that nobody here wrote; it names no bar for quasi. Its aims
# are 0.99, 0.95, 0.96 and 0.96, with 0.06 of texts leaking and 0.10 alarms.
MUST = Bar(0.97, 0.90, 0.92, 0.92, 0.0, 0.12, 0.25)
FULL = Bar(0.99, 0.98, 0.93, 0.98, 0.88, 0.025, 0.03)
RULES = Bar(0.99, 0.97, 0.93, 0.97, 0.88, 0.03, 0.03)
# Each direct identifier by itself, with the model.
LEAST = 0.90
# How much recall and quiet another hand may cost.
CASE = 0.05
SLIP = dict.fromkeys(MUTATIONS, 0.08) | {"typo_within": 0.15}

TEXTS = tuple(load())
PROPER = tuple(gold for gold in TEXTS if gold.style == "asis" and gold.marks)[::2]
# What is read again for each other hand: less by the model, which takes ten times as long.
SOME, FEW = TEXTS[::3], TEXTS[::12]


def spans(find: Callable[[str], Iterable[object]]) -> Find:
    """The detector as the scorer wants it. Every text is read once, however often it is asked."""

    @cache
    def found(text: str) -> tuple[Bounds, ...]:
        return tuple((span.start, span.end) for span in find(text))

    return found


@pytest.fixture(scope="module")
def by_rules() -> Find:
    return spans(RuleDetector().find)


@pytest.fixture(scope="module")
def by_all(full: FullDetector) -> Find:
    return spans(full.find)


def below(report: Report, bar: Bar) -> list[str]:
    """What falls short of the bar, in words that say by how much."""
    reached = {
        "structured": report.recall(STRUCTURED),
        "people": report.recall(PEOPLE),
        "houses": report.recall(HOUSES),
        "direct": report.direct,
        "quasi": report.quasi,
    }
    short = [f"{what} {is_}" for what, is_ in reached.items() if is_ < getattr(bar, what)]
    over = {"leak": report.leak, "alarm": report.alarm}
    return short + [f"{what} {is_}" for what, is_ in over.items() if is_ > getattr(bar, what)]


@pytest.mark.parametrize("floor", [FULL, RULES])
def test_no_floor_is_set_below_what_the_release_must_reach(floor: Bar) -> None:
    lower_is_better = {"leak", "alarm"}
    for name in Bar.__slots__:
        sign = -1 if name in lower_is_better else 1
        assert sign * getattr(floor, name) >= sign * getattr(MUST, name), name


def test_with_the_model_it_finds_what_it_found(by_all: Find) -> None:
    report = score(TEXTS, by_all)
    assert below(report, FULL) == [], "\n".join(report.lines())


def test_without_the_model_it_finds_what_it_found(by_rules: Find) -> None:
    report = score(TEXTS, by_rules)
    assert below(report, RULES) == [], "\n".join(report.lines())


def test_no_kind_of_identifier_is_left_behind(by_all: Find) -> None:
    report = score(TEXTS, by_all)
    assert {label for label in DIRECT if report.recall([label]) < LEAST} == set(), report.missed


def test_small_letters_are_read_as_well_as_proper_ones(by_all: Find) -> None:
    proper = score(PROPER, by_all).direct
    small = score(map(lower, PROPER), by_all).direct
    assert small >= proper - CASE


@pytest.mark.parametrize("name", MUTATIONS)
def test_another_hand_hides_little_from_the_rules(name: str, by_rules: Find) -> None:
    lost(SOME, name, by_rules)


@pytest.mark.parametrize("name", MUTATIONS)
def test_another_hand_hides_little_from_the_model(name: str, by_all: Find) -> None:
    lost(FEW, name, by_all)


def lost(texts: tuple[Gold, ...], name: str, find: Find) -> None:
    """Assert that the mutation costs little recall of direct identifiers."""
    before = score(texts, find)
    after = score(map(MUTATIONS[name], texts), find)
    assert after.direct >= before.direct - SLIP[name], (before.direct, after.direct, after.missed)
    assert after.alarm <= before.alarm + SLIP[name], after.alarmed
