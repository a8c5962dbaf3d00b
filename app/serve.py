"""Running the server until somebody stops it."""

import asyncio
import errno
import signal
from contextlib import AsyncExitStack
from enum import StrEnum

from adapters.http import WebApp, serving
from app import sample
from app.compose import App, build
from app.demonstration import Demonstration, Links, demo_clock
from app.settings import PREFIX, Settings
from app.told import print_error, print_line, say
from app.trouble import Trouble


class Role(StrEnum):
    """What a process does: take part in conversations, send and keep dates, or both."""

    WEB = "web"
    WORKER = "worker"
    ALL = "all"


def run(settings: Settings, demo: type[Demonstration] | None, role: Role = Role.ALL) -> None:
    """Serve until the process is told to stop (SIGINT or SIGTERM); ``demo`` serves a demonstration.

    Raises:
        Trouble: something is not as it has to be; nothing was started.
    """
    asyncio.run(_run(settings.for_demonstration() if demo else settings, demo, role))


async def _run(settings: Settings, demo: type[Demonstration] | None, role: Role) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        clock = demo_clock(settings) if demo else None
        app = await stack.enter_async_context(build(settings, clock=clock))
        demonstration = demo(app, clock) if demo and clock else None
        door = app.worker() if role is Role.WORKER else app.web(demonstration)
        url = await _served(app, stack, door)
        if (figures := app.figures()) is not None:
            await _figures(app.settings, stack, figures)
        if demonstration:
            tell(await demonstration.prepare(), url, settings)
        if role is not Role.WORKER:
            app.warm()
        if role is not Role.WEB:
            await app.start()
        if app.database.lost:
            print_error(say("trouble.keys_lost", codes=", ".join(app.database.lost)))
        print_line("\n" + say("running", url=url))
        await stop.wait()
    print_line(say("stopped"))


async def _served(app: App, stack: AsyncExitStack, door: WebApp) -> str:
    """Open the door and return the address people type."""
    settings = app.settings
    try:
        port = await stack.enter_async_context(serving(door, settings.host, settings.port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble("port", port=settings.port) from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Trouble("port_denied", port=settings.port) from None
        raise Trouble("host", host=settings.host, name=f"{PREFIX}HOST") from None
    return settings.model_copy(update={"port": port}).base_url


async def _figures(settings: Settings, stack: AsyncExitStack, door: WebApp) -> None:
    """Open the door for figures."""
    host, port = settings.metrics_host, settings.metrics_port
    try:
        await stack.enter_async_context(serving(door, host, port))
    except OSError:
        names = {"name": f"{PREFIX}METRICS_PORT", "host": f"{PREFIX}METRICS_HOST"}
        raise Trouble("port_figures", **names) from None


def tell(links: Links, url: str, settings: Settings) -> None:
    """Print the links of a demonstration: three to begin with, then the others."""
    desks = links.desks
    print_line(say("demo.lead"))
    for key, path in (
        ("contributor", links.contributor),
        ("facilitator", desks[sample.FACILITATOR.id]),
        ("coordinator", desks[sample.COORDINATOR.id]),
    ):
        print_line(f"\n{say(f'demo.{key}')}\n  {url}{path}")
    print_line(f"\n{say('demo.more')}")
    for key, path in (
        ("coordinator_two", desks[sample.SECOND.id]),
        ("safeguarding", desks[sample.LEAD.id]),
        ("partner", desks[sample.PARTNER.id]),
        ("admin", desks[sample.ADMIN.id]),
    ):
        print_line(f"  {say(f'demo.{key}')}\n  {url}{path}")
    for key, path in links.pages.items():
        print_line(f"  {say(f'demo.page.{key}')}\n  {url}{path}")
    print_line()
    # The command that answers in a terminal opens the sample round alone.
    for key in ("once", *(() if links.pages else ("terminal",)), "again"):
        print_line(say(f"demo.{key}", folder=settings.data_folder))
