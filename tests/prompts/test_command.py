"""`heardback prompts check`: what it prints where, and how it ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.terminal import TERMINAL
from adapters.web.channel import WEB
from app import prompts_command
from app.__main__ import cli
from prompts import library as shelf
from prompts.library import Library, Phrases
from prompts.safe_yaml import MAX_NODES


def check(*file: str | Path) -> Result:
    return CliRunner().invoke(cli, ["prompts", "check", *map(str, file)])


def test_what_is_shipped_can_be_used_and_the_fifth_question_is_pointed_at() -> None:
    told = check()

    assert (told.exit_code, told.stderr) == (0, "")
    assert (
        "step principles, original: “and can you share any” may ask a second thing. "
        "Ask one thing at a time.\n"
    ) in told.stdout
    assert ", plain: " not in told.stdout
    assert told.stdout.endswith("\nEvery file can be used. Things to look at: 15.\n")


def test_a_set_says_what_is_special_about_it() -> None:
    told = check().stdout.splitlines()

    def after(name: str) -> list[str]:
        start = next(place for place, line in enumerate(told) if line.startswith(f"{name}, "))
        end = start + 1
        while told[end].startswith("  "):
            end += 1
        return [line.strip() for line in told[start:end]]

    first = "expert-panel, version 1: Three questions for our panel. Steps to answer: 3. Cards to read: 0."
    assert after("expert-panel") == [
        first,
        "A template. Copy it and fill in its blanks: 6.",
    ]
    assert after("kinds-sample")[1] == "A sample. Nobody is asked it."
    assert after("school-sessions")[1:3] == [
        "Parts: First session, Second session.",
        "Steps we made up as a sample: story, story-helped, story-next.",
    ]
    assert after("delivery-group")[1] == (
        "Reading grade of the hardest step: 2.4 plain, 12.3 original."
    )


def test_a_sound_set_ends_with_a_plain_line(root: Path) -> None:
    told = check(root / "sets" / "reflection.yaml")

    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.endswith("\nEvery file is fine.\n")


def test_a_broken_set_ends_with_one_and_faults_stand_apart(root: Path) -> None:
    file = root / "sets" / "reflection.yaml"
    file.write_text(file.read_text("utf-8").replace("minutes: 10", "minuets: 10"), "utf-8")

    told = check(file)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == f"{file}, line 8: “minuets” is not a name that belongs here.\n"


def test_a_bomb_is_refused_in_one_line(root: Path) -> None:
    bomb = root / "sets" / "bomb.yaml"
    bomb.write_text("a: [" + "b," * MAX_NODES + "]", "utf-8")

    told = check(bomb)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == f"{bomb}, line 1: the file has more than {MAX_NODES} parts.\n"


def test_more_than_a_channel_takes_is_a_fault(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompts_command, "_SLACK_LABEL", 12)
    told = check(root / "sets" / "kinds-sample.yaml")

    assert told.exit_code == 1
    assert "step when: this label has 14 characters. Slack fits 12.\n" in told.stderr
    assert told.stdout.splitlines()[0].startswith("kinds-sample, version 1")
    assert "fine" not in told.stdout


def test_the_limits_are_those_of_the_channels(library: Library) -> None:
    limits = [
        (each.channel, each.max_text, each.max_label)
        for each in prompts_command._limits(library.phrases())
    ]

    assert limits == [
        ("The web page", WEB.can.max_text, None),
        ("The terminal", TERMINAL.can.max_text, None),
        ("Slack", 3000, 75),
    ]


@pytest.mark.parametrize("name", ["nowhere.yaml", "", "\udcff.yaml", "sets"])
def test_what_cannot_be_read_is_named(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)

    told = check(name)

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("There is no file to read at ")
    assert told.stderr.count("\n") == 1


def test_a_folder_with_an_odd_name_is_no_hindrance(root: Path) -> None:
    odd = root / "\udcff"
    odd.mkdir()
    (root / "sets" / "reacts.yaml").rename(odd / "reacts.yaml")

    told = check(odd / "reacts.yaml")

    assert told.exit_code == 0
    assert f"{root}/\ufffd/reacts.yaml, line 51, step supported, original: " in told.stdout


def test_a_folder_without_its_parts_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = shelf.phrases_alone()
    monkeypatch.setattr(prompts_command, "phrases_alone", lambda: say)
    monkeypatch.setattr(shelf, "files", lambda _package: tmp_path)

    told = check()

    assert (told.exit_code, told.stderr) == (2, "There is no file to read at prompts.\n")


def test_broken_phrases_are_told_without_them(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "phrases" / "en.yaml").write_text("a: '{'\n", "utf-8")
    monkeypatch.setattr(shelf, "files", lambda _package: root)

    told = check()

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        "prompts/phrases/en.yaml, line 1: a brace is opened or closed alone; write it twice.\n"
    )


def test_a_broken_set_takes_no_words_away(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "sets" / "reacts.yaml").write_text("id: reacts\n", "utf-8")
    monkeypatch.setattr(shelf, "files", lambda _package: root)

    told = check()

    assert isinstance(shelf.phrases_alone(), Phrases)
    assert told.exit_code == 1
    assert told.stderr.startswith("prompts/sets/reacts.yaml, line 1: ")
    assert "reflection, version 1" in told.stdout
