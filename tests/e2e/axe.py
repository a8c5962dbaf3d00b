"""axe-core, run on a page as it is drawn. It comes from npm and is kept under `var/`."""

from collections.abc import Mapping
from typing import Any, Final

from playwright.async_api import Page

from tests.e2e.teams_playground import from_npm

_AXE: Final = ("axe-core", "4.14.1", "axe.min.js")
_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_COLOURS: Final[tuple[Mapping[str, Any], ...]] = (
    {"color_scheme": "dark"},
    {"color_scheme": "light", "contrast": "more"},
    {"color_scheme": "dark", "contrast": "more"},
)
"""Ways to see a page that change nothing of it but its colours."""
_AS_USUAL: Final[Mapping[str, Any]] = {
    "color_scheme": "null",
    "contrast": "null",
    "forced_colors": "null",
}
_FORCED: Final[tuple[Mapping[str, Any], ...]] = (
    {"color_scheme": "dark", "forced_colors": "active"},
    {"color_scheme": "light", "forced_colors": "active"},
)
"""Ways in which the system chooses every colour. axe does not see them: it asks for the colour that
letters are filled with, and that stays what the page wanted."""
_RUN: Final = """
async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any.map((any) => any.message)}`));
}
"""

_PALE: Final = """
() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour)
      .map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    const { backgroundColor } = getComputedStyle(one);
    const clear = parts(backgroundColor)[3] === 0;
    return clear && one.parentElement ? ground(one.parentElement) : backgroundColor;
  };
  const pale = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !one.checkVisibility() || one.closest("svg")) continue;
    const [dark, bright] = [getComputedStyle(one).color, ground(one)].map(light).sort((a, b) => a - b);
    if ((bright + 0.05) / (dark + 0.05) < 4.5) pale.push(`${one.outerHTML.slice(0, 160)} is pale`);
  }
  return pale;
}
"""


async def axe(page: Page) -> list[str]:
    """Return what axe finds on a page: every rule once, the rule of contrast in every colouring.

    The window is made as high as the page, or a bar that sticks to its edge lies over something.
    """
    if not await page.evaluate("window.axe !== undefined"):
        await page.evaluate(from_npm(*_AXE).read_text(encoding="utf-8"))
    width = await page.evaluate("innerWidth")
    height = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": width, "height": height})
    found: list[str] = await page.evaluate(_RUN, {"type": "tag", "values": _TAGS})
    for colouring in _COLOURS:
        await page.emulate_media(**colouring)
        pale = await page.evaluate(_RUN, {"type": "rule", "values": ["color-contrast"]})
        found += [f"{colouring}: {each}" for each in pale]
    for colouring in _FORCED:
        await page.emulate_media(contrast="null", **colouring)
        found += [f"{colouring}: {each}" for each in await page.evaluate(_PALE)]
    await page.emulate_media(**_AS_USUAL)
    return found
