"""Sixteen people who press as fast as they are answered: signed payloads, from another process.

    python -m benchmarks.slack_load URL CODE SECONDS KIND VIEW

It prints how many were acknowledged in a second, and the 99th percentile of the milliseconds; for
the kind ``class``, in which thirty people send an answer at once, the seconds of the last one.
``VIEW`` is a file: the modal that ours has shown last is kept there, so that the floor is sent as
much as ours.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, TCPConnector

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - Slack's own example
TEAM = "T0WREN"
AT_ONCE = 16
CLASS = 30
WORDS = "They asked me what I wanted and then they did it. Shona phoned me on 07700 900123. " * 3


class Person:
    """One member of the workspace with a modal in front of them."""

    def __init__(self, session: ClientSession, url: str, code: str, number: int) -> None:
        self._session = session
        self._url = url
        self._code = code
        self._user = f"U0{number:04}"
        self._count = 0
        self.view: dict[str, Any] = {"blocks": [], "type": "modal", "callback_id": "turn"}

    async def sends(self, action: str, state: dict[str, Any] | None = None) -> float:
        """Send the modal, in which sending means ``action``; return its milliseconds."""
        self._count += 1
        says = next(iter(state), "||").split("|")[2] if state else ""
        metadata = json.dumps([self._code, self._carried(), "", {"": action}, says])
        view = {
            **self.view,
            "id": f"V{self._user}",
            "hash": f"h{self._count}",
            "private_metadata": metadata,
            "state": {"values": state or {}},
        }
        user = {"id": self._user, "team_id": TEAM}
        payload = {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view}
        body = urlencode({"payload": json.dumps(payload)})
        stamp = str(int(time.time()))
        signed = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        start = time.perf_counter()
        async with self._session.post(self._url, data=body, headers=headers) as response:
            text = await response.text()
            if response.status != 200:  # noqa: PLR2004 - acknowledged
                raise AssertionError(response.status)
        took = (time.perf_counter() - start) * 1000
        if text.startswith("{"):
            self.view = json.loads(text)["view"]
        return took

    def _carried(self) -> str:
        packed = self.view.get("private_metadata")
        return str(json.loads(packed)[1]) if packed else ""

    async def joins(self) -> None:
        """Say yes."""
        for action in ("yes", "hears:all"):
            await self.sends(action)

    def box(self) -> dict[str, Any]:
        """Return the state of the modal with words in its first box."""
        boxes = [b["block_id"] for b in self.view["blocks"] if b["type"] == "input"]
        return {boxes[0]: {"in": {"type": "plain_text_input", "value": WORDS}}}


async def _class(url: str, code: str) -> dict[str, Any]:
    """Let a classroom send an answer at the same moment; return the seconds of the last one."""
    async with ClientSession(connector=TCPConnector(limit=CLASS)) as session:
        people = [Person(session, url, code, 1_000 + number) for number in range(CLASS)]
        await asyncio.gather(*(person.joins() for person in people))
        taken = await asyncio.gather(*(person.sends("say", person.box()) for person in people))
    return {"view": people[0].view, "all": max(taken) / 1000}


async def _measured(
    url: str, code: str, seconds: float, kind: str, view: dict[str, Any]
) -> dict[str, Any]:
    if kind == "class":
        return await _class(url, code)
    async with ClientSession() as session:
        people = [Person(session, url, code, number) for number in range(AT_ONCE)]
        if kind == "bare":
            for person in people:
                person.view = view
        else:
            await asyncio.gather(*(person.joins() for person in people))
        until = time.perf_counter() + seconds

        async def busy(person: Person) -> list[float]:
            taken = []
            while time.perf_counter() < until:
                if kind == "text":
                    taken.append(await person.sends("say", person.box()))
                    await person.sends("rewrite")
                else:
                    taken += [await person.sends("help"), await person.sends("back")]
            return taken

        start = time.perf_counter()
        taken = [each for one in await asyncio.gather(*map(busy, people)) for each in one]
        span = time.perf_counter() - start
    return {
        "view": people[0].view,
        "rate": len(taken) / span,
        "p99": sorted(taken)[int(len(taken) * 0.99) - 1],
    }


if __name__ == "__main__":
    url, code, seconds, kind, view = sys.argv[1:]
    measured = _measured(url, code, float(seconds), kind, json.loads(Path(view).read_text("utf-8")))
    found = asyncio.run(measured)
    Path(view).write_text(json.dumps(found.pop("view")), "utf-8")
    print(json.dumps(found))
