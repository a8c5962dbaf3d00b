"""Attendance comes as a file, over the real route: a form in parts, with a cap and a clear word."""

import pytest
from aiohttp import FormData

from bot.consultation.model import Role, Round
from tests.web.browser import Browser
from tests.web.world import ROUND, sign_in

PAGE = f"/desk/attendance/{ROUND.id}"
TABLE = "\ufeffSite;First;Second\r\nBorders;11;9\r\nStìrling;11;10\r\n".encode()


async def hands_in(browser: Browser, file: bytes, typed: str = "") -> None:
    await browser.get(PAGE)
    (form,) = [each for each in browser.seen.all("form") if each.get("enctype")]
    assert form["enctype"] == "multipart/form-data"
    path, sent = browser.fields("keep")
    parts = FormData(default_to_multipart=True)
    for name, value in sent:
        if name != "file":
            parts.add_field(name, value)
    parts.add_field("table", typed)
    parts.add_field("file", file, filename="who came.csv", content_type="text/csv")
    await browser.send("POST", path, parts)


async def test_a_file_is_kept_as_if_it_were_typed(browser: Browser, opened: Round) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await hands_in(browser, TABLE)
    assert browser.status == 200
    assert "Saved." in browser.seen.text
    assert "Stìrling" in browser.seen.text
    assert "Site,First,Second\nBorders,11,9" in browser.html


@pytest.mark.parametrize(
    ("file", "status", "holds"),
    [
        (
            b"Site,First\nBorders,11\nStirling,x",
            422,
            ("Line 3: Write a whole number", "Stirling,x"),
        ),
        ("Site,First\nStìrling,4".encode("cp1252"), 422, ("Save it as CSV in UTF-8", "typed")),
        (b"Site,First\n" + b"a" * 7_000 + b",4", 422, ("6,000 letters at most", "typed")),
        (b"x" * 70_000, 413, ("Nothing was saved.", "")),
        (b"", 422, ("Line 1: The line of heads", "typed")),
    ],
)
async def test_what_does_not_fit_is_said_and_nothing_is_lost(
    browser: Browser, opened: Round, file: bytes, status: int, holds: tuple[str, str]
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await hands_in(browser, file, "typed")
    assert browser.status == status
    assert holds[0] in browser.seen.text
    assert holds[1] in browser.html
