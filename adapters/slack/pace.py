"""How fast messages may go out: Slack takes one a second for each conversation, and a few hundred a
minute for a workspace.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

PERSON_SECONDS: Final = 1.0
"""Between two messages to one person."""
WORKSPACE_SECONDS: Final = 0.25
"""Between two messages in one workspace: 240 a minute."""


class Pace:
    """Lets each message wait for its turn. ``now`` tells seconds that never run back."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._free: dict[tuple[str, ...], float] = {}

    async def turn(self, workspace: str, person: str) -> None:
        """Wait until a message to this person may go out."""
        now = self._now()
        self._free = {who: at for who, at in self._free.items() if at > now}
        at = max(now, self._free.get((workspace,), now), self._free.get((workspace, person), now))
        self._free[workspace,] = at + WORKSPACE_SECONDS
        self._free[workspace, person] = at + PERSON_SECONDS
        if at > now:
            await self._sleep(at - now)
