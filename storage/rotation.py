"""A new contact key: every row that the old one seals is opened and sealed again.

Until none is left the old key stays beside the new one, so whoever is cut off begins again and
nothing is lost. Every row is written, so that no copy from before or after tells which were in use.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Executable, Integer, Table, bindparam, select, update

from storage.box import place
from storage.keys import CONTACT
from storage.statement import AnyRow
from storage.tables import (
    Id,
    concern,
    contributor,
    contributor_address,
    help_request,
    staff_own,
    staff_place,
    workspace,
)
from storage.work import Work

AT_ONCE: Final = 200
"""Rows of one transaction."""


def contributor_place(person: str, tenant: str) -> bytes:
    """Return the place of a contributor's contact."""
    return place("contributor", person, tenant, "", CONTACT)


def workspace_place(hashed: bytes) -> bytes:
    """Return the place of what a workspace gave us."""
    return place("workspace", hashed.hex(), "", "", CONTACT)


def staff_place_of(hashed: bytes) -> bytes:
    """Return the place of what it takes to write to a member of staff."""
    return place("staff_place", hashed.hex(), "", "", CONTACT)


def own_place(staff_id: str) -> bytes:
    """Return the place of what a member of staff keeps for themselves."""
    return place("staff_own", staff_id, "", "", CONTACT)


def address_place(hashed: bytes) -> bytes:
    """Return the place of what it takes to write to a tied address."""
    return place("contributor_address", hashed.hex(), "", "", CONTACT)


def _lead_place(table: str) -> Callable[[AnyRow], bytes]:
    return lambda row: place(table, row.id, "", row.round, CONTACT)


@dataclass(frozen=True, slots=True)
class Part:
    """One table whose ``sealed`` column the contact key seals."""

    table: Table
    sealed: Column[Any]
    where: Callable[[AnyRow], bytes]

    @property
    def key(self) -> Column[Any]:
        """Its primary key."""
        return next(iter(self.table.primary_key))

    @property
    def start(self) -> str | bytes:
        """What stands before every key."""
        return "" if isinstance(self.key.type, Id) else b""

    def some(self) -> Executable:
        """Return the statement that finds some rows behind a key."""
        return (
            select(self.table)
            .where(self.key > bindparam("behind", type_=self.key.type), self.sealed.is_not(None))
            .order_by(self.key)
            .limit(bindparam("most", type_=Integer))
            .with_for_update()
        )

    def change(self) -> Executable:
        """Return the statement that changes one row."""
        return update(self.table).where(self.key == bindparam("which", type_=self.key.type))


PARTS: Final[Sequence[Part]] = (
    Part(contributor, contributor.c.contact_ct, lambda row: contributor_place(row.id, row.tenant)),
    Part(help_request, help_request.c.ct, _lead_place("help_request")),
    Part(concern, concern.c.ct, _lead_place("concern")),
    Part(workspace, workspace.c.ct, lambda row: workspace_place(row.hmac)),
    Part(contributor_address, contributor_address.c.ct, lambda row: address_place(row.hmac)),
    Part(staff_place, staff_place.c.ct, lambda row: staff_place_of(row.hmac)),
    Part(staff_own, staff_own.c.ct, lambda row: own_place(row.staff)),
)
_SOME: Final = {part: part.some() for part in PARTS}
_CHANGE: Final = {part: part.change() for part in PARTS}


class Resealing(Work):
    """Sealing again, some rows a transaction."""

    def reseal(self, part: Part, behind: str | bytes, most: int = AT_ONCE) -> str | bytes | None:
        """Seal some rows again, from behind a key on; return the last key, or None when there is no
        row behind.

        Raises:
            NotSaved: a row is under neither key (``database``).
        """
        box = self._keys.contact
        rows = self._sql.all(_SOME[part], {"behind": behind, "most": most})
        for row in rows:
            where = part.where(row)
            sealed = box.seal(box.open(getattr(row, part.sealed.name), where), where)
            which = getattr(row, part.key.name)
            self._sql.write(_CHANGE[part], {"which": which, part.sealed.name: sealed})
        last: str | bytes | None = getattr(rows[-1], part.key.name) if rows else None
        return last
