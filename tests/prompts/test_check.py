"""Checking files: every file of a folder, or one set; and what a bomb costs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from prompts.check import Checked, check_all, check_file
from prompts.lint import Limits
from prompts.safe_yaml import MAX_BYTES, MAX_NODES

REPOSITORY: Final = Path(__file__).parents[2]


def faults(checked: tuple[Checked, ...]) -> list[tuple[str, int]]:
    return [(each.path, each.line) for file in checked for each in file.findings if each.is_fault]


def test_every_shipped_file_is_checked_and_none_is_broken() -> None:
    checked = check_all()

    sets = sorted(path.stem for path in (REPOSITORY / "prompts" / "sets").glob("*.yaml"))
    assert [each.questions.id for each in checked if each.questions] == sets
    frameworks = [*(REPOSITORY / "prompts" / "frameworks").glob("*.yaml")]
    # English, and the lines of one region.
    assert len(checked) == len(sets) + 2 + len(frameworks)
    assert faults(checked) == []


def test_one_broken_file_hides_no_other(root: Path) -> None:
    (root / "sets" / "five-principles.yaml").write_text("id: five-principles\n", "utf-8")
    (root / "sets" / "late.yml").write_text("", "utf-8")
    (root / "phrases" / "gd.yaml").write_text("a:\n  b: '{'\n", "utf-8")
    (root / "support" / "ie.yaml").write_text("region: uk\n", "utf-8")

    checked = check_all(root=root)

    assert faults(checked) == [
        (f"{root}/sets/five-principles.yaml", 1),
        (f"{root}/sets/late.yml", 1),
        (f"{root}/phrases/gd.yaml", 2),
        (f"{root}/support/ie.yaml", 1),
    ]
    assert "reacts" in [each.questions.id for each in checked if each.questions]


def test_a_folder_without_its_parts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_all(root=tmp_path)


def test_one_set_is_checked_alone(root: Path) -> None:
    (root / "phrases" / "en.yaml").write_text("", "utf-8")
    file = root / "sets" / "reacts.yaml"

    checked = check_file(file, (Limits("Pigeon", 40),))

    assert checked.questions
    assert checked.questions.id == "reacts"
    assert {each.path for each in checked.findings} == {str(file)}
    assert {each.kind for each in checked.findings} == {"double", "limit"}


def test_a_file_is_known_by_its_name(root: Path) -> None:
    moved = (root / "sets" / "reacts.yaml").rename(root / "sets" / "other.yaml")
    wrong = (root / "sets" / "reflection.yaml").rename(root / "sets" / "reflection.txt")

    (of_moved,) = check_file(moved).findings
    (of_wrong,) = check_file(wrong).findings

    assert of_moved.values == {"reason": "the id must be the name of the file, “other”"}
    assert of_wrong.values == {"reason": "the name of the file must end in .yaml"}


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, Path.exists], ids=["folder", "pipe", "no"])
def test_what_is_no_file_is_an_error_at_once(
    make: Callable[[Path], object], tmp_path: Path
) -> None:
    make(tmp_path / "a.yaml")

    with pytest.raises(FileNotFoundError):
        check_file(tmp_path / "a.yaml")


# What a reader would choke on, and what only a later step would: each fits into the file's size.
BOMBS: Final = {
    "laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "deep lists": "a: " + "[" * 250_000,
    "deep both": "a: " + "[{" * 125_000,
    "dashes": "- " * 125_000,
    "marks": "? " * 125_000,
    "commas": "a: [" + "," * 250_000,
    "many parts": "a: [" + "b," * 125_000 + "]",
    "long word": "a: " + "x" * 250_000 + ": y",
    "open quote": 'a: "' + "\\" * 250_001,
    "tags": "%TAG ! tag:\n" * 20_000,
    "many names": "".join(f"name{number}: v\n" for number in range(MAX_NODES // 2 - 1)),
    "empty steps": "questions: [" + "{}," * (MAX_NODES - 3) + "]",
    "empty changes": "changes: [" + "{}," * (MAX_NODES - 3) + "]",
    "wrong steps": "questions: [" + "{a: b}," * (MAX_NODES // 3 - 3) + "]",
    "empty options": "questions: [{options: [" + "{}," * (MAX_NODES - 6) + "]}]",
    "many wordings": "questions: [{wording: {"
    + "".join(f"a{number}: ''," for number in range(MAX_NODES // 2 - 5))
    + "}}]",
}
# Texts as long as they may be, of what the rules about words look for over and over.
WORDY: Final = ("a, ", "a and ", "do you a ", "how good ", "not ", "why ", "e", "a? ", "of course ")

MEASURED: Final = """
import json, resource, sys, time
from pathlib import Path
from prompts.check import check_file
from prompts.library import phrases_alone

say = phrases_alone()
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + 50 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
told = {}
for name in sys.argv[1:]:
    began = time.process_time()
    checked = check_file(Path(name))
    said = [each.said(say) for each in checked.findings if each.is_fault]
    told[Path(name).stem] = (time.process_time() - began, said)
status = Path("/proc/self/status").read_text()
peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps({"peak": int(peak), "told": told}))
"""


def wordy(name: str, unit: str) -> str:
    """A set as long as a set can be, of one unit repeated."""
    ask, hint, body = ((unit * length)[:length].strip() for length in (300, 500, 2000))
    wording = json.dumps({"ask": ask, "hint": hint})
    steps = [
        f"{{id: q{number}, kind: likert, wording: {{original: {wording}, plain: {wording}}}}}"
        for number in range(39)
    ]
    card = json.dumps({"ask": ask, "body": body})
    steps.append(f"{{id: card, kind: card, wording: {{original: {card}, plain: {card}}}}}")
    return (
        f'id: {name}\nversion: 1\ntitle: A\nplain_title: "{ask}"\nabout: A\nminutes: 5\n'
        "attribution: {source: A, author: A, licence: A}\n"
        "changes: [{version: 1, date: 2026-11-22, what: A}]\n"
        "questions:\n" + "".join(f"  - {step}\n" for step in steps)
    )


def test_bombs_are_refused_in_a_second_and_fifty_megabytes(tmp_path: Path) -> None:
    """Measured in a process of its own: the whole of it, Python included, stays below 50 MB."""
    for number, bomb in enumerate(BOMBS.values()):
        assert len(bomb) < MAX_BYTES
        (tmp_path / f"bomb-{number}.yaml").write_text(bomb, "utf-8")
    for number, unit in enumerate(WORDY):
        (tmp_path / f"wordy-{number}.yaml").write_text(wordy(f"wordy-{number}", unit), "utf-8")
    with (tmp_path / "huge.yaml").open("wb") as huge:
        huge.truncate(20 * 2**30)

    files = sorted(map(str, tmp_path.iterdir()))
    # Without what measures coverage: it would be weighed too.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, *files],
        cwd=REPOSITORY,
        env=alone,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-500:]
    measured = json.loads(run.stdout)
    assert measured["peak"] < 50 * 1024
    assert len(measured["told"]) == len(BOMBS) + len(WORDY) + 1
    for name, (seconds, said) in measured["told"].items():
        assert seconds < 1, name
        assert bool(said) != name.startswith("wordy"), name


def test_a_file_that_is_too_large_is_never_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as huge:
        huge.truncate(20 * 2**30)

    (finding,) = check_file(tmp_path / "huge.yaml").findings

    assert finding.values == {"reason": "the file is larger than 384 KiB"}
