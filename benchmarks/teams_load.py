"""Sixteen people who press as fast as they are answered: signed activities, from another process.

    python -m benchmarks.teams_load URL SERVICE CODE SECONDS KIND DATA TOKEN

It prints how many were answered in a second, and the 99th percentile of the milliseconds. ``DATA``
is a file: the data of the button that ours has shown last are kept there, so that the floor is
sent as much as ours. ``KIND`` is ``press``, ``text``, ``bare`` or ``class``.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.drivers.teams_api import TENANT

AT_ONCE = 16
WORDS = "They asked me what I wanted and then they did it. Shona phoned me on 07700 900123. " * 3


class Person:
    """One member of the tenant with a card in front of them."""

    def __init__(
        self, session: ClientSession, url: str, service: str, token: str, number: int
    ) -> None:
        self._session = session
        self._url = url
        self._service = service
        self._headers = {"Authorization": f"Bearer {token}"}
        self._user = f"person-{number}"
        self._count = 0
        self.card: dict[str, Any] = {}

    async def sends(self, kind: str, **more: Any) -> tuple[float, dict[str, Any]]:
        """Send an activity; return its milliseconds and its answer."""
        self._count += 1
        activity = {
            "type": kind,
            "id": f"{self._user}-{time.time_ns()}",
            "channelId": "msteams",
            "serviceUrl": self._service,
            "from": {"id": self._user, "aadObjectId": self._user},
            "recipient": {"id": "28:bot"},
            "conversation": {
                "id": f"a:{self._user}",
                "tenantId": TENANT,
                "conversationType": "personal",
            },
            "channelData": {"tenant": {"id": TENANT}},
            **more,
        }
        start = time.perf_counter()
        async with self._session.post(self._url, json=activity, headers=self._headers) as response:
            body = await response.read()
            if response.status not in (200, 201):
                raise AssertionError(response.status)
        took = (time.perf_counter() - start) * 1000
        return took, json.loads(body) if body else {}

    async def presses(self, data: dict[str, Any]) -> float:
        """Execute a button; return its milliseconds."""
        value = {"action": {"type": "Action.Execute", "verb": "act", "data": data}}
        took, answer = await self.sends("invoke", name="adaptiveCard/action", value=value)
        if answer.get("statusCode") != 200:  # noqa: PLR2004 - as told
            raise AssertionError(answer)
        self.card = answer["value"]
        return took

    def data(self, act: str) -> dict[str, Any]:
        """Return what the button of an act holds."""
        return next(data for data in self._held() if json.loads(data["heardback"])[3] == act)

    def has(self, act: str) -> bool:
        """Tell whether the card has a button for an act."""
        return any(json.loads(data["heardback"])[3] == act for data in self._held())

    def _held(self) -> Iterator[dict[str, Any]]:
        for element in self.card["body"]:
            for action in element.get("actions", ()):
                yield action["data"]

    async def joins(self, code: str) -> None:
        """Open the round and say yes. The card that was sent is read from our end of Teams."""
        await self.sends("message", text=code)
        async with self._session.get(f"{self._service}last/a:{self._user}") as answer:
            self.card = (await answer.json())["attachments"][0]["content"]
        for act in ("yes", "hears:all"):
            if self.has(act):
                await self.presses(self.data(act))

    def box(self) -> str:
        """Return the id of the card's first box."""
        return next(str(e["id"]) for e in self.card["body"] if e["type"] == "Input.Text")


async def _class(where: tuple[str, str, str], code: str) -> dict[str, Any]:
    """Let a class of thirty send an answer at once; return how long the last one waits."""
    async with ClientSession() as session:
        people = [Person(session, *where, 100 + number) for number in range(30)]
        await asyncio.gather(*(person.joins(code) for person in people))
        start = time.perf_counter()
        await asyncio.gather(
            *(one.presses({**one.data("say"), one.box(): WORDS}) for one in people)
        )
        return {"data": {}, "seconds": time.perf_counter() - start}


async def _measured(
    where: tuple[str, str, str], code: str, seconds: float, kind: str, bare: dict[str, Any]
) -> dict[str, Any]:
    async with ClientSession() as session:
        people = [Person(session, *where, number) for number in range(AT_ONCE)]
        if kind != "bare":
            await asyncio.gather(*(person.joins(code) for person in people))
        until = time.perf_counter() + seconds

        async def busy(person: Person) -> list[float]:
            taken = []
            while time.perf_counter() < until:
                if kind == "bare":
                    taken.append(await person.presses(bare))
                elif kind == "text":
                    words = {person.box(): WORDS}
                    taken.append(await person.presses({**person.data("say"), **words}))
                    await person.presses(person.data("rewrite"))
                else:
                    taken.append(await person.presses(person.data("help")))
                    taken.append(await person.presses(person.data("back")))
            return taken

        start = time.perf_counter()
        taken = [each for one in await asyncio.gather(*map(busy, people)) for each in one]
        span = time.perf_counter() - start
    data = people[0].data("help") if kind == "press" else bare
    return {
        "data": data,
        "rate": len(taken) / span,
        "p99": sorted(taken)[int(len(taken) * 0.99) - 1],
    }


if __name__ == "__main__":
    url, service, code, seconds, kind, held, token = sys.argv[1:]
    bare = json.loads(Path(held).read_text("utf-8"))
    where = (url, service, token)
    thirty = kind == "class"
    found = asyncio.run(
        _class(where, code) if thirty else _measured(where, code, float(seconds), kind, bare)
    )
    Path(held).write_text(json.dumps(found.pop("data")), "utf-8")
    print(json.dumps(found))
