"""Installing in many workspaces: one sealed row each, and the workspace's tokens nowhere else."""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models import Bot, Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

SCOPES: Final = ("chat:write", "commands", "im:write", "users:read")
"""The least that this takes: it never reads what anybody writes in Slack."""
SECONDS: Final = 10.0
"""How long Slack's Web API may take."""
_STATE_SECONDS: Final = 600
_FRESH_SECONDS: Final = 60.0
"""How long a workspace's tokens are remembered before the database is asked again."""


class Workspaces(Protocol):
    """Keeps what each workspace gave us, sealed. `storage/` fulfils it."""

    async def save(self, workspace: str, kept: str) -> None:
        """Keep it in place of what was there."""

    async def find(self, workspace: str) -> str | None:
        """Return what is kept, or None."""

    async def forget(self, workspace: str) -> None:
        """Forget it."""

    async def once(self, token: str) -> bool:
        """Tell whether this token comes for the first time."""


class Box(Protocol):
    """Seals text so that only this server can read or make it."""

    def seal(self, text: str) -> str:
        """Return sealed text."""

    def open(self, sealed: str) -> str | None:
        """Return the text, or None if this server did not seal it."""


class Store(AsyncInstallationStore):
    """Bolt's installation store: bots alone, since nobody's own token is asked for."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
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
        until, bot = self._fresh.get(place, (0.0, None))
        if until < time.monotonic():
            kept = await self._workspaces.find(place)
            bot = Bot(**json.loads(kept)) if kept else None
            self._fresh[place] = time.monotonic() + _FRESH_SECONDS, bot
        return bot

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace, and the organisation where it stands for one."""
        for org in (False, True):
            place = _place(enterprise_id, team_id, org=org)
            await self._workspaces.forget(place)
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
class Secrets:
    """What Slack's page for an app shows to whoever runs this. ``app_token`` is for Socket Mode
    alone; ``api`` is where Slack's Web API is (another one for GovSlack)."""

    signing: str
    client_id: str
    client_secret: str
    app_token: str = ""
    api: str = "https://slack.com/api/"


class Installing:
    """What Bolt needs to install in workspaces and to find their tokens again, and the one client
    of Slack's Web API."""

    def __init__(self, workspaces: Workspaces, box: Box, secrets: Secrets) -> None:
        self.store = Store(workspaces)
        self.client = AsyncWebClient(
            base_url=secrets.api,
            timeout=int(SECONDS),
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
        )
        settings = AsyncOAuthSettings(
            client_id=secrets.client_id,
            client_secret=secrets.client_secret,
            scopes=list(SCOPES),
            installation_store=self.store,
            installation_store_bot_only=True,
            state_store=States(box, workspaces),
        )
        # Who a token belongs to is asked once, not with each payload.
        settings.authorize.cache_enabled = True  # type: ignore[attr-defined]  # it says so of no class
        self.flow = AsyncOAuthFlow(client=self.client, settings=settings)


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
