"""The first run makes the folder and a key; a later one never makes a second key."""

import base64
import os
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.first_run import KEY_FILE, prepare
from app.settings import Settings
from app.trouble import Trouble


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_folder=tmp_path / "deep" / "data")


def refused(settings: Settings) -> str:
    with pytest.raises(Trouble) as caught:
        prepare(settings)
    return caught.value.key


def test_a_key_is_made_once_and_only_its_owner_may_read_it(settings: Settings) -> None:
    key = prepare(settings)
    file = settings.data_folder / KEY_FILE
    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data_folder.stat().st_mode) == 0o700
    assert prepare(settings) == key
    assert [each.name for each in settings.data_folder.iterdir()] == [KEY_FILE]


def test_the_file_can_be_taken_over_as_a_setting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = prepare(settings)
    name, _, value = (settings.data_folder / KEY_FILE).read_text().strip().partition("=")
    monkeypatch.setenv(name, value)
    again = Settings(_env_file=None, data_folder=settings.data_folder / "elsewhere")
    assert prepare(again) == key
    assert not (again.data_folder / KEY_FILE).exists()


def test_a_set_key_is_used(settings: Settings) -> None:
    text = base64.urlsafe_b64encode(b"k" * 32).decode()
    assert prepare(settings.model_copy(update={"kek": SecretStr(text)})) == b"k" * 32


def test_a_lost_key_is_never_replaced(settings: Settings) -> None:
    prepare(settings)
    settings.keys.mkdir()
    (settings.keys / "contact.key").touch()
    (settings.data_folder / KEY_FILE).unlink()
    assert refused(settings) == "key_missing"
    assert not (settings.data_folder / KEY_FILE).exists()


def test_a_key_that_others_can_read_is_refused(settings: Settings) -> None:
    prepare(settings)
    (settings.data_folder / KEY_FILE).chmod(0o640)
    assert refused(settings) == "key_open"


@pytest.mark.parametrize("text", ["", "HEARDBACK_KEK=short", "é"])
def test_a_key_that_is_none_is_refused(settings: Settings, text: str) -> None:
    prepare(settings)
    (settings.data_folder / KEY_FILE).write_text(text, encoding="utf-8")
    assert refused(settings) == "key_unreadable"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    settings = Settings(_env_file=None, data_folder=tmp_path / "taken")
    assert refused(settings) == "folder"


def test_a_folder_that_cannot_be_written_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The owner of everything may write everywhere, so what the system answers is put in its place.
    monkeypatch.setattr(os, "access", lambda *_args: False)
    assert refused(settings) == "folder"


def test_a_full_disk_leaves_no_half_of_a_key(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert refused(settings) == "folder"
    assert list(settings.data_folder.iterdir()) == []


def test_of_two_first_runs_at_once_one_makes_the_key(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def late(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", real)
        other.append(prepare(settings))
        real(source, target)

    other: list[bytes] = []
    monkeypatch.setattr(os, "link", late)
    assert prepare(settings) == other[0]
    assert [each.name for each in settings.data_folder.iterdir()] == [KEY_FILE]
