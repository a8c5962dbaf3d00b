"""How this installation is, in a few words that name nobody: what it needs, and what is late.

Anybody may ask, so each word is of the whole installation, is looked up once in a while, and none of
it follows from what a person does while their round is open.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.consultation import dates
from bot.consultation.model import Round, RoundState
from bot.ports import Clock, Database, Detector, Unit

NEEDED: Final = ("database", "keys")
"""Parts without which nobody should be sent here. All others only tell what is late or less."""
FRESH: Final = 5.0
"""Seconds one look serves all who ask."""
PATIENCE: Final = 4.0
"""Seconds until a database that does not answer counts as gone."""
GRACE: Final = timedelta(hours=1)
"""A round sealed within it is on time: the clock looks twice a minute, and tries again."""
_UNSEALED: Final = (
    RoundState.OPEN,
    RoundState.CLOSED,
    RoundState.SEALING,
    RoundState.REWRITTEN,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. ``fine`` tells of each part whether it is as it should be: ``database``,
    ``keys``, ``outbox`` (nothing is late by more than a day), ``seals`` (every round is sealed in
    time) and ``detection`` (nothing is left out). ``seals_late`` is by how much the latest is late."""

    fine: dict[str, bool]
    seals_late: timedelta = timedelta()

    @property
    def ready(self) -> bool:
        """Whether people may be sent here."""
        return all(self.fine[part] for part in NEEDED)


class Health:
    """Looks at an installation.

    Args:
        database: What is asked whether it answers, and what is late.
        whole: Whether all keys are there and nothing waits for the lists beside them.
        detector: What checks answers.
        clock: The time of day.
        seconds: The time by which a look goes stale.
    """

    def __init__(
        self,
        database: Database,
        whole: Callable[[], bool],
        detector: Detector,
        clock: Clock,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._whole = whole
        self._detector = detector
        self._clock = clock
        self._seconds = seconds
        self._one = asyncio.Lock()
        self._seen: tuple[float, Look] | None = None

    async def look(self) -> Look:
        """Return how it is, or was a few seconds ago."""
        async with self._one:
            at = self._seconds()
            if self._seen is None or at >= self._seen[0] + FRESH:
                self._seen = at, await self._looked()
            return self._seen[1]

    async def _looked(self) -> Look:
        now = self._clock.now()
        yesterday = now.astimezone(UTC).date() - timedelta(days=1)

        def work(unit: Unit) -> tuple[bool, timedelta]:
            return unit.late(yesterday), seals_late(unit.rounds(), now)

        reached, late, by = True, False, timedelta()
        try:
            async with asyncio.timeout(PATIENCE):
                late, by = await self._database.run(work)
        except Exception:  # noqa: BLE001 - whatever it is, the database cannot be worked with
            reached = False
        return Look(
            {
                "database": reached,
                "keys": self._whole(),
                "outbox": reached and not late,
                "seals": reached and not by,
                "detection": self._detector.reduced is None,
            },
            by,
        )


def seals_late(rounds: tuple[Round, ...], now: datetime) -> timedelta:
    """Return by how much the latest round that should be sealed is late; nothing within an hour."""
    due = (dates.anonymous_from(each) for each in rounds if each.state in _UNSEALED)
    late = max((now - at for at in due if at is not None), default=timedelta())
    return late if late > GRACE else timedelta()
