"""What a rule hands back, and what a rule is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bot.detection.text import Text

type Label = Literal[
    "PERSON",
    "NICKNAME",
    "SCHOOL",
    "CARE_HOME",
    "ADDRESS",
    "POSTCODE",
    "PHONE",
    "EMAIL",
    "HANDLE",
    "URL",
    "CHI",
    "NINO",
    "DOB",
    "VEHICLE",
    "CASE_REF",
    "PLACE",
    "AGE",
    "DATE",
    "EMPLOYER",
    "INDIRECT",
]
"""The kinds of words that point at a person. ``INDIRECT`` is only ever a question, never a cover."""

type Why = Literal["shape", "list", "context", "model", "mention", "clue"]
"""Why something was found, as its writer may be told.

``shape``: it is written like one (a phone number, a street address). ``list``: it stands in one of
our lists. ``context``: the words around it say so ("ma worker ..."). ``model``: the language model
reads it so. ``mention``: the platform marked it. ``clue``: few people fit what it says.
"""

INDIRECT: Final = "INDIRECT"


@dataclass(frozen=True, slots=True)
class Found:
    """Something a rule found: ``[start, end)`` of :attr:`Text.text`; ``score`` in 0..1."""

    start: int
    end: int
    label: Label
    score: float
    why: Why


type Rule = Callable[[Text], Iterable[Found]]
"""Finds one kind of thing, in any order, overlaps allowed. Linear in the length; never raises."""
