"""A text as the rules for names read it: words with their kind, their sentence and their capitals."""

import re
from dataclasses import dataclass
from typing import Final, Self

from bot.detection.names.lexicon import Kind, is_slip, kind_of, words
from bot.detection.text import Text, Word

_TAILS: Final = frozenset({"s", "ll", "d", "ve", "re", "m", "z"})
_STOP: Final = re.compile(r"[.!?;:\n\"\[*/|]|(?:^|\s)-+(?:\s|$)")
_SHORTENED: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "rev", "st", "sgt", "cllr"})
_BEFORE_NAMES: Final = words("called named nicknamed me him her us as name")
_SHOUTED: Final = 0.6
_TITLED: Final = 0.6
_FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word without what hangs on it: ``end`` and ``low`` leave out "'s", "'ll" and the like.

    ``tail`` is what hung on it ("s", "ll", ...). ``first``: it starts a sentence. ``comma``: one
    stands right before it. ``capital``: it is written with a capital that means something, so not
    at the start of a sentence, and not in a text that shouts.
    """

    start: int
    end: int
    low: str
    tail: str
    kind: Kind
    first: bool
    comma: bool
    capital: bool
    stop: int
    """Where the word ends with what hangs on it."""
    slip: bool
    """A strange word that is a common one mistyped, or too short to say."""
    lone: bool
    """A capital letter by itself, as in "Connor M"."""


_NONE: Final = Token(
    0, 0, "", "", Kind.GLUE, first=True, comma=False, capital=False, stop=0, slip=False, lone=False
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, one after the other."""

    tokens: tuple[Token, ...]
    shouted: bool

    @classmethod
    def of(cls, text: Text) -> Self:
        """Read a text, in time linear in its length."""
        shouted = _shouts(text.text)
        telling = not shouted and not _titled(text.words)
        tokens: list[Token] = []
        before = 0
        for at, word in enumerate(text.words):
            gap = text.text[before : word.start]
            first = at == 0 or (_STOP.search(gap) is not None and not _goes_on(tokens, gap))
            after = text.text[word.end : word.end + 1]
            tokens.append(_token(word, gap, after, first=first, telling=telling))
            before = word.end
        return cls(tuple(tokens), shouted)

    def at(self, index: int) -> Token:
        """Return a word by its place, and an empty one beyond either end."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else _NONE

    def low(self, index: int) -> str:
        """Return the folded word at a place, "" beyond either end."""
        return self.at(index).low

    def joined(self, index: int) -> bool:
        """Tell whether a word follows the one before in the same sentence."""
        return 0 < index < len(self.tokens) and not self.tokens[index].first

    def before(self, index: int) -> str:
        """Return the folded word before, "" where a sentence starts."""
        return self.low(index - 1) if self.joined(index) else ""

    def after(self, index: int) -> str:
        """Return the folded word after, "" where the sentence ends."""
        return self.low(index + 1) if self.joined(index + 1) else ""

    def phrase(self, index: int, count: int) -> str:
        """Return that many folded words from a place on, with single spaces, in one sentence."""
        lows = [self.low(index)]
        lows += [self.low(at) for at in range(index + 1, index + count) if self.joined(at)]
        return " ".join(lows) if len(lows) == count else ""


def _goes_on(tokens: list[Token], gap: str) -> bool:
    """Tell whether a mark ends no sentence ("D. Carmichael", "Mr. X", 'called "Biscuit"')."""
    if gap == ". ":
        return tokens[-1].lone or tokens[-1].low in _SHORTENED
    return gap == ' "' and tokens[-1].low in _BEFORE_NAMES


def _token(word: Word, gap: str, after: str, *, first: bool, telling: bool) -> Token:
    head, mark, tail = word.low.rpartition("'")
    low, hung = (head, tail) if mark and tail in _TAILS and head else (word.low, "")
    end = word.end - len(hung) - bool(hung)
    kind = kind_of(low)
    capital = telling and not first and word.text[:1].isupper() and not word.text[1:2].isupper()
    return Token(
        start=word.start,
        end=end,
        low=low,
        tail=hung,
        kind=kind,
        first=first,
        comma="," in gap or "(" in gap or ")" in gap,
        capital=capital and low != "i",
        stop=word.end,
        slip=kind is Kind.STRANGE and is_slip(low),
        lone=_is_initial(word, after, telling=telling),
    )


def _is_initial(word: Word, after: str, *, telling: bool) -> bool:
    if len(word.low) > 1 or word.low in "ao0123456789":
        return False
    if word.low == "i":
        return after == "." and telling
    if word.text.isupper() and telling:
        return word.low != "x"
    return after == "." and word.low not in "uyx"


def _shouts(text: str) -> bool:
    return sum(map(str.isupper, text)) > _SHOUTED * sum(map(str.isalpha, text))


def _titled(words: tuple[Word, ...]) -> bool:
    """Tell whether Nearly Every Word Has A Capital."""
    capitals = sum(word.text[:1].isupper() for word in words)
    return len(words) > _FEW and capitals > _TITLED * len(words)
