"""Whether what Heardback itself says is plain and kind: each phrase alone, and a whole screen.

Every phrase keeps sentences short and the tone, and from twenty words on its grade. What a
contributor reads keeps two rules more: a whole screen has a grade, and buttons and other short
lines, which no grade can measure, take their words from a list that people looked through.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from prompts.languages import STAFF
from prompts.lint import Finding, Kind
from prompts.reading import MAX_GRADE, MAX_WORDS, grade, sentences, words
from prompts.safe_yaml import Document, Node, NodePath
from prompts.tone import SECTION, Tone

type Measure = Callable[[str], float]
"""A reading grade of a text."""

GRADED_FROM: Final = 20
"""Words from which on a grade says something."""
# Words that people type, the sentences of commands for staff, and the words that may not be said.
_UNSAID: Final = frozenset(("word", "check", SECTION))
_END: Final = re.compile(r"[.?!…:;][”’\"')]*\s*$")
_SLOT: Final = re.compile(r"\{\w*\}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does; what does not is a label, a title or a name."""
    return _END.search(text) is not None


def reviewed_words() -> frozenset[str]:
    """The words of which buttons and short lines are made, in small letters."""
    lines = files("prompts").joinpath("short_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Plain:
    """Looks through the phrases of one language.

    Attributes:
        document: Their file.
        tone: What they may not say.
        known: The reviewed words; none leaves short lines alone.
        measures: Reading grades; the highest counts.
    """

    document: Document
    tone: Tone
    known: frozenset[str] = frozenset()
    measures: Sequence[Measure] = (grade,)

    def findings(self) -> Iterator[Finding]:
        """What to mend in the phrases, in the order of the file."""
        for path, raw in _leaves(self.document.value):
            line = self._line(path)
            # A name stands for what a slot is filled with.
            text = _SLOT.sub("Ann", raw)
            yield from self._long(text, line)
            yield from self._hard(text, text, line)
            if refused := self.tone.found(text):
                yield self._found("tone", line, text, words=refused[0], because=refused[1])
            if self.known and path[0] not in STAFF and not is_sentence(text):
                yield from self._unknown(_SLOT.sub(" ", raw), line)

    def screen(self, texts: Iterable[str], name: str) -> Iterator[Finding]:
        """What to mend in one screen as its reader has it, pointing at the phrase it is made of.

        Args:
            texts: What stands on it, piece by piece.
            name: What it is called in a finding.
        """
        read = [text for text in dict.fromkeys(texts) if is_sentence(text)]
        for text in read:
            for found in self._long(text, 0):
                yield self._found(found.kind, self._line_of(text), **found.values)
        hardest = max(read, key=self._grade, default="")
        for found in self._hard("\n".join(read), f"{name}: {hardest}", 0):
            yield self._found(found.kind, self._line_of(hardest), **found.values)

    def _long(self, text: str, line: int) -> Iterator[Finding]:
        for sentence in sentences(text):
            if (length := len(words(sentence))) > MAX_WORDS:
                yield self._found("phrase_long", line, sentence, words=length, most=MAX_WORDS)

    def _hard(self, text: str, shown: str, line: int) -> Iterator[Finding]:
        if len(words(text)) >= GRADED_FROM and (level := self._grade(text)) > MAX_GRADE:
            values = {"grade": f"{level:.1f}", "most": f"{MAX_GRADE:.0f}"}
            yield self._found("phrase_hard", line, shown, **values)

    def _unknown(self, text: str, line: int) -> Iterator[Finding]:
        for word in _WORD.findall(text):
            if word.lower().replace("’", "'") not in self.known:
                yield self._found("word", line, text, words=word)

    def _grade(self, text: str) -> float:
        return max(measure(text) for measure in self.measures)

    def _found(self, kind: Kind, line: int, text: object = "", **values: object) -> Finding:
        return Finding(self.document.path, line, kind, values={"text": text, **values})

    def _line(self, path: NodePath) -> int:
        return self.document.lines[self.document.nearest(path)]

    def _line_of(self, said: str) -> int:
        """The line of the phrase that a text of a screen was made of; 1 for words of a round."""
        best, line = 0, 1
        for path, raw in _leaves(self.document.value):
            own = sum(map(len, _SLOT.split(raw)))
            # What is nearly all slots fits anything.
            fits = 2 * own > len(said) and own > best
            if fits and re.fullmatch(".+".join(map(re.escape, _SLOT.split(raw))), said):
                best, line = own, self._line(path)
        return line


def _leaves(node: Node, *where: str | int) -> Iterator[tuple[NodePath, str]]:
    """Every text of a file that is read, with the way to it."""
    if isinstance(node, dict):
        for name, below in node.items():
            if where or name not in _UNSAID:
                yield from _leaves(below, *where, name)
    elif isinstance(node, list):
        for place, below in enumerate(node):
            yield from _leaves(below, *where, place)
    else:
        yield where, node
