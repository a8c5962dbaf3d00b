"""The pictures of Heardback in Teams: the cards that are sent, from a tenant on loopback."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright

from bot.consultation.model import Staff
from bot.conversation.effects import Invite
from scripts.album import FOLDER
from scripts.palette import small
from scripts.teams_screens import page
from tests.drivers.teams import TeamsPerson, teams_settings
from tests.drivers.teams_api import TeamsApi, teams_api
from tests.drivers.world import FACILITATOR, READER, World, world
from tests.e2e.person import chromium

_WIDTHS: Final = {"": 760, "-phone": 390}
_WORDS: Final = (
    "My worker Kirsty texted me on 07700 900456 to say she was late. That is trust to me."
)


async def screens(made: World, api: TeamsApi) -> AsyncIterator[tuple[str, TeamsPerson]]:
    """Be invited, take part, read and watch; yield each screen's name with who sees it."""
    async with AsyncExitStack() as stack:

        async def person(user: str) -> TeamsPerson:
            somebody = TeamsPerson(made.base, api, made.round.code, user)
            return await stack.enter_async_context(somebody)

        young, reader, asker = await person("ann"), await person("eve"), await person("fay")
        await young.installs()
        yield "welcome", young
        contact = young.reference
        await made.acts(FACILITATOR, Invite(made.round.id, ((young.address, contact),)))
        await made.waits(made.clock.at.replace(hour=17))
        young.looks()
        yield "message", young
        await young.taps(made.app.say("delivery.open"), {})
        yield "invitation", young
        await young.taps("Yes, I will take part", {})
        await young.taps("All messages", {})
        yield "question", young
        await young.says(_WORDS)
        yield "cover", young
        await young.types("hello")
        yield "waiting", young
        await young.taps("Show them here", {})
        await young.taps("Keep", {"May we quote this?": "Yes"})
        await made.others(4)
        await made.closes()
        await _enters(made, asker, FACILITATOR)
        yield "home", asker
        await asker.taps("Open the desk", {})
        await _follows(asker, made.round.title)
        yield "round", asker
        await _enters(made, reader, READER)
        await reader.taps("Open the desk", {})
        await _follows(reader, made.round.title)
        await _follows(reader, "Batch 1")
        yield "batch", reader
        await reader.taps("Go there", {"This batch": "Answer A (Covered)"})
        await reader.taps("Open it", {})
        while _WORDS[-20:] not in reader.seen:
            await _follows(reader, "ext answer")
            if "Open it" in reader.labels:
                await reader.taps("Open it", {})
        yield "review", reader


async def _enters(made: World, person: TeamsPerson, member: Staff) -> None:
    code = f"one-time-{member.id}"
    await made.run(lambda unit: unit.add_staff(member, code, date(2027, 12, 31)))
    await person.types(f"claim {code}")


async def _follows(person: TeamsPerson, words: str) -> None:
    await person.taps(next(label for label in person.labels if words in label), {})


async def take(browser: Browser, press: Page) -> None:
    """Take every screen at the width of a desk and of a phone, in light and in dark."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            teams_api() as api,
            world(Path(folder), settings=teams_settings(api)) as made,
        ):
            async for name, seen in screens(made, api):
                html = page(seen.card, dialog=seen.dialog)
                for suffix, width in _WIDTHS.items():
                    await _take(browser, press, f"teams-{name}{suffix}", html, width)


async def _take(browser: Browser, press: Page, name: str, html: str, width: int) -> None:
    for scheme in ("light", "dark"):
        given: dict[str, Any] = {"color_scheme": scheme}
        tab = await browser.new_page(viewport={"width": width, "height": 100}, **given)
        await tab.set_content(html)
        await tab.locator(".ac-adaptiveCard").wait_for()
        picture = await small(await tab.screenshot(full_page=True), press)
        (FOLDER / f"{name}{'-dark' if scheme == 'dark' else ''}.png").write_bytes(picture)
        await tab.close()


async def main() -> None:
    """Take the pictures of Teams alone."""
    async with async_playwright() as playwright:
        browser = await chromium(playwright)
        await take(browser, await browser.new_page())
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
