"""Teams on a loopback port: its connector, the keys its tokens are signed with, and its log-in.

It stands for the network's other end only. It refuses what Teams refuses: messages over 100 KB,
cards that are not of schema 1.5, more than seven messages a second in one chat, a token that is
not the one it gave.
"""

import base64
import itertools
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.drivers.labels import labelled

APP: Final = "3f6c1b2e-0000-4000-8000-00000000a001"
TENANT: Final = "3f6c1b2e-0000-4000-8000-00000000b002"
SECRET: Final = "of the app"
ISSUER: Final = "https://api.botframework.com"
BOT: Final = f"28:{APP}"
MOST_BYTES: Final = 100 * 1024
_ELEMENTS: Final = {
    "TextBlock": {"text", "style", "size", "weight", "wrap", "spacing"},
    "RichTextBlock": {"inlines", "spacing"},
    "Container": {"items", "style", "separator"},
    "ActionSet": {"actions"},
    "Input.Text": {"id", "label", "value", "isMultiline", "maxLength"},
    "Input.Number": {"id", "label", "value"},
    "Input.Date": {"id", "label", "value"},
    "Input.Time": {"id", "label", "value"},
    "Input.ChoiceSet": {
        *("id", "label", "value", "choices", "choices.data"),
        *("style", "isMultiSelect", "wrap", "placeholder"),
    },
}
_ACTION: Final = {
    *("type", "title", "data", "associatedInputs", "verb", "fallback", "style", "tooltip"),
}


@cache
def signing_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key by its id; making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


def claims(service: str, **other: Any) -> dict[str, Any]:
    """Return what a good token says; None leaves a claim out."""
    now = int(time.time())
    made = {"iss": ISSUER, "aud": APP, "serviceurl": service, "nbf": now - 60, "exp": now + 3600}
    return {name: value for name, value in (made | other).items() if value is not None}


def token(said: dict[str, Any], key: str = "one", **header: Any) -> str:
    """Return a token signed with a key."""
    return jwt.encode(said, signing_key(key), "RS256", {"kid": key, **header})


@dataclass
class TeamsApi:
    """One tenant. ``refuse`` holds what the next messages are answered with, ``keys`` which keys
    are told, ``endorses`` for which channels; ``slowly`` tells them in its own time. ``wrote`` is
    everything that ever stood in a chat: an organisation keeps what was changed, too."""

    url: str = ""
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrote: list[dict[str, Any]] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refuse: list[web.Response] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=lambda: ["one"])
    endorses: tuple[str, ...] = ("msteams",)
    slowly: Callable[[web.Request], Awaitable[web.Response]] | None = None
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def service(self) -> str:
        """The address of the connector."""
        return f"{self.url}/connector/"

    def last(self, chat: str) -> dict[str, Any]:
        """Return the newest message of a chat."""
        return self.messages[chat][-1]

    async def metadata(self, _request: web.Request) -> web.Response:
        self.asked["metadata"] += 1
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def told_keys(self, request: web.Request) -> web.Response:
        self.asked["keys"] += 1
        if self.slowly is not None:
            return await self.slowly(request)
        return web.json_response({"keys": [self.public(name) for name in self.keys]})

    def public(self, name: str) -> dict[str, Any]:
        """Return the public half of a key as it is told."""
        numbers = signing_key(name).public_key().public_numbers()
        made = {"kty": "RSA", "kid": name, "n": _b64(numbers.n), "e": _b64(numbers.e)}
        return {**made, "endorsements": list(self.endorses)}

    async def login(self, request: web.Request) -> web.Response:
        self.asked["login"] += 1
        given = await request.post()
        if given["client_secret"] != SECRET or request.match_info["tenant"] != TENANT:
            return web.json_response({"error": "invalid_client"}, status=401)
        return web.json_response({"access_token": "loopback", "expires_in": 3600})

    async def managed(self, _request: web.Request) -> web.Response:
        self.asked["managed"] += 1
        until = int(time.time()) + 3600
        return web.json_response({"access_token": "loopback", "expires_on": str(until)})

    async def newest(self, request: web.Request) -> web.Response:
        """Show the newest message of a chat, to a load from another process."""
        return web.json_response(self.last(request.match_info["chat"]))

    async def begin(self, request: web.Request) -> web.Response:
        given = await request.json()
        ((member,),) = [given["members"]]
        return web.json_response({"id": f"chat-{member['id']}"}, status=201)

    async def post(self, request: web.Request) -> web.Response:
        """Take a message, or another one in its place."""
        chat, raw = request.match_info["chat"], await request.read()
        self.asked["post"] += 1
        if request.headers.get("Authorization") not in ("Bearer loopback", None):
            return web.Response(status=401)
        if self.refuse:
            return self.refuse.pop(0)
        if chat in self.gone:
            return web.json_response({"error": {"code": "MessageWritesBlocked"}}, status=403)
        given = json.loads(raw)
        if len(json.dumps(given, ensure_ascii=False).encode("utf-16-le")) > MOST_BYTES:
            return web.json_response({"error": {"code": "MessageSizeTooBig"}}, status=413)
        for attached in given.get("attachments", ()):
            check(attached["content"])
        id_ = request.match_info.get("message") or f"message-{next(self._numbers)}"
        self.cards[id_] = given
        self.wrote.append(given)
        if "message" not in request.match_info:
            self.messages[chat].append({**given, "id": id_})
        return web.json_response({"id": id_}, status=201)


def check(card: dict[str, Any], *, dialog: bool = False) -> None:
    """Refuse a card that Teams would refuse, or that a person could not use."""
    assert card["type"] == "AdaptiveCard"
    assert card["version"] == "1.5"
    assert card["body"]
    assert card["fallbackText"]
    labelled(card["body"])
    size = len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))
    assert size <= MOST_BYTES, f"{size} bytes"
    ids = [element["id"] for element in elements(card["body"]) if "id" in element]
    assert len(ids) == len(set(ids)), f"an id twice: {ids}"
    for element in elements(card["body"]):
        more = set(element) - {"type"} - _ELEMENTS[element["type"]]
        assert not more, f"{element['type']} has no {more}"
        match element["type"]:
            case "RichTextBlock":
                assert element["inlines"]
                assert all(each["text"] and "\n" not in each["text"] for each in element["inlines"])
            case "ActionSet":
                assert 0 < len(element["actions"]) <= 6
                for action in element["actions"]:
                    _check_action(action, dialog=dialog)
            case "Container":
                assert element["items"]
            case name if name.startswith("Input."):
                assert element["label"].strip(), "an input without a label"


def _check_action(action: dict[str, Any], *, dialog: bool) -> None:
    assert set(action) <= _ACTION, set(action) - _ACTION
    assert action["title"].strip()
    assert action["associatedInputs"] in ("auto", "none")
    opens = action["data"].get("msteams", {}).get("type") == "task/fetch"
    assert action["type"] == ("Action.Submit" if dialog or opens else "Action.Execute")
    if action["type"] == "Action.Execute":
        assert action["fallback"]["type"] == "Action.Submit"
        assert action["fallback"]["data"] == action["data"]


def elements(body: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every element of a card."""
    for element in body:
        yield element
        yield from elements(element.get("items", []))


def _b64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@asynccontextmanager
async def teams_api() -> AsyncIterator[TeamsApi]:
    """Run a tenant on a loopback port."""
    made = TeamsApi()
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app.router.add_get("/openid", made.metadata)
    app.router.add_get("/keys", made.told_keys)
    app.router.add_get("/msi", made.managed)
    app.router.add_post("/login/{tenant}/oauth2/v2.0/token", made.login)
    app.router.add_get("/connector/last/{chat}", made.newest)
    app.router.add_post("/connector/v3/conversations", made.begin)
    app.router.add_post("/connector/v3/conversations/{chat}/activities", made.post)
    app.router.add_put("/connector/v3/conversations/{chat}/activities/{message}", made.post)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
