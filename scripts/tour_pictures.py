"""The pictures of how the demonstration's desks show a newcomer around."""

from pathlib import Path

from playwright.async_api import Browser

from adapters.http import serving
from app import sample
from app.compose import build
from app.demonstration import Demonstration, demo_clock
from app.settings import Settings
from scripts.album import Album
from tests.e2e.person import DESK, person


async def take(browser: Browser, album: Album, folder: Path) -> None:
    """Open the demonstration in a folder and take the offer and a step."""
    settings = Settings(_env_file=None, demo_folder=folder)  # type: ignore[call-arg]
    own = settings.for_demonstration()
    clock = demo_clock(own)
    async with build(own, clock=clock) as app, serving(app.web(), "127.0.0.1", 0) as port:
        url = f"http://127.0.0.1:{port}"
        links = await Demonstration(app, clock).prepare()
        async with person(browser, **DESK) as facilitator:
            await facilitator.go(url + links.desks[sample.FACILITATOR.id])
            await facilitator.tap("Sign in")
            await facilitator.sees("New here?")
            await album.desk(facilitator, "desk-tour")
            await facilitator.tap("Show me around")
            await facilitator.sees("Show you around: 1 of 4")
            await facilitator.tap("Next")
            await facilitator.sees("Show you around: 2 of 4")
            await album.desk(facilitator, "desk-tour-round")
