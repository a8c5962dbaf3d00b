"""Whatever happens to a round in whatever order: nothing withdrawn comes back, stop holds, nothing
sealed unseals, no answer changes after its day, and a quote is approved and as its writer allowed."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.delivery.round_machine import PEOPLE, QUESTIONS, SEASONS, Life

LONG = "PROOF" in os.environ
who = st.sampled_from(PEOPLE)
asked = st.sampled_from(QUESTIONS)
moments = st.sampled_from(
    [
        *(f"closing {seconds}" for seconds in (-1, 0, 1)),
        *(f"withdrawing {seconds}" for seconds in (-1, 0, 1)),
        *("by 1", "by 24", "by 96", "by -24"),
    ]
)


class AnyOrder(RuleBasedStateMachine):
    """One round."""

    life: Life | None = None

    @initialize(season=st.sampled_from([*SEASONS]))
    def begin(self, season: str) -> None:
        self.life = Life(season)
        for each in PEOPLE:
            self.life.joins(each)

    @rule(who=who)
    def joins(self, who: str) -> None:
        self.life.joins(who)

    @rule(who=who, question=asked, quote=st.booleans())
    def answers(self, who: str, question: str, quote: bool) -> None:
        self.life.answers(who, question, quote=quote)

    @rule(who=who, question=asked)
    def takes_back(self, who: str, question: str) -> None:
        self.life.takes_back(who, question)

    @rule(who=who)
    def stops(self, who: str) -> None:
        self.life.stops(who)

    @rule(who=who)
    def deletes(self, who: str) -> None:
        self.life.deletes(who)

    @rule(decline=st.booleans())
    def reads(self, decline: bool) -> None:
        self.life.reads(decline=decline)

    @rule(to=moments)
    def steps(self, to: str) -> None:
        self.life.steps(to)

    @rule()
    def ticks(self) -> None:
        self.life.ticks()

    @rule()
    def backs_up(self) -> None:
        self.life.backs_up()

    @precondition(lambda self: self.life and self.life.backups)
    @rule(data=st.data())
    def restores(self, data: st.DataObject) -> None:
        self.life.restores(data.draw(st.sampled_from(self.life.backups)))

    @invariant()
    def promises_hold(self) -> None:
        if self.life:
            self.life.check()

    def teardown(self) -> None:
        if self.life:
            self.life.ends()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=400 if LONG else 8,
    stateful_step_count=50 if LONG else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("season", SEASONS)
def test_a_life_in_which_everything_happens(season: str) -> None:
    """A walk that gets nowhere would keep every promise; this one gets everywhere."""
    life = Life(season)
    for each in PEOPLE:
        life.joins(each)
        life.answers(each, "trust", quote=each != "bea")
    life.backs_up()
    for at, each in enumerate(PEOPLE):
        life.answers(each, "choice", quote=at % 2 == 0)
    life.takes_back("ann", "trust")
    life.stops("cal")
    life.deletes("dee")
    life.check()
    life.restores(life.backups[0])
    life.check()
    life.joins("dee")
    life.answers("dee", "trust", quote=True)
    for to in ("closing -1", "closing 0", "closing 1", "withdrawing -1"):
        life.steps(to)
        life.answers("bea", "trust", quote=True)
        life.ticks()
        life.reads(decline=False)
        life.check()
    life.steps("by -24")
    life.ticks()
    life.backs_up()
    for to in ("withdrawing -1", "withdrawing 0", "by -24", "withdrawing 1"):
        life.steps(to)
        life.answers("bea", "trust", quote=True)
        life.check()
        life.ticks()
        life.answers("bea", "trust", quote=True)
        life.check()
    assert life.sealed
    for backup in life.backups:
        life.restores(backup)
        life.ticks()
        life.check()
    done = Counter(life.kinds)
    assert done["kept"] > 8, done
    assert done["refused"] > 1, done
    assert done["restored sealed"] == 2, done
    life.ends()
