"""Every transcript, through the web page and through the terminal, over their real entrances and on
each database."""

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


def _round(transcript: dict[str, Any]) -> Round:
    return replace(ROUND, question_set=transcript["questions"], **transcript.get("round", {}))


@pytest.mark.parametrize("name", FILES)
async def test_web(name: str, tmp_path: Path, database_url: str) -> None:
    transcript = load(name)
    async with (
        world(
            tmp_path, _round(transcript), database_url=database_url, link=transcript.get("link", "")
        ) as made,
        WebPerson(made.base, made.code) as driver,
    ):
        await Runner(made, driver, transcript).run()


@pytest.mark.parametrize("name", FILES)
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


@pytest.mark.parametrize("name", [f for f in FILES if "slack" in load(f).get("only", ["slack"])])
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


@pytest.mark.parametrize("name", [f for f in FILES if "teams" in load(f).get("only", ["teams"])])
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
