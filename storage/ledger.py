"""What no backup may bring back, in lists beside the keys: hashes and ids, no time and no word.

A backup of the database knows nothing of what was taken back after it was made. The lists do, and
at every start they are held against the database. One names the rounds that are over.
"""

from collections.abc import Mapping
from typing import Final

from bot.consultation.model import RoundState
from storage.shelf import Shelf

_ENDED: Final = "ended"
_ID: Final = 32
"""Characters of a round's id."""


class Ledger:
    """The lists of one shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

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
