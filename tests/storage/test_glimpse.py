"""Looking at rows without opening them."""

from typing import Any

from tests.storage.test_sealing import reviewed


async def test_rows_are_seen_as_they_lie(world: Any) -> None:
    round_, texts = await reviewed(world)
    said = sorted(text for each in texts.values() for text in each)
    lying = await world.run(lambda u: u.lying(round_.id))
    kinds = [kind for kind, _ in lying.locked]
    assert kinds.count("answer") == len(said)
    assert kinds.count("session") == len(texts)
    assert not any(text.encode() in locked for _, locked in lying.locked for text in said)
    assert (lying.quotes, lying.messages) == ((), ())

    await world.database.sealer.seal(round_.id)
    sealed = await world.run(lambda u: u.lying(round_.id))
    assert sealed.locked == ()
    assert sorted(sealed.quotes) == said
    other = await world.run(lambda u: u.lying("0" * 32))
    assert (other.locked, other.quotes, other.messages) == ((), (), ())
