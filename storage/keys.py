"""The key store: what is wrapped by the key-encryption key, on a shelf of its own.

It is never part of a database backup. A round's key is the only way to its vault, so destroying
one key makes every copy of the round's answers unreadable, in backups too.
"""

import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine

from bot.consultation.model import Round, RoundState
from bot.ports import NotSaved
from storage.box import Box, CookieBox, Turning
from storage.codec import listed
from storage.key_database import key_in
from storage.ledger import Ledger
from storage.shelf import KeysRefused, Shelf

KEY_BYTES: Final = 32
_NONCE: Final = 12
_MARK: Final = "complete"
"""Written when the first run has made every key: one that is missing after that is lost, not new."""
CONTACT: Final = "contact"
_CONTACT_OLD: Final = "contact-old"
"""There while rows are sealed anew: what they were sealed with."""
_STANDING: Final = (CONTACT, "lookup", "audit", "cookie")
_KEYED: Final = (RoundState.DRAFT, RoundState.OPEN)
"""A state for each name that a round's key may have."""


@dataclass(frozen=True, slots=True)
class RoundKeys:
    """The two keys of one round: ``link`` makes pseudonyms, ``box`` seals what is collected."""

    name: str
    link: bytes
    box: Box

    def mark(self, row_id: str) -> bytes:
        """Return the line by which the list of this key knows a row of the vault."""
        return hmac.digest(self.link, listed(("gone", row_id)), "sha256").hex().encode()


def key_name(round_id: str, state: RoundState, evaluation: str = "") -> str:
    """Return the name of a round's key; the waves of an evaluation have one in common. A draft has
    one of its own, for previews: opening changes the key by changing the state, in the same
    commit."""
    if state is RoundState.DRAFT:
        return f"draft-{round_id}"
    return f"eval-{evaluation}" if evaluation else f"round-{round_id}"


def key_names(round_: Round) -> tuple[str, ...]:
    """Return the names that the keys of a round may have over its life: the last is that of its
    answers, which the other wave of an evaluation shares."""
    mine = (key_name(round_.id, state) for state in _KEYED)
    shared = (key_name("", RoundState.OPEN, round_.evaluation),) if round_.evaluation else ()
    return (*mine, *shared)


class KeyStore:
    """The open key store. Use :meth:`open`."""

    contact: Turning
    """Seals contacts, requests for contact, concerns, and what workspaces gave us."""
    cookies: CookieBox
    _lookup: bytes
    _audit: bytes

    def __init__(self, shelf: Shelf, kek: bytes, new_kek: bytes | None = None) -> None:
        keks = [kek] if new_kek is None else [kek, new_kek]
        if any(len(each) != KEY_BYTES for each in keks):
            raise KeysRefused("wrong_key", _MARK)
        self._shelf = shelf
        self._keks = [AESGCM(each) for each in keks]
        self._kek = self._keks[0]
        """The one that wraps. Where two are given, either may open."""
        self._rounds: dict[str, RoundKeys] = {}
        self.ledger = Ledger(shelf)
        """What no backup may bring back."""

    @classmethod
    def open(cls, shelf: Shelf, kek: bytes, create: bool, new_kek: bytes | None = None) -> Self:
        """Open the shelf; ``create`` lets a first run make it and the four standing keys.

        ``kek`` is 32 bytes, and so is ``new_kek``, which takes its place in a rotation: until that
        is over each key is under one of the two.

        Raises:
            KeysRefused: see there.
            NotSaved: the shelf cannot be read or written (``full`` or ``key``).
        """
        store = cls(shelf, kek, new_kek)
        shelf.ready(create=create)
        store._end_again()
        if create and not store.has(_MARK):
            for name in (*_STANDING, _MARK):
                if not store.has(name):
                    store._write(name, secrets.token_bytes(KEY_BYTES))
        standing = {name: store._read(name) for name in (_MARK, *_STANDING)}
        # The mark is the first that a rotation wraps anew.
        store._kek = next(each for each in store._keks if store._opens(each, _MARK))
        store._lookup = standing["lookup"]
        store._audit = standing["audit"]
        store.cookies = CookieBox(standing["cookie"])
        store._take_contact()
        for name in shelf.names():
            shelf.read(name)
        return store

    def lookup(self, purpose: str, *parts: str) -> bytes:
        """Return the 32 bytes under which something is found again without being readable."""
        return hmac.digest(self._lookup, listed((purpose, *parts)), "sha256")

    def audit_mac(self, entry: bytes) -> bytes:
        """Return the 32 bytes that chain an audit entry."""
        return hmac.digest(self._audit, entry, "sha256")

    def has(self, name: str) -> bool:
        """Tell whether a key is there."""
        return self._shelf.read(name) is not None

    def round(self, name: str) -> RoundKeys:
        """Return the keys of a round by their :func:`key_name`.

        Raises:
            NotSaved: the key is missing or not to be used (``key``).
        """
        known = self._rounds.get(name)
        if known is None:
            try:
                pair = self._read(name)
            except (KeysRefused, NotSaved):
                pair = b""
            if not pair:
                raise NotSaved("key")
            known = RoundKeys(name, pair[:KEY_BYTES], Box(pair[KEY_BYTES:]))
            self._rounds[name] = known
        return known

    def forget(self, round_id: str, evaluation: str = "") -> None:
        """Let go of a round's keys in memory: another process may have destroyed them."""
        for state in _KEYED:
            self._rounds.pop(key_name(round_id, state, evaluation), None)

    def create(self, name: str) -> None:
        """Make a fresh pair of keys for a round, in place of any by that name.

        Raises:
            NotSaved: it could not be written (``full`` or ``key``).
        """
        self.destroy(name)
        self._write(name, secrets.token_bytes(2 * KEY_BYTES))
        # Whoever has a key-encryption key of yesterday must leave nothing that today's cannot open.
        # A rotation that changes the mark after this look finds what was written before it.
        if not self._opens(self._kek, _MARK):
            self.destroy(name)
            raise NotSaved("key")

    def destroy(self, name: str) -> None:
        """Destroy a key for good, in the mirror too, and the list of what was taken back under it;
        neither need exist.

        Raises:
            NotSaved: it may still be there (``key``).
        """
        self._rounds.pop(name, None)
        self._shelf.destroy(name)

    def seal_listed(self, round_id: str) -> None:
        """Put a round on the list of sealed ones, for good: to be done once its vault is empty and
        before its key is destroyed. Doing it again does nothing.

        Raises:
            NotSaved: it is not on the list (``full`` or ``key``).
        """
        self.ledger.end(round_id, RoundState.SEALED)

    def cancel_listed(self, round_id: str) -> None:
        """Put a round on the list of those that were called off, as :meth:`seal_listed`."""
        self.ledger.end(round_id, RoundState.CANCELLED)

    def rewrap(self, new: bytes) -> None:
        """Wrap every key with another key-encryption key of 32 bytes. Cut off at any point, each key
        is under the old or the new one, and doing it again with both goes on.

        Raises:
            KeysRefused: a key is under neither.
            NotSaved: not every key is under the new one yet (``full`` or ``key``).
        """
        self._kek = AESGCM(new)
        self._keks.append(self._kek)
        for name in (_MARK, *sorted(self._shelf.names() - {_MARK})):
            if self.has(name):
                self._write(name, self._read(name))
        # A round may have been sealed meanwhile, and its key must not be back.
        self._end_again()
        self._keks = [self._kek]
        self._take_contact()

    def turn_contact(self) -> None:
        """Seal with a new contact key from now on, and go on opening with the old one. Where that
        was begun before, the keys stay as they are.

        Raises:
            NotSaved: nothing has changed, or half of it; doing it again goes on (``full``, ``key``).
        """
        if not self.has(_CONTACT_OLD):
            self._write(_CONTACT_OLD, self._read(CONTACT))
        if self._read(_CONTACT_OLD) == self._read(CONTACT):
            self._write(CONTACT, secrets.token_bytes(KEY_BYTES))
        self._take_contact()

    def contact_turned(self) -> None:
        """Destroy the old contact key, once no row needs it.

        Raises:
            NotSaved: it may still be there (``key``).
        """
        self._shelf.destroy(_CONTACT_OLD)
        self._take_contact()

    def lies_in(self, engine: Engine) -> bool:
        """Tell whether a database that is meant for something else is where these keys are kept."""
        return key_in(engine, _MARK) == self._shelf.read(_MARK)

    def _take_contact(self) -> None:
        kept = self._shelf.read(CONTACT)
        old = self._read(_CONTACT_OLD) if self.has(_CONTACT_OLD) else None
        self.contact = Turning(self._read(CONTACT), old, lambda: self._shelf.read(CONTACT) == kept)

    def _opens(self, kek: AESGCM, name: str) -> bool:
        wrapped = self._shelf.read(name) or b""
        try:
            kek.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
        except (InvalidTag, ValueError):
            return False
        return True

    def _end_again(self) -> None:
        """Destroy what is left of rounds that are over: a crash, or a mirror that was away, may
        have left it."""
        names = self._shelf.names()
        for ended, how in self.ledger.ended().items():
            over = {key_name(ended, state) for state in _KEYED}
            if how is RoundState.SEALED:
                over.add(key_name("", how, ended))
            for name in names & over:
                self.destroy(name)

    def _read(self, name: str) -> bytes:
        wrapped = self._shelf.read(name)
        if wrapped is None:
            raise KeysRefused("missing", name)
        for kek in self._keks:
            with suppress(InvalidTag, ValueError):
                return kek.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
        raise KeysRefused("wrong_key", name)

    def _write(self, name: str, key: bytes) -> None:
        nonce = os.urandom(_NONCE)
        self._shelf.write(name, nonce + self._kek.encrypt(nonce, key, name.encode()))
