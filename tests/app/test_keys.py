"""`heardback keys rotate` and `heardback restore`, as an operator types them."""

import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.first_run import KEY_FILE, new_kek, prepare
from app.settings import Settings
from storage.folder import Folder
from tests.app.conftest import Command

FILE = Path("var") / KEY_FILE


def opens(heardback: Command) -> bool:
    return heardback("staff", "list").exit_code == 0


def text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def test_the_key_of_the_first_run_is_changed(heardback: Command) -> None:
    assert opens(heardback)
    before, keys = FILE.read_text(), Folder(Path("var/keys"))
    wrapped = {name: keys.read(name) for name in keys.names()}
    told = heardback("keys", "rotate", "--kek")
    assert (told.exit_code, told.stdout.count("\n")) == (0, 1)
    assert FILE.read_text() != before
    assert len(FILE.read_text().splitlines()) == 1
    assert oct(FILE.stat().st_mode & 0o777) == "0o600"
    assert not {name for name in wrapped if keys.read(name) == wrapped[name]}
    assert opens(heardback)


@pytest.mark.parametrize("step", [1, 2, 4, 6, 7])
def test_a_change_that_is_cut_off_is_ended_by_the_next(
    heardback: Command, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Power fails before the file is written, among the keys, and before the file is written last."""
    assert opens(heardback)
    left = step
    with monkeypatch.context() as patch:
        for owner, name in ((Folder, "write"), (Path, "replace")):
            real = getattr(owner, name)

            def act(self: object, *args: object, real: object = real) -> object:
                nonlocal left
                left -= 1
                if left <= 0:
                    raise OSError(5, "no")
                return real(self, *args)  # type: ignore[operator]

            patch.setattr(owner, name, act)
        assert heardback("keys", "rotate", "--kek").exit_code != 0
    assert opens(heardback)
    assert heardback("keys", "rotate", "--kek").exit_code == 0
    assert len(FILE.read_text().splitlines()) == 1
    assert opens(heardback)


def test_a_key_that_is_set_is_changed_for_one_that_is_set(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_KEK", text(b"o" * 32))
    assert opens(heardback)
    refused = heardback("keys", "rotate", "--kek")
    assert (refused.exit_code, refused.stderr) == (2, "Set the new key as HEARDBACK_KEK_NEW.\n")
    monkeypatch.setenv("HEARDBACK_KEK_NEW", text(b"n" * 32))
    assert opens(heardback)
    assert heardback("keys", "rotate", "--kek").exit_code == 0
    assert opens(heardback)
    monkeypatch.setenv("HEARDBACK_KEK", text(b"n" * 32))
    monkeypatch.delenv("HEARDBACK_KEK_NEW")
    assert opens(heardback)
    monkeypatch.setenv("HEARDBACK_KEK", text(b"o" * 32))
    assert not opens(heardback)
    assert not FILE.exists()


def test_which_key_has_to_be_said(heardback: Command) -> None:
    told = heardback("keys", "rotate")
    assert told.stderr == "Say which key, with --kek or --contact.\n"


def test_a_new_contact_key(heardback: Command) -> None:
    assert opens(heardback)
    before = Path("var/keys/contact.key").read_bytes()
    assert heardback("keys", "rotate", "--contact").exit_code == 0
    assert Path("var/keys/contact.key").read_bytes() != before
    assert not Path("var/keys/contact-old.key").exists()
    assert opens(heardback)


def test_keys_in_a_second_database_with_a_mirror(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_KEYS_URL", "sqlite:///other/keys.db")
    monkeypatch.setenv("HEARDBACK_KEYS_MIRROR", "mirror")
    assert opens(heardback)
    assert not Path("var/keys").exists()
    assert Path("mirror/contact.key").exists()
    FILE.unlink()
    assert heardback("staff", "list").stderr.startswith("The key that wraps all keys is missing.")
    assert not FILE.exists()


def test_keys_in_the_same_database_are_refused(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_KEYS_URL", "sqlite:///var/heardback.db")
    told = heardback("staff", "list")
    assert told.exit_code == 2
    assert told.stderr.startswith("The keys are in the same database as all else.")
    with closing(sqlite3.connect("var/heardback.db")) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'vault'").fetchall()


def test_a_restore_says_that_it_is_done_or_which_key_is_lost(heardback: Command) -> None:
    assert heardback("restore").stdout == "Done. Nothing that was taken back is there.\n"
    with closing(sqlite3.connect("var/heardback.db")) as connection:
        connection.execute(
            "INSERT INTO round (id, code, state, body, pinned, figure) "
            "VALUES (?, 'oak-elm', 'open', ?, '', 0)",
            (b"r" * 16, '{"title":"A round"}'),
        )
        connection.commit()
    told = heardback("restore")
    assert told.exit_code == 2
    assert told.stderr == "The key is lost of: oak-elm. Put it back, or call the round off.\n"
    assert opens(heardback)


def test_a_setting_comes_before_the_file(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_folder=tmp_path)
    prepare(settings)
    assert new_kek(settings) is None
