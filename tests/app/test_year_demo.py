"""The demonstration of a year: made once, whole or not at all, and opened by its links."""

import asyncio
from pathlib import Path

import pytest

from app import sample
from app.compose import build
from app.demonstration import demo_clock
from app.settings import Settings
from app.year_demo import YearDemonstration, prepared
from bot.conversation.desk import Spot
from bot.conversation.events import Inbound, Opened
from bot.conversation.messages import Heading, Pair
from bot.conversation.tables import Table


async def opened(settings: Settings) -> dict[str, str]:
    """Open every page it leads to; return the links of its desks."""
    own = settings.for_demonstration()
    clock = demo_clock(own)
    async with build(own, clock=clock) as app:
        links = await YearDemonstration(app, clock).prepare()
        code = links.pages["outcome"].removeprefix("/r/")
        told = await app.conversations.handle(Inbound("d", "web", code, Opened()))
        assert next(part.status for part in told.message.parts if isinstance(part, Pair)) == "Done"
        for name in ("after", "account", "promises"):
            spot = Spot.parse(links.pages[name].removeprefix("/desk/"))
            page = await app.desk.show(sample.FACILITATOR, spot)
            assert name == "promises" or any(isinstance(each, Table) for each in page.parts), name
            assert name != "after" or Heading("What people picked") in page.parts
        for member in sample.STAFF:
            entered = await app.desk.sign_in(links.desks[member.id].rpartition("/")[2])
            assert entered is not None
            assert entered[0] == member
        round_ = await app.database.run(lambda unit: unit.round_by_code(links.code))
        assert round_ is not None
        assert round_.state == "open"
        assert clock.now().year == round_.opens_on.year  # type: ignore[union-attr]
    return dict(links.desks)


def test_a_year_is_made_once_and_opens(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(_env_file=None, demo_folder=folder / "demo")  # type: ignore[call-arg]
    cut_short = folder / "demo" / "year.new"
    cut_short.mkdir(parents=True)
    (cut_short / "heardback.db").write_text("cut short")
    first = asyncio.run(opened(prepared(settings)))
    said = capsys.readouterr().out
    assert "The year ends." in said
    assert not cut_short.exists()
    assert asyncio.run(opened(prepared(settings))) != first
    assert "The year ends." not in capsys.readouterr().out
