"""What the audit log shows of itself to a place outside the database."""

from datetime import date
from typing import NamedTuple, Protocol


class Head(NamedTuple):
    """The last entry of the audit log: its number, and its chain value in hex. 0 and zeros when
    there is none."""

    number: int
    value: str


class Witness(Protocol):
    """A place outside the database that remembers where the audit log stood."""

    def note(self, day: date, head: Head) -> bool:
        """Write down the head once a day; False if that was done. It lasts when this returns.

        Raises:
            OSError: it could not be written.
        """
