"""Staff accounts and groups: the part of the ports by which staff come in."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from bot.consultation.care import Own
from bot.consultation.model import Group, Staff
from bot.conversation.events import Address


class Accounts(Protocol):
    """Part of :class:`bot.ports.Unit`."""

    def add_staff(self, staff: Staff, token: str, expires: date) -> None:
        """Add a member of staff with a one-time link's token (only its hash is kept)."""

    def remove_staff(self, staff_id: str, to: str) -> None:
        """Let a member of staff leave, for whoever runs this; ``to`` has what was theirs from then
        on. It is audited.

        Raises:
            NotFit: a round would be left without (``taker``).
        """

    def redeem(self, token: str, session: str, today: date, expires: date) -> Staff | None:
        """Use up a one-time token and begin a session; None if unknown, used or expired."""

    def session(self, token: str, today: date) -> Staff | None:
        """Return whose session this is."""

    def staff_at(self, address: Address) -> Staff | None:
        """Return the member of staff who is known under this address of a chat platform."""

    def tie_staff(
        self, token: str, address: Address, contact: Mapping[str, str], today: date
    ) -> Staff | None:
        """Use up a one-time token: this address is the member of staff's from now on; None if it
        is unknown, used or has run out. ``contact`` is what it takes to write there."""

    def staff_reach(self, staff_id: str) -> tuple[Mapping[str, str], ...]:
        """Return what it takes to write to a member of staff, for every place they came in at."""

    def tell_staff(self, staff_id: str, reason: str, day: date) -> bool:
        """Note that a member of staff is reminded on a day; False if that was noted."""

    def untell_staff(self, staff_id: str, reason: str, day: date) -> None:
        """Take back such a note: nothing went out."""

    def own(self, staff_id: str) -> Own:
        """Return what a member of staff keeps for themselves alone."""

    def end_session(self, token: str) -> None:
        """End a session."""

    def add_group(self, group: Group) -> None:
        """Write a group, new or changed, for whoever runs this; it is audited."""
