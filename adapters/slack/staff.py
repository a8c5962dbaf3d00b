"""A member of staff's turns in Slack: the desk in a modal, the same places and acts as on the web."""

import secrets
from dataclasses import replace
from typing import Any

from adapters.parts import shortened
from adapters.slack.read import Act, Who
from adapters.slack.talk import Shown
from adapters.slack.views import Seat, Views
from bot.consultation.model import Round, Staff
from bot.conversation import asking
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.messages import Fault, Message, Part
from bot.deskwork import Desk
from bot.ports import Refused
from prompts.library import Phrases


class StaffTalk:
    """The staff's side. Who is staff was decided by an admin's one-time code, never by Slack.

    Whatever is asked of it raises :class:`~bot.ports.NotSaved` where the database does not work.
    """

    def __init__(self, desk: Desk, views: Views, say: Phrases) -> None:
        self._desk = desk
        self._views = views
        self._say = say

    async def member(self, who: Who) -> Staff | None:
        """Return which member of staff this is."""
        return await self._desk.member(who.address)

    async def claimed(self, who: Who, token: str) -> Staff | None:
        """Use up a one-time code; return who this is from now on, or None."""
        return await self._desk.claim(token, who.address, who.contact)

    async def postable(self, who: Who, code: str) -> Round | None:
        """Return an open round of this facilitator by its code, or None."""
        me = await self.member(who)
        return await self._desk.own_open_round(me, code) if me else None

    async def opened(self, who: Who, spot: Spot) -> dict[str, Any]:
        """Return the modal of a place at the desk."""
        me = await self.member(who)
        if me is None:
            return self._stranger().view
        return (await self._at(me, spot, "")).view

    async def act(self, who: Who, act: Act) -> Shown:
        """Take one act at the desk."""
        me, spot = await self.member(who), Spot.parse(act.seat.spot)
        if me is None:
            return self._stranger()
        event = act.event
        if not isinstance(event, Chose):
            return await self._at(me, spot, "")
        if event.action == asking.PICK:
            return self._picking(spot)
        if event.action == asking.ASK:
            return await self._asked(who, me, spot, act)
        if event.action.startswith("go:"):
            return await self._at(me, Spot.parse(event.action), "")
        acted = await self._desk.act(me, spot, event, act.delivery or secrets.token_hex(16))
        if acted.message is None:
            return await self._at(me, acted.spot, acted.note)
        view = self._views.modal(acted.message, Seat(spot=acted.spot.action()))
        return Shown(view, {} if acted.saved else self._views.faults(acted.message))

    async def _at(self, me: Staff, spot: Spot, note: str, before: tuple[Part, ...] = ()) -> Shown:
        message = shortened(await self._desk.show(me, spot, note), self._say)
        message = replace(message, before=(*before, *message.before))
        if spot.place == "round" and await self._desk.may_ask(me, spot.round):
            message = replace(message, nav=(*message.nav, asking.way(self._say)))
        return Shown(self._views.modal(message, Seat(spot=spot.action())), {})

    def _picking(self, spot: Spot) -> Shown:
        """Let a facilitator pick people of the workspace to ask."""
        message = asking.picking(spot, self._say)
        return Shown(self._views.modal(message, Seat(spot=spot.action())), {})

    async def _asked(self, who: Who, me: Staff, spot: Spot, act: Act) -> Shown:
        """Ask the people who were picked. Nobody is told whom it did not go to."""
        picked = act.event.values.get(asking.PEOPLE, ()) if isinstance(act.event, Chose) else ()
        people = (replace(who, user=user) for user in picked)
        asked = tuple((each.address, each.contact) for each in people)
        try:
            await self._desk.invite(me, spot.round, asked, act.delivery)
        except Refused as refused:
            return self._told(self._say(refused.reason), spot)
        return await self._at(me, spot, "", (asking.asked(self._say),))

    def _stranger(self) -> Shown:
        return self._told(self._say("chat.not_staff"), Spot())

    def _told(self, fault: str, spot: Spot) -> Shown:
        message = Message(self._say("chat.desk"), before=(Fault(fault),))
        return Shown(self._views.modal(message, Seat(spot=spot.action())), {})
