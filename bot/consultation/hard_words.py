"""Phrases beside which support is offered to whoever wrote them, and of which a reader is warned
before they open a text.

That is all they do: nothing is scored, counted, kept or told to anybody else. A text without one says
nothing about its writer, and nobody may take it to.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MOST: Final = 300
"""How many phrases there are at most."""
LONGEST: Final = 60
"""Longest phrase, in characters."""
LOOK_AGAIN: Final = timedelta(days=180)
"""After so long the lead is asked to look through them."""
_MARKS: Final = re.compile(r"[\W_]+")
_QUOTES: Final = re.compile(r"['\u2018\u2019\u02bc`]")


@dataclass(frozen=True, slots=True)
class HardWords:
    """The phrases, and the day on which somebody last looked through them."""

    phrases: tuple[str, ...]
    looked_on: date


def offers_support(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether a text has one of the phrases in it, as whole words, however it is written."""
    plain = f" {_plain(text)} "
    return any(f" {found} " in plain for each in phrases if (found := _plain(each)))


def listed(text: str) -> tuple[str, ...]:
    """Return the phrases of a text with one a line, each once and in the order of the alphabet."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(sorted({line for line in lines if _plain(line)}, key=str.casefold))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub(" ", _QUOTES.sub("", folded)).strip()
