"""Sealing: what stays, what goes, and going on after a crash at any step."""

import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.consultation.model import Hears, Review, RoundState
from bot.conversation.effects import CloseRound, Keep, Stop
from bot.ports import NotSaved, Refused

STEPS = ("sealing", "rewritten", "listed", "destroyed", "cleaned", "searched", "sealed")


class Cut(Exception):  # noqa: N818 - the power is cut
    pass


async def reviewed(world: Any, people: int = 6, **changes: Any) -> tuple[Any, dict[str, list[str]]]:
    """A closed round with every answer approved; who said what."""
    round_, texts = await world.asked(people, **changes)
    round_ = await world.closed(round_)
    await world.approve_all(round_)
    return round_, texts


async def state(world: Any, round_: Any) -> RoundState:
    found = await world.run(lambda u: u.round(round_.id))
    return found.state


async def check_sealed(world: Any, round_: Any, texts: dict[str, list[str]]) -> None:
    assert await state(world, round_) is RoundState.SEALED
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]
    assert not [name for name in world.key_files() if round_.id in name]
    quotes = await world.run(lambda u: u.approved(round_.id))
    assert sorted(q.text for q in quotes) == sorted(t for said in texts.values() for t in said)
    verbs = world.sql("SELECT verb FROM audit WHERE verb = 'seal'")
    assert verbs == [("seal",)]
    assert await world.run(lambda u: u.verify_audit()) is None


async def test_sealing_writes_quotes_and_leaves_nothing_else(world: Any) -> None:
    lived = {"team_work": "Isobel", "team_lived": "Dee Munro", "team_chose": ("yes",)}
    round_, texts = await reviewed(world, **lived)
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)
    left = await world.run(lambda u: u.round(round_.id))
    assert (left.team_work, left.team_lived, left.team_chose) == ("Isobel", "", ())
    ann = await world.join(await world.opened(), "person0")
    assert await world.run(lambda u: u.conversation(round_.id, ann)) == ""
    assert await world.run(lambda u: u.answers(round_.id, ann)) == {}
    assert await world.run(lambda u: u.batches(round_.id)) == ()
    assert await world.run(lambda u: u.answered(round_.id)) == 0
    with pytest.raises(NotSaved) as refused:
        await world.say(round_, "person0", "trust", "too late")
    assert refused.value.reason == "key"


async def test_sealing_again_does_nothing(world: Any) -> None:
    round_, texts = await reviewed(world)
    await world.database.sealer.seal(round_.id)
    before = world.sql("SELECT * FROM quote"), world.sql("SELECT * FROM audit")
    await world.database.sealer.seal(round_.id)
    assert (world.sql("SELECT * FROM quote"), world.sql("SELECT * FROM audit")) == before
    await check_sealed(world, round_, texts)


async def test_only_a_closed_round_is_sealed(world: Any) -> None:
    for round_id in ((await world.draft()).id, (await world.opened()).id, "ab" * 16):
        with pytest.raises(Refused):
            await world.database.sealer.seal(round_id)


@pytest.mark.parametrize("steps", [[step] for step in STEPS] + [list(STEPS)])
async def test_a_sealing_cut_off_after_any_step_goes_on(world: Any, steps: list[str]) -> None:
    round_, texts = await reviewed(world)
    heard = []

    def cut(step: str) -> None:
        heard.append(step)
        if step in steps:
            raise Cut

    world.after_step = cut
    for step in steps:
        with pytest.raises(Cut):
            await world.database.sealer.seal(round_.id)
        assert heard[-1] == step
        world.restart()
        steps = steps[1:]
        if step != "sealed":
            expected = RoundState.SEALING if step == "sealing" else RoundState.REWRITTEN
            assert await state(world, round_) is expected
            with pytest.raises(Refused):
                await world.record(world.facilitator, CloseRound(round_))
    world.after_step = heard.append
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)
    assert set(STEPS) <= set(heard)


async def test_a_transaction_that_fails_leaves_vault_and_key_whole(world: Any) -> None:
    round_, texts = await reviewed(world)
    allow = world.no_deleting("vault")
    with pytest.raises(NotSaved) as failed:
        await world.database.sealer.seal(round_.id)
    assert failed.value.reason == "database"
    assert await state(world, round_) is RoundState.SEALING
    assert world.sql("SELECT count(*) FROM quote") == [(0,)]
    assert world.sql("SELECT count(*) FROM vault") != [(0,)]
    allow()
    world.restart()
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)


async def test_while_somebody_reads_the_file_the_round_is_not_called_sealed(world: Any) -> None:
    round_, texts = await reviewed(world)
    with world.read_by_another():
        with pytest.raises(NotSaved) as busy:
            await world.database.sealer.seal(round_.id)
        assert busy.value.reason == "locked"
        assert await state(world, round_) is RoundState.REWRITTEN
        assert not [name for name in world.key_files() if round_.id in name]
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)


async def test_without_its_key_a_round_cannot_be_sealed(world: Any) -> None:
    round_, _ = await reviewed(world)
    world.restart()
    (world.folder / "keys" / f"round-{round_.id}.key").unlink()
    with pytest.raises(NotSaved) as missing:
        await world.database.sealer.seal(round_.id)
    assert missing.value.reason == "key"
    assert await state(world, round_) is RoundState.CLOSED


async def test_no_pseudonym_or_sealed_byte_is_left_in_the_files(world: Any) -> None:
    round_, _ = await reviewed(world, people=12)
    rows = world.sql("SELECT pseud, ct, id FROM vault")
    pieces = {bytes(p) for p, _, _ in rows} | {bytes(c)[:40] for _, c, _ in rows}
    pieces |= {bytes(c)[-40:] for _, c, _ in rows}
    assert all(piece in world.bytes_on_disk() for piece in pieces)
    await world.database.sealer.seal(round_.id)
    left = world.bytes_on_disk()
    assert [piece for piece in pieces if piece in left] == []


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_copy_from_before_opens_no_more_once_the_round_is_sealed(
    world: Any, make_world: Callable[[Path], Any], tmp_path: Path
) -> None:
    """A backup of the database, with all keys that are left: nothing of the round can be read."""
    round_, _ = await reviewed(world)
    (tmp_path / "backup").mkdir(mode=0o700)
    with closing(sqlite3.connect(world.file)) as source:
        source.execute("VACUUM INTO ?", [str(tmp_path / "backup" / "heardback.db")])
    await world.database.sealer.seal(round_.id)
    world.database.close()
    shutil.copytree(world.folder / "keys", tmp_path / "backup" / "keys")
    # Whoever wants to read it does not do what the list beside the keys says.
    (tmp_path / "backup" / "keys" / "ended.list").unlink()
    world.folder = tmp_path / "backup"
    world.restart()
    assert world.sql("SELECT count(*) FROM vault") != [(0,)]
    for read in (
        lambda u: u.batches(round_.id),
        lambda u: u.approved(round_.id),
        lambda u: u.conversation(round_.id, "00" * 16),
    ):
        with pytest.raises(NotSaved) as refused:
            await world.run(read)
        assert refused.value.reason == "key"


async def test_the_order_of_quotes_says_nothing_of_the_order_of_people(world: Any) -> None:
    """Quotes of a question against the order people joined in: as if by chance, over many rounds."""
    hits = total = 0
    for _ in range(6):
        round_, texts = await reviewed(world, people=8)
        await world.database.sealer.seal(round_.id)
        quotes = await world.run(lambda u, r=round_: u.approved(r.id))
        for number, question in enumerate(("trust", "choice", "safety")):
            order = [q.text for q in quotes if q.question == question]
            joined = [said[number] for said in texts.values()]
            hits += sum(a == b for a, b in zip(order, joined, strict=True))
            total += len(order)
    expected = total / 8
    assert abs(hits - expected) < 4 * expected**0.5


async def test_only_approved_words_are_kept(world: Any) -> None:
    round_, texts = await world.asked(6, k=3)
    round_ = await world.closed(round_)
    await world.approve_all(round_)
    others = (Review.WAITING, Review.SECOND, Review.HELD, Review.DECLINED)
    for number, review in enumerate(others):
        who = f"person{number}"
        await world.turn(
            round_, who, Keep(replace(world.said("trust", f"lost {who}"), review=review))
        )
    await world.database.sealer.seal(round_.id)
    quotes = await world.run(lambda u: u.approved(round_.id))
    assert sorted(q.text for q in quotes if q.question == "trust") == [
        texts["person4"][0],
        texts["person5"][0],
    ]
    assert b"lost person" not in world.bytes_on_disk()


async def test_audiences_are_those_who_want_to_hear_and_never_fewer_than_k(world: Any) -> None:
    round_ = await world.opened(k=3)
    ids = {}
    for who, hears in (
        ("a", Hears.ALL),
        ("b", Hears.CHANGES),
        ("c", Hears.ALL),
        ("d", Hears.ALL),
        ("quiet", Hears.NONE),
        ("stopped", Hears.ALL),
    ):
        ids[who] = await world.join(round_, who, hears)
    ids["unasked"] = await world.turn(round_, "unasked", Keep(world.said("trust", "t"))) or "none"
    for who in ("a", "b", "c", "quiet", "stopped"):
        await world.say(round_, who, "trust", "text")
    for who in ("a", "b", "quiet", "stopped"):
        await world.turn(round_, who, Keep(world.picked("choice", "x")))
    await world.say(round_, "d", "safety", "text")
    await world.turn(round_, "stopped", Stop())
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    rows = world.sql("SELECT question, contributor FROM audience")
    found = {(question, person.hex()) for question, person in rows}
    everyone = {("", ids[who]) for who in "abcd"} | {("*", ids[who]) for who in "acd"}
    assert found == everyone | {("trust", ids[who]) for who in "abc"}


async def test_a_round_nobody_answered_is_sealed_too(world: Any) -> None:
    round_ = await world.closed(await world.opened())
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, {})


async def test_sealing_one_round_leaves_the_next_alone(world: Any) -> None:
    round_, _ = await reviewed(world)
    other, texts = await world.asked(4)
    await world.database.sealer.seal(round_.id)
    world.restart()
    ann = await world.join(other, "person0")
    found = await world.run(lambda u: u.answers(other.id, ann))
    assert sorted(a.kept.text for a in found.values()) == sorted(texts["person0"])


async def test_quote_ids_are_new(world: Any) -> None:
    round_, _ = await reviewed(world)
    before = {row[0] for row in world.sql("SELECT id FROM vault")}
    await world.database.sealer.seal(round_.id)
    after = {row[0] for row in world.sql("SELECT id FROM quote")}
    assert after
    assert not before & after
    assert secrets.token_bytes(16) not in after
