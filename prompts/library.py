"""Everything people read, loaded once: question sets, phrases, support lines and code words.

```
sets/<id>.yaml           a question set each
phrases/<language>.yaml  what Heardback says
support/<region>.yaml    where a person finds help
words.txt                words for the codes people come back with, one a line
```
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from prompts.faults import shaped
from prompts.phrasebook import PhraseMissing, Phrases
from prompts.safe_yaml import Document, PromptFault, read_yaml
from prompts.schema import QuestionSet, SupportFile

__all__ = ["Library", "PhraseMissing", "Phrases", "PromptFault"]

_SUFFIX: Final = ".yaml"


@dataclass(frozen=True, slots=True)
class Library:
    """What the files of one folder say. Nothing in it changes after loading.

    Attributes:
        sets: Every question set by its id.
    """

    sets: Mapping[str, QuestionSet]
    _phrases: Mapping[str, Phrases]
    _support: Mapping[str, SupportFile]
    _words: tuple[str, ...]

    @classmethod
    def load(cls, root: Path | None = None) -> Self:
        """Read and check every file.

        Args:
            root: A folder laid out as above; without it, the one that Heardback ships.

        Raises:
            PromptFault: A file breaks a rule; the fault names it and the line.
            OSError: The folder or one of its parts is not there or cannot be read.
        """
        folder: Traversable = files("prompts") if root is None else root
        shown = "prompts" if root is None else str(root)
        return cls(
            sets=_each(folder, shown, "sets", _question_set),
            _phrases=_each(folder, shown, "phrases", Phrases),
            _support=_each(folder, shown, "support", _support_file),
            _words=tuple(folder.joinpath("words.txt").read_text("utf-8").split()),
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

    def support(self, region: str = "uk") -> SupportFile:
        """The support lines of one region.

        Raises:
            KeyError: There is no file for the region.
        """
        return self._support[region]

    def words(self) -> tuple[str, ...]:
        """The words that make up the codes people come back with, in the order of the file."""
        return self._words


def _each[T](
    folder: Traversable, shown: str, part: str, make: Callable[[str, Document], T]
) -> Mapping[str, T]:
    """What `make` reads from every YAML file of one part, by the file's name."""
    found: dict[str, T] = {}
    for entry in sorted(folder.joinpath(part).iterdir(), key=lambda entry: entry.name):
        path = f"{shown}/{part}/{entry.name}"
        if entry.name.endswith(".yml"):
            raise PromptFault(path, 1, f"the name of the file must end in {_SUFFIX}")
        if entry.name.endswith(_SUFFIX):
            name = entry.name.removesuffix(_SUFFIX)
            found[name] = make(name, read_yaml(path, entry.read_bytes()))
    return MappingProxyType(found)


def _question_set(name: str, document: Document) -> QuestionSet:
    made = shaped(document, QuestionSet)
    if made.id != name:
        raise document.fault(("id",), f"the id must be the name of the file, “{name}”")
    return made


def _support_file(name: str, document: Document) -> SupportFile:
    made = shaped(document, SupportFile)
    if made.region != name:
        raise document.fault(("region",), f"the region must be the name of the file, “{name}”")
    return made
