"""A person's own data from the page: one press, a file, and only for whoever it is about."""

import json
from collections.abc import Callable
from datetime import timedelta

from app.compose import App
from bot.consultation.model import Round
from bot.conversation.events import Address
from bot.conversation.my_data import TICKET_MINUTES, data_path
from tests.web.browser import Browser
from tests.web.test_chat import to_question_two
from tests.web.world import CODE, HandClock

BOB = Address("slack", "T1", "U1")


async def to_my_data(browser: Browser) -> Browser:
    await browser.press("privacy")
    await browser.press("data")
    return browser


async def test_a_press_gives_a_file_that_nothing_keeps(browser: Browser, opened: Round) -> None:
    await to_my_data(await to_question_two(browser, "They ring first."))
    assert "They ring first." not in browser.html
    await browser.press("download")
    assert browser.status == 200
    assert browser.headers["Content-Type"] == "application/json; charset=utf-8"
    assert browser.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert browser.headers["Cache-Control"] == "no-store"
    (round_,) = json.loads(browser.body)["rounds"]
    assert (round_["title"], round_["messages_chosen"]) == (opened.title, "all")
    assert [each["words"] for each in round_["answers"]] == ["They ring first."]


async def test_another_site_or_browser_gets_nothing(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await to_my_data(await to_question_two(browser))
    path, fields = browser.fields("download")
    await browser.send("POST", path, fields, {"Sec-Fetch-Site": "cross-site"})
    assert browser.status == 403
    other = another()
    await other.get(f"/r/{CODE}")
    await other.send("POST", path, fields)
    assert other.status == 403
    await other.get(f"/r/{CODE}")
    csrf = other.seen.first("input", name="csrf")["value"]
    await other.send("POST", path, {"csrf": csrf, "do": "download"})
    assert json.loads(other.body)["rounds"] == []


async def test_a_link_works_once_and_only_by_a_press(
    app: App, browser: Browser, clock: HandClock, another: Callable[[], Browser]
) -> None:
    path = data_path(app.codes.ticket(BOB, clock.at + timedelta(minutes=TICKET_MINUTES)))
    for _ in range(2):
        page = await browser.get(path)
        assert browser.status == 200
    csrf = page.first("input", name="csrf")["value"]
    await another().send("POST", path, {"csrf": csrf})
    await browser.send("POST", path, {"csrf": csrf})
    assert (browser.status, json.loads(browser.body)["contact"]) == (200, {})
    await browser.send("POST", path, {"csrf": csrf})
    assert browser.status == 410


async def test_a_link_runs_out_and_cannot_be_made_up(
    app: App, browser: Browser, clock: HandClock, opened: Round
) -> None:
    old = data_path(app.codes.ticket(BOB, clock.at + timedelta(minutes=1)))
    clock.at += timedelta(minutes=1)
    await to_question_two(browser)
    cookie = browser.cookie("page")
    for path in (old, data_path(cookie), data_path("x" * 40)):
        page = await browser.get(path)
        csrf = page.first("input", name="csrf")["value"]
        await browser.send("POST", path, {"csrf": csrf})
        assert browser.status == 410
