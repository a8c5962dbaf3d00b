"""Streets: with a house's number, or alone where somebody lives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import ahead, behind
from bot.detection.structured.living import FLAT, LEADS, LIVES, PLACES, is_mixed, is_number, joined
from bot.detection.structured.spelling import words
from bot.detection.structured.streets import (
    ADJECTIVES,
    FAMOUS,
    SHORT_WEAK,
    SIDES,
    STOPS,
    STRONG,
    WEAK,
)
from bot.detection.text import Text, Word

_BEFORE: Final = re.compile(
    rf"(?<![\w/£])(?:(?:{FLAT}(?:,? (?:at |of |in )?|,)){{0,4}}+"
    r"(?:(?:number|no|num|nr|flat|unit|apt|apartment|block|floor|house)\.? ?|#)?)$"
)
_SLASH: Final = re.compile(r"(?<![\w/£.])(?:\d{1,3}[a-h]?/){1,2}$")
_AFTER: Final = re.compile(
    rf"\.?,? ?\(?{FLAT}\)?|\.?,? (?:at )?(?:number|no|num|nr)\.? ?\d{{1,4}}[a-h]?\b|"
    r",? \d{1,4}[a-h]?(?= ?(?:$|[.,;!?)]))"
)
_NO_HOUSE: Final = re.compile(r"[£$.:]")
_FLAT_BEFORE: Final = re.compile(r"\d/$|flat \w{1,4},? $|\d, $")
_NUMBER: Final = re.compile(r"\b(?:number|no\.?) $")
_TENS: Final = re.compile(
    r"(?<![a-z])(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -]$"
)
_TITLES: Final = words("st dr str pl")
_NAMES: Final = 4
"""Words that a street's name has at most."""

_ONE_WORD: Final = re.compile(r"[a-z]{3,}(?:gate|gait|wynd|causeway)")


def address(text: Text) -> Iterator[Found]:
    """Find streets, with number and flat if they stand there; no town and no postcode."""
    mixed = is_mixed(text)
    for at, word in enumerate(text.words):
        if word.low in STRONG or word.low in WEAK:
            found = _Street.ending(text, at, mixed=mixed).found()
        elif at and _ONE_WORD.fullmatch(word.low) and text.words[at - 1].low[0].isdigit():
            found = _Street(text, at, at, mixed=mixed).found()
        else:
            continue
        if found:
            yield found


@dataclass(frozen=True, slots=True)
class _Street:
    """A street: its kind is word ``at``, its name starts at word ``first``.

    ``mixed``: capitals mean something in this text.
    """

    text: Text
    at: int
    first: int
    mixed: bool

    @classmethod
    def ending(cls, text: Text, at: int, *, mixed: bool) -> "_Street":
        first = at
        while first > max(0, at - _NAMES) and joined(text, first):
            word = text.words[first - 1]
            if is_number(word) or word.low in STOPS:
                break
            first -= 1
        return cls(text, at, first, mixed)

    def found(self) -> Found | None:
        """Return the address, if there is reason enough to take it for one."""
        if self._is_title() or self._is_no_name():
            return None
        house = self._house()
        if house is not None:
            return self._numbered(house) if self._is_house(house) else None
        if self._names() and self._stands_alone():
            return Found(self._names()[0].start, self._end(), "ADDRESS", 0.6, "context")
        return None

    def _names(self) -> tuple[Word, ...]:
        return self.text.words[self.first : self.at]

    def _kind(self) -> Word:
        return self.text.words[self.at]

    def _lead(self) -> str:
        return self.text.words[self.first - 1].low if self.first else ""

    def _house(self) -> Word | None:
        """Return the number before the name: "12 Manse Lane", "6 the crescent", "9 on ..."."""
        words, low = self.text.words, self.text.low
        before = self.first - 1
        if before < 0 or low[words[before].end : words[self.first].start] not in {" ", ", ", ". "}:
            return None
        if is_number(words[before]):
            kind = self._kind().low
            return words[before] if self._names() or kind not in STRONG | WEAK else None
        if before and is_number(words[before - 1]):
            house = words[before - 1]
            alone = words[before].low == "the" and not self._names()
            placed = words[before].low in PLACES and behind(low, house.start, _NUMBER, 8)
            return house if alone or placed else None
        return None

    def _is_house(self, house: Word) -> bool:
        """Tell whether a number is that of a house in this street."""
        low = self.text.low
        if _NO_HOUSE.match(low, max(0, house.start - 1)):
            return False
        before = low[max(0, house.start - 10) : house.start]
        told = (
            before.rpartition(" ")[0].rpartition(" ")[2] in LEADS
            or bool(_FLAT_BEFORE.search(before))
            or bool(behind(low, house.start, LIVES))
        )
        names = self._names()
        capitals = self.mixed and all(name.text[0].isupper() for name in (*names, self._kind()))
        if capitals and (names or told):
            return True
        plain = all(name.low in ADJECTIVES for name in names)
        weak = self._kind().low in WEAK - {"st"}
        if not house.low[0].isdigit():
            return (told and not plain and not weak) or bool(behind(low, house.start, _NUMBER, 8))
        if plain and (weak or not names):
            return told
        # One kind behind a number above one counts nothing: "12 manse lane", but "12 lanes".
        return told or house.low != "1" or not (plain or weak)

    def _numbered(self, house: Word) -> Found:
        """Take in the flat before the number: "flat 2/1, ", "3/", "no. "."""
        low, start = self.text.low, house.start
        tens = _TENS.search(low, max(0, start - 8), start)
        start = tens.start() if tens else start
        for pattern, reach in ((_SLASH, 10), (_BEFORE, 45)):
            before = pattern.search(low, max(0, start - reach), start)
            start = before.start() if before else start
        return Found(start, self._end(), "ADDRESS", 0.9, "shape")

    def _end(self) -> int:
        """Return where it ends: "Albert Road West", "Byres Rd, flat 2/1", "Manse Lane no 12"."""
        words, low = self.text.words, self.text.low
        end = self._kind().end
        after = words[self.at + 1] if self.at + 1 < len(words) else None
        if after and after.low in SIDES and low[end : after.start] == " ":
            end = after.end
        tail = _AFTER.match(low, end)
        return tail.end() if tail else end

    def _is_title(self) -> bool:
        """Tell whether "st" or "dr" belongs to the name behind it ("St Anne's", "Dr Khan")."""
        words, kind = self.text.words, self._kind()
        if kind.low not in _TITLES or self.at + 1 >= len(words):
            return False
        after = words[self.at + 1]
        if self.text.low[kind.end : after.start].strip(".") != " " or after.low in STOPS:
            return False
        capital = self.mixed and after.text[0].isupper()
        return capital or after.low.endswith("s") or kind.low == "dr"

    def _is_no_name(self) -> bool:
        names = self._names()
        saint = len(names) == 1 and names[0].low in {"st", "mr", "mrs"}
        return saint or bool(names and names[-1].low == "downing")

    def _stands_alone(self) -> bool:
        """Tell whether a street without a number is one where somebody lives."""
        names, kind, low = self._names(), self._kind(), self.text.low
        if names[-1].low in FAMOUS or all(name.low in ADJECTIVES for name in names):
            return False
        placed = self._lead() in PLACES and len(names) < _NAMES
        lives = bool(behind(low, names[0].start, LIVES, 30) or ahead(low, kind.end, LIVES, 20))
        capitals = self.mixed and names[-1].text[0].isupper() and kind.text[0].isupper()
        if kind.low in WEAK:
            known = names[-1].low not in ADJECTIVES and (capitals or lives)
            return placed and known
        told = self._end() > kind.end and kind.low not in SHORT_WEAK
        return capitals or placed or lives or told
