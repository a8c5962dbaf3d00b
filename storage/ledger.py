"""What no backup may bring back, in lists beside the keys: hashes and ids, no time and no word.

A backup of the database knows nothing of what was taken back after it was made. The lists do, and
at every start they are held against the database (see :mod:`storage.restore`). There is one for each
round's key, of rows that were removed, which goes with the key; one of people who stopped, joined
again or had everything deleted; and one of rounds that are over. A new answer is in none.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import structlog

from bot.consultation.model import RoundState
from bot.ports import NotSaved
from storage.shelf import KeysRefused, Shelf

STANDING: Final = "standing"
_ENDED: Final = "ended"
_ID: Final = 32
"""Characters of a round's id."""
_WHOLE: Final = re.compile(
    r"([0-9a-f]{16}) (stop|never|join|erase|down) ([0-9a-f]{64}|-) ([0-9a-f]{64}|-)"
)

_log = structlog.get_logger("heardback.storage")

type Act = Literal["stop", "never", "join", "erase", "down"]


@dataclass(frozen=True, slots=True, order=True)
class Stand:
    """One line of the standing list. ``number`` tells which of two came later. ``person`` is a hash
    of a contributor's id (of a quote's for *down*: it was taken down), ``address`` that of their address, both in hex; ``-`` where there is none.
    """

    number: int
    act: str
    person: str = "-"
    address: str = "-"

    def line(self) -> bytes:
        """Return it as it lies on the shelf; lines sort as their numbers do."""
        return f"{self.number:016x} {self.act} {self.person} {self.address}".encode()

    @classmethod
    def read(cls, line: bytes) -> "Stand | None":
        """Return what a line says, or None if it is only part of one."""
        found = _WHOLE.fullmatch(line.decode("ascii", "replace"))
        return None if found is None else cls(int(found[1], 16), found[2], found[3], found[4])


class Ledger:
    """The lists of one shelf, for all threads of a process.

    Whatever a transaction removes it also notes in the table ``gone``, so the database's commit is
    the truth. After it, and before anybody hears of it, the notes are put on the shelf. Where that
    fails they wait: they are put there with the next ones, or at the next start from the table.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._waiting: dict[str, set[bytes]] = defaultdict(set)
        self._lock = threading.Lock()

    @property
    def behind(self) -> bool:
        """Whether something waits to be put on the shelf."""
        return bool(self._waiting)

    def owe(self, lines: Iterable[tuple[str, bytes]]) -> None:
        """Take lines (the list's name with each) that were committed."""
        with self._lock:
            for name, line in lines:
                self._waiting[name].add(line)

    def settle(self) -> None:
        """Put what waits on the shelf. It raises nothing: by now it is done, and stays done."""
        if not self._waiting:
            return
        with self._lock:
            for name in tuple(self._waiting):
                try:
                    self.note(name, self._waiting[name])
                except (NotSaved, KeysRefused) as error:
                    _log.error("ledger_behind", error=type(error).__name__)
                else:
                    del self._waiting[name]

    def note(self, name: str, lines: Iterable[bytes]) -> None:
        """Put lines on a list; on that of a key that is gone there is nothing to put.

        Raises:
            NotSaved: they may not be there (``full`` or ``key``).
            KeysRefused: the shelf cannot be used.
        """
        if name == STANDING or self._shelf.read(name) is not None:
            self._shelf.note(name, lines)

    def lines(self, name: str) -> frozenset[bytes]:
        """Return the lines of a list."""
        return self._shelf.lines(name)

    def standing(self) -> list[Stand]:
        """Return the standing list in order."""
        found = map(Stand.read, self._shelf.lines(STANDING))
        return sorted(each for each in found if each is not None)

    def end(self, round_id: str, how: RoundState) -> None:
        """Note that a round is over: sealed or called off.

        Raises:
            NotSaved: it is not noted (``full`` or ``key``).
        """
        self._shelf.note(_ENDED, [f"{round_id} {how}".encode()])

    def ended(self) -> Mapping[str, RoundState]:
        """Return how each round ended that is on the list.

        Raises:
            NotSaved: the list cannot be read (``key``).
        """
        whole = {f" {how}".encode(): how for how in (RoundState.SEALED, RoundState.CANCELLED)}
        return {
            line[:_ID].decode(): whole[line[_ID:]]
            for line in self._shelf.lines(_ENDED)
            if line[_ID:] in whole
        }
