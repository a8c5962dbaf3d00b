"""Covers hide what they should, only that, and nothing is left of it."""

import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.consultation.folding import fold
from bot.consultation.redaction import (
    Draft,
    Kept,
    KeptCover,
    Mark,
    Span,
    cover_more,
    cover_places,
    cover_words,
    draft_of,
    find_words,
    kept_from,
    open_spans,
    places,
    set_covered,
)

NAMES = {"PERSON": "a name", "PLACE": "a place", "words": "covered words"}

# Lone surrogates, NUL, emoji, combining marks and joiners come up often, not once in a blue moon.
ODD = "\x00\ud800\udfff\u0301\u0308\u200b\u200d\u202e\U0001f469\U0001f3fd\u00df\u0130\ufdfa'\u2019 "
ANY_TEXT = st.text(st.sampled_from("abAB ._-" + ODD) | st.characters(), max_size=50)
ANY_SPAN = st.builds(
    Span, st.integers(-3, 60), st.integers(-3, 60), st.sampled_from(["PERSON", "PLACE", "NONE"])
)
ANY_SPANS = st.lists(ANY_SPAN, max_size=8)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    draft = draft_of(draw(ANY_TEXT), draw(ANY_SPANS))
    at = st.integers(-3, 60)
    draft = cover_places(draft, draw(st.lists(st.tuples(at, at), max_size=4)))
    return set_covered(draft, draw(st.sets(st.integers(1, 9))))


@st.composite
def kept_texts(draw: st.DrawFn) -> Kept:
    return kept_from(draw(drafts()), NAMES)


def outside(kept: Kept) -> list[str]:
    """The runs of text between the covers."""
    ends = [0, *(cover.end for cover in kept.covers)]
    starts = [*(cover.start for cover in kept.covers), len(kept.text)]
    return [kept.text[end:start] for end, start in zip(ends, starts, strict=True)]


def in_order(covers: Sequence[KeptCover | Mark | Span]) -> bool:
    ends = [0, *(cover.end for cover in covers)]
    return all(end <= cover.start < cover.end for end, cover in zip(ends, covers, strict=False))


# --- drafts ----------------------------------------------------------------------------------


def test_found_words_are_proposed_as_covered() -> None:
    draft = draft_of("Ewan and Ailsa", (Span(0, 4, "PERSON"), Span(9, 14, "PERSON")))
    assert draft.marks == (Mark(0, 4, "PERSON"), Mark(9, 14, "PERSON"))


def test_overlaps_are_joined_and_nonsense_is_ignored() -> None:
    spans = (Span(2, 6, "PLACE"), Span(0, 4, "PERSON"), Span(3, 3, "X"), Span(-1, 2, "X"))
    draft = draft_of("abcdefgh", (*spans, Span(7, 9, "X")))
    assert draft.marks == (Mark(0, 6, "PERSON"),)


def test_a_place_that_was_shown_is_covered_again_when_the_person_covers_part_of_it() -> None:
    draft = set_covered(draft_of("Ewan Muir", (Span(0, 9, "PERSON"),)), ())
    again = cover_places(draft, [(0, 4)])
    assert again.marks == (Mark(0, 9, "PERSON", own=False, covered=True),)


def test_only_own_marks_stay_own() -> None:
    draft = cover_places(cover_places(Draft("abcdef"), [(0, 2)]), [(1, 4)])
    assert draft.marks == (Mark(0, 4, "words", own=True),)


def test_numbers_choose_what_is_covered() -> None:
    draft = draft_of("a b c", (Span(0, 1, "X"), Span(2, 3, "X"), Span(4, 5, "X")))
    assert [m.covered for m in set_covered(draft, [1, 3, 7]).marks] == [True, False, True]


# --- keeping ---------------------------------------------------------------------------------


def test_kept_text_holds_kinds_in_place_of_words() -> None:
    draft = draft_of("Ewan went to Oban.", (Span(0, 4, "PERSON"), Span(13, 17, "HARBOUR")))
    kept = kept_from(draft, NAMES)
    assert kept.text == "a name went to covered words."
    assert kept.covers == (KeptCover(0, 6, "PERSON"), KeptCover(15, 28, "HARBOUR"))


def test_what_is_not_covered_is_kept_as_it_was() -> None:
    draft = set_covered(draft_of("Ewan went", (Span(0, 4, "PERSON"),)), ())
    assert kept_from(draft, NAMES) == Kept("Ewan went")


@given(drafts())
@example(draft_of("\U0001f469\u200d\U0001f467\x00\ud800", (Span(1, 3, "PERSON"),)))
def test_no_covered_word_remains_at_a_covered_place(draft: Draft) -> None:
    kept = kept_from(draft, NAMES)
    covered = [mark for mark in draft.marks if mark.covered]
    assert in_order(kept.covers)
    assert len(kept.covers) == len(covered)
    assert [cover.label for cover in kept.covers] == [mark.label for mark in covered]
    for cover in kept.covers:
        assert kept.text[cover.start : cover.end] == NAMES.get(cover.label, NAMES["words"])
    ends = [0, *(mark.end for mark in covered)]
    starts = [*(mark.start for mark in covered), len(draft.text)]
    rest = [draft.text[end:start] for end, start in zip(ends, starts, strict=True)]
    assert outside(kept) == rest


@given(drafts())
def test_marks_never_overlap(draft: Draft) -> None:
    assert in_order(draft.marks)
    assert all(mark.end <= len(draft.text) for mark in draft.marks)


# --- covering more ---------------------------------------------------------------------------


def test_a_reader_adds_a_cover() -> None:
    kept = Kept("a name saw Morag", (KeptCover(0, 6, "PERSON"),))
    more = cover_more(kept, (Span(11, 16, "PERSON"),), NAMES)
    assert more.text == "a name saw a name"
    assert more.covers == (KeptCover(0, 6, "PERSON"), KeptCover(11, 17, "PERSON", "reader"))


def test_a_cover_that_stands_swallows_what_lies_within_it() -> None:
    kept = Kept("a name saw", (KeptCover(0, 6, "PERSON"),))
    assert cover_more(kept, (Span(2, 6, "words"), Span(0, 6, "words")), NAMES) is kept


def test_a_wider_cover_swallows_those_that_stand() -> None:
    kept = Kept("a name@a place.com", (KeptCover(0, 6, "PERSON"), KeptCover(7, 14, "PLACE")))
    more = cover_more(kept, (Span(2, 18, "words"),), NAMES)
    assert more == Kept("covered words", (KeptCover(0, 13, "words", "reader"),))


def test_spans_on_both_sides_of_a_cover_become_one_with_it() -> None:
    kept = Kept("x a name y", (KeptCover(2, 8, "PERSON"),))
    more = cover_more(kept, (Span(0, 3, "words"), Span(7, 10, "words")), NAMES)
    assert more == Kept("covered words", (KeptCover(0, 13, "words", "reader"),))


def test_a_person_may_cover_more_of_what_was_kept() -> None:
    more = cover_more(Kept("Ewan"), (Span(0, 4, "PERSON"),), NAMES, "person")
    assert more.covers == (KeptCover(0, 6, "PERSON", "person"),)


def test_places_are_numbered_as_they_follow_in_the_text() -> None:
    first, last = KeptCover(0, 6, "PERSON"), KeptCover(16, 23, "PLACE")
    kept = Kept("a name of Morag a place", (first, last))
    found = (Span(10, 15, "PERSON"), Span(2, 6, "PERSON"))
    assert places(kept, found) == (first, Span(10, 15, "PERSON"), last)


@given(kept_texts(), ANY_SPANS)
def test_covering_more_only_ever_covers_more(kept: Kept, spans: list[Span]) -> None:
    more = cover_more(kept, spans, NAMES)
    assert in_order(more.covers)
    for cover in more.covers:
        assert more.text[cover.start : cover.end] == NAMES.get(cover.label, NAMES["words"])
    # Nothing is reworded, and what was covered stays so: as it was, or under a wider cover.
    both = places(kept, spans)
    kinds = [(p.label, p.by if isinstance(p, KeptCover) else "reader") for p in both]
    assert [(cover.label, cover.by) for cover in more.covers] == kinds
    ends = [0, *(place.end for place in both)]
    starts = [*(place.start for place in both), len(kept.text)]
    assert outside(more) == [kept.text[end:start] for end, start in zip(ends, starts, strict=True)]


@given(kept_texts(), ANY_SPANS)
def test_no_open_span_touches_a_cover_it_has_not_swallowed(kept: Kept, spans: list[Span]) -> None:
    opened = open_spans(kept, spans)
    assert in_order(opened)
    for span in opened:
        for cover in kept.covers:
            apart = cover.end <= span.start or span.end <= cover.start
            within = span.start <= cover.start and cover.end <= span.end
            assert apart or (within and (span.start, span.end) != (cover.start, cover.end))
    hidden = {i for cover in kept.covers for i in range(cover.start, cover.end)}
    wanted = {i for s in spans if 0 <= s.start < s.end <= len(kept.text)
              for i in range(s.start, s.end)}  # fmt: skip
    assert wanted - hidden <= {i for span in opened for i in range(span.start, span.end)}
    everything = places(kept, spans)
    assert in_order(everything)


# --- finding typed words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Ewan met Ewan", "ewan", ["Ewan", "Ewan"]),
        ("Anna and Annabel", "anna", ["Anna"]),
        ("Annabel", "anna", ["Anna"]),
        ("big_anna", "anna", ["anna"]),
        ("the Tuesday\n  boat", " tuesday boat ", ["Tuesday\n  boat"]),
        ("Zoe\u0308\u200b sat", "zo\u00eb", ["Zoe\u0308\u200b"]),
        ("Ewan\u2019s dog", "ewan's", ["Ewan\u2019s"]),
        ("E\u200bw\u200ban", "ewan", ["E\u200bw\u200ban"]),
        ("STRA\u00dfE", "strasse", ["STRA\u00dfE"]),
        ("a.b (c) [d]", "(c)", ["(c)"]),
        ("abababa x", "aba", ["abababa"]),
        ("a a a", "a a", ["a a a"]),
        ("me \U0001f469\U0001f3fd you", "\U0001f469", ["\U0001f469\U0001f3fd"]),
        ("E-w-a-n, Elwan", "ewan", []),
        ("aab", "ab", ["ab"]),
        ("nothing here", "somebody", []),
        ("nothing here", "  \u200b ", []),
        ("", "a", []),
        ("a", "", []),
    ],
)
def test_typed_words_are_found(text: str, typed: str, found: list[str]) -> None:
    spans = find_words(text, typed)
    assert [text[span.start : span.end] for span in spans] == found
    assert all(span.label == "words" for span in spans)


def test_typed_words_are_covered_everywhere() -> None:
    draft = cover_words(Draft("Ewan met ewan."), "EWAN")
    assert draft is not None
    assert kept_from(draft, NAMES).text == "covered words met covered words."
    assert all(mark.own for mark in draft.marks)


def test_typed_words_that_stand_nowhere_are_said_so() -> None:
    assert cover_words(Draft("Ewan"), "Morag") is None


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_whatever_is_copied_from_the_text_is_found_in_it(
    before: str, start: str, end: str, after: str
) -> None:
    typed = f"{start}Q{end}"
    text = before + typed + after
    spans = find_words(text, typed)
    assert in_order(spans)
    assert any("q" in text[span.start : span.end].casefold() for span in spans)
    assert all(span.end <= len(text) for span in spans)


@given(ANY_TEXT, ANY_TEXT)
def test_finding_anything_in_anything_is_total(text: str, typed: str) -> None:
    draft = cover_words(Draft(text), typed)
    assert draft is None or in_order(draft.marks)
    wanted = fold(typed).text.strip()
    for span in find_words(text, typed):
        assert wanted in fold(text[span.start : span.end]).text


# --- time ------------------------------------------------------------------------------------


def _grows(work: Callable[[int], Callable[[], object]]) -> float:
    """Return how much longer eight times the text takes: about 8, or 64 with the square of it.

    The least of some runs counts: what others do on this machine only ever adds.
    """

    def seconds(size: int) -> float:
        best = float("inf")
        for _ in range(3):
            once = work(size)
            start = time.process_time()
            once()
            best = min(best, time.process_time() - start)
        return best

    return seconds(32_000) / seconds(4_000)


def _typed(size: int) -> Callable[[], object]:
    text = "a " * (size // 2)
    typed = "a " * (size // 4) + "b"
    return lambda: cover_words(Draft(text), typed)


def _everywhere(size: int) -> Callable[[], object]:
    text = "a " * (size // 2)
    return lambda: kept_from(cover_words(Draft(text), "a") or Draft(""), NAMES)


def _on_covers(size: int) -> Callable[[], object]:
    covers = tuple(KeptCover(at, at + 1, "words") for at in range(0, size, 4))
    spans = [Span(at, at + 1, "words") for at in range(2, size, 4)]
    return lambda: cover_more(Kept("a b " * (size // 4), covers), spans, NAMES)


def _within_one(size: int) -> Callable[[], object]:
    kept = Kept("a" * size, (KeptCover(0, size, "words"),))
    spans = [Span(at, at + 1, "words") for at in range(0, size, 2)]
    return lambda: places(kept, spans)


@pytest.mark.parametrize("work", [_typed, _everywhere, _on_covers, _within_one])
def test_the_time_grows_with_the_text(work: Callable[[int], Callable[[], object]]) -> None:
    assert min(_grows(work) for _ in range(2)) < 24
