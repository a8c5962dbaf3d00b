"""Everything people read, loaded once: question sets, phrases, support lines and code words.

```
sets/<id>.yaml           a question set each
sets/<id>.<language>.yaml  the same set in another language, step by step
phrases/<language>.yaml  what Heardback says
media/                   pictures and sounds of the sets
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
from prompts.languages import ENGLISH, Standing, differs, standing
from prompts.lint import Linter
from prompts.phrasebook import PhraseMissing, Phrases
from prompts.safe_yaml import Document, PromptFault, read_file
from prompts.schema import STYLES, QuestionSet, SupportFile
from prompts.tone import Tone

__all__ = ["Library", "PhraseMissing", "Phrases", "PromptFault", "media"]

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
    _translated: Mapping[tuple[str, str], QuestionSet]
    _support: Mapping[str, SupportFile]
    _words: tuple[str, ...]
    _documents: Mapping[str, Document]

    @classmethod
    def load(cls, root: Path | None = None, languages: Path | None = None) -> Self:
        """Read and check every file.

        Args:
            root: A folder laid out as above; without it, the one that Heardback ships.
            languages: A folder with more languages in it: phrases, and sets in them.

        Raises:
            PromptFault: A file breaks a rule; the fault names it and the line.
            OSError: The folder or one of its parts is not there or cannot be read.
        """
        words = _folder(root).joinpath("words.txt").read_text("utf-8")
        files = _each(root, "sets", lambda _, document: document)
        documents = {name: each for name, each in files.items() if "." not in name}
        sets = _made(documents, question_set)
        for name, made in sets.items():
            refuse_missing(documents[name], made, media(root))
        phrases = dict(_each(root, "phrases", Phrases))
        translated = {name: each for name, each in files.items() if "." in name}
        if languages is not None:
            phrases |= _each(languages, "phrases", Phrases, needed=False)
            translated |= _each(languages, "sets", lambda _, document: document, needed=False)
        for each in phrases.values():
            each.put_beside(phrases)
        return cls(
            sets=sets,
            _translated={
                (made.id, language): made
                for name, document in translated.items()
                for made, language in [translation(name, document, sets, media(root))]
            },
            frameworks=_each(root, "frameworks", framework),
            _phrases=MappingProxyType(phrases),
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

    def languages(self) -> tuple[Standing, ...]:
        """How far each language besides English is, by its code."""
        return tuple(
            standing(
                self._phrases[code],
                self._phrases[ENGLISH],
                frozenset(id_ for id_, language in self._translated if language == code),
            )
            for code in sorted(self._phrases.keys() - {ENGLISH})
        )

    def translated(self, questions: QuestionSet, language: str) -> QuestionSet | None:
        """A set in another language, or None where nobody wrote it for this very version."""
        found = self._translated.get((questions.id, language))
        return found if found is not None and found.version == questions.version else None

    def to_look_at(self, say: Phrases) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """What there is to look at in each question set, by its id and wording: sentences for those
        who choose it. A wording in which there is nothing is not there."""
        found: dict[tuple[str, str], list[str]] = {}
        tone = Tone.of(say)
        for name, questions in self.sets.items():
            for finding in Linter(self._documents[name], questions, tone=tone).findings():
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
def shipped(languages: Path | None = None) -> Library:
    """What Heardback ships, and more languages from a folder, read once by a process.

    Raises:
        PromptFault: A file breaks a rule.
        OSError: A file cannot be read.
    """
    return Library.load(languages=languages)


def phrases_alone(language: str = "en") -> Phrases:
    """What Heardback says in one language, read without any other file.

    Raises:
        PromptFault: The file breaks a rule.
    """
    return Phrases(language, phrases_file(language))


def phrases_file(language: str = "en") -> Document:
    """The file of one language that Heardback ships.

    Raises:
        PromptFault: It cannot be used as YAML.
    """
    file = _folder(None).joinpath("phrases", language + SUFFIX)
    return read_file(f"prompts/phrases/{file.name}", file)


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


def refuse_missing(document: Document, questions: QuestionSet, media: Traversable) -> None:
    """Refuse a set that shows a file which is not there.

    Raises:
        PromptFault: It does.
    """
    for place, question in enumerate(questions.questions):
        for part, file in question.files:
            if not media.joinpath(file).is_file():
                raise document.fault(("questions", place, part), f"there is no file media/{file}")


def media(root: Path | None = None) -> Traversable:
    """The folder of pictures and sounds; without a root, of those that are shipped."""
    return _folder(root).joinpath("media")


def translation(
    name: str, document: Document, sets: Mapping[str, QuestionSet], media: Traversable
) -> tuple[QuestionSet, str]:
    """A set in another language, and the language's code.

    Raises:
        PromptFault: It breaks a rule, or it is not step by step the set that its name says.
    """
    id_, _, language = name.partition(".")
    made = question_set(id_, document)
    if id_ not in sets:
        raise document.fault((), f"there is no question set “{id_}”")
    if why := differs(made, sets[id_]):
        raise document.fault((), f"the set {why}")
    refuse_missing(document, made, media)
    return made, language


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


def _each[T](
    root: Path | None, part: str, make: Callable[[str, Document], T], *, needed: bool = True
) -> Mapping[str, T]:
    """What `make` reads from every YAML file of one part, by the file's name. A part that is not
    ``needed`` may be missing."""
    found: dict[str, T] = {}
    if not needed and not _folder(root).joinpath(part).is_dir():
        return found
    for path, entry in entries(root, part):
        name, document = named(path, entry)
        found[name] = make(name, document)
    return MappingProxyType(found)
