"""What a question set is: the shapes, limits and rules that its YAML file must keep.

Limits on length and number are the narrowest of the channels (Slack takes ten choices of 75
characters), so that a set which loads can be shown everywhere.
"""

import json
from datetime import date
from functools import lru_cache
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from prompts.helplines import OpenSpan, SupportFile, SupportLine
from prompts.shape import Label, Line, Shape, Slug, WebAddress, misfit, refuse_repeats

__all__ = [
    "KINDS_WITH_OPTIONS",
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
        wording: The same question twice, in the source's words and in plain ones.
        options: What to choose from, for `one` and `several` only.
    """

    id: Slug
    kind: Kind
    theme: str = Field(default="", max_length=40)
    wording: dict[Style, Wording]
    options: tuple[Option, ...] = Field(default=(), max_length=10)

    @model_validator(mode="after")
    def _kept(self) -> Self:
        if self.kind in KINDS_WITH_OPTIONS:
            if len(self.options) < 2:  # noqa: PLR2004  One answer is no choice.
                raise misfit("a question to choose from needs at least two options", "options")
        elif self.options:
            raise misfit(f"a question of the kind “{self.kind}” takes no options", "options")
        refuse_repeats((option.id for option in self.options), "options")
        for style in STYLES:
            if style not in self.wording:
                raise misfit(f"the {style} wording is missing", "wording")
            body = self.wording[style].body
            if self.kind == "card" and not body:
                raise misfit("a reading card needs a body", "wording", style)
            if self.kind != "card" and body:
                raise misfit("only a reading card has a body; use hint", "wording", style, "body")
        return self


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
    attribution: Attribution
    changes: tuple[Change, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _kept(self) -> Self:
        refuse_repeats((question.id for question in self.questions), "questions")
        if self.asked == 0:
            raise misfit("a set needs at least one question that can be answered", "questions")
        newest = max(change.version for change in self.changes)
        if newest != self.version:
            raise misfit(f"the change log ends at version {newest}; make them agree", "version")
        return self

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
