"""What the trained model's figures for each word come to."""

from collections.abc import Iterator, Sequence
from typing import Final, cast

from bot.detection.found import Found, Label
from bot.detection.trained.pieces import Piece

LABELS: Final = (
    "O",
    "ADDRESS",
    "CARE_HOME",
    "EMPLOYER",
    "NICKNAME",
    "PERSON",
    "PLACE",
    "SCHOOL",
)
"""What a word can be, in the order of the model's figures; ``O`` is no name."""
SURE: Final = 0.98
"""How sure one word of a name has to be. Set on generated texts kept from training."""
BELONGS: Final = 0.5
"""How sure a word beside it has to be to belong to the name."""
_TRIMMED: Final = frozenset({"mark", "tail"})
_WORDS: Final = frozenset({"PLAIN", "GLUE", "number", *_TRIMMED})
_NEVER_WORDS: Final = frozenset({"PERSON", "PLACE"})
"""What is never made of ordinary words alone, unlike a home or a nickname."""


def spans(
    read: Sequence[Piece], rows: Sequence[Sequence[float]], sure: float = SURE
) -> Iterator[Found]:
    """Return the runs of words that are names, surely enough."""
    run: list[int] = []
    for at in range(len(read) + 1):
        if at < len(read) and 1 - rows[at][0] >= BELONGS:
            run.append(at)
        elif run:
            yield from _found(read, rows, run, sure)
            run = []


def _found(
    read: Sequence[Piece], rows: Sequence[Sequence[float]], run: list[int], sure: float
) -> Iterator[Found]:
    while run and read[run[-1]].kind in _TRIMMED:
        run = run[:-1]
    while run and read[run[0]].kind in _TRIMMED:
        run = run[1:]
    if not run:
        return
    sums = [sum(rows[at][of] for at in run) for of in range(1, len(LABELS))]
    label = LABELS[1 + max(range(len(sums)), key=sums.__getitem__)]
    score = max(1 - rows[at][0] for at in run if read[at].kind not in _TRIMMED)
    if label in _NEVER_WORDS and all(_sort(read[at]) in _WORDS for at in run):
        return
    if score >= sure:
        start, end = read[run[0]].start, read[run[-1]].end
        yield Found(start, end, cast("Label", label), round(min(score, 1.0) * 0.6, 3), "model")


def _sort(piece: Piece) -> str:
    return piece.kind.partition("-")[0].partition("+")[0]
