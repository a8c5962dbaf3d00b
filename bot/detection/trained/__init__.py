"""Our own small model, for names in the way people in Scotland write, in any letters.

spaCy's layers and tagger, trained on invented sentences by ``scripts/train_detector.py``. It knows
a word by its letters, its neighbours, and what kind of word our lists take it for, so capitals help
it and their lack does not hurt. docs/model-card.md says what it is and is not.
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from bot.detection.found import Found
from bot.detection.model import ModelRefused
from bot.detection.text import Text
from bot.detection.trained.decode import BELONGS, LABELS, SURE, spans
from bot.detection.trained.pieces import WINDOW, Piece, pieces

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WEIGHTS: Final = "weights.bin"
PIN: Final = "weights.sha256"

_ATTRIBUTES: Final = ("ORTH", "LEMMA", "SUFFIX", "TAG")
_ROWS: Final = (4000, 2000, 2000, 200)


def blank() -> "Language":
    """Return the model without what it learned."""
    import spacy

    language = spacy.blank("en")
    language.add_pipe(
        "tagger",
        config={
            "model": {
                "@architectures": "spacy.Tagger.v2",
                "nO": len(LABELS),
                "normalize": True,
                "tok2vec": {
                    "@architectures": "spacy.Tok2Vec.v2",
                    "embed": {
                        "@architectures": "spacy.MultiHashEmbed.v2",
                        "width": 64,
                        "attrs": list(_ATTRIBUTES),
                        "rows": list(_ROWS),
                        "include_static_vectors": False,
                    },
                    "encode": {
                        "@architectures": "spacy.MaxoutWindowEncoder.v2",
                        "width": 64,
                        "window_size": 1,
                        "maxout_pieces": 2,
                        "depth": 4,
                    },
                },
            }
        },
    )
    return language


def document(language: "Language", read: Sequence[Piece]) -> "Doc":
    """Return words as spaCy's layers read them: their letters, first letters and kind."""
    from spacy.tokens import Doc

    return Doc(
        language.vocab,
        words=[piece.low for piece in read],
        lemmas=[piece.low[:3] for piece in read],
        tags=[piece.kind for piece in read],
    )


class Trained:
    """Finds names in a text; safe to use from many threads."""

    def __init__(self, language: "Language") -> None:
        self._language = language
        self._layers = language.get_pipe("tagger").model  # type: ignore[attr-defined]
        # As in bot.detection.model: one window of a text at a time.
        self._one_at_a_time = threading.Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Load the model.

        Raises:
            ModelRefused: its file is missing or not the one we know, or it does not load.
        """
        here = resources.files(__package__)
        try:
            weights = ((folder or here) / WEIGHTS).read_bytes()
        except OSError:
            raise ModelRefused("missing") from None
        if hashlib.sha256(weights).hexdigest() != (here / PIN).read_text("ascii").split()[0]:
            raise ModelRefused("changed")
        return cls.of(weights)

    @classmethod
    def of(cls, weights: bytes) -> Self:
        """Make the model of what it learned.

        Raises:
            ModelRefused: the library is missing, or these are no weights of ours.
        """
        try:
            language = blank()
            language.get_pipe("tagger").model.from_bytes(weights)  # type: ignore[attr-defined]
        except ImportError:
            raise ModelRefused("missing") from None
        except Exception:  # noqa: BLE001 - as for the other model
            raise ModelRefused("broken") from None
        return cls(language)

    def find(self, text: Text, sure: float = SURE) -> Iterator[Found]:
        """Return what the model finds. Takes time linear in the length; keeps nothing."""
        read = pieces(text)
        for start in range(0, len(read), WINDOW):
            window = read[start : start + WINDOW]
            with self._one_at_a_time, self._language.memory_zone():
                rows = self._layers.predict([document(self._language, window)])[0]
            yield from spans(window, rows.tolist(), sure)

    def agreed(self, text: Text, found: Iterable[Found]) -> tuple[Found, ...]:
        """Return what others found and this model holds possible, in linear time."""
        others = tuple(found)
        possible = bytearray(len(text.text))
        for one in self.find(text, BELONGS) if others else ():
            possible[one.start : one.end] = b"\1" * (one.end - one.start)
        return tuple(one for one in others if any(possible[one.start : one.end]))
