"""Channels in which a message waits until the person comes back."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.messages import Message
from bot.ports import Capabilities


@dataclass(frozen=True, slots=True)
class WaitingChat:
    """A channel that cannot write first (web page, terminal): the chat itself shows what came.

    Sending means only that the outbox may mark the message as delivered. What the person then sees
    is derived from that mark, so there is nothing to hand over and nothing that can fail.
    """

    name: str
    can: Capabilities

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        """Let the message wait."""

    async def was_sent(self, contact: Mapping[str, str], mark: str) -> bool:  # noqa: ARG002
        """Tell that it was not: letting it wait twice does no harm."""
        return False
