"""A quote that somebody of its round had taken down stands nowhere, and no backup brings it back."""

import shutil
from dataclasses import replace
from typing import Any

from bot.consultation.model import Item, Outcome
from bot.conversation.effects import Keep, SaveMessages, SaveOutcome, TakeDown
from tests.storage.test_telling import ITEM, refused, sealed


async def test_a_quote_leaves_every_place_and_nobody_is_noted(world: Any) -> None:
    round_, other = await sealed(world), await sealed(world)
    quote, stays, *_ = await world.run(lambda u: tuple(u.standing(round_.id)))
    words = (await world.run(lambda u: u.standing(round_.id)))[quote]
    draft = Outcome("0c" * 16, round_.id, (replace(ITEM, quotes=(quote, stays)),))
    await world.record(world.facilitator, SaveOutcome(draft))
    await world.record(world.facilitator, SaveMessages(round_.id, ("Ring.",), (quote, stays)))
    before = world.dump()

    await world.turn(other, "person0", TakeDown(quote))
    await world.turn(round_, "stranger", TakeDown(quote))
    assert quote in await world.run(lambda u: u.standing(round_.id))
    await world.turn(round_, "person0", TakeDown(quote))
    await world.turn(round_, "person1", TakeDown(quote))

    assert await world.run(lambda u: u.taken_down(round_.id)) == (quote,)
    assert quote not in await world.run(lambda u: u.standing(round_.id))
    assert quote not in {each.id for each in await world.run(lambda u: u.approved(round_.id))}
    (left,) = await world.run(lambda u: u.outcomes(round_.id))
    assert left.items[0].quotes == (stays,)
    assert (await world.run(lambda u: u.round(round_.id))).cited == (stays,)
    assert world.dump() == before, "the identity side has moved"
    assert words not in repr(world.sql("SELECT text FROM quote"))
    noted = world.sql("SELECT actor, actor_role, object FROM audit WHERE verb = 'take_down'")
    assert noted == [(None, "system", bytes.fromhex(quote))]
    again = SaveOutcome(replace(draft, items=(Item("a", "b", "done", "c", quotes=(quote,)),)))
    assert await refused(world, world.facilitator, again) == "approval.refused.quote"


async def test_only_its_author_can_know_before_sealing_what_a_quote_is_called(world: Any) -> None:
    round_, _ = await world.asked(4)
    ann = await world.join(round_, "person0")
    await world.turn(round_, "person0", Keep(world.said("choice", "not to be quoted", quote=False)))
    names = await world.run(lambda u: u.keepsakes(round_.id, ann))
    kept = await world.run(lambda u: u.answers(round_.id, ann))
    assert names.keys() == kept.keys() - {"choice"}
    assert not set(names.values()) & {each.id for each in kept.values()}
    await world.closed(round_)
    await world.approve_all(round_)
    assert {each.id for each in await world.run(lambda u: u.approved(round_.id))} == {""}
    on_disk = world.bytes_on_disk()
    assert not [name for name in names.values() if bytes.fromhex(name) in on_disk]
    await world.database.sealer.seal(round_.id)
    texts = await world.run(lambda u: u.standing(round_.id))
    assert {q: texts[name] for q, name in names.items()} == {
        question: answer.kept.text for question, answer in kept.items() if question in names
    }
    assert await world.run(lambda u: u.keepsakes(round_.id, ann)) == {}


async def test_an_older_copy_of_the_database_does_not_bring_it_back(
    world: Any, tmp_path: Any
) -> None:
    if world.lent is not None:
        return
    round_ = await sealed(world)
    quote, *_ = await world.run(lambda u: tuple(u.standing(round_.id)))
    world.database.close()
    shutil.copy(world.file, tmp_path / "copy")
    world.restart()
    await world.turn(round_, "person0", TakeDown(quote))
    world.database.close()
    for more in ("-wal", "-shm"):
        world.file.with_name(world.file.name + more).unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy", world.file)
    world.restart()
    await world.run(lambda u: u.replay())
    assert quote not in await world.run(lambda u: u.standing(round_.id))
    assert await world.run(lambda u: u.taken_down(round_.id)) == (quote,)
