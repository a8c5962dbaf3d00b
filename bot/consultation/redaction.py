"""Spans, covers and the text that is kept: pure rules over characters.

Offsets count Unicode code points of the text as the person sent it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

By = Literal["person", "reader"]


@dataclass(frozen=True, slots=True)
class Span:
    """Something the detector found: ``[start, end)``, its label and a score in 0..1."""

    start: int
    end: int
    label: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of a draft that can be covered. ``own`` marks were added by the person."""

    start: int
    end: int
    label: str
    own: bool = False
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that wait for their writer's confirmation. Never leaves the conversation's state."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptCover:
    """A cover in kept text: ``[start, end)`` is the label that now stands there."""

    start: int
    end: int
    label: str
    by: By = "person"


@dataclass(frozen=True, slots=True)
class Kept:
    """Text exactly as it was shown and kept; the words under its covers are gone."""

    text: str
    covers: tuple[KeptCover, ...] = ()


def draft_of(text: str, found: Iterable[Span]) -> Draft:
    """Make a draft: every found span is proposed as covered; overlaps are joined."""
    marks = tuple(Mark(span.start, span.end, span.label) for span in found)
    return Draft(text, _joined(marks))


def cover_words(draft: Draft, typed: str) -> Draft | None:
    """Cover every place where the typed words stand, or return None if they stand nowhere."""
    wanted = typed.strip()
    if not wanted:
        return None
    pattern = r"\s+".join(re.escape(word) for word in wanted.split())
    hits = [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", draft.text, re.I)]
    hits = hits or [match.span() for match in re.finditer(pattern, draft.text, re.I)]
    return cover_places(draft, hits) if hits else None


def cover_places(draft: Draft, places: Iterable[tuple[int, int]]) -> Draft:
    """Cover the given ``(start, end)`` places; those outside the text are ignored."""
    size = len(draft.text)
    new = tuple(
        Mark(start, end, "words", own=True) for start, end in places if 0 <= start < end <= size
    )
    return replace(draft, marks=_joined(draft.marks + new))


def set_covered(draft: Draft, numbers: Iterable[int]) -> Draft:
    """Cover exactly the marks with these numbers (counted from 1) and show the others."""
    chosen = set(numbers)
    marks = tuple(
        replace(mark, covered=number in chosen) for number, mark in enumerate(draft.marks, 1)
    )
    return replace(draft, marks=marks)


def kept_from(draft: Draft, names: Mapping[str, str]) -> Kept:
    """Replace every covered mark by its kind in words (``names[label]``) and forget the rest.

    A label without a name reads as ``names["words"]``.
    """
    return _put(draft.text, [m for m in draft.marks if m.covered], (), names, "person")


def cover_more(
    kept: Kept, spans: Sequence[Span], names: Mapping[str, str], by: By = "reader"
) -> Kept:
    """Add covers to kept text. Nothing is ever uncovered; covers that touch one that
    stands swallow it."""
    free = [Mark(span.start, span.end, span.label) for span in spans]
    whole = _joined(tuple(free))
    old = [c for c in kept.covers if not any(c.start < m.end and m.start < c.end for m in whole)]
    grown = [_grown(mark, kept.covers) for mark in whole]
    return _put(kept.text, list(_joined(tuple(grown))), tuple(old), names, by)


def find_words(text: str, typed: str) -> tuple[Span, ...]:
    """Return every place where the typed words stand in the text."""
    draft = cover_words(Draft(text), typed)
    return tuple(Span(m.start, m.end, m.label) for m in draft.marks) if draft else ()


def _grown(mark: Mark, covers: Iterable[KeptCover]) -> Mark:
    for cover in covers:
        if cover.start < mark.end and mark.start < cover.end:
            mark = replace(
                mark, start=min(mark.start, cover.start), end=max(mark.end, cover.end)
            )
    return mark


def _joined(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        last = joined[-1] if joined else None
        if last is not None and mark.start < last.end:
            both = replace(
                last,
                end=max(last.end, mark.end),
                own=last.own and mark.own,
                covered=last.covered or mark.covered,
            )
            joined[-1] = both
        else:
            joined.append(mark)
    return tuple(joined)


def _put(
    text: str,
    marks: Sequence[Mark],
    standing: tuple[KeptCover, ...],
    names: Mapping[str, str],
    by: By,
) -> Kept:
    pieces: list[str] = []
    covers: list[KeptCover] = []
    at = size = 0
    todo: list[Mark | KeptCover] = sorted([*marks, *standing], key=lambda item: item.start)
    for item in todo:
        before = text[at : item.start]
        new = isinstance(item, Mark)
        label = item.label
        name = names.get(label, names["words"]) if new else text[item.start : item.end]
        pieces += [before, name]
        start = size + len(before)
        size = start + len(name)
        covers.append(KeptCover(start, size, label, by if isinstance(item, Mark) else item.by))
        at = item.end
    pieces.append(text[at:])
    return Kept("".join(pieces), tuple(covers))
