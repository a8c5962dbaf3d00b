"""The key store: one file a key, each wrapped by the key-encryption key, in a folder of its own.

It is never part of a database backup. A round's key is the only way to its vault, so destroying
one file makes every copy of the round's answers unreadable, in backups too.
"""

import hmac
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.consultation.model import RoundState
from bot.ports import NotSaved
from storage.box import Box, CookieBox
from storage.codec import listed
from storage.errors import fault_of

KEY_BYTES: Final = 32
_NONCE: Final = 12
_MARK: Final = "complete"
"""Written when the first run has made every key: one that is missing after that is lost, not new."""
_STANDING: Final = ("contact", "lookup", "audit", "cookie")


class KeysRefused(Exception):  # noqa: N818 - it says what happened, which is what a person is told
    """The key folder cannot be used. ``reason`` is one of ``open_to_others`` (others may read it),
    ``not_ours`` (somebody else owns it), ``missing``, ``wrong_key`` (the key-encryption key does not
    fit, or a file was changed). ``name`` is the file's or folder's name."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


@dataclass(frozen=True, slots=True)
class RoundKeys:
    """The two keys of one round: ``link`` makes pseudonyms, ``box`` seals what is collected."""

    name: str
    link: bytes
    box: Box


def key_name(round_id: str, state: RoundState) -> str:
    """Return the name of a round's key. A draft has one of its own, for previews: opening changes
    the key by changing the state, in the same commit."""
    return f"{'draft' if state is RoundState.DRAFT else 'round'}-{round_id}"


class KeyStore:
    """The open key store. Use :meth:`open`."""

    contact: Box
    """Seals contacts, requests for contact and concerns."""
    cookies: CookieBox
    _lookup: bytes
    _audit: bytes

    def __init__(self, folder: Path, kek: bytes) -> None:
        if len(kek) != KEY_BYTES:
            raise KeysRefused("wrong_key", folder.name)
        self._folder = folder
        self._kek = AESGCM(kek)
        self._rounds: dict[str, RoundKeys] = {}

    @classmethod
    def open(cls, folder: Path, kek: bytes, create: bool) -> Self:
        """Open the folder; ``create`` lets a first run make it and the four standing keys.

        ``kek`` is 32 bytes.

        Raises:
            KeysRefused: see there.
        """
        store = cls(folder, kek)
        if create:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not folder.is_dir():
            raise KeysRefused("missing", folder.name)
        _check(folder)
        if create and not store.has(_MARK):
            for name in (*_STANDING, _MARK):
                if not store.has(name):
                    store._write(name, secrets.token_bytes(KEY_BYTES))
        standing = {name: store._read(name) for name in (_MARK, *_STANDING)}
        store._lookup = standing["lookup"]
        store._audit = standing["audit"]
        store.contact = Box(standing["contact"])
        store.cookies = CookieBox(standing["cookie"])
        return store

    def lookup(self, purpose: str, *parts: str) -> bytes:
        """Return the 32 bytes under which something is found again without being readable."""
        return hmac.digest(self._lookup, listed((purpose, *parts)), "sha256")

    def audit_mac(self, entry: bytes) -> bytes:
        """Return the 32 bytes that chain an audit entry."""
        return hmac.digest(self._audit, entry, "sha256")

    def has(self, name: str) -> bool:
        """Tell whether a key's file is there."""
        return self._path(name).exists()

    def round(self, name: str) -> RoundKeys:
        """Return the keys of a round by their :func:`key_name`.

        Raises:
            NotSaved: the file is missing or not to be used (``key``).
        """
        known = self._rounds.get(name)
        if known is None:
            try:
                pair = self._read(name)
            except (KeysRefused, OSError):
                pair = b""
            if not pair:
                raise NotSaved("key")
            known = RoundKeys(name, pair[:KEY_BYTES], Box(pair[KEY_BYTES:]))
            self._rounds[name] = known
        return known

    def forget(self, round_id: str) -> None:
        """Let go of a round's keys in memory: another process may have destroyed their files."""
        for state in (RoundState.DRAFT, RoundState.OPEN):
            self._rounds.pop(key_name(round_id, state), None)

    def create(self, name: str) -> None:
        """Make a fresh pair of keys for a round, in place of any by that name.

        Raises:
            NotSaved: the file could not be written (``full`` or ``key``).
        """
        try:
            self.destroy(name)
            self._write(name, secrets.token_bytes(2 * KEY_BYTES))
        except OSError as error:
            reason = "full" if fault_of(error).reason == "full" else "key"
        else:
            return
        raise NotSaved(reason)

    def destroy(self, name: str) -> None:
        """Overwrite and remove a key for good; it need not exist.

        Raises:
            OSError: the file is still there.
        """
        self._rounds.pop(name, None)
        path = self._path(name)
        if not path.exists():
            return
        with suppress(FileNotFoundError):
            # Another process may do the same at the same time.
            with path.open("r+b", buffering=0) as file:
                file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
                os.fsync(file.fileno())
            path.unlink()
        self._settle()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.key"

    def _read(self, name: str) -> bytes:
        path = self._path(name)
        if not path.exists():
            raise KeysRefused("missing", path.name)
        _check(path)
        wrapped = path.read_bytes()
        try:
            return self._kek.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
        except (InvalidTag, ValueError):
            raise KeysRefused("wrong_key", path.name) from None

    def _write(self, name: str, key: bytes) -> None:
        nonce = os.urandom(_NONCE)
        wrapped = nonce + self._kek.encrypt(nonce, key, name.encode())
        fresh = self._folder / f"{name}.new"
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(wrapped)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(name))
        self._settle()

    def _settle(self) -> None:
        """Make the folder's list of names durable."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _check(path: Path) -> None:
    status = path.lstat()
    if status.st_uid != os.geteuid():
        raise KeysRefused("not_ours", path.name)
    if stat.S_IMODE(status.st_mode) & 0o077 or stat.S_ISLNK(status.st_mode):
        raise KeysRefused("open_to_others", path.name)
