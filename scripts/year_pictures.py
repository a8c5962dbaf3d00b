"""The pictures of the demonstration of a year: the desk at its end, and what people heard back."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from adapters.http import serving
from app import sample
from app.compose import build
from app.demonstration import demo_clock
from app.settings import Settings
from app.year_demo import YearDemonstration, prepared
from scripts.album import FOLDER, Album
from tests.e2e.person import DESK, PHONE, chromium, person


async def take(browser: Browser, album: Album, folder: Path) -> None:
    """Play the year in a folder and take pictures of what it leads to."""
    settings = Settings(_env_file=None, demo_folder=folder)  # type: ignore[call-arg]
    own = (await asyncio.to_thread(prepared, settings)).for_demonstration()
    clock = demo_clock(own)
    async with build(own, clock=clock) as app, serving(app.web(), "127.0.0.1", 0) as port:
        url = f"http://127.0.0.1:{port}"
        links = await YearDemonstration(app, clock).prepare()
        async with person(browser, **DESK) as facilitator:
            await facilitator.go(url + links.desks[sample.FACILITATOR.id])
            await facilitator.tap("Sign in")
            await facilitator.sees(sample.FACILITATOR.name)
            await album.desk(facilitator, "year-home")
            await facilitator.go(url + links.pages["promises"])
            await album.take(facilitator, "year-promises")
            await facilitator.go(url + links.pages["account"])
            await album.desk(facilitator, "year-account")
            await facilitator.go(url + links.pages["after"])
            await album.desk(facilitator, "year-report")
        async with person(browser, **PHONE) as young:
            await young.go(url + links.pages["outcome"])
            await album.take(young, "year-outcome")


async def main() -> None:
    """Take these pictures alone."""
    with tempfile.TemporaryDirectory() as kept:
        async with async_playwright() as playwright:
            browser = await chromium(playwright)
            await take(browser, Album(FOLDER, await browser.new_page()), Path(kept))
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
