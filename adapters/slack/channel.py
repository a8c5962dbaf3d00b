"""Slack as the outbox sees it: one direct message, to one person, or a clear reason why not."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack.install import Installing
from adapters.slack.pace import Pace
from adapters.slack.read import NAME
from adapters.slack.views import Views
from bot.conversation.messages import Message
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


class SlackChannel:
    """Fulfils :class:`bot.ports.Channel`."""

    name = NAME
    can = CAN

    def __init__(self, installing: Installing, views: Views) -> None:
        self._store = installing.store
        self._client = installing.client
        self._views = views
        self._pace = Pace()

    async def send(self, contact: Mapping[str, str], message: Message) -> None:
        """Send a direct message.

        Raises:
            SendFailed: Slack asked to wait, or could not be reached.
            Unreachable: the person or the workspace has left.
        """
        bot = await self._store.async_find_bot(
            enterprise_id=contact["enterprise"] or None, team_id=contact["team"]
        )
        if bot is None:
            raise Unreachable
        made: dict[str, Any] = self._views.direct(message)
        await self._pace.turn(contact["team"], contact["user"])
        try:
            await self._client.chat_postMessage(
                token=bot.bot_token,
                channel=contact["user"],
                unfurl_links=False,
                unfurl_media=False,
                **made,
            )
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason in _GONE:
                raise Unreachable from None
            raise SendFailed(_wait(error)) from None


def _wait(error: SlackApiError) -> float | None:
    """Return how long Slack asked to wait, in seconds."""
    asked = str((error.response.headers or {}).get("Retry-After", ""))
    return float(asked) if asked.isdecimal() else None
