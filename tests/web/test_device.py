"""A device that others use, too: how long a place is kept on it, and what a copy of it is worth."""

import re
from types import SimpleNamespace

import pytest

from adapters.web import session
from bot.consultation.model import Round
from tests.web.browser import Browser
from tests.web.test_chat import to_question_one
from tests.web.world import CODE

TYPED = "They rang first."
AWAY = "You were away for a while. Type your code to go on."


class Watch:
    """What the time is; the test is the hand."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    monkeypatch.setattr(session, "time", SimpleNamespace(time=lambda: made.at))
    return made


async def seated(browser: Browser) -> str:
    """Come to question 1; return the code to come back with."""
    await browser.get(f"/r/{CODE}")
    await browser.press("yes")
    (code,) = re.findall(r'code"><strong>(.+?)</strong>', browser.html)
    await browser.press("hears:all")
    return code


async def test_after_a_while_without_a_sign_the_code_is_asked_for(
    browser: Browser, opened: Round, watch: Watch
) -> None:
    code = await seated(browser)
    assert all("Max-Age" not in cookie for cookie in browser.cookies)
    watch.at += session.IDLE - 1
    await browser.get(f"/r/{CODE}")
    assert "Question 1 of 5" in browser.seen.text
    watch.at += session.IDLE
    await browser.get(f"/r/{CODE}")
    assert AWAY in browser.seen.text
    assert "Question 1 of 5" not in browser.seen.text
    await browser.press("enter", code="amber birch cedar daisy elder fern gorse")
    assert browser.status == 422
    await browser.press("enter", code=code)
    assert "Question 1 of 5" in browser.seen.text


async def test_words_that_come_too_late_wait_for_the_code(
    browser: Browser, opened: Round, watch: Watch
) -> None:
    code = await seated(browser)
    box = browser.seen.first("textarea")["name"]
    watch.at += session.IDLE
    await browser.press("say", **{box: TYPED})
    assert browser.status == 422
    assert AWAY in browser.seen.text
    assert TYPED not in browser.seen.text
    await browser.press("enter", code=code)
    assert f"\n{TYPED}</textarea>" in browser.html
    await browser.press("say", **{box: TYPED})
    assert "This is what we will keep" in browser.seen.text


async def test_on_a_device_of_ones_own_the_place_stays(
    browser: Browser, opened: Round, watch: Watch
) -> None:
    await browser.get(f"/r/{CODE}")
    await browser.press("device:mine")
    assert f"Max-Age={session.KEEPS}" in browser.cookies[0]
    await to_question_one(browser)
    watch.at += session.KEEPS - 1
    await browser.get(f"/r/{CODE}")
    assert "Question 1 of 5" in browser.seen.text


async def test_a_copy_of_what_lay_in_the_browser_opens_nothing_once_they_left(
    browser: Browser, opened: Round
) -> None:
    await to_question_one(browser)
    copy = browser.cookie("page")
    await browser.get("/leave")
    for _ in range(2):
        await browser.get(f"/r/{CODE}", Cookie=f"page={copy}")
        assert "Question 1" not in browser.seen.text
        assert "Would you tell us what you think?" in browser.seen.text
