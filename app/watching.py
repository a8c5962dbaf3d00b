"""What passes, told to whoever counts it: a channel, how it ended, how long it took, and no more."""

import time
from collections.abc import Sequence
from typing import Any, Final, Protocol

from bot.conversation.events import Inbound
from bot.ports import NotSaved
from bot.reply import Reply, RoundNotOpen, RoundUnknown
from bot.service import Conversations
from bot.telling import Due, Ended

CHANNELS: Final = ("web", "terminal", "slack", "teams")
OTHER: Final = "other"
ENDS: Final = ("done", "no_round", "not_saved", "failed")
"""How a turn ends: it is saved; its link leads nowhere, or not yet; nothing could be saved; it broke."""
RESULTS: Final = {"sent": "sent", "later": "again", "unsure": "again", "failed": "given_up"}
"""How a message ends. One that nobody wants any more is counted nowhere: it would tell of a person."""


class Watch(Protocol):
    """Hears of what passes. ``took`` is in seconds. May be called from any thread."""

    def turn(self, channel: str, end: str, took: float) -> None:
        """Hear of a turn of a contributor, and of one of :data:`ENDS`."""

    def commit(self, turns: int, took: float) -> None:
        """Hear of a commit that saved so many turns at once."""

    def send(self, channel: str, result: str, took: float) -> None:
        """Hear of a message of the outbox, and of one of the values of :data:`RESULTS`."""


class Watches:
    """Tells several."""

    def __init__(self, watches: Sequence[Watch] = ()) -> None:
        self._watches = watches

    def commit(self, turns: int, took: float) -> None:
        """Tell of a commit."""
        for each in self._watches:
            each.commit(turns, took)

    def turn(self, channel: str, end: str, took: float) -> None:
        """Tell of a turn."""
        for each in self._watches:
            each.turn(_known(channel), end, took)

    def ended(self, due: Due, how: Ended, took: float) -> None:
        """Tell how a message ended. Of those that wait in a vault nothing is told: whether a reminder
        went out says whether somebody had answered."""
        result = RESULTS.get(how.how)
        if due.home == "vault" or result is None:
            return
        for each in self._watches:
            each.send(_known(due.contact.get("channel", "")), result, took)


def _known(channel: str) -> str:
    return channel if channel in CHANNELS else OTHER


class WatchedConversations(Conversations):
    """Conversations whose turns are told of."""

    def __init__(self, *args: Any, watches: Watches, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watches = watches

    async def handle(self, inbound: Inbound) -> Reply:
        """Take one turn, and tell how it ended."""
        began, end = time.perf_counter(), "failed"
        try:
            reply = await super().handle(inbound)
            end = "done"
        except (RoundUnknown, RoundNotOpen):
            end = "no_round"
            raise
        except NotSaved:
            end = "not_saved"
            raise
        finally:
            self._watches.turn(inbound.channel, end, time.perf_counter() - began)
        return reply
