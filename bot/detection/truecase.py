"""Copies of a text with the capitals it should have, for a model that knows names by them."""

import re
from typing import Final

from bot.detection.lexicon import listed
from bot.detection.names.lexicon import is_name, is_word
from bot.detection.text import Text

_SENTENCE: Final = re.compile(r"[.!?:] ?[\"']?$")
_SHOUTED: Final = 0.6
_LEAST: Final = 2


def copies(text: Text) -> tuple[str, ...]:
    """Return what the model is to read, each as long as the text.

    That is the text itself, unless it shouts, and a copy in which names and first words have
    capitals and other words have none but their own.
    """
    shouted = _shouts(text.text)
    letters = list(text.low if shouted else text.text)
    for word in text.words:
        if (
            word.low.partition("'")[0] == "i"
            or _named(word.low.removesuffix("'s"))
            or _SENTENCE.search(text.text, max(0, word.start - 3), word.start)
            or not word.start
        ):
            for at in _firsts(word.low):
                letters[word.start + at] = _upper(letters[word.start + at])
    cased = "".join(letters)
    return (cased,) if shouted else (text.text, cased)


def _named(low: str) -> bool:
    return is_name(low) or (low in listed("places") and not is_word(low))


def _shouts(text: str) -> bool:
    return sum(map(str.isupper, text)) > _SHOUTED * sum(map(str.isalpha, text))


def _firsts(low: str) -> list[int]:
    """Return where the parts of a word start ("anne-marie", "o'neill", but not "shona's")."""
    marks = (at for at, char in enumerate(low) if char in "-'")
    return [0, *(at + 1 for at in marks if len(low) - at > _LEAST)]


def _upper(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 else char
