"""Nothing comes after *stopped* was said: not even what was on its way."""

import asyncio
from functools import partial
from typing import Final

from bot.conversation.events import Address
from bot.ports import Clock, Database, Unit

SECONDS: Final = 2.0
"""How long whoever stops waits at most; Slack wants an answer in three."""
_LOOK: Final = 0.05


async def quiet(database: Database, clock: Clock, address: Address) -> None:
    """Wait until what is on its way to a person has gone. Whatever has not left by now will not: it is
    looked at once more before it leaves."""
    for _ in range(round(SECONDS / _LOOK)):
        if not await database.run(partial(_under_way, address=address, clock=clock)):
            return
        await asyncio.sleep(_LOOK)


def _under_way(unit: Unit, address: Address, clock: Clock) -> bool:
    return unit.under_way(address, clock.now())
