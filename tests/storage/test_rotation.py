"""New keys in the place of old ones: cut off at any step, nothing is lost and the next try ends it."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import LargeBinary

from bot.conversation.effects import AskContact, Decide
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import NotSaved
from storage.folder import Folder
from storage.keys import KeyStore
from storage.rotation import PARTS
from storage.shelf import KeysRefused
from storage.tables import metadata

OLD, NEW = b"o" * 32, b"n" * 32
ROUNDS = tuple(f"round-{two * 16}" for two in ("ab", "cd"))


class Cut(Exception):  # noqa: N818 - the power is cut
    pass


def cut_at(step: int, *names: str) -> Any:
    """Let the power go just before or just after a step that changes a folder of keys."""
    count = 0
    real = {name: getattr(Folder, name) for name in names}

    def acting(name: str) -> Callable[..., None]:
        def act(*args: Any, **kwargs: Any) -> None:
            nonlocal count
            count += 1
            if count == step:
                raise Cut
            real[name](*args, **kwargs)
            count += 1
            if count == step:
                raise Cut

        return act

    return mock.patch.multiple(Folder, **{name: acting(name) for name in names})


def made(path: Path) -> dict[str, Any]:
    keys = KeyStore.open(Folder(path), OLD, create=True)
    for name in ROUNDS:
        keys.create(name)
    return secrets_of(keys)


def secrets_of(keys: KeyStore) -> dict[str, Any]:
    found: dict[str, Any] = {name: keys.round(name).link for name in ROUNDS}
    return found | {"lookup": keys.lookup("a", "b"), "audit": keys.audit_mac(b"x")}


def test_a_new_kek_opens_every_key_and_the_old_one_none(tmp_path: Path) -> None:
    before = made(tmp_path)
    keys = KeyStore.open(Folder(tmp_path), OLD, create=False)
    keys.rewrap(NEW)
    assert secrets_of(keys) == before
    assert secrets_of(KeyStore.open(Folder(tmp_path), NEW, create=False)) == before
    for name in Folder(tmp_path).names():
        with pytest.raises(KeysRefused):
            KeyStore(Folder(tmp_path), OLD)._read(name)


@pytest.mark.parametrize("step", range(1, 16))
def test_a_new_kek_cut_off_anywhere_leaves_every_key_under_one_of_two(
    tmp_path: Path, step: int
) -> None:
    before = made(tmp_path)
    keys = KeyStore.open(Folder(tmp_path), OLD, create=False)
    with cut_at(step, "write"):
        try:
            keys.rewrap(NEW)
        except Cut:
            done = False
        else:
            done = True
    assert done is (step > 14)
    between = KeyStore.open(Folder(tmp_path), OLD, create=False, new_kek=NEW)
    assert secrets_of(between) == before
    between.create("round-" + "ef" * 16)
    between.rewrap(NEW)
    after = KeyStore.open(Folder(tmp_path), NEW, create=False)
    assert secrets_of(after) == before
    after.round("round-" + "ef" * 16)


def test_whoever_has_the_old_kek_still_makes_no_key_and_seals_no_contact(tmp_path: Path) -> None:
    made(tmp_path)
    behind = KeyStore.open(Folder(tmp_path), OLD, create=False)
    KeyStore.open(Folder(tmp_path), OLD, create=False).rewrap(NEW)
    with pytest.raises(NotSaved):
        behind.create("round-" + "ef" * 16)
    with pytest.raises(NotSaved):
        behind.contact.seal(b"x", b"y")
    assert "round-" + "ef" * 16 not in Folder(tmp_path).names()


# --- the contact key ---------------------------------------------------------------------------


def test_every_table_that_the_contact_key_seals_is_known() -> None:
    sealed = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.name.endswith("ct")
    }
    assert {(part.table.name, part.sealed.name) for part in PARTS} == sealed - {("vault", "ct")}


async def filled(world: Any) -> None:
    """A row in every table that the contact key seals, more than one transaction takes."""
    round_, _ = await world.asked(5)
    await world.turn(round_, "person0", AskContact("call me"))
    await world.run(lambda u: u.form_batch(round_.id, 1))
    answer = (await world.run(lambda u: u.batches(round_.id)))[0].answers[0]
    await world.record(world.reader, Decide(answer, "concern"))
    await world.run(lambda u: u.save_workspace("T1", json.dumps({"token": "t"})))


async def read(world: Any) -> list[Any]:
    who = [Address(CODE_CHANNEL, "", f"person{n}") for n in range(5)]
    people = [(await world.run(lambda u, a=a: u.person(a))).contact for a in who]
    reach = [each.reach for each in await world.run(lambda u: u.requests(world.lead.id))]
    words = [each.kept.text for each in await world.run(lambda u: u.concerns(world.lead.id))]
    return [people, reach, words, await world.run(lambda u: u.workspace("T1"))]


def sealed(world: Any) -> list[bytes]:
    return [
        bytes(row[0])
        for part in PARTS
        for row in world.sql(f"SELECT {part.sealed.name} FROM {part.table.name}")  # noqa: S608
    ]


async def rotate(world: Any, cut: Callable[[], None] = lambda: None) -> None:
    world.keys.turn_contact()
    for part in PARTS:
        behind = part.start
        while behind is not None:
            cut()
            behind = await world.run(lambda u, p=part, b=behind: u.reseal(p, b, 2))
    cut()
    world.keys.contact_turned()


async def test_a_new_contact_key_seals_every_row_anew(world: Any) -> None:
    await filled(world)
    before, rows = await read(world), sealed(world)
    old = (world.folder / "keys" / "contact.key").read_bytes()
    await rotate(world)
    assert await read(world) == before
    assert not set(rows) & set(sealed(world))
    assert "contact-old.key" not in world.key_files()
    assert (world.folder / "keys" / "contact.key").read_bytes() != old
    world.restart()
    assert await read(world) == before


@pytest.mark.parametrize("step", [1, 2, 3, 5, 9])
async def test_a_new_contact_key_cut_off_between_rows(world: Any, step: int) -> None:
    await filled(world)
    before, left = await read(world), step

    def cut() -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Cut

    with pytest.raises(Cut):
        await rotate(world, cut)
    world.restart()
    assert await read(world) == before
    await rotate(world)
    world.restart()
    assert await read(world) == before
    assert "contact-old.key" not in world.key_files()


@pytest.mark.parametrize("step", range(1, 7))
async def test_a_new_contact_key_cut_off_among_the_keys(world: Any, step: int) -> None:
    await filled(world)
    before = await read(world)
    with cut_at(step, "write", "destroy"), pytest.raises(Cut):
        await rotate(world)
    world.restart()
    assert await read(world) == before
    await rotate(world)
    world.restart()
    assert await read(world) == before


async def test_a_row_under_another_key_ends_the_rotation_and_nothing_is_lost(world: Any) -> None:
    await filled(world)
    world.sql("UPDATE workspace SET ct = ?", secrets.token_bytes(300))
    with pytest.raises(NotSaved):
        await rotate(world)
    assert "contact-old.key" in world.key_files()
