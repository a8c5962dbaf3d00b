"""Staff and how they come in. Of a link and of a session only a keyed hash is kept."""

from datetime import date
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.consultation.model import Role, Staff
from storage import tables
from storage.audit import Audit
from storage.tables import staff_link, staff_own, staff_place, staff_session, staff_told

_columns = (tables.staff.c.id, tables.staff.c.name, tables.staff.c.role)
LEFT: Final = "left"
"""In place of the role of somebody who is not a member of staff any more."""
_names = select(tables.staff.c.id, tables.staff.c.name)
_all = select(*_columns).where(tables.staff.c.role != LEFT)
_by_id = _all.where(tables.staff.c.id == bindparam("id"))
_leave = update(tables.staff).where(tables.staff.c.id == bindparam("staff_id")).values(role=LEFT)
_no_way_in = tuple(
    delete(table).where(table.c.staff == bindparam("staff_id"))
    for table in (staff_link, staff_session, staff_place, staff_told, staff_own)
)
_by_session = (
    select(*_columns)
    .join(staff_session, staff_session.c.staff == tables.staff.c.id)
    .where(
        staff_session.c.hmac == bindparam("hmac"), staff_session.c.expires_day >= bindparam("today")
    )
)
_add = insert(tables.staff)
_add_link = insert(staff_link)
_add_session = insert(staff_session)
_link = select(staff_link).where(staff_link.c.hmac == bindparam("hmac"))
_use_link = delete(staff_link).where(staff_link.c.hmac == bindparam("hmac"))
_end = delete(staff_session).where(staff_session.c.hmac == bindparam("hmac"))
_run_out = tuple(
    delete(table).where(table.c.expires_day < bindparam("today"))
    for table in (staff_session, staff_link)
)


class Accounts(Audit):
    """Members of staff, their links and their sessions."""

    def staff(self) -> tuple[Staff, ...]:
        """Return all members of staff, by name."""
        found = (read_staff(*row) for row in self._sql.all(_all))
        return tuple(sorted(found, key=lambda one: (one.name, one.id)))

    def staff_names(self) -> dict[str, str]:
        """Return everybody's name by id, of those as well who have left."""
        return {row.id: row.name for row in self._sql.all(_names)}

    def add_staff(self, staff: Staff, token: str, expires: date) -> None:
        """Add a member of staff with a one-time link's token (only its hash is kept).

        Somebody who is a member already gets the link and keeps the role.
        """
        self._invite(staff, token, expires)
        self._note(None, "invite", ("staff", staff.id), None, self._today())

    def redeem(self, token: str, session: str, today: date, expires: date) -> Staff | None:
        """Use up a one-time token and begin a session; None if unknown, used or expired."""
        found = self._use_link(token, today)
        if found is not None:
            hashed = self._keys.lookup("session", session)
            values = {"hmac": hashed, "staff": found.id, "expires_day": expires}
            self._sql.write(_add_session, values)
            self._note(found, "enter", ("staff", found.id), None, today)
        return found

    def session(self, token: str, today: date) -> Staff | None:
        """Return whose session this is."""
        find = {"hmac": self._keys.lookup("session", token), "today": today}
        row = self._sql.first(_by_session, find)
        return None if row is None else read_staff(*row)

    def end_session(self, token: str) -> None:
        """End a session."""
        self._sql.write(_end, {"hmac": self._keys.lookup("session", token)})

    def _use_link(self, token: str, today: date) -> Staff | None:
        find = {"hmac": self._keys.lookup("link", token)}
        link = self._sql.first(_link, find)
        if link is None or not self._sql.write(_use_link, find) or link.expires_day < today:
            return None
        for statement in _run_out:
            self._sql.write(statement, {"today": today})
        return self._member(link.staff)

    def _member(self, staff_id: str) -> Staff | None:
        row = self._sql.first(_by_id, {"id": staff_id})
        return None if row is None else read_staff(*row)

    def _forget_staff(self, staff_id: str) -> None:
        """Let somebody in no more, by any way."""
        for statement in _no_way_in:
            self._sql.write(statement, {"staff_id": staff_id})
        self._sql.write(_leave, {"staff_id": staff_id})

    def _invite(self, staff: Staff, token: str, expires: date) -> None:
        if self._member(staff.id) is None:
            values = {"id": staff.id, "name": staff.name, "role": staff.role}
            self._sql.write(_add, values)
        hashed = self._keys.lookup("link", token)
        self._sql.write(_add_link, {"hmac": hashed, "staff": staff.id, "expires_day": expires})


def read_staff(id_: str, name: str, role: str) -> Staff:
    """Read a member of staff from a row."""
    return Staff(id_, name, Role(role))
