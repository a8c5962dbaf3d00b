"""Folded text knows the way back to the characters it came from."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.consultation.folding import fold

ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates and NUL included


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kilbrae", "kilbrae"),
        ("STRASSE Straße", "strasse strasse"),
        ("Zoe\u0308 Zo\u00eb", "zoe zoe"),
        ("a\u200bb\u202ec\ufeff\u00ad", "abc"),
        ("one \t\n\u00a0 two", "one two"),
        ("\uff42\uff4f\uff42\uff20\uff58", "bob@x"),
        ("x\u3002y\uff61z\uff0ew\u2024v", "x.y.z.w.v"),
        ("\u0660\u0667\uff17", "077"),
        ("a\u2013b\u2014c\u2212d", "a-b-c-d"),
        ("\u2018a\u2019 \u201cb\u201d", "'a' \"b\""),
        ("0\ufe0f\u20e37\ufe0f\u20e3", "07"),
        ("\U0001f469\U0001f3fd", "\U0001f469"),
        ("\u0130", "i"),
        ("", ""),
    ],
)
def test_what_looks_alike_folds_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_letter_takes_its_accents_and_what_is_invisible_with_it() -> None:
    text = "Zoe\u0308\u200b sat"
    assert fold(text).source(0, 3) == (0, 5)


def test_a_letter_that_folds_to_two_is_taken_whole() -> None:
    folded = fold("a\u00df\u0301b")
    assert folded.text == "assb"
    assert folded.source(1, 2) == (1, 3)
    assert folded.source(2, 3) == (1, 3)


@given(ANY_TEXT)
@example("\ud800\x00\U0001f469\u200d\U0001f467")
def test_every_folded_character_has_its_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    for at in range(len(folded.text)):
        start, end = folded.source(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold(text[start:end]).text
