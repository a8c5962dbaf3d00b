"""Microsoft's own local client for Teams, and a person at it in Chromium.

It comes from npm and is kept under `var/`, which git does not see. It listens on every address of
the machine for as long as a test runs; it knows neither dialogs nor the deletion of messages.
"""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Locator, Page, expect

ROOT: Final = Path(__file__).parents[2]
_CLIENT: Final = ("@microsoft/m365agentsplayground", "0.2.28", "cli.js")


def from_npm(package: str, version: str, file: str) -> Path:
    """Return a file of a package from npm, fetched once."""
    kept = ROOT / "var" / package.rpartition("/")[2]
    found = kept / "node_modules" / package / file
    if not found.exists():
        npm = shutil.which("npm")
        assert npm, f"npm is needed to fetch {package}"
        command = [npm, "install", "--prefix", str(kept), "--no-audit", "--no-fund"]
        subprocess.run(
            [*command, "--ignore-scripts", f"{package}@{version}"],
            check=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )
    return found


@asynccontextmanager
async def playground(base: str, folder: Path) -> AsyncIterator[str]:
    """Run the client against a server; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *("node", str(from_npm(*_CLIENT)), "start", "--port", str(port), "--disable-telemetry"),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ
        | {
            "BOT_ENDPOINT": f"{base}/teams/messages",
            "SEND_INSTALLATION_ACTIVITY": "true",
            "TEAMSAPPTESTER_BROWSER": "none",
        },
    )
    assert process.stdout is not None
    try:
        line = b""
        while b"Listening" not in line:
            line = await asyncio.wait_for(process.stdout.readline(), 60)
            assert line, "the client did not start"
        yield f"http://127.0.0.1:{int(line.rsplit(maxsplit=1)[-1])}"
    finally:
        process.terminate()
        await process.wait()


class Member:
    """A member of the tenant, at the client."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def cards(self) -> Locator:
        """All cards in the chat."""
        return self.page.locator(".ac-adaptiveCard")

    @property
    def card(self) -> Locator:
        """The newest card."""
        return self.cards.last

    async def sees(self, *texts: str) -> None:
        """Wait until each text stands on the newest card."""
        for text in texts:
            await expect(self.card).to_contain_text(text)

    async def types(self, text: str) -> None:
        """Type in the compose box; the next card is a new one."""
        count = await self.cards.count()
        await self.page.locator("div[role=textbox]").first.click()
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")
        await expect(self.cards).to_have_count(count + 1)

    async def taps(self, label: str) -> None:
        """Press a button of the newest card."""
        await self.card.get_by_role("button", name=label, exact=True).click()

    async def fills(self, label: str, text: str) -> None:
        """Type into an input of the newest card, found by its label."""
        await self.card.get_by_label(label).fill(text)

    async def picks(self, label: str) -> None:
        """Pick an option of the newest card."""
        await self.card.get_by_label(label, exact=True).click()


@asynccontextmanager
async def member(browser: Browser, url: str) -> AsyncIterator[Member]:
    """Sit down at the client."""
    page = await browser.new_page(viewport={"width": 1100, "height": 1400})
    await page.goto(url)
    made = Member(page)
    await expect(made.cards).to_have_count(1)
    try:
        yield made
    finally:
        await page.close()
