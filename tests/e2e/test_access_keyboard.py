"""The keyboard alone: a whole round, every kind of page, and keys that can be turned off."""

from typing import Final

import pytest
from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.keyboard import tab_to, walk
from tests.e2e.person import DESK, Person, Someone
from tests.e2e.product import COORDINATOR, FACILITATOR, LEAD, Product, at

ZOOMED: Final = {"viewport": {"width": 320, "height": 256}}
"""A window of 1280 by 1024 at 400 %."""


@pytest.fixture
async def link(product: Product) -> str:
    """The link of an open round."""
    return await steps.open_at_once(product)


async def test_the_keyboard_alone_leads_from_the_invitation_to_the_end(
    link: str, someone: Someone
) -> None:
    young = await someone(ZOOMED)
    keys = young.page.keyboard
    await young.go(link)
    await walk(young.page)
    await enters(young, "It is shared", "Space")
    await young.sees("we ask for your code")
    await enters(young, "Yes, I will take part")
    await young.title("You are in")
    await walk(young.page)
    await enters(young, "Only what changed")
    await young.title("What does trust mean to you?")
    await walk(young.page)
    await tab_to(young, "Your answer")
    await keys.type("Text me on 07700 900456, not on my sister's phone.")
    await enters(young, "Next")
    await young.title("This is what we will keep")
    await walk(young.page)
    await enters(young, "Cover the words 07700 900456.", "Space")
    await young.sees("07700 900456")
    await keys.press("Space")
    await enters(young, "Keep")
    # What is missing has the focus now.
    await young.sees("Pick yes or no for the quote.")
    await keys.press("Space")
    await enters(young, "Keep")
    await young.title("What does having a choice mean to you?")
    await young.sees("Question 1 is kept.")
    for number in (2, 3, 4, 5):
        await young.sees(f"Question {number} of 5")
        await enters(young, "Skip")
    await young.title("Thank you")
    await walk(young.page)
    await enters(young, "My answers")
    await young.sees("Text me on [phone number], not on my sister's phone.")
    await walk(young.page)
    await enters(young, "Support")
    await young.title("Support")
    await walk(young.page)
    assert young.taps == 0


async def test_tab_leads_through_every_kind_of_page_at_the_desk(
    product: Product, link: str, someone: Someone
) -> None:
    await steps.others_answer(product, link)
    facilitator = await someone(DESK)
    await steps.enter(facilitator, product, FACILITATOR)
    await walk(facilitator.page)
    await facilitator.tap("Start a round")
    for page in ("How people are heard", "Who is asked", "Dates and hours", "Care and reading"):
        await walk(facilitator.page)
        await facilitator.tap("Save")
        await facilitator.title(page)
    await walk(facilitator.page)
    lead = await someone(DESK)
    await steps.enter(lead, product, LEAD)
    await walk(lead.page)


async def test_a_reader_decides_by_keys_alone_and_can_turn_them_off(
    product: Product, link: str, someone: Someone
) -> None:
    await steps.others_answer(product, link)
    await product.put_forward(at(product.dates.opens, 12))
    reader = await someone(DESK)
    await steps.enter(reader, product, COORDINATOR)
    await steps.to_an_answer(reader)
    await reader.sees("Answer A is covered")
    await press(reader, "j", "Answer B is covered")
    await press(reader, "k", "Answer A is covered")
    await press(reader, "o", "This person said yes to a quote.")
    await walk(reader.page)
    await reader.page.locator("h1").focus()
    keys = reader.page.get_by_role("dialog", name="Keys on this page")
    await reader.page.keyboard.press("?")
    await expect(keys).to_be_visible()
    await reader.page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()
    await press(reader, "o", "Go to the next answer")
    await press(reader, "j", "Answer A is covered")
    await press(reader, "o", "This person said yes to a quote.")
    await press(reader, "a", "Answer B is covered")

    await enters(reader, "Turn keys off")
    await reader.page.reload()
    for key in ("o", "?", "k"):
        await reader.page.keyboard.press(key)
    await expect(keys).to_be_hidden()
    await reader.sees("Answer B is covered")
    await enters(reader, "Turn keys on")
    await press(reader, "o", "This person said yes to a quote.")


async def enters(who: Person, name: str, key: str = "Enter") -> None:
    """Tab to a control and press it."""
    await tab_to(who, name)
    await who.page.keyboard.press(key)


async def press(reader: Person, key: str, then: str) -> None:
    """Press a key once the page listens to it, and see what it leads to."""
    await reader.page.wait_for_load_state()
    await reader.page.keyboard.press(key)
    await reader.sees(then)
