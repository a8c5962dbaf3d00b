"""The tone of what people read: no gush, no pressure, no blame, no reward, nothing that shouts.

What never stands in a text is data: `tone` in the phrases of a language, each group with its words
and with the reason, which the finding tells.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Self

from prompts.phrasebook import Phrases

SECTION: Final = "tone"
"""Where a language says what may not be said."""
_WORDS: Final = ".words"


@dataclass(frozen=True, slots=True)
class Tone:
    """What a text of one language may not say.

    Attributes:
        refused: Forms that are refused, each with the reason in plain words.
        sign: Why a picture among the letters, such as an emoji, is refused; empty to let it stand.
    """

    refused: tuple[tuple[re.Pattern[str], str], ...] = ()
    sign: str = ""

    @classmethod
    def of(cls, say: Phrases) -> Self:
        """The tone of a language; one that lists no words refuses none."""
        every = say.keys()
        groups = tuple(k for k in every if k.startswith(f"{SECTION}.") and k.endswith(_WORDS))
        refused = tuple(
            (_any(say.many(key)), say(key.removesuffix(_WORDS) + ".because")) for key in groups
        )
        return cls(refused, say(f"{SECTION}.sign") if say.has(f"{SECTION}.sign") else "")

    def found(self, text: str) -> tuple[str, str] | None:
        """The first words of a text that are refused, as they stand there, and the reason."""
        flat = " ".join(text.split())
        for form, because in self.refused:
            if hit := form.search(flat):
                return hit[0], because
        if self.sign and (sign := next(filter(_is_sign, flat), "")):
            return sign, self.sign
        return None


NO_TONE: Final = Tone()
"""Refuses nothing."""


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words as they are typed; a straight apostrophe stands for a curly one too."""
    forms = (re.escape(word).replace("'", "['’]") for word in words)
    whole = "|".join(
        (r"\b" if word[0].isalnum() else "") + form + (r"\b" if word[-1].isalnum() else "")
        for word, form in zip(words, forms, strict=True)
    )
    return re.compile(whole, re.IGNORECASE)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == "So" or char == "\N{VARIATION SELECTOR-16}"
