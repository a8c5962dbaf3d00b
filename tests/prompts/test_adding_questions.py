"""Follows docs/adding-questions.md step by step, as a person who does not code would."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner, Result

import prompts
from app.__main__ import cli
from prompts.library import Library
from prompts.schema import QuestionSet

GUIDE: Final = (Path(__file__).parents[2] / "docs" / "adding-questions.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


COMMANDS: Final = [shlex.split(line) for block in blocks("sh") for line in block.splitlines()]
CHECKS: Final = [words[1:] for words in COMMANDS if words[0] == ".venv/bin/heardback"]
COPIES: Final = [words[1:] for words in COMMANDS if words[0] == "cp"]


@pytest.fixture
def here(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder from which the guide's commands are typed; `prompts` in it is a copy."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(root, folder / "prompts")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def file(here: Path) -> Path:
    """The guide's example, saved where the guide says."""
    said = re.search(r"save it as `(\S+)`", GUIDE)
    assert said
    path = here / said[1]
    path.write_text(blocks("yaml")[0], "utf-8")
    return path


def typed(command: list[str]) -> Result:
    return CliRunner().invoke(cli, command)


def check(file: Path, here: Path) -> Result:
    """The guide's command for one file, typed for this file."""
    assert len(CHECKS[0]) == 3
    return typed([*CHECKS[0][:2], str(file.relative_to(here))])


def copied(here: Path, name: str) -> Path:
    """The copy that the guide's own command makes."""
    (source, target) = next(pair for pair in COPIES if Path(pair[1]).stem == name)
    shutil.copy(here / source, here / target)
    return here / target


def change(file: Path, *pairs: tuple[str, str]) -> None:
    """Changes words of a file as an editor would; each has to be there."""
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


def loaded(file: Path) -> QuestionSet:
    return Library.load(file.parents[1]).sets[file.stem]


def test_every_command_of_the_guide_is_followed_here() -> None:
    assert {words[0] for words in COMMANDS} == {".venv/bin/heardback", "cp"}
    assert [Path(target).stem for _, target in COPIES] == ["our-sessions", "our-panel"]
    assert [words[:2] for words in CHECKS] == [["prompts", "check"]] * 2


def test_the_example_is_a_set_of_every_kind(file: Path) -> None:
    chapter = GUIDE[GUIDE.index("## 2.") : GUIDE.index("## 3.")]
    kinds = re.findall(r"^\| `(\w+)` \| [A-Z]", chapter, re.MULTILINE)
    kinds.remove("kind")  # The head of the table.

    assert sorted(kinds) == sorted(question.kind for question in loaded(file).questions)


def test_the_example_is_as_plain_as_the_guide_asks(
    file: Path, hard_to_read: Callable[[str], list[str]]
) -> None:
    for question in loaded(file).questions:
        said = question.wording["plain"]
        assert hard_to_read(" ".join(filter(None, (said.ask, said.hint, said.body)))) == []


def test_the_check_says_what_the_guide_promises(file: Path, here: Path) -> None:
    assert CHECKS[0] == ["prompts", "check", str(file.relative_to(here))]
    told = typed(CHECKS[0])

    assert (told.stdout, told.stderr, told.exit_code) == (blocks("text")[0], "", 0)


def test_a_slip_is_named_as_the_guide_shows(file: Path, here: Path) -> None:
    before, _, after = file.read_text("utf-8").rpartition("label:")
    file.write_text(f"{before}lable:{after}", "utf-8")

    told = check(file, here)

    assert (told.stdout, told.stderr, told.exit_code) == ("", blocks("text")[1], 1)


def test_a_hint_is_given_as_the_guide_shows(file: Path, here: Path) -> None:
    said = re.search(r"Suppose you\nasked `([^`]+)`", GUIDE)
    assert said
    change(file, ("What is the waiting room like?", said[1]))

    told = check(file, here)

    assert blocks("text")[2] in told.stdout
    assert told.exit_code == 0


def test_a_part_is_named_as_the_guide_shows(file: Path, here: Path) -> None:
    said = re.search(r"`(part: [^`]+)` below the\n  `kind`", GUIDE)
    assert said
    file.write_text(
        re.sub(
            r"^(    kind: .*)$", rf"\1\n    {said[1]}", file.read_text("utf-8"), flags=re.MULTILINE
        ),
        "utf-8",
    )

    assert "  Parts: First session.\n" in check(file, here).stdout


def test_a_change_is_written_down_as_the_guide_shows(file: Path) -> None:
    pinned = loaded(file).pin()
    change(
        file,
        ("\nversion: 1\n", "\nversion: 2\n"),
        ("questions:\n", blocks("yaml")[1] + "questions:\n"),
    )

    changed = loaded(file)

    assert (changed.version, len(changed.changes)) == (2, 2)
    assert changed.unpin(pinned).version == 1


def test_one_of_ours_becomes_yours_without_code(here: Path) -> None:
    ours = loaded(here / "prompts" / "sets" / "school-sessions.yaml")
    yours = copied(here, "our-sessions")
    text = yours.read_text("utf-8")
    sample = text[text.index("  - id: story\n") : text.index("  - id: participation\n")]
    own = (
        "  - id: bus\n    kind: card\n    part: First session\n    wording:\n"
        "      original: {ask: The bus, body: Ali waits for the bus. Nobody says when it comes.}\n"
        "      plain: {ask: The bus, body: Ali waits for the bus. No one says when it comes.}\n\n"
    )
    change(
        yours,
        ("id: school-sessions\n", "id: our-sessions\n"),
        ("\nversion: 1\n", "\nversion: 2\n"),
        ("questions:\n", blocks("yaml")[2] + "questions:\n"),
        (sample, own),
    )

    told = check(yours, here)
    made = loaded(yours)

    assert told.exit_code == 0
    assert "our-sessions, version 2:" in told.stdout
    assert "sample" not in told.stdout
    assert made.attribution == ours.attribution
    assert [step.id for step in made.questions][:3] == ["introduction", "bus", "participation"]
    assert made.offered


def test_the_template_is_filled_in_as_the_guide_shows(here: Path) -> None:
    yours = copied(here, "our-panel")
    assert "Change `id` to `our-panel`" in GUIDE
    change(yours, ("id: expert-panel\n", "id: our-panel\n"), ("template: true\n", ""))
    for _ in range(5):
        change(yours, ("ask: ___\n", "ask: What is missing?\n"))

    forgotten = check(yours, here)
    change(yours, ("ask: ___\n", "ask: What is missing?\n"))
    told = check(yours, here)

    assert (forgotten.stdout, forgotten.exit_code) == ("", 1)
    assert forgotten.stderr == blocks("text")[3]
    assert told.exit_code == 0
    assert loaded(yours).offered


def test_a_template_that_keeps_the_line_is_told_to_lose_it(here: Path) -> None:
    yours = copied(here, "our-panel")
    change(yours, ("id: expert-panel\n", "id: our-panel\n"))
    change(yours, *[("ask: ___\n", "ask: What is missing?\n")] * 6)

    assert "every blank is filled in; take this line out" in check(yours, here).stderr


def test_easy_read_is_added_as_the_guide_shows(file: Path, here: Path) -> None:
    text, lines = file.read_text("utf-8"), blocks("yaml")[3]
    said = re.search(r"below the wordings of the step `(\w+)`", GUIDE)
    assert said
    head, step = (
        text[: text.index(f"  - id: {said[1]}\n")],
        text[text.index(f"  - id: {said[1]}\n") :],
    )
    file.write_text(head + step.replace("\n\n", f"\n{lines}\n", 1), "utf-8")

    told = check(file, here)

    assert (told.exit_code, told.stderr) == (0, "")
    assert loaded(file).question(said[1]).easy[1] == "Say what you see."
    change(file, ("safe.svg", "gone.svg"))
    assert "there is no file media/gone.svg" in check(file, here).stderr


def test_the_guide_names_every_picture_there_is_for_questions() -> None:
    named = set(re.findall(r"`([a-z-]+\.svg)`", GUIDE[GUIDE.index("## 8.") :]))
    ours = {file.name for file in (Path(prompts.__file__).parent / "media").iterdir()}

    assert ours - named == {"said.svg", "did.svg", "because.svg"}


def test_the_guide_names_every_set_that_is_offered_or_to_be_filled_in(library: Library) -> None:
    table = re.findall(r"^\| `([a-z-]+-?[a-z]*)` \| [^|]+ \|$", GUIDE, re.MULTILINE)

    assert {name for name, each in library.sets.items() if each.offered or each.template} <= set(
        table
    )


def test_the_command_of_the_guide_works_on_the_shipped_files() -> None:
    assert CHECKS[1] == ["prompts", "check"]
    told = typed(CHECKS[1])

    shipped = Path(prompts.__file__).parent / "sets"
    named = re.findall(r"^([a-z-]+), version \d+: ", told.stdout, re.MULTILINE)
    assert named == sorted(path.stem for path in shipped.glob("*.yaml"))
    assert (told.stderr, told.exit_code) == ("", 0)
