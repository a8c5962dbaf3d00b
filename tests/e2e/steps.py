"""What the people of the story do, in words; the pages they do it on are the real ones."""

from collections.abc import Iterable, Sequence
from typing import Final

from playwright.async_api import expect

from bot.consultation.model import Staff
from tests.e2e.person import Person
from tests.e2e.product import COORDINATOR, FACILITATOR, GROUP, LEAD, SECOND, Dates, Product
from tests.web.browser import Browser as Quick

ASKER: Final = "Northshore Council"
KNOWN_BY: Final = "Morven Reid, your youth worker"
PURPOSE: Final = "We want to know what helps you trust us. Then we choose what to change."
DECIDER: Final = "Moira Baird, head of young people's services"
HEARD: Final = {
    "space": "You can answer at home.",
    "voice": "The questions are short.",
    "influence": "How workers meet you. Not how many there are.",
    "rung": "asked",
}
TITLE: Final = "Five questions on trust"

OTHERS: Final = (
    ("She rang when she said she would.",),
    ("Nobody passed on what I said.",),
    ("They say sorry when they get it wrong.",),
    ("I knew from the start who would read it.",),
    ("I got an answer the same day.",),
    ("They gave me the time I needed.",),
)
"""Six invented people: what trust means to them. They skip the other questions."""


async def enter(member: Person, product: Product, who: Staff) -> None:
    """Sign in with a fresh one-time link."""
    await member.go(await product.link(who))
    await member.tap("Sign in")
    await member.sees(who.name)


async def fill_in_about(facilitator: Person) -> None:
    """Fill in the first page of a draft: what people read."""
    await facilitator.fill("Who asks", ASKER)
    await facilitator.fill("Whom they already know there", KNOWN_BY)
    await facilitator.fill("What it is for", PURPOSE)
    await facilitator.fill("Who decides", DECIDER)


async def fill_in_voice(facilitator: Person) -> None:
    """Say how people are heard."""
    await facilitator.fill("How you make it safe to speak", HEARD["space"])
    await facilitator.fill("How you help people say it", HEARD["voice"])
    await facilitator.fill("What can change because of it", HEARD["influence"])
    await facilitator.pick("How much say people have", "We ask you, and then we decide.")


async def fill_in_dates(facilitator: Person, dates: Dates) -> None:
    """Fill in the days. *Can be taken back until* follows from the closing day."""
    await facilitator.fill("Opens", dates.opens.isoformat())
    await facilitator.fill("Closes", dates.closes.isoformat())
    await facilitator.fill("They hear back by", dates.tell_by.isoformat())


async def fill_in_care(facilitator: Person, readers: Iterable[Staff], lead: Staff) -> None:
    """Name who helps and who reads."""
    await facilitator.pick("Safeguarding lead", lead.name)
    for reader in readers:
        await facilitator.pick("Readers", reader.name)


async def start_round(
    facilitator: Person, dates: Dates, readers: Sequence[Staff], lead: Staff
) -> None:
    """Fill in a whole draft, page by page; ends at all of it at a glance."""
    await facilitator.tap("Start a round")
    await fill_in_about(facilitator)
    await fill_in_the_rest(facilitator, dates, readers, lead)


async def fill_in_the_rest(
    facilitator: Person, dates: Dates, readers: Sequence[Staff], lead: Staff
) -> None:
    """Save the first page of a draft and fill in the others."""
    await facilitator.tap("Save")
    await fill_in_voice(facilitator)
    await facilitator.tap("Save")
    await facilitator.pick("Group", "Harbour Street, young people")
    await facilitator.pick("Age", "Under 18")
    await facilitator.tap("Save")
    await fill_in_dates(facilitator, dates)
    await facilitator.tap("Save")
    await fill_in_care(facilitator, readers, lead)
    await facilitator.tap("Save")
    await facilitator.title("Who runs it")
    await facilitator.tap("Save")
    await facilitator.title(TITLE)


async def contributor_link(facilitator: Person) -> str:
    """Read the link that people get from the page of a round or a draft."""
    link = facilitator.page.locator("p.share a")
    return (await link.text_content() or "").strip()


async def open_at_once(product: Product) -> str:
    """Let a facilitator open a round through the same pages, without a screen to draw them on;
    return the link that people get."""
    path = (await product.link(FACILITATOR)).removeprefix(product.url)
    days = product.dates
    async with Quick(product.url) as desk:
        page = await desk.get(path)
        await desk.send("POST", path, {"csrf": page.first("input", name="csrf")["value"]})
        await desk.press("new")
        about = {"asker": ASKER, "known_by": KNOWN_BY, "purpose": PURPOSE, "decider": DECIDER}
        await desk.press("save", **about)
        await desk.press("save", **HEARD)
        await desk.press("save", group=GROUP.id, age_band="under18")
        closes, tell_by = days.closes.isoformat(), days.tell_by.isoformat()
        await desk.press("save", closes_on=closes, tell_by=tell_by)
        await desk.press("save", lead=LEAD.id, readers=(COORDINATOR.id, SECOND.id))
        # Saving a page leads to the next one; the last of them leads to the draft.
        draft = "/".join(desk.path.split("/")[:4])
        await desk.get(f"{draft}/open")
        seen = await desk.press("open")
        assert "The round is open." in seen.text
        (link,) = (a["href"] for a in seen.all("a") if a.get("href", "").startswith("/r/"))
    return product.url + link


async def others_answer(
    product: Product, link: str, texts: Sequence[Sequence[str]] = OTHERS
) -> None:
    """Let invented people answer through the same pages, without a screen to draw them on."""
    path = link.removeprefix(product.url)
    for answers in texts:
        async with Quick(product.url) as other:
            await other.get(path)
            await other.press("yes")
            await other.press("hears:all")
            for text in answers:
                await other.say(text)
                await other.press("keep", quote="yes")
            while "Question" in other.seen.text and 'value="say"' in other.html:
                await other.press("skip")
            assert other.seen.first("h1")
            assert "Thank you" in other.seen.text


async def to_an_answer(reader: Person) -> None:
    """Let a reader go from their desk to the first answer of the one batch."""
    await reader.tap("Five questions on trust A batch waits", "link")
    await reader.tap("Batch 1 Waits for you", "link")
    await reader.tap("Go to the next answer", "link")


async def code_of(contributor: Person) -> str:
    """Write down the code to come back with."""
    code = contributor.page.locator(".code")
    await expect(code).to_be_visible()
    return (await code.inner_text()).strip()


async def answer(contributor: Person, text: str, quote: str) -> int:
    """Type an answer and keep it; return the taps it took after it was typed and sent."""
    await contributor.fill("Your answer", text)
    await contributor.tap("Next")
    await contributor.title("This is what we will keep")
    before = contributor.taps
    await contributor.pick("May we quote this?", quote)
    await contributor.tap("Keep")
    await contributor.sees("is kept.")
    return contributor.taps - before


async def come_back(contributor: Person, link: str, code: str) -> None:
    """Open the link in a new browser and type the code."""
    await contributor.go(link)
    await contributor.tap("I have a code")
    await contributor.fill("Your code", code)
    await contributor.tap("Go on")


async def write_outcome(
    facilitator: Person, said: str, status: str, did: str, because: str
) -> None:
    """Write one *you said, we did*."""
    await facilitator.tap("Add what people said", "link")
    await facilitator.fill("People said", said)
    await facilitator.pick("What came of it", status)
    await facilitator.fill("What was done", did)
    await facilitator.fill("Because", because)
    await facilitator.tap("Save")
    await facilitator.sees("Saved. Nobody sees it yet.")


async def sign_response(facilitator: Person, text: str, role: str) -> None:
    """Type what the one who decides says to people."""
    await facilitator.press(
        facilitator.page.locator("main").get_by_role("link", name="answers people")
    )
    await facilitator.title("The answer of who decides")
    await facilitator.fill("What they say to people", text)
    await facilitator.fill("Their role", role)
    await facilitator.tap("Save")
    await facilitator.sees("Saved. Nobody sees it yet.")


async def let_go(reader: Person) -> None:
    """Let a reader look at what changed and say yes."""
    await reader.tap("Review", "link")
    await reader.press(
        reader.page.locator("main").get_by_role("link", name="It waits for your yes")
    )
    await reader.title("May this go out?")
    await reader.tap("Let it go out")
    await reader.sees("It goes out on its day.")
