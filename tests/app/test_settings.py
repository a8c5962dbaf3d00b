"""Settings come from the environment or `.env`; a wrong one is named, its value never told."""

import base64
from pathlib import Path

import pytest

from app.settings import PREFIX, Settings, decode_key
from app.trouble import Trouble

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def trouble() -> Trouble:
    with pytest.raises(Trouble) as caught:
        Settings.read()
    return caught.value


def test_what_is_not_set_follows_from_the_data_folder() -> None:
    settings = Settings.read()
    assert settings.database == "sqlite:///var/heardback.db"
    assert settings.keys == Path("var/keys")
    assert settings.base_url == "http://127.0.0.1:8080"
    assert not settings.secure_cookies


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HEARDBACK_PORT=9000\nHEARDBACK_HOST=localhost\n", encoding="utf-8")
    monkeypatch.setenv("HEARDBACK_PORT", "9001")
    settings = Settings.read()
    assert (settings.host, settings.port) == ("localhost", 9001)


def test_an_address_with_tls_makes_cookies_for_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARDBACK_PUBLIC_URL", "https://talk.example.org/")
    settings = Settings.read()
    assert settings.base_url == "https://talk.example.org"
    assert settings.secure_cookies


def test_an_address_of_the_sixth_version_is_in_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARDBACK_HOST", "::1")
    assert Settings.read().base_url == "http://[::1]:8080"
    monkeypatch.setenv("HEARDBACK_HOST", "localhost")
    assert Settings.read().base_url == "http://localhost:8080"


def test_the_demonstration_shares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARDBACK_DATABASE_URL", "sqlite:///real.db")
    monkeypatch.setenv("HEARDBACK_KEYS_FOLDER", "real-keys")
    monkeypatch.setenv("HEARDBACK_KEK", KEY)
    monkeypatch.setenv("HEARDBACK_DEMO_FOLDER", "sample")
    monkeypatch.setenv("HEARDBACK_METRICS_PORT", "9090")
    monkeypatch.setenv("HEARDBACK_TRACES_URL", "http://127.0.0.1:4318/v1/traces")
    demo = Settings.read().for_demonstration()
    assert demo.database == "sqlite:///sample/heardback.db"
    assert demo.keys == Path("sample/keys")
    assert demo.kek is None
    assert (demo.metrics_port, demo.traces_url) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "canary"),
        ("PORT", "70000"),
        ("KEK", "canary"),
        ("KEK", KEY[:20]),
        ("PUBLIC_URL", "canary.example.org"),
        ("DATABASE_URL", "canary"),
        ("DATABASE_URL", "mysql://canary/x"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://canary/name"),
        ("DATABASE_URL", "sqlite:///canary?mode=ro"),
    ],
)
def test_a_wrong_setting_is_named_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    found = trouble()
    assert found.key == "setting"
    assert found.values["name"] == PREFIX + name
    assert value not in str(found.values["why"])
    assert found.values["why"][0].islower()


def test_a_misspelt_setting_in_the_file_is_named() -> None:
    Path(".env").write_text("HEARDBACK_PROT=9000\n", encoding="utf-8")
    found = trouble()
    assert (found.key, found.values) == ("setting_unknown", {"name": "HEARDBACK_PROT"})


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"HEARDBACK_PORT=1\nHEARDBACK_KEK='half a quote\n", "setting_line"),
        (b"HEARDBACK_PORT=1\nHEARDBACK KEK=x\n", "setting_line"),
        (b"HEARDBACK_HOST=\xff\n", "setting_file"),
    ],
)
def test_a_line_that_cannot_be_read_is_not_passed_over(raw: bytes, key: str) -> None:
    Path(".env").write_bytes(raw)
    with pytest.raises(Trouble) as caught:
        Settings.read()
    assert caught.value.key == key
    assert caught.value.values.get("number", 2) == 2


def test_what_others_keep_in_the_file_is_theirs() -> None:
    Path(".env").write_text("COMPOSE_PROJECT_NAME=talk\n", encoding="utf-8")
    assert Settings.read() == Settings(_env_file=None)


@pytest.mark.parametrize("text", [KEY, KEY.rstrip("=")])
def test_a_key_may_come_without_its_padding(text: str) -> None:
    assert decode_key(text) == bytes(range(32))


@pytest.mark.parametrize("text", ["", "!", "é" * 43, KEY + KEY, KEY[:-3]])
def test_what_is_no_key_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(ValueError, match="32 bytes") as caught:
        decode_key(text)
    assert text == "" or text not in str(caught.value)
