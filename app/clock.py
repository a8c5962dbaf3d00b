"""The two clocks: the real one, and the demonstration's, which can be put forward."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class DemoClock:
    """The real time plus a number of seconds that a file keeps, so that a restart keeps them.

    It only ever goes forward: a demonstration tells its story in one direction.
    """

    _FILE: Final = "clock"

    def __init__(self, folder: Path) -> None:
        """Read the file in ``folder``; without one the time is the real time.

        Raises:
            ValueError: the file holds no number.
            OSError: the file cannot be read.
        """
        self._path = folder / self._FILE
        seconds = float(self._path.read_text("ascii")) if self._path.exists() else 0.0
        self._ahead = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return the demonstration's instant in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, to: datetime) -> None:
        """Put the clock forward to an instant; an instant that has passed changes nothing.

        Raises:
            OSError: the file cannot be written; the clock then stays as it was.
        """
        ahead = to - datetime.now(UTC)
        if ahead <= self._ahead:
            return
        fresh = self._path.with_suffix(".new")
        fresh.write_text(repr(ahead.total_seconds()), "ascii")
        fresh.replace(self._path)
        self._ahead = ahead
