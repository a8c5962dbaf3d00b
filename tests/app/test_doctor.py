"""The doctor finds what is not as it should be, says what to do, and changes nothing."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.doctor import _clock
from bot.consultation.support import stale
from prompts.library import shipped
from tests.app.conftest import Command
from tests.postgresql import server
from tests.sqlite import ready

WELL = {
    "PUBLIC_URL": "https://talk.example.org",
    "KEYS_MIRROR": "mirror",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": "a-secret-canary",
}


@pytest.fixture
def listening() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.fixture(autouse=True)
def well(folder: Path, heardback: Command, monkeypatch: pytest.MonkeyPatch, listening: str) -> None:
    """An installation that is as it should be but for its detector."""
    for name, value in WELL.items():
        monkeypatch.setenv(f"HEARDBACK_{name}", value)
    monkeypatch.setenv("HEARDBACK_SLACK_API_URL", listening)
    Path("var").mkdir(mode=0o700)
    ready(Path("var/heardback.db"))
    assert heardback("staff", "list").exit_code == 0


def told(heardback: Command, *words: str) -> tuple[int, list[str]]:
    done = heardback("doctor", *words)
    assert done.stderr == ""
    assert "canary" not in done.stdout
    return done.exit_code, [
        line for line in done.stdout.splitlines() if not line.startswith("ok: ")
    ]


def stamps() -> dict[Path, int]:
    """When each file was changed; what SQLite keeps beside its own while it reads left out."""
    files = (file for file in Path().rglob("*") if file.is_file())
    return {file: file.stat().st_mtime_ns for file in files if "heardback.db-" not in file.name}


def test_where_all_is_well_it_ends_with_0_and_nothing_is_changed(heardback: Command) -> None:
    before = stamps()
    code, rest = told(heardback)
    assert code == 0
    assert [line.partition(": ")[0] for line in rest] == ["look at this"]
    assert "HEARDBACK_DETECTOR" in rest[0]
    assert stamps() == before


def test_before_the_first_start_nothing_is_made(
    heardback: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    code, rest = told(heardback)
    assert code == 0
    assert sum("The first start makes them." in line for line in rest) == 2
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value", "wanted"),
    [
        ("PUBLIC_URL", "http://talk.example.org", "must be mended: What people send can be read"),
        ("PUBLIC_URL", "", "look at this: Links will only work on this machine."),
        ("KEYS_MIRROR", "", "look at this: The keys are in one place alone."),
        ("KEK", "a" * 43, "must be mended: The keys in var/keys do not open."),
        ("SLACK_CLIENT_SECRET", "", "must be mended: Set HEARDBACK_SLACK_CLIENT_SECRET too."),
        ("SLACK_CLIENT_ID", "canary", "look at this: The setting HEARDBACK_SLACK_CLIENT_ID does"),
        ("SLACK_API_URL", "http://127.0.0.1:1", "must be mended: 127.0.0.1 cannot be reached."),
        ("TEAMS_APP_TYPE", "SingleTenant", "must be mended: Set HEARDBACK_TEAMS_APP_ID too."),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/none", "must be mended: The database cannot be"),
        ("TRACES_URL", "http://127.0.0.1:1", "look at this: Traces tell when each turn was."),
    ],
)
def test_what_is_wrong_is_told(
    heardback: Command, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, wanted: str
) -> None:
    monkeypatch.setenv(f"HEARDBACK_{setting}", value)
    code, rest = told(heardback)
    assert any(line.startswith(wanted) for line in rest), rest
    assert code == int(wanted.startswith("must"))


def test_offline_it_reaches_out_to_nobody(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_SLACK_API_URL", "http://127.0.0.1:1")
    assert told(heardback, "--offline")[0] == 0


def test_rights_and_a_full_disk_are_told(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("var").chmod(0o755)
    Path("var/keys/contact.key").chmod(0o644)
    full = type("Usage", (), {"free": 10_000})
    monkeypatch.setattr("storage.checkup.shutil.disk_usage", lambda _path: full)
    code, rest = told(heardback)
    assert code == 1
    for wanted in ("Others can look into var.", "Others can read", "The disk is nearly full."):
        assert any(wanted in line for line in rest), rest


def test_support_lines_nobody_has_checked_are_told_before_and_after_they_stop_a_round(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shipped().support("uk")
    last = min(each.checked_on for each in lines.lines) + timedelta(days=lines.stale_after_days)
    assert not stale(lines, last)
    for days, wanted in ((-14, None), (0, "within 14 days"), (1, "No round can open.")):
        at = datetime.combine(last + timedelta(days=days), datetime.min.time(), UTC)
        fixed = type("Fixed", (datetime,), {"now": classmethod(lambda _cls, _zone, at=at: at)})
        monkeypatch.setattr("app.doctor.datetime", fixed)
        code, rest = told(heardback)
        assert any(wanted in line for line in rest) if wanted else len(rest) == 1, rest
        assert code == int(days == 1)


def test_clocks_that_differ_are_told() -> None:
    for seconds, state in ((1, "ok"), (-6, "look"), (61, "mend"), (-61, "mend")):
        assert _clock(timedelta(seconds=seconds)).state == state


def test_a_log_of_postgresql_that_quotes_rows_is_told(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server().database() as lent:
        monkeypatch.setenv("HEARDBACK_DATABASE_URL", lent.url)
        code, rest = told(heardback)
        assert code == 1
        assert any("log_error_verbosity" in line for line in rest), rest
        lent.spoiled = True
        with server().connected(lent.name) as connection:
            name = lent.name.encode()
            for change in (
                b"log_error_verbosity = 'terse'",
                b"log_parameter_max_length = 0",
                b"log_parameter_max_length_on_error = 0",
            ):
                connection.execute(b"ALTER DATABASE " + name + b" SET " + change)
        assert told(heardback)[0] == 0
        with server().connected(lent.name) as connection:
            connection.execute(b"UPDATE alembic_version SET version_num = '0001'")
        assert any("not of this version" in line for line in told(heardback)[1])
