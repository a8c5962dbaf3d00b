"""How often one sender may try, kept in memory under a keyed hash that dies with the process.

No address is stored, and none can be worked out from what is.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_CROWDED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``burst`` at once, refilled evenly over ``seconds``."""

    name: str
    burst: int
    seconds: float


TURNS: Final = (Rate("turns", 240, 60),)
"""Room for a whole classroom behind one address."""
CODES: Final = (Rate("codes a minute", 10, 60), Rate("codes an hour", 50, 3600))
"""For codes that belong to nobody: a person mistypes a few, a guesser needs many."""


class Limiter:
    """Token buckets, one for each rate and sender."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Start with every bucket full. ``now`` tells seconds that never go back."""
        self._now = now
        self._key = secrets.token_bytes(32)
        self._buckets: dict[tuple[str, bytes], tuple[float, float]] = {}

    def wait(self, rates: tuple[Rate, ...], sender: str) -> float:
        """Return how many seconds the sender has to wait before the next try; 0 for none."""
        return max(self._missing(rate, sender) * rate.seconds / rate.burst for rate in rates)

    def count(self, rates: tuple[Rate, ...], sender: str) -> None:
        """Count one try."""
        if len(self._buckets) >= _CROWDED:
            self._forget_full({rate.name: rate for rate in (*TURNS, *CODES)})
        for rate in rates:
            self._buckets[rate.name, self._hash(sender)] = (
                self._left(rate, sender) - 1,
                self._now(),
            )

    def _missing(self, rate: Rate, sender: str) -> float:
        return max(0.0, 1 - self._left(rate, sender))

    def _left(self, rate: Rate, sender: str) -> float:
        left, at = self._buckets.get((rate.name, self._hash(sender)), (rate.burst, self._now()))
        return min(rate.burst, left + (self._now() - at) * rate.burst / rate.seconds)

    def _hash(self, sender: str) -> bytes:
        return hashlib.blake2b(sender.encode(), key=self._key, digest_size=16).digest()

    def _forget_full(self, rates: dict[str, Rate]) -> None:
        now = self._now()
        self._buckets = {
            (name, who): (left, at)
            for (name, who), (left, at) in self._buckets.items()
            if left + (now - at) * rates[name].burst / rates[name].seconds < rates[name].burst
        }
