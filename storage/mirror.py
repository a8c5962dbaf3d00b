"""A second shelf that holds what the first holds: a copy that is destroyed with what it copies."""

from collections.abc import Iterable

from storage.shelf import KeysRefused, Shelf


class Mirrored:
    """Fulfils :class:`storage.shelf.Shelf` with two of them.

    What is written lies in the first before it lies in the mirror, and what is destroyed goes from
    the mirror before it goes from the first. So after a crash the first has all that counts, and a
    key that only the mirror has is one that the first has lost, or one that was destroyed while
    there was no mirror: nobody but the operator can tell which.
    """

    def __init__(self, first: Shelf, mirror: Shelf) -> None:
        self._first = first
        self._mirror = mirror

    def ready(self, *, create: bool) -> None:
        """See that both can be used, and copy what the mirror lacks."""
        for shelf in (self._first, self._mirror):
            shelf.ready(create=create)
        for name in self.names():
            kept = self._first.read(name)
            if kept is not None and kept != self._mirror.read(name):
                self._mirror.write(name, kept)
            if kept is not None or self._mirror.read(name) is None:
                self._level(name)

    def names(self) -> frozenset[str]:
        """Return all names of both."""
        return self._first.names() | self._mirror.names()

    def read(self, name: str) -> bytes | None:
        """Return the key by a name, or None."""
        kept = self._first.read(name)
        if kept is None and self._mirror.read(name) is not None:
            raise KeysRefused("mirror", name)
        return kept

    def write(self, name: str, kept: bytes) -> None:
        """Keep a key in both."""
        self._first.write(name, kept)
        self._mirror.write(name, kept)

    def lines(self, name: str) -> frozenset[bytes]:
        """Return the lines under a name in either."""
        return self._first.lines(name) | self._mirror.lines(name)

    def note(self, name: str, lines: Iterable[bytes]) -> None:
        """Add lines to both."""
        lines = tuple(lines)
        self._first.note(name, lines)
        self._mirror.note(name, lines)

    def destroy(self, name: str) -> None:
        """Destroy the key and the lines by a name in both."""
        self._mirror.destroy(name)
        self._first.destroy(name)

    def _level(self, name: str) -> None:
        """Give both the lines that only one of them has."""
        lines = self.lines(name)
        for shelf in (self._first, self._mirror):
            if lines - shelf.lines(name):
                shelf.note(name, lines)
