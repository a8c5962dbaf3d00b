"""A Slack that counts: token buckets, refusals, faults, and what it took.

Each workspace takes ``rate`` messages a second and a second's worth at once. Of the calls some are
refused, some fail, and some are taken without an answer: the connection ends.
"""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

REFUSED: Final = 0.02
BROKEN: Final = 0.01
UNANSWERED: Final = 0.005


@dataclass
class Workspace:
    """One workspace: its bucket, and its messages by the person they went to."""

    rate: float
    tokens: float
    at: float = field(default_factory=time.monotonic)
    chats: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def lets_through(self) -> bool:
        """Take a token if there is one."""
        now = time.monotonic()
        self.tokens = min(self.rate, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass
class CountingSlack:
    """Slack's Web API, as far as sending needs it. A token is the name of its workspace."""

    rate: float
    faults: bool = True
    url: str = ""
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    first: float = 0.0
    last: float = 0.0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        name = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "auth.test":
            return _yes(user_id="U0BOT", bot_id="B0", team_id=name)
        given = await request.json()
        here = self.workspaces.setdefault(name, Workspace(self.rate, self.rate))
        if method == "conversations.open":
            return _yes(channel={"id": f"D{given['users']}"})
        if method == "conversations.history":
            self.answers["asked"] += 1
            return _yes(messages=here.chats[given["channel"]][::-1][: given["limit"]])
        if method != "chat.postMessage":
            return _no("unknown_method")
        return self._post(request, name, here, given)

    def _post(
        self, request: web.Request, name: str, here: Workspace, given: dict[str, Any]
    ) -> web.StreamResponse:
        self.first = self.first or time.monotonic()
        chance = random.random() if self.faults else 1.0
        # A call that is refused takes nothing out of the bucket.
        if chance < REFUSED:
            self.answers["refused"] += 1
            return _no("ratelimited", 429)
        if not here.lets_through():
            self.answers["too fast"] += 1
            return _no("ratelimited", 429)
        if chance < REFUSED + BROKEN:
            self.answers["broken"] += 1
            return _no("internal_error", 503)
        here.chats[f"D{given['channel']}"].append({"metadata": given.get("metadata")})
        self.taken[name, given["channel"]] += 1
        self.last = time.monotonic()
        if chance < REFUSED + BROKEN + UNANSWERED and request.transport is not None:
            self.answers["unanswered"] += 1
            request.transport.abort()
        self.answers["taken"] += 1
        return _yes(ts="1.0", channel=f"D{given['channel']}")


def _yes(**more: Any) -> web.Response:
    return web.json_response({"ok": True, **more})


def _no(error: str, status: int = 200) -> web.Response:
    headers = {"Retry-After": "1"} if status == 429 else {}  # noqa: PLR2004 - too many requests
    return web.Response(
        text=json.dumps({"ok": False, "error": error}),
        status=status,
        headers=headers,
        content_type="application/json",
    )


@asynccontextmanager
async def counting_slack(rate: float, *, faults: bool = True) -> AsyncIterator[CountingSlack]:
    """Run it on a loopback port."""
    made = CountingSlack(rate, faults)
    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/api/{method}", made.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    try:
        yield made
    finally:
        await runner.cleanup()
