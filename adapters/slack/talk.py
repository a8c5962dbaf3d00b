"""A contributor's turns in Slack: a round opens as a modal, each act redraws it."""

import secrets
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.slack.read import NAME, Act, Who
from adapters.slack.views import Seat, Views
from bot.conversation.events import Chose, Event, Inbound, Opened, Said
from bot.conversation.messages import Choice, Fault, Message, Share, Text
from bot.ports import NotSaved
from bot.service import Conversations, Reply, RoundNotOpen, RoundUnknown
from prompts.library import Phrases

DESK: Final = "desk"
"""A button that opens the staff desk."""
_PAUSE: Final = Chose("pause")


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of an act: the next modal, or what to say beside which input of the last one.

    ``ends`` closes the modal instead.
    """

    view: dict[str, Any]
    faults: dict[str, str]
    ends: bool = False


class Talk:
    """The contributors' side. Whatever is asked of it raises :class:`~bot.ports.NotSaved` where the
    database or the check of words does not work."""

    def __init__(self, conversations: Conversations, views: Views, say: Phrases) -> None:
        self._conversations = conversations
        self._views = views
        self._say = say

    async def home(self, who: Who, *, staff: bool) -> dict[str, Any]:
        """Return the home page: the rounds this person is in, how to stop, and the desk for
        ``staff``. It holds no word of anybody's."""
        message = await self._conversations.front(who.address)
        if staff:
            desk = Choice(DESK, self._say.of(message.language)("chat.desk_open"), "main")
            message = replace(message, choices=(desk,))
        return self._views.home(message)

    async def opened(self, who: Who, code: str) -> dict[str, Any]:
        """Return the modal in which a round goes on, or begins."""
        return (await self._turn(who, Seat(code), Opened(back=True), secrets.token_hex(16))).view

    async def word(self, who: Who, word: str) -> dict[str, Any]:
        """Return the modal in which a word that always works was heard: in the one round this
        person is in, or else a page with whom to call and what they take part in."""
        codes = await self._conversations.taking_part(who.address)
        if len(codes) == 1:
            seat, delivery = Seat(codes[0]), secrets.token_hex(16)
            return (await self._turn(who, seat, Said(word), delivery)).view
        message = await self._conversations.front(who.address)
        help_ = Text(self._say.of(message.language)("slack.command.help"))
        return self._views.modal(replace(message, before=(help_, *message.before)), Seat())

    async def act(self, who: Who, act: Act) -> Shown:
        """Take one act."""
        return await self._turn(who, act.seat, act.event, act.delivery)

    async def paused(self, who: Who, seat: Seat) -> None:
        """Remember that somebody closed the modal. For a stranger there is nothing to remember."""
        if seat.round and not seat.carried:
            await self._turn(who, seat, _PAUSE, secrets.token_hex(16))

    async def stop(self, who: Who) -> dict[str, Any]:
        """Stop everything for this person; return what to tell them, and them alone."""
        message = await self._conversations.stop(who.address)
        return {"response_type": "ephemeral", **self._views.direct(message)}

    async def stopped(self, who: Who) -> Shown:
        """Stop everything for this person from a window that is about no round."""
        return self._told_of(await self._conversations.stop(who.address))

    async def lost(self, who: Who, event: str) -> None:
        """Drop what waits for somebody who has left Slack, once for each event."""
        await self._conversations.lose(who.address, event)

    def told_of(self, failed: NotSaved) -> str:
        """Return what to say in a window when nothing could be saved."""
        return self._say(f"error.not_saved.{failed.reason}")

    def not_now(self) -> dict[str, Any]:
        """Return what to say elsewhere then: to this person alone."""
        return {"response_type": "ephemeral", "text": self._say("slack.not_now")}

    def not_here(self) -> str:
        """Return what to say in a workspace that has not installed Heardback."""
        return self._say("slack.not_here")

    async def _turn(self, who: Who, seat: Seat, event: Event, delivery: str) -> Shown:
        inbound = Inbound(
            delivery=delivery,
            channel=NAME,
            round_code=seat.round,
            event=event,
            address=who.address,
            contact=who.contact,
            carried=seat.carried,
        )
        try:
            return self._shown(await self._conversations.handle(inbound), seat)
        except RoundUnknown:
            return self._told("link")
        except RoundNotOpen:
            return self._told("not_open")

    def _shown(self, reply: Reply, seat: Seat) -> Shown:
        message = reply.message
        if reply.carried:
            # Who has not said yes yet can still choose where.
            web = Share(self._say.of(message.language)("chat.web"), f"/r/{seat.round}")
            message = replace(message, after=(*message.after, web))
        view = self._views.modal(message, Seat(seat.round, reply.carried))
        return Shown(view, self._views.faults(reply.message), reply.message.ends)

    def _told(self, key: str) -> Shown:
        lines = self._say.many(f"error.{key}.lines")
        return self._told_of(
            Message(self._say(f"error.{key}.title"), before=tuple(map(Fault, lines)))
        )

    def _told_of(self, message: Message) -> Shown:
        return Shown(self._views.modal(message, Seat()), {})
