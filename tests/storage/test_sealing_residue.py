"""After sealing the files are searched for what was in the vault, and a round of which something is
left is not called sealed."""

import io
import secrets
from pathlib import Path
from typing import Any

import pytest

from bot.consultation.model import RoundState
from bot.ports import NotSaved
from storage import postgresql, residue, sqlite
from tests.storage.test_sealing import check_sealed, reviewed, state


@pytest.mark.parametrize("at", [0, 1, 7, 8, 13, (1 << 20) - 9, (1 << 20) - 3, 1 << 20, 3 << 19])
def test_a_piece_is_found_wherever_it_begins(at: int) -> None:
    pieces = [secrets.token_bytes(16) for _ in range(50)]
    clean = bytearray(secrets.token_bytes((2 << 20) + 5))
    assert not residue.left_in(io.BytesIO(clean), frozenset(pieces))
    clean[at : at + 16] = pieces[17]
    assert residue.left_in(io.BytesIO(clean), frozenset(pieces))


@pytest.mark.parametrize("size", range(18))
def test_small_files_are_searched_too(size: int) -> None:
    sought = secrets.token_bytes(16)
    file = io.BytesIO(sought[:size])
    assert residue.left_in(file, frozenset({sought})) == (size >= 8)


def test_without_pieces_there_is_nothing_to_find() -> None:
    assert not residue.left_in(io.BytesIO(bytes(100)), frozenset())


async def caught(world: Any, round_: Any) -> str:
    with pytest.raises(NotSaved) as left:
        await world.database.sealer.seal(round_.id)
    assert left.value.reason == "residue"
    assert await state(world, round_) is RoundState.REWRITTEN
    return left.value.code


async def rows_of(world: Any) -> dict[str, bytes]:
    """One piece of each kind that a vault holds."""
    answers = world.sql("SELECT id, pseud, ct FROM vault WHERE kind = 'outbox' ORDER BY id")
    return dict(zip(("id", "pseud", "ct"), map(bytes, answers[0]), strict=True))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("kind", ["id", "pseud", "ct"])
async def test_whatever_is_left_beside_the_file_keeps_the_round_unsealed(
    world: Any, ending: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, texts = await reviewed(world, people=3)
    left = (await rows_of(world))[kind]
    clean = sqlite.rewrite

    def leaves(engine: Any) -> None:
        clean(engine)
        with Path(f"{world.file}{ending}").open("ab") as file:
            file.write(b"\0" * 5 + left[:20])

    monkeypatch.setattr(sqlite, "rewrite", leaves)
    assert await caught(world, round_) == f"heardback.db{ending}"
    if ending == "-journal":
        world.file.with_name("heardback.db-journal").unlink()
    monkeypatch.undo()
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_what_sqlite_put_aside_is_searched_too(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, _ = await reviewed(world, people=3)
    aside = tmp_path / "aside"
    aside.mkdir()
    (aside / "etilqs_folder").mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(aside))
    (aside / "etilqs_1").write_bytes((await rows_of(world))["pseud"])
    assert await caught(world, round_) == "etilqs_1"
    (aside / "etilqs_1").unlink()
    await world.database.sealer.seal(round_.id)
    assert await state(world, round_) is RoundState.SEALED


@pytest.mark.parametrize("kind", ["id", "pseud", "ct"])
async def test_a_row_that_was_copied_elsewhere_is_found(world: Any, kind: str) -> None:
    """A trigger or a hand has put something of the vault into another table."""
    round_, texts = await reviewed(world, people=3)
    left = (await rows_of(world))[kind].ljust(32, b"\0")[:32]
    world.sql("INSERT INTO do_not_contact VALUES (?)", left)
    where = await caught(world, round_)
    assert where in ("do_not_contact", "heardback.db", "heardback.db-wal")
    world.sql("DELETE FROM do_not_contact")
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_table_that_stays_in_its_old_file_is_told(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, _ = await reviewed(world, people=3)
    plain = postgresql.text

    def row_by_row(said: str) -> Any:
        if said.startswith("TRUNCATE "):
            names = reversed(said.removeprefix("TRUNCATE ").split(", "))
            deletes = "; ".join(f"DELETE FROM {name}" for name in names)  # noqa: S608
            said = "DO $$ BEGIN " + deletes + "; END $$"
        return plain(said)

    monkeypatch.setattr(postgresql, "text", row_by_row)
    await caught(world, round_)
    monkeypatch.undo()
    await world.database.sealer.seal(round_.id)
    assert await state(world, round_) is RoundState.SEALED


async def test_after_a_crash_pseudonyms_are_reckoned_again_while_the_key_is_there(
    world: Any,
) -> None:
    class Cut(BaseException):
        pass

    def cut(step: str) -> None:
        if step == "rewritten":
            raise Cut

    round_, texts = await reviewed(world, people=3)
    left = (await rows_of(world))["pseud"]
    world.after_step = cut
    with pytest.raises(Cut):
        await world.database.sealer.seal(round_.id)
    world.after_step = lambda _step: None
    world.restart()
    world.sql("INSERT INTO do_not_contact VALUES (?)", left)
    await caught(world, round_)
    world.sql("DELETE FROM do_not_contact")
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)


async def test_what_the_audit_log_named_long_ago_is_no_residue(world: Any) -> None:
    """Entries of old hold the ids of answers; nobody can take them out."""
    round_, texts = await reviewed(world, people=3)
    row = bytes(world.sql("SELECT id FROM vault WHERE kind = 'answer' ORDER BY id")[0][0])

    def note(unit: Any) -> None:
        unit._note(world.reader, "uncover", ("answer", row.hex()), round_.id, unit._today())

    await world.run(note)
    await world.database.sealer.seal(round_.id)
    await check_sealed(world, round_, texts)


@pytest.mark.parametrize("spoiled", ["answer", "session"])
async def test_a_row_that_cannot_be_read_does_not_keep_the_others_from_being_sealed(
    world: Any, spoiled: str
) -> None:
    round_, texts = await reviewed(world, people=5)
    found = world.sql("SELECT id, ct FROM vault WHERE kind = ? ORDER BY id LIMIT 1", spoiled)
    row, ct = map(bytes, found[0])
    world.sql("UPDATE vault SET ct = ? WHERE id = ?", bytes([ct[0] ^ 1]) + ct[1:], row)
    await world.database.sealer.seal(round_.id)
    assert await state(world, round_) is RoundState.SEALED
    quotes = await world.run(lambda u: u.approved(round_.id))
    said = [text for words in texts.values() for text in words]
    assert len(quotes) == len(said) - (spoiled == "answer")
    assert world.sql("SELECT count(*) FROM audit WHERE verb = 'lose'") == [(1,)]


async def test_where_no_row_can_be_read_nothing_is_destroyed(world: Any) -> None:
    round_, _ = await reviewed(world, people=3)
    world.sql("UPDATE vault SET ct = x'00'")
    before = world.sql("SELECT count(*) FROM vault")
    with pytest.raises(NotSaved) as failed:
        await world.database.sealer.seal(round_.id)
    assert failed.value.reason == "database"
    assert world.sql("SELECT count(*) FROM vault") == before
    assert [name for name in world.key_files() if round_.id in name]
