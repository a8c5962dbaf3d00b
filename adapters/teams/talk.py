"""A contributor's turns in Teams: a round is a card, each act puts the next one in its place."""

import secrets
from dataclasses import dataclass, replace
from typing import Any, Literal

from adapters.teams.cards import Cards, Seat
from adapters.teams.forms import DESK, HERE, LOOK
from adapters.teams.read import NAME, Act, Who
from bot.conversation.events import Chose, Inbound, Opened, Said
from bot.conversation.front import OPEN
from bot.conversation.messages import Card, Choice, Fault, Lines, Message, Part, Share, Text, Words
from bot.ports import NotSaved
from bot.service import Conversations, Reply, RoundNotOpen, RoundUnknown
from prompts.library import Phrases

type Way = Literal["answer", "dialog", "message"]
"""How a card comes to a person: it answers what they pressed, in the chat or in a dialog, or it is
a message (or stands in place of one). Only messages are part of the chat, and the organisation
keeps those; so they never hold what a person wrote or picked."""


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

    async def home(self, who: Who, *, staff: bool, before: tuple[Part, ...] = ()) -> Shown:
        """Return the home card: the rounds this person is in, how to stop, and the desk for
        ``staff``. It holds no word of anybody's."""
        message = await self._conversations.front(who.address)
        if staff:
            desk = Choice(DESK, self._say.of(message.language)("chat.desk_open"), "main")
            message = replace(message, choices=(desk,))
        message = replace(message, before=(*before, *message.before))
        return Shown(self._cards.card(message, Seat(), who.key))

    async def codes(self, who: Who) -> tuple[str, ...]:
        """Return the codes of the rounds this person is in."""
        return await self._conversations.taking_part(who.address)

    async def opened(self, who: Who, code: str, way: Way, before: tuple[Part, ...] = ()) -> Shown:
        """Return the card in which a round goes on, or begins."""
        act = Act(Seat(code), Opened(back=True), secrets.token_hex(16))
        return await self._turn(who, act, way, before)

    async def knows(self, who: Who, code: str) -> bool:
        """Tell whether a code leads to an open round."""
        try:
            await self._handled(who, Act(Seat(code), Opened(), secrets.token_hex(16)))
        except (RoundUnknown, RoundNotOpen):
            return False
        return True

    async def said(self, who: Who, code: str, word: str, delivery: str) -> Shown:
        """Take a control word that was typed where no answer is taken from."""
        return await self._turn(who, Act(Seat(code), Said(word), delivery), "message")

    async def act(self, who: Who, act: Act, way: Way) -> Shown:
        """Take one act; whatever went wrong, the person is told and keeps what they typed."""
        if isinstance(act.event, Chose) and act.event.action in (LOOK, HERE):
            act = replace(act, event=Opened())
        return await self._turn(who, act, way)

    async def stop(self, who: Who) -> Shown:
        """Stop everything for this person; return what to tell them."""
        message = await self._conversations.stop(who.address)
        return Shown(self._cards.card(message, Seat(), who.key))

    async def _turn(self, who: Who, act: Act, way: Way, before: tuple[Part, ...] = ()) -> Shown:
        try:
            reply = await self._handled(who, act)
        except NotSaved as failed:
            return Shown({}, self._say(f"error.not_saved.{failed.reason}"))
        except RoundUnknown:
            return self._told(who, "link", way)
        except RoundNotOpen:
            return self._told(who, "not_open", way)
        message = reply.message
        if way == "message" and _tells(message):
            message = self._waiting(self._say.of(message.language))
        message = replace(message, before=(*before, *message.before))
        if reply.carried:
            # Who has not said yes yet can still choose where.
            web = Share(self._say.of(message.language)("chat.web"), f"/r/{act.seat.round}")
            message = replace(message, after=(*message.after, web))
        seat = Seat(act.seat.round, reply.carried)
        return Shown(self._cards.card(message, seat, who.key, dialog=way == "dialog"))

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
                language=self._say.best(who.locale),
            )
        )

    def elsewhere(self, who: Who, code: str) -> dict[str, Any]:
        """Return the card that stands in the chat while a round goes on in a dialog."""
        go = Choice(f"{OPEN}{code}", self._say("teams.window.back"))
        text = Text(self._say("teams.window.text"))
        message = Message(self._say("teams.window.title"), parts=(text,), choices=(go,))
        return self._cards.card(message, Seat(), who.key)

    def _waiting(self, say: Phrases) -> Message:
        """Return what stands in a message in place of what a person wrote or picked."""
        look, here = (
            Choice(act, say(f"teams.waiting.{act}"), "main" if act == LOOK else "two")
            for act in (LOOK, HERE)
        )
        text = Text(say("teams.waiting.text"))
        return Message(
            say("teams.waiting.title"), parts=(text,), choices=(look, here), language=say.language
        )

    def _told(self, who: Who, key: str, way: Way) -> Shown:
        lines = self._say.many(f"error.{key}.lines")
        message = Message(self._say(f"error.{key}.title"), before=tuple(map(Fault, lines)))
        return Shown(self._cards.card(message, Seat(), who.key, dialog=way == "dialog"))


def _tells(message: Message) -> bool:
    """Tell whether a screen shows what a person wrote or picked. A card that neither asks for
    something nor says whom to call is taken for one of the answers that are kept."""
    return (
        any(
            not part.fields and not any(isinstance(each, Lines) for each in part.parts)
            if isinstance(part, Card)
            else isinstance(part, Words)
            for part in message.parts
        )
        or any(field.value or any(o.chosen for o in field.options) for field in message.fields)
        or any(choice.current for choice in message.choices)
    )
