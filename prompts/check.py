"""Checking prompt files for the person who writes them: all that are shipped, or one question set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from prompts.languages import ENGLISH, Standing, faults, standing
from prompts.library import (
    Library,
    entries,
    framework,
    media,
    named,
    phrases_alone,
    question_set,
    refuse_missing,
    support_file,
    translation,
)
from prompts.lint import Finding, Limits, Linter, broken
from prompts.phrasebook import Phrases
from prompts.plain import Plain, reviewed_words
from prompts.safe_yaml import Document, PromptFault
from prompts.schema import QuestionSet
from prompts.tone import Tone

_OTHERS: Final[dict[str, Callable[[str, Document], object]]] = {
    "support": support_file,
    "frameworks": framework,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of one file.

    Attributes:
        questions: The set it holds; None for another file, and where the file is broken.
        findings: What to mend and what to look at, by line.
        standing: How far the language is that it holds; None for another file.
    """

    questions: QuestionSet | None
    findings: tuple[Finding, ...]
    standing: Standing | None = None


def check_file(file: Path, limits: Sequence[Limits] = ()) -> Checked:
    """Check one question set, or the phrases of one language from a folder of that name.

    Raises:
        OSError: It is no file, or it cannot be read.
    """
    if not file.is_file():
        raise FileNotFoundError
    if file.absolute().parent.name == "phrases":
        return _check_phrases(str(file), file)
    return _check_set(str(file), file, limits, file.absolute().parent.parent / "media")


def check_all(limits: Sequence[Limits] = (), root: Path | None = None) -> tuple[Checked, ...]:
    """Check every file of a folder laid out as the library is; without one, of the shipped folder.

    Raises:
        OSError: The folder or one of its parts is not there or cannot be read.
    """
    shown = media(root)
    sets = [_check_set(path, file, limits, shown) for path, file in entries(root, "sets")]
    said = [_check_phrases(path, file) for path, file in entries(root, "phrases")]
    others = [
        _check_other(path, file, make)
        for part, make in _OTHERS.items()
        for path, file in entries(root, part)
    ]
    return (*sets, *said, *others)


def check_languages(folder: Path, limits: Sequence[Limits] = ()) -> tuple[Checked, ...]:
    """Check a folder with more languages: phrases, and sets in them."""
    parts = {
        part: entries(folder, part) for part in ("phrases", "sets") if (folder / part).is_dir()
    }
    said = [_check_phrases(path, file) for path, file in parts.get("phrases", ())]
    sets = [_check_set(path, file, limits, media()) for path, file in parts.get("sets", ())]
    return (*said, *sets)


def _check_set(
    path: str, file: Traversable, limits: Sequence[Limits], shown: Traversable
) -> Checked:
    document = None
    try:
        name, document = named(path, file)
        if "." in name:
            translation(name, document, Library.load().sets, media())
            return Checked(None, ())
        questions = question_set(name, document)
        refuse_missing(document, questions, shown)
    except PromptFault as fault:
        return Checked(None, (broken(fault, document),))
    return Checked(questions, Linter(document, questions, limits, _tone()).findings())


@cache
def _tone() -> Tone:
    """The tone that question sets are held to."""
    return Tone.of(phrases_alone())


def _check_phrases(path: str, file: Traversable) -> Checked:
    """Check one language. English is what the others are measured by."""
    document = None
    try:
        name, document = named(path, file)
        say = Phrases(name, document)
    except PromptFault as fault:
        return Checked(None, (broken(fault),))
    english = say if name == ENGLISH else phrases_alone()
    if say is english:
        # Syllables are counted, and words were looked through, in English alone.
        found = tuple(Plain(document, Tone.of(say), reviewed_words()).findings())
    else:
        found = tuple(faults(say, document, english))
    return Checked(None, found, standing(say, english))


def _check_other(path: str, file: Traversable, make: Callable[[str, Document], object]) -> Checked:
    try:
        make(*named(path, file))
    except PromptFault as fault:
        return Checked(None, (broken(fault),))
    return Checked(None, ())
