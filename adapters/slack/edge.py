"""Slack's payloads in, through Bolt: verified, acted on, committed, and only then acknowledged.

``process_before_response`` is on: Bolt would otherwise look every ten milliseconds whether a
listener has acknowledged (measured), and no listener here does more than commit and answer.
"""

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

import structlog
from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.commands import Commands
from adapters.slack.install import SECONDS, Installing, Secrets
from adapters.slack.read import Payload, Who, act_of, pressed
from adapters.slack.staff import StaffTalk
from adapters.slack.talk import DESK, Shown, Talk
from adapters.slack.views import CALLBACK, Seat
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.front import OPEN
from bot.ports import NotSaved

PATH: Final = "/slack/events"
MAX_BODY: Final = 512 * 1024
"""Largest payload, in bytes: Slack sends the whole modal back with each press in it."""
_SHAPES: Final = {
    "X-Slack-Request-Timestamp": re.compile(r"[0-9]{1,12}"),
    "X-Slack-Signature": re.compile(r"v0=[0-9a-f]{64}"),
}
_NOT_OURS: Final = frozenset(
    {"hash_conflict", "not_found", "expired_trigger_id", "exchanged_trigger_id"}
)
"""Faults of a view that somebody closed or that another press has changed meanwhile."""
_STOP: Final = Chose("stop")
_LOGGER: Final = "slack_bolt.heardback"
_log = structlog.get_logger("heardback.slack")


class Edge:
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
        self._client = installing.client
        self._store = installing.store
        self._flow = installing.flow
        self.app = AsyncApp(
            signing_secret=secrets.signing,
            client=self._client,
            process_before_response=True,
            oauth_flow=self._flow,
            logger=logging.getLogger(_LOGGER),
        )
        self._listen()
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
        """Keep one session to Slack for as long as the web application runs, and the socket."""
        async with ClientSession(timeout=ClientTimeout(SECONDS)) as session:
            self._client.session = session
            socket = None
            if self._secrets.app_token:
                web_client = AsyncWebClient(
                    token=self._secrets.app_token, base_url=self._secrets.api, session=session
                )
                socket = AsyncSocketModeHandler(
                    self.app, self._secrets.app_token, web_client=web_client
                )
                await socket.connect_async()  # type: ignore[no-untyped-call]
            yield
            if socket is not None:
                await socket.close_async()  # type: ignore[no-untyped-call]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Take a signed payload. What Bolt would stumble over is refused before it sees it."""
        if not all(_SHAPES[name].fullmatch(request.headers.get(name, "")) for name in _SHAPES):
            return web.Response(status=401)
        try:
            asked = await to_bolt_request(request)
        except UnicodeDecodeError:
            # A signature is over text.
            return web.Response(status=401)
        except (ValueError, TypeError, AttributeError, LookupError):
            return web.Response(status=400)
        return await to_aiohttp_response(await self.app.async_dispatch(asked))

    async def _oauth(self, request: web.Request) -> web.StreamResponse:
        asked = await to_bolt_request(request)
        if request.path == self._flow.install_path:
            return await to_aiohttp_response(await self._flow.handle_installation(asked))
        return await to_aiohttp_response(await self._flow.handle_callback(asked))

    def _listen(self) -> None:
        app = self.app
        # Bolt asks one after the other whether it is meant: what people do most comes first.
        app.view(CALLBACK)(self._sent)
        app.action(re.compile("^(do|in)"))(self._pressed)
        app.view_closed(CALLBACK)(self._closed)
        app.command(re.compile("^/"))(self._command)
        app.event("app_home_opened")(self._home)
        app.event("user_change")(self._changed)
        app.event(re.compile("app_uninstalled|tokens_revoked"))(self._uninstalled)
        app.error(_failed)

    async def _home(self, body: Payload, client: AsyncWebClient) -> None:
        event = body["event"]
        if event.get("tab") == "home":
            who = Who.of({**body, "user": event["user"]})
            await self._publish(who, client)

    async def _publish(self, who: Who, client: AsyncWebClient) -> None:
        staff = await self._staff.member(who) is not None
        view = await self._talk.home(who, staff=staff)
        await self._called(client.views_publish(user_id=who.user, view=view))

    async def _changed(self, body: Payload) -> None:
        user = body["event"]["user"]
        if user.get("deleted"):
            await self._talk.lost(Who.of({**body, "user": user}), str(body.get("event_id") or ""))

    async def _uninstalled(self, body: Payload, context: Any) -> None:
        """Forget a workspace that took the app away. A person's own token that was revoked was none
        of ours."""
        tokens = body["event"].get("tokens")
        if isinstance(tokens, Mapping) and not tokens.get("bot"):
            return
        event = str(body.get("event_id") or "")
        await self._store.forget(context.enterprise_id, context.team_id, event)

    async def _command(
        self, ack: Callable[..., Awaitable[Any]], body: Payload, client: AsyncWebClient
    ) -> None:
        told = await self._commands.take(Who.of(body), str(body.get("text") or ""), client)
        if told.view is not None:
            await self._called(client.views_open(trigger_id=body["trigger_id"], view=told.view))
        await ack(told.answer) if told.answer else await ack()

    async def _pressed(
        self, ack: Callable[..., Awaitable[Any]], body: Payload, client: AsyncWebClient
    ) -> None:
        """Take a press of a button: it opens a modal, or redraws the one it stands in."""
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
            await self._called(
                client.views_update(view_id=view["id"], hash=view["hash"], view=shown.view)
            )
        await ack()

    async def _opened(self, body: Payload, client: AsyncWebClient, made: dict[str, Any]) -> None:
        """Show a modal: in place of the one that was pressed in, or as a new one."""
        view = body.get("view") or {}
        if view.get("type") == "modal":
            call = client.views_update(view_id=view["id"], hash=view["hash"], view=made)
        else:
            call = client.views_open(trigger_id=body["trigger_id"], view=made)
        await self._called(call)

    async def _stopped(self, body: Payload, client: AsyncWebClient) -> None:
        """Take a stop from the home page or from a message; answer where it was said."""
        who = Who.of(body)
        told = await self._talk.stop(who)
        if body.get("response_url"):
            await AsyncWebhookClient(body["response_url"], session=self._client.session).send_dict(
                {**told, "replace_original": False}
            )
        else:
            await self._publish(who, client)

    async def _sent(self, ack: Callable[..., Awaitable[Any]], body: Payload) -> None:
        """Take what was sent from a modal; the answer carries the next one."""
        try:
            shown = await self._act(body)
        except NotSaved as failed:
            inputs = (b["block_id"] for b in body["view"].get("blocks", ()) if b["type"] == "input")
            told = dict.fromkeys(inputs, self._talk.told_of(failed))
            await ack(response_action="errors", errors=told)
            return
        if shown is None or shown.ends:
            await ack(response_action="clear")
            return
        there = {block.get("block_id") for block in body["view"].get("blocks", ())}
        faults = {block: said for block, said in shown.faults.items() if block in there}
        if faults:
            await ack(response_action="errors", errors=faults)
        else:
            await ack(response_action="update", view=shown.view)

    async def _closed(self, ack: Callable[..., Awaitable[Any]], body: Payload) -> None:
        """Closing a modal is a pause."""
        seat = Seat.read(str(body["view"].get("private_metadata") or ""))
        if seat is not None:
            await self._talk.paused(Who.of(body), seat)
        await ack()

    async def _act(self, body: Payload) -> Shown | None:
        act = act_of(body, self._key)
        if act is None:
            return None
        who = Who.of(body)
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
