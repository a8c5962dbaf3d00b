"""What the tests of the prompts share: folders to change, and a measure of plain words."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import textstat  # type: ignore[import-untyped]  # It ships no types.

import prompts
from prompts.library import Library

SHIPPED: Final = Path(prompts.__file__).parent
_END_OF_SENTENCE: Final = re.compile(r"(?<=[.!?…:])\s+|\n+")


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped files, to add to and to break."""
    for part in ("sets", "phrases", "support", "frameworks", "media"):
        shutil.copytree(SHIPPED / part, tmp_path / part)
    shutil.copy(SHIPPED / "words.txt", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def hard_to_read() -> Callable[[str], list[str]]:
    """Says what makes a text hard: sentences above 15 words, or a reading grade above 5."""

    def faults(text: str, *, graded_from: int = 0) -> list[str]:
        found = [
            f"{len(sentence.split())} words: {sentence}"
            for sentence in _END_OF_SENTENCE.split(text)
            if len(sentence.split()) > 15
        ]
        if len(text.split()) >= graded_from:
            grade = textstat.flesch_kincaid_grade(text)
            if grade > 5:
                found.append(f"grade {grade}: {text}")
        return found

    return faults
