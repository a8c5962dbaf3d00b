"""What of the model's names is worth proposing.

The model was made for newspapers. In the way young people write it takes feelings, festivals and
"wi" for organisations and dates. So only people and places count, and an organisation only where
one of its words says what it is. What our lists know well is left to the rules: the model is for
names that no list holds.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from bot.detection.found import Found, Label
from bot.detection.model import Entity
from bot.detection.names.lexicon import Kind, is_slip
from bot.detection.names.reading import Reading, Token
from bot.detection.text import Text

_LABELS: Final[dict[str, Label]] = {
    "PERSON": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
}
_KINDS: Final[dict[str, Label]] = {
    **dict.fromkeys(("academy", "school", "primary", "nursery", "college"), "SCHOOL"),
    **dict.fromkeys(("lodge", "unit", "house", "cottage"), "CARE_HOME"),
}
_NEVER: Final = frozenset({Kind.PLAIN, Kind.GLUE})
_SCORE: Final = 0.6
_SHORTEST: Final = 3


def proposals(text: Text, names: Iterable[Entity]) -> Iterator[Found]:
    """Turn what the model takes for names in this text into proposals."""
    tokens = Reading.of(text).tokens
    starts = [token.start for token in tokens]
    for name in names:
        words = tokens[bisect_left(starts, name.start) : bisect_left(starts, name.end)]
        label = _LABELS.get(name.label) or _kind(words)
        words = _trimmed(words)
        if label and any(map(_tells, words)):
            yield Found(words[0].start, words[-1].end, label, _SCORE, "model")


def _kind(words: Iterable[Token]) -> Label | None:
    return next((_KINDS[word.low] for word in words if word.low in _KINDS), None)


def _trimmed(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Take off words at either end that are no part of a name; "unit" after a name is."""
    kept = [at for at, word in enumerate(words) if word.kind not in _NEVER]
    if not kept:
        return ()
    end = kept[-1] + 1
    while end < len(words) and words[end].low in _KINDS:
        end += 1
    return words[kept[0] : end]


def _tells(word: Token) -> bool:
    """Tell whether a word makes what the model says believable."""
    if len(word.low) < _SHORTEST:
        return False
    if word.kind is Kind.STRANGE:
        return word.capital or not is_slip(word.low)
    return word.kind in {Kind.CLEAR, Kind.SURNAME}
