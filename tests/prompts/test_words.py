"""The words of the codes: enough of them, kind ones, and none that is mistaken for another."""

import math
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from prompts.library import Library

CODE_LENGTH: Final = 7

# What no code may say to anybody: violence, the body, drugs, death, family, police and the like.
UNKIND: Final = (Path(__file__).parent / "unkind.txt").read_text("utf-8").split()
ENDINGS: Final = ("", "s", "d", "ed", "ing")


def one_slip_away(word: str) -> Iterator[str]:
    """Every word made by leaving out, adding, swapping or mistyping one letter."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in string.ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def test_a_code_cannot_be_guessed(library: Library) -> None:
    words = library.words()

    assert len(set(words)) >= 1024
    assert CODE_LENGTH * math.log2(len(set(words))) >= 70


def test_words_are_short_sorted_and_once(library: Library) -> None:
    words = library.words()

    assert list(words) == sorted(set(words))
    assert [word for word in words if not re.fullmatch(r"[a-z]{3,6}", word)] == []


def test_one_slip_of_the_finger_never_gives_another_word(library: Library) -> None:
    words = set(library.words())

    assert [
        (word, other)
        for word in words
        for other in one_slip_away(word)
        if other != word and other in words
    ] == []


def test_no_word_is_or_begins_with_a_control_word(library: Library) -> None:
    say = library.phrases()
    controls = {
        part
        for key in say._lists
        if key.startswith("word.")
        for phrase in say.many(key)
        for part in phrase.split()
    }
    long_enough = tuple(word for word in controls if len(word) > 3)

    assert [word for word in library.words() if word in controls] == []
    assert [word for word in library.words() if word.startswith(long_enough)] == []


def test_no_word_upsets(library: Library) -> None:
    unkind = {word + ending for word in UNKIND for ending in ENDINGS}

    assert [word for word in library.words() if word in unkind] == []
