"""What is SQLite's own: how its file is made, opened and written anew."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from bot.ports import NotSaved
from storage.residue import left_in

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    # What VACUUM and sorting put aside never lies in a file of its own.
    "temp_store = MEMORY",
)
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""The file and what SQLite keeps beside it, by how their names end."""
_TEMPORARY: Final = "etilqs_*"
"""How SQLite names a file it puts aside."""
_OTHER_FOLDERS: Final = ("/var/tmp", "/usr/tmp", "/tmp")  # noqa: S108 - looked into, never written to


@contextmanager
def sole(engine: Engine, what: str) -> Iterator[bool]:
    """Hold a file beside the database that no other process holds; yields False where one does."""
    with Path(f"{engine.url.database}-{what}").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def open_engine(url: str, busy_seconds: float) -> Engine:
    """Return an engine on a file that only its owner can read; it is made if it is not there.

    ``busy_seconds`` is how long another process may hold the file before that counts as locked.

    Raises:
        ValueError: the URL does not name a file for SQLite.
    """
    address = make_url(url)
    if address.database in (None, "", ":memory:"):
        raise ValueError("the database's URL must be sqlite:/// and a file")
    path = Path(str(address.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(address, hide_parameters=True, pool_size=1, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        # The driver begins no transactions of its own: its way of doing so keeps rows of a
        # transaction that was rolled back.
        connection.isolation_level = None
        connection.create_function("sha256", 1, _sha256, deterministic=True)
        connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _sha256(words: str) -> bytes:
    return hashlib.sha256(words.encode()).digest()


def rewrite(engine: Engine) -> None:
    """Write the whole file anew, and empty its log.

    Raises:
        NotSaved: somebody else is reading the file (``locked``).
    """
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
    if row is None or row[0]:
        raise NotSaved("locked")


def search(engine: Engine, pieces: frozenset[bytes]) -> None:
    """Look for what was in a vault: in the file, beside it, and where SQLite puts files aside.

    Raises:
        NotSaved: it is still there (``residue``; the code is the file's name).
    """
    for path in _files(Path(str(engine.url.database))):
        if not path.is_file():
            continue
        # What goes away meanwhile, or is not ours to read, is nothing we have written.
        with suppress(FileNotFoundError, PermissionError), path.open("rb") as file:
            if left_in(file, pieces):
                raise NotSaved("residue", path.name)


def _files(database: Path) -> Iterator[Path]:
    yield from (Path(f"{database}{ending}") for ending in _BESIDE)
    named = os.environ.get("SQLITE_TMPDIR", ".")
    for folder in {named, tempfile.gettempdir(), *_OTHER_FOLDERS}:
        yield from Path(folder).glob(_TEMPORARY)
