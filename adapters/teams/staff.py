"""A member of staff's turns in Teams: the desk in a dialog, the same places and acts as on the web.

The chat is kept by the organisation, a dialog is not part of it. So no screen of the desk is ever
drawn in the chat.
"""

from dataclasses import replace

from adapters.parts import shortened
from adapters.teams.cards import Cards, Seat
from adapters.teams.read import Act, Who
from adapters.teams.talk import Shown
from bot.consultation.model import Staff
from bot.conversation import asking
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.messages import Fault, Message, Part
from bot.deskwork import Desk
from bot.ports import NotSaved, Refused
from prompts.library import Phrases


class StaffTalk:
    """The staff's side. Who is staff was decided by an admin's one-time code, never by Teams."""

    def __init__(self, desk: Desk, cards: Cards, say: Phrases) -> None:
        self._desk = desk
        self._cards = cards
        self._say = say

    async def member(self, who: Who) -> Staff | None:
        """Return which member of staff this is."""
        return await self._desk.member(who.address)

    async def claimed(self, who: Who, token: str) -> bool:
        """Use up a one-time code; tell whether this person is staff from now on. Nobody is whom the
        directory does not know: they could not be taken out of it again."""
        claimed = who.listed and await self._desk.claim(token, who.address, who.contact)
        return bool(claimed)

    async def opened(self, who: Who) -> Shown:
        """Return the first place of the desk."""
        me = await self.member(who)
        return self._stranger(who) if me is None else await self._at(who, me, Spot(), "")

    async def act(self, who: Who, act: Act) -> Shown:
        """Take one act at the desk."""
        me, spot, event = await self.member(who), Spot.parse(act.seat.spot), act.event
        if me is None or not isinstance(event, Chose):
            return self._stranger(who)
        if event.action == asking.PICK:
            return self._picking(who, spot)
        if event.action == asking.ASK:
            return await self._asked(who, me, spot, act)
        if event.action.startswith("go:"):
            return await self._at(who, me, Spot.parse(event.action), "")
        try:
            acted = await self._desk.act(me, spot, event, act.delivery)
        except NotSaved as failed:
            return Shown({}, self._say(f"error.not_saved.{failed.reason}"))
        if acted.message is None:
            return await self._at(who, me, acted.spot, acted.note)
        return self._drawn(who, acted.message, acted.spot)

    async def _at(
        self, who: Who, me: Staff, spot: Spot, note: str, before: tuple[Part, ...] = ()
    ) -> Shown:
        try:
            message = shortened(await self._desk.show(me, spot, note), self._say)
        except NotSaved as failed:
            return Shown({}, self._say(f"error.not_saved.{failed.reason}"))
        if spot.place == "round" and await self._desk.may_ask(me, spot.round):
            message = replace(message, nav=(*message.nav, asking.way(self._say)))
        return self._drawn(who, replace(message, before=(*before, *message.before)), spot)

    def _picking(self, who: Who, spot: Spot) -> Shown:
        """Let a facilitator pick people of the organisation to ask."""
        message = asking.picking(spot, self._say)
        return self._drawn(who, message, spot)

    async def _asked(self, who: Who, me: Staff, spot: Spot, act: Act) -> Shown:
        """Ask the people who were picked. Nobody is told whom it did not go to."""
        picked = act.event.values.get(asking.PEOPLE, ()) if isinstance(act.event, Chose) else ()
        people = (replace(who, user=user, chat="") for user in picked)
        asked = tuple((each.address, each.contact) for each in people)
        try:
            await self._desk.invite(me, spot.round, asked, act.delivery)
        except Refused as refused:
            return self._told(who, self._say(refused.reason), spot)
        except NotSaved as failed:
            return Shown({}, self._say(f"error.not_saved.{failed.reason}"))
        return await self._at(who, me, spot, "", (asking.asked(self._say),))

    def _stranger(self, who: Who) -> Shown:
        return self._told(who, self._say("chat.not_staff"), Spot())

    def _told(self, who: Who, fault: str, spot: Spot) -> Shown:
        return self._drawn(who, Message(self._say("chat.desk"), before=(Fault(fault),)), spot)

    def _drawn(self, who: Who, message: Message, spot: Spot) -> Shown:
        seat = Seat(spot=spot.action())
        return Shown(self._cards.card(message, seat, who.key, dialog=True))
