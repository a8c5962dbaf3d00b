"""Copies of a database: made while the server runs, and put in place of a file while it does not."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from bot.ports import NotSaved
from storage.errors import told

ASIDE: Final = "-before-restore"
"""How the name of the file ends that stood where a copy was put."""
_BLOCK: Final = 1 << 20
_BESIDE: Final = ("-wal", "-shm")


def kind_of(url: str) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return make_url(url).get_backend_name()


def copy_out(url: str, to: Path) -> None:
    """Write a copy of a database, as it stands now, to a new file that only its owner may read.

    PostgreSQL's is made by ``pg_dump``, which has to be there.

    Raises:
        FileExistsError: there is such a file.
        FileNotFoundError: there is no such database.
        NotSaved: it could not be made; nothing is left of it.
    """
    address = make_url(url)
    if kind_of(url) == "sqlite" and not Path(str(address.database)).is_file():
        raise FileNotFoundError
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if kind_of(url) == "sqlite":
            told(lambda: _vacuum(str(address.database), to))
        else:
            _dump(url, to)
        told(lambda: _settle(to))
    except NotSaved:
        to.unlink()
        raise


def dumps() -> bool:
    """Tell whether ``pg_dump`` is there."""
    return shutil.which("pg_dump") is not None


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def put_in(url: str, copy: Path) -> Path | None:
    """Put a copy in the place of SQLite's file; return where the one is that stood there, if any.

    Raises:
        NotSaved: ``locked`` (a server is at work on it), ``database`` (the copy is not a database of
            Heardback's), ``full`` or another.
        FileExistsError: what stood there before an earlier restore is still there.
    """
    file = Path(str(make_url(url).database))
    aside = file.with_name(file.name + ASIDE)
    if aside.exists():
        raise FileExistsError
    told(lambda: _looked_through(copy))
    there = file.exists()
    if there:
        told(lambda: _alone(file))
    fresh = file.with_name(file.name + ".new")
    try:
        told(lambda: _copied(copy, fresh))
    except NotSaved:
        fresh.unlink(missing_ok=True)
        raise
    if there:
        file.replace(aside)
    for ending in _BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)
    fresh.replace(file)
    return aside if there else None


def _vacuum(file: str, to: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True)) as connection:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("VACUUM INTO ?", [str(to)])


def _dump(url: str, to: Path) -> None:
    address = make_url(url).set(drivername="postgresql")
    # Whoever lists the processes of a machine sees what they were started with.
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    named = address.set(password=None).render_as_string(hide_password=False)
    command = ("pg_dump", "--format=custom", "--no-owner", f"--file={to}", f"--dbname={named}")
    try:
        done = subprocess.run(command, env=os.environ | secret, capture_output=True, check=False)  # noqa: S603 - our own words
    except OSError:
        raise NotSaved("database", "pg_dump") from None
    if done.returncode:
        raise NotSaved("database", "pg_dump")


def _looked_through(copy: Path) -> None:
    """See that a file is a whole database of ours."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as connection:
        (found,) = connection.execute("PRAGMA quick_check").fetchone()
        connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found != "ok":
        raise NotSaved("database", "quick_check")


def _alone(file: Path) -> None:
    """See that nobody is at work on a file, and bring what lies beside it into it."""
    with closing(sqlite3.connect(file, timeout=0.2)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # It is no database any more, which is why it is replaced.
            return


def _copied(copy: Path, to: Path) -> None:
    to.unlink(missing_ok=True)
    with copy.open("rb") as source:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(source, target, _BLOCK)
    _settle(to)


def _settle(file: Path) -> None:
    """See that a file and its name last."""
    for path in (file, file.parent):
        opened = os.open(path, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(opened)
        os.close(opened)
