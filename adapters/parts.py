"""Each part of a message as a chat platform's blocks, drawn with that platform's pen.

A part with its own fields and buttons is drawn by the channel.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, Protocol

from bot.conversation.messages import (
    Aid,
    Calendar,
    Done,
    Fault,
    Field,
    Figure,
    Heading,
    Lines,
    Message,
    Notice,
    Pair,
    Part,
    Progress,
    Promise,
    Quote,
    Row,
    Rows,
    Secret,
    Segment,
    Share,
    Sheet,
    Text,
    Timeline,
    Withheld,
    Words,
)
from bot.conversation.tables import Table
from prompts.library import Phrases

type Block = dict[str, Any]
type Run = dict[str, Any]
Ground = Literal["words", "notice", "alert"]


class Pen(Protocol):
    """How a platform writes. Each channel's module of that name fulfils it; nothing that is written
    with it is read as markup."""

    def run(self, text: str, *styles: str) -> Run:
        """Return a run of text; ``styles`` are ``bold``, ``code`` or ``fault``."""

    def link(self, text: str, address: str) -> Run:
        """Return a run of text that leads elsewhere."""

    def rich(self, *runs: Run) -> Iterator[Block]:
        """Yield a paragraph of runs."""

    def quoted(self, *runs: Run, ground: Ground = "words") -> Iterator[Block]:
        """Yield what is set apart: somebody's words, or a notice."""

    def listed(self, lines: Iterable[str]) -> Iterator[Block]:
        """Yield a list with dots."""

    def small(self, text: str) -> Iterator[Block]:
        """Yield small print."""

    def subheader(self, text: str) -> Iterator[Block]:
        """Yield a heading inside a message."""


def rows_of(table: Table) -> Iterator[Row]:
    """Yield a table's rows for where there is no room for columns: each cell after its head."""
    for first, *cells in table.rows:
        lines, at = [], first.span
        for cell in cells:
            head = cell.label or table.heads[at]
            lines += [f"{head}: {cell.text}"] if cell.text else []
            at += cell.span
        yield Row(first.text, tuple(lines))


def shortened(message: Message, say: Phrases) -> Message:
    """Return how a page to print begins, and where all of it stands: a chat has no room for it."""
    if not message.paper:
        return message
    heads = [at for at, part in enumerate(message.parts) if isinstance(part, Heading)]
    begin = message.parts[: heads[0]] if heads else message.parts[:1]
    whole = Share(say("chat.paper"), message.paper)
    return replace(message, parts=(*begin, whole))


class Drawing:
    """Draws parts with a channel's ``pen``. ``origin`` is what stands before the paths of links that
    are handed out."""

    def __init__(self, pen: Pen, say: Phrases, origin: str) -> None:
        self._pen = pen
        self._say = say
        self._origin = origin
        self._drawn: Mapping[type, Callable[[Any], Iterable[Block]]] = {
            Text: self._text,
            Heading: lambda part: pen.subheader(part.text),
            Notice: self._notice,
            Done: lambda part: pen.rich(pen.run(f"✓ {part.text}")),
            Fault: lambda part: pen.rich(pen.run(part.text, "bold", "fault")),
            Rows: self._rows,
            Progress: lambda part: pen.small(part.text),
            Secret: self._secret,
            Lines: self._lines,
            Pair: self._pair,
            Quote: lambda part: pen.quoted(pen.run(part.text)),
            Figure: self._figure,
            Withheld: self._withheld,
            Promise: self._promise,
            Table: self._table,
            Aid: self._aid,
        }

    def part(self, part: Part, covers: Mapping[str, Field]) -> Iterator[Block]:
        """Yield a part's blocks. ``covers`` are the fields that switch covers in words."""
        if isinstance(part, Words):
            yield from self._words(part, covers)
        elif isinstance(part, Share):
            yield from self._pen.rich(
                self._pen.run(part.label, "bold"), self._pen.run(f"\n{self._origin}{part.path}")
            )
        elif isinstance(part, Sheet):
            yield from self._sheet(part)
        elif isinstance(part, Calendar):
            day = self._say.weekday_date(part.day)
            yield from self._pen.rich(
                self._pen.run(self._say("chat.calendar", title=part.title, day=day))
            )
        elif isinstance(part, Timeline):
            yield from self._timeline(part)
        else:
            yield from self._drawn[type(part)](part)

    def _aid(self, part: Aid) -> Iterator[Block]:
        """Say what is on a picture, which may not be fetched from here; link to the rest."""
        if part.kind == "picture":
            yield from self._pen.small(self._say("easy.picture", alt=part.label))
            return
        own = part.address.startswith("/")
        yield from self._pen.rich(
            self._pen.link(part.label, f"{self._origin if own else ''}{part.address}")
        )

    def _words(self, words: Words, covers: Mapping[str, Field]) -> Iterator[Block]:
        """Draw a person's words. Covers are framed, found words bold, both in brackets."""
        if words.label:
            yield from self._pen.small(words.label)
        field = covers.get(words.field)
        on = {option.value: option.chosen for option in field.options} if field else {}
        runs: list[Run] = []
        for segment in words.segments:
            runs += self._segment(segment, on)
        yield from self._pen.quoted(*runs)

    def _segment(self, segment: Segment, on: Mapping[str, bool]) -> Iterator[Run]:
        if not segment.cover:
            yield self._pen.run(segment.text)
        elif segment.cover == "found" or not on.get(str(segment.number), True):
            words = segment.was or segment.text
            yield self._pen.run(self._say("chat.shown", number=segment.number, words=words), "bold")
        else:
            yield self._pen.run(segment.text, "code")

    def _timeline(self, part: Timeline) -> Iterator[Block]:
        yield from self._pen.listed(
            self._say(f"chat.moment.{each.when}", label=each.label, text=each.text)
            for each in part.moments
        )

    def _sheet(self, part: Sheet) -> Iterator[Block]:
        """Draw a sheet to read and to link to; it is printed from the web."""
        yield from self._pen.rich(
            self._pen.run(part.title, "bold"), self._pen.run(f"\n{part.purpose}")
        )
        yield from self._rows(Rows((*part.facts, *part.asks)))
        yield from self._pen.rich(
            self._pen.run(part.how),
            self._pen.run(f"\n{self._origin}{part.path}\n"),
            self._pen.run(part.until),
        )
        for note in part.notes:
            yield from self._pen.small(note)

    def _text(self, part: Text) -> Iterator[Block]:
        return (
            self._pen.small(part.text)
            if part.size == "small"
            else self._pen.rich(self._pen.run(part.text))
        )

    def _notice(self, part: Notice) -> Iterator[Block]:
        first, *others = [line for line in part.lines if line]
        ground: Ground = "alert" if part.alert else "notice"
        yield from self._pen.quoted(
            self._pen.run(first, "bold"),
            *(self._pen.run(f"\n{line}") for line in others),
            ground=ground,
        )

    def _rows(self, part: Rows) -> Iterator[Block]:
        for row in part.rows:
            yield from self._row(row)

    def _row(self, row: Row) -> Iterator[Block]:
        straight = row.lines[:1] if row.dots else row.lines
        label = [self._pen.run(row.label, "bold")] if row.label else []
        yield from self._pen.rich(
            *label, *(self._pen.run(f"\n{line}" if label else line) for line in straight if line)
        )
        if row.dots:
            yield from self._pen.listed(row.lines[1:])

    def _secret(self, part: Secret) -> Iterator[Block]:
        if part.words:
            yield from self._pen.rich(
                self._pen.run(f"{part.label}\n" if part.label else "", "bold"),
                self._pen.run(part.words, "code"),
            )
            yield from self._pen.small(part.note)

    def _lines(self, part: Lines) -> Iterator[Block]:
        for line in part.lines:
            rest = "".join(f"\n{text}" for text in (line.about, line.hours) if text)
            yield from self._pen.rich(
                self._pen.run(f"{line.name}: {line.act} {line.number}", "bold"), self._pen.run(rest)
            )

    def _pair(self, part: Pair) -> Iterator[Block]:
        yield from self._pen.rich(self._pen.run(part.status, "bold"))
        yield from self._pen.rich(
            self._pen.run(part.said_label, "bold"), self._pen.run(f"\n{part.said}")
        )
        because = f"\n{part.because}" if part.because else ""
        yield from self._pen.rich(
            self._pen.run(part.did_label, "bold"),
            self._pen.run(f"\n{part.did}"),
            self._pen.run(because),
        )
        if part.note:
            yield from self._pen.small(part.note)

    def _figure(self, part: Figure) -> Iterator[Block]:
        yield from self._pen.rich(self._pen.run(f"{part.label}: {part.value}", "bold"))
        if part.note:
            yield from self._pen.small(part.note)

    def _withheld(self, part: Withheld) -> Iterator[Block]:
        yield from self._pen.rich(self._pen.run(f"{part.label}: {part.when}", "bold"))
        yield from self._pen.small(part.reason)

    def _promise(self, part: Promise) -> Iterator[Block]:
        yield from self._pen.rich(
            self._pen.run(part.status, "bold"), self._pen.run(f"\n{part.text}")
        )
        yield from self._pen.small(part.note)

    def _table(self, part: Table) -> Iterator[Block]:
        """Draw each row by itself, its cells below one another under their heads."""
        yield from self._pen.rich(self._pen.run(part.caption, "bold"))
        for row in rows_of(part):
            yield from self._row(row)
        yield from self._pen.small(part.note)
