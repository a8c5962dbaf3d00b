"""Sealing: after it nothing that is stored tells whose words a quote is, in backups neither.

Closed -> *sealing* -> one transaction writes what may stay and empties the vault (*rewritten*) ->
the round's key is destroyed -> the file is written anew -> *sealed*. Each step may be the last
before a crash: sealing again goes on with the next one.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from sqlalchemy import Engine

from bot.consultation.model import RoundState
from bot.ports import Refused
from storage.keys import KeyStore, key_name
from storage.life import NOT_NOW
from storage.unit import StoredUnit

Step = Literal["sealing", "rewritten", "destroyed", "cleaned", "sealed"]


class Runner(Protocol):
    """What does work in transactions, and beside them."""

    async def run[T](self, work: Callable[[StoredUnit], T]) -> T:
        """Run ``work`` in a transaction."""

    async def between(self, work: Callable[[Engine, KeyStore], None]) -> None:
        """Do something to the database as a whole, or to the keys."""


class Sealing:
    """Fulfils :class:`bot.ports.Sealer`.

    ``rewrite`` writes anew what is on disk. ``after`` is told of each step once it will last; what it
    raises ends the sealing there.
    """

    def __init__(
        self, runner: Runner, rewrite: Callable[[Engine], None], after: Callable[[Step], None]
    ) -> None:
        self._runner = runner
        self._rewrite = rewrite
        self._after = after

    async def seal(self, round_id: str) -> None:
        """Seal a closed round, or go on with a sealing that was cut off.

        Raises:
            NotSaved: the step could not be done; it is tried again later.
            Refused: the round has not closed.
        """
        if not await self._runner.run(lambda unit: unit.begin_sealing(round_id)):
            return
        self._after("sealing")
        await self._runner.run(lambda unit: unit.rewrite_round(round_id))
        self._after("rewritten")
        await self._runner.between(lambda _, keys: _destroy(keys, round_id))
        self._after("destroyed")
        await self._runner.between(lambda engine, _: self._rewrite(engine))
        self._after("cleaned")
        await self._runner.run(lambda unit: unit.end_sealing(round_id))
        self._after("sealed")

    async def destroy(self, round_id: str) -> None:
        """Destroy the key of a cancelled round; doing it again does nothing.

        Raises:
            NotSaved: the key is still there.
            Refused: the round is not cancelled.
        """
        round_ = await self._runner.run(lambda unit: unit.round(round_id))
        if round_ is None or round_.state is not RoundState.CANCELLED:
            raise Refused(NOT_NOW)
        await self._runner.between(lambda _, keys: _destroy(keys, round_id))


def _destroy(keys: KeyStore, round_id: str) -> None:
    for state in (RoundState.DRAFT, RoundState.OPEN):
        keys.destroy(key_name(round_id, state))
