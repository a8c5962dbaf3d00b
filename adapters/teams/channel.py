"""Teams as the outbox sees it: one message, to one person, or a clear reason why not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from adapters.teams.cards import Cards, Seat
from adapters.teams.connector import Connector
from adapters.teams.read import NAME, Who
from bot.conversation.messages import Message
from bot.gcra import Pace
from bot.ports import Capabilities

CAN: Final = Capabilities(
    buttons=True,
    form=True,
    edit=True,
    delete=True,
    max_text=40_000,
    keeps_typed_text=True,
    proactive=True,
)
_PACE: Final = Pace(within=("tenant",), whom=("tenant", "user"), apart=0.5)
"""Sixty messages in thirty seconds to one chat, thirty a second to an organisation:
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"""


class TeamsChannel:
    """Fulfils :class:`bot.ports.Channel`."""

    name = NAME

    def __init__(self, connector: Connector, cards: Cards, a_second: int) -> None:
        self.can = replace(CAN, pace=replace(_PACE, gap=1 / a_second))
        self._connector = connector
        self._cards = cards

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:  # noqa: ARG002
        """Send a card to the chat that a contact names. Teams cannot be asked for it later.

        Raises:
            SendFailed: Teams asked to wait, or could not be reached.
            Unreachable: the app was blocked or taken away.
        """
        who = Who(
            tenant=contact["tenant"],
            user=contact["user"],
            service=contact["service"],
            bot=contact["bot"],
            chat=contact["chat"],
        )
        card = self._cards.card(message, Seat(), who.key)
        await self._connector.send(who, self._cards.activity(card))
