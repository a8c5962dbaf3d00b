"""Teams, put together: its route for the one web application and its channel for the outbox."""

from aiohttp import web

from adapters.teams.auth import Registration
from adapters.teams.cards import Cards, Signer
from adapters.teams.channel import TeamsChannel
from adapters.teams.connector import Connector
from adapters.teams.edge import MAX_BODY, Edge, Once, Sides
from adapters.teams.keys import SigningKeys
from adapters.teams.staff import StaffTalk
from adapters.teams.talk import Talk
from adapters.teams.tokens import Tokens
from adapters.teams.typed import Typed
from bot.deskwork import Desk
from bot.service import Conversations
from prompts.library import Phrases


class Teams:
    """The whole channel. ``key`` is 32 bytes that only this server has."""

    def __init__(
        self, registration: Registration, key: bytes, once: Once, say: Phrases, origin: str
    ) -> None:
        self._registration = registration
        self._once = once
        self._say = say
        self._signer = Signer(key)
        self._cards = Cards(say, origin, self._signer)
        self._connector = Connector(Tokens(registration))
        self.connected = self._connector.connected
        """Keeps what the channel needs to write, for as long as an application runs."""
        self._keys = SigningKeys(registration.keys, self._connector.fetch)
        self.channel = TeamsChannel(self._connector, self._cards, registration.a_second)

    def routes(self, conversations: Conversations, desk: Desk) -> web.Application:
        """Return the application to put under ``/teams``."""
        self._keys.put_in_place()
        talk = Talk(conversations, self._cards, self._say)
        staff = StaffTalk(desk, self._cards, self._say)
        sides = Sides(talk, staff, Typed(talk, staff, self._say))
        edge = Edge(
            self._registration,
            self._connector,
            sides,
            cards=self._cards,
            signer=self._signer,
            once=self._once,
            say=self._say,
        )
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(edge.routes())
        app.cleanup_ctx.append(self.connected)
        return app
