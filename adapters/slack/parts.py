"""Each part of a message as blocks. A part with its own fields and buttons is in `forms.py`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from adapters.slack.text import Block, Run, header, listed, quoted, rich, run, small
from bot.conversation.messages import (
    Calendar,
    Done,
    Fault,
    Field,
    Figure,
    Heading,
    Lines,
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
from prompts.library import Phrases


class Drawing:
    """Draws parts. ``origin`` is what stands before the paths of links that are handed out."""

    def __init__(self, say: Phrases, origin: str) -> None:
        self._say = say
        self._origin = origin

    def part(self, part: Part, covers: Mapping[str, Field]) -> Iterator[Block]:
        """Yield a part's blocks. ``covers`` are the fields that switch covers in words."""
        if isinstance(part, Words):
            yield from self._words(part, covers)
        elif isinstance(part, Share):
            yield rich(run(part.label, "bold"), run(f"\n{self._origin}{part.path}"))
        elif isinstance(part, Sheet):
            yield from self._sheet(part)
        elif isinstance(part, Calendar):
            day = self._say.weekday_date(part.day)
            yield rich(run(self._say("slack.calendar", title=part.title, day=day)))
        elif isinstance(part, Timeline):
            yield from self._timeline(part)
        else:
            yield from _DRAWN[type(part)](part)

    def _words(self, words: Words, covers: Mapping[str, Field]) -> Iterator[Block]:
        """Draw a person's words. Covers are framed, found words bold, both in brackets."""
        if words.label:
            yield small(words.label)
        field = covers.get(words.field)
        on = {option.value: option.chosen for option in field.options} if field else {}
        runs: list[Run] = []
        for segment in words.segments:
            runs += self._segment(segment, on)
        yield quoted(runs)

    def _segment(self, segment: Segment, on: Mapping[str, bool]) -> Iterator[Run]:
        if not segment.cover:
            yield run(segment.text)
        elif segment.cover == "found" or not on.get(str(segment.number), True):
            words = segment.was or segment.text
            yield run(self._say("slack.shown", number=segment.number, words=words), "bold")
        else:
            yield run(segment.text, "code")

    def _timeline(self, part: Timeline) -> Iterator[Block]:
        yield listed(
            self._say(f"slack.moment.{each.when}", label=each.label, text=each.text)
            for each in part.moments
        )

    def _sheet(self, part: Sheet) -> Iterator[Block]:
        """Draw a sheet to read and to link to; it is printed from the web."""
        yield rich(run(part.title, "bold"), run(f"\n{part.purpose}"))
        yield from _rows(Rows((*part.facts, *part.asks)))
        yield rich(run(part.how), run(f"\n{self._origin}{part.path}\n"), run(part.until))
        yield from (small(note) for note in part.notes)


def _text(part: Text) -> Iterator[Block]:
    if part.size == "small":
        yield small(part.text)
    else:
        yield rich(run(part.text))


def _notice(part: Notice) -> Iterator[Block]:
    first, *others = [line for line in part.lines if line]
    yield quoted([run(first, "bold"), *(run(f"\n{line}") for line in others)])


def _rows(part: Rows) -> Iterator[Block]:
    for row in part.rows:
        yield from _row(row)


def _row(row: Row) -> Iterator[Block]:
    straight = row.lines[:1] if row.dots else row.lines
    label = [run(row.label, "bold")] if row.label else []
    yield rich(*label, *(run(f"\n{line}" if label else line) for line in straight if line))
    if row.dots:
        yield listed(row.lines[1:])


def _secret(part: Secret) -> Iterator[Block]:
    if part.words:
        yield rich(run(f"{part.label}\n" if part.label else "", "bold"), run(part.words, "code"))
        yield small(part.note)


def _lines(part: Lines) -> Iterator[Block]:
    for line in part.lines:
        rest = "".join(f"\n{text}" for text in (line.about, line.hours) if text)
        yield rich(run(f"{line.name}: {line.act} {line.number}", "bold"), run(rest))


def _pair(part: Pair) -> Iterator[Block]:
    yield rich(run(part.status, "bold"))
    yield rich(run(part.said_label, "bold"), run(f"\n{part.said}"))
    because = f"\n{part.because}" if part.because else ""
    yield rich(run(part.did_label, "bold"), run(f"\n{part.did}"), run(because))
    if part.note:
        yield small(part.note)


def _figure(part: Figure) -> Iterator[Block]:
    yield rich(run(f"{part.label}: {part.value}", "bold"))
    if part.note:
        yield small(part.note)


def _withheld(part: Withheld) -> Iterator[Block]:
    yield rich(run(f"{part.label}: {part.when}", "bold"))
    yield small(part.reason)


def _promise(part: Promise) -> Iterator[Block]:
    yield rich(run(part.status, "bold"), run(f"\n{part.text}"))
    yield small(part.note)


_DRAWN: Final[Mapping[type, Callable[[Any], Iterable[Block]]]] = {
    Text: _text,
    Heading: lambda part: header(part.text),
    Notice: _notice,
    Done: lambda part: [rich(run(f"✓ {part.text}"))],
    Fault: lambda part: [rich(run(part.text, "bold"))],
    Rows: _rows,
    Progress: lambda part: [small(part.text)],
    Secret: _secret,
    Lines: _lines,
    Pair: _pair,
    Quote: lambda part: [quoted([run(part.text)])],
    Figure: _figure,
    Withheld: _withheld,
    Promise: _promise,
}
"""How each part is drawn that needs no phrase and no link."""
