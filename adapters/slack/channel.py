"""Slack as the outbox sees it: one direct message, to one person, or a clear reason why not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.install import Installing, Limits
from adapters.slack.read import NAME
from adapters.slack.views import Views
from bot.conversation.messages import Message
from bot.gcra import Pace
from bot.ports import Capabilities, SendFailed, Unreachable

CAN: Final = Capabilities(
    buttons=True,
    form=True,
    edit=True,
    delete=True,
    max_text=6_000,
    keeps_typed_text=True,
    proactive=True,
)
_GONE: Final = frozenset(
    {
        *("account_inactive", "channel_not_found", "user_not_found", "user_disabled"),
        *("is_archived", "cannot_dm_bot", "messages_tab_disabled", "invalid_auth", "not_authed"),
        *("token_revoked", "user_not_visible", "not_in_channel"),
    }
)
"""Faults after which this person cannot be written to in Slack any more."""
_UNSURE: Final = frozenset({"internal_error", "fatal_error", "request_timeout"})
_BROKEN: Final = 500
_MARK: Final = "heardback"
_LAST: Final = 15
"""So many of a chat's last messages are looked at."""
_PACE: Final = Pace(within=("enterprise", "team"), whom=("enterprise", "team", "user"), apart=1.0)
"""One message a second to one person: https://docs.slack.dev/apis/web-api/rate-limits"""


class SlackChannel:
    """Fulfils :class:`bot.ports.Channel`."""

    name = NAME

    def __init__(self, installing: Installing, views: Views, limits: Limits) -> None:
        self._store = installing.store
        self._client = installing.sender
        self._views = views
        self._reads_back = limits.reads_back
        self.can = replace(CAN, pace=replace(_PACE, gap=60 / limits.a_minute))

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        """Send a direct message.

        Raises:
            SendFailed: Slack asked to wait, or could not be reached.
            Unreachable: the person or the workspace has left.
        """
        made: dict[str, Any] = self._views.direct(message)
        if mark and self._reads_back:
            made["metadata"] = {"event_type": _MARK, "event_payload": {"id": mark}}
        await self._called(
            "chat.postMessage",
            contact,
            {"channel": contact["user"], "unfurl_links": False, "unfurl_media": False, **made},
        )

    async def was_sent(self, contact: Mapping[str, str], mark: str) -> bool | None:
        """Look whether the message with this mark is among the last ones to a person."""
        if not mark or not self._reads_back:
            return None
        opened = await self._called("conversations.open", contact, {"users": contact["user"]})
        look = {"channel": opened["channel"]["id"], "include_all_metadata": True, "limit": _LAST}
        found = await self._called("conversations.history", contact, look)
        return any(
            (each.get("metadata") or {}).get("event_payload", {}).get("id") == mark
            for each in found["messages"]
        )

    async def _called(
        self, method: str, contact: Mapping[str, str], given: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Call Slack for a person's workspace.

        Raises:
            SendFailed: Slack asked to wait, or could not be reached.
            Unreachable: the person or the workspace has left.
        """
        bot = await self._store.async_find_bot(
            enterprise_id=contact["enterprise"] or None, team_id=contact["team"]
        )
        if bot is None:
            raise Unreachable
        headers = {"Authorization": f"Bearer {bot.bot_token}"}
        try:
            answer = await self._client.api_call(method, json=dict(given), headers=headers)
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason in _GONE:
                raise Unreachable from None
            broken = error.response.status_code >= _BROKEN or reason in _UNSURE
            raise SendFailed(_wait(error), doubt=broken) from None
        except ClientConnectorError:
            raise SendFailed from None
        except (ClientError, TimeoutError, SlackClientError):
            raise SendFailed(doubt=True) from None
        return dict(answer.data) if isinstance(answer.data, dict) else {}


def _wait(error: SlackApiError) -> float | None:
    """Return how long Slack asked to wait, in seconds."""
    asked = str((error.response.headers or {}).get("Retry-After", ""))
    return float(asked) if asked.isdecimal() else None
