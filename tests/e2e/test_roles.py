"""Admins and partners in a real browser: their pages as drawn, and the invitation on real paper."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import segno

from bot.consultation.model import Role, Round, RoundState, Staff
from bot.conversation.effects import OpenRound, SaveRound
from tests.e2e import steps
from tests.e2e.look import look
from tests.e2e.person import DESK, Person, Someone
from tests.e2e.product import COORDINATOR, FACILITATOR, GROUP, LEAD, SECOND, STAFF, Product, running

ADMIN = Staff("ad" * 16, "Ada Bain", Role.ADMIN)
GUS = Staff("f2" * 16, "Gus Orr", Role.FACILITATOR)
A4 = (595, 842)
"""In points, rounded."""
LONGEST = {
    "purpose": "We want to know what helps you to trust a service and us. " * 11,
    "asker": "Northshore Council and the Harbour Street partnership of services " * 2,
    "known_by": "Morven Alexandra Reid, your youth worker at Harbour Street on Mondays " * 2,
    "decider": "Moira Baird, head of services for young people in the whole region " * 2,
}


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """A product with an admin and a second facilitator."""
    async with running(tmp_path, *STAFF, ADMIN, GUS) as made:
        yield made


async def opened(product: Product, **changes: Any) -> Round:
    """Open a round without walking through its form."""
    plain = Round(
        id="0f" * 16,
        code="heron42heron",
        title=steps.TITLE,
        asker=steps.ASKER,
        known_by=steps.KNOWN_BY,
        purpose=steps.PURPOSE,
        decider=steps.DECIDER,
        space="You can answer at home.",
        voice="The questions are short.",
        influence="How workers meet you. Not how many there are.",
        rung="asked",
        group=GROUP.id,
        age_band="under18",
        opens_on=product.dates.opens,
        closes_on=product.dates.closes,
        withdraw_until=product.dates.until,
        tell_by=product.dates.tell_by,
        facilitator=FACILITATOR.id,
        lead=LEAD.id,
        readers=(COORDINATOR.id, SECOND.id),
    )
    draft = replace(plain, **changes)
    effects = (SaveRound(draft), OpenRound(replace(draft, state=RoundState.OPEN)))
    questions = product.app.library.sets[draft.question_set]
    now = product.clock.now()
    await product.app.database.run(lambda u: u.record(FACILITATOR, effects, questions, now))
    return draft


async def paper(of: Person) -> bytes:
    """Print the page as the browser would."""
    return await of.page.pdf(prefer_css_page_size=True)


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return the size of every page of a PDF, in points."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b", pdf))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


# --- paper -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"age_band": "mixed", "purpose": LONGEST["purpose"][:300]},
        {"purpose": LONGEST["purpose"][:600]},
        {name: text[: 600 if name == "purpose" else 120] for name, text in LONGEST.items()},
    ],
    ids=["plain", "more", "long", "longest"],
)
async def test_the_invitation_fits_one_page_whatever_was_written(
    changes: dict[str, Any], scheme: str, product: Product, someone: Someone
) -> None:
    await opened(product, **changes)
    facilitator = await someone(DESK, color_scheme=scheme)
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.press(facilitator.page.get_by_role("link", name=steps.TITLE))
    await facilitator.tap("Print the invitation", "link")
    await facilitator.title("Invitation to print")
    assert sizes(await paper(facilitator)) == [A4]


_ON_PAPER = """
() => {
  const style = (one) => getComputedStyle(document.querySelector(one));
  const seen = (one) => document.querySelector(one).checkVisibility();
  return {
    ink: style(".sheet h2").color,
    ground: style("body").backgroundColor,
    code: [style(".qr").fill, style(".qr").backgroundColor],
    bars: [seen(".top"), seen("h1"), seen(".noprint")],
    sheet: seen(".sheet"),
  };
}
"""
_SQUARES = """
(size) => {
  const path = document.querySelector(".qr path");
  const row = [...Array(size).keys()];
  const dark = (x, y) => (path.isPointInFill(new DOMPoint(x + 0.5, y + 0.5)) ? 1 : 0);
  return row.map((y) => row.map((x) => dark(x, y)));
}
"""


async def test_paper_is_black_on_white_even_from_dark_mode_and_shows_nothing_else(
    product: Product, someone: Someone
) -> None:
    round_ = await opened(product)
    facilitator = await someone(DESK, color_scheme="dark")
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.go(f"{product.url}/desk/print/{round_.id}")
    await facilitator.page.emulate_media(media="print", color_scheme="dark")
    assert await facilitator.page.evaluate(_ON_PAPER) == {
        "ink": "rgb(0, 0, 0)",
        "ground": "rgb(255, 255, 255)",
        "code": ["rgb(0, 0, 0)", "rgb(255, 255, 255)"],
        "bars": [False, False, False],
        "sheet": True,
    }


async def test_the_browser_draws_the_code_of_the_rounds_link(
    product: Product, someone: Someone
) -> None:
    round_ = await opened(product)
    facilitator = await someone(DESK, color_scheme="dark")
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.go(f"{product.url}/desk/print/{round_.id}")
    wanted = segno.make(f"{product.url}/r/{round_.code}", error="m", micro=False)
    edge = [0] * 4
    rows = [[*edge, *row, *edge] for row in wanted.matrix]
    blank = [[0] * len(rows[0])] * 4
    assert await facilitator.page.evaluate(_SQUARES, len(rows[0])) == [*blank, *rows, *blank]


async def test_the_button_prints(product: Product, someone: Someone) -> None:
    round_ = await opened(product)
    facilitator = await someone(DESK)
    await steps.enter(facilitator, product, FACILITATOR)
    await facilitator.go(f"{product.url}/desk/print/{round_.id}")
    await facilitator.page.evaluate("window.print = () => { window.printed = true; }")
    await facilitator.tap("Print")
    assert await facilitator.page.evaluate("window.printed") is True


# --- pages -------------------------------------------------------------------------------------


async def test_an_admin_adds_a_partner_who_prints_the_invitation(
    product: Product, someone: Someone
) -> None:
    round_ = await opened(product)
    admin = await someone(DESK)
    await steps.enter(admin, product, ADMIN)
    await look(admin)
    await admin.tap("Add a person", "link")
    await look(admin)
    await admin.tap("Add this person")
    await admin.sees("Pick what they do.")
    await look(admin)
    await admin.fill("Name", "Paul Reid")
    await admin.pick(
        "What they do", "Partner Sees a round of their groups, and prints its invitation."
    )
    await admin.tap("Add this person")
    await admin.sees("They are here now.", "They are in no group yet")
    await look(admin)
    link = await admin.page.get_by_role("link", name="/desk/enter/").inner_text()
    await admin.tap("Groups", "link")
    await look(admin)
    await admin.press(admin.page.get_by_role("link", name="Harbour Street, young people"))
    await look(admin)
    await admin.pick("People of the partner", "Paul Reid")
    await admin.tap("Save")
    await admin.sees("Saved.")

    partner = await someone(DESK)
    await partner.go(link)
    await partner.tap("Sign in")
    await partner.title("Rounds of your groups")
    await look(partner)
    await partner.press(partner.page.get_by_role("link", name=round_.title))
    await partner.title(round_.title)
    await look(partner)
    await partner.tap("Print the invitation", "link")
    await look(partner)
    assert sizes(await paper(partner)) == [A4]


async def test_a_facilitator_leaves_and_an_admin_hands_the_round_over(
    product: Product, someone: Someone
) -> None:
    round_ = await opened(product)
    admin = await someone(DESK)
    await steps.enter(admin, product, ADMIN)
    await admin.press(admin.page.get_by_role("link", name=FACILITATOR.name))
    await admin.title(FACILITATOR.name)
    await look(admin)
    await admin.press(admin.page.get_by_role("link", name=round_.title))
    await admin.title("Hand this round over?")
    await look(admin)
    await admin.pick("Who takes it over", GUS.name)
    await admin.tap("Hand it over")
    await admin.sees("The round is handed over.")
    await admin.misses(round_.title)

    gus = await someone(DESK)
    await steps.enter(gus, product, GUS)
    await gus.press(gus.page.get_by_role("link", name=round_.title))
    await gus.tap("Use it again")
    await gus.sees("A new draft is there, with the same words and no dates.")
