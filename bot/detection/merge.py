"""What rules found, put together: what overlaps becomes one."""

from collections.abc import Iterable
from dataclasses import replace

from bot.detection.found import Found


def union(found: Iterable[Found]) -> tuple[Found, ...]:
    """Join what overlaps, so that no letter stays out; return it in order of start.

    The strongest gives its label, score and reason: the highest score, then the longest, then what
    was found first. Takes ``n log n`` time.
    """
    joined: list[Found] = []
    strongest: Found | None = None
    for one in sorted(found, key=_order):
        if strongest is None or one.start >= joined[-1].end:
            joined.append(one)
            strongest = one
            continue
        whole = joined[-1]
        if _strength(one) > _strength(strongest):
            strongest = one
        end = max(whole.end, one.end)
        joined[-1] = replace(strongest, start=whole.start, end=end)
    return tuple(joined)


def _order(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def _strength(found: Found) -> tuple[float, int]:
    return found.score, found.end - found.start
