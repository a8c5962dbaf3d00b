"""The pictures of Heardback in Teams: its cards in Microsoft's own local client."""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, async_playwright

from scripts.album import FOLDER
from scripts.palette import small
from tests.drivers.world import World, world
from tests.e2e.person import chromium
from tests.e2e.teams_playground import Member, member, playground

_WORDS: Final = (
    "My worker Kirsty texted me on 07700 900456 to say she was late. That is trust to me."
)


async def take(browser: Browser, press: Page) -> None:
    """Take part as far as the first answer; take each card."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            world(Path(folder), settings={"teams_development": True}) as made,
            playground(made.base, Path(folder)) as url,
            member(browser, url) as young,
        ):
            await _take_part(made, young, press)


async def _take_part(made: World, young: Member, press: Page) -> None:
    await young.sees("What you take part in")
    await _keep(young, press, "welcome")
    await young.types(made.round.code)
    await young.sees("Would you like to take part?")
    await _keep(young, press, "invitation")
    await young.taps("Yes, I will take part")
    await young.taps("All messages")
    await young.sees("Question 1 of 5")
    await _keep(young, press, "question")
    await young.fills("Your answer", _WORDS)
    await young.taps("Next")
    await young.sees("This is what we will keep")
    await _keep(young, press, "cover")


async def _keep(young: Member, press: Page, name: str) -> None:
    picture = await small(await young.card.screenshot(), press)
    (FOLDER / f"teams-{name}.png").write_bytes(picture)


async def main() -> None:
    """Take the pictures of Teams alone."""
    async with async_playwright() as playwright:
        browser = await chromium(playwright)
        await take(browser, await browser.new_page())
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
