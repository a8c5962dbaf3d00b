"""Teams' activities in: let in or refused, acted on, committed, and only then answered.

The SDK's own entrance answers 500 to every act that has an answer, and to most of what is wrong.
"""

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Protocol

import structlog
from aiohttp import web
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity

from adapters.teams.auth import DEVELOPMENT, Authentication, Registration
from adapters.teams.cards import Cards, Signer
from adapters.teams.connector import Connector, packed
from adapters.teams.forms import DESK
from adapters.teams.keys import KeysUnreachable
from adapters.teams.read import Act, Came, act_of, activity_of, came_of
from adapters.teams.staff import StaffTalk
from adapters.teams.talk import Shown, Talk, Way
from adapters.teams.typed import Typed
from bot.conversation.events import Chose
from bot.conversation.front import OPEN
from bot.ports import SendFailed, Unreachable
from prompts.library import Phrases

MAX_BODY: Final = 512 * 1024
"""Largest activity, in bytes."""
_BEARER: Final = re.compile(r"Bearer [\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_LOOPBACK: Final = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?")
_CARD: Final = "application/vnd.microsoft.card.adaptive"
_ERROR: Final = "application/vnd.microsoft.error"
_log = structlog.get_logger("heardback.teams")


class Once(Protocol):
    """Remembers what came. `storage/` fulfils it."""

    async def once(self, token: str) -> bool:
        """Tell whether this comes for the first time today."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of the product, as Teams sees them."""

    talk: Talk
    staff: StaffTalk
    typed: Typed


class _Adapter(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """The SDK's turn: it lets an activity in and runs the turn."""


class Edge:
    """Everything between Teams and the conversations."""

    def __init__(
        self,
        registration: Registration,
        connector: Connector,
        sides: Sides,
        *,
        cards: Cards,
        signer: Signer,
        once: Once,
        say: Phrases,
    ) -> None:
        self._development = registration.type == DEVELOPMENT
        self._connector = connector
        self._talk = sides.talk
        self._staff = sides.staff
        self._typed = sides.typed
        self._cards = cards
        self._signer = signer
        self._once = once
        self._say = say
        self._adapter = _Adapter(Authentication(registration, connector))

    def routes(self) -> list[web.RouteDef]:
        """Return the one route."""
        return [web.post("/messages", self._messages)]

    async def _messages(self, request: web.Request) -> web.Response:
        header = request.headers.get("Authorization", "")
        if request.content_type != "application/json":
            return web.Response(status=415)
        # What the page's forms may hold is less than a card that comes back.
        raw = await request.clone(client_max_size=MAX_BODY).read()
        if not self._development and not _BEARER.fullmatch(header):
            return web.Response(status=401)
        try:
            activity = activity_of(json.loads(raw))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if self._development and not _LOOPBACK.fullmatch(activity.service_url):
            return web.Response(status=403)
        try:
            answer = await self._adapter.process_activity(header, activity, self._turn)
        except PermissionError:
            return web.Response(status=401)
        except KeysUnreachable:
            return web.Response(status=503)
        if answer is None or answer.body is None:
            return web.Response(status=200 if answer is None else int(answer.status))
        return web.Response(
            body=packed(answer.body), content_type="application/json", status=int(answer.status)
        )

    async def _turn(self, context: TurnContext) -> None:
        activity: Activity = context.activity
        if activity.conversation.conversation_type not in (None, "personal"):
            # We are never added to groups; who adds us anyway hears nothing.
            return
        came = came_of(activity)
        match came.kind:
            case "invoke":
                body = await self._invoked(came)
                held = InvokeResponse(status=HTTPStatus.OK, body=body)
                if body is not None:
                    context.turn_state[self._adapter._INVOKE_RESPONSE_KEY] = Activity(value=held)  # noqa: SLF001
            case "message" if came.value:
                await self._submitted(came)
            case "message":
                await self._heard(came)
            case "conversationUpdate" | "installationUpdate":
                await self._installed(came)

    async def _heard(self, came: Came) -> None:
        """Answer what was typed, once: Teams sends what it thinks was not heard again."""
        delivery = self._signer.mac("typed", came.who.key, came.id)
        if not came.id or await self._once.once(delivery):
            await self._reply(came, await self._typed.take(came.who, came.text, delivery))

    async def _invoked(self, came: Came) -> dict[str, Any] | None:
        """Answer an act that waits for its answer; None where it is none of ours."""
        dialog = came.name in ("task/fetch", "task/submit")
        if not dialog and came.name != "adaptiveCard/action":
            return None
        shown = await self._acted(came, "dialog" if dialog else "answer")
        if not dialog:
            return _executed(shown)
        if shown.fault:
            return {"task": {"type": "message", "value": shown.fault}}
        value = {"title": self._say("web.brand"), "height": "large", "width": "medium"}
        attached = {"contentType": _CARD, "content": shown.card}
        return {"task": {"type": "continue", "value": {**value, "card": attached}}}

    async def _acted(self, came: Came, way: Way) -> Shown:
        """Take one press. What we did not sign for this person is refused."""
        act = act_of(came, self._signer)
        if act is None or (act.seat.spot and way != "dialog"):
            return Shown({}, self._say("teams.old_card"))
        who = came.who
        if act.seat.spot:
            return await self._staff.act(who, act)
        action = act.event.action if isinstance(act.event, Chose) else ""
        if action.startswith(OPEN):
            return await self._talk.opened(who, action.removeprefix(OPEN), way)
        if act.seat.round:
            if came.name == "task/fetch":
                await self._neutral(came, act)
            return await self._talk.act(who, act, way)
        if action == DESK and way == "dialog":
            return await self._staff.opened(who)
        return await self._talk.stop(who)

    async def _neutral(self, came: Came, act: Act) -> None:
        """Take a person's words off the chat while they are in a dialog."""
        if came.reply_to:
            card = self._talk.elsewhere(came.who, act.seat.round)
            await self._change(came, card)

    async def _submitted(self, came: Came) -> None:
        """Take a press of a client that knows no other way: the card it came from is changed."""
        shown = await self._acted(came, "message")
        if came.reply_to and not shown.fault:
            await self._change(came, shown.card)
        else:
            await self._reply(came, shown)

    async def _installed(self, came: Came) -> None:
        """Greet somebody once, whichever of the events tells of them; taking the app away is a
        stop."""
        if came.removed:
            await self._talk.stop(came.who)
        elif came.added and await self._once.once(self._signer.mac("welcome", came.who.key)):
            staff = await self._staff.member(came.who) is not None
            await self._reply(came, await self._talk.home(came.who, staff=staff))

    async def _reply(self, came: Came, shown: Shown) -> None:
        activity = {"type": "message", "text": shown.fault, "textFormat": "plain"}
        if not shown.fault:
            activity = self._cards.activity(shown.card)
        try:
            await self._connector.send(came.who, activity)
        except (SendFailed, Unreachable) as error:
            _log.error("reply_failed", channel="teams", error=type(error).__name__)

    async def _change(self, came: Came, card: dict[str, Any]) -> None:
        try:
            await self._connector.change(came.who, came.reply_to, self._cards.activity(card))
        except (SendFailed, Unreachable) as error:
            _log.error("change_failed", channel="teams", error=type(error).__name__)


def _executed(shown: Shown) -> dict[str, Any]:
    if not shown.fault:
        return {"statusCode": 200, "type": _CARD, "value": shown.card}
    # Teams leaves the card as it is, with what was typed in it.
    error = {"code": "BadRequest", "message": shown.fault}
    return {"statusCode": 400, "type": _ERROR, "value": error}
