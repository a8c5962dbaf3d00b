"""Every main page as it is drawn and what it leaves in the browser."""

from typing import Final

import pytest

from tests.e2e import steps
from tests.e2e.look import look
from tests.e2e.person import DESK, Person, Someone
from tests.e2e.product import COORDINATOR, FACILITATOR, LEAD, Product, at

NARROW: Final = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LONG: Final = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
MINE: Final = "My page"


@pytest.fixture
async def link(product: Product) -> str:
    """The link of an open round."""
    return await steps.open_at_once(product)


async def test_what_a_contributor_sees_fits_and_can_be_tapped(link: str, someone: Someone) -> None:
    young = await someone(NARROW)
    await young.go(link)
    await every_page_of_the_way_in(young)
    await every_page_of_a_question(young)
    await every_page_around_it(young)
    for number in (2, 3, 4, 5):
        await young.sees(f"Question {number} of 5")
        await young.tap("Skip")
    await contributor_on(young, "Thank you")
    await young.tap("Stop")
    await contributor_on(young, "You have stopped")


async def contributor_on(young: Person, title: str) -> None:
    """See a page; look at it, at the name of its tab, and at what lies in the browser."""
    await young.title(title)
    await look(young, title=MINE)
    assert [cookie["name"] for cookie in await young.context.cookies()] == ["page"]
    assert await young.page.evaluate("localStorage.length + sessionStorage.length") == 0


async def every_page_of_the_way_in(young: Person) -> None:
    await contributor_on(young, "Would you tell us what you think?")
    await young.tap("Help")
    await contributor_on(young, "How this works")
    await young.tap("Privacy")
    await contributor_on(young, "Your privacy")
    await young.tap("Back to where you were")
    await young.tap("I have a code")
    await contributor_on(young, "Come back with your code")
    await young.fill("Your code", "no such code")
    await young.tap("Go on")
    await young.sees("We could not find that code here.")
    await contributor_on(young, "Come back with your code")
    await young.tap("Back to where you were")
    await young.tap("Yes, I will take part")
    await contributor_on(young, "You are in")
    await young.tap("Only what changed")


async def every_page_of_a_question(young: Person) -> None:
    await contributor_on(young, "What does trust mean to you?")
    await young.tap("Next")
    await young.sees("Your answer is empty.")
    await contributor_on(young, "What does trust mean to you?")
    clue = "I was the only girl in 3B."
    await young.fill("Your answer", f"Write to {LONG.lower()}@example.org. {LONG} {clue}")
    await young.tap("Next")
    await young.sees("This may point at you", "[email] – Written like one.")
    await contributor_on(young, "This is what we will keep")
    await young.tap("Leave it as it is")
    await young.sees("That is fine.")
    await young.misses("This may point at you")
    await young.press(young.page.locator("summary"))
    await young.tap("Keep")
    await young.sees("Pick yes or no for the quote.")
    await contributor_on(young, "This is what we will keep")
    await young.pick("May we quote this?", "Yes")
    await young.tap("Keep")
    await contributor_on(young, "What does having a choice mean to you?")


async def every_page_around_it(young: Person) -> None:
    await young.tap("Support")
    await contributor_on(young, "Support")
    await young.tap("Pause")
    await contributor_on(young, "Your place is kept")
    await young.tap("My answers")
    await contributor_on(young, "My answers until 21 December 2026")
    await young.tap("Delete everything about me")
    await contributor_on(young, "Delete everything about you?")
    await young.tap("Keep it")
    await young.tap("Back to where you were")


async def test_what_staff_see_fits_and_can_be_tapped(
    product: Product, link: str, someone: Someone
) -> None:
    await steps.others_answer(product, link)
    young = await someone(NARROW)
    await young.go(link)
    await young.tap("Yes, I will take part")
    await young.tap("All messages")
    await steps.answer(young, f"{LONG} and more.", "Yes")
    await ask_for_contact(young)

    facilitator = await someone(DESK)
    await steps.enter(facilitator, product, FACILITATOR)
    await every_page_of_a_draft(facilitator, product)
    await every_page_of_a_round(facilitator)
    lead = await someone(DESK)
    await steps.enter(lead, product, LEAD)
    await lead.title("People who may need you")
    await look(lead)

    await product.put_forward(at(product.dates.closes, 23))
    reader = await someone(DESK)
    await steps.enter(reader, product, COORDINATOR)
    await every_page_of_a_reader(reader)

    await product.put_forward(at(product.dates.sends, 9))
    await steps.enter(facilitator, product, FACILITATOR)
    await every_page_of_an_outcome(facilitator)


async def ask_for_contact(young: Person) -> None:
    await young.tap("Support")
    await young.fill(f"How can {LEAD.name} reach you?", "kirsty@example.org")
    await young.tap(f"Ask {LEAD.name} to contact me")
    await young.sees("Asked. They will contact you.")


async def every_page_of_a_draft(facilitator: Person, product: Product) -> None:
    await facilitator.title("Your rounds")
    await look(facilitator)
    await facilitator.tap("Start a round")
    await facilitator.title("What it is about")
    for key, title in (("j", "How people are heard"), ("k", "What it is about")):
        await facilitator.page.wait_for_load_state()
        await facilitator.page.keyboard.press(key)
        await facilitator.title(title)
    pages = (
        *("What it is about", "How people are heard", "Who is asked"),
        *("Dates and hours", "Care and reading", "Who runs it"),
    )
    for page in pages:
        await facilitator.title(page)
        await look(facilitator)
        await facilitator.tap("Save")
    await facilitator.title("Five questions on trust")
    await look(facilitator)
    await facilitator.tap("Go on to open it", "link")
    await facilitator.title("Not ready to open yet")
    await look(facilitator)


async def every_page_of_a_round(facilitator: Person) -> None:
    await facilitator.tap("Rounds", "link")
    await facilitator.page.get_by_role("link", name="Open, day 1 of 15").click()
    await facilitator.sees("What you can see today")
    await look(facilitator)
    for link, title, stay in (
        ("Close early", "Close this round today?", "Keep it open"),
        ("Cancel this round", "Call this round off?", "Keep the round"),
    ):
        await facilitator.tap(link, "link")
        await facilitator.title(title)
        await look(facilitator)
        await facilitator.tap(stay, "link")
    await facilitator.tap("Outcomes", "link")
    await facilitator.sees("There is nothing to write yet.")
    await look(facilitator)


async def every_page_of_a_reader(reader: Person) -> None:
    await reader.title("Review")
    await look(reader)
    await reader.tap("Five questions on trust A batch waits", "link")
    await look(reader)
    await reader.tap("Batch 1 Waits for you", "link")
    await look(reader)
    await reader.tap("Go to the next answer", "link")
    await reader.sees("is covered")
    await look(reader)
    await reader.press(reader.page.get_by_role("button", name="Open it"))
    await reader.tap("Hold")
    await reader.sees("Choose a reason first.")
    await look(reader)
    await reader.pick("Your reason", "It names a place.")
    await reader.tap("Hold")
    await reader.sees("The answer is held.")
    await reader.tap("Held", "link")
    await reader.sees("These were put aside.")
    await look(reader)
    await reader.tap("Second look", "link")
    await reader.sees("No answers wait for your second look.")
    await look(reader)
    await reader.tap("Words to cover", "link")
    await look(reader)
    await reader.fill("Names, places and units", "one two three four five")
    await reader.tap("Add to the list")
    await reader.sees("One line is too long.")
    await look(reader)
    await reader.fill("Names, places and units", "Burnside wing")
    await reader.tap("Add to the list")
    await reader.sees("The words are on the list.")
    await reader.tap("Empty the list", "link")
    await look(reader)
    await reader.tap("Take them all off")
    await reader.sees("The list is empty now.")


async def every_page_of_an_outcome(facilitator: Person) -> None:
    await facilitator.tap("Outcomes", "link")
    await look(facilitator)
    await facilitator.press(facilitator.page.locator("main").get_by_role("link", name=steps.TITLE))
    await facilitator.title("What changed")
    await look(facilitator)
    await steps.write_outcome(
        facilitator, "You want to be asked first.", "In part", "We ask first.", "it takes time."
    )
    await look(facilitator)


async def test_pages_that_say_what_is_the_matter_fit(
    product: Product, link: str, someone: Someone
) -> None:
    lost = await someone(NARROW)
    for path, title in (
        ("/", "You have a voice here"),
        ("/r/no-such-link", "We do not know this link"),
        ("/no/such/page", "There is no such page"),
        ("/left", "This page is closed"),
        ("/desk", "You are not signed in"),
        ("/desk/enter/used", "Sign in to the desk"),
    ):
        await lost.go(product.url + path)
        await lost.title(title)
        await look(lost)
    await lost.go(product.url + "/desk/enter/used")
    await lost.tap("Sign in")
    await lost.title("This link has been used or is too old")
    await look(lost)
