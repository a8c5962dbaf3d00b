"""Takes one picture of the demonstration in the terminal, for the README: docs/pictures/demo.png."""

import asyncio
import io
import re
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright
from rich.console import CONSOLE_SVG_FORMAT, Console

from app.compose import build
from app.demo_stage import Panels
from app.demo_story import Scene, Story
from app.demonstration import demo_clock
from app.settings import Settings
from app.told import phrases
from tests.e2e.person import chromium

OUT = Path(__file__).parents[1] / "docs" / "pictures" / "demo.png"
SCENE = "more"
COLUMNS, LINES = 120, 34
# Rich would fetch a font from elsewhere; the machine's own does.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


async def taken() -> Scene:
    """Live through the round as far as the scene."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(demo_folder=Path(folder)).for_demonstration()
        clock = demo_clock(settings)
        async with build(settings, clock=clock) as app:
            async for scene in Story(app, clock).scenes():
                if scene.name == SCENE:
                    return scene
    raise LookupError(SCENE)


def drawn(scene: Scene) -> str:
    """Return the window as SVG."""
    console = Console(
        record=True, width=COLUMNS, height=LINES, file=io.StringIO(), force_terminal=True
    )
    console.print(Panels(console, phrases()).drawn(scene), height=LINES)
    return console.export_svg(title="heardback demo", code_format=FORMAT)


async def main() -> None:
    """Take the picture with the system's Chromium."""
    svg = drawn(await taken())
    async with async_playwright() as play:
        browser = await chromium(play)
        page = await browser.new_page(viewport={"width": 1240, "height": 800})
        await page.set_content(f"<body style='margin:0'>{svg}</body>")
        await page.locator("svg").first.screenshot(path=OUT)
        await browser.close()
    print(OUT.name)


if __name__ == "__main__":
    asyncio.run(main())
