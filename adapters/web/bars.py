"""Where the bars of a chart of agreement lie, in per cent of its width.

There is no viewBox: letters keep their size however narrow the page is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.conversation.tables import Bar, Stretch

_EDGE: Final = 1.25
"""Free at both ends, in per cent."""
_GAP: Final = 5.0
"""Between the two sides and what stands apart, in per cent."""
_NARROW: Final = 3.9
_WIDE: Final = 1.6
"""How wide a digit is on the narrowest phone and on a page, in per cent. A number that does not fit
its bar stands in the table alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """One drawn stretch: where it begins, how wide it is and where its number stands."""

    x: float
    width: float
    tone: int
    text: str
    tight: bool
    """Whether the number fits on a wide page only."""

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar with its blocks."""

    bar: Bar
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, the ``axis`` between the two sides, and where what stands ``apart`` begins (0: there
    is none)."""

    axis: float
    apart: float
    bars: tuple[Drawn, ...]


def chart(bars: Sequence[Bar]) -> Chart:
    """Lay bars out side by side: one scale for all, with room for the longest of each side."""
    left, right, apart = (
        max((_length(side) for side in sides), default=0)
        for sides in zip(*((b.left, b.right, b.apart) for b in bars), strict=True)
    )
    free = 100 - 2 * _EDGE - (_GAP if apart else 0)
    scale = free / max(left + right + apart, 1)
    axis = _EDGE + left * scale
    beside = axis + right * scale + _GAP if apart else 0
    drawn = (
        Drawn(
            bar,
            (
                *_blocks(bar.left, axis - _length(bar.left) * scale, scale),
                *_blocks(bar.right, axis, scale),
                *_blocks(bar.apart, beside, scale),
            ),
        )
        for bar in bars
    )
    return Chart(axis, beside, tuple(drawn))


def _length(side: Iterable[Stretch]) -> int:
    return sum(each.size for each in side)


def _blocks(side: Iterable[Stretch], start: float, scale: float) -> Iterable[Block]:
    for each in side:
        width = each.size * scale
        text = each.text if width >= _WIDE * len(each.text) else ""
        yield Block(start, width, each.tone, text, width < _NARROW * len(text))
        start += width
