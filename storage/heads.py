"""Where the audit log stood, day by day: a file outside the database that is only added to.

Whoever changes the log, its key in their hands, has to change this file as well, and whatever keeps
copies of it. A line is the day, the number of the last entry and its chain value in hex.
"""

import fcntl
import os
import re
from datetime import date
from pathlib import Path
from typing import Final

from bot.witness import Head

FILE: Final = "audit-heads.txt"
_LINE: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{1,18}) ([0-9a-f]{64})\n")


class Unreadable(Exception):  # noqa: N818 - it says what happened, which is what a person is told
    """A line of the file is not one that was written here. ``number`` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class HeadFile:
    """Fulfils :class:`bot.witness.Witness`. Several processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def note(self, day: date, head: Head) -> bool:
        """Write down the head once a day; False if that was done. It lasts when this returns.

        Raises:
            OSError: it could not be written.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = not self.path.exists()
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(self.path, flags, 0o600), "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = file.read().rpartition(b"\n")[0].rpartition(b"\n")[2]
            if last[:10] >= day.isoformat().encode():
                return False
            file.write(f"{day.isoformat()} {head.number} {head.value}\n".encode())
            os.fsync(file.fileno())
        if fresh:
            _settle(self.path.parent)
        return True

    def heads(self) -> tuple[Head, ...]:
        """Return every head that was noted; none where there is no file.

        Raises:
            Unreadable: a line is not right.
            OSError: the file cannot be read.
        """
        if not self.path.exists():
            return ()
        with self.path.open(encoding="ascii", errors="replace", newline="") as file:
            return tuple(_read(number, line) for number, line in enumerate(file, 1))


def _read(number: int, line: str) -> Head:
    found = _LINE.fullmatch(line)
    if found is None:
        raise Unreadable(number)
    return Head(int(found[2]), found[3])


def _settle(folder: Path) -> None:
    """Make the name of a new file durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
