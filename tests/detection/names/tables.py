"""What the tests for names share: what a finder says of a text."""

from collections.abc import Callable, Iterable

from bot.detection.found import Found
from bot.detection.merge import union
from bot.detection.names import name
from bot.detection.names.reading import Reading
from bot.detection.text import Text

type Finder = Callable[[Reading], Iterable[Found]]


def said(find: Finder, original: str) -> list[str]:
    """Return the words a finder found, in order of the text; what overlaps is one."""
    text = Text.of(original)
    return [text.text[one.start : one.end] for one in union(find(Reading.of(text)))]


def found_in(original: str) -> list[str]:
    """Return the words that all finders together found, in order of the text."""
    text = Text.of(original)
    return [text.text[one.start : one.end] for one in union(name(text))]


def cases(table: str) -> list[tuple[str, list[str]]]:
    """Return the lines of a table: a text, and what is found in it, with bars between."""
    lines = [line.split("|") for line in table.strip().splitlines()]
    return [
        (text.strip(), [name.strip() for name in names if name.strip()]) for text, *names in lines
    ]
