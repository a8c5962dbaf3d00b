"""The pictures of reports: two waves of an evaluation that were sealed, and the account of promises.

People, words and numbers are invented; everything else is what the product does.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, async_playwright

from bot.consultation.evaluation import AFTER, BEFORE
from bot.consultation.model import Item, Outcome, Response, Round, RoundState
from bot.consultation.records import Kind, Record, Site
from bot.conversation.effects import KeepRecord, OpenRound, SaveMessages, SaveRound
from bot.conversation.events import Chose, Said
from bot.ports import Unit
from scripts.album import FOLDER, Album
from tests.delivery.line import Line, Post
from tests.e2e import steps
from tests.e2e.person import DESK, chromium, person
from tests.e2e.product import COORDINATOR, FACILITATOR, GROUP, LEAD, Product, at, running
from tests.outcomes import goes_out

SET: Final = "reacts"
_PEOPLE: Final = 30
_WORDS: Final = (
    "They do what they say. If they cannot come, they tell me before.",
    "I will ask where people want to meet before I book a room.",
    "Somebody who has been there sat at the top of the table.",
    "We made one plan and all of us held the pen.",
    "I had time to think. Nobody filled the silence.",
    "The break was long enough to say no to something.",
)
_MESSAGES: Final = (
    "Ring on the day you said you would, or say before that you cannot.",
    "Ask where people want to meet before you book a room.",
    "Tell people what you decided, even when it is a no.",
)
_ITEMS: Final = (
    Item(
        "You want to know who is coming.", "You get a message the day before.", "done", "you asked."
    ),
    Item(
        "You want to choose where you meet.",
        "You can meet at Harbour Street or at school.",
        "planned",
        "there is just one car.",
        "Morven Reid",
        tags=("promise/voice",),
    ),
)

_BEFORE: Final = ((1, 2, 2, 3, 4, 5), (1, 1, 2, 3, 4, 5), (1, 2, 3, 3, 4, 5), (1, 2, 2, 3, 3, 4))
_AFTER: Final = ((1, 2, 3, 4, 4, 5), (2, 2, 3, 4, 4, 5), (1, 2, 3, 4, 5, 5), (2, 3, 4, 4, 5, 5))
"""What six people in a row pick of each scale."""


class House:
    """Two waves in one running product."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.line = Line(product.app, product.clock, Post())  # type: ignore[arg-type]
        self.set = product.app.library.sets[SET]
        self.until = product.dates.opens + timedelta(days=56)

    async def opened(self, number: int, wave: str) -> Round:
        """Open a wave today, for a week."""
        today = self.product.clock.now().date()
        draft = Round(
            id=f"{number}{number}" * 16,
            code=f"wave{number}",
            title="Sharing power: two sessions",
            question_set=SET,
            asker=steps.ASKER,
            known_by=steps.KNOWN_BY,
            purpose=steps.PURPOSE,
            decider=steps.DECIDER,
            **steps.HEARD,
            group=GROUP.id,
            age_band="adult",
            opens_on=today,
            closes_on=today + timedelta(days=7),
            withdraw_until=self.until,
            tell_by=self.until + timedelta(days=45),
            facilitator=FACILITATOR.id,
            lead=LEAD.id,
            readers=(COORDINATOR.id,),
            two_readers=False,
            evaluation="e1" * 16,
            wave=wave,
        )

        def work(unit: Unit) -> None:
            now = self.product.clock.now()
            unit.record(FACILITATOR, [SaveRound(draft)], None, now)
            opened = replace(draft, state=RoundState.OPEN)
            unit.record(FACILITATOR, [OpenRound(opened)], self.set, now)

        await self.product.app.database.run(work)
        return await self.line.round(draft.id)

    async def answered(self, round_: Round, points: Sequence[Sequence[int]]) -> None:
        """Let everybody answer every scale, and one in five write as well."""
        for number in range(_PEOPLE):
            who = f"person-{number}"
            await self.line.join(round_, who)
            for place, question in enumerate(self.set.questions):
                if question.kind == "likert":
                    point = points[place][(number + place) % len(points[place])]
                    await self.line.act(round_, who, Chose(f"pick:{question.id}:{point}"))
                elif number % 5 == 0:
                    await self.line.act(round_, who, Said(_WORDS[(number + place) % len(_WORDS)]))
                    await self.line.act(round_, who, Chose("keep", {"quote": ("yes",)}))

    async def on(self, day: date) -> None:
        """Put the clock forward to a day."""
        await self.product.put_forward(at(day, 17))

    async def told(self, round_: Round, day: date) -> None:
        """Let an outcome go out on a day, and write down what staff keep."""
        due = day + timedelta(days=90)
        items = tuple(replace(i, due=due) if i.status == "planned" else i for i in _ITEMS)
        signed = Response(
            "Thank you. We changed two things.", "Moira Baird", "Head", day, "Isobel Kerr"
        )
        outcome = Outcome("0d" * 16, round_.id, items, day, response=signed)
        now = self.product.clock.now()
        run = self.product.app.database.run
        await run(lambda unit: goes_out(unit, FACILITATOR, COORDINATOR, outcome, now))
        sites = (Site("Elm Row", (16, 15)), Site("Harbour Street", (18, 17)))
        came = Record(
            "ce" * 16, round_.id, Kind.ATTENDANCE, columns=("First", "Second"), sites=sites
        )
        await self.line.staff(FACILITATOR, KeepRecord(came))


async def lived(house: House) -> Round:
    """Ask before and after, seal both, and tell people what came of it."""
    start = house.product.dates.opens
    first = await house.opened(1, BEFORE)
    await house.answered(first, _BEFORE)
    await house.on(start + timedelta(days=8))
    await house.line.approve(first)
    await house.on(start + timedelta(days=24))
    second = await house.opened(2, AFTER)
    await house.answered(second, _AFTER)
    await house.on(start + timedelta(days=32))
    await house.line.approve(second)
    await house.on(house.until + timedelta(days=1))
    day = house.until + timedelta(days=6)
    await house.told(second, day)
    await house.on(day)
    texts = await house.product.app.database.run(lambda unit: unit.approved(second.id))
    short = tuple(text.id for text in texts if text.quotable)[:2]
    await house.line.staff(FACILITATOR, SaveMessages(second.id, _MESSAGES, short))
    return second


async def take(browser: Browser, album: Album, product: Product) -> None:
    """Take the pictures."""
    round_ = await lived(House(product))
    async with person(browser, DESK) as facilitator:
        await steps.enter(facilitator, product, FACILITATOR)
        await facilitator.tap("Reports", "link")
        await album.desk(facilitator, "desk-reports")
        for name, path in (
            ("desk-report", f"report/{round_.id}"),
            ("desk-key-messages", f"report/{round_.id}/key"),
            ("desk-quote-cards", f"report/{round_.id}/cards"),
            ("desk-promises-kept", "account"),
        ):
            await facilitator.go(f"{product.url}/desk/{path}")
            await album.desk(facilitator, name)


async def main() -> None:
    """Take these pictures alone."""
    with tempfile.TemporaryDirectory() as kept:
        async with async_playwright() as playwright, running(Path(kept, "data")) as product:
            browser = await chromium(playwright)
            await take(browser, Album(FOLDER, await browser.new_page()), product)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
