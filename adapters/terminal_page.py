"""A message as plain text, with what can be typed on it."""

import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.parts import rows_of
from bot.conversation.messages import (
    Aid,
    Calendar,
    Card,
    Choice,
    Done,
    Entries,
    Fault,
    Field,
    Figure,
    Heading,
    Line,
    Lines,
    Message,
    Moment,
    Notice,
    Option,
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

WIDTH: Final = 78
"""Longest line, in characters."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice and the fields to ask for when it is taken."""

    choice: Choice
    asks: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What to print and what typing means here.

    ``numbered`` are the offers by number, from 1. ``named`` finds an offer by its label as
    :func:`plain` makes it; a label that stands for several offers is not in it. ``box`` is the
    field that takes free text. ``straight`` is the one offer of a page that is a form: its fields
    are asked for at once.
    """

    text: str
    numbered: tuple[Offer, ...]
    named: Mapping[str, Offer] = field(default_factory=dict)
    box: Field | None = None
    straight: Offer | None = None


def page(message: Message, say: Phrases) -> Page:
    """Draw a message. Numbers are given only where no free text is expected, so that a number can
    be an answer."""
    return _Drawing(say).page(message)


def plain(text: str) -> str:
    """Return typed words without case, spacing and the marks around them."""
    kept = "".join(ch if ch.isalnum() else " " for ch in unicodedata.normalize("NFKC", text))
    return " ".join(kept.casefold().split())


def safe(text: str) -> str:
    """Return text that a terminal shows and does not obey: no control character but line breaks,
    nothing that turns the direction of what follows, no lone surrogate."""
    lines = text.replace("\r\n", "\n").expandtabs(4)
    return "".join(_seen(ch) for ch in lines)


_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _seen(ch: str) -> str:
    if ch == "\n":
        return ch
    if ch in _TURNING or unicodedata.category(ch) in ("Cc", "Cs"):
        return "\N{REPLACEMENT CHARACTER}"
    return ch


def wrapped(text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield the lines of a text, no longer than :data:`WIDTH`, with what stands before them."""
    before = first
    after = first if rest is None else rest
    for paragraph in safe(text).split("\n"):
        yield from textwrap.wrap(
            paragraph, WIDTH, initial_indent=before, subsequent_indent=after
        ) or [before.rstrip()]
        before = after


def numbered(options: Iterable[str]) -> Iterator[str]:
    """Yield a numbered list."""
    for number, label in enumerate(options, 1):
        yield from wrapped(label, f"{number:>3}  ", " " * 5)


def asked(choice: Choice, choices: Sequence[Choice], fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields to ask for. One that may stay empty is left to the choice that is about
    nothing else: *Keep* does not ask for more covers where *Cover* stands beside it."""
    by_id = {each.id: each for each in fields}
    own = [by_id[name] for name in choice.fields if name in by_id]
    if all(each.optional for each in own):
        return tuple(own)
    elsewhere = {
        name
        for other in choices
        if other is not choice and all(f in by_id and by_id[f].optional for f in other.fields)
        for name in other.fields
    }
    return tuple(each for each in own if not (each.optional and each.id in elsewhere))


class _Drawing:
    """One page while it is drawn."""

    def __init__(self, say: Phrases) -> None:
        self._say = say
        self._lines: list[str] = []
        self._offers: list[Offer] = []
        self._covered: dict[str, dict[str, Option]] = {}

    def page(self, message: Message) -> Page:
        box = next((f for f in message.fields if f.id == message.says), None)
        self._parts(message.before)
        self._titles(message.kicker, message.title, "=")
        self._note_covers(message.fields)
        self._parts(message.parts)
        start = len(self._offers)
        self._form(message.fields, message.choices, box, message.group)
        form = [offer for offer in self._offers[start:] if offer.asks]
        whole = box is None and len(form) == len(self._offers) == 1
        self._parts(message.after)
        loose = [Offer(choice) for choice in (*message.nav, *message.controls)]
        if box is not None:
            loose = [*self._offers, *loose]
        if not message.ends:
            self._always(loose)
        return Page(
            text="\n".join(self._lines).strip("\n"),
            numbered=() if box is not None else tuple(self._offers),
            named=_named([*self._offers, *loose]),
            box=box,
            straight=form[0] if whole else None,
        )

    def _add(self, lines: Iterable[str]) -> None:
        """Add a block of lines with an empty line before it."""
        self._lines += ["", *lines]

    def _titles(self, kicker: str, title: str, under: str) -> None:
        lines = [*wrapped(kicker)] if kicker else []
        lines += wrapped(title)
        self._add([*lines, under * min(WIDTH, max(len(line) for line in lines))])

    def _form(
        self,
        fields: Sequence[Field],
        choices: Sequence[Choice],
        box: Field | None,
        group: str = "",
    ) -> None:
        for each in fields:
            if each.fault:
                self._add(wrapped(each.fault, "! ", "  "))
        shown = [choice for choice in choices if box is None or box.id not in choice.fields]
        start = len(self._offers)
        self._offers += [Offer(choice, asked(choice, shown, fields)) for choice in shown]
        if box is None and shown:
            labels: list[str] = []
            for number, choice in enumerate(shown, start + 1):
                label = choice.label if not choice.about else f"{choice.label} {choice.about}"
                mark = self._say("terminal.chosen", label=label) if choice.current else label
                labels += wrapped(mark, f"{number:>3}  ", " " * 5)
            self._add([*wrapped(group), *labels] if group else labels)

    def _always(self, offers: Sequence[Offer]) -> None:
        labels = [offer.choice.label for offer in offers] + [self._say("terminal.leave_label")]
        words = ", ".join(label[:1].lower() + label[1:] for label in labels)
        self._lines += ["", "-" * WIDTH, *wrapped(self._say("terminal.always", words=words))]

    def _note_covers(self, fields: Iterable[Field]) -> None:
        for each in fields:
            if each.kind == "covers":
                self._covered[each.id] = {option.value: option for option in each.options}

    def _parts(self, parts: Iterable[Part]) -> None:
        for part in parts:
            if isinstance(part, Card):
                self._card(part)
            elif isinstance(part, Words):
                self._words(part)
            elif isinstance(part, Entries):
                self._entries(part)
            else:
                self._add(_plain_part(part, self._say))

    def _card(self, card: Card) -> None:
        self._titles(card.kicker, card.title, "-")
        if card.shut:
            self._add(wrapped(self._say("terminal.shut")))
        else:
            self._note_covers(card.fields)
            self._parts(card.parts)
        self._form(card.fields, card.choices, None)

    def _words(self, words: Words) -> None:
        options = self._covered.get(words.field, {})
        text = "".join(_segment(segment, options, self._say) for segment in words.segments)
        self._add([*_labelled(words.label), *wrapped(text, "  | ")])

    def _entries(self, part: Entries) -> None:
        lines = [*wrapped(part.label)]
        for entry in part.entries:
            self._offers.append(Offer(Choice(entry.action, entry.label)))
            label = f"{entry.label} ({entry.state})" if entry.state else entry.label
            label = self._say("terminal.chosen", label=label) if entry.current else label
            lines += wrapped(label, f"{len(self._offers):>3}  ", " " * 5)
        self._add([*lines, *wrapped(part.note)] if part.note else lines)


def _named(offers: Iterable[Offer]) -> dict[str, Offer]:
    found: dict[str, Offer] = {}
    twice: set[str] = set()
    for offer in offers:
        labels = {plain(offer.choice.label), plain(f"{offer.choice.label} {offer.choice.about}")}
        for label in labels:
            if label in found and found[label].choice.action != offer.choice.action:
                twice.add(label)
            found[label] = offer
    return {label: offer for label, offer in found.items() if label not in twice}


def _segment(segment: Segment, options: Mapping[str, Option], say: Phrases) -> str:
    """Draw a run of words. A cover has its number where it can be switched."""
    if not segment.cover or segment.cover == "kept":
        return segment.text
    option = options.get(str(segment.number))
    if segment.cover == "found" or (option is not None and not option.chosen):
        return say("terminal.shown", number=segment.number, words=segment.was)
    if not segment.number:
        return segment.text
    kind = segment.text.removeprefix("[").removesuffix("]")
    return say("terminal.covered", number=segment.number, kind=kind)


def _plain_part(part: Part, say: Phrases) -> Iterable[str]:
    """Draw a part that takes no typing."""
    return _DRAWN[type(part)](part, say)


def _heading(part: Heading, _say: Phrases) -> Iterable[str]:
    lines = [*wrapped(part.text)]
    return [*lines, "-" * max(len(line) for line in lines)]


def _rows(part: Rows, _say: Phrases) -> Iterable[str]:
    return [drawn for row in part.rows for drawn in _row(row)]


def _secret(part: Secret, _say: Phrases) -> Iterable[str]:
    return [*_labelled(part.label), *wrapped(part.words, "    "), *wrapped(part.note)]


def _support(part: Lines, _say: Phrases) -> Iterable[str]:
    return [drawn for line in part.lines for drawn in _line(line)]


def _calendar(part: Calendar, say: Phrases) -> Iterable[str]:
    return wrapped(say("terminal.calendar", title=part.title, day=say.weekday_date(part.day)))


def _pair(part: Pair, _say: Phrases) -> Iterable[str]:
    yield from wrapped(part.status, "* ", "  ")
    for label, text in ((part.said_label, part.said), (part.did_label, part.did)):
        yield from _row(Row(label, (text,)))
    for text in (part.because, part.note):
        yield from _note(text)


def _figure(part: Figure, _say: Phrases) -> Iterable[str]:
    return [*wrapped(f"{part.label}: {part.value}"), *_note(part.note)]


def _withheld(part: Withheld, _say: Phrases) -> Iterable[str]:
    return [*wrapped(f"{part.label}: {part.when}"), *_note(part.reason)]


def _timeline(part: Timeline, _say: Phrases) -> Iterable[str]:
    return [drawn for moment in part.moments for drawn in _moment(moment)]


def _promise(part: Promise, _say: Phrases) -> Iterable[str]:
    return [*wrapped(part.status, "* ", "  "), *wrapped(part.text), *_note(part.note)]


def _share(part: Share, _say: Phrases) -> Iterable[str]:
    # A path is not wrapped: it is there to be copied.
    return [*wrapped(part.label), f"  {safe(part.path)}"]


def _aid(part: Aid, say: Phrases) -> Iterable[str]:
    if part.kind == "picture":
        return wrapped(say("easy.picture", alt=part.label), "  ")
    return [*wrapped(part.label), f"  {safe(part.address)}"]


def _sheet(part: Sheet, _say: Phrases) -> Iterable[str]:
    """Draw a sheet without its QR code, which a terminal cannot print, and without its slip."""
    yield from wrapped(part.asker)
    yield from wrapped(part.title)
    yield from wrapped(part.purpose)
    yield from _rows(Rows((*part.facts, *part.asks)), _say)
    yield from wrapped(part.how)
    yield f"  {safe(part.path)}"
    for text in (part.until, *part.notes):
        yield from wrapped(text)


def _table(part: Table, _say: Phrases) -> Iterable[str]:
    yield from wrapped(part.caption)
    yield from _rows(Rows(tuple(rows_of(part))), _say)
    yield from _note(part.note)


_DRAWN: Final[Mapping[type, Callable[[Any, Phrases], Iterable[str]]]] = {
    Text: lambda part, _say: wrapped(part.text),
    Heading: _heading,
    Notice: lambda part, _say: [drawn for line in part.lines for drawn in wrapped(line, "| ")],
    Done: lambda part, _say: wrapped(part.text, "* ", "  "),
    Fault: lambda part, _say: wrapped(part.text, "! ", "  "),
    Rows: _rows,
    Progress: lambda part, _say: wrapped(part.text),
    Secret: _secret,
    Lines: _support,
    Calendar: _calendar,
    Pair: _pair,
    Quote: lambda part, _say: wrapped(f'"{part.text}"', "  ", "   "),
    Figure: _figure,
    Withheld: _withheld,
    Timeline: _timeline,
    Promise: _promise,
    Share: _share,
    Aid: _aid,
    Sheet: _sheet,
    Table: _table,
}
"""How each part that takes no typing is drawn."""


def _labelled(label: str) -> Iterator[str]:
    return wrapped(label) if label else iter(())


def _row(row: Row) -> Iterator[str]:
    if row.label:
        yield from wrapped(row.label)
    for place, line in enumerate(row.lines):
        dotted = row.dots and place > 0
        yield from wrapped(line, "    - " if dotted else "  ", "      " if dotted else "  ")


def _line(line: Line) -> Iterator[str]:
    yield from wrapped(f"{line.name}: {line.act} {line.number}")
    for text in (line.about, line.hours):
        if text:
            yield from wrapped(text, "  ")


def _moment(moment: Moment) -> Iterator[str]:
    sign = {"past": "x", "now": ">", "next": " "}[moment.when]
    yield from wrapped(f"{moment.label}: {moment.text}", f"[{sign}] ", "    ")


def _note(note: str) -> Iterator[str]:
    return wrapped(note, "  ") if note else iter(())
