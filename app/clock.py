"""The two clocks: the real one, and the demonstration's, which can be put forward."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class DemoClock:
    """The real time plus a number of seconds that a file keeps, so that a restart keeps them.

    The file is read at every look: a server and a terminal may show the same demonstration.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the time in ``folder``; until it begins, the time is the real time.

        Raises:
            ValueError: the file holds no number.
            OSError: the file cannot be read.
        """
        self._path = folder / "clock"
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
        seconds = float(self._path.read_text("ascii")) if self._path.exists() else 0.0
        return timedelta(seconds=seconds)

    def _keep(self, ahead: timedelta) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(repr(ahead.total_seconds()), "ascii")
        fresh.replace(self._path)
