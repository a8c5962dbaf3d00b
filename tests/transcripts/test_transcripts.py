"""Every transcript, through each channel's real entrance, and on each database.

What a channel does is decided before anything is stored, and what is stored knows no channel. So
every channel plays every transcript on SQLite, and PostgreSQL sees each transcript from one channel,
by turns; from all of them with ``PROOF=1``.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.consultation.model import Round
from tests.drivers.slack import SlackPerson, install, slack_settings
from tests.drivers.slack_api import slack_api
from tests.drivers.teams import TeamsPerson, teams_settings
from tests.drivers.teams_api import teams_api
from tests.drivers.terminal import TerminalPerson
from tests.drivers.web import WebPerson
from tests.drivers.world import ROUND, world
from tests.transcripts.runner import FILES, Runner, load

CHANNELS = ("web", "terminal", "slack", "teams")


def _plays(channel: str) -> pytest.MarkDecorator:
    """Return the transcripts of a channel, each with the kinds of database it plays on there."""
    pairs = []
    for at, name in enumerate(FILES):
        among = [each for each in CHANNELS if each in load(name).get("only", CHANNELS)]
        if channel in among:
            pairs.append((name, "sqlite"))
            if os.environ.get("PROOF") == "1" or channel == among[at % len(among)]:
                pairs.append((name, "postgresql"))
    return pytest.mark.parametrize(("name", "database_url"), pairs, indirect=["database_url"])


def _round(transcript: dict[str, Any]) -> Round:
    return replace(ROUND, question_set=transcript["questions"], **transcript.get("round", {}))


@_plays("web")
async def test_web(name: str, tmp_path: Path, database_url: str) -> None:
    transcript = load(name)
    async with (
        world(
            tmp_path, _round(transcript), database_url=database_url, link=transcript.get("link", "")
        ) as made,
        WebPerson(made.base, made.code) as driver,
    ):
        await Runner(made, driver, transcript).run()


@_plays("terminal")
async def test_terminal(name: str, tmp_path: Path, database_url: str) -> None:
    transcript = load(name)
    async with (
        world(
            tmp_path, _round(transcript), database_url=database_url, link=transcript.get("link", "")
        ) as made,
        TerminalPerson(made.app, made.code) as driver,
    ):
        await Runner(made, driver, transcript).run()


# Those in which much stands in the state, or in which the round moves on. What is taken up again is
# the state alone, so one kind of database is enough.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "name",
    [
        "called-off",
        "closed-mid-answer",
        "cover-more",
        "every-kind",
        "found",
        "group-session",
        "heard-back",
        "my-answers",
        "not-now",
        "pause-and-another-device",
        "rewrite-and-bin",
        "stop-and-join",
        "try-it",
    ],
)
async def test_web_taken_up_again_between_any_two_turns(
    name: str, tmp_path: Path, database_url: str
) -> None:
    transcript = load(name)
    async with (
        world(
            tmp_path, _round(transcript), database_url=database_url, link=transcript.get("link", "")
        ) as made,
        WebPerson(made.base, made.code) as driver,
    ):
        await Runner(made, driver, transcript).run(reload=True)


@_plays("slack")
async def test_slack(name: str, tmp_path: Path, database_url: str) -> None:
    transcript = load(name)
    async with (
        slack_api() as api,
        world(
            tmp_path,
            _round(transcript),
            database_url=database_url,
            settings=slack_settings(api),
            link=transcript.get("link", ""),
        ) as made,
    ):
        await install(made.base)
        async with SlackPerson(made.base, api, made.code) as driver:
            await Runner(made, driver, transcript).run()


@_plays("teams")
async def test_teams(name: str, tmp_path: Path, database_url: str) -> None:
    transcript = load(name)
    async with (
        teams_api() as api,
        world(
            tmp_path,
            _round(transcript),
            database_url=database_url,
            settings=teams_settings(api),
            link=transcript.get("link", ""),
        ) as made,
        TeamsPerson(made.base, api, made.code) as driver,
    ):
        await Runner(made, driver, transcript).run()
