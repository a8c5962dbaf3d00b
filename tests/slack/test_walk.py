"""The newer pages of the desk, walked through in Slack's windows."""

from typing import Any

from tests.drivers import desk_walk
from tests.drivers.slack_staff import claims
from tests.drivers.world import FACILITATOR, READER, World


async def test_every_page_of_a_facilitator_is_walked_through(made: World, somebody: Any) -> None:
    ann = await somebody("U7")
    await desk_walk.answers(made, ann)
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    ewan = await claims(made, await somebody("U3"), READER)
    for staff in (fay, ewan):
        await staff.command("desk")
    await desk_walk.keeps(made, fay)
    await desk_walk.asks_twice(made, fay)
    await desk_walk.tells(made, fay, ewan)
    await desk_walk.follows_words(ann)
