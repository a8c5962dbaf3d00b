"""A folder of its own to work in, and the command as it is typed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import Result
from typer.testing import CliRunner

from app.__main__ import cli
from app.settings import PREFIX, Settings

type Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Work in an empty folder, with nothing set but rules alone."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    # The language model takes seconds to load. What needs it asks for it.
    monkeypatch.setenv(PREFIX + "DETECTOR", "rules")
    yield tmp_path
    structlog.reset_defaults()


@pytest.fixture
def heardback() -> Command:
    """Type a command; the exit code, what it printed and what it complained about come back."""

    def type_(*words: str, typed: str | bytes = "") -> Result:
        return CliRunner().invoke(cli, words, input=typed)

    return type_
