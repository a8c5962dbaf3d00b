"""What else transcripts let people do: look after a promise, and begin elsewhere with a code."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Final

from bot.consultation.model import Line
from bot.conversation.effects import AddLine, MovePromise
from bot.conversation.events import Chose
from bot.conversation.messages import Secret
from tests.drivers.world import FACILITATOR, World


async def moves(world: World, to: date, because: str) -> None:
    """Let the facilitator promise another day."""
    await world.acts(FACILITATOR, MovePromise(world.round.id, to, because))


async def adds(world: World, day: date, line: str) -> None:
    """Let the facilitator write what the note of a day adds."""
    await world.acts(FACILITATOR, AddLine(world.round.id, Line(day, line)))


async def holds_code(world: World) -> str:
    """Let somebody say yes on the web page and go on to the second question; return their code."""
    reply = await world.turn(Chose("yes"), None, "c" * 32)
    code = next(part.words for part in reply.message.parts if isinstance(part, Secret))
    for event in (Chose("hears:all"), Chose("skip")):
        reply = await world.turn(event, reply, secrets.token_hex(16))
    return code


ACTS: Final[dict[str, Callable[..., Awaitable[Any]]]] = {
    "moves": moves,
    "adds": adds,
    "hands_out": holds_code,
}
"""What is done, by its name in a transcript."""
