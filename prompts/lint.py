"""What a question set should have a second look at, and what it may not have at all.

A fault has to be mended: the set cannot be used, or not in every channel. A warning is a rule of
thumb about words: somebody from the group that is asked knows better, and the source's own words
stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from prompts import slips
from prompts.phrasebook import Phrases
from prompts.reading import MAX_GRADE, MAX_WORDS, grade, sentences, words
from prompts.safe_yaml import Document, NodePath, PromptFault
from prompts.schema import BLANK, STYLES, Question, QuestionSet, Style, Wording
from prompts.tone import NO_TONE, Tone

type Kind = Literal[
    "fault", "limit", "label", "hard", "long", "double", "probing", "nudging", "tone",
    "phrase_hard", "phrase_long", "word",
]  # fmt: skip
"""A broken rule of the file; a text or a label too long for a channel; a plain wording that is hard
to read, or has a long sentence; a question that asks two things, probes or leans; a text that is
not kind. Of what Heardback says: what is hard to read, a long sentence, a word nobody looked at."""

FAULTS: Final[frozenset[Kind]] = frozenset({"fault", "limit", "label"})
"""The kinds that have to be mended; all others are warnings."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits into one channel, in characters.

    Attributes:
        channel: Its name, as a person reads it.
        max_text: The longest step: its question, hint and body together.
        max_label: The longest label of a choice; None where there is no limit.
    """

    channel: str
    max_text: int
    max_label: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to look at.

    Attributes:
        path: The file as a person would name it.
        line: The line, from 1.
        kind: What it is.
        question: The id of the step it is in; empty where it is in none.
        style: The wording it is in; empty where it is in none.
        values: What its sentence tells: figures, or words of the file.
    """

    path: str
    line: int
    kind: Kind
    question: str = ""
    style: Style | Literal[""] = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_fault(self) -> bool:
        """Whether it has to be mended."""
        return self.kind in FAULTS

    def said(self, say: Phrases) -> str:
        """The finding as a person reads it, with its place."""
        sentence = say(f"check.found.{self.kind}", **self.values)
        at = "line" if self.kind == "fault" else "wording" if self.style else "step"
        return say(
            f"check.at.{at if self.question else 'line'}",
            path=self.path,
            line=self.line,
            step=self.question,
            style=self.style,
            said=sentence,
        )


def broken(fault: PromptFault, document: Document | None = None) -> Finding:
    """The finding for a broken rule; with the document it can tell the step."""
    step = _step_at(document, fault.line) if document else ""
    return Finding(fault.path, fault.line, "fault", step, values={"reason": fault.reason})


def _step_at(document: Document, line: int) -> str:
    """The id of the last step that starts at or before a line."""
    steps = document.value.get("questions")
    started = [
        step
        for place, step in enumerate(steps if isinstance(steps, list) else ())
        if document.lines["questions", place] <= line
    ]
    found = started[-1].get("id") if started and isinstance(started[-1], dict) else ""
    return found if isinstance(found, str) else ""


def hardest(questions: QuestionSet, style: Style) -> float:
    """The highest reading grade of a step in one wording; 0 or less is as easy as can be."""
    return max(grade(whole(question.wording[style])) for question in questions.questions)


def whole(wording: Wording) -> str:
    """A step as it is read: question, hint and body."""
    return " ".join(filter(None, (wording.ask, wording.hint, wording.body)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a set something stands."""

    path: NodePath
    question: str = ""
    style: Style | Literal[""] = ""

    def below(self, name: str) -> "_Place":
        return replace(self, path=(*self.path, name))


@dataclass(frozen=True, slots=True)
class Linter:
    """Looks through one set that loads."""

    document: Document
    questions: QuestionSet
    limits: Sequence[Limits] = ()
    tone: Tone = NO_TONE

    def findings(self) -> tuple[Finding, ...]:
        """Everything to mend or to look at, by line."""
        return tuple(sorted(self._all(), key=lambda finding: finding.line))

    def _all(self) -> Iterator[Finding]:
        yield from self._reading(_Place(("plain_title",)), self.questions.plain_title)
        for number, question in enumerate(self.questions.questions):
            yield from self._labels(number, question)
            for style in STYLES:
                wording = question.wording[style]
                at = _Place(("questions", number, "wording", style), question.id, style)
                text = whole(wording)
                yield from self._room(at, text)
                # Nothing can be said of a sentence that is still to be written.
                if not BLANK.search(text):
                    yield from self._slips(at, question, wording)
                    if style == "plain":
                        yield from self._reading(at, text)
            at = _Place(("questions", number, "easy"), question.id)
            easy = "\n".join(question.easy)
            yield from self._room(at, easy)
            yield from self._reading(at, easy)
            yield from self._leaning(at, {"easy": easy})

    def _reading(self, at: _Place, text: str) -> Iterator[Finding]:
        level = grade(text)
        if level > MAX_GRADE:
            yield self._found("hard", at, grade=f"{level:.1f}", most=f"{MAX_GRADE:.0f}")
        for sentence in sentences(text):
            if (length := len(words(sentence))) > MAX_WORDS:
                yield self._found("long", at, words=length, most=MAX_WORDS)

    def _slips(self, at: _Place, question: Question, wording: Wording) -> Iterator[Finding]:
        texts = {"ask": wording.ask, "hint": wording.hint, "body": wording.body}
        if question.kind == "card":
            # A card asks nothing.
            yield from self._leaning(at, texts)
            return
        if found := slips.asks_twice(wording.ask, question.kind):
            yield self._found("double", at.below("ask"), words=found)
        for name, text in texts.items():
            if found := slips.probes(text, question.kind):
                yield self._found("probing", at.below(name), words=found)
        yield from self._leaning(at, texts)

    def _leaning(self, at: _Place, texts: Mapping[str, str]) -> Iterator[Finding]:
        for name, text in texts.items():
            if found := slips.leans(text):
                yield self._found("nudging", at.below(name), words=found)
            if refused := self.tone.found(text):
                said, because = refused
                yield self._found(
                    "tone", at.below(name), words=said, because=because, text=" ".join(text.split())
                )

    def _room(self, at: _Place, text: str) -> Iterator[Finding]:
        for fits in self.limits:
            if len(text) > fits.max_text:
                yield self._over("limit", at, fits.channel, fits.max_text, text)

    def _labels(self, number: int, question: Question) -> Iterator[Finding]:
        for fits in self.limits:
            for place, option in enumerate(question.options):
                if fits.max_label is not None and len(option.label) > fits.max_label:
                    at = _Place(("questions", number, "options", place, "label"), question.id)
                    yield self._over("label", at, fits.channel, fits.max_label, option.label)

    def _over(self, kind: Kind, at: _Place, channel: str, most: int, text: str) -> Finding:
        return self._found(kind, at, channel=channel, most=most, length=len(text))

    def _found(self, kind: Kind, at: _Place, **values: object) -> Finding:
        line = self.document.lines[self.document.nearest(at.path)]
        return Finding(self.document.path, line, kind, at.question, at.style, values)
