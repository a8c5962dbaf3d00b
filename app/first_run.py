"""What the first run makes: the data folder, and a key-encryption key where none is set."""

import base64
import os
import secrets
import stat
from pathlib import Path

from app.places import shelf_of
from app.settings import KEY_BYTES, PREFIX, Settings, decode_key
from app.trouble import Trouble

KEY_FILE = "heardback.env"
_NAME = f"{PREFIX}KEK="
_NEW = f"{PREFIX}KEK_NEW="
"""Stands in a second line while the key is changed."""


def prepare(settings: Settings) -> bytes:
    """Make the data folder if it is not there and return the key-encryption key.

    Without the setting it is read from ``heardback.env`` in the data folder. Only where there are
    no keys yet is a new one made: with a new one, keys that stand could never be read again.

    Raises:
        Trouble: the folder cannot be written, or the key is missing, unreadable or open to others.
    """
    folder = settings.data_folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise Trouble("folder", folder=folder) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Trouble("folder", folder=folder)
    if settings.kek is not None:
        return decode_key(settings.kek.get_secret_value())
    file = folder / KEY_FILE
    if file.exists():
        return _read(file)[0]
    if shelf_of(settings).names():
        raise Trouble("key_missing", name=f"{PREFIX}KEK", file=file)
    return _make(file)


def new_kek(settings: Settings) -> bytes | None:
    """Return the key-encryption key that takes the other's place, while it is changed.

    Raises:
        Trouble: the file that holds it is unreadable or open to others.
    """
    if settings.kek_new is not None:
        return decode_key(settings.kek_new.get_secret_value())
    file = settings.data_folder / KEY_FILE
    return _read(file)[1] if settings.kek is None and file.exists() else None


def keep_kek(settings: Settings, new: bytes, *, beside: bool) -> None:
    """Keep another key-encryption key in ``heardback.env``: ``beside`` the one that stands, or in its
    place. A crash leaves the file as it was or as it will be.

    Raises:
        Trouble: it cannot be written.
    """
    file = settings.data_folder / KEY_FILE
    lines = [_line(_NAME, _read(file)[0]), _line(_NEW, new)] if beside else [_line(_NAME, new)]
    try:
        fresh = _fresh(file, "".join(lines))
        fresh.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError:
        raise Trouble("folder", folder=file.parent) from None


def _read(file: Path) -> tuple[bytes, bytes | None]:
    """Return the key in a file, and the one that takes its place if there is one."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise Trouble("key_open", file=file)
        first, _, second = file.read_text("ascii").strip().partition("\n")
        new = decode_key(second.removeprefix(_NEW)) if second else None
        return decode_key(first.removeprefix(_NAME)), new
    except (OSError, ValueError):
        raise Trouble("key_unreadable", file=file) from None


def _make(file: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    # Written beside and linked, so that no crash and no second process leaves half a key behind.
    try:
        fresh = _fresh(file, _line(_NAME, key))
        try:
            os.link(fresh, file)
        finally:
            fresh.unlink()
    except FileExistsError:
        return _read(file)[0]
    except OSError:
        raise Trouble("folder", folder=file.parent) from None
    return key


def _line(name: str, key: bytes) -> str:
    return name + base64.urlsafe_b64encode(key).decode("ascii") + "\n"


def _fresh(file: Path, text: str) -> Path:
    """Write a text beside a file and return where it is; nothing is left of one that fails."""
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, text.encode("ascii"))
        os.fsync(handle)
    except OSError:
        fresh.unlink()
        raise
    finally:
        os.close(handle)
    return fresh
