"""How little a phone has to fetch before somebody can answer."""

from dataclasses import dataclass, field
from typing import Any, Final

from playwright.async_api import Page

from tests.e2e import steps
from tests.e2e.person import Someone
from tests.e2e.product import Product

MOST_BYTES: Final = 60 * 1024
MOST_REQUESTS: Final = 5
"""The page, two style sheets, one script, and the mark for its tab."""
A_TURN: Final = 12 * 1024
"""Most bytes of one turn, on its way there and back."""


@dataclass
class Wire:
    """What came over the wire: bytes with their headers, and what asked for what."""

    bytes: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def listen(self, page: Page) -> None:
        session = await page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._came)
        await session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        self.asked.append((event["type"], event["initiator"]["type"]))

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


async def test_the_chat_comes_in_two_round_trips_and_each_turn_in_one_small_page(
    product: Product, someone: Someone
) -> None:
    link = await steps.open_at_once(product)
    young = await someone()
    wire = Wire()
    await wire.listen(young.page)
    await young.page.goto(link, wait_until="networkidle")
    assert 0 < wire.bytes <= MOST_BYTES
    assert len(wire.asked) <= MOST_REQUESTS
    kinds = {kind for kind, _ in wire.asked}
    assert kinds <= {"Document", "Stylesheet", "Script", "Other"}, "no picture, no letters of ours"
    # Nothing that is fetched asks for more: the page names all there is.
    assert {by for _, by in wire.asked} <= {"parser", "other"}
    waits = await young.page.locator("script:not([defer]), style, [style]").count()
    assert waits == 0

    await young.tap("Yes, I will take part")
    await young.title("You are in")
    before = wire.bytes
    await young.tap("Nothing")
    await young.title("What does trust mean to you?")
    assert wire.bytes - before <= A_TURN
