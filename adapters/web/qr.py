"""A QR code as one path of an SVG: no style of its own, no picture to fetch."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import segno

_QUIET: Final = 4
"""The light edge that a camera needs around the code, in squares (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Code:
    """``size`` is the width of the whole drawing in squares, ``path`` the dark ones as SVG data."""

    size: int
    path: str


@lru_cache(maxsize=256)
def code_of(text: str) -> Code:
    """Return a text, such as a link, as a QR code that survives a fold or a stain.

    Raises:
        ValueError: the text is longer than any code holds.
    """
    rows = segno.make(text, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(rows, _QUIET):
        x = _QUIET
        for dark, squares in groupby(row):
            width = len(tuple(squares))
            if dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return Code(len(rows) + 2 * _QUIET, "".join(runs))
