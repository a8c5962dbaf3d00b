"""The people of the year in every channel by turns: some come through a channel's real entrance, the
others straight to the conversation."""

import re
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from typing import Final

from app import sample
from app.guests import Answer, Quickly
from bot.consultation.model import Round
from prompts.schema import Question
from tests.drivers.page import squeezed
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_api import SlackApi
from tests.drivers.teams import TeamsPerson
from tests.drivers.teams_api import TeamsApi
from tests.drivers.terminal import TerminalPerson
from tests.drivers.web import WebPerson
from tests.drivers.world import World
from tests.transcripts.runner import Driver

CHANNELS: Final = {
    "young 0": "web",
    "young 1": "teams",
    "adult 0": "teams",
    "leader 0": "slack",
    "leader 1": "teams",
    "partner 0": "terminal",
    "crew 0": "slack",
}
"""Who comes through a channel's own entrance."""


class ByTurns(Quickly):
    """Fulfils :class:`app.guests.Guests`."""

    def __init__(
        self, world: World, slack: SlackApi, teams: TeamsApi, stack: AsyncExitStack
    ) -> None:
        super().__init__(world.app)
        self._world = world
        self.slack = slack
        self.teams = teams
        self._stack = stack
        self._people: dict[str, Driver] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._read = (0, 0)
        self._post: list[tuple[str, str]] = []

    async def comes(self, round_: Round, who: str, answers: Sequence[Answer]) -> None:
        """Take a person through their channel, or quickly."""
        if who not in CHANNELS:
            await super().comes(round_, who, answers)
            return
        self.collects()
        driver = await self._at(round_, who)
        questions = await self._world.run(lambda unit: unit.questions(round_.id))
        assert questions is not None
        if "Yes, I will take part" in driver.labels:  # type: ignore[attr-defined]
            await driver.taps("Yes, I will take part", {})
            self._codes[who, round_.id] = driver.code
            await driver.taps("All messages", {})
        while found := re.search(r"Question (\d+) of \d+", driver.seen):
            at = int(found[1]) - 1
            await self._answers(driver, questions.questions[at], answers[at])
        self.skips()

    async def sees(self, round_: Round, who: str) -> str:
        """Return what a person reads at the round's own link."""
        self.collects()
        driver = await self._at(round_, who)
        self.skips()
        seen = driver.seen
        code = self._code(round_, who)
        return seen.replace(code, "<code>") if code else seen

    def posted(self) -> list[tuple[str, str]]:
        """Return the messages that have gone out since this was asked last: channel and text."""
        self.collects()
        post, self._post = self._post, []
        return post

    async def _at(self, round_: Round, who: str) -> Driver:
        driver = self._people.get(who)
        if driver is None:
            driver = self._people[who] = await self._stack.enter_async_context(
                self._made(CHANNELS[who], who, round_.code)  # type: ignore[arg-type]
            )
            await driver.opens()
            return driver
        await driver.turns_to(round_.code)
        if CHANNELS[who] != "terminal":
            await driver.opens()
        code = self._code(round_, who)
        if code and "I have a code" in driver.labels:  # type: ignore[attr-defined]
            await driver.taps("I have a code", {})
            await driver.taps("Go on", {"Your code": code})
        return driver

    def _code(self, round_: Round, who: str) -> str:
        """Return the code somebody got in a round, or in the one that it follows."""
        return self._codes.get((who, round_.parent or round_.id), "")

    def _made(self, channel: str, who: str, code: str) -> object:
        name = who.replace(" ", "-")
        match channel:
            case "web":
                return WebPerson(self._world.base, code)
            case "slack":
                user = f"U{name.upper().replace('-', '')}"
                return SlackPerson(self._world.base, self.slack, code, user)
            case "teams":
                return TeamsPerson(self._world.base, self.teams, code, name)
        return TerminalPerson(self._world.app, code)

    async def _answers(self, driver: Driver, question: Question, answer: Answer) -> None:
        if question.kind == "card":
            await driver.taps("Next", {})
        elif answer is None:
            await driver.taps("Skip", {})
        elif isinstance(answer, sample.Said):
            await driver.says(answer.text)
            for words in answer.cover:
                if words in driver.seen:
                    await driver.taps("Cover them", {"Cover more words": words})
            await driver.taps("Keep", {"May we quote this?": "Yes" if answer.quote else "No"})
        elif question.kind == "likert":
            labels = self._world.app.say.many("likert.labels")
            await driver.taps(labels[int(answer) - 1], {})
        else:
            await driver.taps(next(o.label for o in question.options if o.id == answer), {})

    def collects(self) -> None:
        """Take down what has gone out by itself."""
        slack, teams = self._read
        self._post += [("Slack", _text(each)) for each in self.slack.messages[slack:]]
        self._post += [("Teams", _text(each)) for each in self.teams.wrote[teams:]]
        self.skips()

    def skips(self) -> None:
        """Pass over what was an answer to something a person did."""
        self._read = len(self.slack.messages), len(self.teams.wrote)


def _text(message: object) -> str:
    return squeezed(" ".join(dict.fromkeys(_texts(message))))


def _texts(found: object) -> Iterable[str]:
    """Yield every text in a message of a chat."""
    if isinstance(found, dict):
        text = found.get("text")
        if isinstance(text, str):
            yield text
        for each in found.values():
            yield from _texts(each)
    elif isinstance(found, list):
        for each in found:
            yield from _texts(each)
