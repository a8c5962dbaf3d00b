"""Reports over HTTP: printed, taken as files, by the round's own facilitator and by nobody else."""

from dataclasses import replace

import pytest

from bot.consultation.model import Role
from bot.conversation.desk import Spot
from bot.conversation.effects import SaveMessages
from bot.exporting import export_page
from bot.ports import Refused
from tests.drivers.world import FACILITATOR, LEAD, READER, World
from tests.reports.test_exporting import OTHER, SEALED, exports, made, signed_in  # noqa: F401
from tests.web.browser import Browser


async def taken(browser: Browser, path: str, form: str) -> tuple[int, str]:
    await browser.get(path)
    target, sent = browser.fields(f"export:{form}")
    async with browser._session.post(target, data=sent, headers=browser._always) as got:
        return got.status, (await got.read()).decode()


async def test_its_facilitator_reads_prints_and_takes_every_page(made: World) -> None:  # noqa: F811
    await made.waits(SEALED)
    texts = await made.run(lambda unit: unit.approved(made.round.id))
    allowed = {text.text for text in texts if text.quotable}
    path = f"/desk/report/{made.round.id}"
    three = ("One.", "Two.", "Three.")
    await made.acts(FACILITATOR, SaveMessages(made.round.id, three, (_first(texts),)))
    async with await signed_in(made) as browser:
        page = await browser.get(path)
        assert 'aria-current="page"' in browser.html
        assert page.first("p", **{"data-print": ""})
        for item in ("", "/key", "/cards"):
            for form in ("html", "md"):
                status, body = await taken(browser, path + item, form)
                assert status == 200
                assert "csrf" not in body
                quoted = [text for text in (t.text for t in texts) if text in body]
                assert set(quoted) <= allowed
                assert len(body) < 100_000
        assert browser.seen.faults == []
    assert await exports(made) == ["facilitator"] * 6


async def test_nobody_else_takes_a_page_and_none_before_sealing(made: World) -> None:  # noqa: F811
    spot = Spot("report", made.round.id)
    with pytest.raises(Refused):
        await export_page(made.app.desk, FACILITATOR, spot, "html", repr)
    await made.waits(SEALED)
    everyone = (
        OTHER,
        READER,
        LEAD,
        *(replace(FACILITATOR, role=r) for r in (Role.ADMIN, Role.PARTNER)),
    )
    for me in everyone:
        with pytest.raises(Refused):
            await export_page(made.app.desk, me, spot, "html", repr)
        shown = await made.app.desk.show(me, spot)
        assert made.round.purpose not in repr(shown) or me.role is Role.PARTNER
        assert not shown.paper
    for form, item in (("exe", ""), ("html", "choose"), ("html", "key")):
        with pytest.raises(Refused):
            await export_page(made.app.desk, FACILITATOR, replace(spot, item=item), form, repr)
    assert await exports(made) == []


async def test_storage_keeps_no_quote_that_is_not_allowed(made: World) -> None:  # noqa: F811
    three = ("One.", "Two.", "Three.")
    with pytest.raises(Refused):
        await made.acts(FACILITATOR, SaveMessages(made.round.id, three, ()))
    await made.waits(SEALED)
    texts = await made.run(lambda unit: unit.approved(made.round.id))
    not_allowed = next((each.id for each in texts if not each.quotable), "0" * 32)
    for by, quote in ((FACILITATOR, not_allowed), (OTHER, _first(texts))):
        with pytest.raises(Refused):
            await made.acts(by, SaveMessages(made.round.id, three, (quote,)))
    assert (await made.stands()).messages == ()


def _first(texts: object) -> str:
    return next(each.id for each in texts if each.quotable)  # type: ignore[attr-defined]
