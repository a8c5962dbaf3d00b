"""One claimed message: asked for if it is in doubt, looked at once more, sent, and how that ended.

What is in doubt may have gone out: a process died, or a platform did not answer. Where the platform can
be asked, the message arrives once. Where it cannot, one of two things is chosen by what a message is
for: one that keeps a promise comes twice rather than not at all, every other not at all rather than
twice.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import structlog

from bot.consultation.support import lines_for
from bot.conversation.events import LANGUAGE
from bot.delivery.wording import OUTCOME, message_of, subject_of
from bot.ports import Channel, Clock, Database, SendFailed, Unreachable
from bot.telling import BUSY, CHECK_IN, Due, Ended, Remembers
from prompts.library import Phrases
from prompts.schema import SupportFile

PATIENCE: Final = 20.0
"""Seconds one message may take to leave, and a platform to tell whether one did."""
LEASE: Final = 3 * PATIENCE
"""Seconds a claim lasts: longer than asking and sending can take."""
TRIES: Final = 12
"""After so many that failed a message is given up."""
SOON: Final = 0.5
"""Seconds until a platform is asked about what is in doubt: it may not show at once."""
PROMISED: Final = (OUTCOME, "moved:", "cancelled")
"""How the key of a message begins that rather comes twice than not at all."""
LEAST: Final = 1.0
"""Seconds until what a platform refused is tried again, at least."""
_FIRST: Final = 30.0
_LAST: Final = 3600.0
_log = structlog.get_logger("heardback.delivery")


class Sending:
    """Sends one message after the other, and many at once."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        say: Phrases,
        clock: Clock,
        support: SupportFile | None = None,
    ) -> None:
        self._support = support
        self._database = database
        self._channels = channels
        self._say = say
        self._clock = clock

    async def one(self, due: Due) -> Ended:
        """Send one message and tell how it ended."""
        name = due.contact.get("channel", "")
        channel = self._channels.get(name)
        if channel is None:
            _log.error("channel_unknown", channel=name)
            return self._again(due, "channel")
        try:
            gone = await self._gone(channel, due) if due.doubt else False
        except SendFailed as failed:
            return self._again(due, "silent", failed.retry_after, doubt=True)
        if gone:
            return Ended("sent")
        if gone is None and not due.key.startswith(PROMISED):
            return Ended("dropped", why="silent")
        return await self._sent(channel, due)

    async def _sent(self, channel: Channel, due: Due) -> Ended:
        """Send a message that has surely not gone out."""
        if self._clock.now().timestamp() + PATIENCE > due.until:
            return self._again(due, BUSY, 0.0, doubt=False)
        subject = await self._database.run(
            lambda unit: subject_of(unit, due.round, due.key) if unit.still_wanted(due) else None
        )
        if subject is None:
            return Ended("dropped")
        if due.key == CHECK_IN and self._support is not None:
            lines = lines_for(self._support, subject.round.age_band, self._clock.now())
            subject = replace(subject, lines=lines, emergency=self._support.emergency)
        message = message_of(subject, due.key, self._say.of(due.contact.get(LANGUAGE, "")))
        try:
            async with asyncio.timeout(PATIENCE):
                await channel.send(due.contact, message, due.mark)
        except Unreachable:
            return Ended("dropped")
        except SendFailed as failed:
            if failed.retry_after is not None:
                after = max(failed.retry_after, LEAST)
                return self._again(due, BUSY, after, doubt=False)
            return self._again(due, "silent" if failed.doubt else "refused", doubt=failed.doubt)
        except Exception as error:  # noqa: BLE001 - one message never keeps the next from going
            _log.error("send_failed", channel=channel.name, error=type(error).__name__)
            return self._again(due, "silent", doubt=True)
        return Ended("sent")

    async def _gone(self, channel: Channel, due: Due) -> bool | None:
        """Ask a platform whether a message went out; None where it cannot tell."""
        if not isinstance(channel, Remembers):
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await channel.was_sent(due.contact, due.mark)
        except Unreachable:
            return False
        except SendFailed:
            raise
        except Exception as error:  # noqa: BLE001 - as below
            _log.error("send_failed", channel=channel.name, error=type(error).__name__)
            raise SendFailed from None

    def _again(
        self, due: Due, why: str, after: float | None = None, *, doubt: bool | None = None
    ) -> Ended:
        """Return when a message is tried again, or that it is given up."""
        doubt = due.doubt if doubt is None else doubt
        if why != BUSY and due.attempts + 1 >= TRIES:
            return Ended("failed", why=why)
        if after is None:
            after = SOON if doubt else min(_FIRST * 2**due.attempts, _LAST)
        at = self._clock.now().timestamp() + after
        return Ended("unsure" if doubt else "later", at, why)
