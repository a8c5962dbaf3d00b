"""Where the pictures go, and how a page becomes one."""

import base64
from pathlib import Path
from typing import Final

from playwright.async_api import Page

from scripts.palette import small
from tests.e2e.person import DESK, PHONE, Person

FOLDER: Final = Path(__file__).parent.parent / "docs" / "pictures"
_README: Final = """<!doctype html>
<style>
body {{ margin: 0; width: 1600px; height: 860px; overflow: hidden; position: relative; background: #dce5e1; }}
img {{ position: absolute; background: #f4f6f4; object-fit: cover; object-position: top; }}
.phone {{ left: 48px; top: 40px; width: 352px; height: 762px; border-radius: 34px; border: 9px solid #16211f; }}
.desk {{ left: 466px; top: 40px; width: 1084px; height: 778px; border-radius: 14px; border: 1px solid #6c7b76; }}
</style>
<img class="phone" src="data:image/png;base64,{phone}">
<img class="desk" src="data:image/png;base64,{desk}">
"""


class Album:
    """Takes pictures of what stands on somebody's page. ``press`` is a page for making them small."""

    def __init__(self, folder: Path, press: Page) -> None:
        self._folder = folder
        self._press = press

    async def take(
        self, of: Person, name: str, *, only_light: bool = False, width: int = 0
    ) -> None:
        """Take a page in light and in dark: as tall as it is, its bars at the top and the end."""
        page = of.page
        size = page.viewport_size or DESK["viewport"]
        await page.wait_for_load_state()
        wide = width or size["width"]
        await page.set_viewport_size({"width": wide, "height": size["height"]})
        tall = await page.evaluate("document.documentElement.scrollHeight")
        await page.set_viewport_size({"width": wide, "height": tall})
        await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        await self._keep(name, await page.screenshot())
        if not only_light:
            await page.emulate_media(color_scheme="dark")
            await self._keep(f"{name}-dark", await page.screenshot())
            await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(size)

    async def desk(self, of: Person, name: str) -> None:
        """Take a page of the desk, and the same page on a phone."""
        await self.take(of, name)
        await self.take(of, f"{name}-phone", only_light=True, width=PHONE["viewport"]["width"])

    async def readme(self) -> None:
        """Put a contributor's phone beside a reader's desk."""
        phone, desk = (
            base64.b64encode((self._folder / f"{name}.png").read_bytes()).decode()
            for name in ("chat-cover", "desk-review")
        )
        await self._press.set_viewport_size({"width": 1600, "height": 860})
        await self._press.set_content(_README.format(phone=phone, desk=desk))
        await self._keep("readme", await self._press.screenshot())

    async def _keep(self, name: str, picture: bytes) -> None:
        (self._folder / f"{name}.png").write_bytes(await small(picture, self._press))
