"""What kind of word a word is, by the lists in ``bot/detection/data``.

Nothing of a text is kept between two questions.
"""

from enum import Enum, auto
from functools import cache
from typing import Final

from bot.detection.lexicon import listed

_ENDINGS: Final = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("in", ("ing",)),
    ("ing", ("", "e")),
    ("ier", ("y",)),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ily", ("y",)),
    ("ly", ("",)),
    ("ness", ("",)),
)
_STEM: Final = 3
"""Letters that a word keeps when an ending is taken off."""
_SURE: Final = 4
"""Letters from which on a strange word can be told from a slip."""
_CLAN: Final = 5
_BRIEF: Final = 5
"""Letters of a rare name that may as well be a common word mistyped."""
_SHORT: Final = 2
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Kind(Enum):
    """How likely a word is a name, by its form alone."""

    CLEAR = auto()
    """A first name and no word: a name wherever it stands."""
    LIKELY = auto()
    """Far oftener a name than a word ("jack"): a name unless its neighbours speak against it."""
    DOUBTFUL = auto()
    """As often a word as a name ("hope"): a name where a person is told, asked or speaks."""
    WEAK = auto()
    """A word that some people are called ("bridge"): a name only where someone is named."""
    SURNAME = auto()
    """A family name and no word."""
    STRANGE = auto()
    """In no list: a rare name, or a slip of the finger."""
    PLAIN = auto()
    """A word."""
    GLUE = auto()
    """A word that holds sentences together, or no word at all."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text of nothing but words."""
    return frozenset(text.split())


@cache
def common() -> frozenset[str]:
    """Return the commonest English words."""
    return listed("common_words")


@cache
def surnames() -> frozenset[str]:
    """Return family names, among them such that are words too."""
    return listed("surnames") | listed("own_surnames")


@cache
def glue() -> frozenset[str]:
    """Return the words that are never a name by their form."""
    return listed("own_function_words")


@cache
def quiet() -> frozenset[str]:
    """Return Scots, chat, brands, feasts and public bodies: words that no English list has."""
    return listed("own_quiet_words")


@cache
def _usual() -> frozenset[str]:
    return frozenset(word for word in common() | quiet() if len(word) > _SHORT)


@cache
def _words() -> frozenset[str]:
    return listed("words")


@cache
def _own_names() -> frozenset[str]:
    return listed("own_first_names")


@cache
def _names() -> frozenset[str]:
    return listed("first_names") | _own_names()


@cache
def _likely() -> frozenset[str]:
    return listed("own_likely_names")


@cache
def _doubtful() -> frozenset[str]:
    return listed("own_doubtful_names")


@cache
def _weak() -> frozenset[str]:
    return listed("own_word_names")


def _listed(low: str) -> bool:
    return low in common() or low in _words() or low in quiet()


def is_word(low: str) -> bool:
    """Tell whether a folded word is an ordinary one: English, Scots or chat, in any ending."""
    if _listed(low) or low in glue():
        return True
    return any(
        low.endswith(ending) and _listed(low[: -len(ending)] + stem)
        for ending, stems in _ENDINGS
        if len(low) - len(ending) >= _STEM
        for stem in stems
    )


def _near(low: str) -> frozenset[str]:
    """Return every form one slip away: a letter gone, doubled, wrong, or two swapped."""
    cuts = [(low[:at], low[at:]) for at in range(len(low) + 1)]
    gone = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    wrong = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    more = {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return frozenset(gone | swapped | wrong | more)


_LONGEST: Final = 14


def is_slip(low: str) -> bool:
    """Tell whether a strange word looks like a common one mistyped ("wrker")."""
    if len(low) < _SURE or len(low) > _LONGEST:
        return True
    return not _usual().isdisjoint(_near(low))


def is_slip_of(low: str, right: frozenset[str]) -> bool:
    """Tell whether a word is one of some words mistyped ("wroker")."""
    return _SURE < len(low) <= _LONGEST and not right.isdisjoint(_near(low))


def is_name_slip(low: str) -> bool:
    """Tell whether a strange word looks like a first name of our own list mistyped."""
    return _SURE < len(low) <= _LONGEST and not is_slip(low) and bool(_near(low) & _own_names())


def may_be_name_slip(low: str) -> bool:
    """Tell whether a strange word looks like a first name mistyped, whatever else it looks like."""
    return is_slip_of(low, _own_names())


def is_slip_of_word(low: str) -> bool:
    """Tell whether a strange word is surely a word mistyped: a long one, or a known proper one."""
    return is_slip_of(low, quiet()) or (len(low) > _BRIEF + 1 and is_slip(low))


def _of_name(low: str) -> Kind | None:
    if low in _likely():
        return Kind.LIKELY if is_word(low) else Kind.CLEAR
    if low in _doubtful():
        return Kind.DOUBTFUL
    if low in _weak():
        return Kind.WEAK
    if low in _own_names():
        return Kind.WEAK if _listed(low) or low in glue() else Kind.CLEAR
    if low in _names():
        if is_word(low):
            return Kind.WEAK
        return Kind.DOUBTFUL if len(low) <= _BRIEF and is_slip(low) else Kind.CLEAR
    return None


def _of_parts(low: str) -> Kind | None:
    parts = low.split("-")
    if len(parts) < _SHORT or not all(parts):
        return None
    kinds = [kind_of(part) for part in parts]
    if Kind.CLEAR in kinds or Kind.LIKELY in kinds:
        return Kind.CLEAR
    if Kind.SURNAME in kinds:
        return Kind.SURNAME
    return None if Kind.STRANGE in kinds else Kind.PLAIN


def _is_clan(low: str) -> bool:
    return (low.startswith(("mc", "o'")) and len(low) >= _CLAN) or (
        low.startswith("mac") and len(low) > _CLAN
    )


def kind_of(low: str) -> Kind:
    """Return what kind of word a folded word is."""
    if low in glue() or low.isdigit() or len(low) < _SHORT:
        return Kind.GLUE
    kind = _of_name(low)
    if kind is not None:
        return kind
    if is_word(low):
        return Kind.PLAIN
    if low.endswith("s") and len(low) > _SURE and low[:-1] in _own_names():
        return Kind.CLEAR
    if low in surnames() or (_is_clan(low) and low.replace("'", "").isalpha()):
        return Kind.SURNAME
    if low.endswith("s") and len(low) > _SURE and _of_name(low[:-1]) is Kind.CLEAR:
        return Kind.CLEAR
    if "-" in low:
        return _of_parts(low) or Kind.STRANGE
    return Kind.STRANGE if low.isalpha() else Kind.GLUE


def is_name(word: str) -> bool:
    """Tell whether a word, in any case, is a name for certain enough to write it with a capital."""
    return kind_of(word.casefold()) in {Kind.CLEAR, Kind.LIKELY, Kind.SURNAME}
