"""The pictures of Heardback in Slack: the blocks that are sent, from a workspace on loopback."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright

from bot.conversation.effects import Invite
from scripts.album import FOLDER
from scripts.palette import small
from scripts.slack_screens import page
from tests.drivers.slack import SlackPerson, install, slack_settings
from tests.drivers.slack_api import TEAM, SlackApi, slack_api
from tests.drivers.slack_staff import at, claims, follows
from tests.drivers.world import FACILITATOR, READER, World, world
from tests.e2e.person import chromium

_WIDTHS: Final = {"": 760, "-phone": 390}
_WORDS: Final = (
    "My worker Kirsty texted me on 07700 900456 to say she was late. That is trust to me."
)


async def screens(made: World, api: SlackApi) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Take part, be invited and read; yield each screen with its name."""
    async with AsyncExitStack() as stack:

        async def person(user: str) -> SlackPerson:
            made_ = SlackPerson(made.base, api, made.round.code, user)
            return await stack.enter_async_context(made_)

        young, reader = await person("U1"), await person("U2")
        contact = {"channel": "slack", "enterprise": "", "team": TEAM, "user": "U1"}
        await made.acts(FACILITATOR, Invite(made.round.id, ((young.address, contact),)))
        await made.waits(made.clock.at.replace(hour=17))
        yield "message", api.messages[-1]
        await young.pressed(f"open:{made.round.code}")
        yield "invitation", young.view
        await young.taps("Yes, I will take part", {})
        await young.taps("All messages", {})
        yield "question", young.view
        await young.says(_WORDS)
        yield "cover", young.view
        await young.taps("Keep", {"May we quote this?": "Yes"})
        yield "home", await young.home()
        await made.others(4)
        await made.closes()
        await claims(made, reader, READER)
        await at(reader, made.round.title)
        await follows(reader, "Batch 1")
        yield "batch", reader.view
        while _WORDS[-20:] not in reader.seen:
            await reader.taps("Next answer" if "Next answer" in reader.labels else "Go to the next answer", {})  # fmt: skip
            if "Open it" in reader.labels:
                await reader.taps("Open it", {})
        yield "review", reader.view


async def take(browser: Browser, press: Page) -> None:
    """Take every screen at the width of a desk and of a phone, in light and in dark."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            slack_api() as api,
            world(Path(folder), settings=slack_settings(api)) as made,
        ):
            await install(made.base)
            async for name, view in screens(made, api):
                for suffix, width in _WIDTHS.items():
                    await _take(browser, press, f"slack-{name}{suffix}", page(view), width)


async def _take(browser: Browser, press: Page, name: str, html: str, width: int) -> None:
    for scheme in ("light", "dark"):
        tab = await browser.new_page(
            viewport={"width": width, "height": 100},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        await tab.set_content(html)
        picture = await small(await tab.screenshot(full_page=True), press)
        (FOLDER / f"{name}{'-dark' if scheme == 'dark' else ''}.png").write_bytes(picture)
        await tab.close()


async def main() -> None:
    """Take the pictures of Slack alone."""
    async with async_playwright() as playwright:
        browser = await chromium(playwright)
        await take(browser, await browser.new_page())
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
