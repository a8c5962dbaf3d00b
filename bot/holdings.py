"""What is held of people, and for how long: the part of the ports that *my data* and retention need."""

from datetime import date, datetime
from typing import Protocol

from bot.consultation.model import HeldRound, Staff
from bot.conversation.events import Address


class Holdings(Protocol):
    """Part of :class:`bot.ports.Unit`."""

    def held(self, person_id: str) -> tuple[HeldRound, ...]:
        """Return what is held of a person, round by round, in an order that says nothing."""

    def said_never(self, address: Address) -> bool:
        """Tell whether a mark keeps us from asking whoever has this address."""

    def note_export(self, staff: Staff | None, round_id: str, now: datetime) -> None:
        """Note in the audit log that a sealed round was handed out as a file, to its facilitator or
        (None) to whoever runs the server."""

    def dispose(self, door: date, now: datetime) -> bool:
        """Remove what has been kept long enough; True if there may be more. ``door`` is the day by
        which staff's links and sessions go."""


class Tickets(Protocol):
    """Part of :class:`bot.ports.Codes`: one-time links to a person's own data."""

    def ticket(self, address: Address, until: datetime) -> str:
        """Return what leads to the data of whoever has this address, until then."""

    def holder(self, ticket: str, now: datetime) -> Address | None:
        """Return whose data a ticket leads to; None if it is not ours, or has run out."""
