"""Titles, introductions, and what someone is said to be called."""

from typing import Final

from bot.detection.lexicon import listed
from bot.detection.names import frames
from bot.detection.names.cues import NAMES, is_modal
from bot.detection.names.lexicon import Kind, words
from bot.detection.names.reading import Reading

_TITLED_LIKE_MR: Final = words(
    "dr doctor councillor cllr sheriff pc dc wpc sgt sergeant inspector constable prof professor "
    "rev reverend"
)


def titled(reading: Reading, at: int) -> bool:
    """Tell whether "Mr", "Dr", "auntie" or the like stands before."""
    title, token = reading.before(at), reading.at(at)
    if not title or token.comma or reading.at(at - 1).tail:
        return False
    if title in frames.TITLES:
        initial = len(token.low) == 1 and token.low not in "aix"
        return token.kind is not Kind.GLUE or initial or token.low in _family_words()
    if title == "miss":
        missed = reading.before(at - 1) in frames.SUBJECTS
        if missed:
            return False
        if token.kind is Kind.PLAIN and not token.capital:
            return token.low in _family_words() and not reading.before(at - 1)
        initial = len(token.low) == 1 and token.low not in "aix"
        return token.kind is not Kind.GLUE or initial
    if title in frames.OFFICES:
        if token.kind in {Kind.PLAIN, Kind.WEAK}:
            known = token.low in (listed("own_surnames") if title == "dr" else _family_words())
            return token.capital or (known and title in _TITLED_LIKE_MR)
        if token.kind is Kind.STRANGE:
            return token.capital or not token.slip
        if token.kind is Kind.GLUE:
            return token.lone or (title == "dr" and token.low in listed("own_surnames"))
        return not is_modal(reading, at)
    return False


def _family_words() -> frozenset[str]:
    return listed("own_surnames") - frames.NOT_FAMILY


def named(reading: Reading, at: int) -> bool:
    """Tell whether a word is said to be what someone is called."""
    before = reading.before(at)
    if before in frames.NAMING:
        return not is_modal(reading, at)
    if before in {"is", "was", "wis"} and reading.before(at - 1) in {"name", "nickname"}:
        return True
    if before in {"mine", "mines"} and reading.at(at - 1).tail == "s":
        return True
    return before in {"name", "names", "nickname"} and (
        reading.at(at - 1).tail == "s" or before == "names" or reading.before(at - 1) == "first"
    )


def introduced(reading: Reading, at: int) -> bool:
    """Tell whether the writer or someone else is introduced ("hi it's X", "shoutout to X")."""
    before = reading.before(at)
    if reading.at(at).first and reading.after(at) == "here" and not is_modal(reading, at):
        return reading.at(at).kind in NAMES
    if before in {"it", "its", "i", "im", "am", "is"}:
        opening = at - 2 if before in {"am", "is"} else at - 1
        greeted = opening == 0 or reading.low(opening - 1) in frames.GREETING
        linked = reading.at(at - 1).tail in {"s", "m"} or before in {"its", "im", "am", "is"}
        if not linked or not greeted:
            return False
        if reading.low(opening - 1) in frames.GREETING:
            return True
        after, low = reading.after(at), reading.low(at)
        if after in {"here", "fae", "from", "frae", "again", "btw"}:
            return True
        return before != "is" and after in {"", "and"} and low not in frames.ADJECTIVES
    if reading.phrase(at - 2, 2) == "thank you":
        return reading.low(at) in frames.PERSONAL
    cheered = reading.phrase(at - 2, 2) in {"shout out", "big up", "well done", "happy birthday"}
    if before in frames.CHEERING or cheered:
        return True
    if before in {"to", "tae"}:
        cheer = reading.before(at - 1)
        return cheer in {"shoutout", "shout-out", "props", "thanks", "kudos", "cheers"} or (
            cheer in {"out", "up", "off"}
            and reading.low(at - 3) in {"shout", "big", "hats", "shouts"}
        )
    return before in frames.GREETING and reading.at(at).kind in NAMES
