"""Looking a few words back or ahead of something that was found."""

import re


def behind(low: str, start: int, cue: re.Pattern[str], reach: int = 40) -> re.Match[str] | None:
    """Find the last cue in the ``reach`` characters before ``start``, or none."""
    found = list(cue.finditer(low, max(0, start - reach), start))
    return found[-1] if found else None


def ahead(low: str, end: int, cue: re.Pattern[str], reach: int = 40) -> re.Match[str] | None:
    """Find the first cue in the ``reach`` characters from ``end`` on, or none."""
    return cue.search(low, end, min(len(low), end + reach))
