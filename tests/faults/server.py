"""The real server, whose machine has a clock that a test can set: the seconds by which it is wrong
stand in a file, which is read at the start and at each signal."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from app.__main__ import main

CLOCK = "CLOCK_IS_WRONG_BY"
_real = datetime.now


class _Clock:
    """This process's time, set anew at each signal."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._wrong: time_machine.travel | None = None

    def set(self, *_signal: object) -> None:
        """Read how wrong the clock is from now on."""
        if self._wrong is not None:
            self._wrong.stop()
        by = timedelta(seconds=float(self._file.read_text("ascii")))
        self._wrong = time_machine.travel(_real(UTC) + by, tick=True)
        self._wrong.start()


if __name__ == "__main__":
    clock = _Clock(Path(os.environ[CLOCK]))
    clock.set()
    signal.signal(signal.SIGUSR1, clock.set)
    main()
