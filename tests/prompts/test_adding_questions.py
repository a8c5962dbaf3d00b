"""Follows docs/adding-questions.md step by step, as a person who does not code would."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from prompts.__main__ import main
from prompts.library import Library

REPOSITORY: Final = Path(__file__).parents[2]
GUIDE: Final = (REPOSITORY / "docs" / "adding-questions.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def file(root: Path) -> Path:
    """The guide's example, saved where the guide says."""
    said = re.search(r"save it as `prompts/(\S+)`", GUIDE)
    assert said
    path = root / said[1]
    path.write_text(blocks("yaml")[0], "utf-8")
    return path


def test_the_example_is_a_set_of_every_kind(root: Path, file: Path) -> None:
    added = Library.load(root).sets[file.stem]

    kinds = re.findall(r"^\| `(\w+)` \| [A-Z]", GUIDE, re.MULTILINE)
    kinds.remove("kind")  # The head of the table.
    assert sorted(kinds) == sorted(question.kind for question in added.questions)


def test_the_example_is_as_plain_as_the_guide_asks(
    root: Path, file: Path, hard_to_read: Callable[[str], list[str]]
) -> None:
    for question in Library.load(root).sets[file.stem].questions:
        said = question.wording["plain"]
        assert hard_to_read(" ".join(filter(None, (said.ask, said.hint, said.body)))) == []


def test_the_check_says_what_the_guide_promises(
    root: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert file.exists()
    assert main([str(root)]) == 0

    told = capsys.readouterr().out.splitlines()
    first, last = blocks("text")[0].splitlines()
    assert first in told
    assert told[-1] == last


def test_a_slip_is_named_as_the_guide_shows(
    root: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _, after = file.read_text("utf-8").rpartition("label:")
    file.write_text(f"{before}lable:{after}", "utf-8")

    assert main([str(root)]) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == blocks("text")[1].replace("prompts/", f"{root}/", 1)


def test_a_change_is_written_down_as_the_guide_shows(root: Path, file: Path) -> None:
    pinned = Library.load(root).sets[file.stem].pin()
    text = file.read_text("utf-8").replace("\nversion: 1\n", "\nversion: 2\n")
    file.write_text(text.replace("questions:\n", blocks("yaml")[1] + "questions:\n"), "utf-8")

    changed = Library.load(root).sets[file.stem]

    assert (changed.version, len(changed.changes)) == (2, 2)
    assert changed.unpin(pinned).version == 1


def test_one_of_ours_may_become_yours(root: Path) -> None:
    ours = (root / "sets" / "five-principles.yaml").read_text("utf-8")
    yours = ours.replace("id: five-principles", "id: our-five", 1)
    (root / "sets" / "our-five.yaml").write_text(yours, "utf-8")

    assert Library.load(root).sets["our-five"].attribution.licence == "Open Government Licence v3.0"


def test_the_command_of_the_guide_works_on_the_shipped_files() -> None:
    assert ".venv/bin/python -m prompts\n" in GUIDE
    checked = subprocess.run(
        [sys.executable, "-m", "prompts"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )

    assert checked.stdout.endswith("Every file is fine.\n")
    assert checked.stderr == ""
