"""The waves of an evaluation: one key, one day, sealed together; who was who is nowhere."""

import secrets
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.consultation.evaluation import AFTER, BEFORE
from bot.consultation.model import Round, RoundState
from bot.conversation.effects import CancelRound, Keep, OpenRound
from bot.ports import NotSaved, Refused
from prompts.library import Library
from tests.storage.conftest import TODAY
from tests.storage.test_sealing import state


@pytest.fixture
def waves(world: Any) -> Any:
    """A world whose rounds ask on scales."""
    world.questions = Library.load().sets["leaders-outcomes"]
    likert = [each.id for each in world.questions.questions if each.kind == "likert"]
    world.items = likert[:2]
    world.evaluation = secrets.token_hex(16)
    return world


async def wave(world: Any, which: str, **changes: Any) -> Round:
    until = TODAY + timedelta(days=40)
    fields = {"evaluation": world.evaluation, "wave": which, "withdraw_until": until} | changes
    opened: Round = await world.opened(**fields)
    return opened


async def picks(world: Any, round_: Round, who: str, *points: int) -> str:
    person: str = await world.join(round_, who)
    for item, point in zip(world.items, points, strict=False):
        await world.turn(round_, who, Keep(world.picked(item, str(point))))
    return person


async def both(world: Any, people: int = 5) -> tuple[Round, Round]:
    """Two closed waves. Everybody answers the first scale in both; the last two skip the second
    scale in the second wave."""
    first = await wave(world, BEFORE)
    for number in range(people):
        await picks(world, first, f"person{number}", 1 + number % 2, 2)
    await picks(world, first, "only before", 5, 5)
    await world.closed(first)
    second = await wave(world, AFTER)
    for number in range(people):
        points = (3 + number % 2, 4)[: 2 if number < people - 2 else 1]
        await picks(world, second, f"person{number}", *points)
    await picks(world, second, "only after", 1, 1)
    await world.closed(second)
    return first, second


def pairs(world: Any) -> dict[str, Counter[tuple[str, str]]]:
    found: dict[str, Counter[tuple[str, str]]] = {}
    for item, before, after in world.sql('SELECT item, "before", "after" FROM scale_pair'):
        found.setdefault(item, Counter())[before, after] += 1
    return found


async def test_picks_of_the_same_people_are_paired_and_nothing_else_is(waves: Any) -> None:
    first, second = await both(waves)
    rows = {bytes(row[0]) for row in waves.sql("SELECT id FROM vault")}
    pseuds = waves.sql("SELECT DISTINCT pseud FROM vault WHERE kind = 'session'")
    assert len(pseuds) == 7
    await waves.database.sealer.seal(first.id)
    for each in (first, second):
        assert await state(waves, each) is RoundState.SEALED
    one, other = waves.items
    assert pairs(waves) == {
        one: Counter({("1", "3"): 3, ("2", "4"): 2}),
        other: Counter({("2", "4"): 3}),
    }
    read = await waves.database.run(lambda unit: unit.pairs(waves.evaluation))
    assert {item: Counter(both_) for item, both_ in read.items()} == pairs(waves)
    assert await waves.database.run(lambda unit: unit.pairs("0" * 32)) == {}
    assert waves.sql("SELECT count(*) FROM vault") == [(0,)]
    assert not [name for name in waves.key_files() if name.startswith(("eval", "round", "draft"))]
    ids = {bytes(row[0]) for row in waves.sql("SELECT id FROM scale_pair")}
    assert len(ids) == 8
    assert not ids & rows
    # Those who took part in one wave count in it as ever.
    assert (await waves.run(lambda u: u.tallies(first.id)))[one] == {"1": 3, "2": 2, "5": 1}
    assert (await waves.run(lambda u: u.tallies(second.id)))[one] == {"1": 1, "3": 3, "4": 2}
    seals = waves.sql("SELECT object FROM audit WHERE verb = 'seal'")
    assert sorted(bytes(row[0]).hex() for row in seals) == sorted((first.id, second.id))
    await waves.database.sealer.seal(second.id)
    assert await waves.run(lambda u: u.verify_audit()) is None


async def test_fewer_than_k_leave_no_pair(waves: Any) -> None:
    first, second = await both(waves, people=4)
    await waves.database.sealer.seal(second.id)
    assert set(pairs(waves)) == {waves.items[0]}
    assert await state(waves, first) is RoundState.SEALED


async def test_only_scales_that_both_waves_asked_are_paired(waves: Any) -> None:
    """The set was changed between them: what stands in both under the same id is matched."""
    first = await wave(waves, BEFORE)
    for number in range(4):
        await picks(waves, first, f"person{number}", 1, 1)
    await waves.closed(first)
    kept = [each for each in waves.questions.questions if each.id != waves.items[0]]
    waves.questions = waves.questions.model_copy(update={"questions": tuple(kept)})
    second = await wave(waves, AFTER)
    for number in range(4):
        await picks(waves, second, f"person{number}", 2, 2)
    await waves.closed(second)
    await waves.database.sealer.seal(first.id)
    assert set(pairs(waves)) == {waves.items[1]}


async def test_the_first_wave_is_sealed_alone_where_no_second_was_opened(waves: Any) -> None:
    first = await wave(waves, BEFORE)
    for number in range(4):
        await picks(waves, first, f"person{number}", 1, 1)
    await waves.closed(first)
    second = await waves.draft(evaluation=waves.evaluation, wave=AFTER)
    await waves.database.sealer.seal(first.id)
    assert await state(waves, first) is RoundState.SEALED
    assert pairs(waves) == {}
    assert f"eval-{waves.evaluation}.key" not in waves.key_files()
    with pytest.raises(Refused):
        await waves.record(waves.facilitator, OpenRound(replace(second, state=RoundState.OPEN)))
    assert f"eval-{waves.evaluation}.key" not in waves.key_files()


async def test_a_wave_that_is_called_off_leaves_the_key_to_the_other(waves: Any) -> None:
    first, second = await both(waves)
    await waves.record(waves.facilitator, CancelRound(second))
    await waves.database.sealer.destroy(second.id)
    assert f"eval-{waves.evaluation}.key" in waves.key_files()
    waves.restart()
    await waves.database.sealer.seal(first.id)
    assert await state(waves, first) is RoundState.SEALED
    assert pairs(waves) == {}
    await waves.database.sealer.destroy(second.id)
    assert f"eval-{waves.evaluation}.key" not in waves.key_files()


async def test_the_key_goes_with_the_last_wave_that_is_called_off(waves: Any) -> None:
    first, second = await both(waves)
    for each in (first, second):
        await waves.record(waves.facilitator, CancelRound(each))
    await waves.database.sealer.destroy(first.id)
    assert f"eval-{waves.evaluation}.key" not in waves.key_files()


async def test_no_wave_is_sealed_while_the_other_is_open(waves: Any) -> None:
    first = await wave(waves, BEFORE)
    await waves.closed(first)
    await wave(waves, AFTER)
    with pytest.raises(Refused):
        await waves.database.sealer.seal(first.id)
    assert await state(waves, first) is RoundState.CLOSED


async def test_what_the_gate_asks_storage_asks_again(waves: Any) -> None:
    with pytest.raises(Refused):
        await wave(waves, AFTER)
    first = await wave(waves, BEFORE)
    for which in (AFTER, BEFORE, ""):
        with pytest.raises(Refused):
            await wave(waves, which)
    # A refused opening takes no key from those who have answered.
    await picks(waves, first, "ann", 1, 1)
    await waves.closed(first)
    with pytest.raises(Refused):
        await wave(waves, AFTER, withdraw_until=TODAY + timedelta(days=41))
    waves.restart()
    assert len(await waves.run(lambda u: u.answers(first.id, _id_of(u, first)))) == 2
    await wave(waves, AFTER)


def _id_of(unit: Any, round_: Round) -> str:
    (session,) = unit._vault(round_.id).sessions()
    return str(session.person)


async def test_without_the_key_of_the_first_wave_the_second_cannot_open(waves: Any) -> None:
    await waves.closed(await wave(waves, BEFORE))
    (waves.folder / "keys" / f"eval-{waves.evaluation}.key").unlink()
    with pytest.raises(NotSaved) as missing:
        await wave(waves, AFTER)
    assert missing.value.reason == "key"


@pytest.mark.parametrize("step", ["sealing", "rewritten", "listed", "destroyed", "cleaned"])
async def test_a_sealing_of_both_goes_on_from_either(waves: Any, step: str) -> None:
    class Cut(BaseException):
        pass

    def cut(at: str) -> None:
        if at == step:
            raise Cut

    first, second = await both(waves)
    waves.after_step = cut
    with pytest.raises(Cut):
        await waves.database.sealer.seal(first.id)
    waves.after_step = lambda _step: None
    waves.restart()
    await waves.database.sealer.seal(second.id)
    for each in (first, second):
        assert await state(waves, each) is RoundState.SEALED
    assert sum(pairs(waves)[waves.items[0]].values()) == 5
    assert not [name for name in waves.key_files() if waves.evaluation in name]


async def test_pairs_lie_in_no_order_of_people(waves: Any) -> None:
    """The two scales of a person against each other: rows that lie at the same place belong to the
    same person no more often than by chance."""
    hits = total = 0
    for _ in range(3):
        waves.evaluation = secrets.token_hex(16)
        first, second = await wave(waves, BEFORE), None
        for number in range(5):
            await picks(waves, first, f"person{number}", number + 1, number + 1)
        await waves.closed(first)
        second = await wave(waves, AFTER)
        for number in range(5):
            await picks(waves, second, f"person{number}", 1, 1)
        await waves.closed(second)
        await waves.database.sealer.seal(first.id)
        rows = waves.sql(
            'SELECT item, "before" FROM scale_pair WHERE evaluation = ? ORDER BY id',
            bytes.fromhex(waves.evaluation),
        )
        one, other = ([b for item, b in rows if item == name] for name in waves.items)
        hits += sum(a == b for a, b in zip(one, other, strict=True))
        total += len(one)
    # By chance one in five: 3 of 15, within 4 sigma of it.
    assert hits < total / 5 + 4 * (total * 0.2 * 0.8) ** 0.5
