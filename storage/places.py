"""Who is known in chat platforms: staff by their address there, and workspaces by their name.

Of an address only a keyed hash is kept. What a workspace gave us (its tokens) lies sealed, in one
row however often it is installed again.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, delete, insert, select

from bot.consultation.model import Staff
from bot.conversation.events import Address
from storage import tables
from storage.codec import decode, encode
from storage.rotation import staff_place_of, workspace_place
from storage.sql import insert_new
from storage.staff import Accounts, read_staff
from storage.tables import staff_place, staff_told, workspace

_staff_at = (
    select(tables.staff.c.id, tables.staff.c.name, tables.staff.c.role)
    .join(staff_place, staff_place.c.staff == tables.staff.c.id)
    .where(staff_place.c.hmac == bindparam("hmac"))
)
_tie = insert(staff_place)
_untie = delete(staff_place).where(staff_place.c.hmac == bindparam("hmac"))
_reach = select(staff_place.c.hmac, staff_place.c.ct).where(
    staff_place.c.staff == bindparam("staff"), staff_place.c.ct.is_not(None)
)
_tell = insert_new(staff_told)
_untell = delete(staff_told).where(
    staff_told.c.staff == bindparam("staff_id"),
    staff_told.c.reason == bindparam("why"),
    staff_told.c.expires_day == bindparam("day"),
)
_workspace = select(workspace.c.ct).where(workspace.c.hmac == bindparam("hmac"))
_add_workspace = insert(workspace)
_drop_workspace = delete(workspace).where(workspace.c.hmac == bindparam("hmac"))


class Places(Accounts):
    """Staff and workspaces of chat platforms."""

    def staff_at(self, address: Address) -> Staff | None:
        """Return the member of staff who is known under this address."""
        row = self._sql.first(_staff_at, {"hmac": self._place(address)})
        return None if row is None else read_staff(*row)

    def tie_staff(
        self, token: str, address: Address, contact: Mapping[str, str], today: date
    ) -> Staff | None:
        """Use up a one-time token: this address is the member of staff's from now on, and they are
        reminded there of what they promised.

        None if the token is unknown, used or has run out.
        """
        found = self._use_link(token, today)
        if found is not None:
            hashed = self._place(address)
            self._sql.write(_untie, {"hmac": hashed})
            sealed = self._keys.contact.seal(encode(dict(contact)).encode(), staff_place_of(hashed))
            self._sql.write(_tie, {"hmac": hashed, "staff": found.id, "ct": sealed})
            self._note(found, "enter", ("staff", found.id), None, today)
        return found

    def staff_reach(self, staff_id: str) -> tuple[Mapping[str, str], ...]:
        """Return what it takes to write to a member of staff, for every place they came in at."""
        rows = self._sql.all(_reach, {"staff": staff_id})
        opened = (self._keys.contact.open(row.ct, staff_place_of(row.hmac)) for row in rows)
        return tuple(decode(each.decode()) for each in opened)

    def tell_staff(self, staff_id: str, reason: str, day: date) -> bool:
        """Note that a member of staff is reminded on a day; False if that was noted."""
        values = {"staff": staff_id, "reason": reason, "expires_day": day}
        return bool(self._sql.write(_tell, values))

    def untell_staff(self, staff_id: str, reason: str, day: date) -> None:
        """Take back such a note: nothing went out."""
        values = {"staff_id": staff_id, "why": reason, "day": day}
        self._sql.write(_untell, values)

    def workspace(self, name: str) -> str | None:
        """Return what a workspace gave us, or None."""
        hashed = self._keys.lookup("workspace", name)
        row = self._sql.first(_workspace, {"hmac": hashed})
        if row is None:
            return None
        return self._keys.contact.open(row.ct, workspace_place(hashed)).decode()

    def save_workspace(self, name: str, kept: str) -> None:
        """Keep what a workspace gave us in place of what was there."""
        self.forget_workspace(name)
        hashed = self._keys.lookup("workspace", name)
        sealed = self._keys.contact.seal(kept.encode(), workspace_place(hashed))
        self._sql.write(_add_workspace, {"hmac": hashed, "ct": sealed})

    def forget_workspace(self, name: str) -> None:
        """Forget a workspace."""
        self._sql.write(_drop_workspace, {"hmac": self._keys.lookup("workspace", name)})

    def _place(self, address: Address) -> bytes:
        return self._keys.lookup("staff", address.channel, address.tenant, address.user)
