"""What a support line is: data with a source, an age and hours, so that nobody is sent in vain.

Whether a line is open, fits an age or is stale is worked out where the day and hour are known, not
here.
"""

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from prompts.shape import Label, Line, Shape, Slug, WebAddress, misfit, refuse_repeats

type Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
type Number = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ]{1,14}[0-9]$")]
type Age = Annotated[int, Field(ge=0, le=120)]


class OpenSpan(Shape):
    """Hours that repeat on some days, in the region's local time.

    Attributes:
        days: The days on which the span starts.
        opens: When it starts.
        closes: When it ends. At or before `opens` it is a time of the next day, so 18:00 to 02:00
            crosses midnight and 00:00 to 00:00 is the whole day.
    """

    days: tuple[Weekday, ...] = Field(min_length=1, max_length=7)
    opens: time
    closes: time


def _how_hours_are_given(given: object) -> str:
    return "word" if isinstance(given, str) else "spans"


# Told apart by form, so that a slip in a span is named where it is and not as a failed "always".
type Hours = Annotated[
    Annotated[Literal["always"], Tag("word")]
    | Annotated[tuple[OpenSpan, ...], Field(min_length=1), Tag("spans")],
    Discriminator(_how_hours_are_given),
]


class Source(Shape):
    """The official page a line was read from."""

    name: Line
    url: WebAddress


class SupportLine(Shape):
    """One way to reach a person who helps.

    Attributes:
        id: Its short name.
        name: Its name as people know it.
        number: What to call or text; digits, spaced for reading.
        kind: A call, or a text message.
        text_word: The word to text; for the kind "text" only.
        what: A short plain line, such as "For anyone under 19. Free."
        min_age: The youngest it serves, in years; None where there is no such limit.
        max_age: The oldest it serves, in years; None where there is no such limit.
        hours: "always", or the spans in which it is open.
        source: The official page the facts were read from.
        checked_on: The day somebody last compared them with that page.
    """

    id: Slug
    name: Label
    number: Number
    kind: Literal["call", "text"]
    text_word: Annotated[str, StringConstraints(max_length=20)] = ""
    what: Line
    min_age: Age | None = None
    max_age: Age | None = None
    hours: Hours
    source: Source
    checked_on: date

    @model_validator(mode="after")
    def _kept(self) -> Self:
        if (self.kind == "text") != bool(self.text_word):
            raise misfit("text_word belongs to the kind “text”, and only there", "kind")
        if self.min_age is not None and self.max_age is not None and self.max_age < self.min_age:
            raise misfit("max_age is below min_age", "max_age")
        return self


class SupportFile(Shape):
    """All support lines of one region.

    Attributes:
        region: The name of its file without ".yaml".
        time_zone: The zone of all its hours, as the tz database names it.
        emergency: The number for a danger to life.
        stale_after_days: How many days after `checked_on` a line may still be shown in a launch.
        holidays: Days on which offices are shut; a new round starts with them as days off.
        hard: Phrases beside which support is offered to whoever wrote them, and nothing else done.
        hard_looked_on: The day somebody last looked through them.
        lines: The lines, in the order in which they are offered.
    """

    region: Slug
    time_zone: Line
    emergency: Number
    stale_after_days: int = Field(ge=1, le=366)
    holidays: tuple[date, ...] = Field(default=(), max_length=60)
    hard: tuple[Label, ...] = Field(default=(), max_length=300)
    hard_looked_on: date = date(2026, 11, 29)
    lines: tuple[SupportLine, ...] = Field(min_length=1, max_length=20, fail_fast=True)

    @model_validator(mode="after")
    def _kept(self) -> Self:
        refuse_repeats((line.id for line in self.lines), "lines")
        return self
