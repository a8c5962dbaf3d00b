import os
import secrets
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.model import RoundState
from bot.ports import NotSaved
from storage.box import PADDED_TO, Box, CookieBox, place
from storage.folder import Folder
from storage.keys import KeyStore, key_name
from storage.shelf import KeysRefused

KEK = secrets.token_bytes(32)
ROUND = key_name("ab" * 16, RoundState.OPEN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def keys(folder: Path) -> KeyStore:
    return KeyStore.open(Folder(folder), KEK, create=True)


def test_a_first_run_makes_the_standing_keys_and_a_second_finds_them(folder: Path) -> None:
    first = KeyStore.open(Folder(folder), KEK, create=True)
    second = KeyStore.open(Folder(folder), KEK, create=False)
    third = KeyStore.open(Folder(folder), KEK, create=True)
    assert (
        first.lookup("address", "x")
        == second.lookup("address", "x")
        == third.lookup("address", "x")
    )
    assert second.contact.open(first.contact.seal(b"hello", b"here"), b"here") == b"hello"


def test_no_key_lies_there_in_clear(keys: KeyStore, folder: Path) -> None:
    keys.create(ROUND)
    pair = keys.round(ROUND)
    on_disk = b"".join(path.read_bytes() for path in folder.iterdir())
    assert pair.link not in on_disk
    assert KEK not in on_disk


def test_a_folder_that_is_not_there_is_not_made_unasked(folder: Path) -> None:
    with pytest.raises(KeysRefused) as refused:
        KeyStore.open(Folder(folder), KEK, create=False)
    assert (refused.value.reason, refused.value.name) == ("missing", str(folder))
    assert not folder.exists()


@pytest.mark.parametrize("name", ["contact.key", "lookup.key", "audit.key", "cookie.key"])
def test_a_lost_key_is_never_made_anew(keys: KeyStore, folder: Path, name: str) -> None:
    (folder / name).unlink()
    for create in (True, False):
        with pytest.raises(KeysRefused) as refused:
            KeyStore.open(Folder(folder), KEK, create=create)
        assert (refused.value.reason, f"{refused.value.name}.key") == ("missing", name)


def test_a_first_run_that_was_cut_off_is_finished(keys: KeyStore, folder: Path) -> None:
    (folder / "complete.key").unlink()
    (folder / "cookie.key").unlink()
    kept = (folder / "contact.key").read_bytes()
    KeyStore.open(Folder(folder), KEK, create=True)
    assert (folder / "contact.key").read_bytes() == kept
    assert (folder / "cookie.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
@pytest.mark.parametrize("name", ["contact.key", "complete.key"])
def test_a_key_that_others_may_read_is_refused(
    keys: KeyStore, folder: Path, name: str, mode: int
) -> None:
    (folder / name).chmod(mode)
    with pytest.raises(KeysRefused) as refused:
        KeyStore.open(Folder(folder), KEK, create=False)
    assert (refused.value.reason, refused.value.name) == ("open_to_others", str(folder / name))


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_folder_that_others_may_enter_is_refused(keys: KeyStore, folder: Path, mode: int) -> None:
    folder.chmod(mode)
    with pytest.raises(KeysRefused) as refused:
        KeyStore.open(Folder(folder), KEK, create=True)
    assert (refused.value.reason, refused.value.name) == ("open_to_others", str(folder))


def test_a_link_in_place_of_a_key_is_refused(keys: KeyStore, folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    (folder / "audit.key").rename(elsewhere)
    (folder / "audit.key").symlink_to(elsewhere)
    with pytest.raises(KeysRefused) as refused:
        KeyStore.open(Folder(folder), KEK, create=False)
    assert refused.value.reason == "open_to_others"


def test_keys_of_somebody_else_are_refused(keys: KeyStore, folder: Path) -> None:
    with (
        mock.patch.object(os, "geteuid", return_value=os.geteuid() + 1),
        pytest.raises(KeysRefused) as refused,
    ):
        KeyStore.open(Folder(folder), KEK, create=False)
    assert refused.value.reason == "not_ours"


def test_another_key_encryption_key_opens_nothing(keys: KeyStore, folder: Path) -> None:
    for kek in (secrets.token_bytes(32), b"short"):
        with pytest.raises(KeysRefused) as refused:
            KeyStore.open(Folder(folder), kek, create=False)
        assert refused.value.reason == "wrong_key"


def test_a_key_under_another_name_opens_nothing(keys: KeyStore, folder: Path) -> None:
    (folder / "audit.key").write_bytes((folder / "lookup.key").read_bytes())
    with pytest.raises(KeysRefused) as refused:
        KeyStore.open(Folder(folder), KEK, create=False)
    assert refused.value.reason == "wrong_key"


def test_a_rounds_key_is_the_same_until_it_is_destroyed(keys: KeyStore, folder: Path) -> None:
    keys.create(ROUND)
    first = keys.round(ROUND)
    assert KeyStore.open(Folder(folder), KEK, create=False).round(ROUND).link == first.link
    keys.destroy(ROUND)
    keys.destroy(ROUND)
    with pytest.raises(NotSaved) as missing:
        keys.round(ROUND)
    assert missing.value.reason == "key"
    assert missing.value.__context__ is None
    keys.create(ROUND)
    assert keys.round(ROUND).link != first.link


def test_a_key_is_overwritten_before_its_name_goes(keys: KeyStore, folder: Path) -> None:
    keys.create(ROUND)
    path = folder / f"{ROUND}.key"
    before = path.read_bytes()
    other_name = folder.parent / "other name"
    other_name.hardlink_to(path)
    keys.destroy(ROUND)
    assert not path.exists()
    assert len(other_name.read_bytes()) == len(before)
    assert other_name.read_bytes() != before


def test_a_rounds_key_that_others_may_read_is_not_used(keys: KeyStore, folder: Path) -> None:
    keys.create(ROUND)
    (folder / f"{ROUND}.key").chmod(0o644)
    with pytest.raises(NotSaved) as refused:
        keys.round(ROUND)
    assert refused.value.reason == "key"


@pytest.mark.parametrize(("fault", "reason"), [(28, "full"), (13, "key")])
def test_a_key_that_cannot_be_written(keys: KeyStore, fault: int, reason: str) -> None:
    failing = mock.patch.object(os, "fsync", side_effect=OSError(fault, "no"))
    with failing, pytest.raises(NotSaved) as refused:
        keys.create(ROUND)
    assert refused.value.reason == reason
    assert refused.value.__context__ is None


def test_nothing_of_one_purpose_is_found_under_another(keys: KeyStore) -> None:
    found = {
        keys.lookup("address", "a", "b"),
        keys.lookup("address", "ab", ""),
        keys.lookup("address", "a|b"),
        keys.lookup("delivery", "a", "b"),
        keys.lookup("address", "\ud800"),
    }
    assert len(found) == 5


@given(plain=st.binary(max_size=1000), where=st.binary(max_size=50))
def test_a_box_gives_back_what_was_put_in(plain: bytes, where: bytes) -> None:
    box = Box(KEK)
    sealed = box.seal(plain, where)
    assert box.open(sealed, where) == plain
    assert (len(sealed) - 12 - 16) % PADDED_TO == 0
    assert sealed != box.seal(plain, where)


@pytest.mark.parametrize("sealed", [b"", b"x", b"x" * 40, b"x" * 300])
def test_what_was_not_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(NotSaved) as refused:
        Box(KEK).open(sealed, b"")
    assert refused.value.reason == "database"
    assert refused.value.__context__ is None


def test_a_box_opens_only_in_its_place_and_with_its_key() -> None:
    where = place("vault", "row", "", "round", "key")
    sealed = Box(KEK).seal(b"text", where)
    for box, other in (
        (Box(KEK), place("vault", "other", "", "round", "key")),
        (Box(bytes(32)), where),
    ):
        with pytest.raises(NotSaved):
            box.open(sealed, other)
    assert place("a", "b", "", "", "") != place("a,b", "", "", "", "")


@given(text=st.text(max_size=300) | st.just("\ud800 \x00 \U0001f331"))
def test_a_cookie_gives_back_what_was_put_in(text: str) -> None:
    box = CookieBox(KEK)
    sealed = box.seal(text)
    assert sealed.replace("-", "").replace("_", "").isalnum()
    assert sealed.isascii()
    assert box.open(sealed) == text


@given(sealed=st.text(max_size=400))
def test_a_cookie_we_did_not_seal_is_nothing(sealed: str) -> None:
    assert CookieBox(KEK).open(sealed) is None


def test_a_changed_cookie_is_nothing() -> None:
    box = CookieBox(KEK)
    sealed = box.seal("mine")
    changed = ("B" if sealed[30] != "B" else "C").join([sealed[:30], sealed[31:]])
    assert box.open(changed) is None
    assert CookieBox(bytes(32)).open(sealed) is None
