"""Spans, covers and the text that is kept: pure rules over characters.

Offsets count Unicode code points of the text as the person sent it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.consultation.folding import fold

By = Literal["person", "reader"]
WORDS = "words"
"""Label of words that a person chose to cover; no kind is known."""
HINT = "INDIRECT"
"""Label of words that few people would write. They are asked about and never proposed as a cover."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was found: ``[start, end)``, its label, a score in 0..1 and why it was found
    (``found.*`` are its words; empty where a person pointed at it)."""

    start: int
    end: int
    label: str
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of a draft that can be covered. ``own`` marks were added by the person."""

    start: int
    end: int
    label: str
    own: bool = False
    covered: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that wait for their writer's confirmation. Never leaves the conversation's state.

    ``hints`` are ``(start, end)`` of words to ask about: their writer may change or leave them.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    hints: tuple[tuple[int, int], ...] = ()


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
    """Make a draft: every found span is proposed as covered, but hints; overlaps are joined."""
    spans = _inside(found, len(text))
    marks = (Mark(s.start, s.end, s.label, why=s.why) for s in spans if s.label != HINT)
    return Draft(text, _joined(tuple(marks)), hints_of(text, spans))


def hints_of(text: str, found: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Return ``(start, end)`` of the words to ask about, in order and without overlaps."""
    hints = (span for span in _inside(found, len(text)) if span.label == HINT)
    return tuple((span.start, span.end) for span in _union(hints))


def open_hints(draft: Draft) -> tuple[tuple[int, int], ...]:
    """Return the hints that still show something: those that no cover hides whole."""
    covers = [mark for mark in draft.marks if mark.covered]
    return tuple(
        (start, end)
        for start, end in draft.hints
        if not any(mark.start <= start and end <= mark.end for mark in covers)
    )


def cover_words(draft: Draft, typed: str) -> Draft | None:
    """Cover every place where the typed words stand, or return None if they stand nowhere."""
    hits = find_words(draft.text, typed)
    return cover_places(draft, [(hit.start, hit.end) for hit in hits]) if hits else None


def cover_places(draft: Draft, places: Iterable[tuple[int, int]]) -> Draft:
    """Cover the given ``(start, end)`` places; those outside the text are ignored."""
    spans = (Span(start, end, WORDS) for start, end in places)
    new = tuple(Mark(s.start, s.end, s.label, own=True) for s in _inside(spans, len(draft.text)))
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
    """Add covers to kept text. Nothing is ever uncovered; see :func:`open_spans` for spans that
    touch a cover that stands."""
    new = open_spans(kept, spans)
    if not new:
        return kept
    standing = _untouched(kept.covers, new)
    return _put(kept.text, [Mark(s.start, s.end, s.label) for s in new], standing, names, by)


def places(kept: Kept, found: Iterable[Span]) -> tuple[KeptCover | Span, ...]:
    """Return the covers that stand and the found words no cover hides yet, in order. Hints are none
    of either."""
    new = open_spans(kept, (span for span in found if span.label != HINT))
    both: list[KeptCover | Span] = [*_untouched(kept.covers, new), *new]
    return tuple(sorted(both, key=lambda place: place.start))


def open_spans(kept: Kept, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return what of these spans is not under a cover yet, in order and without overlaps.

    A span within a cover that stands is left out; one that reaches beyond swallows the cover.
    """
    grown: list[Span] = []
    covers = kept.covers
    first = 0
    for span in _union(_inside(spans, len(kept.text))):
        while first < len(covers) and covers[first].end <= span.start:
            first += 1
        last = first
        while last < len(covers) and covers[last].start < span.end:
            last += 1
        if first == last:
            grown.append(span)
            continue
        start = min(span.start, covers[first].start)
        end = max(span.end, covers[last - 1].end)
        if (start, end) != (covers[first].start, covers[first].end):
            grown.append(replace(span, start=start, end=end))
    return _union(grown)


def find_words(text: str, typed: str) -> tuple[Span, ...]:
    """Return every place where the typed words stand in the text, in order, without overlaps.

    Words match whole where they can, and whatever their case, accents, kind of quotes or spacing.
    """
    wanted = fold(typed).text.strip()
    if not wanted:
        return ()
    folded = fold(text)
    starts = _occurrences(folded.text, wanted)
    whole = [at for at in starts if _stands_alone(folded.text, at, at + len(wanted))]
    places = (folded.source(at, at + len(wanted)) for at in whole or starts)
    return _union(Span(start, end, WORDS) for start, end in places)


def _occurrences(text: str, wanted: str) -> list[int]:
    """Return all starts, overlapping ones too, in linear time (Knuth, Morris and Pratt)."""
    back = [0] * len(wanted)
    same = 0
    for at in range(1, len(wanted)):
        while same and wanted[at] != wanted[same]:
            same = back[same - 1]
        same += wanted[at] == wanted[same]
        back[at] = same
    starts: list[int] = []
    same = 0
    for at, char in enumerate(text):
        while same and (same == len(wanted) or char != wanted[same]):
            same = back[same - 1]
        same += char == wanted[same]
        if same == len(wanted):
            starts.append(at - same + 1)
    return starts


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not any(side.isalnum() or side == "_" for side in (before, after))


def _inside(spans: Iterable[Span], size: int) -> list[Span]:
    return [span for span in spans if 0 <= span.start < span.end <= size]


def _union(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        last = joined[-1] if joined else None
        if last is not None and span.start < last.end:
            joined[-1] = replace(last, end=max(last.end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _untouched(covers: Iterable[KeptCover], spans: Sequence[Span]) -> tuple[KeptCover, ...]:
    free: list[KeptCover] = []
    at = 0
    for cover in covers:
        while at < len(spans) and spans[at].end <= cover.start:
            at += 1
        if at == len(spans) or cover.end <= spans[at].start:
            free.append(cover)
    return tuple(free)


def _joined(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        last = joined[-1] if joined else None
        if last is not None and mark.start < last.end:
            kind = mark if last.label == WORDS else last
            both = replace(
                last,
                end=max(last.end, mark.end),
                label=kind.label,
                why=kind.why,
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
        name = names.get(label, names[WORDS]) if new else text[item.start : item.end]
        pieces += [before, name]
        start = size + len(before)
        size = start + len(name)
        covers.append(KeptCover(start, size, label, by if isinstance(item, Mark) else item.by))
        at = item.end
    pieces.append(text[at:])
    return Kept("".join(pieces), tuple(covers))
