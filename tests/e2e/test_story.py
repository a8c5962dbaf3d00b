"""The whole story, by tapping and typing alone: a facilitator asks, a young person answers among
six others, two coordinators read, the round is sealed, and the young person hears back."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from bot.consultation.model import RoundState
from tests.e2e import steps
from tests.e2e.person import DESK, Person, Someone
from tests.e2e.product import (
    COORDINATOR,
    FACILITATOR,
    LEAD,
    SECOND,
    Product,
    at,
)

TRUST = (
    "My worker Kirsty texted me on 07700 900456. "
    "She rings back, and the baker in red boots by the shed does too."
)
CHOICE = "I could choose who came with me."
CHANGED = "I could choose who came with me, and where we met."
TOGETHER = "We wrote the plan on one page."
SAY = "They asked me first."
SECRETS = (b"Kirsty", b"baker", b"900456", b"rings back", b"who came with me", b"one page")
"""Nothing of this may stand in any file while the round is open."""


async def test_one_round_from_the_first_question_to_hearing_back(
    product: Product, someone: Someone
) -> None:
    facilitator = await someone(DESK)
    await steps.enter(facilitator, product, FACILITATOR)
    link = await a_round_is_drafted_and_tried_out(facilitator, product, someone)
    await it_opens(facilitator, product)

    await steps.others_answer(product, link)
    young = await someone()
    code = await a_young_person_answers(young, link)
    young = await someone()
    await they_come_back_and_change_their_mind(young, link, code)
    await they_finish(young, product)
    assert leaks(product.folder) == []

    await product.put_forward(at(product.dates.closes + timedelta(days=1), 10))
    assert await product.state() is RoundState.CLOSED
    await the_first_reader_covers_a_place(await someone(DESK), product)
    await the_second_reader_agrees(await someone(DESK), product)
    await the_young_person_sees_what_a_reader_did(young, link)
    assert leaks(product.folder) == []

    assert len(product.round_keys()) == 1
    assert vault_rows(product.folder) > 0
    await product.put_forward(at(product.dates.until + timedelta(days=1), 10))
    assert await product.state() is RoundState.SEALED
    assert product.round_keys() == []
    assert vault_rows(product.folder) == 0

    await the_facilitator_writes_what_changed(facilitator, product)
    await a_reader_lets_it_go_out(await someone(DESK), product)
    await it_arrives_on_its_day(young, product, link)
    stranger = await someone()
    await stranger.go(link)
    await stranger.title("What changed because of you")
    await stranger.sees("People told us what helps.", "You get one named worker.")
    await stranger.misses("You told us what helps.")


# --- the facilitator asks --------------------------------------------------------------------


async def a_round_is_drafted_and_tried_out(
    facilitator: Person, product: Product, someone: Someone
) -> str:
    """Fill in a draft, be told what is missing, try it out; return the link for people."""
    await facilitator.title("Your rounds")
    await facilitator.tap("Start a round")
    await facilitator.title("What it is about")
    await steps.fill_in_about(facilitator)
    await facilitator.tap("Save")
    await facilitator.title("How people are heard")
    await steps.fill_in_voice(facilitator)
    await facilitator.tap("Save")
    await facilitator.title("Who is asked")
    await facilitator.pick("Group", "Harbour Street, young people")
    await facilitator.pick("Age", "Under 18")
    await facilitator.tap("Save")
    await facilitator.title("Dates and hours")
    # No day to hear back by, and a reader too few for people under 18.
    await steps.fill_in_dates(facilitator, product.dates)
    await facilitator.fill("They hear back by", "")
    await facilitator.tap("Save")
    await facilitator.title("Care and reading")
    await steps.fill_in_care(facilitator, [COORDINATOR], LEAD)
    await facilitator.tap("Save")
    await facilitator.title("Who runs it")
    await facilitator.tap("Save")
    await facilitator.title(steps.TITLE)

    link = await steps.contributor_link(facilitator)
    await the_draft_is_closed_to_others(await someone(), link)
    await the_facilitator_tries_it_out(facilitator, product, link)

    await facilitator.tap("Go on to open it", "link")
    await facilitator.title("Not ready to open yet")
    reasons = facilitator.page.locator(".notice").last
    await expect(reasons).to_contain_text("Promise a day by which they hear back.")
    await expect(reasons).to_contain_text("Two people must read each answer. Pick one more.")
    assert await facilitator.page.get_by_role("button", name="Open it now").count() == 0
    await facilitator.fill("They hear back by", product.dates.tell_by.isoformat())
    await facilitator.pick("Readers", SECOND.name)
    await facilitator.tap("Save")
    await facilitator.title("Open this round?")
    return link


async def the_draft_is_closed_to_others(stranger: Person, link: str) -> None:
    await stranger.go(link)
    await stranger.title("This has not opened yet")


async def the_facilitator_tries_it_out(facilitator: Person, product: Product, link: str) -> None:
    """See and answer just what contributors will, in a page beside the desk."""
    beside = await facilitator.context.new_page()
    desk, facilitator.page = facilitator.page, beside
    await facilitator.go(link)
    await facilitator.sees("This is a preview.", steps.ASKER, steps.PURPOSE, steps.DECIDER)
    await facilitator.tap("Yes, I will take part")
    await facilitator.tap("Nothing")
    await facilitator.title("What does trust mean to you?")
    await steps.answer(facilitator, "This is only a test.", "Yes")
    await facilitator.sees("Question 2 of 5")
    await beside.close()
    facilitator.page = desk
    assert vault_rows(product.folder) > 0


async def it_opens(facilitator: Person, product: Product) -> None:
    await facilitator.tap("Open it now")
    await facilitator.title(steps.TITLE)
    await facilitator.sees("The round is open.", "Shown when 5 people or more have answered.")
    assert await product.state() is RoundState.OPEN
    assert vault_rows(product.folder) == 0, "what was tried out is still there"
    assert [name[:6] for name in product.round_keys()] == ["round-"]


# --- a young person answers ------------------------------------------------------------------


async def a_young_person_answers(young: Person, link: str) -> str:
    """From the invitation to a pause; return the code to come back with."""
    await young.go(link)
    await young.title("Would you tell us what you think?")
    await young.sees(steps.ASKER, steps.KNOWN_BY, steps.PURPOSE, steps.DECIDER)
    await young.sees("5 questions. About 10 minutes.", "You will hear back by")
    await young.tap("Yes, I will take part")
    code = await steps.code_of(young)
    assert len(code.split()) == 7
    await young.tap("All messages")

    await young.title("What does trust mean to you?")
    await young.sees("Question 1 of 5")
    await young.fill("Your answer", TRUST)
    await young.tap("Next")
    await young.title("This is what we will keep")
    await they_cover_more(young)
    await young.pick("May we quote this?", "Yes")
    await young.tap("Keep")

    await young.title("What does having a choice mean to you?")
    await young.sees("Question 1 is kept.")
    assert await steps.answer(young, CHOICE, "No") <= 2

    await young.title("What does feeling safe mean to you?")
    before = young.taps
    await young.tap("Skip")
    await young.title("What does working together mean to you?")
    assert young.taps - before == 1

    await young.tap("Pause")
    await young.title("Your place is kept")
    assert await steps.code_of(young) == code
    return code


async def they_cover_more(young: Person) -> None:
    """A name and a number are covered already; more is covered by a tap on it, and by typing it."""
    words = young.page.get_by_role("group", name="Your answer, with words to cover")
    number = words.get_by_role("checkbox", name="Cover the words 07700 900456.")
    await expect(number).to_be_checked()
    await young.press(words.get_by_text("baker", exact=True))
    await expect(words.get_by_role("checkbox", name="Cover the words baker.")).to_be_checked()
    await young.press(young.page.locator("summary"))
    await young.fill("Cover more words", "red boots")
    await young.tap("Cover them")
    await young.sees("Covered. Look at it once more.")
    for word in ("Kirsty", "baker", "red boots", "07700 900456"):
        await expect(words.get_by_role("checkbox", name=f"Cover the words {word}.")).to_be_checked()


async def they_come_back_and_change_their_mind(young: Person, link: str, code: str) -> None:
    """Days later, in a browser that knows nothing of them."""
    await steps.come_back(young, link, code.upper())
    await young.title("What does working together mean to you?")
    await young.tap("My answers")
    await young.sees("You said yes to a quote.", "You skipped this one. That is fine.")
    trust = young.card("What does trust mean to you?")
    await expect(trust.locator(".words")).to_have_text(
        "My worker [worker's name] texted me on [phone number]. "
        "She rings back, and the [covered words] in [covered words] by the shed does too."
    )

    await young.tap("Change answer 2")
    await young.title("What does having a choice mean to you?")
    assert await steps.answer(young, CHANGED, "No") <= 2
    await young.sees(CHANGED)

    await young.tap("Back to where you were")
    await young.title("What does working together mean to you?")
    assert await steps.answer(young, TOGETHER, "No") <= 2
    await young.tap("My answers")
    await young.tap("Take back answer 4")
    await young.sees("Taken back. It is deleted.")
    await young.misses(TOGETHER)
    await young.tap("Back to where you were")


async def they_finish(young: Person, product: Product) -> None:
    await young.tap("Support")
    await young.title("Support")
    await young.sees("call 999", "Childline", "0800 1111", f"Ask {LEAD.name} to contact me")
    await young.tap("Back to where you were")
    await young.title("What does having a say in your own life mean to you?")
    assert await steps.answer(young, SAY, "No") <= 2
    await young.title("Thank you")
    await young.sees("You will hear back by Monday")
    await the_day_goes_into_a_calendar(young, product)


async def the_day_goes_into_a_calendar(young: Person, product: Product) -> None:
    async with young.page.expect_download() as downloaded:
        await young.tap("Put the day in your calendar", "link")
    day = read(await (await downloaded.value).path())
    assert "\r\nSUMMARY:A day to look back\r\n" in day
    assert f"\r\nDTSTART;VALUE=DATE:{product.dates.tell_by:%Y%m%d}\r\n" in day
    assert not any(word in day.casefold() for word in ("heardback", "trust", "council", "http"))


# --- coordinators read -----------------------------------------------------------------------


async def the_first_reader_covers_a_place(reader: Person, product: Product) -> None:
    """Approve every answer but one, in which more is covered with a reason."""
    await steps.enter(reader, product, COORDINATOR)

    async def decide() -> None:
        if await reader.shown("rings back"):
            await reader.fill("More words to cover", "the shed")
            await reader.pick("Your reason", "It names a place.")
            await reader.tap("Cover more")
        else:
            await reader.tap("Approve")

    assert await read_all(reader, decide) == 6 + 3


async def the_second_reader_agrees(reader: Person, product: Product) -> None:
    await steps.enter(reader, product, SECOND)

    async def decide() -> None:
        await reader.tap("Approve")

    assert await read_all(reader, decide) == 6 + 3


async def read_all(reader: Person, decide: Callable[[], Awaitable[Any]]) -> int:
    """Decide about every answer of the one batch; return how many there were."""
    await steps.to_an_answer(reader)
    done = 0
    main = reader.page.locator("main")
    while True:
        covered = main.get_by_role("heading", name="is covered")
        over = main.get_by_text("Nothing in this batch waits for you.")
        await expect(covered.or_(over)).to_be_visible()
        if await over.is_visible():
            return done
        assert await main.locator(".words").count() == 0, "words before the answer is opened"
        await reader.press(main.get_by_role("button", name="Open it"))
        await expect(main.locator(".words").first).to_be_visible()
        await decide()
        done += 1


async def the_young_person_sees_what_a_reader_did(young: Person, link: str) -> None:
    await young.go(link)
    await young.tap("My answers")
    trust = young.card("What does trust mean to you?")
    await expect(trust.locator(".words")).to_contain_text(
        "in [covered words] by [covered words] does too"
    )
    await expect(trust).to_contain_text("A reader covered one more part.")
    await expect(trust).to_contain_text("It names a place.")
    await young.tap("That is fine answer 1")
    await young.sees("Changed.")
    await expect(trust.get_by_role("button", name="That is fine")).to_have_count(0)


# --- what changed ----------------------------------------------------------------------------


async def the_facilitator_writes_what_changed(facilitator: Person, product: Product) -> None:
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.tap("Outcomes", "link")
    await facilitator.press(facilitator.page.locator("main").get_by_role("link", name=steps.TITLE))
    await facilitator.title("What changed")
    await steps.write_outcome(
        facilitator,
        "You trust workers who ring back.",
        "Done",
        "You get one named worker.",
        "you told us it matters who rings.",
    )
    await steps.sign_response(facilitator, "I read all of it. Thank you.", "head of service")
    await facilitator.fill("Goes out on", product.dates.sends.isoformat())
    await facilitator.tap("Ask a reader to approve")
    await facilitator.sees("A reader of the round is asked", "This is to go out on")


async def a_reader_lets_it_go_out(reader: Person, product: Product) -> None:
    await steps.enter(reader, product, COORDINATOR)
    await steps.let_go(reader)


async def it_arrives_on_its_day(young: Person, product: Product, link: str) -> None:
    """On its day it stands at the link; it is told to them only within the sending hours."""
    await product.put_forward(at(product.dates.sends - timedelta(days=1), 23))
    await young.go(link)
    await young.title("This has closed")
    await product.put_forward(at(product.dates.sends, 9))
    await young.go(link)
    await young.title("What changed because of you")
    await young.misses("You told us what helps.")
    await product.put_forward(at(product.dates.sends, 16, 30))
    await young.go(link)
    await young.sees("You told us what helps.", "You said", "You trust workers who ring back.")
    await young.sees("We did", "You get one named worker.")
    await young.sees("Because you told us it matters who rings.")
    await young.sees("I read all of it. Thank you.", "head of service")


# --- what lies on the disk -------------------------------------------------------------------


def read(path: Path) -> str:
    """Return a file's text with its line ends as they are."""
    return path.read_bytes().decode()


def vault_rows(folder: Path) -> int:
    """Count what is kept for people, through a door of our own."""
    with closing(sqlite3.connect(f"file:{folder / 'heardback.db'}?mode=ro", uri=True)) as file:
        (count,) = file.execute("SELECT count(*) FROM vault").fetchone()
    return int(count)


def leaks(folder: Path) -> list[str]:
    """Return which files hold words of the young person in clear."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if any(word in file.read_bytes() for word in SECRETS)]
