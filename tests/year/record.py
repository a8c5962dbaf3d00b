"""What the golden record says of a step: desk pages, contributors' pages, messages, as plain text."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from app.demo_words import lines_of
from bot.conversation.messages import Card, Entries, Heading, Message, Part, Quote, Text
from bot.conversation.tables import Table

_WIDTH = 110
_LINK = re.compile(r"/r/[a-z0-9]+")


def wrapped(text: str, mark: str) -> Iterator[str]:
    """Yield a text in lines behind a mark."""
    text = _LINK.sub("/r/<link>", text).replace("\xa0", " ")
    yield from (
        textwrap.wrap(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)) or ()
    )


def page(message: Message, *, some: bool) -> Iterator[str]:
    """Yield what a page at a desk says. Sealed words stand in an order of chance: they are sorted, and
    counted where only ``some`` are shown."""
    yield from wrapped(f"{message.kicker} – {message.title}".strip(" –"), "    # ")
    for part in (*message.before, *_grouped(message.parts, some=some)):
        yield from _part(part)


def _grouped(parts: Sequence[Part], *, some: bool) -> Iterator[Part]:
    """Yield parts with every run of quotes sorted, or how many there are."""
    for quoted, run in groupby(parts, _quoted):
        found = [*run]
        if not quoted:
            yield from found
        elif some:
            yield Text(f"(quotes: {len(found)})")
        else:
            yield from sorted(found, key=repr)


def _quoted(part: Part) -> bool:
    return isinstance(part, Quote) or (
        isinstance(part, Card) and any(isinstance(each, Quote) for each in part.parts)
    )


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield from wrapped(part.text, "    == ")
        case Table():
            yield from wrapped(part.caption, "    | ")
            yield from wrapped(" | ".join(part.heads), "    | ")
            for row in part.rows:
                yield from wrapped(" | ".join(cell.text for cell in row), "    |   ")
        case Entries():
            for entry in part.entries:
                yield from wrapped(f"{entry.label}: {entry.state}", "    > ")
        case _:
            for line in lines_of(Message("", parts=(part,))):
                yield from wrapped(line, "    ")
