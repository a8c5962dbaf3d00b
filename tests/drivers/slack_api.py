"""Slack's Web API on a loopback port: it checks what it is given as Slack would, and remembers it.

It stands for the network's other end only. What it refuses stands in ``slack_limits``.
"""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.drivers.slack_limits import check, check_message

TEAM: Final = "T0WREN"
TOKEN: Final = "xoxb-loopback"
APP_TOKEN: Final = "xapp-loopback"
TRIGGER_SECONDS: Final = 3.0


@dataclass
class Modal:
    """A modal that is open: Slack's id of it, the hash that changes with it, and what it shows."""

    id: str
    hash: str
    view: dict[str, Any]
    user: str


@dataclass
class SlackApi:
    """One workspace. ``refuse`` holds what the next calls of a method are answered with."""

    url: str = ""
    modals: dict[str, Modal] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: list[tuple[str, str]] = field(default_factory=list)
    """Each call's method and token."""
    tokens: list[str] = field(default_factory=lambda: [TOKEN])
    token_ends: int = 0
    """In how many seconds a token ends; 0 for never."""
    refuse: dict[str, list[web.Response]] = field(default_factory=dict)
    answered: list[dict[str, Any]] = field(default_factory=list)
    """Every view that came back with an acknowledgement."""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    now: Callable[[], float] = time.monotonic
    _waiting: dict[str, "asyncio.Future[dict[str, Any]]"] = field(default_factory=dict)
    _triggers: dict[str, tuple[float, str]] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def trigger(self, user: str) -> str:
        """Return a trigger that a person's press has made; it is good once, for three seconds."""
        made = f"trigger-{next(self._numbers)}"
        self._triggers[made] = (self.now() + TRIGGER_SECONDS, user)
        return made

    def modal(self, user: str) -> Modal | None:
        """Return the modal in front of a person."""
        return next((each for each in self.modals.values() if each.user == user), None)

    def close(self, user: str) -> None:
        """Take a person's modals away."""
        self.modals = {id_: each for id_, each in self.modals.items() if each.user != user}

    def show(self, modal: Modal, view: dict[str, Any]) -> None:
        """Put another view into an open modal."""
        check(view)
        self.answered.append(view)
        modal.view, modal.hash = view, f"hash-{next(self._numbers)}"

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method, given = request.match_info["method"], await _given(request)
        self.calls.append((method, given))
        if self.refuse.get(method):
            return self.refuse[method].pop(0)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.used.append((method, given.get("token") or token))
        good = (APP_TOKEN,) if method == "apps.connections.open" else self.tokens
        if method != "oauth.v2.access" and self.used[-1][1] not in good:
            return _no("invalid_auth")
        act = getattr(self, "_" + method.replace(".", "_"), None)
        return _no("unknown_method") if act is None else act(given)

    def _auth_test(self, _given: dict[str, Any]) -> web.Response:
        return _yes(user_id="U0BOT", bot_id="B0BOT", team_id=TEAM, team="Wren", user="heardback")

    def _apps_connections_open(self, _given: dict[str, Any]) -> web.Response:
        return _yes(url=f"{self.url.replace('http', 'ws')}/socket")

    def _oauth_v2_access(self, given: dict[str, Any]) -> web.Response:
        if given.get("grant_type") == "refresh_token":
            return self._renew(given["refresh_token"])
        if given.get("code") != "good":
            return _no("invalid_code")
        ends = {"expires_in": self.token_ends, "refresh_token": "xoxe-1"} if self.token_ends else {}
        return _yes(
            **ends,
            app_id="A0",
            access_token=TOKEN,
            token_type="bot",
            scope="chat:write,commands,im:write,users:read",
            bot_user_id="U0BOT",
            team={"id": TEAM, "name": "Wren"},
            enterprise=None,
            authed_user={"id": "U0ADMIN"},
            is_enterprise_install=False,
        )

    def _renew(self, with_: str) -> web.Response:
        """Give a new token. What it is renewed with is good once."""
        number = len(self.tokens)
        if with_ != f"xoxe-{number}":
            return _no("invalid_refresh_token")
        self.tokens.append(f"xoxb-renewed-{number}")
        return _yes(
            token_type="bot",
            access_token=self.tokens[-1],
            refresh_token=f"xoxe-{number + 1}",
            expires_in=43_200,
        )

    def _views_open(self, given: dict[str, Any]) -> web.Response:
        until, user = self._triggers.pop(given["trigger_id"], (0.0, ""))
        if until < self.now():
            return _no("expired_trigger_id")
        check(given["view"])
        self.close(user)
        made = Modal(f"V{next(self._numbers)}", f"hash-{next(self._numbers)}", given["view"], user)
        self.modals[made.id] = made
        return _yes(view={"id": made.id, "hash": made.hash})

    def _views_update(self, given: dict[str, Any]) -> web.Response:
        modal = self.modals.get(given["view_id"])
        if modal is None:
            return _no("not_found")
        if given.get("hash") not in (None, modal.hash):
            return _no("hash_conflict")
        self.show(modal, given["view"])
        return _yes(view={"id": modal.id, "hash": modal.hash})

    def _views_publish(self, given: dict[str, Any]) -> web.Response:
        check(given["view"])
        self.homes[given["user_id"]] = given["view"]
        return _yes()

    def _chat_postMessage(self, given: dict[str, Any]) -> web.Response:  # noqa: N802 - Slack's name
        if self.users.get(given["channel"], {}).get("deleted"):
            return _no("account_inactive")
        check_message(given)
        self.messages.append(given)
        return _yes(ts=str(next(self._numbers)), channel=given["channel"])

    def _conversations_open(self, given: dict[str, Any]) -> web.Response:
        return _yes(channel={"id": f"D{given['users']}"})

    def _conversations_history(self, given: dict[str, Any]) -> web.Response:
        assert given["include_all_metadata"]
        mine = [each for each in self.messages if f"D{each['channel']}" == given["channel"]]
        return _yes(messages=mine[::-1][: given["limit"]])

    def _users_info(self, given: dict[str, Any]) -> web.Response:
        known = {"id": given["user"], "team_id": TEAM, **self.users.get(given["user"], {})}
        return _yes(user=known)

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Keep a connection of Socket Mode."""
        made = web.WebSocketResponse()
        await made.prepare(request)
        await made.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(made)
        try:
            async for message in made:
                answer = json.loads(message.data)
                self._waiting[answer["envelope_id"]].set_result(answer.get("payload") or {})
        finally:
            self.sockets.remove(made)
        return made

    async def deliver(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an envelope to one connection and return what it was acknowledged with."""
        id_ = f"envelope-{next(self._numbers)}"
        answer = self._waiting[id_] = asyncio.get_running_loop().create_future()
        await self.sockets[0].send_json({"envelope_id": id_, "type": kind, "payload": payload})
        return await asyncio.wait_for(answer, TRIGGER_SECONDS * 5)

    async def hooked(self, request: web.Request) -> web.Response:
        """Take what is sent to a ``response_url``."""
        given = await _given(request)
        check_message(given)
        self.messages.append({"channel": request.match_info["user"], **given})
        return web.Response(text="ok")


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    if request.method == "GET":
        return dict(request.query)
    return {
        name: json.loads(value) if name in ("view", "blocks") else value
        for name, value in (await request.post()).items()
    }


def _yes(**more: Any) -> web.Response:
    return web.json_response({"ok": True, **more})


def _no(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})


@asynccontextmanager
async def slack_api() -> AsyncIterator[SlackApi]:
    """Run a workspace on a loopback port."""
    made = SlackApi()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", made.answer)
    app.router.add_post("/hook/{user}", made.hooked)
    app.router.add_get("/socket", made.socket)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
