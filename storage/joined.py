"""One person in several channels: known by a code, and at addresses that they tied to it themselves.

A tied address leads to the same person: the same rounds, one stop, one budget. Nothing of it changes
when somebody answers.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, insert, select, update

from bot.consultation.model import Person
from bot.joining import Tied
from storage.codec import decode, encode
from storage.lanes import any_of, named
from storage.requests import Requests
from storage.rotation import address_place
from storage.statement import AnyRow
from storage.tables import contributor, contributor_address, do_not_contact

_there = select(contributor.c.id).where(contributor.c.lookup_hmac == bindparam("hmac"))
_tied = select(contributor_address).where(contributor_address.c.hmac == bindparam("hmac"))
_of = select(contributor_address).where(contributor_address.c.contributor == bindparam("person"))
_open = (
    select(contributor_address)
    .where(contributor_address.c.hmac.not_in(select(do_not_contact.c.lookup_hmac)))
    .order_by(contributor_address.c.hmac)
)
_tie = insert(contributor_address)
_change = update(contributor_address).where(contributor_address.c.hmac == bindparam("which"))
_untie = delete(contributor_address).where(contributor_address.c.hmac == bindparam("which"))


class Joined(Requests):
    """Tied addresses."""

    def _tied_to(self, hashed: bytes) -> str:
        """Return the id of the person an address is tied to, or an empty text."""
        row = self._sql.first(_tied, {"hmac": hashed})
        return "" if row is None else str(row.contributor)

    def _tie_address(self, person: str, hashed: bytes, contact: Mapping[str, str]) -> Tied:
        """Tie an address to a person, unless it is somebody by itself."""
        row = self._sql.first(_tied, {"hmac": hashed})
        if row is not None:
            return "joined" if row.contributor == person else "taken"
        if self._sql.first(_there, {"hmac": hashed}) is not None:
            return "taken"
        sealed = self._sealed_address(hashed, contact)
        self._sql.write(_tie, {"hmac": hashed, "contributor": person, "ct": sealed})
        return "joined"

    def _address_moved(self, hashed: bytes, contact: Mapping[str, str]) -> None:
        """Keep another contact of a tied address if it is another one."""
        row = self._sql.first(_tied, {"hmac": hashed})
        if row is not None and self._opened(row) != dict(contact):
            sealed = self._sealed_address(hashed, contact)
            self._sql.write(_change, {"which": hashed, "ct": sealed})

    def _tied_beside(self, person: str, name: str, picked: str) -> None:
        """Keep what a person picked beside each of their tied addresses."""
        for row in self._sql.all(_of, {"person": person}):
            self._address_moved(row.hmac, {**self._opened(row), name: picked})

    def _untie(self, hashed: bytes) -> None:
        self._sql.write(_untie, {"which": hashed})

    def _also(self, person: str) -> list[bytes]:
        """Return the hashes of the addresses that are tied to a person."""
        return [row.hmac for row in self._sql.all(_of, {"person": person})]

    def joined(self, person: Person) -> tuple[str, ...]:
        """Return the names of the channels a person has joined, or none where there is but one."""
        rows = self._sql.all(_of, {"person": person.id})
        names = {self._opened(row).get("channel", "") for row in rows}
        return tuple(sorted(names | {person.contact.get("channel", "")})) if rows else ()

    def _chats(self, people: Iterable[str]) -> dict[str, Mapping[str, str]]:
        """Return by person the first chat they tied that may be written to."""
        ids = list(people)
        if not ids:
            return {}
        size, values = named(ids)
        rows = self._sql.all(any_of(_open, contributor_address.c.contributor, size), values)
        # The first one in order is written last, and stays.
        return {row.contributor: self._opened(row) for row in reversed(rows)}

    def _sealed_address(self, hashed: bytes, contact: Mapping[str, str]) -> bytes:
        return self._keys.contact.seal(encode(dict(contact)).encode(), address_place(hashed))

    def _opened(self, row: AnyRow) -> dict[str, str]:
        found: dict[str, str] = decode(
            self._keys.contact.open(row.ct, address_place(row.hmac)).decode()
        )
        return found
