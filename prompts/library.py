"""Everything people read, loaded once: question sets, phrases, support lines and code words.

```
sets/<id>.yaml           a question set each
phrases/<language>.yaml  what Heardback says
support/<region>.yaml    where a person finds help
frameworks/<id>.yaml     what outcomes can be tagged with
words.txt                words for the codes people come back with, one a line
```
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from prompts.faults import shaped
from prompts.framework import Framework
from prompts.lint import Linter
from prompts.phrasebook import PhraseMissing, Phrases
from prompts.safe_yaml import Document, PromptFault, read_file
from prompts.schema import STYLES, QuestionSet, SupportFile

__all__ = ["Library", "PhraseMissing", "Phrases", "PromptFault"]

SUFFIX: Final = ".yaml"


@dataclass(frozen=True, slots=True)
class Library:
    """What the files of one folder say. Nothing in it changes after loading.

    Attributes:
        sets: Every question set by its id.
        frameworks: Every policy and action plan by its id.
    """

    sets: Mapping[str, QuestionSet]
    frameworks: Mapping[str, Framework]
    _phrases: Mapping[str, Phrases]
    _support: Mapping[str, SupportFile]
    _words: tuple[str, ...]
    _documents: Mapping[str, Document]

    @classmethod
    def load(cls, root: Path | None = None) -> Self:
        """Read and check every file.

        Args:
            root: A folder laid out as above; without it, the one that Heardback ships.

        Raises:
            PromptFault: A file breaks a rule; the fault names it and the line.
            OSError: The folder or one of its parts is not there or cannot be read.
        """
        words = _folder(root).joinpath("words.txt").read_text("utf-8")
        documents = _each(root, "sets", lambda _, document: document)
        return cls(
            sets=_made(documents, question_set),
            frameworks=_each(root, "frameworks", framework),
            _phrases=_each(root, "phrases", Phrases),
            _support=_each(root, "support", support_file),
            _words=tuple(words.split()),
            _documents=documents,
        )

    def phrases(self, language: str = "en") -> Phrases:
        """What Heardback says in one language.

        Raises:
            PhraseMissing: There is no file for the language.
        """
        try:
            return self._phrases[language]
        except KeyError:
            raise PhraseMissing(f"there are no phrases for the language “{language}”") from None

    def to_look_at(self, say: Phrases) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """What there is to look at in each question set, by its id and wording: sentences for those
        who choose it. A wording in which there is nothing is not there."""
        found: dict[tuple[str, str], list[str]] = {}
        for name, questions in self.sets.items():
            for finding in Linter(self._documents[name], questions).findings():
                for style in (finding.style,) if finding.style else STYLES:
                    step = next(
                        (q.theme for q in questions.questions if q.id == finding.question), ""
                    )
                    told = say(f"check.found.{finding.kind}", **finding.values)
                    found.setdefault((name, style), []).append(
                        say("check.at.theme", step=step, said=told) if step else told
                    )
        return {where: tuple(told) for where, told in found.items()}

    def support(self, region: str = "uk") -> SupportFile:
        """The support lines of one region.

        Raises:
            KeyError: There is no file for the region.
        """
        return self._support[region]

    def words(self) -> tuple[str, ...]:
        """The words that make up the codes people come back with, in the order of the file."""
        return self._words


@cache
def shipped() -> Library:
    """What Heardback ships, read once by a process.

    Raises:
        PromptFault: A file breaks a rule.
        OSError: A file cannot be read.
    """
    return Library.load()


def phrases_alone(language: str = "en") -> Phrases:
    """What Heardback says in one language, read without any other file.

    Raises:
        PromptFault: The file breaks a rule.
    """
    file = _folder(None).joinpath("phrases", language + SUFFIX)
    return Phrases(language, read_file(f"prompts/phrases/{file.name}", file))


def entries(root: Path | None, part: str) -> Iterator[tuple[str, Traversable]]:
    """Every file of one part that may be meant as YAML, as a person would name it, by name."""
    shown = "prompts" if root is None else str(root)
    for entry in sorted(_folder(root).joinpath(part).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith((SUFFIX, ".yml")):
            yield f"{shown}/{part}/{entry.name}", entry


def named(path: str, file: Traversable) -> tuple[str, Document]:
    """A file's name without its ending, and what is in it.

    Raises:
        PromptFault: The name ends in another way, or the file cannot be used as YAML.
        OSError: The file cannot be read.
    """
    if not file.name.endswith(SUFFIX):
        raise PromptFault(path, 1, f"the name of the file must end in {SUFFIX}")
    return file.name.removesuffix(SUFFIX), read_file(path, file)


def question_set(name: str, document: Document) -> QuestionSet:
    """The question set of a file with this name.

    Raises:
        PromptFault: It breaks a rule.
    """
    made = shaped(document, QuestionSet)
    if made.id != name:
        raise document.fault(("id",), f"the id must be the name of the file, “{name}”")
    return made


def support_file(name: str, document: Document) -> SupportFile:
    """The support lines of a file with this name.

    Raises:
        PromptFault: It breaks a rule.
    """
    made = shaped(document, SupportFile)
    if made.region != name:
        raise document.fault(("region",), f"the region must be the name of the file, “{name}”")
    return made


def framework(name: str, document: Document) -> Framework:
    """The policy or action plan of a file with this name.

    Raises:
        PromptFault: It breaks a rule.
    """
    made = shaped(document, Framework)
    if made.id != name:
        raise document.fault(("id",), f"the id must be the name of the file, “{name}”")
    return made


def _folder(root: Path | None) -> Traversable:
    return files("prompts") if root is None else root


def _made[T](
    documents: Mapping[str, Document], make: Callable[[str, Document], T]
) -> Mapping[str, T]:
    return MappingProxyType({name: make(name, each) for name, each in documents.items()})


def _each[T](root: Path | None, part: str, make: Callable[[str, Document], T]) -> Mapping[str, T]:
    """What `make` reads from every YAML file of one part, by the file's name."""
    found: dict[str, T] = {}
    for path, entry in entries(root, part):
        name, document = named(path, entry)
        found[name] = make(name, document)
    return MappingProxyType(found)
