"""Sends what the outbox holds, within each round's hours, to those who still want it.

A row is claimed for a while, looked at once more just before it is sent, and then marked. A crash
in between leaves a claim that runs out, after which the row is sent again: nothing is lost.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

import structlog

from bot.consultation import dates
from bot.conversation.events import LANGUAGE
from bot.delivery.nudges import Nudges
from bot.delivery.wording import OUTCOME, message_of, subject_of
from bot.ports import Channel, Clock, Database, SendFailed, Unit, Unreachable
from bot.telling import Due
from prompts.library import Phrases

AT_ONCE: Final = 20
"""Rows claimed together."""
PATIENCE: Final = 20.0
"""Seconds one message may take to leave."""
LEASE: Final = 2 * AT_ONCE * PATIENCE
"""Seconds a claim lasts: longer than all its rows can take, so that no two send the same."""

How = Literal["sent", "dropped", "later"]
_log = structlog.get_logger("heardback.delivery")


class Delivery:
    """Sends what is due.

    Args:
        database: Where the outbox is.
        channels: The ways to reach people.
        say: The phrases.
        clock: The time.
    """

    def __init__(
        self, database: Database, channels: Iterable[Channel], say: Phrases, clock: Clock
    ) -> None:
        self._database = database
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self._say = say
        self._clock = clock
        self._resting: dict[str, datetime] = {}
        self._nudges = Nudges(database, self._channels, say, clock)

    async def deliver(self) -> None:
        """Send everything that may go out now. What fails is logged and comes again."""
        try:
            while await self._some():
                pass
            await self._nudges.send()
        except Exception as error:  # noqa: BLE001 - a tick never ends the server
            _log.error("delivery_failed", error=type(error).__name__)

    async def _some(self) -> bool:
        """Claim and send a few; tell whether there may be more."""
        now = self._clock.now()
        ready = await self._ready(now)
        if not ready:
            return False
        claimed = await self._database.run(lambda unit: unit.claim(ready, now, AT_ONCE, LEASE))
        moved = [await self._settled(due) != "later" for due in claimed]
        # Rows that must wait are not asked for again in the same breath.
        return len(claimed) == AT_ONCE and any(moved)

    async def _settled(self, due: Due) -> How:
        """Send one message and write how it ended."""
        how = await self._one(due)
        channel = self._channels.get(due.contact.get("channel", ""))
        # On a page a message waits until its reader comes; that is not counted as sent.
        handed = how == "sent" and channel is not None and channel.can.proactive

        def work(unit: Unit) -> None:
            unit.settle(due, how)
            if handed and due.key.startswith(OUTCOME):
                unit.count_sending(due.key.removeprefix(OUTCOME), sent=1)

        await self._database.run(work)
        return how

    async def _ready(self, now: datetime) -> dict[str, date]:
        """Return the rounds that may write to people now, with their local day."""
        rounds = await self._database.run(lambda unit: unit.rounds())
        return {
            each.id: dates.today(each, now)
            for each in rounds
            if dates.within_sending_hours(each, now)
        }

    async def _one(self, due: Due) -> How:
        """Send one message and tell how it ended."""
        name = due.contact.get("channel", "")
        channel = self._channels.get(name)
        if channel is None:
            _log.error("channel_unknown", channel=name)
            return "later"
        if self._clock.now() < self._resting.get(name, datetime.min.replace(tzinfo=UTC)):
            return "later"
        subject = await self._database.run(
            lambda unit: subject_of(unit, due.round, due.key) if unit.still_wanted(due) else None
        )
        if subject is None:
            return "dropped"
        message = message_of(subject, due.key, self._say.of(due.contact.get(LANGUAGE, "")))
        try:
            async with asyncio.timeout(PATIENCE):
                await channel.send(due.contact, message)
        except Unreachable:
            return "dropped"
        except SendFailed as failed:
            self._rest(name, failed.retry_after)
            return "later"
        except Exception as error:  # noqa: BLE001 - one message never keeps the next from going
            _log.error("send_failed", channel=name, error=type(error).__name__)
            return "later"
        return "sent"

    def _rest(self, name: str, seconds: float | None) -> None:
        """Leave a channel alone for as long as its platform asked."""
        if seconds is not None:
            self._resting[name] = self._clock.now() + timedelta(seconds=seconds)
