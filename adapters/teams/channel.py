"""Teams as the outbox sees it: one message, to one person, or a clear reason why not."""

from collections.abc import Mapping
from typing import Final

from adapters.teams.cards import Cards, Seat
from adapters.teams.connector import Connector
from adapters.teams.read import NAME, Who
from bot.conversation.messages import Message
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


class TeamsChannel:
    """Fulfils :class:`bot.ports.Channel`."""

    name = NAME
    can = CAN

    def __init__(self, connector: Connector, cards: Cards) -> None:
        self._connector = connector
        self._cards = cards

    async def send(self, contact: Mapping[str, str], message: Message) -> None:
        """Send a card to the chat that a contact names.

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
