"""Slack's payloads in, through Bolt: verified, acted on, committed, and only then acknowledged.

Bolt knows the workspaces and their tokens, answers Slack's own checks, and brings both HTTP and
Socket Mode to one place: ours is the last of its middleware. Its listeners are not used: it makes
two dozen objects each time it asks one whether it is meant (measured: a third of what an
acknowledgement costs).
"""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import views
from adapters.slack.commands import Commands
from adapters.slack.install import Installing, Secrets
from adapters.slack.read import Payload, Who, act_of, pressed
from adapters.slack.signed import Signed
from adapters.slack.staff import StaffTalk
from adapters.slack.talk import DESK, Shown, Talk
from adapters.slack.views import Seat
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.front import OPEN
from bot.ports import NotSaved

PATH: Final = "/slack/events"
MAX_BODY: Final = 512 * 1024
"""Largest payload, in bytes: Slack sends the whole modal back with each press in it."""
_NOT_OURS: Final = frozenset(
    {"hash_conflict", "not_found", "expired_trigger_id", "exchanged_trigger_id"}
)
"""Faults of a view that somebody closed or that another press has changed meanwhile."""
_STOP: Final = Chose("stop")
_LOGGER: Final = "slack_bolt.heardback"
_log = structlog.get_logger("heardback.slack")

type _Answer = Mapping[str, Any] | None
"""What an acknowledgement carries."""
type _Take = Callable[[Payload, AsyncBoltContext], Awaitable[_Answer]]
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Edge(AsyncMiddleware):
    """Everything between Slack and the conversations."""

    def __init__(
        self,
        secrets: Secrets,
        installing: Installing,
        talk: Talk,
        staff: StaffTalk,
        commands: Commands,
    ) -> None:
        self._secrets = secrets
        self._talk = talk
        self._staff = staff
        self._commands = commands
        self._key = secrets.signing.encode()
        self._signed = Signed(secrets.signing)
        self._client = installing.client
        self._store = installing.store
        self._flow = installing.flow
        self._told: Mapping[str, _Take] = {
            "app_home_opened": self._home,
            "user_change": self._changed,
            "app_uninstalled": self._uninstalled,
            "tokens_revoked": self._uninstalled,
        }
        self.app = AsyncApp(
            # Without a name it reads the sources of all its callers for one.
            name=_LOGGER,
            signing_secret=secrets.signing,
            request_verification_enabled=False,
            client=self._client,
            process_before_response=True,
            oauth_flow=self._flow,
            user_facing_authorize_error_message=talk.not_here(),
            logger=logging.getLogger(_LOGGER),
        )
        self.app.use(self)
        self.app.error(_failed)
        # Below this level both libraries write whole payloads, and with them people's words.
        for name in ("slack_bolt", "slack_sdk", _LOGGER):
            logging.getLogger(name).setLevel(logging.ERROR)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes: events, and the two of installing."""
        return [
            web.post("/events", self._events),
            web.get("/install", self._oauth),
            web.get("/oauth_redirect", self._oauth),
        ]

    async def running(self, _app: web.Application) -> AsyncIterator[None]:
        """Keep the socket for as long as the web application runs, if there is one."""
        if not self._secrets.app_token:
            yield
            return
        web_client = AsyncWebClient(
            token=self._secrets.app_token,
            base_url=self._secrets.api,
            session=self._client.session,
        )
        socket = AsyncSocketModeHandler(self.app, self._secrets.app_token, web_client=web_client)
        await socket.connect_async()  # type: ignore[no-untyped-call]
        yield
        await socket.close_async()  # type: ignore[no-untyped-call]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Take a payload. What is not signed is refused before anything looks into it."""
        if not self._signed.good(request.headers, await request.read()):
            return web.Response(status=401)
        try:
            payload = await self._signed.payload(request)
        except (ValueError, LookupError):
            return web.Response(status=400)
        # In this mode Bolt takes a payload as it is; it would read a form ten times slower.
        asked = AsyncBoltRequest(body=payload, mode="socket_mode")
        made = await self.app.async_dispatch(asked)
        kind = "application/json" if made.body.startswith("{") else "text/plain"
        return web.Response(status=made.status, text=made.body, content_type=kind)

    async def _oauth(self, request: web.Request) -> web.StreamResponse:
        asked = await to_bolt_request(request)
        if request.path == self._flow.install_path:
            return await to_aiohttp_response(await self._flow.handle_installation(asked))
        return await to_aiohttp_response(await self._flow.handle_callback(asked))

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt hands it over
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        """Take what Bolt has let in, and acknowledge it."""
        take = self._meant(req.body)
        if take is None:
            return await next()
        answer = await take(req.body, req.context)
        return BoltResponse(status=200, body=_encode(answer) if answer else "")

    def _meant(self, body: Payload) -> _Take | None:
        """Return what takes a payload, or None if it is nothing of ours."""
        match body:
            case {"type": "view_submission", "view": {"callback_id": views.CALLBACK}}:
                return self._sent
            case {"type": "block_actions"}:
                return self._pressed
            case {"type": "view_closed", "view": {"callback_id": views.CALLBACK}}:
                return self._closed
            case {"type": "event_callback", "event": {"type": str(kind)}}:
                return self._told.get(kind)
            case {"command": str()}:
                return self._command
        return None

    async def _home(self, body: Payload, context: AsyncBoltContext) -> None:
        event = body["event"]
        if event.get("tab") == "home":
            await self._publish(Who.of({**body, "user": event["user"]}), context.client)

    async def _publish(self, who: Who, client: AsyncWebClient) -> None:
        staff = await self._staff.member(who) is not None
        view = await self._talk.home(who, staff=staff)
        await self._called(client.views_publish(user_id=who.user, view=view))

    async def _changed(self, body: Payload, _context: AsyncBoltContext) -> None:
        user = body["event"]["user"]
        if user.get("deleted"):
            await self._talk.lost(Who.of({**body, "user": user}), str(body.get("event_id") or ""))

    async def _uninstalled(self, body: Payload, context: AsyncBoltContext) -> None:
        """Forget a workspace that took the app away. A person's own token that was revoked was none
        of ours."""
        tokens = body["event"].get("tokens")
        if isinstance(tokens, Mapping) and not tokens.get("bot"):
            return
        event = str(body.get("event_id") or "")
        await self._store.forget(context.enterprise_id, context.team_id, event)

    async def _command(self, body: Payload, context: AsyncBoltContext) -> _Answer:
        client = context.client
        try:
            told = await self._commands.take(Who.of(body), str(body.get("text") or ""), client)
        except NotSaved:
            return self._talk.not_now()
        if told.view is not None:
            await self._called(client.views_open(trigger_id=body["trigger_id"], view=told.view))
        return told.answer

    async def _pressed(self, body: Payload, context: AsyncBoltContext) -> None:
        """Take a press of a button: it opens a modal, or redraws the one it stands in."""
        try:
            await self._press(body, context.client)
        except NotSaved as failed:
            await self._not_saved(body, context.client, failed)

    async def _press(self, body: Payload, client: AsyncWebClient) -> None:
        who, value = Who.of(body), pressed(body)
        view = body.get("view") or {}
        if value.startswith(OPEN):
            opened = await self._talk.opened(who, value.removeprefix(OPEN))
            await self._opened(body, client, opened)
        elif value == DESK:
            await self._opened(body, client, await self._staff.opened(who, Spot()))
        elif value == "stop" and view.get("type") != "modal":
            await self._stopped(body, client)
        elif value and view.get("type") == "modal" and (shown := await self._act(body)):
            await self._redraw(view, client, shown.view)

    async def _opened(self, body: Payload, client: AsyncWebClient, made: dict[str, Any]) -> None:
        """Show a modal: in place of the one that was pressed in, or as a new one."""
        view = body.get("view") or {}
        if view.get("type") == "modal":
            await self._redraw(view, client, made)
        else:
            await self._called(client.views_open(trigger_id=body["trigger_id"], view=made))

    async def _redraw(self, view: Payload, client: AsyncWebClient, made: dict[str, Any]) -> None:
        call = client.views_update(view_id=view["id"], hash=view["hash"], view=made)
        await self._called(call)

    async def _not_saved(self, body: Payload, client: AsyncWebClient, failed: NotSaved) -> None:
        """Say where the button stands that nothing was saved. What stands there comes from the
        payload: nothing can be read now. In a window Slack keeps what was typed."""
        view = body.get("view") or {}
        if view.get("type") == "modal":
            said = views.with_fault(view, self._talk.told_of(failed))
            await self._redraw(view, client, said)
        elif view.get("type") == "home":
            said = views.with_fault(view, self._talk.not_now()["text"])
            await self._called(client.views_publish(user_id=Who.of(body).user, view=said))
        elif body.get("response_url"):
            await self._respond(body, self._talk.not_now())

    async def _stopped(self, body: Payload, client: AsyncWebClient) -> None:
        """Take a stop from the home page or from a message; answer where it was said."""
        who = Who.of(body)
        told = await self._talk.stop(who)
        if body.get("response_url"):
            await self._respond(body, told)
        else:
            await self._publish(who, client)

    async def _respond(self, body: Payload, told: Mapping[str, Any]) -> None:
        """Tell somebody something below the message they pressed in."""
        hook = AsyncWebhookClient(body["response_url"], session=self._client.session)
        await hook.send_dict({**told, "replace_original": False})

    async def _sent(self, body: Payload, _context: AsyncBoltContext) -> _Answer:
        """Take what was sent from a modal; the answer carries the next one."""
        blocks = body["view"].get("blocks") or ()
        try:
            shown = await self._act(body)
        except NotSaved as failed:
            # Beside each input, so that Slack keeps what was typed.
            inputs = (block["block_id"] for block in blocks if block["type"] == "input")
            told = dict.fromkeys(inputs, self._talk.told_of(failed))
            return {"response_action": "errors", "errors": told}
        if shown is None or shown.ends:
            return {"response_action": "clear"}
        there = {block.get("block_id") for block in blocks} if shown.faults else ()
        faults = {block: said for block, said in shown.faults.items() if block in there}
        if faults:
            return {"response_action": "errors", "errors": faults}
        return {"response_action": "update", "view": shown.view}

    async def _closed(self, body: Payload, _context: AsyncBoltContext) -> None:
        """Closing a modal is a pause."""
        seat = Seat.read(str(body["view"].get("private_metadata") or ""))
        if seat is not None:
            await self._talk.paused(Who.of(body), seat)

    async def _act(self, body: Payload) -> Shown | None:
        who = Who.of(body)
        act = act_of(body, who, self._key)
        if act is None:
            return None
        if act.seat.round:
            return await self._talk.act(who, act)
        if act.seat.spot:
            return await self._staff.act(who, act)
        return await self._talk.stopped(who) if act.event == _STOP else None

    async def _called(self, call: Awaitable[Any]) -> None:
        """Wait for a call about a view. It is no fault of ours if the view is not there any more."""
        try:
            await call
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason not in _NOT_OURS:
                _log.error("call_failed", channel="slack", error=reason)


async def _failed(error: Exception) -> None:
    """Log that a listener failed, by its class alone. Slack gets no acknowledgement."""
    _log.error("turn_failed", channel="slack", error=type(error).__name__)
    raise error
