"""Sealed boxes: AES-256-GCM bound to a place, padded so that a length says little."""

import base64
import os
from collections.abc import Callable
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.ports import NotSaved
from storage.codec import listed

PADDED_TO = 256
"""Plain bytes are padded to a multiple of this, unless more room is asked for."""
_NONCE = 12
_END = b"\x80"
_COOKIE = b"cookie"


def place(table: str, row: str, tenant: str, round_id: str, key: str, *more: str) -> bytes:
    """Return the associated data of one row: a box opens in the row it was made for, only."""
    return listed((table, row, tenant, round_id, key, *more), ", ")


class Box:
    """Seals bytes under one key of 32 bytes."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, where: bytes, room: int = PADDED_TO) -> bytes:
        """Return nonce and ciphertext, padded to a multiple of ``room`` bytes."""
        nonce = os.urandom(_NONCE)
        padded = plain + _END + bytes(-(len(plain) + 1) % room)
        return nonce + self._aead.encrypt(nonce, padded, where)

    def open(self, sealed: bytes, where: bytes) -> bytes:
        """Return the plain bytes.

        Raises:
            NotSaved: the bytes, their place or the key are not those of sealing (``database``).
        """
        try:
            padded = self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], where)
        except (InvalidTag, ValueError):
            padded = b""
        if not padded:
            raise NotSaved("database")
        return padded[: padded.rindex(_END)]


class Turning:
    """Seals under one key, and opens what an older one sealed while the new one takes its place.
    ``current`` tells whether the key is still the one to seal with: another process may have changed
    it since."""

    __slots__ = ("_current", "_old", "_own")

    def __init__(self, key: bytes, old: bytes | None, current: Callable[[], bool]) -> None:
        self._own = Box(key)
        self._old = None if old is None else Box(old)
        self._current = current

    def seal(self, plain: bytes, where: bytes) -> bytes:
        """Return what :meth:`Box.seal` does.

        Raises:
            NotSaved: the key is not the one to seal with any more (``key``).
        """
        if not self._current():
            raise NotSaved("key")
        return self._own.seal(plain, where)

    def open(self, sealed: bytes, where: bytes) -> bytes:
        """Return what :meth:`Box.open` does, with either key."""
        if self._old is not None:
            with suppress(NotSaved):
                return self._old.open(sealed, where)
        return self._own.open(sealed, where)


class CookieBox:
    """Seals what a browser carries for us."""

    __slots__ = ("_box",)

    def __init__(self, key: bytes) -> None:
        self._box = Box(key)

    def seal(self, text: str) -> str:
        """Return sealed text that fits into a cookie: letters, digits, ``-`` and ``_``."""
        sealed = self._box.seal(text.encode("utf-8", "surrogatepass"), _COOKIE)
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, sealed: str) -> str | None:
        """Return the text, or None if this server did not seal it."""
        try:
            raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), b"-_", validate=True)
            return self._box.open(raw, _COOKIE).decode("utf-8", "surrogatepass")
        except (NotSaved, ValueError):
            return None
