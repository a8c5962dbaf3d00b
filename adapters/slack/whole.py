"""Slack, put together: its routes for the one web application and its channel for the outbox."""

from aiohttp import web

from adapters.slack.channel import SlackChannel
from adapters.slack.commands import Commands
from adapters.slack.edge import MAX_BODY, Edge
from adapters.slack.install import Box, Installing, Secrets, Workspaces
from adapters.slack.staff import StaffTalk
from adapters.slack.talk import Talk
from adapters.slack.views import Views
from bot.deskwork import Desk
from bot.service import Conversations
from prompts.library import Phrases


class Slack:
    """The whole channel."""

    def __init__(
        self, secrets: Secrets, workspaces: Workspaces, box: Box, say: Phrases, origin: str
    ) -> None:
        self._secrets = secrets
        self._say = say
        self._views = Views(say, origin)
        self._installing = Installing(workspaces, box, secrets, say)
        self.connected = self._installing.connected
        """Keeps what the channel needs to write, for as long as an application runs."""
        self.channel = SlackChannel(self._installing, self._views, secrets.limits)

    def routes(self, conversations: Conversations, desk: Desk) -> web.Application:
        """Return the application to put under ``/slack``."""
        talk = Talk(conversations, self._views, self._say)
        staff = StaffTalk(desk, self._views, self._say)
        commands = Commands(talk, staff, self._views, self._say)
        edge = Edge(self._secrets, self._installing, talk, staff, commands)
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(edge.routes())
        app.cleanup_ctx.extend((self.connected, edge.running))
        return app
