"""Database errors on their way out: only a reason leaves this package, never a driver's text.

A driver's exception quotes the row it choked on, and Python keeps it reachable as the context of
whatever is raised while it is handled. So the new error is raised after the old one is let go.
"""

import errno
import sqlite3
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from bot.ports import NotSaved, Refused

_PRIMARY = 0xFF
_REASONS = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
}


def reason_of(error: Exception) -> str:
    """Return the reason of :class:`~bot.ports.NotSaved` that an exception amounts to."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, Exception):
        error = error.orig
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return _REASONS.get(code & _PRIMARY, "database")
    if isinstance(error, OSError):
        return "full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "database"
    return "database"


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
        reason = reason_of(error)
    raise NotSaved(reason)
