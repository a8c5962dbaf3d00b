"""One person in several channels: the part of the ports by which an address is tied to a code."""

from collections.abc import Mapping
from typing import Literal, Protocol

from bot.consultation.model import Person
from bot.conversation.events import Address

type Tied = Literal["", "joined", "taken"]
"""What came of tying an address to a code: nothing (the code is nobody's), they are one person now,
or the address takes part by itself already."""


class Joining(Protocol):
    """Part of :class:`bot.ports.Unit`."""

    def tie(self, code: Address, address: Address, contact: Mapping[str, str]) -> Tied:
        """Make an address of a chat platform lead to the person who is known by a code."""

    def joined(self, person: Person) -> tuple[str, ...]:
        """Return the names of the channels a person has joined, or none where there is but one."""
