"""What the first run makes: the data folder, and a key-encryption key where none is set."""

import base64
import os
import secrets
import stat
from pathlib import Path

from app.settings import KEY_BYTES, PREFIX, Settings, decode_key
from app.trouble import Trouble

KEY_FILE = "heardback.env"
_NAME = f"{PREFIX}KEK="


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
        return _read(file)
    if settings.keys.is_dir() and any(settings.keys.iterdir()):
        raise Trouble("key_missing", name=f"{PREFIX}KEK", file=file)
    return _make(file)


def _read(file: Path) -> bytes:
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise Trouble("key_open", file=file)
        text = file.read_text("ascii").strip()
        return decode_key(text.removeprefix(_NAME))
    except (OSError, ValueError):
        raise Trouble("key_unreadable", file=file) from None


def _make(file: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    text = _NAME + base64.urlsafe_b64encode(key).decode("ascii") + "\n"
    # Written beside and linked, so that no crash and no second process leaves half a key behind.
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, text.encode("ascii"))
            os.fsync(handle)
        finally:
            os.close(handle)
        os.link(fresh, file)
    except FileExistsError:
        return _read(file)
    except OSError:
        raise Trouble("folder", folder=file.parent) from None
    finally:
        fresh.unlink(missing_ok=True)
    return key
