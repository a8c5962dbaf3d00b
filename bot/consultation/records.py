"""What staff keep about a round: who attended, what is to be done by whom, how long reading took.

None of it is about one contributor, and no name of one belongs in it. Attendance is numbers by site,
counted by hand in the room; the product never watches who comes.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import Final

from bot.consultation.disclosure import Sites, by_site

MAX_BYTES: Final = 6_000
"""Largest file of attendance."""
MAX_SITES: Final = 60
MAX_COLUMNS: Final = 12
MAX_COUNT: Final = 9_999
MAX_NAME: Final = 60
"""Longest name of a site or a column, in characters."""
MAX_MINUTES: Final = 24 * 60
"""Most minutes written down at once."""
_FORMULA: Final = "=+-@"
_BETWEEN: Final = ",;\t"
UNREADABLE: Final = "\ufffd"
"""What stands in a text for bytes that are none."""


class Kind(StrEnum):
    """What a record is."""

    ATTENDANCE = "attendance"
    TASK = "task"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Site:
    """How many people of a site there were, column by column."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that staff wrote down. ``id`` is 32 hex characters.

    *attendance*: ``columns`` (the sessions, then what was handed in) and ``sites``. *task*: ``text``,
    its ``owner`` (a staff id), the day it is ``due``, and ``state``, open or done. *minutes*: how
    long somebody read, as they say; nobody's clock runs.
    """

    id: str
    round: str
    kind: Kind
    owner: str = ""
    due: date | None = None
    state: str = "open"
    text: str = ""
    columns: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    minutes: int = 0


class Unread(Exception):  # noqa: N818 - it says what is the matter
    """Attendance that cannot be read: the phrase that says why, and the line, counted from 1; 0
    where it is about all of it."""

    def __init__(self, phrase: str, line: int = 0) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.line = line


def decoded(file: bytes) -> str:
    """Return the text of a file of attendance.

    Raises:
        Unread: it is too large, or not UTF-8.
    """
    if len(file) > MAX_BYTES:
        raise Unread("records.fault.size")
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unread("records.fault.encoding") from None


def read_attendance(text: str) -> tuple[tuple[str, ...], tuple[Site, ...]]:
    """Read attendance: a line of heads, the first of which is that of the sites, then a line for
    each site with whole numbers. Commas, semicolons or tabs stand between.

    Raises:
        Unread: something does not fit; nothing is guessed.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Unread("records.fault.size")
    if UNREADABLE in text:
        raise Unread("records.fault.encoding")
    lines = _lines(text.removeprefix("\ufeff"))
    if not lines:
        raise Unread("records.fault.empty")
    at, head = lines[0]
    columns = tuple(_name(cell, at) for cell in head[1:])
    if not 0 < len(columns) <= MAX_COLUMNS:
        raise Unread("records.fault.columns", at)
    if len(set(columns)) < len(columns):
        raise Unread("records.fault.twice", at)
    sites = tuple(_site(at, cells, len(columns)) for at, cells in lines[1:])
    if not 0 < len(sites) <= MAX_SITES:
        raise Unread("records.fault.sites")
    seen: set[str] = set()
    for (at, _), site in zip(lines[1:], sites, strict=True):
        if site.name.casefold() in seen:
            raise Unread("records.fault.twice", at)
        seen.add(site.name.casefold())
    return columns, sites


def written(record: Record) -> str:
    """Return attendance as it would be typed."""
    heads = (("Site", *record.columns), *((s.name, *map(str, s.counts)) for s in record.sites))
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(heads)
    return out.getvalue()


def site_table(record: Record, k: int, *, exact: bool = True) -> Sites:
    """Return attendance as it may be shown: a site with a small number hides, and one beside it."""
    return by_site({site.name: site.counts for site in record.sites}, k, exact=exact)


def in_sessions(record: Record | None) -> tuple[int, int]:
    """Return how many attended the two sessions of an evaluation, the first two columns; 0 where
    nobody wrote it down. Raw: for :func:`bot.consultation.evaluation.compared` alone."""
    if record is None or len(record.columns) < 2:  # noqa: PLR2004 - a session for each wave
        return 0, 0
    first, second = (sum(site.counts[at] for site in record.sites) for at in (0, 1))
    return first, second


def of_kind(records: Sequence[Record], kind: Kind) -> tuple[Record, ...]:
    """Return the records of one kind."""
    return tuple(each for each in records if each.kind is kind)


def attendance(records: Sequence[Record]) -> Record | None:
    """Return the attendance of a round, if somebody wrote it down; there is one."""
    return next(iter(of_kind(records, Kind.ATTENDANCE)), None)


def minutes_read(records: Sequence[Record]) -> int:
    """Return how many minutes readers say they read."""
    return sum(each.minutes for each in of_kind(records, Kind.MINUTES))


def is_late(task: Record, day: date) -> bool:
    """Tell whether a task is open and its day has passed."""
    return task.state == "open" and task.due is not None and task.due < day


def by_day(tasks: Sequence[Record]) -> tuple[Record, ...]:
    """Return tasks, open ones first, by the day they are due."""
    return tuple(sorted(tasks, key=lambda t: (t.state != "open", t.due or date.max, t.text, t.id)))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that hold something, each with its number, cut into cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    between = max(_BETWEEN, key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        cut = [(rows.line_num, cells) for cells in rows]
    except csv.Error:
        raise Unread("records.fault.marks", rows.line_num) from None
    return [(at, cells) for at, cells in cut if any(map(str.strip, cells))]


def _site(at: int, cells: list[str], columns: int) -> Site:
    if len(cells) != columns + 1:
        raise Unread("records.fault.cells", at)
    return Site(_name(cells[0], at), tuple(_count(cell, at) for cell in cells[1:]))


def _name(cell: str, at: int) -> str:
    name = cell.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Unread("records.fault.name", at)
    if name[0] in _FORMULA:
        raise Unread("records.fault.formula", at)
    return name


def _count(cell: str, at: int) -> int:
    digits = cell.strip()
    whole = digits.isascii() and digits.isdigit() and len(digits) <= len(f"{MAX_COUNT}")
    if not whole or int(digits) > MAX_COUNT:
        raise Unread("records.fault.count", at)
    return int(digits)
