"""The newer pages of the desk, walked through on the cards of Teams."""

from typing import Any

from tests.drivers import desk_walk
from tests.drivers.world import FACILITATOR, READER, World
from tests.teams.test_desk import at_desk


async def test_every_page_of_a_facilitator_is_walked_through(made: World, somebody: Any) -> None:
    ann = await somebody("ann")
    await desk_walk.answers(made, ann)
    fay = await at_desk(made, await somebody("fay"), FACILITATOR)
    ewan = await at_desk(made, await somebody("ewan"), READER)
    await desk_walk.keeps(made, fay)
    await desk_walk.asks_twice(made, fay)
    await desk_walk.tells(made, fay, ewan)
    await desk_walk.follows_words(ann)
