"""What a question set is: the shapes, limits and rules that its YAML file must keep.

Limits on length and number are the narrowest of the channels (Slack takes ten choices of 75
characters), so that a set which loads can be shown everywhere.
"""

import json
import re
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from prompts.helplines import OpenSpan, SupportFile, SupportLine
from prompts.reading import words
from prompts.shape import (
    Label,
    Line,
    PictureFile,
    Shape,
    Slug,
    Sound,
    WebAddress,
    misfit,
    refuse_repeats,
    texts,
)

__all__ = [
    "KINDS_WITH_OPTIONS",
    "MAX_STEPS",
    "STYLES",
    "Attribution",
    "Change",
    "Kind",
    "OpenSpan",
    "Option",
    "Question",
    "QuestionSet",
    "Style",
    "SupportFile",
    "SupportLine",
    "Wording",
]

type Kind = Literal["text", "likert", "one", "several", "card"]
"""Open text, five-point agreement, one choice, several choices, or a card that is only read."""

type Style = Literal["original", "plain"]
"""The wording of the source, or the one in plain words."""

KINDS_WITH_OPTIONS: Final = ("one", "several")
STYLES: Final[tuple[Style, ...]] = ("original", "plain")
MAX_EASY: Final = 10
"""Most words of a line that is easy to read."""
MAX_STEPS: Final = 40
"""Most steps of a set, with what a round adds to it."""
BLANK: Final = re.compile(r"_{3,}")
"""What stands in a template where somebody has to write: three low lines or more."""

BIRTH: Final = re.compile(
    r"dates? of birth|birth ?(day|date)|(when|what (day|year)).{0,20} born|\bd\.?o\.?b\b",
    re.IGNORECASE,
)
"""What asks for a date of birth, however it is put."""


class Wording(Shape):
    """One way to put a question.

    Attributes:
        ask: The question itself, or the heading of a reading card.
        hint: A sentence or two under it; may be empty.
        body: What a reading card says; empty for every other kind.
    """

    ask: Line
    hint: str = Field(default="", max_length=500)
    body: str = Field(default="", max_length=2000)


def _few(wording: object) -> object:
    """Refuse many names before each of them is looked at: each would cost a fault of its own."""
    if isinstance(wording, dict) and len(wording) > 2 * len(STYLES):
        raise misfit("there are too many wordings here")
    return wording


class Picture(Shape):
    """A picture beside the words; `alt` says what is on it, to whoever does not see it."""

    file: PictureFile
    alt: Line


class Option(Shape):
    """One answer to choose; `id` is what is kept, `label` what is shown."""

    id: Slug
    label: Label


class Question(Shape):
    """One step of a set: a question, or a card to read.

    Attributes:
        id: Stays the same for ever: answers are kept under it.
        kind: How it is answered.
        theme: A word for it in reports and lists, such as "Trust"; may be empty.
        part: The part of the set it belongs to, such as "First session"; empty in a set of one.
        sample: True for a step that we made up where the source does not print its own.
        attribute: True for the one choice of a set that may stand beside what its author wrote,
            once a round is sealed and only where that tells nobody apart.
        wording: The same question twice, in the source's words and in plain ones.
        options: What to choose from, for `one` and `several` only.
        easy: The same step once more, one idea a line, the question or the heading first; may be
            empty.
        picture: What stands beside the easy lines.
        bsl: Where the step is signed, in British Sign Language; may be empty.
        audio: Where the step can be listened to; may be empty.
    """

    id: Slug
    kind: Kind
    theme: str = Field(default="", max_length=40)
    part: str = Field(default="", max_length=40)
    sample: bool = False
    attribute: bool = False
    wording: Annotated[dict[Style, Wording], BeforeValidator(_few)]
    options: tuple[Option, ...] = Field(default=(), max_length=10, fail_fast=True)
    easy: tuple[Line, ...] = Field(default=(), max_length=12, fail_fast=True)
    picture: Picture | None = None
    bsl: WebAddress | Literal[""] = ""
    audio: Sound | Literal[""] = ""

    @model_validator(mode="after")
    def _kept(self) -> Self:
        if self.kind in KINDS_WITH_OPTIONS:
            if len(self.options) < 2:  # noqa: PLR2004  One answer is no choice.
                raise misfit("a question to choose from needs at least two options", "options")
        elif self.options:
            raise misfit(f"a question of the kind “{self.kind}” takes no options", "options")
        refuse_repeats((option.id for option in self.options), "options")
        if self.attribute and self.kind != "one":
            raise misfit("only a question with one choice can be the attribute", "attribute")
        for style in STYLES:
            if style not in self.wording:
                raise misfit(f"the {style} wording is missing", "wording")
            body = self.wording[style].body
            if BIRTH.search(f"{self.wording[style].ask} {self.wording[style].hint}"):
                raise misfit(
                    "never ask for a date of birth; ask no age, or for bands",
                    "wording",
                    style,
                    "ask",
                )
            if self.kind == "card" and not body:
                raise misfit("a reading card needs a body", "wording", style)
            if self.kind != "card" and body:
                raise misfit("only a reading card has a body; use hint", "wording", style, "body")
        self._refuse_hard_lines()
        return self

    def _refuse_hard_lines(self) -> None:
        for place, line in enumerate(self.easy):
            if len(words(line)) > MAX_EASY:
                raise misfit(f"an easy line has {MAX_EASY} words at most", "easy", place)
        if self.picture and not self.easy:
            raise misfit("a picture stands beside easy lines; write them too", "picture")

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The files of the folder `media` that the step shows, each after the part it is in."""
        picture = self.picture.file if self.picture else ""
        sound = "" if self.audio.startswith("https:") else self.audio
        return tuple(
            (part, file) for part, file in (("picture", picture), ("audio", sound)) if file
        )


class Attribution(Shape):
    """Whose words the set stands on, and under which licence they may be used."""

    source: Line
    author: Line
    licence: Line
    url: WebAddress | Literal[""] = ""


class Change(Shape):
    """One line of a set's change log."""

    version: int = Field(ge=1)
    date: date
    what: Line


class QuestionSet(Shape):
    """A whole set, as one file holds it and as a round pins it.

    Attributes:
        id: The name of its file without ".yaml".
        version: Grows with every change; the newest line of `changes` says what it was.
        title: Its name in the source's words.
        plain_title: Its name as contributors read it.
        about: What it is for, for the facilitator who chooses it.
        minutes: How long it takes to answer.
        sample: True for a set that only shows how sets work and is offered to no one.
        template: True for a set with blanks, to be copied and filled in before it can be used.
        follows: True for a set that is asked about an outcome, by the product itself.
        hard: True for questions that may stir something up: a round with them begins as a hard one.
        attribution: Where the questions come from.
        changes: The change log.
        questions: The steps, in order.
    """

    id: Slug
    version: int = Field(ge=1)
    title: Line
    plain_title: Line
    about: str = Field(min_length=1, max_length=1000)
    minutes: int = Field(ge=1, le=120)
    sample: bool = False
    template: bool = False
    follows: bool = False
    hard: bool = False
    attribution: Attribution
    changes: tuple[Change, ...] = Field(min_length=1, fail_fast=True)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=MAX_STEPS, fail_fast=True)

    @model_validator(mode="after")
    def _kept(self) -> Self:
        refuse_repeats((question.id for question in self.questions), "questions")
        if self.asked == 0:
            raise misfit("a set needs at least one question that can be answered", "questions")
        newest = max(change.version for change in self.changes)
        if newest != self.version:
            raise misfit(f"the change log ends at version {newest}; make them agree", "version")
        self._refuse_odd_parts()
        self._refuse_odd_blanks()
        self._refuse_second_attribute()
        return self

    def _refuse_odd_parts(self) -> None:
        seen: set[str] = set()
        steps = enumerate(self.questions)
        for part, group in groupby(steps, key=lambda step: step[1].part):
            place, _ = next(group)
            if part in seen:
                raise misfit(
                    f"the part “{part}” goes on here; keep it together", "questions", place
                )
            if seen and "" in (part, *seen):
                raise misfit("name a part for every step, or for none", "questions", place)
            seen.add(part)

    def _refuse_second_attribute(self) -> None:
        marked = [place for place, question in enumerate(self.questions) if question.attribute]
        if len(marked) > 1:
            raise misfit(
                "a set has one attribute at most, and there is one before this",
                "questions", marked[1], "attribute",
            )  # fmt: skip

    def _refuse_odd_blanks(self) -> None:
        blank = next((where for where, text in texts(self) if BLANK.search(text)), None)
        if self.template and blank is None:
            raise misfit("every blank is filled in; take this line out", "template")
        if blank is not None and not self.template:
            raise misfit("a blank (___) is left here; fill it in", *blank)

    @property
    def offered(self) -> bool:
        """Whether a facilitator may choose it: it is no sample, no template with blanks, and does
        not follow an outcome."""
        return not (self.sample or self.template or self.follows)

    @property
    def blanks(self) -> int:
        """How many blanks there are to fill in."""
        return sum(len(BLANK.findall(text)) for _, text in texts(self))

    @property
    def is_easy(self) -> bool:
        """Whether any step can be read in easy lines."""
        return any(question.easy for question in self.questions)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts, in order; none for a set of one part."""
        return tuple(dict.fromkeys(each.part for each in self.questions if each.part))

    @property
    def attribute(self) -> str:
        """The id of the question that is the set's attribute, or an empty text."""
        return next((each.id for each in self.questions if each.attribute), "")

    @property
    def asked(self) -> int:
        """How many steps can be answered; reading cards are not counted."""
        return sum(question.kind != "card" for question in self.questions)

    def question(self, id: str) -> Question:  # noqa: A002  It is the name the file uses.
        """The step with this id.

        Raises:
            KeyError: The set has no such step.
        """
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)

    def pin(self) -> str:
        """The set as one line of JSON, the same for equal sets: what a round keeps."""
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @staticmethod
    def unpin(pinned: str) -> "QuestionSet":
        """The set that `pin` wrote down.

        Raises:
            pydantic.ValidationError: The text is not a pinned set.
        """
        return _unpin(pinned)


# Every turn of a conversation reads its round's set, and a server has few rounds open at once.
@lru_cache(maxsize=64)
def _unpin(pinned: str) -> QuestionSet:
    return QuestionSet.model_validate_json(pinned)
