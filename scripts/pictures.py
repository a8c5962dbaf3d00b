"""The pictures of the docs, taken from the running product: `make pictures`.

The product runs on a folder that is thrown away, with a clock that is put forward, and the story of
`tests/e2e` is walked by tapping and typing. Every person, place and word in it is invented.

Letters are drawn with Inter where it is installed (Debian: fonts-inter), and days are written as in
Britain where Chromium can (chromium-l10n); else with what the system has.
"""

import asyncio
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, async_playwright

from app import sample
from bot.consultation import review
from bot.consultation.model import Staff
from bot.conversation.effects import Decide, StaffEffect, Uncover
from bot.ports import Unit
from scripts import (
    draft_pictures,
    report_pictures,
    slack_pictures,
    teams_pictures,
    tour_pictures,
    year_pictures,
)
from scripts.album import FOLDER, Album
from scripts.picture_words import CHOICE, OUTCOME, RESPONSE, TRUST, WORRY
from tests.e2e import steps
from tests.e2e.person import DESK, PHONE, Person, chromium, person
from tests.e2e.product import COORDINATOR, FACILITATOR, LEAD, SECOND, Product, at, running
from tests.web.browser import Browser as Quick

_SHARP: Final[Mapping[str, Any]] = {**PHONE, "device_scale_factor": 1.5}

_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><edit name="family" mode="prepend" binding="strong">
<string>Inter</string><string>Roboto</string><string>Liberation Sans</string>
</edit></match>
</fontconfig>
"""

# --- the story -------------------------------------------------------------------------------


async def others(product: Product, link: str) -> None:
    """Let the invented people of the demonstration answer two questions each; one of them writes what worries."""
    for number, answers in enumerate(sample.PEOPLE):
        async with Quick(product.url) as other:
            await other.get(link.removeprefix(product.url))
            await other.press("yes")
            await other.press("hears:all")
            for said in filter(None, answers[: 2 if number else 1]):
                await other.say(said.text)
                for word in said.cover:
                    await other.press("cover", more=word)
                await other.press("keep", quote="yes" if said.quote else "no")
            if number == 0:
                await other.say(WORRY)
                await other.press("keep", quote="no", hard="yes")


async def contributor(album: Album, young: Person, link: str) -> None:
    """Answer on a phone, from the invitation to the end."""
    await young.go(link)
    await young.title("Would you tell us what you think?")
    await album.take(young, "chat-invitation")
    await young.tap("Yes, I will take part")
    await young.title("You are in")
    await album.take(young, "chat-code")
    await young.tap("All messages")
    await young.title("What does trust mean to you?")
    await album.take(young, "chat-question")
    await young.tap("Easy read")
    await young.sees("Leave easy read")
    await album.take(young, "chat-easy")
    await young.tap("Leave easy read")
    await young.misses("Leave easy read")
    await young.fill("Your answer", TRUST)
    await young.tap("Next")
    await young.title("This is what we will keep")
    words = young.page.locator(".words")
    await album.take(young, "chat-cover")
    await young.pick("May we quote this?", "Yes")
    await young.tap("Keep")
    await young.title("What does having a choice mean to you?")
    await young.fill("Your answer", CHOICE)
    await young.tap("Next")
    await young.press(words.locator("label.cover", has_text="[username]"))
    await young.pick("May we quote this?", "No")
    await young.tap("Keep")
    await young.title("What does feeling safe mean to you?")
    await young.tap("Support")
    await young.title("Support")
    await album.take(young, "chat-support")
    await ask_for_contact(young)
    await album.take(young, "chat-contact")
    await young.tap("Back to where you were")
    for number in (3, 4, 5):
        await young.sees(f"Question {number} of 5")
        await young.tap("Skip")
    await young.title("Thank you")
    await album.take(young, "chat-finished")
    await young.tap("Privacy")
    await young.tap("Pick your messages")
    await young.title("Your messages")
    await album.take(young, "chat-messages")
    await young.go(link)
    await young.tap("Privacy")
    await young.tap("See what we keep about me")
    await young.title("What we keep about you")
    await album.take(young, "chat-data")


async def ask_for_contact(young: Person) -> None:
    """Ask the lead to make contact, once more if they have asked already; they are at *Support*."""
    if await young.shown("Take it back"):
        await young.tap("Take it back")
        await young.sees("Ask a person to contact you")
    await young.fill(f"How can {LEAD.name} reach you?", "Text 07700 900456 after school")
    await young.tap(f"Ask {LEAD.name} to contact me")
    await young.sees("Asked.")


async def reader(album: Album, one: Person, product: Product) -> None:
    """Read: raise a concern about one answer, cover a place in another."""
    await steps.enter(one, product, COORDINATOR)
    await one.go(await desk_page(product, WORRY))
    await album.desk(one, "desk-hard")
    await one.press(one.page.get_by_role("button", name="Open it"))
    await one.pick("Your reason", "Somebody may not be safe.")
    await one.tap("Raise a concern")
    await one.sees("The safeguarding lead has the text now.")
    await one.go(await desk_page(product, "nobody asked me"))
    await album.desk(one, "desk-covered")
    await one.press(one.page.get_by_role("button", name="Open it"))
    await one.sees("nobody asked me")
    await album.desk(one, "desk-review")
    await one.pick("3: @harbour_crew", "Cover")
    await one.pick("Your reason", "It shows how to reach somebody.")
    await one.tap("Cover more")
    await one.sees("The words are covered.")
    await one.go(f"{product.url}/desk/own")
    await one.title("For you")
    await album.desk(one, "desk-own")


async def desk_page(product: Product, text: str) -> str:
    """Return where the answer with these words is read."""
    (round_,) = await product.app.database.run(lambda unit: unit.rounds())
    batches = await product.app.database.run(lambda unit: unit.batches(round_.id))
    answers = (answer for batch in batches for answer in batch.answers)
    found = next(each for each in answers if each.kept and text in each.kept.text)
    return f"{product.url}/desk/answer/{round_.id}/{found.id}"


async def approved(product: Product) -> None:
    """Let both readers pass on all that waits."""
    run, now = product.app.database.run, product.clock.now()
    (round_,) = await run(lambda unit: unit.rounds())
    for member in (COORDINATOR, SECOND):
        batches = await run(lambda unit: unit.batches(round_.id))
        for answer in (each for batch in batches for each in batch.answers):
            if answer.kept and review.may_decide(answer, member.id, round_):
                done = review.approve(answer, member.id, round_)
                acts: list[StaffEffect] = [Uncover(answer.id), Decide(done, "approve")]
                await run(partial(_noted, member, acts, now))


def _noted(member: Staff, acts: list[StaffEffect], now: datetime, unit: Unit) -> None:
    unit.record(member, acts, None, now)


async def changed(album: Album, facilitator: Person, one: Person, product: Product) -> None:
    """Write what changed, once the round is sealed, and let a reader let it go out."""
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.tap("Outcomes", "link")
    await facilitator.press(facilitator.page.locator("main").get_by_role("link", name=steps.TITLE))
    for said, status, did, because in OUTCOME:
        await steps.write_outcome(facilitator, said, status, did, because)
    await facilitator.press(facilitator.page.get_by_role("link", name=OUTCOME[0][0]))
    await facilitator.tap("Add words of people", "link")
    await facilitator.press(facilitator.page.get_by_role("checkbox", name="my worker rang"))
    await facilitator.tap("Save")
    await facilitator.sees("Saved. Nobody sees it yet.")
    await steps.sign_response(facilitator, RESPONSE, "head of service")
    await facilitator.fill("Goes out on", product.dates.sends.isoformat())
    await album.desk(facilitator, "desk-outcome")
    await facilitator.tap("Ask a reader to approve")
    await facilitator.sees("A reader of the round is asked")
    await steps.enter(one, product, COORDINATOR)
    await one.press(one.page.locator("main").get_by_role("link", name="It waits for your yes"))
    await one.title("May this go out?")
    await album.desk(one, "desk-approval")
    await steps.let_go(one)


async def heard(
    album: Album, facilitator: Person, young: Person, product: Product, link: str
) -> None:
    """Hear back, look where the words went, and print what changed."""
    await young.go(link)
    await young.sees("You told us what helps.")
    await album.take(young, "chat-outcome")
    await young.tap("Where did my words go?")
    await young.title("Where did my words go?")
    await album.take(young, "chat-words")
    await steps.enter(facilitator, product, FACILITATOR)
    rounds = await product.app.database.run(lambda unit: unit.rounds())
    (first,) = (each for each in rounds if not each.parent)
    await facilitator.go(f"{product.url}/desk/outcome/{first.id}")
    await facilitator.tap("Print what changed", "link")
    await facilitator.title("What changed, to print")
    await album.desk(facilitator, "desk-told")


async def story(browser: Browser, album: Album, product: Product) -> None:
    """Walk the whole story and take its pictures."""
    async with (
        person(browser, DESK) as facilitator,
        person(browser, _SHARP) as young,
        person(browser, _SHARP) as visitor,
        person(browser, DESK) as one,
        person(browser, DESK) as lead,
        person(browser, DESK) as admin,
        person(browser, DESK) as partner,
    ):
        link = await draft_pictures.draft(album, facilitator, young, product)
        await draft_pictures.in_a_room(album, facilitator, visitor, product)
        await draft_pictures.neighbours(album, admin, partner, product)
        await draft_pictures.kept_by_staff(album, facilitator, partner, product)
        await others(product, link)
        await contributor(album, young, link)
        days = product.dates
        await product.put_forward(at(days.opens + timedelta(days=9), 10))
        await steps.enter(facilitator, product, FACILITATOR)
        await facilitator.tap(f"{steps.TITLE} Open, day 10 of 15. On time: 33 days left", "link")
        await facilitator.sees("What you can see today")
        await album.desk(facilitator, "desk-round")
        await facilitator.go(f"{product.url}/desk/promises")
        await album.desk(facilitator, "desk-promises")
        await reader(album, one, product)
        await young.go(link)
        await young.tap("Support")
        await young.title("Support")
        await ask_for_contact(young)
        await steps.enter(lead, product, LEAD)
        await lead.title("People who may need you")
        await album.desk(lead, "desk-lead")
        await lead.go(f"{product.url}/desk/hard")
        await lead.sees("One phrase on each line")
        await album.desk(lead, "desk-hard-words")
        await young.go(link)
        await young.tap("My answers")
        await young.sees("A reader covered one more part.")
        await album.take(young, "chat-answers")
        await product.put_forward(at(days.closes + timedelta(days=1), 10))
        await approved(product)
        await product.put_forward(at(days.until + timedelta(days=1), 10))
        await changed(album, facilitator, one, product)
        await product.put_forward(at(days.sends, 17))
        await heard(album, facilitator, young, product, link)


def british(folder: Path) -> dict[str, str]:
    """Return an environment in which days are written as in Britain, and letters are Inter's."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS, "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(fonts), "LANGUAGE": "en_GB"}


def clear() -> None:
    """Make room: pictures that are no longer taken go."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()


async def main() -> None:
    """Take every picture anew."""
    clear()
    with tempfile.TemporaryDirectory() as kept:
        environment = british(Path(kept))
        async with async_playwright() as playwright, running(Path(kept, "data")) as product:
            browser = await chromium(playwright, env=environment)
            album = Album(FOLDER, await browser.new_page())
            await story(browser, album, product)
            await album.readme()
            async with running(Path(kept, "reports")) as reported:
                await report_pictures.take(browser, album, reported)
            await year_pictures.take(browser, album, Path(kept, "year"))
            await tour_pictures.take(browser, album, Path(kept, "tour"))
            await slack_pictures.take(browser, await browser.new_page())
            await teams_pictures.take(browser, await browser.new_page())
            await browser.close()
    taken = list(FOLDER.glob("*.png"))
    size = sum(picture.stat().st_size for picture in taken)
    print(f"{len(taken)} pictures, {size / 2**20:.1f} MB")


if __name__ == "__main__":
    asyncio.run(main())
