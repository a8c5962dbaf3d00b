"""The texts that the detector is held to, with what identifies someone marked by hand.

A line of ``corpus/*.txt`` reads ``style: words with [[LABEL|what to find]] in them``; lines that are
empty or begin with # say nothing. The mark holds the smallest phrase: no title, no "the", no
"years". The styles: asis, lower, namelower (only names), upper, typo, voice (dictated).

``python -m tests.detection.gold`` prints JSON lines {"id", "text", "spans", "style"}.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
STYLES = ("asis", "lower", "namelower", "upper", "typo", "voice")
# What finds one person on its own, and what does so together with something else.
DIRECT = frozenset(
    {
        "PERSON",
        "NICKNAME",
        "SCHOOL",
        "CARE_HOME",
        "ADDRESS",
        "POSTCODE",
        "PHONE",
        "EMAIL",
        "HANDLE",
        "URL",
        "CHI",
        "NINO",
        "DOB",
        "VEHICLE",
        "CASE_REF",
    }
)
QUASI = frozenset({"PLACE", "AGE", "DATE", "EMPLOYER"})
LABELS = DIRECT | QUASI | {"INDIRECT"}

_MARK = re.compile(r"\[\[([A-Z_]+)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` up to ``end`` of a text, and what kind of thing stands there."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Gold:
    """A text, the way it was typed, and its marks from left to right."""

    id: str
    text: str
    style: str
    marks: tuple[Mark, ...]

    def words(self, mark: Mark) -> str:
        """What stands in the text at the mark."""
        return self.text[mark.start : mark.end]


def parse(name: str, line: str) -> Gold:
    """Read one line; ValueError if it names no style, has an unknown label or a loose bracket."""
    style, colon, marked = line.partition(": ")
    if not colon or style not in STYLES:
        raise ValueError(f"{name}: no style")
    text, marks, done = "", [], 0
    for match in _MARK.finditer(marked):
        label, words = match.groups()
        if label not in LABELS or words != words.strip():
            raise ValueError(f"{name}: {match[0]}")
        text += marked[done : match.start()]
        marks.append(Mark(len(text), len(text) + len(words), label))
        text, done = text + words, match.end()
    text += marked[done:]
    if "[[" in text or "]]" in text:
        raise ValueError(f"{name}: a loose bracket")
    return Gold(name, text, style, tuple(marks))


def load(folder: Path = CORPUS) -> Iterator[Gold]:
    """Every text of the folder, file by file; its id is the file's name and the line's number."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                yield parse(f"{path.stem}-{number}", line)


def row(gold: Gold) -> str:
    """One JSON line, as scorers and `heardback detect` read it."""
    spans = [{"start": m.start, "end": m.end, "label": m.label} for m in gold.marks]
    return json.dumps({"id": gold.id, "text": gold.text, "spans": spans, "style": gold.style})


if __name__ == "__main__":
    for one in load(Path(sys.argv[1]) if sys.argv[1:] else CORPUS):
        sys.stdout.write(row(one) + "\n")
