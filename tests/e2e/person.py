"""A person at a browser: they read, tap what has a label, and type. Every tap is counted.

Nothing here waits by the clock: Playwright waits until what is looked for stands on the page.
"""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    expect,
)

PATIENCE: Final = 10_000
"""Milliseconds after which what is looked for counts as not there."""
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
    # Whatever a page might ask for elsewhere, nothing can leave this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_HERE: Final = "127.0.0.1"
_REFUSED_AS_MEANT: Final = "Failed to load resource"

type Someone = Callable[..., Awaitable["Person"]]
"""Lets somebody sit down at a fresh browser; takes what :func:`person` takes."""

Role = Literal["button", "link", "radio", "checkbox"]

PHONE: Final[Mapping[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 1,
}
DESK: Final[Mapping[str, Any]] = {"viewport": {"width": 1280, "height": 900}}


async def chromium(playwright: Playwright, **more: Any) -> Browser:
    """Start the Chromium of this system."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "The browser tests need Chromium."
    return await playwright.chromium.launch(executable_path=path, args=_FLAGS, **more)


class Person:
    """One person with a browser of their own."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context = context
        self.page = page
        self.taps = 0
        self.troubles: list[str] = []
        self._touch = False

    def __repr__(self) -> str:
        return f"Person({self.page.url})"

    async def go(self, url: str) -> None:
        """Open a link they were given."""
        await self.page.goto(url)

    async def tap(self, label: str, role: Role = "button", within: Locator | None = None) -> None:
        """Tap the one control with exactly this label; on a screen without touch, click it."""
        place = within or self.page.locator("body")
        await self.press(place.get_by_role(role, name=label, exact=True))

    async def press(self, what: Locator) -> None:
        """Tap what was found."""
        self.taps += 1
        await (what.tap() if self._touch else what.click())

    async def pick(self, group: str, label: str) -> None:
        """Tap one of several choices that stand under a question."""
        legend = self.page.get_by_role("group", name=re.compile(f"^{re.escape(group)}"))
        role = legend.get_by_role("radio", name=label, exact=True)
        await self.press(role.or_(legend.get_by_role("checkbox", name=label, exact=True)))

    async def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        """Type into the field with a label that starts like this."""
        place = within or self.page.locator("main")
        box = place.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}"))
        await box.fill(text)

    async def sees(self, *texts: str) -> None:
        """See each of these texts on the page."""
        for text in texts:
            await expect(self.page.locator("body")).to_contain_text(text)

    async def misses(self, *texts: str) -> None:
        """See none of these texts on the page."""
        for text in texts:
            await expect(self.page.locator("body")).not_to_contain_text(text)

    async def title(self, text: str) -> None:
        """See a page with this heading."""
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def card(self, text: str) -> Locator:
        """Return the card that holds a text."""
        return self.page.locator("section.card, section.shut").filter(has_text=text)

    async def shown(self, text: str) -> bool:
        """Tell whether a text stands on the page as it is now."""
        return text in await self.page.locator("body").inner_text()


@asynccontextmanager
async def person(
    browser: Browser, kind: Mapping[str, Any] = PHONE, **more: Any
) -> AsyncIterator[Person]:
    """Give a person a fresh browser. Whatever it complains about, and whatever it asks of another
    machine, fails at the end."""
    context = await browser.new_context(
        **{"locale": "en-GB", "timezone_id": "Europe/London", **kind, **more}
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    one = Person(context, page)
    one._touch = bool(kind.get("has_touch"))

    def asked(request: Request) -> None:
        if urlsplit(request.url).hostname != _HERE and not request.url.startswith("data:"):
            one.troubles.append(f"asked for {request.url}")

    def complained(message: ConsoleMessage) -> None:
        # A page that is refused on purpose (401, 422) is no fault of the page.
        if message.type in ("error", "warning") and _REFUSED_AS_MEANT not in message.text:
            one.troubles.append(message.text)

    context.on("request", asked)
    context.on("console", complained)
    context.on("weberror", lambda error: one.troubles.append(str(error.error)))
    try:
        yield one
    finally:
        await context.close()
    assert one.troubles == []
