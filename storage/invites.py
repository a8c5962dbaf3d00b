"""Invitations to people in chat platforms, who are nobody here until they say yes.

An invitation waits in the round's vault under the round's key, found by a pseudonym of the address.
Once it is sent the address is gone from it; what is left keeps the same person from being asked
twice. Whom it does not go to (never, stopped, enrolled already) is decided when it is due, so that
no row and no screen tells.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, select

from bot.conversation.events import Address
from storage.queue import Queue
from storage.tables import enrolment, round_

_codes_of = (
    select(round_.c.code)
    .join(enrolment, enrolment.c.round == round_.c.id)
    .where(enrolment.c.contributor == bindparam("person"))
)


class Invites(Queue):
    """Inviting, and what a person who was invited takes part in."""

    def codes_of(self, person_id: str) -> tuple[str, ...]:
        """Return the codes of the rounds a person is enrolled in."""
        return tuple(row.code for row in self._sql.all(_codes_of, {"person": person_id}))

    def invite(
        self, round_id: str, people: Sequence[tuple[Address, Mapping[str, str]]], day: date
    ) -> None:
        """Plan an invitation for each address, unless that was done."""
        vault = self._vault(round_id)
        for address, contact in people:
            vault.invite(self._address(address).hex(), contact, day)

    def stop_address(self, address: Address) -> None:
        """Send nothing more to an address, whether or not it is anybody's."""
        person = self._known(address)
        self._stands("stop" if person else "never", person, address)

    def lose(self, address: Address) -> None:
        """Drop what waits for somebody who has left the platform."""
        person = self.person(address)
        if person is not None and address in self._tied:
            self._untie(self._address(address))
        elif person is not None:
            self._drop_unsent(person.id)
