"""Answering, changing and taking back move no byte on the side that says who takes part.

The transcripts' runner holds that at every turn of every transcript, in every channel. Here any number
of turns in any order follows, and no channel may come without somebody to drive it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adapters
from tests.drivers.slack import SlackPerson
from tests.drivers.teams import TeamsPerson
from tests.drivers.terminal import TerminalPerson
from tests.drivers.web import WebPerson
from tests.drivers.world import world
from tests.hostile.house import House
from tests.transcripts import test_transcripts
from tests.transcripts.runner import MOVING, Runner, load

DRIVERS = (WebPerson, TerminalPerson, SlackPerson, TeamsPerson)


def channels() -> set[str]:
    """Return the folder or file of everything in adapters that says what it can do as a channel."""
    top = Path(adapters.__file__).parent
    saying = (path for path in top.rglob("*.py") if "Capabilities(" in path.read_text("utf-8"))
    return {path.relative_to(top).parts[0].removesuffix(".py") for path in saying}


def test_every_channel_has_somebody_to_drive_it_through_the_transcripts() -> None:
    driven = {driver.channel for driver in DRIVERS}
    assert channels() == driven
    assert all(hasattr(test_transcripts, f"test_{channel}") for channel in driven)


async def test_the_runner_sees_the_identity_side_move(tmp_path: Path) -> None:
    transcript = load("two-taps")
    async with world(tmp_path) as made, WebPerson(made.base, made.code) as driver:
        runner = Runner(made, driver, transcript)
        await runner.run()
        assert runner.still > 5
    moving = {"turns": [{"opens": "here"}, {"taps": "Yes, I will take part"}]}
    (tmp_path / "other").mkdir()
    async with world(tmp_path / "other") as made, WebPerson(made.base, made.code) as driver:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.transcripts.runner.MOVING", MOVING - {"Yes, I will take part"})
            with pytest.raises(AssertionError, match="has moved"):
                await Runner(made, driver, moving).run()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


QUOTE = "May we quote this?"


HOURS = re.compile(r"(Morning|Afternoon|Evening|Weekend), |.* as for all here$")


def moves(label: str) -> bool:
    """Tell whether it may: who comes, who goes, and in which hours somebody wants to be written to."""
    return label in MOVING or HOURS.match(label) is not None


async def walked(house: House, ways: list[int]) -> None:
    """Let somebody join, then press whatever these numbers say but for what may move a byte."""
    made = house.world
    async with WebPerson(made.base, made.code) as person:
        await person.opens()
        await person.taps("Yes, I will take part", {})
        held = await made.identity()
        for number, way in enumerate(ways):
            boxes = person.page.all("textarea")
            if len(boxes) == 1 and way % 2:
                await person.says(f"What I think, for the {number}th time.")
            else:
                once = [label for label, count in Counter(person.labels).items() if count == 1]
                safe = [label for label in once if not moves(label)]
                label = safe[way % len(safe)]
                asks = label == "Keep" and QUOTE in person.seen
                await person.taps(label, {QUOTE: "Yes"} if asks else {})
            assert await made.identity() == held, (number, person.seen)


@settings(max_examples=12)
@given(ways=st.lists(st.integers(0, 60), max_size=30))
def test_any_number_of_turns_moves_no_byte(house: House, ways: list[int]) -> None:
    house.run(walked(house, ways))
