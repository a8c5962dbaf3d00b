"""Every phrase, whoever wrote it, keeps the house's tone: short, plain, and never pressing."""

import re
from collections.abc import Callable
from typing import Final

from prompts.library import Library

# "Whole messages of 20 words or more": a grade says nothing about a label.
GRADED_FROM: Final = 20

UNKIND: Final = {
    "presses": r"\bplease\b",
    "probes": r"\bwhy\?",
    "blames": r"\b(you failed|you must|invalid|forgot)\b",
    "gushes": r"\b(awesome|amazing|great job|well done|valued|important to us)\b",
    "hides": r"\binconvenience\b",
    "shouts": r"!",
}


def said(library: Library) -> dict[str, str]:
    """Every phrase with a short word in its slots, but for words that people type themselves."""
    say = library.phrases()
    return {
        key: say(key, **dict.fromkeys(say.slots(key), "Ann"))
        for key in say._texts
        if not key.startswith("word.")
    } | {
        f"{key}.{form}": text.replace("{", "").replace("}", "")
        for key in say._plurals
        for form, text in say.forms(key).items()
    }


def test_every_phrase_is_easy_to_read(
    library: Library, hard_to_read: Callable[..., list[str]]
) -> None:
    hard = {key: hard_to_read(text, graded_from=GRADED_FROM) for key, text in said(library).items()}

    assert {key: why for key, why in hard.items() if why} == {}


def test_no_phrase_presses_probes_blames_or_gushes(library: Library) -> None:
    assert [
        (key, how, text)
        for key, text in said(library).items()
        for how, pattern in UNKIND.items()
        if re.search(pattern, text, re.IGNORECASE)
    ] == []
