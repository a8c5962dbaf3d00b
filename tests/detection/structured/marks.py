"""Texts in which «what a rule has to find» is marked, and checks that a rule finds just that."""

import re

from bot.detection.found import Rule
from bot.detection.text import Text

_MARKED = re.compile("«(.*?)»")


def plain(marked: str) -> str:
    """The text without its marks."""
    return marked.replace("«", "").replace("»", "")


def found(rule: Rule, text: str) -> list[str]:
    """What the rule finds, from left to right; what overlaps is one."""
    ready = Text.of(text)
    joined: list[tuple[int, int]] = []
    for start, end in sorted((find.start, find.end) for find in rule(ready)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [ready.low[start:end] for start, end in joined]


def holds(rule: Rule, marked: str) -> None:
    """The marked words and no others are found, as they are, in small letters and in capitals."""
    wanted = [Text.of(words).low for words in _MARKED.findall(marked)]
    for text in (plain(marked), plain(marked).lower(), plain(marked).upper()):
        assert found(rule, text) == wanted


def quiet(rule: Rule, text: str) -> None:
    """Nothing is found in any case."""
    for written in (text, text.lower(), text.upper()):
        assert found(rule, written) == []
