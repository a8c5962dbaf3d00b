"""Writing to Teams: one session, one token.

It stands in place of the SDK's client, which is built anew each turn (16 ms of work), waits in
threads, and knows nothing of when to try again. Those who write are told when.
"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, DummyCookieJar
from botframework.connector.auth import ConnectorFactory
from yarl import URL

from adapters.teams.read import Who
from adapters.teams.tokens import Tokens
from bot.ports import SendFailed, Unreachable

SECONDS: Final = 10.0
"""How long Teams may take."""
_GONE: Final = frozenset({403, 404})
"""Blocked or taken away, and no such chat."""
_UNAUTHORISED: Final = 401
_GOOD: Final = 300
_BROKEN: Final = 500


class Connector(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """Writes to chats. ``session`` is there for as long as the web application runs."""

    session: ClientSession

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def connected(self, _app: object) -> AsyncIterator[None]:
        """Keep one session to Teams for as long as the web application runs."""
        async with ClientSession(
            timeout=ClientTimeout(SECONDS), cookie_jar=DummyCookieJar()
        ) as session:
            self.session = session
            yield

    async def create(self, _service_url: str, _audience: str = "") -> "Connector":
        """Return itself: the SDK asks for a client each turn."""
        return self

    async def send(self, who: Who, activity: Mapping[str, Any]) -> None:
        """Send a message to a chat; the chat is begun for somebody who was never written to.

        Raises:
            SendFailed: Teams asked to wait, or could not be reached.
            Unreachable: the app was blocked or taken away there.
        """
        chat = who.chat or await self._begin(who)
        await self._call("POST", who.service, (chat, "activities"), activity)

    async def change(self, who: Who, message: str, activity: Mapping[str, Any]) -> None:
        """Put something else in place of a message.

        Raises:
            SendFailed: Teams asked to wait, or could not be reached.
            Unreachable: the app was blocked or taken away there.
        """
        await self._call("PUT", who.service, (who.chat, "activities", message), activity)

    async def _begin(self, who: Who) -> str:
        chat = {
            "isGroup": False,
            "bot": {"id": who.bot},
            "members": [{"id": who.user}],
            "tenantId": who.tenant,
            "channelData": {"tenant": {"id": who.tenant}},
        }
        return str((await self._call("POST", who.service, (), chat)).get("id") or "")

    async def _call(
        self, method: str, service: str, path: tuple[str, ...], body: Mapping[str, Any]
    ) -> dict[str, Any]:
        steps = "".join(f"/{quote(step, safe='')}" for step in path)
        url = URL(f"{service.rstrip('/')}/v3/conversations{steps}", encoded=True)
        headers = await self._tokens.headers(self.session)
        data = packed(body)
        try:
            async with self.session.request(
                method, url, data=data, headers={**headers, "Content-Type": "application/json"}
            ) as answer:
                status, wait = answer.status, answer.headers.get("Retry-After", "")
                held = await answer.json() if status < _GOOD else None
        except ClientConnectorError:
            raise SendFailed from None
        except (ClientError, OSError, ValueError):
            raise SendFailed(doubt=True) from None
        if status in _GONE:
            raise Unreachable
        if status >= _GOOD:
            if status == _UNAUTHORISED:
                self._tokens.forget()
            asked = float(wait) if wait.isdecimal() else None
            raise SendFailed(asked, doubt=asked is None and status >= _BROKEN)
        return dict(held) if isinstance(held, dict) else {}

    async def fetch(self, url: str) -> Any:
        """Return the JSON at an address.

        Raises:
            OSError: there is none.
        """
        try:
            async with self.session.get(url, raise_for_status=True) as answer:
                return await answer.json(content_type=None)
        except ClientError:
            raise OSError from None


def packed(body: Mapping[str, Any]) -> bytes:
    """Return JSON as it is sent."""
    return _encode(body).encode("utf-8", "replace")


# Made once: what each turn sends is large, holds no circles, and is encoded in each turn.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
