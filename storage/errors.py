"""Database errors on their way out: only a reason leaves this package, never a driver's text.

A driver's exception quotes the row it choked on, and Python keeps it reachable as the context of
whatever is raised while it is handled. So the new error is raised after the old one is let go. It
carries what an operator needs to find the cause: names of errors and tables, which hold no value.
"""

import errno
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import DBAPIError

from bot.ports import NotSaved, Refused

STALE: Final = "stale"
"""In place of an SQLSTATE: what a transaction has read was changed before it could lock it."""
_PRIMARY: Final = 0xFF
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
}
_POSTGRESQL: Final = {
    "40001": "locked",  # serialization failure
    "40P01": "locked",  # deadlock
    "53100": "full",  # disk full
    "53300": "locked",  # too many connections
    "55P03": "locked",  # lock not available in time
    "57P03": "locked",  # the server is starting
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a driver's error amounts to: the reason and the code of :class:`~bot.ports.NotSaved`.
    ``state`` is its SQLSTATE, if it has one."""

    reason: str
    code: str
    state: str = ""

    def told(self) -> NotSaved:
        """Return the error that leaves this package."""
        return NotSaved(self.reason, self.code)


def fault_of(error: Exception) -> Fault:
    """Return what an exception amounts to. Nothing of its text is looked at."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, Exception):
        error = error.orig
    name = type(error).__name__
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        reason = _SQLITE.get(code & _PRIMARY, "database")
        return Fault(reason, getattr(error, "sqlite_errorname", name))
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return Fault("full" if full else "database", errno.errorcode.get(error.errno or 0, name))
    diagnosis: Any = getattr(error, "diag", None)
    state: str = getattr(error, "sqlstate", None) or ""
    table: str = getattr(diagnosis, "table_name", None) or ""
    code = ":".join(part for part in (state or name, table) if part)
    return Fault(_POSTGRESQL.get(state, "database"), code, state)


def told[T](work: Callable[[], T]) -> T:
    """Do something with the database and turn whatever goes wrong into a reason.

    Raises:
        NotSaved: it went wrong.
        Refused: passed on.
    """
    try:
        return work()
    except (NotSaved, Refused):
        raise
    except Exception as error:  # noqa: BLE001 - drivers and codecs quote rows in errors of any type
        fault = fault_of(error)
    raise fault.told()
