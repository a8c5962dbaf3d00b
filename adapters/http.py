"""The one web application: every channel's routes, style sheets and scripts, and a health check.

Nothing of a request is logged, and no address of a sender is kept.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, cast

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.chat import Chat
from adapters.web.forms import BODY_LIMIT
from adapters.web.session import CookieBox
from adapters.web.shield import Shield
from adapters.web.site import Problem, Site
from adapters.web.staff import DemoControls, StaffDesk
from bot.deskwork import Desk
from bot.health import Look
from bot.ports import Clock
from bot.service import Conversations
from prompts.library import Phrases, media

WebApp = web.Application
_REFUSED: Final = web.AppKey[Callable[[int], web.Response]]("refused")
_FOREVER: Final = "public, max-age=31536000, immutable"
_FIGURES: Final = "text/plain; version=0.0.4; charset=utf-8"
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
    reduced: Callable[[], str | None] = lambda: None,
    look: Callable[[], Awaitable[Look]] | None = None,
    beside: Mapping[str, WebApp] | None = None,
) -> WebApp:
    """Put the application together.

    ``secure`` makes cookies for TLS only; ``public_url`` is the address people see, which links on
    paper need; ``demo`` puts a bar over the desk that moves a demonstration's clock; ``reduced`` tells
    why answers are checked less than they could be, which the desk and the health check pass on;
    ``look`` how the whole installation is;
    ``beside`` are the applications of other channels, by the path they stand under.
    """
    site = Site.of(phrases, box, clock, secure=secure, public_url=public_url)
    shield = Shield(site)
    app = _bare(shield, reduced, look)
    app.add_routes(Chat(site, conversations, desk).routes())
    app.add_routes(StaffDesk(site, desk, demo, reduced).routes())
    for path, other in (beside or {}).items():
        app.add_subapp(path, other)
    app.add_routes([web.get("/static/{hash}/{name}", _static(site))])
    app.add_routes([web.get("/media/{name}", _media)])
    return app


def build_worker(
    phrases: Phrases,
    box: CookieBox,
    clock: Clock,
    *,
    look: Callable[[], Awaitable[Look]],
    keep: Iterable[Callable[[WebApp], AsyncIterator[None]]],
) -> WebApp:
    """Put together what a process shows that only sends: whether it is well. ``keep`` is held for as
    long as it runs."""
    site = Site.of(phrases, box, clock, secure=False, public_url="")
    app = _bare(Shield(site), lambda: None, look)
    app.cleanup_ctx.extend(keep)
    return app


def build_metrics(
    phrases: Phrases, box: CookieBox, clock: Clock, read: Callable[[], Awaitable[bytes]]
) -> WebApp:
    """Put together what stands at the port for figures: the figures that ``read`` returns."""
    shield = Shield(Site.of(phrases, box, clock, secure=False, public_url=""))

    async def metrics(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=await read(), headers={"Content-Type": _FIGURES})

    app = web.Application(middlewares=[shield.pages], client_max_size=BODY_LIMIT)
    app[_REFUSED] = shield.refused
    app.add_routes([web.get("/metrics", metrics)])
    return app


def _bare(
    shield: Shield,
    reduced: Callable[[], str | None],
    look: Callable[[], Awaitable[Look]] | None,
) -> WebApp:
    app = web.Application(middlewares=[shield.pages], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(shield.headers)
    app[_REFUSED] = shield.refused
    app.add_routes([web.get("/healthz", _healthy(reduced))])
    if look is not None:
        app.add_routes([web.get("/readyz", _ready(look))])
    return app


@asynccontextmanager
async def serving(app: WebApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends; yields the port, which port 0 leaves open.

    Raises:
        OSError: the port is taken or the host is not ours.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SECONDS_TO_FINISH)
    await runner.setup()
    server = cast("web.Server", runner.server)  # there from the setup to the cleanup
    loop = asyncio.get_running_loop()
    try:
        door = await loop.create_server(lambda: _Connection(server, app[_REFUSED]), host, port)
        try:
            yield door.sockets[0].getsockname()[1]
        finally:
            door.close()
    finally:
        await runner.cleanup()


class _Connection(web.RequestHandler):
    """One connection. Of a request that cannot be read nothing is sent back: aiohttp itself would
    quote the bytes it stumbled over, and they may be of a cookie."""

    __slots__ = ("_refused",)

    def __init__(self, server: web.Server, refused: Callable[[int], web.Response]) -> None:
        # No log of requests: None is what a runner would hand on, too.
        loop = asyncio.get_running_loop()
        super().__init__(server, loop=loop, access_log=None)  # type: ignore[arg-type]
        self._refused = refused

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer with a page of our own, then close the connection."""
        # It logs the error's class, and it raises where half an answer has gone out.
        super().handle_error(request, status, exc, message)
        answer = self._refused(status)
        answer.force_close()
        return answer


def _healthy(reduced: Callable[[], str | None]) -> Handler:
    async def healthy(_request: web.Request) -> web.StreamResponse:
        why = reduced()
        return web.Response(text=f"ok, reduced detection: {why}\n" if why else "ok\n")

    return healthy


def _ready(look: Callable[[], Awaitable[Look]]) -> Handler:
    """Answer with a line for each part; 503 where nobody should be sent here. What is late is told,
    and keeps nobody away."""

    async def ready(_request: web.Request) -> web.StreamResponse:
        found = await look()
        whole = "not ready" if not found.ready else "ready"
        degraded = found.ready and not all(found.fine.values())
        lines = [f"{part}: {'ok' if fine else 'not ok'}" for part, fine in found.fine.items()]
        text = "\n".join([f"{whole}, degraded" if degraded else whole, *lines, ""])
        return web.Response(text=text, status=200 if found.ready else 503)

    return ready


async def _media(request: web.Request) -> web.StreamResponse:
    """Answer with a picture or a sound of a question; a sound may be asked for in parts. Nothing of it
    stays behind on a phone that is shared: its name may tell the topic."""
    wanted = request.match_info["name"]
    for file in media().iterdir():
        if file.name == wanted and isinstance(file, Path) and file.is_file():
            return web.FileResponse(file)
    raise Problem("page", 404)


def _static(site: Site) -> Handler:
    async def static(request: web.Request) -> web.StreamResponse:
        asset = site.assets.at(request.path)
        if asset is None:
            raise Problem("page", 404)
        # Pages are not packed: how small one gets would tell of the words and secrets on it.
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        return web.Response(
            body=asset.packed if packed else asset.body,
            content_type=asset.type,
            charset="utf-8",
            headers={
                "Cache-Control": _FOREVER,
                "Vary": "Accept-Encoding",
                **({"Content-Encoding": "gzip"} if packed else {}),
            },
        )

    return static
