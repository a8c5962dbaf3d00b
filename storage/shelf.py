"""Where keys are kept: the port behind which a folder, a second database or a service may stand.

A shelf holds two things under a name: one sealed key, and a list of lines. All of it is wrapped or
hashed before it comes here, so whoever reads a shelf alone learns how much there is and no more.
What is destroyed is gone for good, key and list, and what is written or noted lasts before the call
returns.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Protocol

from bot.ports import NotSaved
from storage.errors import fault_of


class KeysRefused(Exception):  # noqa: N818 - it says what happened, which is what a person is told
    """The keys cannot be used. ``reason`` is one of ``open_to_others`` (others may read it),
    ``not_ours`` (somebody else owns it), ``missing``, ``wrong_key`` (the key-encryption key does not
    fit, or a file was changed), ``mirror`` (only the mirror has it), ``shared`` (they are kept in
    the database they are for). ``name`` is the key's, the file's or the folder's name."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


class Shelf(Protocol):
    """Keeps bytes by name. A name is of letters, digits and ``-``; a line holds no line break.

    Every method raises :class:`~bot.ports.NotSaved` (``full`` or ``key``) where it could not be
    done, and :class:`KeysRefused` where somebody else could read or change what is there.
    """

    def ready(self, *, create: bool) -> None:
        """See that it can be used; ``create`` lets a first run make it."""

    def names(self) -> frozenset[str]:
        """Return all names that have a key or a line."""

    def read(self, name: str) -> bytes | None:
        """Return the key by a name, or None."""

    def write(self, name: str, kept: bytes) -> None:
        """Keep a key in place of the one that stands. A crash leaves one or the other; the old one
        is destroyed for good."""

    def lines(self, name: str) -> frozenset[bytes]:
        """Return the lines under a name. The last may be half a line where a crash cut it off."""

    def note(self, name: str, lines: Iterable[bytes]) -> None:
        """Add lines; one that stands there already is not added again."""

    def destroy(self, name: str) -> None:
        """Destroy the key and the lines by a name for good; neither need exist."""


def kept[**P, T](work: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever goes wrong in a shelf's method into a reason, as :func:`storage.errors.told`."""

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        except (NotSaved, KeysRefused):
            raise
        except Exception as error:  # noqa: BLE001 - a driver's error may quote what it choked on
            fault = fault_of(error)
        raise NotSaved("full" if fault.reason == "full" else "key", fault.code)

    return done
