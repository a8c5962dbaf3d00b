"""Any order of acts, pages and days keeps the promises.

Hypothesis drives the conversation as a state machine and shrinks what it finds; long walks with
fixed seeds go deep. What is done and what is checked is in `contributor_person.py`.
"""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.conversation.events import Said
from tests.conversation.contributor_person import ACTS, Person
from tests.conversation.contributor_world import DETECTOR

QUESTIONS = ("kinds-sample", "five-principles", "scales")


class Drawn:
    """Choices that Hypothesis makes."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def one[T](self, things: Sequence[T]) -> T:
        return self._data.draw(st.sampled_from(things))

    def some[T](self, things: Sequence[T]) -> list[T]:
        return self._data.draw(st.lists(st.sampled_from(things), max_size=6, unique=True))

    def rarely(self) -> bool:
        return self._data.draw(st.integers(0, 9)) == 9


class Rolled:
    """Choices that a seeded generator makes."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one[T](self, things: Sequence[T]) -> T:
        return self._random.choice(things)

    def some[T](self, things: Sequence[T]) -> list[T]:
        return self._random.sample(things, self._random.randint(0, min(6, len(things))))

    def rarely(self) -> bool:
        return self._random.random() < 0.1


class Conversation(RuleBasedStateMachine):
    """One person, one round, any order."""

    @initialize(questions=st.sampled_from(QUESTIONS), begun=st.integers(0, 2))
    def begin(self, questions: str, begun: int) -> None:
        self.person = Person(questions, joined=begun > 0, answered=begun > 1)

    @rule(text=st.text(max_size=60))
    def type_any_text(self, text: str) -> None:
        # Braces would look like open slots of a phrase to the check of the screen.
        text = text.replace("{", "").replace("}", "")
        page = self.person.talk.message
        self.person.turn(Said(text, DETECTOR.find(text), page.says), page)


for _act in ACTS:

    def _made(machine: Conversation, data: st.DataObject, act=_act) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        act(machine.person, Drawn(data))

    _made.__name__ = _act.__name__
    setattr(Conversation, _act.__name__, rule(data=st.data())(_made))


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("questions", QUESTIONS)
def test_long_walks_keep_the_promises(questions: str) -> None:
    done: Counter[str] = Counter()
    for seed in range(28):
        pick = Rolled(seed)
        person = Person(questions, joined=seed % 4 > 0, answered=seed % 4 > 2)
        for _ in range(100):
            pick.one(ACTS)(person, pick)
        done.update(type(effect).__name__ for effect in person.talk.did)
    # A walk that got nowhere would keep every promise.
    for effect in ("Consent", "Hear", "Keep", "TakeBack", "Stop", "Join", "DeleteEverything"):
        assert done[effect] > 5, done
