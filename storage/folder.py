"""A folder as a shelf: one file a key and one a list, which only their owner may read."""

import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from storage.shelf import KeysRefused, kept

_KEY: Final = ".key"
_LIST: Final = ".list"
_FRESH: Final = ".new"


class Folder:
    """Fulfils :class:`storage.shelf.Shelf`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @kept
    def ready(self, *, create: bool) -> None:
        """See that it can be used; ``create`` lets a first run make it."""
        if create:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._path.is_dir():
            raise KeysRefused("missing", str(self._path))
        _check(self._path)

    @kept
    def names(self) -> frozenset[str]:
        """Return all names that have a key or a line; none where there is no folder yet."""
        if not self._path.is_dir():
            return frozenset()
        return frozenset(f.stem for f in self._path.iterdir() if f.suffix in (_KEY, _LIST))

    @kept
    def read(self, name: str) -> bytes | None:
        """Return the key by a name, or None."""
        return _read(self._file(name, _KEY))

    @kept
    def write(self, name: str, kept: bytes) -> None:
        """Keep a key in place of the one that stands."""
        fresh, file = self._file(name, _FRESH), self._file(name, _KEY)
        fresh.unlink(missing_ok=True)
        _write(fresh, kept, os.O_EXCL)
        with suppress(FileNotFoundError), file.open("r+b", buffering=0) as old:
            fresh.replace(file)
            self._settle()
            _overwrite(old.fileno())
            return
        fresh.replace(file)
        self._settle()

    @kept
    def lines(self, name: str) -> frozenset[bytes]:
        """Return the lines under a name."""
        return frozenset((_read(self._file(name, _LIST)) or b"").split(b"\n")) - {b""}

    @kept
    def note(self, name: str, lines: Iterable[bytes]) -> None:
        """Add lines. Each begins with the break, so that it stands apart from half a line."""
        file = self._file(name, _LIST)
        new = not file.exists()
        more = frozenset(lines) - self.lines(name)
        _write(file, b"".join(b"\n" + line for line in sorted(more)), os.O_APPEND)
        if new:
            self._settle()

    @kept
    def destroy(self, name: str) -> None:
        """Destroy the key and the lines by a name for good, the key first: a list without its key
        says nothing, and a key without its list would bring back what it should not."""
        for ending in (_FRESH, _KEY, _LIST):
            file = self._file(name, ending)
            # Another process may do the same at the same time.
            with suppress(FileNotFoundError):
                with file.open("r+b", buffering=0) as old:
                    _overwrite(old.fileno())
                file.unlink()
                self._settle()

    def _file(self, name: str, ending: str) -> Path:
        return self._path / f"{name}{ending}"

    def _settle(self) -> None:
        """Make the folder's list of names durable."""
        folder = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read(file: Path) -> bytes | None:
    if not file.exists() and not file.is_symlink():
        return None
    _check(file)
    return file.read_bytes()


def _write(file: Path, content: bytes, how: int) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _overwrite(file: int) -> None:
    """Put chance in the place of what a file holds."""
    os.pwrite(file, secrets.token_bytes(os.fstat(file).st_size), 0)
    os.fsync(file)


def _check(path: Path) -> None:
    status = path.lstat()
    if status.st_uid != os.geteuid():
        raise KeysRefused("not_ours", str(path))
    if stat.S_IMODE(status.st_mode) & 0o077 or stat.S_ISLNK(status.st_mode):
        raise KeysRefused("open_to_others", str(path))
