"""Makes texts with marked names, as people in Scotland might write them; all of it is invented."""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.training.names import Names
from scripts.training.plain import spoken

_GRAMMAR: Final = Path(__file__).with_name("grammar.txt")
_HOLE: Final = re.compile(r"\[([a-z]+)\]|\{([A-Za-z_]+)\}")
_SOMEONE: Final = re.compile(r"\b(?:he|she|him)\b(?! or\b|/)")
_DEEPEST: Final = 14
_HELD: Final = 10
_FRAMES: Final = frozenset({"person", "nick", "school", "home", "address", "place", "employer"})
_BESIDE: Final = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjklaxcvbnmz", strict=True))
_STYLES: Final = ("proper", "proper", "lower", "lower", "lower", "namelower", "upper")

type Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and where its names stand: start, end and label of each."""

    text: str
    marks: tuple[Mark, ...]


def grammar() -> dict[str, list[str]]:
    """Return the ways to say each thing."""
    ways: dict[str, list[str]] = {}
    for line in _GRAMMAR.read_text("utf-8").splitlines():
        if line.startswith("@"):
            here = ways.setdefault(line[1:], [])
        elif not line.startswith("#") and ways:
            here.append(line)
    # An empty line before the next heading is no way; [open] and [end] may be nothing.
    return {
        name: found if name in {"open", "end"} else [way for way in found if way]
        for name, found in ways.items()
    }


class Writer:
    """Writes texts by chance, with ordinary sentences between those of the grammar.

    ``held``: sentences and names that training never meets.
    """

    def __init__(self, seed: int, ordinary: Sequence[str], *, held: bool = False) -> None:
        self._chance = random.Random(seed)
        self._names = Names(self._chance, held=held)
        self._ordinary = ordinary
        # Sentences with words that are also names, as words: the hardest to leave alone.
        self._hard = [said for said in ordinary if not self._names.wordly.isdisjoint(said.split())]
        self._someone = [said for said in ordinary if _SOMEONE.search(said)]
        self._ways = grammar()
        for name in _FRAMES:
            self._ways[name] = [
                way
                for way in self._ways[name]
                if (zlib.crc32(way.encode()) % _HELD == 0) is held or len(self._ways[name]) < _HELD
            ] or self._ways[name]

    def texts(self, count: int) -> Iterator[Example]:
        """Yield this many texts; one in six is long."""
        for _ in range(count):
            parts = 1 if self._chance.random() > 1 / 6 else self._chance.randint(3, 6)
            yield self.one(parts)

    def one(self, parts: int) -> Example:
        """Return one text of so many sentences, as some hand would type it."""
        style = self._chance.choice(_STYLES)
        text, marks = "", []
        for _ in range(parts):
            piece, found = self._sentence(style)
            shift = len(text)
            text += piece + (
                "" if parts == 1 else self._chance.choice((". ", ". ", " ", "\n", ", "))
            )
            marks += [(start + shift, end + shift, label) for start, end, label in found]
        return Example(text.upper() if style == "upper" else text, tuple(marks))

    def _sentence(self, style: str) -> tuple[str, list[Mark]]:
        built: list[tuple[str, str]] = []
        self._expand(self._start(), built, 0)
        text, marks = "", []
        for words, label in built:
            if not label:
                text += words.lstrip() if text.endswith(" ") else words
                continue
            text = text if not text or text[-1] in " \"'(" else text + " "
            name = words.title().replace("'S", "'s") if style == "proper" else words
            marks.append((len(text), len(text) + len(name), label))
            text += name
        if style in {"proper", "namelower"}:
            text = self._capitals(text, marks)
        return self._slip(text, marks)

    def _start(self) -> str:
        """Return what to say: an ordinary sentence, one with somebody's name, or a frame."""
        draw = self._chance.random()
        if draw < 0.25:
            return self._said(self._ordinary)
        if draw < 0.35 and self._hard:
            return self._said(self._hard)
        if draw < 0.46 and self._someone:
            return _SOMEONE.sub("{PERSON}", self._said(self._someone), count=1)
        return "[text]"

    def _said(self, among: Sequence[str]) -> str:
        said = spoken(self._chance.choice(among), self._chance)
        return re.sub(r"[\[\]{}]", "", said)

    def _expand(self, way: str, into: list[tuple[str, str]], deep: int) -> None:
        at = 0
        for hole in _HOLE.finditer(way):
            if hole.start() > at:
                into.append((way[at : hole.start()], ""))
            at = hole.end()
            name, slot = hole.groups()
            if name:
                plain = deep > _DEEPEST and name in {"open", "end"}
                self._expand("" if plain else self._way(name), into, deep + 1)
            elif slot == "w":
                into.append((self._names.word(), ""))
            else:
                into.append((self._names.of(slot), slot))
        if at < len(way):
            into.append((way[at:], ""))

    def _way(self, name: str) -> str:
        if name == "plainbit" and self._chance.random() < 0.4:
            return self._said(self._ordinary)
        return self._chance.choice(self._ways[name])

    def _capitals(self, text: str, marks: list[Mark]) -> str:
        """Write first words with a capital, and "i", as most people do."""
        if self._chance.random() < 0.2:
            return text
        inside = {start for start, *_ in marks}
        letters = list(text)
        for match in re.finditer(r"(?:^|[.!?\n] )(\w)|\b(i)\b", text):
            at = match.start(1) if match[1] else match.start(2)
            if at not in inside or match[1]:
                letters[at] = letters[at].upper()
        return "".join(letters)

    def _slip(self, text: str, marks: list[Mark]) -> tuple[str, list[Mark]]:
        """Swap, drop or strike wrong a letter, in one text of three."""
        if self._chance.random() > 1 / 3:
            return text, marks
        words = [m.span() for m in re.finditer(r"[a-z]{4,}", text)]
        if not words:
            return text, marks
        start, end = self._chance.choice(words)
        at = self._chance.randrange(start + 1, end - 1)
        two = text[at : at + 2]
        new = self._chance.choice((two[::-1], two[0], two[1:], _BESIDE[two[0]] + two[1:]))
        by = len(new) - len(two)
        moved = [
            (s + by if s > at + 1 else s, e + by if e > at + 1 else e, label)
            for s, e, label in marks
        ]
        return text[:at] + new + text[at + 2 :], moved
