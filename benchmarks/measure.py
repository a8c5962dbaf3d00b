"""How every benchmark measures: interleaved rounds, and the median of same-round ratios.

Absolute rates on a shared machine swing by a factor of two to four; a ratio of two things timed one
after the other in the same second does not.
"""

import time
from collections.abc import Callable
from statistics import median

ROUNDS = 7

Work = Callable[[int], None]
"""Does a number of repetitions."""


def seconds(work: Work, repetitions: int) -> float:
    """Return the processor seconds of one repetition."""
    start = time.process_time()
    work(repetitions)
    return (time.process_time() - start) / repetitions


def calibrated(work: Work, goal: float = 0.25) -> int:
    """Return how many repetitions take about ``goal`` seconds."""
    repetitions = 1
    while True:
        took = seconds(work, repetitions) * repetitions
        if took > goal / 4:
            return max(1, round(repetitions * goal / took))
        repetitions *= 4


def ratio(ours: Work, theirs: Work) -> float:
    """Return how many times faster ours is (below 1: slower), as the median over rounds."""
    mine, other = calibrated(ours), calibrated(theirs)
    return median(seconds(theirs, other) / seconds(ours, mine) for _ in range(ROUNDS))
