"""A member of staff's turns in Slack: the desk in a modal, the same places and acts as on the web."""

import secrets
from typing import Any

from adapters.slack.read import Act, Who
from adapters.slack.talk import Shown
from adapters.slack.views import Seat, Views
from bot.consultation.model import Staff
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.messages import Fault, Message
from bot.deskwork import Desk
from bot.ports import NotSaved
from prompts.library import Phrases


class StaffTalk:
    """The staff's side. Who is staff was decided by an admin's one-time code, never by Slack."""

    def __init__(self, desk: Desk, views: Views, say: Phrases) -> None:
        self._desk = desk
        self._views = views
        self._say = say

    async def member(self, who: Who) -> Staff | None:
        """Return which member of staff this is."""
        return await self._desk.member(who.address)

    async def claimed(self, who: Who, token: str) -> Staff | None:
        """Use up a one-time code; return who this is from now on, or None."""
        return await self._desk.claim(token, who.address)

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
        if event.action.startswith("go:"):
            return await self._at(me, Spot.parse(event.action), "")
        try:
            acted = await self._desk.act(me, spot, event, act.delivery or secrets.token_hex(16))
        except NotSaved as failed:
            return self._told(self._say(f"error.not_saved.{failed.reason}"), spot)
        if acted.message is None:
            return await self._at(me, acted.spot, acted.note)
        view = self._views.modal(acted.message, Seat(spot=acted.spot.action()))
        return Shown(view, {} if acted.saved else self._views.faults(acted.message))

    async def _at(self, me: Staff, spot: Spot, note: str) -> Shown:
        try:
            message = await self._desk.show(me, spot, note)
        except NotSaved as failed:
            return self._told(self._say(f"error.not_saved.{failed.reason}"), spot)
        return Shown(self._views.modal(message, Seat(spot=spot.action())), {})

    def _stranger(self) -> Shown:
        return self._told(self._say("slack.not_staff"), Spot())

    def _told(self, fault: str, spot: Spot) -> Shown:
        message = Message(self._say("slack.desk"), before=(Fault(fault),))
        return Shown(self._views.modal(message, Seat(spot=spot.action())), {})
