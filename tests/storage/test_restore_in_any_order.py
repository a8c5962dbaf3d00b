"""Consent, answers, withdrawals, stops, erasure, backups and restores in any order: nothing that was
taken back is ever there again."""

import asyncio
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.conversation.effects import DeleteEverything, Join, Keep, Never, Stop, TakeBack
from bot.conversation.events import CODE_CHANNEL, Address
from prompts.library import Library
from tests.storage.conftest import World
from tests.storage.copies import back_up

WHO = st.sampled_from(("ann", "bob"))
QUESTION = st.sampled_from(("trust", "choice"))


@dataclass
class Known:
    """What has to hold: words that are gone for good, and who stopped."""

    gone: set[str] = field(default_factory=set)
    stopped: dict[str, bool] = field(default_factory=dict)


class Restoring(RuleBasedStateMachine):
    """One round, two people; the database may become an older one at any time."""

    questions: ClassVar[Any] = Library.load().sets["five-principles"]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self.folder.name), self.questions)
        self.round = self.do(self.world.opened())
        self.copies: list[Any] = []
        self.known = Known()
        self.words = 0
        for who in ("ann", "bob"):
            self.consents(who=who)
            for question in ("trust", "choice"):
                self.answers(who=who, question=question)
        self.backs_up()

    def teardown(self) -> None:
        self.world.database.close()
        self.folder.cleanup()

    def do(self, work: Any) -> Any:
        return asyncio.run(work)

    def here(self, who: str) -> Any:
        address = Address(CODE_CHANNEL, "", who)
        return self.do(self.world.run(lambda u: u.person(address)))

    def said(self, who: str) -> dict[str, str]:
        person = self.here(who)
        if person is None:
            return {}
        answers = self.do(self.world.run(lambda u: u.answers(self.round.id, person.id)))
        return {question: answer.kept.text for question, answer in answers.items()}

    @rule(who=WHO)
    def consents(self, who: str) -> None:
        if self.here(who) is None:
            self.known.stopped.pop(who, None)
        self.do(self.world.join(self.round, who))

    @rule(who=WHO, question=QUESTION)
    def answers(self, who: str, question: str) -> None:
        if self.here(who) is not None:
            self.known.gone |= {self.said(who).get(question, "")} - {""}
            self.words += 1
            said = self.world.said(question, f"words {self.words}")
            self.do(self.world.turn(self.round, who, Keep(said)))

    @rule(who=WHO, question=QUESTION)
    def takes_back(self, who: str, question: str) -> None:
        if self.here(who) is not None:
            self.known.gone |= {self.said(who).get(question, "")} - {""}
            self.do(self.world.turn(self.round, who, TakeBack(question)))

    @rule(who=WHO, act=st.sampled_from((Stop(), Never(), Join())))
    def stands(self, who: str, act: Stop | Never | Join) -> None:
        if self.here(who) is not None:
            self.known.stopped[who] = not isinstance(act, Join)
            self.do(self.world.turn(self.round, who, act))

    @rule(who=WHO)
    def deletes_everything(self, who: str) -> None:
        if self.here(who) is not None:
            self.known.gone |= set(self.said(who).values())
            self.known.stopped.pop(who, None)
            self.do(self.world.turn(self.round, who, DeleteEverything()))

    @rule()
    def starts_again(self) -> None:
        self.world.restart()

    @rule()
    def backs_up(self) -> None:
        self.copies.append(back_up(self.world))

    @rule(which=st.integers(0, 5))
    def restores(self, which: int) -> None:
        if self.copies:
            self.copies[which % len(self.copies)]()
            # Of people whom the copy does not know, nothing has to hold but that they stay away.
            for who in [who for who in self.known.stopped if self.here(who) is None]:
                del self.known.stopped[who]

    @invariant()
    def nothing_is_back(self) -> None:
        for who in ("ann", "bob"):
            assert not self.known.gone & set(self.said(who).values())
            person = self.here(who)
            if person is not None and who in self.known.stopped:
                assert person.stopped is self.known.stopped[who]


Restoring.TestCase.settings = settings(
    max_examples=300 if "PROOF" in os.environ else 6, stateful_step_count=25
)
TestRestoring = Restoring.TestCase
