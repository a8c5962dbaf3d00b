"""Eight faults of Bot Framework's SDK, each with its cure: without it the test fails.

They were found by running version 4.17.1, which nobody mends any more.
"""

import asyncio
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.teams import tokens
from adapters.teams.auth import DEVELOPMENT, Registration
from adapters.teams.read import Who
from app.compose import build
from app.settings import Settings
from app.trouble import Trouble
from bot.conversation.effects import Invite
from bot.conversation.messages import Message
from bot.ports import SendFailed, Unreachable
from tests.drivers.teams import TeamsPerson, teams_settings
from tests.drivers.teams_api import APP, BOT, TENANT, TeamsApi, claims, token
from tests.drivers.world import FACILITATOR, World, world


async def test_1_an_act_that_waits_for_its_answer_gets_it(made: World, somebody: Any) -> None:
    ann: TeamsPerson = await somebody()
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    assert "All messages" in ann.labels
    for name in ("task/fetch", "task/submit"):
        data = ann._button("All messages", ())["data"]
        assert (await ann.invokes(name, {"data": data}))["task"]["type"] == "continue"


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"teams_app_id": ""}, "TEAMS_APP_ID"),
        ({"teams_app_secret": None}, "TEAMS_APP_SECRET"),
        ({"teams_tenant": ""}, "TEAMS_TENANT"),
        ({"teams_app_type": ""}, "TEAMS_APP_TYPE"),
        ({"teams_app_type": "UserAssignedMSI", "teams_app_id": ""}, "TEAMS_APP_ID"),
        ({"teams_development": True, "host": "192.0.2.1"}, "TEAMS_DEVELOPMENT"),
    ],
)
async def test_2_nothing_starts_that_would_let_strangers_in(
    change: dict[str, Any], lacks: str, tmp_path: Path, api: TeamsApi
) -> None:
    given: Any = {**teams_settings(api), **change}
    with pytest.raises(Trouble) as trouble:
        build(Settings(data_folder=tmp_path, _env_file=None, **given))
    assert trouble.value.values["name"] == f"HEARDBACK_{lacks}"


@pytest.mark.parametrize("kind", ["SingleTennant", "singletenant", "MultiTenant", "Development"])
def test_2_a_misspelt_type_is_no_type(kind: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="teams_app_type"):
        Settings(data_folder=tmp_path, _env_file=None, teams_app_type=kind)  # type: ignore[arg-type]
    if kind != DEVELOPMENT:
        with pytest.raises(ValueError, match="not a whole registration"):
            Registration(kind, APP, TENANT, "secret")


async def test_2_without_its_settings_teams_is_not_there(tmp_path: Path, api: TeamsApi) -> None:
    async with world(tmp_path) as made, TeamsPerson(made.base, api, "wren42") as ann:
        assert (await ann.sends(json.dumps(ann.activity("message", text="stop"))))[0] == 404
        assert made.app.teams is None


def test_2_without_its_settings_its_library_is_not_even_read() -> None:
    code = "import sys, app.compose; print([m for m in sys.modules if m.startswith('botb')])"
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert told.stdout.strip() == b"[]"


async def test_2_a_local_client_is_let_in_and_led_nowhere_else(
    tmp_path: Path, api: TeamsApi
) -> None:
    async with (
        world(tmp_path, settings={"teams_development": True}) as made,
        TeamsPerson(made.base, api, made.round.code) as ann,
    ):
        opened = ann.activity("message", text=made.round.code)
        away = json.dumps(opened | {"serviceUrl": "https://example.org/"})
        assert (await ann.sends(away, ""))[0] == 403
        assert (await ann.sends(json.dumps(opened), ""))[0] == 200
        assert len(api.messages[ann.chat]) == 1
        assert api.asked["login"] == api.asked["keys"] == 0


async def test_3_a_token_that_is_not_good_is_no_fault_of_ours(api: TeamsApi, somebody: Any) -> None:
    ann: TeamsPerson = await somebody()
    body = json.dumps(ann.activity("message", text="stop"))
    good = claims(api.service)
    for bad in ("", "rubbish", "a.b.c", token(good, "two"), token(good | {"exp": 1})):
        assert (await ann.sends(body, bad))[0] == 401
    assert (await ann.sends("[]"))[0] == 400
    assert (await ann.sends(body, kind="text/plain"))[0] == 415


@pytest.fixture
def no_call_that_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the SDK's own way to fetch keys fail, where it would wait for this very process."""

    def refused(*_given: object, **_named: object) -> None:
        raise AssertionError("a call that holds up every turn")

    monkeypatch.setattr("requests.get", refused)


@pytest.mark.usefixtures("no_call_that_blocks")
async def test_4_new_keys_are_asked_for_at_once_and_not_for_every_stranger(
    api: TeamsApi, somebody: Any
) -> None:
    ann: TeamsPerson = await somebody()
    await ann.types("hello")
    api.keys = ["two"]
    body = json.dumps(ann.activity("message", text="hello"))
    assert (await ann.sends(body, token(claims(api.service), "two")))[0] == 200
    assert api.asked["keys"] == 2
    for name in ("three", "four", "five"):
        assert (await ann.sends(body, token(claims(api.service), "one", kid=name)))[0] == 401
    assert api.asked["keys"] == 2


@pytest.mark.usefixtures("no_call_that_blocks")
async def test_4_while_keys_are_fetched_others_go_on(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann: TeamsPerson = await somebody()
    asked, go_on = asyncio.Event(), asyncio.Event()
    tell = api.public

    async def slowly(_request: web.Request) -> web.Response:
        asked.set()
        await go_on.wait()
        return web.json_response({"keys": [tell("one")]})

    api.slowly = slowly
    waits = asyncio.create_task(ann.types("hello"))
    await asyncio.wait_for(asked.wait(), 10)
    async with ann._http.get(f"{made.base}/healthz") as answer:
        assert answer.status == 200
    assert not waits.done()
    go_on.set()
    await waits


@pytest.mark.usefixtures("no_call_that_blocks")
async def test_4_keys_that_cannot_be_fetched_are_no_fault_of_the_sender(
    tmp_path: Path, api: TeamsApi
) -> None:
    settings = teams_settings(api) | {"teams_keys_url": f"{api.url}/nowhere"}
    async with (
        world(tmp_path, settings=settings) as made,
        TeamsPerson(made.base, api, made.round.code) as ann,
    ):
        assert (await ann.sends(json.dumps(ann.activity("message", text="stop"))))[0] == 503


async def test_5_another_tenant_is_refused(api: TeamsApi, somebody: Any) -> None:
    ann: TeamsPerson = await somebody()
    activity = ann.activity("message", text="hello", channelData={"tenant": {"id": "other"}})
    assert (await ann.sends(json.dumps(activity)))[0] == 401
    assert api.messages[ann.chat] == []


async def test_6_a_token_is_fetched_once(api: TeamsApi, somebody: Any) -> None:
    people = [await somebody(f"person{number}") for number in range(5)]
    await asyncio.gather(*(person.types("hello") for person in people))
    await people[0].types("hello again")
    assert api.asked["login"] == 1
    assert api.asked["post"] == 6


async def test_6_a_managed_identitys_token_is_fetched_once_and_off_the_loop(
    tmp_path: Path, api: TeamsApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{api.url}/msi")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    threads: list[threading.Thread] = []
    fetch = tokens.ManagedIdentityAppCredentials.get_access_token

    def told(self: Any, *given: Any) -> Any:
        threads.append(threading.current_thread())
        if threads[-1] is threading.main_thread():
            # It would wait for this very process.
            raise OSError
        return fetch(self, *given)

    monkeypatch.setattr(tokens.ManagedIdentityAppCredentials, "get_access_token", told)
    settings = teams_settings(api) | {"teams_app_type": "UserAssignedMSI"}
    del settings["teams_app_secret"]
    async with (
        world(tmp_path, settings=settings) as made,
        TeamsPerson(made.base, api, made.round.code) as ann,
    ):
        await ann.types("hello")
        await ann.types("hello again")
    assert len(api.messages[ann.chat]) == 2
    assert api.asked["managed"] == 1
    assert len(threads) == 1


async def test_6_a_token_that_is_not_taken_is_fetched_again(api: TeamsApi, somebody: Any) -> None:
    ann: TeamsPerson = await somebody()
    api.refuse = [web.Response(status=401)]
    await ann.types("hello")
    await ann.types("hello again")
    assert api.asked["login"] == 2
    assert len(api.messages[ann.chat]) == 1


async def test_7_no_client_is_built_for_a_turn(
    somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botframework.connector.auth import _user_token_client_impl
    from msrest.async_client import SDKClientAsync

    built: list[object] = []
    began = SDKClientAsync.__init__

    def counted(self: Any, *given: Any, **named: Any) -> None:
        built.append(self)
        began(self, *given, **named)

    monkeypatch.setattr(SDKClientAsync, "__init__", counted)
    monkeypatch.setattr(_user_token_client_impl, "TokenApiClient", built.append)
    ann: TeamsPerson = await somebody()
    await ann.types("hello")
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    assert built == []


def reference(user: str = "bea", chat: str = "a:bea", service: str = "") -> dict[str, str]:
    return Who(TENANT, f"aad-{user}", service, BOT, chat).contact


@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
async def test_8_teams_may_ask_to_wait(
    status: int, made: World, api: TeamsApi, somebody: Any
) -> None:
    assert made.app.teams is not None
    send, contact = made.app.teams.channel.send, reference(service=api.service)
    api.refuse = [web.Response(status=status, headers={"Retry-After": "7"})]
    with pytest.raises(SendFailed) as failed:
        await send(contact, Message("A title"), "")
    assert failed.value.retry_after == 7
    await send(contact, Message("A title"), "")
    assert len(api.messages["a:bea"]) == 1


async def test_8_a_message_goes_out_after_all(made: World, api: TeamsApi) -> None:
    api.refuse = [web.Response(status=429, headers={"Retry-After": "0"})]
    who = Who(TENANT, "aad-bea", api.service, BOT, "a:bea")
    asked = ((who.address, who.contact),)
    await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    assert api.messages["a:bea"] == []
    await made.waits(made.clock.at.replace(day=11, hour=17))
    assert len(api.messages["a:bea"]) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_8_who_took_the_app_away_is_not_written_to_again(
    status: int, made: World, api: TeamsApi
) -> None:
    assert made.app.teams is not None
    api.refuse = [web.Response(status=status)]
    with pytest.raises(Unreachable):
        await made.app.teams.channel.send(reference(service=api.service), Message("A title"), "")


async def test_8_a_service_that_is_not_there_is_one_to_try_again(made: World) -> None:
    assert made.app.teams is not None
    with pytest.raises(SendFailed):
        await made.app.teams.channel.send(
            reference(service="http://127.0.0.1:1/"), Message("A title"), ""
        )
