"""Trains the detector's own small model on invented texts and writes what it learned.

Run by hand in the project's environment, on one core, in minutes::

    python -m scripts.train_detector --wordnet /usr/share/wordnet --into bot/detection/trained

It writes weights.bin and weights.sha256, and prints how well names that were kept from training are
found. The same seed and lists give the same texts; the same machine gives the same bytes.
"""

import argparse
import hashlib
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from spacy.util import fix_random_seed
from thinc.api import Adam, set_dropout_rate
from thinc.model import Model

from bot.detection.text import Text
from bot.detection.trained import PIN, WEIGHTS, Trained, blank, document
from bot.detection.trained.decode import LABELS
from bot.detection.trained.pieces import Piece, pieces
from scripts.training.plain import sentences
from scripts.training.texts import Example, Writer

if TYPE_CHECKING:
    from spacy.language import Language

_SEED: Final = 20
_HELD_SEED: Final = 21
_BATCH: Final = 32
_RATE: Final = 0.003
_LAST_RATE: Final = 0.0003
_DROPOUT: Final = 0.15
_MEASURED: Final = 3000
_BARS: Final = (0.9, 0.95, 0.97, 0.98, 0.99, 0.995)
"""How sure the model may have to be: the texts kept back say which of these costs what."""
_UNLISTED: Final = 0.25
"""Share of listed names that are shown as if no list held them, so that neighbours count."""

type Shown = tuple[tuple[Piece, ...], list[int]]


def shown(example: Example, chance: random.Random | None = None) -> Shown:
    """Return the pieces of a text and the number of each one's label."""
    read = list(pieces(Text.of(example.text)))
    labels = [0] * len(read)
    for start, end, label in example.marks:
        hide = chance is not None and chance.random() < _UNLISTED
        for at, piece in enumerate(read):
            if start <= piece.start < end:
                labels[at] = LABELS.index(label)
                if hide and piece.kind.startswith(("CLEAR", "SURNAME")):
                    case = piece.kind[-2:] if piece.kind[-2] == "-" else ""
                    read[at] = replace(piece, kind="STRANGE" + case)
    return tuple(read), labels


def train(texts: Iterable[Example], total: int, log: int = 0) -> bytes:
    """Learn from texts, each seen once, and return the weights."""
    fix_random_seed(_SEED)
    chance = random.Random(_SEED)
    language = blank()
    layers: Model = language.get_pipe("tagger").model  # type: ignore[attr-defined]
    first = [document(language, pieces(Text.of("Ask Kirsty.")))]
    layers.initialize(X=first)
    set_dropout_rate(layers, _DROPOUT)
    steps = max(1, total // _BATCH)
    adam = Adam(_RATE)
    began = time.monotonic()
    lost = 0.0
    for step, batch in enumerate(batched(texts, _BATCH)):
        adam.learn_rate = _RATE + (_LAST_RATE - _RATE) * step / steps
        lost += _step(language, layers, adam, [shown(one, chance) for one in batch])
        if log and step % log == log - 1:
            print(
                f"{step + 1}/{steps} loss {lost / log:.4f} {time.monotonic() - began:.0f} s",
                flush=True,
            )
            lost = 0.0
    with layers.use_params(adam.averages):
        return layers.to_bytes()


def _step(language: "Language", layers: Model, adam: Adam, batch: list[Shown]) -> float:
    batch = [one for one in batch if one[0]]
    with language.memory_zone():
        rows, back = layers.begin_update([document(language, read) for read, _ in batch])
        slopes = []
        lost = 0.0
        size = sum(map(len, rows))
        for figures, (_, labels) in zip(rows, batch, strict=True):
            right = np.zeros_like(figures)
            right[np.arange(len(labels)), labels] = 1
            lost -= float(np.log((figures * right).sum(axis=1) + 1e-9).sum())
            slopes.append((figures - right) / np.float32(size) * np.float32(8))
        back(slopes)
        layers.finish_update(adam)
    return lost / size


def measured(model: Trained, texts: Iterable[Example], sure: float) -> Iterator[str]:
    """Say how many names of each kind are found whole, and how many texts without one alarm."""
    found: Counter[str] = Counter()
    there: Counter[str] = Counter()
    clean = alarms = 0
    for example in texts:
        text = Text.of(example.text)
        covered = {at for one in model.find(text, sure) for at in range(one.start, one.end)}
        clean += not example.marks
        alarms += bool(covered) and not example.marks
        for start, end, label in example.marks:
            there[label] += 1
            found[label] += all(
                at in covered for at in range(start, end) if text.text[at : at + 1].isalnum()
            )
    yield f"bar {sure}: {alarms} of {clean} texts without a name have an alarm"
    for label in LABELS[1:]:
        yield f"  {label:10} {found[label]}/{there[label]} {found[label] / max(1, there[label]):.3f}"


def main() -> None:
    """Train, write and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=130_000)
    parser.add_argument("--wordnet", type=Path, required=True)
    given = parser.parse_args()
    said = sentences(given.wordnet, held=False)
    weights = train(Writer(_SEED, said).texts(given.texts), given.texts, log=200)
    given.into.mkdir(parents=True, exist_ok=True)
    (given.into / WEIGHTS).write_bytes(weights)
    digest = hashlib.sha256(weights).hexdigest()
    (given.into / PIN).write_text(f"{digest}  {WEIGHTS}\n", "ascii")
    print(f"{len(weights) / 1e6:.1f} MB")
    held = Writer(_HELD_SEED, sentences(given.wordnet, held=True), held=True)
    kept_back = tuple(held.texts(_MEASURED))
    for sure in _BARS:
        print(*measured(Trained.of(weights), kept_back, sure), sep="\n")


if __name__ == "__main__":
    main()
