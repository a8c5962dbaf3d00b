"""What rules found, put together: what overlaps becomes one."""

from collections.abc import Iterable
from dataclasses import replace

from bot.detection.found import Found


def union(found: Iterable[Found]) -> tuple[Found, ...]:
    """Join what overlaps, so that no letter stays out; return it in order of start.

    The strongest gives its label, score and reason: the highest score, then the longest, then the
    one whose names come first, so that the order of the rules does not matter. Takes ``n log n``.
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


def _order(found: Found) -> tuple[int, int, str, str]:
    return found.start, -found.end, found.label, found.why


def _strength(found: Found) -> tuple[float, int]:
    return found.score, found.end - found.start
