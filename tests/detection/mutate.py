"""The same text as another hand would have typed it, with every mark still on its words."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from tests.detection.gold import Gold, Mark

type Mutation = Callable[[Gold], Gold]

_NAMES = frozenset({"PERSON", "NICKNAME"})
# Numbers and addresses with a wrong character are other numbers; words with one are still read.
_WORDS = _NAMES | {"SCHOOL", "CARE_HOME", "ADDRESS", "PLACE", "EMPLOYER"}
_BESIDE = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjklaxcvbnmz", strict=True))
_SPACES = ("  ", "\n", "\u00a0", " \t", "\n\n")


def lower(gold: Gold) -> Gold:
    """All in small letters."""
    return replace(gold, text="".join(map(_low, gold.text)), style="lower")


def upper(gold: Gold) -> Gold:
    """All in capitals."""
    return replace(gold, text="".join(map(_up, gold.text)), style="upper")


def names_lower(gold: Gold) -> Gold:
    """People in small letters, the rest as it was: what a quick thumb leaves."""
    text = list(gold.text)
    for mark in gold.marks:
        if mark.label in _NAMES:
            text[mark.start : mark.end] = map(_low, gold.words(mark))
    return replace(gold, text="".join(text), style="namelower")


def typo_around(gold: Gold) -> Gold:
    """One slip in a word that is no part of a mark."""
    return _typo(gold, [span for span in _words(gold) if not _inside(gold, span)])


def typo_within(gold: Gold) -> Gold:
    """One slip in a name of a person, a place or an organisation, never in a word's edges."""
    return _typo(gold, [span for span in _words(gold) if _inside(gold, span) in _WORDS])


def spacing(gold: Gold) -> Gold:
    """One space in three is two, a tab, a hard space or a new line, inside marks as well."""
    chance = random.Random(gold.id)
    for at in reversed([m.start() for m in re.finditer(" ", gold.text)]):
        if chance.random() < 1 / 3:
            gold = _edit(gold, at, 1, chance.choice(_SPACES))
    return gold


MUTATIONS: dict[str, Mutation] = {
    one.__name__: one for one in (lower, upper, names_lower, typo_around, typo_within, spacing)
}


def _typo(gold: Gold, spans: list[tuple[int, int]]) -> Gold:
    """Swap, drop, double or strike beside the key of one letter of one of the words."""
    if not spans:
        return gold
    chance = random.Random(gold.id)
    start, end = chance.choice(spans)
    at = chance.randrange(start + 1, end - 2)
    here, after = gold.text[at], gold.text[at + 1]
    beside = _BESIDE.get(_low(here), here)
    if here.isupper():
        beside = _up(beside)
    slip = chance.choice((after + here, here, here + here + after, beside + after))
    return replace(_edit(gold, at, 2, slip), style="typo")


def _words(gold: Gold) -> list[tuple[int, int]]:
    """Where words of four letters or more stand."""
    return [match.span() for match in re.finditer(r"[^\W\d_]{4,}", gold.text)]


def _inside(gold: Gold, span: tuple[int, int]) -> str | None:
    """The label of the mark that the word touches."""
    start, end = span
    return next((m.label for m in gold.marks if m.start < end and start < m.end), None)


def _edit(gold: Gold, at: int, length: int, put: str) -> Gold:
    """Replace ``length`` characters at ``at``; what is marked after it moves along."""
    by = len(put) - length

    def moved(place: int) -> int:
        return place + by if place >= at + length else place

    marks = tuple(Mark(moved(m.start), moved(m.end), m.label) for m in gold.marks)
    text = gold.text[:at] + put + gold.text[at + length :]
    return replace(gold, text=text, marks=marks)


def _low(char: str) -> str:
    """The small letter, where it is one character, so that places stay."""
    return small if len(small := char.lower()) == 1 else char


def _up(char: str) -> str:
    """The capital, where it is one character: ß stays."""
    return big if len(big := char.upper()) == 1 else char
