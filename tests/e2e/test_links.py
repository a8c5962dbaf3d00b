"""A draft that is tried out, and a room where people answer together, on real screens."""

from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.look import look
from tests.e2e.person import DESK, PHONE, Person, Someone
from tests.e2e.product import COORDINATOR, FACILITATOR, LEAD, SECOND, Product
from tests.web.browser import Browser as Quick

REMARK = "The word trust is big. Ask about one person."


async def drafted(facilitator: Person, product: Product) -> None:
    """Fill a draft in and stand before all of it."""
    await steps.enter(facilitator, product, FACILITATOR)
    await steps.start_round(facilitator, product.dates, [COORDINATOR, SECOND], LEAD)


async def shared(of: Person) -> str:
    """Return the link that a page of the desk hands out."""
    return (await of.page.locator("p.share a").text_content() or "").strip()


async def others_try(product: Product, link: str, people: int) -> None:
    """Let other people say what the first question is like."""
    for number in range(people):
        async with Quick(product.url) as other:
            await other.get(link.removeprefix(product.url))
            await other.press("yes")
            await other.press("next")
            await other.press("skip")
            await other.press("pick:good" if number else "pick:upsetting")
            await other.say(f"It is a bit long for me. Make it short. {number}")
            await other.press("keep")


async def walk_through(young: Person, link: str) -> None:
    """Try the draft out on a phone, from the link to the end."""
    await young.go(link)
    await young.title("Would you try this out?")
    await look(young, title="My page")
    await young.tap("Yes, I will try it")
    await young.tap("Next")
    await young.sees("Your answer is not kept.")
    await young.fill("Your answer", "I only try this.")
    await young.tap("Next")
    await young.title("This is what we will keep")
    await look(young)
    await young.pick("May we quote this?", "No")
    await young.tap("Keep")
    await young.title("What was that like?")
    await look(young)
    await young.tap("Too hard")
    await young.title("Say more, if you like")
    await look(young)
    await young.fill("In your own words", REMARK)
    await young.tap("Next")
    await young.title("This is what we will keep")
    await look(young)
    await expect(young.page.get_by_text("May we quote this?")).to_have_count(0)
    await young.tap("Keep")
    await young.sees("That is kept.")
    for _ in range(4):
        await young.tap("Skip")
        await young.title("What was that like?")
        await young.tap("Skip")
    await young.title("Thank you")
    await look(young)


async def test_a_draft_is_tried_out_on_a_phone_before_anybody_is_asked(
    product: Product, someone: Someone
) -> None:
    facilitator, young = await someone(DESK), await someone(PHONE)
    await drafted(facilitator, product)
    await facilitator.tap("Try it out with others", "link")
    await facilitator.title("Try it out with others")
    await look(facilitator)
    await facilitator.tap("Make a link")
    await facilitator.sees("The link is there.")
    await look(facilitator)
    link = await shared(facilitator)
    await walk_through(young, link)
    await others_try(product, link, 6)
    await facilitator.tap("End it and see what they said")
    await facilitator.sees("It has ended.")
    await facilitator.sees("5 or more")
    await look(facilitator)
    await young.go(link)
    await young.title("This has ended")
    await look(young)


async def test_a_room_waits_for_a_word_and_begins_alone(product: Product, someone: Someone) -> None:
    facilitator, young = await someone(DESK), await someone(PHONE)
    await steps.open_at_once(product)
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.press(facilitator.page.locator("main").get_by_role("link", name=steps.TITLE))
    await facilitator.tap("Answer together in a room", "link")
    await facilitator.title("Answer together in a room")
    await look(facilitator)
    await facilitator.tap("Make a link for the room")
    await facilitator.sees("Shown when 5 people or more are ready.")
    await look(facilitator)
    link = await shared(facilitator)
    await young.go(link)
    await young.tap("Yes, I will take part")
    await young.tap("Nothing")
    await young.title("You are in")
    await look(young, title="My page")
    for number in range(5):
        async with Quick(product.url) as other:
            await other.get(link.removeprefix(product.url))
            await other.press("never" if number else "later")
    await facilitator.tap("Look again", "link")
    await facilitator.sees("5 or more")
    await look(facilitator)
    await young.tap("Begin")
    await young.sees("Question 1 of 5")
    await facilitator.tap("Print it with its square to scan", "link")
    await facilitator.title("Invitation to print")
