"""The two clocks: the real one, and the demonstration's, which can be put forward."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class DemoClock:
    """The real time plus a number of seconds that a file keeps, so that a restart keeps them.

    The file is looked at every time: a server and a terminal may show the same demonstration.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the time in ``folder``; until it begins, the time is the real time.

        Raises:
            ValueError: the file holds no number.
            OSError: the file cannot be read.
        """
        self._path = folder / "clock"
        self._read: tuple[tuple[int, int], timedelta] = ((0, 0), timedelta())
        self._ahead()

    def now(self) -> datetime:
        """Return the demonstration's instant in UTC."""
        return datetime.now(UTC) + self._ahead()

    def begin(self, at: datetime) -> None:
        """Let a demonstration that has not begun start at an instant, which may have passed.

        Raises:
            OSError: the file cannot be written.
        """
        if not self._path.exists():
            self._keep(at - datetime.now(UTC))

    def advance(self, to: datetime) -> None:
        """Put the clock forward; an instant that has passed changes nothing, because the story is
        told in one direction.

        Raises:
            OSError: the file cannot be written; the clock then stays as it was.
        """
        ahead = to - datetime.now(UTC)
        if ahead > self._ahead():
            self._keep(ahead)

    def _ahead(self) -> timedelta:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - a third of the time
        except FileNotFoundError:
            return timedelta()
        # Each change is a file of its own.
        version = (found.st_ino, found.st_mtime_ns)
        known, ahead = self._read
        if known != version:
            ahead = timedelta(seconds=float(self._path.read_text("ascii")))
            self._read = version, ahead
        return ahead

    def _keep(self, ahead: timedelta) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(repr(ahead.total_seconds()), "ascii")
        fresh.replace(self._path)
