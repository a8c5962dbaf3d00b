"""What every shelf does, whatever it is made of; and a mirror beside it."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from bot.consultation.model import RoundState
from bot.ports import NotSaved
from storage.database import open_database
from storage.folder import Folder
from storage.key_database import KeyDatabase
from storage.keys import KeyStore, key_name
from storage.mirror import Mirrored
from storage.shelf import KeysRefused, Shelf
from tests.postgresql import server

KEK = b"k" * 32
NAME = "round-" + "ab" * 16


@pytest.fixture
def first(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "keys")


@pytest.fixture
def second(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "mirror")


@pytest.fixture(params=["folder", "mirrored", "sqlite", "postgresql"])
def shelf(
    request: pytest.FixtureRequest, first: Folder, second: Folder, tmp_path: Path
) -> Iterator[Shelf]:
    with ExitStack() as stack:
        made: Shelf = first
        match request.param:
            case "mirrored":
                made = Mirrored(first, second)
            case "sqlite":
                made = KeyDatabase(f"sqlite:///{tmp_path}/keys.db")
            case "postgresql":
                lent = stack.enter_context(server().blank())
                made = KeyDatabase(lent.url)
        made.ready(create=True)
        yield made


def test_a_key_is_kept_replaced_and_destroyed(shelf: Shelf) -> None:
    assert shelf.read(NAME) is None
    for kept in (b"one", b"other"):
        shelf.write(NAME, kept)
        assert shelf.read(NAME) == kept
    assert shelf.names() == {NAME}
    shelf.destroy(NAME)
    shelf.destroy(NAME)
    assert shelf.read(NAME) is None
    assert shelf.names() == frozenset()


def test_lines_are_added_once_and_go_with_the_key(shelf: Shelf) -> None:
    assert shelf.lines(NAME) == frozenset()
    shelf.note(NAME, [b"b", b"a"])
    shelf.note(NAME, [b"a", b"c"])
    shelf.note(NAME, [])
    assert shelf.lines(NAME) == {b"a", b"b", b"c"}
    assert shelf.names() == {NAME}
    shelf.write(NAME, b"key")
    shelf.destroy(NAME)
    assert shelf.lines(NAME) == frozenset()
    assert shelf.names() == frozenset()


def test_half_a_line_spoils_no_other(first: Folder, tmp_path: Path) -> None:
    first.ready(create=True)
    first.note(NAME, [b"whole"])
    with (tmp_path / "keys" / f"{NAME}.list").open("ab") as file:
        file.write(b"\nha")
    first.note(NAME, [b"next"])
    assert first.lines(NAME) == {b"whole", b"ha", b"next"}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_a_database_destroys_is_not_in_its_files(kind: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        url, files = f"sqlite:///{tmp_path}/keys.db", None
        if kind == "postgresql":
            lent = stack.enter_context(server().blank())
            url, files = lent.url, partial(server().bytes_of, lent.name)
        shelf = KeyDatabase(url)
        on_disk = files or (lambda: b"".join(f.read_bytes() for f in tmp_path.glob("keys.db*")))
        shelf.ready(create=True)
        pieces = [secrets.token_bytes(40) for _ in range(3)]
        shelf.write(NAME, pieces[0])
        shelf.write(NAME, pieces[1])
        shelf.note(NAME, [pieces[2].hex().encode()])
        assert pieces[1] in on_disk()
        assert pieces[0] not in on_disk()
        shelf.destroy(NAME)
        left = on_disk()
        assert pieces[1] not in left
        assert pieces[2].hex().encode() not in left


async def test_keys_in_the_database_they_are_for_are_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/heardback.db"
    keys = KeyStore.open(KeyDatabase(url), KEK, create=True)
    with pytest.raises(KeysRefused) as refused:
        open_database(url, keys)
    assert refused.value.reason == "shared"
    open_database(f"sqlite:///{tmp_path}/other.db", keys).close()


def test_only_its_owner_can_read_what_is_there(first: Folder, tmp_path: Path) -> None:
    first.ready(create=True)
    first.write(NAME, b"key")
    first.note(NAME, [b"line"])
    modes = [oct(path.stat().st_mode & 0o777) for path in (tmp_path / "keys").iterdir()]
    assert modes == ["0o600", "0o600"]
    (tmp_path / "keys" / f"{NAME}.list").chmod(0o640)
    with pytest.raises(KeysRefused):
        first.lines(NAME)


@pytest.mark.parametrize("ending", ["key", "list"])
def test_what_is_destroyed_or_replaced_is_overwritten(
    first: Folder, tmp_path: Path, ending: str
) -> None:
    first.ready(create=True)
    first.write(NAME, b"old key")
    first.note(NAME, [b"a line"])
    for number, act in enumerate(
        (lambda: first.write(NAME, b"new key"), lambda: first.destroy(NAME))
    ):
        file, other_name = tmp_path / "keys" / f"{NAME}.{ending}", tmp_path / f"other {number}"
        other_name.hardlink_to(file)
        before = other_name.read_bytes()
        act()
        left = other_name.read_bytes()
        assert len(left) == len(before)
        assert (left != before) is (ending == "key" or number == 1)


def test_a_copy_that_a_crash_left_goes_with_the_key(first: Folder, tmp_path: Path) -> None:
    first.ready(create=True)
    (tmp_path / "keys" / f"{NAME}.new").write_bytes(b"the same key, wrapped anew")
    first.destroy(NAME)
    assert list((tmp_path / "keys").iterdir()) == []


# --- a mirror ----------------------------------------------------------------------------------


def test_a_mirror_has_what_the_first_has(first: Folder, second: Folder) -> None:
    both = Mirrored(first, second)
    both.ready(create=True)
    both.write(NAME, b"key")
    both.note(NAME, [b"line"])
    for shelf in (first, second):
        assert (shelf.read(NAME), shelf.lines(NAME)) == (b"key", {b"line"})
    both.destroy(NAME)
    for shelf in (first, second):
        assert shelf.names() == frozenset()


def test_a_new_mirror_is_filled_and_an_old_one_brought_up_to_date(
    first: Folder, second: Folder
) -> None:
    first.ready(create=True)
    first.write(NAME, b"key")
    first.note("ended", [b"from the first"])
    second.ready(create=True)
    second.write(NAME, b"wrapped before")
    second.note("ended", [b"from the mirror"])
    Mirrored(first, second).ready(create=False)
    for shelf in (first, second):
        assert shelf.read(NAME) == b"key"
        assert shelf.lines("ended") == {b"from the first", b"from the mirror"}


@pytest.mark.parametrize("act", ["write", "note", "destroy"])
def test_a_mirror_that_cannot_be_reached_is_never_passed_over(
    first: Folder, second: Folder, act: str
) -> None:
    both = Mirrored(first, second)
    both.ready(create=True)
    both.write(NAME, b"key")
    acts = {
        "write": lambda: both.write(NAME, b"other"),
        "note": lambda: both.note(NAME, [b"line"]),
        "destroy": lambda: both.destroy(NAME),
    }
    with mock.patch.object(second, act, side_effect=NotSaved("key")), pytest.raises(NotSaved):
        acts[act]()
    if act == "destroy":
        assert first.read(NAME) == second.read(NAME) == b"key"


def test_a_key_that_only_the_mirror_has_is_told(first: Folder, second: Folder) -> None:
    both = Mirrored(first, second)
    both.ready(create=True)
    second.write(NAME, b"key")
    both.ready(create=False)
    with pytest.raises(KeysRefused) as refused:
        both.read(NAME)
    assert (refused.value.reason, refused.value.name) == ("mirror", NAME)


# --- rounds that are over ----------------------------------------------------------------------


def test_rounds_that_are_over_stay_on_the_list(shelf: Shelf) -> None:
    keys = KeyStore.open(shelf, KEK, create=True)
    keys.seal_listed("ab" * 16)
    keys.seal_listed("ab" * 16)
    keys.cancel_listed("cd" * 16)
    shelf.note("ended", [b"ef" * 16 + b" se"])
    expected = {"ab" * 16: RoundState.SEALED, "cd" * 16: RoundState.CANCELLED}
    assert KeyStore.open(shelf, KEK, create=False).ledger.ended() == expected


def test_a_key_of_a_round_that_is_over_does_not_outlive_the_next_start(
    first: Folder, second: Folder
) -> None:
    """A mirror that was away while the round was sealed has its key still."""
    keys = KeyStore.open(Mirrored(first, second), KEK, create=True)
    sealed, other = (key_name(id_ * 16, RoundState.OPEN) for id_ in ("ab", "cd"))
    for name in (sealed, other):
        keys.create(name)
    alone = KeyStore.open(first, KEK, create=False)
    alone.seal_listed("ab" * 16)
    alone.destroy(sealed)
    assert second.read(sealed) is not None
    KeyStore.open(Mirrored(first, second), KEK, create=False)
    assert second.names() == first.names()
    assert sealed not in second.names()
    assert other in second.names()
