"""A page as Markdown, for whoever puts it into a paper of their own. Nothing that somebody wrote is
read as markup."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from bot.conversation.answering import showable
from bot.conversation.messages import (
    Card,
    Heading,
    Message,
    Notice,
    Pair,
    Part,
    Promise,
    Quote,
    Text,
    Withheld,
)
from bot.conversation.tables import Table

_MEANS: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BEGINS: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def markdown(message: Message) -> str:
    """Return a page's title and parts; what can be pressed is left out."""
    lines = [f"# {_inert(message.title)}", _inert(message.kicker)]
    lines += [line for part in message.parts for line in _drawn(part)]
    return "\n\n".join(line for line in lines if line) + "\n"


def _drawn(part: Part) -> Iterable[str]:
    draw = _DRAWN.get(type(part))
    return draw(part) if draw else ()


def _inert(text: str) -> str:
    """Return text in which no mark means anything, on one line."""
    line = " ".join(showable(text).split())
    return _BEGINS.sub(r"\1\\\2", _MEANS.sub(r"\\\1", line))


def _quote(part: Quote) -> Iterator[str]:
    yield f"> {_inert(part.text)}"


def _pair(part: Pair) -> Iterator[str]:
    yield f"**{_inert(part.status)}**"
    yield f"{_inert(part.said_label)}: {_inert(part.said)}"
    yield f"{_inert(part.did_label)}: {_inert(part.did)}" if part.did else _inert(part.did_label)
    yield from map(_inert, (part.because, part.note))


def _withheld(part: Withheld) -> Iterator[str]:
    yield f"{_inert(part.label)}: **{_inert(part.when)}** {_inert(part.reason)}"


def _card(part: Card) -> Iterator[str]:
    yield f"### {_inert(part.title)}"
    yield _inert(part.kicker)
    for inside in part.parts:
        yield from _drawn(inside)


def _table(part: Table) -> Iterator[str]:
    """A cell below several heads stands in the first of them, with its own label, and the rest are
    empty."""
    yield f"**{_inert(part.caption)}**"
    rows = [_line(part.heads), _line("---" for _ in part.heads)]
    for row in part.rows:
        cells: list[str] = []
        for cell in row:
            text = f"{cell.label}: {cell.text}" if cell.label else cell.text
            cells += [_inert(text), *("" for _ in range(cell.span - 1))]
        rows.append(_line(cells))
    yield "\n".join(rows)
    yield _inert(part.note)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


_DRAWN: Final[Mapping[type, Callable[[Any], Iterable[str]]]] = {
    Text: lambda part: [_inert(part.text)],
    Heading: lambda part: [f"## {_inert(part.text)}"],
    Notice: lambda part: map(_inert, part.lines),
    Promise: lambda part: map(_inert, (part.status, part.text, part.note)),
    Quote: _quote,
    Pair: _pair,
    Withheld: _withheld,
    Card: _card,
    Table: _table,
}
"""What a report is made of."""
