"""What members of staff keep for themselves alone: one locked row each, which nobody else's turn
reads."""

from datetime import date
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from bot.consultation.care import Own, without_old
from storage.codec import Codec
from storage.rotation import own_place
from storage.tables import staff_own
from storage.work import Work

_OWN: Final = Codec(Own)
_find = select(staff_own.c.ct).where(staff_own.c.staff == bindparam("of"))
_every = select(staff_own.c.staff, staff_own.c.ct)
_add = insert(staff_own)
_change = update(staff_own).where(staff_own.c.staff == bindparam("of"))


class OwnThings(Work):
    """Reading it, writing it, and letting old notes go."""

    def own(self, staff_id: str) -> Own:
        """Return what a member of staff keeps for themselves alone."""
        row = self._sql.first(_find, {"of": staff_id})
        return Own() if row is None else self._read_own(staff_id, row.ct)

    def _save_own(self, staff_id: str, own: Own) -> None:
        plain = _OWN.dump(own).encode()
        sealed = self._keys.contact.seal(plain, own_place(staff_id))
        if not self._sql.write(_change, {"of": staff_id, "ct": sealed}):
            self._sql.write(_add, {"staff": staff_id, "ct": sealed})

    def _drop_old_notes(self, today: date) -> int:
        """Take away notes whose days are over; return how many."""
        dropped = 0
        for row in self._sql.all(_every):
            own = self._read_own(row.staff, row.ct)
            left = without_old(own, today)
            if left != own:
                self._save_own(row.staff, left)
                dropped += 1
        return dropped

    def _read_own(self, staff_id: str, sealed: bytes) -> Own:
        return _OWN.load(self._keys.contact.open(sealed, own_place(staff_id)).decode())
