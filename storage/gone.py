"""What a transaction leaves for the lists beside the keys (see :mod:`storage.ledger`)."""

from typing import Final

from sqlalchemy import bindparam, delete, select, text

from storage.ledger import STANDING, Act, Stand
from storage.tables import gone
from storage.work import Work

_last = select(gone.c.line).where(gone.c.list == STANDING).order_by(gone.c.line.desc()).limit(1)
_all = select(gone.c.list, gone.c.line)
_drop = delete(gone).where(gone.c.list == bindparam("of"), gone.c.line == bindparam("which"))
_drop_list = delete(gone).where(gone.c.list == bindparam("of"))
_IN_LINE: Final = text("SELECT pg_advisory_xact_lock(4860618)")
"""One transaction at a time says who stands where, so that their numbers are in the order of their
commits; the lock's number is our own."""


class Gone(Work):
    """Noting what must not come back."""

    def _stand(self, act: Act, person: str = "", address: bytes | None = None) -> None:
        """Note where a person stands from now on; to be done before it is written anywhere else."""
        self._sql.lock(_IN_LINE, {})
        who = self._keys.lookup("standing", person).hex() if person else "-"
        where = "-" if address is None else address.hex()
        self._owe(STANDING, Stand(self._last_number() + 1, act, who, where).line())

    def _drop_gone(self, *names: str) -> None:
        """Forget what was noted under keys whose vaults are empty now."""
        self._sql.write(_drop_list, [{"of": name} for name in names])

    def _put_away(self) -> None:
        """Put on the shelf what a crash may have left here, and sweep. The last of the standing
        lines stays, because the next number follows from it; in a database that was restored it is
        older than the shelf's, and that one takes its place."""
        self._sql.lock(_IN_LINE, {})
        ledger, rows = self._keys.ledger, self._sql.all(_all)
        for name in {row.list for row in rows}:
            ledger.note(name, [row.line for row in rows if row.list == name])
        last = max((each.line() for each in ledger.standing()), default=b"")
        there = (STANDING, last) in {(row.list, row.line) for row in rows}
        swept = [
            {"of": row.list, "which": row.line}
            for row in rows
            if (row.list, row.line) != (STANDING, last)
        ]
        self._sql.write(_drop, swept)
        if last and not there:
            self._write_gone(STANDING, last)

    def _last_number(self) -> int:
        row = self._sql.first(_last)
        last = None if row is None else Stand.read(row.line)
        return 0 if last is None else last.number
