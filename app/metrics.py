"""Figures for Prometheus, which tell how the server is and nothing of anybody.

Somebody who watches a figure all day must learn no more from its steps than from its value. So turns,
commits and messages are held back until there are many, and shown together; what waits is shown as an
order of magnitude; and no figure moves more often than every few minutes. What failed is shown at
once, as the log does.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from app.watching import ENDS
from bot.health import Look

MANY: Final = 100
"""So many are shown together, at least: several people's, on a day when few are there."""
EVERY: Final = 300.0
"""Seconds until a figure moves again, at least."""
# They would tell to the millisecond when the first turn of a kind was.
disable_created_metrics()  # type: ignore[no-untyped-call]
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_TURNS: Final = (1, 2, 4, 8, 16, 32, 64)


class _Held:
    """Holds back what is to be counted until there is enough of it."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], None]] = []
        self._last = seconds()

    def add(self, count: Callable[[], None]) -> None:
        """Count it together with what waits, once that is many and old enough."""
        with self._lock:
            self._waiting.append(count)
            at = self._seconds()
            if len(self._waiting) < MANY or at < self._last + EVERY:
                return
            shown, self._waiting, self._last = self._waiting, [], at
        for each in shown:
            each()


class Metrics:
    """Fulfils :class:`app.watching.Watch`."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """``seconds`` is the time by which figures move."""
        self._seconds = seconds
        self._turns, self._commits, self._sends = (_Held(seconds) for _ in range(3))
        self._moved = -EVERY
        self.registry = made = CollectorRegistry()
        self._turn = Counter(
            "heardback_turns", "Turns by how they ended.", ("channel", "end"), registry=made
        )
        self._turn_seconds = Histogram(
            "heardback_turn_seconds", "How long a turn took.", registry=made, buckets=_SECONDS
        )
        self._commit_turns = Histogram(
            "heardback_commit_turns", "Turns saved together.", registry=made, buckets=_TURNS
        )
        self._send = Counter(
            "heardback_messages",
            "Messages after sealing, by how they ended.",
            ("channel", "result"),
            registry=made,
        )
        self._fine = Gauge("heardback_ok", "Whether a part is well.", ("part",), registry=made)
        self._seal = Gauge(
            "heardback_seal_late_hours", "By how much the latest seal is late.", registry=made
        )
        self._waits = Gauge(
            "heardback_messages_waiting",
            "Messages that wait after sealing, as a power of ten.",
            registry=made,
        )
        self._connections = Gauge(
            "heardback_database_connections", "Of the pool.", ("state",), registry=made
        )

    def turn(self, channel: str, end: str, took: float) -> None:
        """Count a turn."""

        def count() -> None:
            self._turn.labels(channel, end).inc()
            self._turn_seconds.observe(took)

        if end in ENDS[2:]:
            count()
        else:
            self._turns.add(count)

    def commit(self, turns: int, took: float) -> None:  # noqa: ARG002 - how long is for traces
        """Count a commit."""
        self._commits.add(lambda: self._commit_turns.observe(turns))

    def send(self, channel: str, result: str, took: float) -> None:  # noqa: ARG002 - as above
        """Count a message."""
        self._sends.add(self._send.labels(channel, result).inc)

    @property
    def stale(self) -> bool:
        """Whether it is time to look again at what waits and at the connections."""
        return self._seconds() >= self._moved + EVERY

    def see(self, waiting: int, used: int, all_: int) -> None:
        """Take in how many messages wait and how many connections are used, of all."""
        self._moved = self._seconds()
        self._waits.set(magnitude(waiting))
        for state, number in (("used", used), ("all", all_)):
            self._connections.labels(state).set(number)

    def shown(self, look: Look) -> bytes:
        """Return all figures as Prometheus reads them."""
        for part, fine in look.fine.items():
            self._fine.labels(part).set(fine)
        self._seal.set(look.seals_late // timedelta(hours=1))
        return generate_latest(self.registry)


def magnitude(count: int) -> int:
    """Return the greatest power of ten that a count reaches; 0 where it is below ten."""
    return 10 ** (len(str(count)) - 1) if count > 9 else 0  # noqa: PLR2004 - a digit
