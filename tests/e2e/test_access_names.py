"""What a screen reader is told: landmarks, names, what is new, what is wrong, and where to read on."""

from typing import Final

import pytest
from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.person import DESK, Person, Someone
from tests.e2e.product import COORDINATOR, Product, at

MINE: Final = "My page"


@pytest.fixture
async def link(product: Product) -> str:
    """The link of an open round."""
    return await steps.open_at_once(product)


async def reads_on_at(young: Person, title: str) -> None:
    """See a page whose heading has the focus, though nothing was loaded anew."""
    heading = young.page.get_by_role("heading", level=1, name=title)
    await expect(heading).to_be_focused()
    await expect(young.page).to_have_title(MINE)
    # What is new is read out only where the place it comes to was there before.
    assert await young.page.evaluate("window.log === document.querySelector('[role=log]')")


async def test_a_contributor_is_told_where_they_are_what_is_new_and_what_is_wrong(
    link: str, someone: Someone
) -> None:
    young = await someone()
    page = young.page
    await young.go(link)
    await page.evaluate("window.log = document.querySelector('[role=log]')")
    await expect(page.locator("body")).to_match_aria_snapshot("""
      - link "Skip to the main part"
      - banner:
        - paragraph: Heardback
        - link "Leave now"
      - main:
        - form "Is this device yours alone?":
          - button "It is shared"
          - button "It is mine"
        - navigation "Other pages":
          - button "Help"
          - button "Privacy"
        - log "So far"
        - heading "Would you tell us what you think?" [level=1]
        - group "Would you like to take part?":
          - button "Yes, I will take part"
          - button "Not now"
          - button "Never ask me again"
      - form "At any time":
        - list:
          - listitem:
            - button "Stop"
    """)
    await young.tap("Yes, I will take part")
    await reads_on_at(young, "You are in")
    await young.tap("Nothing")
    await reads_on_at(young, "What does trust mean to you?")

    await young.tap("Next")
    box = page.get_by_role("textbox", name="Your answer")
    await expect(box).to_be_focused()
    await expect(box).to_have_attribute("aria-invalid", "true")
    await expect(box).to_have_accessible_description(
        "Your answer is empty. Type something, or press Skip."
    )
    await box.fill("Text me on 07700 900456.")
    await young.tap("Next")
    await reads_on_at(young, "This is what we will keep")
    words = page.get_by_role("group", name="Your answer, with words to cover")
    cover = "Cover the words 07700 900456. They will show as: [phone number]."
    await expect(words.get_by_role("checkbox", name=cover)).to_be_checked()
    await young.tap("Keep")
    quote = page.get_by_role("group", name="May we quote this?")
    await expect(quote.get_by_role("radio").first).to_be_focused()
    await expect(quote).to_have_accessible_description("Pick yes or no for the quote.")
    await young.pick("May we quote this?", "No")
    await young.tap("Keep")
    await reads_on_at(young, "What does having a choice mean to you?")
    await expect(page.get_by_role("log")).to_contain_text("Question 1 is kept.")
    await expect(page.get_by_role("log").get_by_role("heading")).to_have_count(0)


async def test_a_reader_is_told_where_they_are(
    product: Product, link: str, someone: Someone
) -> None:
    await steps.others_answer(product, link)
    await product.put_forward(at(product.dates.opens, 12))
    reader = await someone(DESK)
    await steps.enter(reader, product, COORDINATOR)
    await steps.to_an_answer(reader)
    await reader.press(reader.page.get_by_role("button", name="Open it"))
    await reader.tap("Hold")
    await reader.sees("Choose a reason first.")
    await expect(reader.page).to_have_title("Review, batch 1 of 1 – Heardback desk")
    await expect(reader.page.locator("body")).to_match_aria_snapshot("""
      - link "Skip to the main part"
      - banner:
        - link "Heardback"
        - navigation "Desk"
        - paragraph: Ewan Muir, coordinator
        - button "Sign out"
      - main:
        - heading "Review, batch 1 of 1" [level=1]
        - navigation "This batch":
          - list:
            - listitem:
              - link "Answer A Opened today"
    """)
    reason = reader.page.get_by_role("group", name="Your reason")
    await expect(reason).to_have_accessible_description("Choose a reason first.")
    await expect(reader.page.locator("[data-focus=first]").first).to_be_focused()
