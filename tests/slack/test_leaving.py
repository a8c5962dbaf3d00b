"""People who have left Slack, workspaces where the app is not, and what comes too late or at once."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, web

from bot.conversation.effects import Invite
from tests.drivers.slack import SlackPerson, signed
from tests.drivers.slack_api import TEAM, TRIGGER_SECONDS, SlackApi
from tests.drivers.world import FACILITATOR, World

CONTACT = {"channel": "slack", "enterprise": "", "team": TEAM, "user": "U9"}


async def asked(made: World, person: SlackPerson) -> None:
    await made.acts(FACILITATOR, Invite(made.round.id, ((person.address, CONTACT),)))


async def due(made: World) -> None:
    """Let the hour come at which messages go out, and the next day's."""
    await made.waits(made.clock.at.replace(hour=17))
    await made.waits(made.clock.at.replace(day=12, hour=17))


@pytest.mark.parametrize("why", ["account_inactive", "channel_not_found", "user_not_found"])
async def test_who_cannot_be_reached_is_tried_once(
    why: str, made: World, api: SlackApi, somebody: Any
) -> None:
    api.refuse["chat.postMessage"] = [web.json_response({"ok": False, "error": why})]
    await asked(made, await somebody("U9"))
    await due(made)
    assert [method for method, _ in api.calls].count("chat.postMessage") == 1
    assert api.messages == []


async def waited(made: World, somebody: Any) -> SlackPerson:
    """Return somebody for whom a message waits."""
    gus: SlackPerson = await somebody("U9")
    await gus.opens()
    await gus.taps("Yes, I will take part", {})
    await gus.taps("All messages", {})
    await made.cancels()
    return gus


LEFT = {"type": "user_change", "user": {"id": "U9", "team_id": TEAM, "deleted": True}}


async def test_who_has_left_gets_nothing_that_waited(
    made: World, api: SlackApi, somebody: Any
) -> None:
    gus = await waited(made, somebody)
    await gus.event(LEFT)
    await due(made)
    assert api.messages == []


@pytest.mark.parametrize("how", ["another change", "an event that comes again"])
async def test_who_is_here_gets_what_waited(
    how: str, made: World, api: SlackApi, somebody: Any
) -> None:
    """Slack sends an event up to three times; the person may be back by then."""
    if how == "another change":
        gus = await waited(made, somebody)
        await gus.event({"type": "user_change", "user": {"id": "U9", "team_id": TEAM}})
    else:
        await (await somebody("U9")).event(LEFT, "Ev7")
        gus = await waited(made, somebody)
        await gus.event(LEFT, "Ev7")
    await due(made)
    assert [message["channel"] for message in api.messages] == ["U9"]


async def test_a_press_that_comes_too_late_to_open_a_window_is_no_fault(
    made: World, api: SlackApi, somebody: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = await somebody()
    sooner = api.now
    payload = ann._payload("block_actions", trigger_id=api.trigger(ann.user))
    payload["actions"] = [{"action_id": "do-0", "value": f"open:{made.round.code}"}]
    api.now = lambda: sooner() + TRIGGER_SECONDS + 0.1
    await ann.interact(payload)
    assert api.modal(ann.user) is None
    assert api.calls[-1][0] == "views.open"
    assert "call_failed" not in "".join(capsys.readouterr())


async def test_two_devices_that_send_at_once_keep_one_answer(made: World, somebody: Any) -> None:
    ann = await somebody()
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    await ann.says("They told me so")
    state = ann._state({"May we quote this?": "Yes"}, ())
    view = ann._sent_view(ann._modal(), state)
    sent = [
        ann._payload("view_submission", view={**view, "id": device})
        for device in ("V1", "V2")
        for _ in range(4)
    ]
    answers = await asyncio.gather(*map(ann.interact, sent))
    assert all("Question 2 of 5" in json.dumps(answer) for answer in answers)
    held = await made.answers(ann.address)
    assert held is not None
    assert list(held) == ["trust"]


async def test_a_workspace_without_the_app_is_told_so(made: World) -> None:
    command = {"command": "/heardback", "text": made.round.code, "trigger_id": "t"}
    body = urlencode({**command, "team_id": "T0ELSE", "user_id": "U1"})
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(body)}
    async with (
        ClientSession() as http,
        http.post(f"{made.base}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status == 200
        assert await answer.text() == made.app.say("slack.not_here")
