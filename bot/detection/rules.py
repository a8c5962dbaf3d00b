"""All rules there are. Of equally strong and long finds the first rule gives the label."""

from collections.abc import Iterator
from typing import Final

from bot.detection import names, structured
from bot.detection.found import Found, Rule
from bot.detection.text import Text


def mention(text: Text) -> Iterator[Found]:
    """Find whom a platform marked: they are identifiers by construction."""
    for start, end in text.mentions:
        yield Found(start, end, "PERSON", 1.0, "mention")


RULES: Final[tuple[Rule, ...]] = (mention, *structured.RULES, *names.RULES)
