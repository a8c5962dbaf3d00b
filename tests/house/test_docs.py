"""What the pages beside the code say is so, and nothing in the repository tells where it was made."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app.__main__ import cli

ROOT = Path(__file__).parents[2]
GUIDES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", *GUIDES]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))

# Each in brackets so that this line does not find itself.
ABSOLUTE = re.compile(r"(?<![\w.~-])/(?:[w]ork|[f]arm|[r]oot|[h]ome|[U]sers|[o]pt|[t]mp/[a-z]+)/")
PACKAGE_HOST = re.compile(r"https?://[^\s\"')]*(?:/[s]imple/|/[p]ackages/|[r]egistry\.|[p]ypi\.)")


def tracked() -> list[Path]:
    """Return every file that git keeps and that is still there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    """Return the tracked files that hold text, pictures left out."""
    found = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw:
            found.append((path.relative_to(ROOT), raw.decode("utf-8")))
    return found


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_on_a_page_is_a_target(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    commands = re.findall(r"(?:`|^)make ((?:[a-z0-9]+ ?)+)", text, re.MULTILINE)
    named = {word for command in commands for word in command.split()}
    assert named <= targets()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_a_page_is_one_of_the_product(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    typed = re.findall(r"(?:`|^|bin/)heardback((?: [a-z-]+)+)", text, re.MULTILINE)
    assert [words for words in typed if not is_command(words.split())] == []


def is_command(words: list[str]) -> bool:
    """Whether the first words name a command, and every option after it is one it takes."""
    found = get_command(cli)
    names = [word for word in words if not word.startswith("-")]
    while isinstance(found, TyperGroup):
        if not names or names[0] not in found.commands:
            return not names and words == ["--help"]
        found = found.commands[names.pop(0)]
    options = {name for each in found.params for name in each.opts + each.secondary_opts}
    return {word for word in words if word.startswith("-")} <= options


def test_the_two_commands_are_on_the_first_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)$", text, re.MULTILINE) == ["run", "test"]


def test_every_target_is_told_by_make_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r"@echo 'make ([a-z0-9]+)", makefile))
    assert told | {"help"} == targets()


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md"])
def test_every_link_and_picture_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_licence_is_whole_and_the_notice_names_it() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert "Apache License, Version 2.0" in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_no_tracked_file_names_this_machine_or_a_package_host() -> None:
    hits = [
        f"{path}: {match.group()}"
        for path, text in texts()
        for pattern in (ABSOLUTE, PACKAGE_HOST)
        for match in pattern.finditer(text)
    ]
    assert hits == []


def test_no_python_file_is_above_four_hundred_lines() -> None:
    long = {
        str(path): count
        for path, text in texts()
        if path.suffix == ".py" and (count := text.count("\n")) > 400
    }
    assert long == {}


def test_every_tracked_text_ends_with_a_line_break() -> None:
    # What others made stays as they made it.
    ours = [(path, text) for path, text in texts() if not path.name.endswith(".min.js")]
    assert [str(path) for path, text in ours if text and not text.endswith("\n")] == []


def test_the_notice_names_the_version_of_what_others_made() -> None:
    script = (ROOT / "adapters" / "web" / "static" / "htmx.min.js").read_text(encoding="utf-8")
    (number,) = re.findall(r'version:"([0-9.]+)"', script)
    assert f"htmx {number} " in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_names_itself_and_says_what_was_decided_and_why(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Why", "Decision", "What follows"]
