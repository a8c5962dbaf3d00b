"""From a message to what the templates lay out: sections, panels of controls, pieces of words.

The templates know how each shape looks; here is only what goes beside what.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from markupsafe import Markup, escape

from bot.conversation.messages import (
    Card,
    Choice,
    Entries,
    Fault,
    Field,
    Figure,
    Heading,
    Message,
    Option,
    Part,
    Progress,
    Sheet,
    Withheld,
    Words,
)

Style = Literal["wide", "half", "act", "stack"]
Span = tuple[int, int]

_SHORT_LABEL = 14
"""Two buttons with labels up to this long stand side by side on a phone."""


_TIGHT: Final = (1000, 1500, 1900)
"""How many characters a sheet takes at each size of its letters; at the smallest, whatever a draft
can hold."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A field that only one lesser button submits: drawn shut, with that button."""

    field: Field
    choice: Choice


@dataclass(frozen=True, slots=True)
class Panel:
    """What can be filled in and pressed. ``covers`` are fields drawn inside the person's words;
    ``lists`` are the fields of which nothing may be chosen."""

    fields: tuple[Field, ...]
    covers: tuple[Field, ...]
    folds: tuple[Fold, ...]
    choices: tuple[Choice, ...]
    style: Style
    lists: tuple[str, ...]

    @property
    def sends_file(self) -> bool:
        """Whether a file is among what can be filled in."""
        return any(field.kind == "file" for field in self.fields)


@dataclass(frozen=True, slots=True)
class Run:
    """Parts drawn together: figures share a grid, whose ``id`` lets it be refreshed."""

    parts: tuple[Part, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or none, and what stands below it."""

    heading: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words (``start`` is its offset in the draft), or a cover in it.

    ``place`` is set for words the person tapped and that are not in the draft's marks yet.
    """

    text: str
    start: int
    kind: str = ""
    was: str = ""
    number: int = 0
    place: str = ""


def panel(fields: Sequence[Field], choices: Sequence[Choice], drawn: Iterable[str]) -> Panel:
    """Sort fields and buttons. ``drawn`` names the covers fields that stand inside words."""
    inside = frozenset(drawn)
    covers = tuple(field for field in fields if field.kind == "covers" and field.id in inside)
    folds = tuple(
        Fold(field, choice)
        for choice in choices
        if choice.look != "main"
        for field in fields
        if choice.fields and field.id == choice.fields[-1] and _can_fold(field)
    )
    folded = {fold.field.id for fold in folds}
    pressed = tuple(c for c in choices if all(c is not fold.choice for fold in folds))
    return Panel(
        fields=tuple(f for f in fields if f not in covers and f.id not in folded),
        covers=covers,
        folds=folds,
        choices=pressed,
        style=_style(pressed),
        lists=tuple(field.id for field in fields if field.kind in ("many", "covers")),
    )


def _can_fold(field: Field) -> bool:
    return field.optional and field.kind in ("short", "long")


def _style(choices: Sequence[Choice]) -> Style:
    main = any(choice.look == "main" for choice in choices)
    quiet = sum(choice.look == "quiet" for choice in choices)
    if main and quiet:
        return "act"
    if not main and short(choices):
        return "half"
    return "stack" if not main and len(choices) > 2 else "wide"  # noqa: PLR2004


def short(two: Sequence[Choice | Option]) -> bool:
    """Tell whether there are two, with labels so short that they stand side by side on a phone."""
    return len(two) == 2 and all(len(each.label) <= _SHORT_LABEL for each in two)  # noqa: PLR2004


def sections(parts: Iterable[Part]) -> list[Section]:
    """Cut parts at their headings and put figures that stand together into one grid."""
    cut: list[tuple[str, list[Part]]] = [("", [])]
    for part in parts:
        if isinstance(part, Heading):
            cut.append((part.text, []))
        else:
            cut[-1][1].append(part)
    ids = iter(f"figures-{number}" for number in range(1, 1000))
    made = [Section(heading, tuple(_runs(held, ids))) for heading, held in cut]
    return [section for section in made if section.heading or section.runs]


def _runs(parts: Iterable[Part], ids: Iterator[str]) -> Iterator[Run]:
    figures: list[Part] = []
    for part in parts:
        if isinstance(part, Figure | Withheld):
            figures.append(part)
            continue
        if figures:
            yield Run(tuple(figures), next(ids))
            figures = []
        yield Run((part,))
    if figures:
        yield Run(tuple(figures), next(ids))


def lead_progress(message: Message) -> tuple[Progress | None, tuple[Part, ...]]:
    """Take a progress that opens a message from its parts: it belongs to the title."""
    first = message.parts[0] if message.parts else None
    if isinstance(first, Progress):
        return first, message.parts[1:]
    return None, message.parts


def beside(parts: Iterable[Part]) -> tuple[tuple[Entries, ...], tuple[Part, ...]]:
    """Part the lists that stand beside the rest from the rest."""
    every = tuple(parts)
    asides = tuple(part for part in every if isinstance(part, Entries) and part.aside)
    rest = tuple(part for part in every if not (isinstance(part, Entries) and part.aside))
    return asides, rest


def grouped(options: Iterable[Option]) -> list[tuple[str, list[Option]]]:
    """Return options by the name of their group, in the order in which they stand."""
    return [(name, [*held]) for name, held in groupby(options, key=lambda each: each.group)]


def every_part(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts and what their cards hold."""
    for part in parts:
        yield part
        if isinstance(part, Card):
            yield from every_part(part.parts)


def parts_of(message: Message) -> tuple[Part, ...]:
    """Return every part of a message, cards opened."""
    return tuple(every_part((*message.before, *message.parts, *message.after)))


def every_field(message: Message) -> tuple[Field, ...]:
    """Return the fields of a message and of its cards."""
    cards = (part for part in parts_of(message) if isinstance(part, Card))
    return (*message.fields, *(field for card in cards for field in card.fields))


def words_fields(parts: Iterable[Part]) -> frozenset[str]:
    """Return the names of the covers fields that are drawn inside words."""
    return frozenset(part.field for part in parts if isinstance(part, Words) and part.field)


def pieces(words: Words, tapped: Sequence[Span] = ()) -> list[Piece]:
    """Return words with their offsets in the draft; tapped spans become covers."""
    made: list[Piece] = []
    at = 0
    for segment in words.segments:
        if segment.cover:
            made.append(Piece(segment.text, at, segment.cover, segment.was, segment.number))
            at += len(segment.was or segment.text)
            continue
        made += _tapped(segment.text, at, tapped)
        at += len(segment.text)
    return made


def _tapped(text: str, at: int, tapped: Sequence[Span]) -> Iterator[Piece]:
    end = at + len(text)
    done = at
    for start, stop in sorted(set(tapped)):
        if done <= start < stop <= end:
            if done < start:
                yield Piece(text[done - at : start - at], done)
            yield Piece("", start, "tapped", text[start - at : stop - at], 0, f"{start}-{stop}")
            done = stop
    if done < end:
        yield Piece(text[done - at :], done)


@dataclass(frozen=True, slots=True)
class Boxed:
    """A run of quoted words, or the name of what was ``covered`` there, without its brackets."""

    text: str
    covered: bool


def boxes(names: Iterable[str]) -> Callable[[str], list[Boxed]]:
    """Return what cuts quoted words at their covers; ``names`` are how covers read."""
    cover = re.compile("(" + "|".join(map(re.escape, names)) + ")")

    def cut(text: str) -> list[Boxed]:
        runs = enumerate(cover.split(text))
        return [Boxed(run[1:-1] if at % 2 else run, bool(at % 2)) for at, run in runs if run]

    return cut


def tightness(sheet: Sheet) -> int:
    """Return how small a sheet's letters have to be to stand on one page, 0 to 3."""
    rows = (*sheet.facts, *sheet.asks)
    texts = (sheet.asker, sheet.purpose, *sheet.notes, *(t for row in rows for t in row.lines))
    return bisect_left(_TIGHT, sum(map(len, texts)))


def places(values: Iterable[str]) -> tuple[Span, ...]:
    """Read the places of tapped words; what is no place is left out."""
    found = (re.fullmatch(r"(\d{1,6})-(\d{1,6})", value, re.ASCII) for value in values)
    return tuple((int(place[1]), int(place[2])) for place in found if place)


def numbers_to_call(text: str) -> Markup:
    """Escape a line and make each number in it one to call."""
    return Markup(  # noqa: S704 - every run of digits is put between escaped text
        re.sub(r"\d{3,}", r'<a href="tel:\g<0>"><strong>\g<0></strong></a>', str(escape(text)))
    )


def refilled(message: Message, values: Mapping[str, tuple[str, ...]], fault: str = "") -> Message:
    """Return the screen with what was filled in still in its fields, and what went wrong on top."""
    return replace(
        message,
        before=(*message.before, Fault(fault)) if fault else message.before,
        parts=tuple(_refilled_part(part, values) for part in message.parts),
        fields=tuple(_refilled_field(field, values) for field in message.fields),
    )


def _refilled_part(part: Part, values: Mapping[str, tuple[str, ...]]) -> Part:
    if not isinstance(part, Card):
        return part
    return replace(
        part,
        parts=tuple(_refilled_part(inner, values) for inner in part.parts),
        fields=tuple(_refilled_field(field, values) for field in part.fields),
    )


def _refilled_field(field: Field, values: Mapping[str, tuple[str, ...]]) -> Field:
    given = values.get(field.id)
    if given is None:
        return field
    options = tuple(replace(option, chosen=option.value in given) for option in field.options)
    return replace(field, value="" if options else "".join(given), options=options)
