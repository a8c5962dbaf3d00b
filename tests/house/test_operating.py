"""Every command, setting, file and figure that the operator's pages name is there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from app import log
from app.__main__ import cli
from app.metrics import Metrics
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    ROOT / "docs" / f"{name}.md" for name in ("operating", "keys-and-backups", "postgresql")
)
OPERATING = ROOT / "docs" / "operating.md"


def commands(text: str) -> list[list[str]]:
    quoted = re.findall(r"`(?:\S*/)?heardback ([a-z][^`\n]*)`", text)
    lines = re.findall(r"^(?:\S*/)?heardback ([a-z].*)$", text, re.MULTILINE)
    return [shlex.split(words.replace("…", "x")) for words in (*quoted, *lines)]


def unknown(words: list[str]) -> list[str]:
    """Return the words of a command that it does not know."""
    at: Any = typer.main.get_command(cli)
    while hasattr(at, "commands"):
        if not words or words[0] not in at.commands:
            return words
        at, words = at.commands[words[0]], words[1:]
    known = {option for each in at.params for option in each.opts}
    return [word for word in words if word.startswith("--") and word not in known]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_option_is_there(page: Path) -> None:
    found = commands(page.read_text("utf-8"))
    assert found
    assert [words for words in found if unknown(words)] == []


def test_a_command_there_is_not_would_be_found() -> None:
    assert unknown(["backup", "--into", "x"]) == ["--into"]
    assert unknown(["keys", "burn"]) == ["burn"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_setting_is_there(page: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+", page.read_text("utf-8")))
    assert named <= {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_and_page_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    files = re.findall(r"(?<![\w/])(deploy/[\w./-]*\w|docs/[\w./-]*\w|storage/[\w./-]*\w)", text)
    assert [file for file in files if not (ROOT / file).exists()] == []


def test_the_page_names_every_figure_and_every_field_of_the_log() -> None:
    text = OPERATING.read_text("utf-8")
    figures = {name for each in Metrics().registry.collect() for name in (each.name,)}
    told = {
        name.removesuffix("_total")
        for name in re.findall(r"^\| `(heardback_\w+)`", text, re.MULTILINE)
    }
    assert told == figures
    assert [name for name in log.FIELDS if f"`{name}`" not in text] == []


def test_every_target_of_make_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"`make ([a-z]+)`", OPERATING.read_text("utf-8")))
    assert named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_no_line_of_ours_has_a_field_that_the_log_would_drop() -> None:
    calls = [
        (path.name, field)
        for folder in ("app", "bot", "adapters", "storage")
        for path in (ROOT / folder).rglob("*.py")
        for call in re.findall(r"\b_log\.\w+\(([^)]*)", path.read_text("utf-8"))
        for field in re.findall(r"\b(\w+)=", call)
    ]
    assert len(calls) > 20
    assert [each for each in calls if each[1] not in log.FIELDS] == []
