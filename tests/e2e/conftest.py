"""Every test has a browser, a product and people of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright

from tests.e2e.person import Person, Someone, chromium, person
from tests.e2e.product import Product, running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await chromium(playwright)
        yield started
        await started.close()


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def someone(browser: Browser) -> AsyncIterator[Someone]:
    """Let somebody sit down at a fresh browser; they all get up when the test is over."""
    async with AsyncExitStack() as stack:

        async def sit_down(*kind: Any, **more: Any) -> Person:
            return await stack.enter_async_context(person(browser, *kind, **more))

        yield sit_down
