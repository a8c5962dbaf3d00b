"""What somebody says in a try-out lies nowhere in clear, and is gone when it was said to be gone."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.consultation.model import RoundState
from bot.conversation.effects import EndTry, OpenRound
from tests.drivers.files import everything, found
from tests.drivers.web import WebPerson
from tests.drivers.world import FACILITATOR, World, world
from tests.test_canaries import logged

__all__ = ["logged"]

SAID, ANSWERED, UNSENT = "xylophone1zebra", "xylophone2zebra", "xylophone3zebra"
NAME, REACH = "Zephyrinella", "07700 900456"
HIDDEN = [SAID, ANSWERED, UNSENT, NAME, REACH]


@pytest.fixture
async def made(tmp_path: Path, logged: Callable[[], str]) -> AsyncIterator[World]:
    async with world(tmp_path, link="try") as tried:
        yield tried


async def tried_out(made: World) -> None:
    """Answer, cover a name, say something of a question, ask for help, leave words unsent."""
    async with WebPerson(made.base, made.code) as who:
        await who.opens()
        await who.taps("Support", {})
        await who.taps("Ask Isla Grant to contact me", {"How can Isla Grant reach you?": REACH})
        await who.taps("Back to where you were", {})
        await who.taps("Yes, I will try it", {})
        await who.taps("Next", {})
        await who.says(f"My answer {ANSWERED} is not kept.")
        await who.taps("Keep", {"May we quote this?": "Yes"})
        await who.taps("Too hard", {})
        await who.says(f"It made {NAME} say {SAID}.")
        await who.taps("Cover them", {"Cover more words": NAME})
        await who.taps("Keep", {})
        await who.says(f"These words {UNSENT} wait for me.")


async def test_no_word_reaches_a_log_a_page_of_another_or_a_file(
    made: World,
    logged: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    await tried_out(made)
    async with ClientSession() as session:
        for path in ("/healthz", "/metrics", f"/r/{made.code}", "/desk"):
            async with session.get(made.base + path) as answer:
                assert found(await answer.read(), HIDDEN) == [], path
    assert "sqlalchemy" in logged()
    assert found(logged().encode(), HIDDEN) == []
    assert found("".join(capfd.readouterr()).encode(), HIDDEN) == []
    assert found(everything(made.settings.data_folder), HIDDEN) == []


async def test_the_one_who_said_it_left_no_person_and_no_name(made: World) -> None:
    before = await made.run(lambda unit: unit.answered(made.round.id))
    await tried_out(made)
    said = await made.remarks()
    assert len(said) == 2
    assert any(SAID in each and NAME not in each and ANSWERED not in each for each in said)
    assert before == 0


@pytest.mark.parametrize("ended", [False, True])
async def test_it_is_gone_when_the_round_opens(made: World, ended: bool) -> None:
    await tried_out(made)
    key = made.settings.keys / f"draft-{made.round.id}.key"
    assert key.exists()
    if ended:
        await made.acts(FACILITATOR, EndTry(made.round.id))
    opened = OpenRound(replace(made.round, state=RoundState.OPEN))
    questions = made.app.library.sets[made.round.question_set]
    now = made.clock.now()
    await made.run(lambda unit: unit.record(FACILITATOR, (opened,), questions, now))
    assert not key.exists()
    assert await made.remarks() == []


async def test_it_is_gone_on_the_day_that_was_told(made: World) -> None:
    await tried_out(made)
    made.clock.at += timedelta(days=28)
    await made.app.upkeep.tick()
    assert await made.remarks() != []
    made.clock.at += timedelta(days=1)
    await made.app.upkeep.tick()
    assert await made.remarks() == []
