"""The clock: APScheduler says when to look; what to do then is told by the database alone.

Its job store would lose or repeat messages, so it holds nothing but two jobs in memory.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery.outbox import Delivery
from bot.delivery.upkeep import Upkeep
from bot.ports import NotSaved

UPKEEP_SECONDS: Final = 30
DELIVERY_SECONDS: Final = 10

type Sole = AbstractAsyncContextManager[bool]
_ALONE: Final = nullcontext(True)
_log = structlog.get_logger("heardback.delivery")


class Ticker:
    """Runs upkeep and delivery, each once at a time, by the clock or when asked to."""

    def __init__(
        self, upkeep: Upkeep, delivery: Delivery, sole: Callable[[], Sole] = lambda: _ALONE
    ) -> None:
        """``sole`` tells whether this process is the one that does upkeep now."""
        self._upkeep = upkeep
        self._delivery = delivery
        self._sole = sole
        self._one_upkeep = asyncio.Lock()
        self._one_delivery = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to tick, at once and then every so many seconds."""
        for job, seconds in ((self._keep_up, UPKEEP_SECONDS), (self._deliver, DELIVERY_SECONDS)):
            self._scheduler.add_job(
                job, "interval", seconds=seconds, next_run_time=datetime.now(UTC)
            )
        self._scheduler.start()

    async def resume(self) -> None:
        """Go on with every sealing that was cut off, unless another process is at it."""
        async with self._one_upkeep, self._sole() as mine:
            if mine:
                await self._upkeep.resume()

    async def stop(self) -> None:
        """Stop ticking, after what is under way."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        self._delivery.stop()
        async with self._one_upkeep, self._one_delivery:
            self._scheduler.shutdown(wait=False)

    async def run_once(self) -> None:
        """Do now what is due now."""
        await self._keep_up()
        await self._deliver()

    async def _keep_up(self) -> None:
        async with self._one_upkeep:
            try:
                async with self._sole() as mine:
                    if mine:
                        await self._upkeep.tick()
            except NotSaved as failed:
                _log.error("upkeep_failed", part="clock", error=type(failed).__name__)

    async def _deliver(self) -> None:
        async with self._one_delivery:
            soon = await self._delivery.deliver()
        if soon is not None and self._scheduler.running:
            at = datetime.now(UTC) + timedelta(seconds=soon)
            self._scheduler.add_job(
                self._deliver, "date", run_date=at, id="soon", replace_existing=True
            )
