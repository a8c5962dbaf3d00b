"""A contributor's turns in Teams: a round is a card, each act puts the next one in its place."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from adapters.teams.cards import Cards, Seat
from adapters.teams.forms import DESK, LOOK
from adapters.teams.read import NAME, Act, Who
from bot.conversation.events import Chose, Inbound, Opened, Said
from bot.conversation.front import OPEN
from bot.conversation.messages import Choice, Fault, Message, Part, Share, Text
from bot.ports import NotSaved
from bot.service import Conversations, Reply, RoundNotOpen, RoundUnknown
from prompts.library import Phrases


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of an act: the next card, or a fault that leaves the last one as it is, with what
    was typed in it."""

    card: dict[str, Any]
    fault: str = ""


class Talk:
    """The contributors' side."""

    def __init__(self, conversations: Conversations, cards: Cards, say: Phrases) -> None:
        self._conversations = conversations
        self._cards = cards
        self._say = say

    async def home(
        self, who: Who, *, staff: bool, before: tuple[Part, ...] = (), dialog: bool = False
    ) -> Shown:
        """Return the home card: the rounds this person is in, how to stop, and the desk for
        ``staff``. It holds no word of anybody's."""
        message = await self._conversations.front(who.address)
        if staff:
            desk = Choice(DESK, self._say("chat.desk_open"), "main")
            message = replace(message, choices=(desk,))
        message = replace(message, before=(*before, *message.before))
        return Shown(self._cards.card(message, Seat(), who.key, dialog=dialog))

    async def codes(self, who: Who) -> tuple[str, ...]:
        """Return the codes of the rounds this person is in."""
        return await self._conversations.taking_part(who.address)

    async def opened(
        self, who: Who, code: str, before: tuple[Part, ...] = (), *, dialog: bool = False
    ) -> Shown:
        """Return the card in which a round goes on, or begins."""
        act = Act(Seat(code), Opened(back=True), secrets.token_hex(16))
        return await self._turn(who, act, before, dialog=dialog)

    async def knows(self, who: Who, code: str) -> bool:
        """Tell whether a code leads to an open round."""
        try:
            await self._handled(who, Act(Seat(code), Opened(), secrets.token_hex(16)))
        except (RoundUnknown, RoundNotOpen):
            return False
        return True

    async def said(self, who: Who, code: str, word: str, delivery: str) -> Shown:
        """Take a control word that was typed where no answer is taken from."""
        return await self._turn(who, Act(Seat(code), Said(word), delivery))

    async def act(self, who: Who, act: Act, *, dialog: bool = False) -> Shown:
        """Take one act; whatever went wrong, the person is told and keeps what they typed."""
        if isinstance(act.event, Chose) and act.event.action == LOOK:
            act = replace(act, event=Opened())
        return await self._turn(who, act, dialog=dialog)

    async def stop(self, who: Who) -> Shown:
        """Stop everything for this person; return what to tell them."""
        message = await self._conversations.stop(who.address)
        return Shown(self._cards.card(message, Seat(), who.key))

    async def _turn(
        self, who: Who, act: Act, before: tuple[Part, ...] = (), *, dialog: bool = False
    ) -> Shown:
        try:
            reply = await self._handled(who, act)
        except NotSaved as failed:
            return Shown({}, self._say(f"error.not_saved.{failed.reason}"))
        except RoundUnknown:
            return self._told(who, "link", dialog=dialog)
        except RoundNotOpen:
            return self._told(who, "not_open", dialog=dialog)
        message = replace(reply.message, before=(*before, *reply.message.before))
        if reply.carried:
            # Who has not said yes yet can still choose where.
            web = Share(self._say("chat.web"), f"/r/{act.seat.round}")
            message = replace(message, after=(*message.after, web))
        seat = Seat(act.seat.round, reply.carried)
        return Shown(self._cards.card(message, seat, who.key, dialog=dialog))

    async def _handled(self, who: Who, act: Act) -> Reply:
        return await self._conversations.handle(
            Inbound(
                delivery=act.delivery,
                channel=NAME,
                round_code=act.seat.round,
                event=act.event,
                address=who.address,
                contact=who.contact,
                carried=act.seat.carried,
            )
        )

    def elsewhere(self, who: Who, code: str) -> dict[str, Any]:
        """Return the card that stands in the chat while a round goes on in a dialog."""
        go = Choice(f"{OPEN}{code}", self._say("teams.window.back"))
        text = Text(self._say("teams.window.text"))
        message = Message(self._say("teams.window.title"), parts=(text,), choices=(go,))
        return self._cards.card(message, Seat(), who.key)

    def _told(self, who: Who, key: str, *, dialog: bool) -> Shown:
        lines = self._say.many(f"error.{key}.lines")
        message = Message(self._say(f"error.{key}.title"), before=tuple(map(Fault, lines)))
        return Shown(self._cards.card(message, Seat(), who.key, dialog=dialog))
