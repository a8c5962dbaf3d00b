"""Three sealers that do the right things in a wrong order. Each has to be caught."""

from collections.abc import Sequence

from bot.consultation.model import Round
from storage.keys import key_names
from storage.life import EMPTY_VAULT
from storage.sealing import Sealing, _destroy, _list
from storage.unit import StoredUnit


def _names(rounds: Sequence[Round]) -> list[str]:
    return [name for each in rounds for name in key_names(each)]


class KeyFirst(Sealing):
    """Destroys the key before the commit that empties the vault."""

    async def seal(self, round_id: str) -> None:
        rounds = await self._runner.run(lambda unit: unit.begin_sealing(round_id))
        ids = [each.id for each in rounds]
        if not ids:
            return

        def rewrite(unit: StoredUnit) -> frozenset[bytes]:
            pieces = unit.rewrite_rounds(ids)
            _destroy(unit._keys, _names(rounds))
            return pieces

        pieces = await self._runner.run(rewrite)
        await self._runner.between(lambda _, keys: _list(keys, rounds))
        await self._runner.between(lambda engine, _: self._disk.rewrite(engine))
        await self._runner.between(lambda engine, _: self._disk.search(engine, pieces))
        await self._runner.run(lambda unit: unit.end_sealing(ids))


class TwoCommits(Sealing):
    """Writes what may stay in one commit, and empties the vault in the next."""

    async def seal(self, round_id: str) -> None:
        rounds = await self._runner.run(lambda unit: unit.begin_sealing(round_id))
        ids = [each.id for each in rounds]
        if not ids:
            return

        def write(unit: StoredUnit) -> None:
            there = [each for each in map(unit._take, ids) if each and each.state == "sealing"]
            held = {each.wave: unit._rewrite(each) for each in there}
            if held:
                unit._write_pairs(there, held)

        def empty(unit: StoredUnit) -> None:
            for each in ids:
                unit._sql.write(EMPTY_VAULT, {"round": each})

        await self._runner.run(write)
        await self._runner.run(empty)
        await super().seal(round_id)


class SealedFirst(Sealing):
    """Calls the round sealed before its key is gone."""

    async def seal(self, round_id: str) -> None:
        rounds = await self._runner.run(lambda unit: unit.begin_sealing(round_id))
        ids = [each.id for each in rounds]
        if not ids:
            return
        await self._runner.run(lambda unit: unit.rewrite_rounds(ids))
        await self._runner.run(lambda unit: unit.end_sealing(ids))
        await self._runner.between(lambda _, keys: _list(keys, rounds))
        await self._runner.between(lambda _, keys: _destroy(keys, _names(rounds)))
        await self._runner.between(lambda engine, _: self._disk.rewrite(engine))


SEALERS: dict[str, type[Sealing]] = {
    "right": Sealing,
    "key before commit": KeyFirst,
    "two commits": TwoCommits,
    "sealed before unlink": SealedFirst,
}
