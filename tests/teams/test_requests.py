"""What is not from Teams, or not as Teams sends it, is refused and changes nothing."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
import time_machine

from tests.drivers.files import counts, rows
from tests.drivers.teams import TeamsPerson
from tests.drivers.teams_api import APP, TENANT, TeamsApi, claims, elements, signing_key, token
from tests.drivers.world import World

NOW = int(time.time())


def _unsigned(said: dict[str, Any]) -> str:
    return jwt.encode(said, "", "none", {"kid": "one"})


def _by_secret(said: dict[str, Any]) -> str:
    public = "the public key, taken for a secret of at least thirty-two bytes"
    return jwt.encode(said, public, "HS256", {"kid": "one"})


def _changed(signed: str) -> str:
    head, body, mark = signed.split(".")
    return f"{head}.{body[:-4]}AAAA.{mark}"


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "no token": lambda _: "",
    "no token in it": lambda _: " ",
    "rubbish": lambda _: "rubbish",
    "rubbish in three parts": lambda _: "a.b.c",
    "three empty parts": lambda _: "..",
    "letters of another alphabet": lambda _: "é.é.é",
    "no signature": _unsigned,
    "signed with a secret": _by_secret,
    "signed with another key of the same name": lambda said: jwt.encode(
        said, signing_key("forged"), "RS256", {"kid": "one"}
    ),
    "a key that nobody knows": lambda said: token(said, "two"),
    "no key named": lambda said: jwt.encode(said, signing_key("one"), "RS256"),
    "a key without a name": lambda said: token(said, ""),
    "another algorithm": lambda said: jwt.encode(said, signing_key("one"), "PS256", {"kid": "one"}),
    "a claim changed": lambda said: _changed(token(said)),
    "the signature cut off": lambda said: token(said).rpartition(".")[0] + ".",
    "half a signature": lambda said: token(said)[:-100],
    "run out": lambda said: token(said | {"exp": NOW - 3600}),
    "not good yet": lambda said: token(said | {"nbf": NOW + 3600}),
    "an end that is a word": lambda said: token(said | {"exp": "soon"}),
    "another app": lambda said: token(said | {"aud": "another"}),
    "several apps": lambda said: token(said | {"aud": [APP, "another"]}),
    "another issuer": lambda said: token(said | {"iss": "https://api.example.org"}),
    "a log-in's issuer": lambda said: token(
        said | {"iss": f"https://sts.windows.net/{TENANT}/", "appid": APP, "ver": "1.0"}
    ),
    "the emulator's issuer": lambda said: token(
        said
        | {
            "iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
            "appid": APP,
            "ver": "1.0",
        }
    ),
    "another service": lambda said: token(said | {"serviceurl": "https://example.org/"}),
    "a service in a list": lambda said: token(said | {"serviceurl": [said["serviceurl"]]}),
    **{
        f"no {name}": lambda said, name=name: token(
            {key: value for key, value in said.items() if key != name}
        )
        for name in ("exp", "aud", "iss", "serviceurl")
    },
}

BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "bytes that are no text": b"\xff\xfe",
    "very deep": b"[" * 100_000,
    "an empty object": b"{}",
}

WITHOUT_SHAPE: dict[str, dict[str, Any]] = {
    "a kind that is a number": {"type": 7},
    "no kind": {"type": None},
    "no channel": {"channelId": None},
    "an empty channel": {"channelId": ""},
    "no service": {"serviceUrl": None},
    "a sender that is a word": {"from": "ann"},
    "a sender without an id": {"from": {}},
    "a sender with a list": {"from": {"id": ["29:ann"]}},
    "no chat": {"conversation": None},
    "a chat with a number": {"conversation": {"id": 7}},
    "nobody it is for": {"recipient": {}},
    "a text that is a list": {"text": ["stop"]},
}

STRANGE: dict[str, dict[str, Any]] = {
    "a value that is a list": {"type": "invoke", "name": "adaptiveCard/action", "value": []},
    "a value that is a word": {"type": "message", "value": "yes"},
    "an action that is a word": {"name": "adaptiveCard/action", "value": {"action": "yes"}},
    "data that are a list": {"name": "adaptiveCard/action", "value": {"action": {"data": []}}},
    "members that are a word": {"type": "conversationUpdate", "membersAdded": "ann"},
    "members that are numbers": {"type": "conversationUpdate", "membersAdded": [7, None]},
    "no value": {"name": "task/submit", "value": None},
    "an unknown act": {"name": "composeExtension/query", "value": {}},
    "an unknown kind": {"type": "dance"},
    "tenant data that are a list": {"type": "typing", "channelData": {"tenant": []}},
}


async def opened(somebody: Any) -> tuple[TeamsPerson, dict[str, Any]]:
    """Bring somebody who has the invitation before them, and return the act that says yes."""
    ann: TeamsPerson = await somebody()
    await ann.opens()
    data = ann._button("Yes, I will take part", ())["data"]
    return ann, yes(ann, data)


def yes(ann: TeamsPerson, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    value = {"action": {"type": "Action.Execute", "verb": "act", "data": data}}
    return ann.activity("invoke", name="adaptiveCard/action", value=value, **more)


async def enrolled(made: World) -> int:
    return len(rows(made.settings.data_folder, "contributor"))


@pytest.mark.parametrize("how", sorted(FORGED))
async def test_a_token_that_is_not_good_is_refused(
    how: str, made: World, api: TeamsApi, somebody: Any
) -> None:
    ann, activity = await opened(somebody)
    status, _ = await ann.sends(json.dumps(activity), FORGED[how](claims(api.service)))
    assert status == 401
    assert await enrolled(made) == 0


async def test_the_same_act_with_a_good_token_is_taken(made: World, somebody: Any) -> None:
    ann, activity = await opened(somebody)
    assert (await ann.sends(json.dumps(activity)))[0] == 200
    assert await enrolled(made) == 1


@pytest.mark.parametrize(
    "tenants",
    [("other", "other"), ("other", TENANT), (TENANT, "other"), ("", ""), (None, None)],
)
async def test_another_tenant_is_refused(
    tenants: tuple[Any, Any], made: World, somebody: Any
) -> None:
    ann, activity = await opened(somebody)
    activity["conversation"]["tenantId"] = tenants[0]
    activity["channelData"]["tenant"]["id"] = tenants[1]
    assert (await ann.sends(json.dumps(activity)))[0] == 401
    assert await enrolled(made) == 0


async def test_a_tenant_in_the_channels_data_alone_is_enough(made: World, somebody: Any) -> None:
    ann, activity = await opened(somebody)
    del activity["conversation"]["tenantId"]
    assert (await ann.sends(json.dumps(activity)))[0] == 200
    assert await enrolled(made) == 1


@pytest.mark.parametrize("channel", ["webchat", "emulator", "directline", "MSTEAMS"])
async def test_another_channel_is_refused(channel: str, made: World, somebody: Any) -> None:
    ann, activity = await opened(somebody)
    assert (await ann.sends(json.dumps(activity | {"channelId": channel})))[0] == 401
    assert await enrolled(made) == 0


@pytest.mark.parametrize("endorses", [(), ("webchat",)])
async def test_a_key_that_does_not_vouch_for_teams_is_refused(
    endorses: tuple[str, ...], made: World, api: TeamsApi, somebody: Any
) -> None:
    api.endorses = endorses
    ann = await somebody()
    assert (await ann.sends(json.dumps(ann.activity("message", text="stop"))))[0] == 401
    assert rows(made.settings.data_folder, "do_not_contact") == []


@pytest.mark.parametrize("what", sorted(BROKEN))
async def test_what_is_no_activity_is_malformed(what: str, made: World, somebody: Any) -> None:
    ann = await somebody()
    assert (await ann.sends(BROKEN[what]))[0] == 400


@pytest.mark.parametrize("what", sorted(WITHOUT_SHAPE))
async def test_an_activity_without_its_shape_is_malformed(
    what: str, made: World, somebody: Any
) -> None:
    ann = await somebody()
    body = json.dumps(ann.activity("message", text="stop") | WITHOUT_SHAPE[what])
    assert (await ann.sends(body))[0] == 400
    assert rows(made.settings.data_folder, "do_not_contact") == []


@pytest.mark.parametrize("what", sorted(STRANGE))
async def test_what_means_nothing_does_nothing(what: str, made: World, somebody: Any) -> None:
    ann = await somebody()
    before = counts(made.settings.data_folder)
    status, _ = await ann.sends(json.dumps(ann.activity("invoke") | STRANGE[what]))
    assert status in (200, 401, 501)
    after = counts(made.settings.data_folder)
    assert {**after, "inbound_seen": 0} == {**before, "inbound_seen": 0}


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
async def test_another_kind_of_body_is_refused(kind: str, made: World, somebody: Any) -> None:
    ann = await somebody()
    body = json.dumps(ann.activity("message", text="stop"))
    assert (await ann.sends(body, kind=kind))[0] == 415


async def test_a_body_that_is_too_large_is_refused(made: World, somebody: Any) -> None:
    ann = await somebody()
    body = json.dumps(ann.activity("message", text="x" * 600_000))
    assert (await ann.sends(body))[0] == 413


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_in_a_group_nothing_happens(
    kind: str, made: World, api: TeamsApi, somebody: Any
) -> None:
    ann, activity = await opened(somebody)
    sent = len(api.messages[ann.chat])
    activity["conversation"]["conversationType"] = kind
    typed = ann.activity("message", text="stop")
    typed["conversation"]["conversationType"] = kind
    assert (await ann.sends(json.dumps(activity)))[0] == 501
    assert (await ann.sends(json.dumps(typed)))[0] == 200
    assert len(api.messages[ann.chat]) == sent
    assert await enrolled(made) == 0


EDITED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another act": lambda data: data | {"heardback": data["heardback"].replace("yes", "never")},
    "another round": lambda data: data | {"heardback": data["heardback"].replace("wren42", "w")},
    "the desk": lambda data: data | {"heardback": '["","","go://","desk",[],"","n"]'},
    "no mark": lambda data: {"heardback": data["heardback"]},
    "a mark that is a number": lambda data: data | {"mac": 7},
    "a mark in another alphabet": lambda data: data | {"mac": "é\ud800"},
    "an empty mark": lambda data: data | {"mac": ""},
    "no JSON": lambda data: data | {"heardback": "{"},
    "a list": lambda data: data | {"heardback": ["", "", "", "yes"]},
    "nothing": lambda _: {},
}


@pytest.mark.parametrize("how", sorted(EDITED))
async def test_data_that_were_changed_are_refused(how: str, made: World, somebody: Any) -> None:
    ann, activity = await opened(somebody)
    action = activity["value"]["action"]
    action["data"] = EDITED[how](action["data"])
    status, answer = await ann.sends(json.dumps(activity))
    assert status == 200
    assert answer["type"] == "application/vnd.microsoft.error"
    assert await enrolled(made) == 0


async def test_a_card_of_somebody_else_is_refused(made: World, somebody: Any) -> None:
    _, activity = await opened(somebody)
    eve: TeamsPerson = await somebody("eve")
    status, answer = await eve.sends(json.dumps(yes(eve, activity["value"]["action"]["data"])))
    assert (status, answer["type"]) == (200, "application/vnd.microsoft.error")
    assert await enrolled(made) == 0


async def test_an_input_that_no_button_asks_for_is_not_read(made: World, somebody: Any) -> None:
    ann, activity = await opened(somebody)
    activity["value"]["action"]["data"] |= {"|text|text-trust": "words", "heardbac": "x"}
    assert (await ann.sends(json.dumps(activity)))[0] == 200
    assert await made.answers(ann.address) == {}


@pytest.mark.parametrize("given", [7, 1.5, None, True, ["a"], {"a": "b"}, "x" * 100_000, "\ud800"])
async def test_whatever_an_input_holds_is_no_fault_of_ours(
    given: object, made: World, somebody: Any
) -> None:
    ann, _ = await opened(somebody)
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    data = next(a for a in ann._actions() if a["title"] == "Next")["data"]
    box = next(e["id"] for e in elements(ann.card["body"]) if e["type"] == "Input.Text")
    status, answer = await ann.sends(json.dumps(yes(ann, {**data, box: given})))
    assert (status, answer["statusCode"]) == (200, 200)
    assert await made.answers(ann.address) == {}


async def test_the_same_activity_twice_takes_effect_once(made: World, somebody: Any) -> None:
    _, activity = await opened(somebody)
    ann: TeamsPerson = await somebody()
    for _ in range(3):
        assert (await ann.sends(json.dumps(activity)))[0] == 200
    assert await enrolled(made) == 1


async def test_what_is_typed_and_comes_twice_is_answered_once(api: TeamsApi, somebody: Any) -> None:
    ann: TeamsPerson = await somebody()
    typed = json.dumps(ann.activity("message", text="hello"))
    for _ in range(3):
        assert (await ann.sends(typed))[0] == 200
    assert len(api.messages[ann.chat]) == 1


async def test_a_token_that_was_good_is_good_for_nothing_else(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann, activity = await opened(somebody)
    signed = token(claims(api.service))
    assert (await ann.sends(json.dumps(ann.activity("typing")), signed))[0] == 200
    for change in (
        {"channelData": {"tenant": {"id": "other"}}},
        {"serviceUrl": "https://example.org/"},
        {"channelId": "webchat"},
    ):
        assert (await ann.sends(json.dumps(activity | change), signed))[0] == 401
    assert await enrolled(made) == 0


async def test_a_token_that_was_good_is_not_good_for_ever(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann: TeamsPerson = await somebody()
    signed = token(claims(api.service))
    typing = json.dumps(ann.activity("typing"))
    assert (await ann.sends(typing, signed))[0] == 200
    with time_machine.travel(time.time() + 7200, tick=True):
        assert (await ann.sends(typing, signed))[0] == 401


async def test_two_people_whose_messages_have_the_same_id_are_both_heard(
    api: TeamsApi, somebody: Any
) -> None:
    for user in ("ann", "bea"):
        person: TeamsPerson = await somebody(user)
        await person.types("hello", "1481567603816")
        assert len(api.messages[person.chat]) == 1
