"""A table as a shape of its own, and the bars that draw the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row of a table, below so many heads (``span``). Below several it has a
    ``label`` of its own; below one that is the head."""

    text: str
    span: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar: its length, the number on it, and its ``tone``, 1 (disagree) to 5 (agree)."""

    size: int
    text: str
    tone: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart of agreement: what lies left and right of the middle, in reading order, and
    ``apart`` what takes no side. ``label`` is empty where it is that of the bar before; ``when`` tells
    those apart. ``told`` is all of it in words, for whoever hears the page."""

    label: str
    told: str
    left: tuple[Stretch, ...] = ()
    right: tuple[Stretch, ...] = ()
    apart: tuple[Stretch, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; each row's first cell is its head. ``bars`` draw the same where there is room to
    draw: there is no chart without its table. ``key`` are the words of the five tones, ``sides`` those
    of left, right and apart."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: tuple[Bar, ...] = ()
    key: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
