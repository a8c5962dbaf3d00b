"""Phrases beside which support is offered: found however they are written, and only as whole words."""

import pytest

from bot.consultation.hard_words import listed, offers_support
from prompts.library import Library

PHRASES = Library.load().support().hard


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "sometimes i WANT TO   DIE.",
        "He hits me, and nobody asks",
        "I can\u2019t go on like this",
        "cant cope",
        "it is about self\u2011harm",
        "\uff33uicide",
    ],
)
def test_hard_words_are_found(text: str) -> None:
    assert offers_support(text, PHRASES)


@pytest.mark.parametrize(
    "text", ["", "They rang back.", "the team hits message", "a diet", "suicides?ally", "we cope"]
)
def test_other_words_are_not(text: str) -> None:
    assert not offers_support(text, PHRASES)
    assert not offers_support("I want to die", ("", "  ", "..."))


def test_a_list_is_read_line_by_line() -> None:
    assert listed(" b  c \n\nA\n...\nb c\r\n") == ("A", "b c")
