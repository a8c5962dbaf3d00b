"""Rules for names: people, nicknames, schools, homes, places, employers, and clues to one person."""

from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found, Rule
from bot.detection.names.clues import clue
from bot.detection.names.employers import employer
from bot.detection.names.homes import home
from bot.detection.names.lexicon import is_name
from bot.detection.names.nicknames import nickname
from bot.detection.names.people import person
from bot.detection.names.places import place
from bot.detection.names.reading import Reading
from bot.detection.names.schools import school
from bot.detection.text import Text

_FINDERS: Final = (person, nickname, school, home, place, employer)


def name(text: Text) -> Iterator[Found]:
    """Find names of people, schools, homes, places and employers."""
    reading = Reading.of(text)
    for find in _FINDERS:
        yield from find(reading)


HINTS: Final[tuple[Rule, ...]] = (clue,)
"""Rules whose finds are a gentle question, never a cover."""

RULES: Final[tuple[Rule, ...]] = (name, *HINTS)

__all__ = ["HINTS", "RULES", "is_name"]
