"""Looks at a page as it is drawn: does it fit at three widths, can a finger hit its controls, and
what does axe say of it?"""

from typing import Final

from tests.e2e.axe import axe
from tests.e2e.person import Person

WIDTHS: Final = (320, 390, 1280)
TARGET: Final = 44
"""Smallest height of a control, in CSS pixels."""
SMALLEST_TEXT: Final = 16

_FAULTS: Final = """
([target, smallest]) => {
  const faults = [];
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) faults.push(`the page is ${wide} wide`);
  const seen = (one) => one.checkVisibility() && !one.closest(".hide");
  const named = (one) => `${one.tagName} "${(one.innerText || one.name || "").trim().slice(0, 40)}"`;
  for (const one of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    if (one.type === "hidden" || !seen(one)) continue;
    // A link in a sentence is as high as its line.
    const line = one.parentElement;
    if (one.tagName === "A" && line.tagName === "P" && line.innerText.trim() !== one.innerText.trim())
      continue;
    const body = one.closest("label.choice, label.cover") || one;
    let { height } = body.getBoundingClientRect();
    if (body.matches(".cover")) height = parseFloat(getComputedStyle(body, "::after").height);
    if (height < target - 0.5) faults.push(`${named(one)} is ${height.toFixed(1)} high`);
  }
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !seen(one) || one.closest("sup, kbd")) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < smallest) faults.push(`${named(one)} has letters of ${size}`);
  }
  return faults;
}
"""


async def look(at: Person, *, title: str = "") -> None:
    """Look at the page at every width. ``title`` is what its tab has to say."""
    faults: list[str] = []
    before = at.page.viewport_size
    for width in WIDTHS:
        await at.page.set_viewport_size({"width": width, "height": 844})
        found: list[str] = await at.page.evaluate(_FAULTS, [TARGET, SMALLEST_TEXT])
        if width == min(WIDTHS):
            found += await axe(at.page)
        faults += [f"{at.page.url} at {width}: {each}" for each in found]
    if before:
        await at.page.set_viewport_size(before)
    if title and await at.page.title() != title:
        faults.append(f"{at.page.url} is called {await at.page.title()}")
    assert not faults, "\n".join(faults)
