"""The same ways for whoever's browser runs no scripts: nothing but live updates is missing."""

from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.person import DESK, PHONE, Person, Someone
from tests.e2e.product import COORDINATOR, FACILITATOR, LEAD, SECOND, Product, at


async def test_a_round_without_scripts(product: Product, someone: Someone) -> None:
    facilitator = await someone(DESK, java_script_enabled=False)
    await steps.enter(facilitator, product, FACILITATOR)
    await steps.start_round(facilitator, product.dates, [COORDINATOR, SECOND], LEAD)
    link = await steps.contributor_link(facilitator)
    await facilitator.tap("Go on to open it", "link")
    await facilitator.tap("Open it now")
    await facilitator.sees("The round is open.")

    await steps.others_answer(product, link)
    young = await someone(PHONE, java_script_enabled=False)
    await young.go(link)
    await young.tap("Yes, I will take part")
    code = await steps.code_of(young)
    await young.tap("All messages")
    await type_and_look_around(young, "Kettle texts me on 07700 900456.")
    await young.tap("Next")
    words = young.page.get_by_role("group", name="Your answer, with words to cover")
    number = words.get_by_role("checkbox", name="Cover the words 07700 900456.")
    await expect(number).to_be_checked()
    await young.press(young.page.locator("summary"))
    await young.fill("Cover more words", "Kettle")
    await young.tap("Cover them")
    # What the checker proposed can be shown again by a tap.
    await young.press(words.locator("label.cover", has_text="[phone number]"))
    await young.pick("May we quote this?", "No")
    await young.tap("Keep")
    await young.sees("Question 1 is kept.")
    await young.tap("Skip")
    await young.sees("You skipped question 2. That is fine.")
    await young.tap("Support")
    await young.sees("Childline")
    await young.tap("Leave now", "link")
    await young.title("This page is closed")

    await steps.come_back(young, link, code)
    await young.title("What does feeling safe mean to you?")
    await young.tap("My answers")
    await young.sees("[covered words] texts me on 07700 900456.")
    await young.tap("Take back answer 1")
    await young.sees("Taken back. It is deleted.")

    await product.put_forward(at(product.dates.opens, 12))
    reader = await someone(DESK, java_script_enabled=False)
    await steps.enter(reader, product, COORDINATOR)
    await steps.to_an_answer(reader)
    await reader.sees("Answer A is covered")
    assert await reader.page.locator(".words").count() == 0
    await reader.press(reader.page.get_by_role("button", name="Open it"))
    await expect(reader.page.locator(".words")).to_be_visible()
    await reader.tap("Approve")
    await reader.sees("Approved by you. Another reader looks next.", "Answer B is covered")


async def type_and_look_around(young: Person, text: str) -> None:
    """What is in the box is still there when another button was pressed."""
    await young.fill("Your answer", text)
    await young.tap("Help")
    await young.tap("Back to where you were")
    await expect(young.page.locator("textarea")).to_have_value(text)
