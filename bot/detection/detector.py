"""Finds what could identify a person by rules alone: contact details and postcodes."""

from collections.abc import Iterable, Iterator

from bot.consultation.folding import fold
from bot.consultation.redaction import Span
from bot.detection.recognisers import RECOGNISERS


class RuleDetector:
    """Fulfils :class:`bot.ports.Detector`. Never raises, takes time linear in the text.

    It looks at a folded copy, so wide letters, other kinds of dots and invisible characters do not
    hide anything; the spans it returns count the characters of the text as it was sent.
    """

    def find(self, text: str) -> tuple[Span, ...]:
        """Return spans in order of start, without overlaps; those that meet become one."""
        folded = fold(text)
        spans = (
            Span(*folded.source(start, end), label, why="shape")
            for label, recognise in RECOGNISERS
            for start, end in recognise(folded.text)
        )
        return tuple(_joined(spans))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join overlapping spans; the longest gives its label, the first of equals."""
    widest: Span | None = None
    end = 0
    start = 0
    for span in sorted(spans, key=lambda s: s.start):
        if widest is not None and span.start < end:
            end = max(end, span.end)
            if span.end - span.start > widest.end - widest.start:
                widest = span
            continue
        if widest is not None:
            yield Span(start, end, widest.label, why=widest.why)
        widest, start, end = span, span.start, span.end
    if widest is not None:
        yield Span(start, end, widest.label, why=widest.why)
