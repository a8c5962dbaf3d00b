"""Sealing: after it nothing that is stored tells whose words a quote is, in backups neither.

Closed -> *sealing* -> one transaction writes what may stay and empties the vault (*rewritten*) ->
the round is on the list of those that no backup brings back -> its key is destroyed -> the files
are written anew -> they are searched for what was in the vault -> *sealed*. Each step may be the
last before a crash: sealing again goes on with the next one, and doing one twice does no harm.
"""

from collections.abc import Callable, Iterable
from typing import Literal, Protocol

from sqlalchemy import Engine

from bot.consultation.model import Round
from storage.keys import KeyStore, key_names
from storage.unit import StoredUnit

Step = Literal["sealing", "rewritten", "listed", "destroyed", "cleaned", "searched", "sealed"]


class Runner(Protocol):
    """What does work in transactions, and beside them."""

    async def run[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Run ``work`` in a transaction."""

    async def between(self, work: Callable[[Engine, KeyStore], None]) -> None:
        """Do something to the database as a whole, or to the keys."""


class Disk(Protocol):
    """What is done to a database's files: one of :mod:`storage.sqlite`, :mod:`storage.postgresql`."""

    def rewrite(self, engine: Engine) -> None:
        """Write anew what is on disk."""

    def search(self, engine: Engine, pieces: frozenset[bytes]) -> None:
        """Look for what was in a vault."""


class Sealing:
    """Fulfils :class:`bot.ports.Sealer`.

    ``after`` is told of each step once it will last; what it raises ends the sealing there.
    """

    def __init__(self, runner: Runner, disk: Disk, after: Callable[[Step], None]) -> None:
        self._runner = runner
        self._disk = disk
        self._after = after

    async def seal(self, round_id: str) -> None:
        """Seal a closed round, or go on with a sealing that was cut off.

        Raises:
            NotSaved: the step could not be done; it is tried again later. ``residue``: something
                of the vault is still in the files, in the one that ``code`` names.
            Refused: the round has not closed.
        """
        rounds = await self._runner.run(lambda unit: unit.begin_sealing(round_id))
        if not rounds:
            return
        ids = [each.id for each in rounds]
        self._after("sealing")
        pieces = await self._runner.run(lambda unit: unit.rewrite_rounds(ids))
        self._after("rewritten")
        await self._runner.between(lambda _, keys: _list(keys, rounds))
        self._after("listed")
        names = [name for each in rounds for name in key_names(each)]
        await self._runner.between(lambda _, keys: _destroy(keys, names))
        self._after("destroyed")
        await self._runner.between(lambda engine, _: self._disk.rewrite(engine))
        self._after("cleaned")
        await self._runner.between(lambda engine, _: self._disk.search(engine, pieces))
        self._after("searched")
        await self._runner.run(lambda unit: unit.end_sealing(ids))
        self._after("sealed")

    async def destroy(self, round_id: str) -> None:
        """Destroy the key of a cancelled round, unless the other wave of an evaluation needs it;
        doing it again does nothing.

        Raises:
            NotSaved: the key is still there.
            Refused: the round is not cancelled.
        """
        names = await self._runner.run(lambda unit: unit.idle_keys(round_id))
        await self._runner.between(lambda _, keys: keys.cancel_listed(round_id))
        await self._runner.between(lambda _, keys: _destroy(keys, names))


def _list(keys: KeyStore, rounds: Iterable[Round]) -> None:
    """Put rounds on the list of those that are over; an evaluation as well, since its key has
    its name."""
    for name in {name for each in rounds for name in (each.id, each.evaluation) if name}:
        keys.seal_listed(name)


def _destroy(keys: KeyStore, names: Iterable[str]) -> None:
    for name in dict.fromkeys(names):
        keys.destroy(name)
