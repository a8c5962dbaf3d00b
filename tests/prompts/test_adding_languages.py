"""Follows docs/languages.md step by step, as a person who does not code would."""

import re
import shlex
import shutil
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner, Result

from app.__main__ import cli
from prompts.library import Library

GUIDE: Final = (Path(__file__).parents[2] / "docs" / "languages.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_guide_leads_to_a_language_that_people_can_pick(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path_factory.mktemp("checkout")
    shutil.copytree(root, here / "prompts")
    monkeypatch.chdir(here)
    checks: list[Result] = []
    for line in "".join(blocks("sh")).splitlines():
        match shlex.split(line):
            case ["mkdir", "-p", *folders]:
                for each in folders:
                    Path(each).mkdir(parents=True)
            case ["export", setting]:
                monkeypatch.setenv(*setting.split("=", 1))
            case ["cp", source, target]:
                shutil.copy(source, target)
                if source.endswith("en.yaml"):
                    Path(target).write_text(blocks("yaml")[0], "utf-8")
            case [".venv/bin/heardback", *words]:
                checks.append(CliRunner().invoke(cli, words))
            case other:
                raise AssertionError(other)

    assert [(each.exit_code, each.stderr) for each in checks] == [(0, "")] * 2
    assert re.match(r"cy, Cymraeg: 6 of the \d+ phrases that people read\.\n", checks[0].stdout)
    library = Library.load(languages=Path("languages"))
    say = library.phrases().of("cy")
    assert say("sheet.questions.asked", count=2) == "2 gwestiwn"
    assert say("contributor.control.stop") == "Stopio"
    assert library.translated(library.sets["reflection"], "cy")
    assert CliRunner().invoke(cli, ["prompts", "check"]).exit_code == 0
