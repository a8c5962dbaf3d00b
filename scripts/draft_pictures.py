"""The pictures of what comes before a round: drafting, trying out, partners, a room, what staff keep."""

from datetime import timedelta

from app import sample
from scripts.album import Album
from scripts.picture_words import CAME, REMARK, TASKS
from tests.e2e import steps
from tests.e2e.person import Person
from tests.e2e.product import COORDINATOR, FACILITATOR, GROUP, LEAD, SECOND, Product
from tests.web.browser import Browser as Quick


async def draft(album: Album, facilitator: Person, young: Person, product: Product) -> str:
    """Fill a round in, let it be tried out and open it; return the link for people."""
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.tap("Start a round")
    await facilitator.title("What it is about")
    await steps.fill_in_about(facilitator)
    await album.desk(facilitator, "desk-draft")
    await steps.fill_in_the_rest(facilitator, product.dates, [COORDINATOR, SECOND], LEAD)
    link = await steps.contributor_link(facilitator)
    await before_and_after(album, facilitator, product)
    await tried_out(album, facilitator, young, product)
    (round_,) = await product.app.database.run(lambda unit: unit.rounds())
    for name in ("team", "care"):
        await facilitator.go(f"{product.url}/desk/draft/{round_.id}/{name}")
        await album.desk(facilitator, f"desk-{name}")
    await facilitator.go(f"{product.url}/desk/draft/{round_.id}/open")
    await facilitator.tap("Open it now")
    await facilitator.sees("The round is open.")
    return link


async def before_and_after(album: Album, facilitator: Person, product: Product) -> None:
    """Look at how a draft becomes the first of two rounds, and leave it one of its own."""
    await facilitator.tap("Ask twice, before and after", "link")
    until = product.dates.closes + timedelta(days=45)
    await facilitator.fill("Both become anonymous after", until.isoformat())
    await album.desk(facilitator, "desk-waves")
    await facilitator.tap("See the whole draft", "link")


async def kept_by_staff(
    album: Album, facilitator: Person, partner: Person, product: Product
) -> None:
    """Write down who came and what is to be done; let the partner see their task."""
    (round_,) = await product.app.database.run(lambda unit: unit.rounds())
    await facilitator.go(f"{product.url}/desk/attendance/{round_.id}")
    await facilitator.fill("The table", CAME)
    await facilitator.tap("Save")
    await facilitator.sees("38")
    await album.desk(facilitator, "desk-attendance")
    for what, day in TASKS:
        await facilitator.go(f"{product.url}/desk/task/{round_.id}/new")
        await facilitator.fill("What is to be done", what)
        await facilitator.pick("Who does it", sample.PARTNER.name)
        due = product.dates.opens + timedelta(days=day)
        await facilitator.fill("By when", due.isoformat())
        await facilitator.tap("Save")
    await album.desk(facilitator, "desk-tasks")
    await partner.go(f"{product.url}/desk")
    await partner.sees("Your tasks")
    await album.desk(partner, "desk-own-tasks")


async def tried_out(album: Album, facilitator: Person, young: Person, product: Product) -> None:
    """Let a draft be tried out, and look at what was said of it."""
    await facilitator.tap("Try it out with others", "link")
    await facilitator.tap("Make a link")
    await facilitator.sees("The link is there.")
    await album.desk(facilitator, "desk-try")
    link = await steps.contributor_link(facilitator)
    for number in range(6):
        async with Quick(product.url) as other:
            await other.get(link.removeprefix(product.url))
            await other.press("yes")
            await other.press("next")
            await other.press("skip")
            await other.press("pick:good" if number else "pick:upsetting")
            await other.say(f"{REMARK} I am number {number}.")
            await other.press("keep")
    await young.go(link)
    await young.title("Would you try this out?")
    await album.take(young, "chat-try")
    await young.tap("Yes, I will try it")
    await young.tap("Next")
    await young.sees("Question 1 of 5")
    await young.tap("Skip")
    await young.title("What was that like?")
    await album.take(young, "chat-try-question")
    await young.tap("Too hard")
    await young.title("Say more, if you like")
    await young.fill("In your own words", REMARK)
    await album.take(young, "chat-try-words")
    await young.tap("Next")
    await young.title("This is what we will keep")
    await young.tap("Keep")
    await facilitator.tap("End it and see what they said")
    await facilitator.sees("It has ended.")
    await album.desk(facilitator, "desk-tried")
    await facilitator.tap("See the whole draft", "link")


async def in_a_room(album: Album, facilitator: Person, young: Person, product: Product) -> None:
    """Let people answer together in a room."""
    await facilitator.tap("Answer together in a room", "link")
    await facilitator.tap("Make a link for the room")
    await facilitator.sees("The link is there.")
    link = await steps.contributor_link(facilitator)
    await young.go(link)
    await young.tap("Yes, I will take part")
    await young.tap("Nothing")
    await young.sees("Begin when the person with you says so.")
    await album.take(young, "chat-together")
    for _ in range(6):
        async with Quick(product.url) as other:
            await other.get(link.removeprefix(product.url))
            await other.press("later")
    await facilitator.tap("Look again", "link")
    await facilitator.sees("5 or more")
    await album.desk(facilitator, "desk-together")


async def neighbours(album: Album, admin: Person, partner: Person, product: Product) -> None:
    """Add a partner to the group; let them print the invitation."""
    link = await product.link(sample.PARTNER)
    await steps.enter(admin, product, sample.ADMIN)
    await album.desk(admin, "desk-people")
    await admin.tap("Groups", "link")
    await admin.press(admin.page.locator("main").get_by_role("link", name=GROUP.site))
    await admin.pick("People of the partner", sample.PARTNER.name)
    await album.desk(admin, "desk-group")
    await admin.tap("Save")
    await admin.sees("Saved.")
    await partner.go(link)
    await partner.tap("Sign in")
    await partner.press(partner.page.get_by_role("link", name=steps.TITLE))
    await partner.title(steps.TITLE)
    await album.desk(partner, "desk-partner")
    await partner.tap("Print the invitation", "link")
    await partner.title("Invitation to print")
    await album.desk(partner, "desk-sheet")
