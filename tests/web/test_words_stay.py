"""Words that were typed and not sent are still there when the person comes back to them."""

import pytest

from bot.consultation.model import Round
from tests.web.browser import Browser
from tests.web.test_chat import to_question_one
from tests.web.world import CODE

TYPED = "They rang first.\r\nThen they  came <b>round</b>."


def box(browser: Browser) -> str:
    return browser.seen.first("textarea")["name"]


@pytest.mark.parametrize(
    ("there", "back"),
    [("support", "back"), ("pause", "go_on"), ("help", "back"), ("privacy", "back")],
)
async def test_pressing_something_else_keeps_what_was_typed(
    browser: Browser, opened: Round, there: str, back: str
) -> None:
    await to_question_one(browser)
    await browser.press(there, **{box(browser): TYPED})
    assert "They rang first" not in browser.html
    await browser.press(back)
    assert (
        "\nThey rang first.\nThen they  came &lt;b&gt;round&lt;/b&gt;.</textarea>" in browser.html
    )
    assert "Question 1 of 5" in browser.seen.text


async def test_what_was_emptied_stays_empty_and_a_stop_drops_it(
    browser: Browser, opened: Round
) -> None:
    await to_question_one(browser)
    await browser.press("help", **{box(browser): TYPED})
    await browser.press("back")
    await browser.press("help", **{box(browser): " "})
    await browser.press("back")
    assert "They rang first" not in browser.html
    await browser.press("help", **{box(browser): TYPED})
    await browser.press("stop")
    await browser.press("join")
    await browser.press("yes")
    await browser.press("hears:all")
    assert "Question 1 of 5" in browser.seen.text
    assert "They rang first" not in browser.html


async def test_a_mistyped_code_comes_back_filled_in(browser: Browser, opened: Round) -> None:
    await browser.get(f"/r/{CODE}")
    await browser.press("code")
    typed = "amber birch cedar daisy elder fern gorze"
    await browser.press("enter", code=typed)
    assert browser.status == 422
    assert browser.seen.first("input", name="code")["value"] == typed
    assert "error" in browser.html
    await browser.get(f"/r/{CODE}")
    assert typed not in browser.html
