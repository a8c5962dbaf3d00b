"""Three sealers that do the right things in a wrong order. Each has to be caught."""

from storage.life import EMPTY_VAULT
from storage.sealing import Sealing, _destroy
from storage.unit import StoredUnit


class KeyFirst(Sealing):
    """Destroys the key before the commit that empties the vault."""

    async def seal(self, round_id: str) -> None:
        if not await self._runner.run(lambda unit: unit.begin_sealing(round_id)):
            return

        def rewrite(unit: StoredUnit) -> frozenset[bytes]:
            pieces = unit.rewrite_rounds([round_id])
            _destroy(unit._keys, [f"round-{round_id}"])
            return pieces

        pieces = await self._runner.run(rewrite)
        await self._runner.between(lambda _, keys: keys.seal_listed(round_id))
        await self._runner.between(lambda engine, _: self._disk.rewrite(engine))
        await self._runner.between(lambda engine, _: self._disk.search(engine, pieces))
        await self._runner.run(lambda unit: unit.end_sealing([round_id]))


class TwoCommits(Sealing):
    """Writes what may stay in one commit, and empties the vault in the next."""

    async def seal(self, round_id: str) -> None:
        if not await self._runner.run(lambda unit: unit.begin_sealing(round_id)):
            return

        def write(unit: StoredUnit) -> None:
            round_ = unit._take(round_id)
            assert round_ is not None
            if round_.state == "sealing":
                held, sessions, _ = unit._vault(round_id).whole()
                unit._write_audience(round_, held, sessions)
                unit._write_results(round_, held)

        def empty(unit: StoredUnit) -> None:
            unit._sql.write(EMPTY_VAULT, {"round": round_id})

        await self._runner.run(write)
        await self._runner.run(empty)
        await super().seal(round_id)


class SealedFirst(Sealing):
    """Calls the round sealed before its key is gone."""

    async def seal(self, round_id: str) -> None:
        if not await self._runner.run(lambda unit: unit.begin_sealing(round_id)):
            return
        await self._runner.run(lambda unit: unit.rewrite_rounds([round_id]))
        await self._runner.run(lambda unit: unit.end_sealing([round_id]))
        await self._runner.between(lambda _, keys: keys.seal_listed(round_id))
        await self._runner.between(lambda _, keys: _destroy(keys, [f"round-{round_id}"]))
        await self._runner.between(lambda engine, _: self._disk.rewrite(engine))


SEALERS: dict[str, type[Sealing]] = {
    "right": Sealing,
    "key before commit": KeyFirst,
    "two commits": TwoCommits,
    "sealed before unlink": SealedFirst,
}
