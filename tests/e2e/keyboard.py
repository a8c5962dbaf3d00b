"""Somebody who has nothing but a keyboard: Tab leads to every control, in order, and never into a trap."""

from typing import Any, Final

import pytest
from playwright.async_api import Page

from tests.e2e.person import Person

MOST_STEPS: Final = 150
_ALL: Final = """
() => {
  const groups = new Set();
  const found = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']",
  )].filter((one) => {
    if (one.type === "hidden" || one.tabIndex < 0 || one.disabled || !one.checkVisibility()) return false;
    if (one.type !== "radio") return true;
    /* A group of radio buttons is one stop: the chosen one, else the first. */
    const same = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)]
      .filter((other) => other.form === one.form);
    return one === (same.find((other) => other.checked) || same[0]);
  });
  window.stops = found;
  found[0].focus();
  return found.length;
}
"""
_NOW: Final = """
() => {
  const one = document.activeElement;
  const label = one.labels && one.labels[0];
  const body = label && label.matches(".choice, .cover") ? label : one;
  const box = body.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const name = one.getAttribute("aria-label") || (label && label.innerText) || one.innerText;
  return {
    at: (window.stops || []).indexOf(one),
    name: (name || "").trim(),
    bare: getComputedStyle(body).outlineStyle === "none",
    hidden: !(top && (body.contains(top) || one.contains(top))),
    away: one === document.body,
  };
}
"""


async def tab_to(who: Person, name: str) -> None:
    """Press Tab until the focus stands on a control; on the way it is always to be seen."""
    for _ in range(MOST_STEPS):
        await who.page.keyboard.press("Tab")
        now = await who.page.evaluate(_NOW)
        _seen(now)
        if now["name"].startswith(name):
            return
    pytest.fail(f"{name} cannot be reached by Tab")


async def walk(page: Page) -> list[int]:
    """Go through a page by Tab and back by Shift and Tab; return the stops in their order.

    Raises:
        AssertionError: a control was not reached, or cannot be seen, or holds the focus.
    """
    count = await page.evaluate(_ALL)
    there = [0, *await _steps(page, "Tab", count - 1)]
    assert sorted(there) == [*range(count)], f"{page.url}: of {count} only {sorted(there)}"
    assert there == sorted(there), f"{page.url}: out of order, {there}"
    back = await _steps(page, "Shift+Tab", count)
    assert back == there[::-1], f"{page.url}: another way back, {back}"
    return there


async def _steps(page: Page, key: str, count: int) -> list[int]:
    stops: list[int] = []
    for _ in range(MOST_STEPS):
        await page.keyboard.press(key)
        now = await page.evaluate(_NOW)
        if now["away"]:
            return stops
        _seen(now)
        # A date has a stop for its day, one for its month, one for its year.
        if stops[-1:] == [now["at"]]:
            continue
        if len(stops) == count:
            return stops
        stops.append(now["at"])
    pytest.fail(f"{page.url}: no way out after {stops[-3:]}")


def _seen(now: dict[str, Any]) -> None:
    assert now["away"] or not now["bare"], f"the focus cannot be seen on {now['name']}"
    assert now["away"] or not now["hidden"], f"something lies over {now['name']}"
