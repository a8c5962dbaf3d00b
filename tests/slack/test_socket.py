"""Socket Mode: the same acts over a connection that Heardback opens, with nothing open to Slack."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.slack import SlackPerson, install, slack_settings
from tests.drivers.slack_api import APP_TOKEN, SlackApi
from tests.drivers.slack_staff import at, claims
from tests.drivers.world import FACILITATOR, World, world

WORDS = "Ring 07700 900123, they told me so"
KEPT = "they told me so"


class SocketPerson(SlackPerson):
    """A person whose acts come in envelopes."""

    async def post(self, form: dict[str, Any]) -> dict[str, Any]:
        """Send an interaction or a command."""
        if "payload" in form:
            return await self.api.deliver("interactive", json.loads(form["payload"]))
        return await self.api.deliver("slash_commands", form)

    async def send(self, body: str, _kind: str) -> dict[str, Any]:
        """Tell of an event."""
        return await self.api.deliver("events_api", json.loads(body))


@pytest.fixture
async def made(tmp_path: Path, api: SlackApi) -> AsyncIterator[World]:
    settings = slack_settings(api) | {"slack_app_token": APP_TOKEN}
    async with world(tmp_path, settings=settings) as here:
        await install(here.base)
        yield here


@pytest.fixture
async def ann(made: World, api: SlackApi) -> AsyncIterator[SocketPerson]:
    async with SocketPerson(made.base, api, made.round.code, "U0ANN") as person:
        yield person


async def test_taking_part_from_the_invitation_to_stopping(
    made: World, ann: SocketPerson, api: SlackApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    await ann.says(WORDS)
    assert "[phone number]" in ann.seen
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert "Question 2 of 5" in ann.seen
    held = await made.answers(ann.address)
    assert held is not None
    assert held["trust"].kept is not None
    await ann.closes()
    home = json.dumps(await ann.home())
    assert made.round.title in home
    await ann.pressed(f"open:{made.round.code}")
    assert "Question 2 of 5" in ann.seen
    await ann.command("stop")
    assert "You have stopped" in ann._told
    assert KEPT not in json.dumps([api.homes, api.messages])
    heard = "\n".join(record.getMessage() for record in caplog.records)
    assert KEPT not in heard


async def test_the_desk(made: World, ann: SocketPerson) -> None:
    await claims(made, ann, FACILITATOR)
    await at(ann, made.round.title)
    await ann.taps("Close early", {})
    await ann.taps("Close it now", {})
    assert "The round is closed." in ann.seen


async def test_an_envelope_that_comes_twice_takes_effect_once(
    made: World, ann: SocketPerson
) -> None:
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    await ann.says(WORDS)
    modal = ann._modal()
    before = dict(modal.view), modal.hash
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    modal.view, modal.hash = before
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert "Question 2 of 5" in ann.seen
    held = await made.answers(ann.address)
    assert held is not None
    assert list(held) == ["trust"]


async def test_the_connection_ends_with_the_server(made: World, api: SlackApi) -> None:
    assert len(api.sockets) == 1
    await made.end()
    assert api.sockets == []


async def test_without_its_token_nothing_is_opened(tmp_path: Path, api: SlackApi) -> None:
    async with world(tmp_path, settings=slack_settings(api)):
        assert api.sockets == []
