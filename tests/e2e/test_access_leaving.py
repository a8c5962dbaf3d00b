"""The way out of the chat, and what stays behind on a device that others use, too."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.person import Person, Someone
from tests.e2e.product import Product


@pytest.fixture
async def link(product: Product) -> str:
    """The link of an open round."""
    return await steps.open_at_once(product)


async def to_question_two(young: Person, link: str) -> str:
    """Answer the first question; return the code to come back with."""
    await young.go(link)
    await young.tap("Yes, I will take part")
    code = await steps.code_of(young)
    await young.tap("Nothing")
    await steps.answer(young, "Nadia knew my name.", "No")
    await young.title("What does having a choice mean to you?")
    return code


async def entries(young: Person) -> list[tuple[str, str]]:
    """Return the paths and titles in the history of this window."""
    session = await young.context.new_cdp_session(young.page)
    found = await session.send("Page.getNavigationHistory")
    return [(urlsplit(each["url"]).path, each["title"]) for each in found["entries"]]


async def click(young: Person) -> None:
    await young.tap("Leave now", "link")


async def press_shift_three_times(young: Person) -> None:
    for _ in range(3):
        await young.page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [click, press_shift_three_times])
async def test_the_chat_takes_one_place_in_the_history_and_leaving_puts_nothing_there(
    link: str, someone: Someone, leave: Callable[[Person], Awaitable[None]]
) -> None:
    young = await someone()
    await young.go("about:blank")
    code = await to_question_two(young, link)
    await young.tap("Help")
    await young.tap("Back to where you were")
    before = ("blank", "")
    assert await entries(young) == [before, (urlsplit(link).path, "My page")]
    await young.fill("Your answer", "Callum left.")
    await leave(young)
    await young.title("This page is closed")
    await young.sees("open the history of your browser. Delete My page there.")
    assert await entries(young) == [before, ("/left", "My page")]
    assert await young.context.cookies() == []
    await young.page.go_back()
    await young.page.go_forward()
    await young.title("This page is closed")
    # Whoever opens the link again has to have the code.
    await young.go(link)
    await young.title("Would you tell us what you think?")
    await young.misses("Callum", "Nadia", code)
    await steps.come_back(young, link, code)
    await young.title("What does having a choice mean to you?")


async def test_without_scripts_back_shows_no_words_either(link: str, someone: Someone) -> None:
    young = await someone(java_script_enabled=False)
    code = await to_question_two(young, link)
    await young.fill("Your answer", "Callum left.")
    await young.tap("Next")
    await young.sees("Callum")
    await click(young)
    await young.title("This page is closed")
    assert await young.context.cookies() == []
    for _ in range(3):
        await young.page.go_back()
        await expect(young.page.locator("h1")).to_be_visible()
        await young.misses("Callum", "Nadia", "Question 2", code)


@pytest.mark.parametrize("device", ["", "It is shared"])
async def test_on_a_device_that_is_shared_words_vanish_when_nobody_is_there(
    link: str, someone: Someone, device: str
) -> None:
    young = await someone()
    await young.page.clock.install()
    await young.go(link)
    if device:
        await young.tap(device)
        await young.sees("we ask for your code")
    code = await to_question_two(young, link)
    await young.fill("Your answer", "Callum left.")
    await young.page.clock.fast_forward("14:00")
    await young.page.keyboard.press("End")
    await young.page.clock.fast_forward("14:00")
    await young.title("What does having a choice mean to you?")
    await young.page.clock.fast_forward("02:00")
    await young.title("Come back with your code")
    await young.sees("You were away for a while.")
    assert "Callum" not in await young.page.content()
    await young.fill("Your code", code)
    await young.tap("Go on")
    await young.title("What does having a choice mean to you?")


async def test_a_device_of_ones_own_keeps_the_place(link: str, someone: Someone) -> None:
    young = await someone()
    await young.page.clock.install()
    await young.go(link)
    await young.tap("It is mine")
    await young.sees("You stay here for 30 days")
    await to_question_two(young, link)
    await young.page.clock.fast_forward("16:00")
    await young.title("What does having a choice mean to you?")
    (cookie,) = await young.context.cookies()
    assert cookie["expires"] > 0


async def test_words_that_did_not_go_out_are_still_there(link: str, someone: Someone) -> None:
    young = await someone()
    await to_question_two(young, link)
    await young.fill("Your answer", "Callum left.")
    await young.context.set_offline(True)
    await young.tap("Next")
    await young.sees("That did not go out. Your words are still here.")
    await expect(young.page.locator("textarea")).to_have_value("Callum left.")
    await young.context.set_offline(False)
    await young.tap("Next")
    await young.title("This is what we will keep")
