"""The demonstration as whoever starts it sees it: the real command, its printed links, and the
story by hand, with the clock put forward by its button."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.person import DESK, Person, Someone

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 60
ANSWER: Final = "Kettle rang me back, and that was new."


@pytest.fixture
async def links(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """The links that the command prints, by the line above each."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "run", "--demo", "--port", "0",
        cwd=tmp_path, stdout=PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    printed: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while not printed or "Heardback is running" not in printed[-1]:
            line = await process.stdout.readline()
            assert line, printed
            printed.append(line.decode().strip())
    yield {above: link for above, link in pairwise(printed) if "://" in link}
    process.terminate()
    async with asyncio.timeout(PATIENCE):
        await process.communicate()
    assert process.returncode == 0


async def test_the_story_by_hand_with_the_printed_links(
    links: dict[str, str], someone: Someone
) -> None:
    young = await someone()
    link = links["A contributor answers here"]
    await young.go(link)
    await young.sees("You will hear back by")
    await young.tap("Yes, I will take part")
    await young.tap("All messages")
    await young.fill("Your answer", ANSWER)
    await young.tap("Next")
    await young.press(young.page.locator(".words").get_by_text("Kettle", exact=True))
    await young.pick("May we quote this?", "Yes")
    await young.tap("Keep")
    await young.sees("Question 1 is kept.")

    reader = await someone(DESK)
    await sign_in(reader, links["The coordinator's desk"])
    await reader.press(reader.page.locator("main .entries a").first)
    await next_date(reader, "Jump: the round closes")
    await reader.press(reader.page.locator("main .entries a").last)
    await reader.tap("Go to the next answer", "link")
    await reader.press(reader.page.get_by_role("button", name="Open it"))
    await reader.tap("Approve")
    await reader.sees("The answer is approved.")

    facilitator = await someone(DESK)
    await sign_in(facilitator, links["The facilitator's desk"])
    await next_date(facilitator, "Jump: the round is sealed")
    await facilitator.tap("Outcomes", "link")
    await facilitator.press(facilitator.page.locator("main .entries a").first)
    await steps.write_outcome(
        facilitator, "You trust workers who ring back.", "Done", "They ring back.", "you said so."
    )
    await steps.sign_response(facilitator, "I read all of it.", "head of service")
    await facilitator.fill("Goes out on", await promised_day(facilitator))
    await facilitator.tap("Ask a reader to approve")
    await facilitator.sees("This is to go out on")
    await steps.let_go(reader)
    await facilitator.page.reload()
    await next_date(facilitator, "Jump: the outcome is sent")

    await young.go(link)
    await young.title("What changed because of you")
    await young.sees("You told us what helps.", "They ring back.")


async def sign_in(member: Person, link: str) -> None:
    await member.go(link)
    await member.tap("Sign in")
    await member.sees("Demonstration. Today is")


async def next_date(member: Person, what: str) -> None:
    """Put the clock forward from the desk, and still be signed in."""
    await member.sees(what)
    await member.tap("Go to the next date")
    await member.misses(what)
    await expect(member.page.get_by_role("button", name="Sign out")).to_be_visible()


async def promised_day(facilitator: Person) -> str:
    """Read the day by which everyone hears back, and return it as a field takes it."""
    promise = await facilitator.page.locator(".promise strong").inner_text()
    found = re.search(r"by \w+ (\d+)\s(\w+) (\d{4})", promise)
    assert found, promise
    return (
        datetime.strptime(" ".join(found.groups()), "%d %B %Y")
        .replace(tzinfo=UTC)
        .date()
        .isoformat()
    )
