"""How easy a text is to read: its sentences, and its Flesch-Kincaid grade.

Reckoned here because it is needed wherever Heardback runs; docs/decisions tells what else was tried.
"""

import re
from typing import Final

MAX_GRADE: Final = 5.0
"""The hardest a plain wording may be: the reading of somebody of ten."""
MAX_WORDS: Final = 15
"""The longest a plain sentence may be, in words."""

_ENDS: Final = re.compile(r"(?<=[.!?…])[\s”’\")]+|\n+")
_INSIDE: Final = re.compile(r"[^\w\s]|_")
# A word or two, such as "One idea." or "Or not.", makes the rest no easier to read.
_TOO_SHORT: Final = 2

_VOWELS: Final = re.compile(r"[aeiouy]+")
# Letters that are written and not heard.
_SILENT: Final = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouyl]l)e$"  # like, while; heard in "little"
    r"|(?<=[aeiouyl]l)ed$|(?<=[^aeiouytdl])ed$"  # called, looked; heard in "wanted", "handled"
    r"|(?<=[aeiouy]l)es$|(?<=[^aeiouyszxcghl])es$|(?<=[^cst]h)es$"  # rules; heard in "places"
    r"|(?<=[^aeiouyl])e(?=ment)|(?<=er)e(?=fore)|(?<=ev)e(?=n?ing|r[yi])"
    r"|(?<=[^aeiouy])e(?=ly$|ty$|ful|less|ness|where|thing|one|body|times?$|guard)"
)
# Vowels that stand together and are heard apart.
_APART: Final = re.compile(
    r"ia(?!l$|lly$|lis|n$)|io(?!n|us)|iu|eo(?!pl|n$)|ua(?!l|r)|ie(?=t|nc|nt)"
    r"|[aeiouy]ing|uou|sms?$|(?<=[^qg])ue(?=l|n|t)|crea(?=t)"
    r"|co(?=or|op)|^(?:an|evr)yon$|(?:ide|are)as?$|[ds]nt$"
)


def sentences(text: str) -> tuple[str, ...]:
    """Cut a text where a sentence ends; a new line ends one too. Spaces are made single."""
    return tuple(" ".join(part.split()) for part in _ENDS.split(text) if words(part))


def is_question(sentence: str) -> bool:
    """Whether a sentence ends with a question mark, quoted or in brackets as it may be."""
    return sentence.rstrip("”’\"')").endswith("?")


def words(text: str) -> tuple[str, ...]:
    """The words of a text without their marks; "co-design" and "don't" are one word each."""
    return tuple(_INSIDE.sub("", text).split())


def syllables(word: str) -> int:
    """How many beats an English word has; a number counts as one."""
    heard = _SILENT.sub("", word.lower())
    return max(1, len(_VOWELS.findall(heard)) + len(_APART.findall(heard)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: about how many years at school it takes to read it.

    Source: Kincaid and others (1975), with US school years. A text without words has grade 0.
    """
    said = words(text)
    if not said:
        return 0.0
    long_enough = sum(len(words(part)) > _TOO_SHORT for part in sentences(text))
    a_sentence = len(said) / max(1, long_enough)
    a_word = sum(map(syllables, said)) / len(said)
    return 0.39 * a_sentence + 11.8 * a_word - 15.59
