"""What is not from Slack, or not as Slack sends it, is refused and changes nothing."""

import json
import time
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from tests.drivers.files import rows
from tests.drivers.slack import signed
from tests.drivers.slack_api import TEAM
from tests.drivers.world import World

FORM = "application/x-www-form-urlencoded"
USER = {"id": "U0ANN", "team_id": TEAM}
METADATA = json.dumps(["wren42", "", "", {"": "yes"}, ""])
VIEW = {
    "id": "V1",
    "hash": "h1",
    "type": "modal",
    "callback_id": "turn",
    "private_metadata": METADATA,
    "state": {"values": {}},
    "blocks": [],
}
YES = {"type": "view_submission", "team": {"id": TEAM}, "user": USER, "view": VIEW}
BODY = urlencode({"payload": json.dumps(YES)})

FORGED: dict[str, dict[str, str]] = {
    "nothing signed": {},
    "no signature": {"X-Slack-Request-Timestamp": str(int(time.time()))},
    "no time": {"X-Slack-Signature": signed(BODY)["X-Slack-Signature"]},
    "another secret": signed(BODY, "another secret"),
    "another body": signed(BODY + "&"),
    "an empty signature": {**signed(BODY), "X-Slack-Signature": ""},
    "half a signature": {
        **signed(BODY),
        "X-Slack-Signature": signed(BODY)["X-Slack-Signature"][:20],
    },
    "another version": {**signed(BODY), "X-Slack-Signature": "v1=" + "0" * 64},
    "no hex": {**signed(BODY), "X-Slack-Signature": "v0=" + "z" * 64},
    "a signature in another alphabet": {**signed(BODY), "X-Slack-Signature": "v0=é"},
    "six minutes old": signed(BODY, at=time.time() - 360),
    "a year early": signed(BODY, at=time.time() + 31_536_000),
    "a year old": signed(BODY, at=time.time() - 31_536_000),
    **{
        f"a time that is {name}": {**signed(BODY), "X-Slack-Request-Timestamp": stamp}
        for name, stamp in {
            "a word": "now",
            "empty": "",
            "a fraction": "1.5",
            "negative": "-1",
            "hexadecimal": "0x10",
            "huge": "9" * 400,
            "in other digits": "\uff11\uff12\uff13",
            "with a space": "12 34",
            "infinite": "inf",
            "no number": "nan",
            "scientific": "1e9",
            "true": "true",
            "a list": "[1]",
        }.items()
    },
}

MALFORMED: dict[str, tuple[str, str]] = {
    "no payload": ("", FORM),
    "an empty payload": ("payload=", FORM),
    "a payload that is no JSON": ("payload=%7B", FORM),
    "a payload that is a list": ("payload=%5B%5D", FORM),
    "a payload that is a number": ("payload=7", FORM),
    "a payload that is null": ("payload=null", FORM),
    "JSON that is cut off": ('{"type": "event_callback"', "application/json"),
    "JSON that is a list": ("[]", "application/json"),
    "an event without an event": ('{"type": "event_callback"}', "application/json"),
    "an unknown event": (
        json.dumps({"type": "event_callback", "team_id": TEAM, "event": {"type": "dance"}}),
        "application/json",
    ),
    "an unknown kind": (urlencode({"payload": json.dumps({**YES, "type": "dance"})}), FORM),
    "no view": (urlencode({"payload": json.dumps({**YES, "view": {}})}), FORM),
    "metadata that is no JSON": (
        urlencode({"payload": json.dumps({**YES, "view": {**VIEW, "private_metadata": "{"}})}),
        FORM,
    ),
    "metadata of somebody else": (
        urlencode({"payload": json.dumps({**YES, "view": {**VIEW, "private_metadata": "[1]"}})}),
        FORM,
    ),
    "values that are a list": (
        urlencode({"payload": json.dumps({**YES, "view": {**VIEW, "state": {"values": []}}})}),
        FORM,
    ),
    "another workspace": (
        urlencode({"payload": json.dumps({**YES, "team": {"id": "T0ELSE"}})}),
        FORM,
    ),
    "a command of another name": (
        urlencode({"command": "/dance", "team_id": TEAM, "user_id": "U0ANN", "text": "stop"}),
        FORM,
    ),
    "bytes that are no text": ("payload=%ff%fe%00", FORM),
}


async def sent(base: str, body: str | bytes, headers: dict[str, str]) -> int:
    async with (
        ClientSession() as http,
        http.post(f"{base}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status


@pytest.mark.parametrize("how", sorted(FORGED))
async def test_what_is_forged_or_stale_is_refused(how: str, made: World) -> None:
    assert await sent(made.base, BODY, {"Content-Type": FORM, **FORGED[how]}) == 401
    assert rows(made.settings.data_folder, "contributor") == []


async def test_the_same_body_signed_well_is_taken(made: World) -> None:
    assert await sent(made.base, BODY, {"Content-Type": FORM, **signed(BODY)}) == 200
    assert len(rows(made.settings.data_folder, "contributor")) == 1


async def test_a_replay_is_taken_once(made: World) -> None:
    headers = {"Content-Type": FORM, **signed(BODY)}
    for _ in range(3):
        assert await sent(made.base, BODY, headers) == 200
    assert len(rows(made.settings.data_folder, "contributor")) == 1


@pytest.mark.parametrize("what", sorted(MALFORMED))
async def test_what_has_no_shape_is_no_fault_of_ours(what: str, made: World) -> None:
    body, kind = MALFORMED[what]
    status = await sent(made.base, body, {"Content-Type": kind, **signed(body)})
    assert status < 500, status
    assert rows(made.settings.data_folder, "contributor") == []


async def test_values_without_a_shape_are_no_values(made: World) -> None:
    view = {**VIEW, "state": {"values": {"|0|x": 7, "|1": {"in": None}, "|x|y": {"in": []}}}}
    body = urlencode({"payload": json.dumps({**YES, "view": view})})
    assert await sent(made.base, body, {"Content-Type": FORM, **signed(body)}) == 200
    assert len(rows(made.settings.data_folder, "contributor")) == 1


async def test_a_body_in_another_alphabet_is_refused(made: World) -> None:
    body = b"payload=\xff\xfe"
    headers = {"Content-Type": FORM, **signed("payload=")}
    assert await sent(made.base, body, headers) == 401


async def test_a_body_that_is_too_large_is_refused(made: World) -> None:
    body = "payload=" + "x" * 600_000
    assert await sent(made.base, body, {"Content-Type": FORM, **signed(body)}) == 413
