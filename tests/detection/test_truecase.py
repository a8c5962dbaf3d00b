"""The model reads names with the capitals they should have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.text import Text
from bot.detection.truecase import copies


@pytest.mark.parametrize(
    ("sent", "cased"),
    [
        (
            "i asked kirsty donnelly. she said i'm late",
            "I asked Kirsty Donnelly. She said I'm late",
        ),
        ("we moved tae falkirk", "We moved tae Falkirk"),
        ("MA WORKER KIRSTY SAID NO! AYE RIGHT", "Ma worker Kirsty said no! Aye right"),
        ("it was kirsty's idea, or anne-marie's", "It was Kirsty's idea, or Anne-Marie's"),
        ("I hope it will be grand in may", "I hope it will be grand in may"),
        ("McDonald and iPhone stay", "McDonald and iPhone stay"),
        ("", ""),
    ],
)
def test_names_and_first_words_have_capitals(sent: str, cased: str) -> None:
    assert copies(Text.of(sent))[-1] == cased


def test_a_text_is_read_as_it_is_too_unless_it_shouts() -> None:
    assert copies(Text.of("i asked kirsty")) == ("i asked kirsty", "I asked Kirsty")
    assert copies(Text.of("I ASKED KIRSTY")) == ("I asked Kirsty",)


@given(st.text(st.characters() | st.sampled_from("aB .'-\u0149\u01f0\ufb00\u0130\ud800")))
def test_copies_are_as_long_as_the_text(sent: str) -> None:
    text = Text.of(sent)
    assert {len(copy) for copy in copies(text)} == {len(text.text)}
