"""The token to write to Teams with: fetched once, kept until shortly before it ends.

The SDK's credentials are made anew each turn, so that each turn fetches a token, and they wait for
it where every other turn waits too.
"""

import asyncio
import time
from typing import Any, Final

from aiohttp import ClientError, ClientSession
from botframework.connector.auth.authentication_constants import AuthenticationConstants as Names
from botframework.connector.auth.managedidentity_app_credentials import (
    ManagedIdentityAppCredentials,
)

from adapters.teams.auth import DEVELOPMENT, MANAGED, Registration
from bot.ports import SendFailed

_EARLY: Final = 300.0
"""How long before its end a token is fetched anew, in seconds."""
_MANAGED_SECONDS: Final = 600.0
"""How long a managed identity's token is kept; the library that fetches it keeps its end."""


class Tokens:
    """Hands out the one token."""

    def __init__(self, registration: Registration) -> None:
        self._registration = registration
        self._scope = Names.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
        self._token = ""
        self._until = 0.0
        self._lock = asyncio.Lock()
        self._managed: Any = None

    async def headers(self, session: ClientSession) -> dict[str, str]:
        """Return the header to write with.

        Raises:
            SendFailed: there is no token now.
        """
        if self._registration.type == DEVELOPMENT:
            return {}
        async with self._lock:
            if time.monotonic() >= self._until:
                await self._fetch(session)
        return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """Fetch another token next time: this one was not taken."""
        self._until = 0.0

    async def _fetch(self, session: ClientSession) -> None:
        managed = self._registration.type == MANAGED
        try:
            token, seconds = await (self._by_identity() if managed else self._by_secret(session))
        except (OSError, ClientError, LookupError, TypeError, ValueError):
            raise SendFailed from None
        self._token, self._until = token, time.monotonic() + seconds

    async def _by_secret(self, session: ClientSession) -> tuple[str, float]:
        app = self._registration
        form = {
            "grant_type": "client_credentials",
            "client_id": app.app,
            "client_secret": app.secret,
            "scope": f"{self._scope}/.default",
        }
        url = f"{app.login}/{app.tenant}/oauth2/v2.0/token"
        async with session.post(url, data=form, raise_for_status=True) as answer:
            held = await answer.json()
        return str(held["access_token"]), float(held["expires_in"]) - _EARLY

    async def _by_identity(self) -> tuple[str, float]:
        if self._managed is None:
            self._managed = ManagedIdentityAppCredentials(self._registration.app, self._scope)
        return await asyncio.to_thread(self._managed.get_access_token), _MANAGED_SECONDS
