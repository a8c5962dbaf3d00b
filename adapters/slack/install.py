"""Installing in many workspaces: one sealed row each, and the workspace's tokens nowhere else."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models import Bot, Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from prompts.library import Phrases

SCOPES: Final = ("chat:write", "commands", "im:write", "users:read")
"""The least that this takes: it never reads what anybody writes in Slack."""
READS_BACK: Final = "im:history"
"""To look for a message of ours where there was no answer; only where the operator wants that."""
SECONDS: Final = 10.0
"""How long Slack's Web API may take."""
_STATE_SECONDS: Final = 600
_FRESH_SECONDS: Final = 60.0
"""How long a workspace's tokens are remembered before the database is asked again."""
_RENEW_MINUTES: Final = 120
"""How long before its end a token is renewed; Slack gives it for twelve hours."""
_log = structlog.get_logger("heardback.slack")


class Workspaces(Protocol):
    """Keeps what each workspace gave us, sealed. `storage/` fulfils it."""

    async def save(self, workspace: str, kept: str) -> None:
        """Keep it in place of what was there."""

    async def find(self, workspace: str) -> str | None:
        """Return what is kept, or None."""

    async def forget(self, workspace: str, event: str = "") -> None:
        """Forget it; for an ``event`` that comes again nothing happens."""

    async def once(self, token: str) -> bool:
        """Tell whether this token comes for the first time."""

    def alone(self, what: str) -> AbstractAsyncContextManager[bool]:
        """Be the one process that does something; yields False where another one is."""


class Box(Protocol):
    """Seals text so that only this server can read or make it."""

    def seal(self, text: str) -> str:
        """Return sealed text."""

    def open(self, sealed: str) -> str | None:
        """Return the text, or None if this server did not seal it."""


class Store(AsyncInstallationStore):
    """Bolt's installation store: bots alone, since nobody's own token is asked for.

    A token near its end is renewed here, for payloads and for messages alike: a token to renew with
    is good once, so two that renewed at the same time would lose the workspace.
    """

    def __init__(self, workspaces: Workspaces, rotator: AsyncTokenRotator) -> None:
        self._workspaces = workspaces
        self._rotator = rotator
        self._renewing = asyncio.Lock()
        self._fresh: dict[str, tuple[float, Bot | None]] = {}

    async def async_save(self, installation: Installation) -> None:
        """Keep a workspace's bot."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a workspace's bot in place of the one that was there."""
        place = _place(bot.enterprise_id, bot.team_id, org=bot.is_enterprise_install)
        await self._workspaces.save(place, json.dumps(_plain(bot)))
        self._fresh.pop(place, None)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return a workspace's bot, or None where it is not installed."""
        place = _place(enterprise_id, team_id, org=is_enterprise_install)
        bot = await self._kept(place)
        if bot is None or not _ends_soon(bot):
            return bot
        async with self._renewing, self._workspaces.alone("tokens") as mine:
            if not mine:
                # Another process is at it. The old token is good for a while.
                return bot
            self._fresh.pop(place, None)
            bot = await self._kept(place)
            return bot if bot is None or not _ends_soon(bot) else await self._renewed(bot)

    async def _kept(self, place: str) -> Bot | None:
        until, bot = self._fresh.get(place, (0.0, None))
        if until < time.monotonic():
            kept = await self._workspaces.find(place)
            bot = Bot(**json.loads(kept)) if kept else None
            self._fresh[place] = time.monotonic() + _FRESH_SECONDS, bot
        return bot

    async def _renewed(self, bot: Bot) -> Bot:
        """Renew a token. Where Slack does not do so now, the old one is good for a while."""
        try:
            new = await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=_RENEW_MINUTES
            )
        except (SlackTokenRotationError, ClientError, TimeoutError) as error:
            _log.error("token_not_renewed", channel="slack", error=type(error).__name__)
            return bot
        if new is None:
            return bot
        await self.async_save_bot(new)
        return new

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace, and the organisation where it stands for one."""
        await self.forget(enterprise_id, team_id, "")

    async def forget(self, enterprise: str | None, team: str | None, event: str) -> None:
        """Do so for an event, once: Slack may tell of it again when the app is back."""
        for org in (False, True):
            place = _place(enterprise, team, org=org)
            await self._workspaces.forget(place, event)
            self._fresh.pop(place, None)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget nothing more: no person's own installation is kept."""


class States(AsyncOAuthStateStore):
    """One-time states of an installation under way, sealed instead of stored."""

    def __init__(self, box: Box, workspaces: Workspaces) -> None:
        self._box = box
        self._workspaces = workspaces

    async def async_issue(self, *_args: Any, **_options: Any) -> str:
        """Return a new state."""
        return self._box.seal(json.dumps(["slack", int(time.time()), secrets.token_hex(8)]))

    async def async_consume(self, state: str) -> bool:
        """Tell whether a state is ours, not too old, and comes for the first time."""
        text = self._box.open(state)
        kept = json.loads(text) if text else None
        if not isinstance(kept, list) or kept[0] != "slack":
            return False
        young = time.time() - kept[1] < _STATE_SECONDS
        return young and await self._workspaces.once(kept[2])


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages a minute one workspace takes, and whether messages are looked for once there
    was no answer."""

    a_minute: int = 300
    reads_back: bool = False


_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Secrets:
    """What Slack's page for an app shows to whoever runs this. ``app_token`` is for Socket Mode
    alone; ``api`` is where Slack's Web API is (another one for GovSlack)."""

    signing: str
    client_id: str
    client_secret: str
    app_token: str = ""
    api: str = "https://slack.com/api/"
    limits: Limits = _LIMITS


class Installing:
    """What Bolt needs to install in workspaces and to find their tokens again, and the one client
    of Slack's Web API."""

    def __init__(self, workspaces: Workspaces, box: Box, secrets: Secrets, say: Phrases) -> None:
        self._say = say
        self.client = AsyncWebClient(
            base_url=secrets.api,
            timeout=int(SECONDS),
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
        )
        self.sender = AsyncWebClient(base_url=secrets.api, timeout=int(SECONDS), retry_handlers=[])
        """For messages: who sends them decides whether and when they are tried again."""
        rotator = AsyncTokenRotator(
            client=self.client, client_id=secrets.client_id, client_secret=secrets.client_secret
        )
        self.store = Store(workspaces, rotator)
        settings = AsyncOAuthSettings(
            client_id=secrets.client_id,
            client_secret=secrets.client_secret,
            scopes=list(scopes(reads_back=secrets.limits.reads_back)),
            install_page_rendering_enabled=False,
            callback_options=AsyncCallbackOptions(self._installed, self._not_installed),
            installation_store=self.store,
            installation_store_bot_only=True,
            state_store=States(box, workspaces),
        )
        # Who a token belongs to is asked once, not with each payload.
        settings.authorize.cache_enabled = True  # type: ignore[attr-defined]  # it says so of no class
        self.flow = AsyncOAuthFlow(client=self.client, settings=settings)

    async def connected(self, _app: object) -> AsyncIterator[None]:
        """Keep one session to Slack for as long as the web application runs."""
        async with ClientSession(timeout=ClientTimeout(SECONDS)) as session:
            self.client.session = self.sender.session = session
            yield

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        return self._page(200, "slack.installed", args.settings)

    async def _not_installed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._page(args.suggested_status_code, "slack.not_installed", args.settings)

    def _page(self, status: int, key: str, settings: AsyncOAuthSettings) -> BoltResponse:
        """Return a page of one sentence; nothing of the address it was asked for is in it."""
        done = settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(
            status=status,
            body=self._say(key),
            headers={"Content-Type": "text/plain; charset=utf-8", "Set-Cookie": [done]},
        )


def scopes(*, reads_back: bool) -> tuple[str, ...]:
    """Return the rights to ask for."""
    return (*SCOPES, READS_BACK) if reads_back else SCOPES


def _ends_soon(bot: Bot) -> bool:
    ends = bot.bot_token_expires_at
    return ends is not None and ends < time.time() + _RENEW_MINUTES * 60


def _place(enterprise: str | None, team: str | None, *, org: bool | None) -> str:
    return f"slack/{enterprise or ''}/{'' if org else team or ''}"


def _plain(bot: Bot) -> Mapping[str, Any]:
    """Return a bot as what its constructor takes."""
    return {name: getattr(bot, name) for name in _KEPT} | {"installed_at": 0.0}


_KEPT: Final = (
    *("app_id", "enterprise_id", "team_id", "bot_token", "bot_id", "bot_user_id", "bot_scopes"),
    *("bot_refresh_token", "bot_token_expires_at", "is_enterprise_install"),
)
"""What is needed to write to people and to renew a token; no name of a workspace or a person."""
