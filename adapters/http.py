"""The one web application: every channel's routes, style sheets and scripts, and a health check.

Nothing of a request is logged, and no address of a sender is kept.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.chat import Chat
from adapters.web.forms import BODY_LIMIT
from adapters.web.session import CookieBox
from adapters.web.shield import Shield
from adapters.web.site import Problem, Site
from adapters.web.staff import DemoControls, StaffDesk
from bot.deskwork import Desk
from bot.ports import Clock
from bot.service import Conversations
from prompts.library import Phrases

WebApp = web.Application
_FOREVER: Final = "public, max-age=31536000, immutable"
_SECONDS_TO_FINISH: Final = 10.0


def build_web(
    conversations: Conversations,
    desk: Desk,
    phrases: Phrases,
    box: CookieBox,
    clock: Clock,
    *,
    secure: bool,
    public_url: str = "",
    demo: DemoControls | None = None,
    beside: Mapping[str, WebApp] | None = None,
) -> WebApp:
    """Put the application together.

    ``secure`` makes cookies for TLS only; ``public_url`` is the address people see, which links on
    paper need; ``beside`` are the applications of other channels, by the path they stand under; ``demo`` puts a bar over the desk that moves a demonstration's clock.
    """
    site = Site.of(phrases, box, clock, secure=secure, public_url=public_url)
    shield = Shield(site)
    app = web.Application(middlewares=[shield.pages], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(shield.headers)
    app.add_routes(Chat(site, conversations, desk).routes())
    app.add_routes(StaffDesk(site, desk, demo).routes())
    for path, other in (beside or {}).items():
        app.add_subapp(path, other)
    app.add_routes([web.get("/healthz", _healthy), web.get("/static/{hash}/{name}", _static(site))])
    return app


@asynccontextmanager
async def serving(app: WebApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends; yields the port, which port 0 leaves open.

    Raises:
        OSError: the port is taken or the host is not ours.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SECONDS_TO_FINISH)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


def _static(site: Site) -> Handler:
    async def static(request: web.Request) -> web.StreamResponse:
        asset = site.assets.at(request.path)
        if asset is None:
            raise Problem("page", 404)
        return web.Response(
            body=asset.body,
            content_type=asset.type,
            charset="utf-8",
            headers={"Cache-Control": _FOREVER},
        )

    return static
