"""Who is known in chat platforms: staff by their address there, and workspaces by their name.

Of an address only a keyed hash is kept. What a workspace gave us (its tokens) lies sealed, in one
row however often it is installed again.
"""

from datetime import date

from sqlalchemy import bindparam, delete, insert, select

from bot.consultation.model import Staff
from bot.conversation.events import Address
from storage import tables
from storage.rotation import workspace_place
from storage.staff import Accounts, read_staff
from storage.tables import staff_place, workspace

_staff_at = (
    select(tables.staff.c.id, tables.staff.c.name, tables.staff.c.role)
    .join(staff_place, staff_place.c.staff == tables.staff.c.id)
    .where(staff_place.c.hmac == bindparam("hmac"))
)
_tie = insert(staff_place)
_untie = delete(staff_place).where(staff_place.c.hmac == bindparam("hmac"))
_workspace = select(workspace.c.ct).where(workspace.c.hmac == bindparam("hmac"))
_add_workspace = insert(workspace)
_drop_workspace = delete(workspace).where(workspace.c.hmac == bindparam("hmac"))


class Places(Accounts):
    """Staff and workspaces of chat platforms."""

    def staff_at(self, address: Address) -> Staff | None:
        """Return the member of staff who is known under this address."""
        row = self._sql.first(_staff_at, {"hmac": self._place(address)})
        return None if row is None else read_staff(*row)

    def tie_staff(self, token: str, address: Address, today: date) -> Staff | None:
        """Use up a one-time token: this address is the member of staff's from now on.

        None if the token is unknown, used or has run out.
        """
        found = self._use_link(token, today)
        if found is not None:
            hashed = self._place(address)
            self._sql.write(_untie, {"hmac": hashed})
            self._sql.write(_tie, {"hmac": hashed, "staff": found.id})
            self._note(found, "enter", ("staff", found.id), None, today)
        return found

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
