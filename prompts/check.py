"""Checking prompt files for the person who writes them: all that are shipped, or one question set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from prompts.library import entries, framework, named, question_set, support_file
from prompts.lint import Finding, Limits, Linter, broken
from prompts.phrasebook import Phrases
from prompts.safe_yaml import Document, PromptFault
from prompts.schema import QuestionSet

_OTHERS: Final[dict[str, Callable[[str, Document], object]]] = {
    "phrases": Phrases,
    "support": support_file,
    "frameworks": framework,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of one file.

    Attributes:
        questions: The set it holds; None for another file, and where the file is broken.
        findings: What to mend and what to look at, by line.
    """

    questions: QuestionSet | None
    findings: tuple[Finding, ...]


def check_file(file: Path, limits: Sequence[Limits] = ()) -> Checked:
    """Check one question set.

    Raises:
        OSError: It is no file, or it cannot be read.
    """
    if not file.is_file():
        raise FileNotFoundError
    return _check_set(str(file), file, limits)


def check_all(limits: Sequence[Limits] = (), root: Path | None = None) -> tuple[Checked, ...]:
    """Check every file of a folder laid out as the library is; without one, of the shipped folder.

    Raises:
        OSError: The folder or one of its parts is not there or cannot be read.
    """
    sets = [_check_set(path, file, limits) for path, file in entries(root, "sets")]
    others = [
        _check_other(path, file, make)
        for part, make in _OTHERS.items()
        for path, file in entries(root, part)
    ]
    return (*sets, *others)


def _check_set(path: str, file: Traversable, limits: Sequence[Limits]) -> Checked:
    document = None
    try:
        name, document = named(path, file)
        questions = question_set(name, document)
    except PromptFault as fault:
        return Checked(None, (broken(fault, document),))
    return Checked(questions, Linter(document, questions, limits).findings())


def _check_other(path: str, file: Traversable, make: Callable[[str, Document], object]) -> Checked:
    try:
        make(*named(path, file))
    except PromptFault as fault:
        return Checked(None, (broken(fault),))
    return Checked(None, ())
