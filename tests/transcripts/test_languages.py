"""A person picks another language, in every channel, and reads no word of ours in English any more.

The language is one nobody speaks: every phrase stands in brackets. What stands outside of them is
somebody's words, a question's, or a sentence that no file holds.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.messages import Text
from bot.delivery.wording import Subject, message_of
from prompts.languages import for_people
from prompts.library import Library, shipped
from tests.drivers.page import Node
from tests.drivers.slack import SlackPerson, install, slack_settings
from tests.drivers.slack_api import slack_api
from tests.drivers.teams import TeamsPerson, teams_settings
from tests.drivers.teams_api import teams_api
from tests.drivers.terminal import TerminalPerson
from tests.drivers.web import WebPerson
from tests.drivers.world import ROUND, World, world
from tests.drivers.world import STAFF as PEOPLE
from tests.prompts.pseudo import folder_of, outside, pseudo

CHANNELS = ("web", "terminal", "slack", "teams")
ENGLISH = Library.load()
ARABIC = frozenset({"zero", "one", "two", "few", "many", "other"})
SET = ENGLISH.sets[ROUND.question_set]


@pytest.fixture
def languages(tmp_path: Path) -> Path:
    """A folder with one more language, written from right to left and for people alone."""
    return folder_of(
        tmp_path / "languages",
        ar=pseudo(ARABIC, has=frozenset(for_people(ENGLISH.phrases())).__contains__),
    )


@asynccontextmanager
async def person(channel: str, folder: Path, languages: Path) -> AsyncIterator[tuple[World, Any]]:
    """A person in a channel of a server with two languages."""
    own = {"languages_folder": languages}
    if channel == "slack":
        async with slack_api() as api, world(folder, settings=slack_settings(api) | own) as made:
            await install(made.base)
            async with SlackPerson(made.base, api, made.code) as driver:
                yield made, driver
    elif channel == "teams":
        async with (
            teams_api() as api,
            world(folder, settings=teams_settings(api) | own) as made,
            TeamsPerson(made.base, api, made.code) as driver,
        ):
            yield made, driver
    else:
        async with world(folder, settings=own) as made:
            opened = (
                WebPerson(made.base, made.code)
                if channel == "web"
                else TerminalPerson(made.app, made.code)
            )
            async with opened as driver:
                yield made, driver


def data(world_: World) -> Iterator[str]:
    """What is nobody's phrase: the round's and the set's own words, names, support lines, codes."""
    round_ = world_.round
    yield from (round_.title, round_.asker, round_.known_by, round_.purpose, round_.decider)
    yield from (round_.space, round_.voice, round_.influence, world_.base, round_.code)
    yield from (each.name for each in PEOPLE)
    for question in SET.questions:
        for wording in question.wording.values():
            yield from (wording.ask, wording.hint, wording.body)
        yield from (option.label for option in question.options)
    for line in ENGLISH.support().lines:
        yield from map(str, line.model_dump().values())
    yield from (
        "It was fine then.",
        "English",
        "العربية",
        "Ann",
        f"http://127.0.0.1:8080/r/{round_.code}",
    )


def read(driver: Any) -> str:
    """All that a person can read, and what a screen reader adds."""
    match driver:
        case WebPerson():
            said = [driver.page.seen(hidden=True)]
            for node in _nodes(driver.page):
                said += [node.attrs[n] for n in ("aria-label", "title", "alt") if node.attrs.get(n)]
            return "\n".join(said)
        case SlackPerson():
            frame = (driver.view.get(part, {}).get("text", "") for part in ("title", "close"))
            return "\n".join([driver.seen, *frame])
    return str(driver.seen)


def _nodes(node: Node) -> Iterator[Node]:
    for part in node.parts:
        if isinstance(part, Node):
            yield part
            yield from _nodes(part)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_nothing_is_said_outside_the_language_somebody_picked(
    channel: str, tmp_path: Path, languages: Path
) -> None:
    async with person(channel, tmp_path, languages) as (made, driver):
        say = made.app.say.of("ar")
        known = (*data(made),)

        def holds() -> None:
            code = driver.code
            assert outside(read(driver), (*known, *((code,) if code else ()))) == ""

        async def taps(key: str, fills: dict[str, Any] | None = None, **values: Any) -> None:
            await driver.taps(say(key, **values), fills or {})
            holds()

        await driver.opens()
        await driver.taps("العربية", {})
        if channel == "terminal":
            driver._say = say
        holds()
        for over in (
            "contributor.nav.help",
            "contributor.nav.privacy",
            "contributor.control.support",
        ):
            await taps(over)
            await taps("contributor.nav.back_to")
        await taps("contributor.invitation.yes")
        held = await made.identity()
        await taps("contributor.hears.changes")
        assert say("contributor.question.other_language", language="English") in driver.seen
        await driver.says("It was fine then.")
        holds()
        await taps(
            "contributor.check.keep", {say("contributor.check.quote"): say("contributor.no")}
        )
        await taps("contributor.nav.answers")
        await taps("contributor.nav.back_to")
        await taps("contributor.control.pause")
        assert await made.identity() == held, "the identity side has moved"
        await taps("contributor.control.stop")
        assert say("contributor.stopped.title") in driver.seen


async def test_a_person_is_written_to_in_their_language_and_can_go_back(
    tmp_path: Path, languages: Path
) -> None:
    async with person("web", tmp_path, languages) as (made, driver):
        driver._session.headers["Accept-Language"] = "ar-EG,ar;q=0.9,en;q=0.5"
        await driver.opens()
        assert '<html lang="ar" dir="rtl">' in driver.html
        say = made.app.say.of("ar")
        await driver.taps(say("contributor.invitation.yes"), {})
        driver._session.headers["Accept-Language"] = "en"
        await driver.opens()
        # What they said yes in holds on any device.
        assert say("contributor.hears.group") in driver.seen
        await driver.taps(say("contributor.hears.all"), {})
        asked = next(node for node in driver.page.all("h1"))
        assert asked.attrs["lang"] == "en"
        assert 'value="language:en" form="main" lang="en" dir="auto">English<' in driver.html
        await driver.taps("English", {})
        assert '<html lang="en-GB">' in driver.html
        driver._session.headers["Accept-Language"] = "ar"
        await driver.opens()
        assert made.app.say("contributor.question.label") in driver.seen


async def test_teams_opens_in_the_language_it_speaks_itself(
    tmp_path: Path, languages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = TeamsPerson.activity
    monkeypatch.setattr(
        TeamsPerson,
        "activity",
        lambda self, kind, **more: plain(self, kind, locale="ar-EG", **more),
    )
    async with person("teams", tmp_path, languages) as (made, driver):
        await driver.opens()
        say = made.app.say.of("ar")
        assert (driver.card["lang"], driver.card["rtl"]) == ("ar", True)
        await driver.taps(say("contributor.invitation.yes"), {})
        held = await made.app.database.run(lambda unit: unit.person(driver.address))
        assert (held.contact["language"], "locale" in held.contact) == ("ar", False)


def test_a_message_is_made_in_one_language(languages: Path) -> None:
    say = shipped(languages).phrases()
    told = message_of(Subject(ROUND), "reminder", say.of("ar"))
    assert (told.language, outside(told.title, ())) == ("ar", "")

    short = folder_of(languages / "short", cy='delivery: {reminder: {title: "⟦T⟧"}}\n')
    told = message_of(Subject(ROUND), "reminder", Library.load(languages=short).phrases().of("cy"))
    assert (told.language, told) == ("en", message_of(Subject(ROUND), "reminder", say))
    assert all(isinstance(part, Text) for part in told.parts)
