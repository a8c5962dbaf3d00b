"""What the words around a word say against its being a name, and what all cues share."""

from typing import Final

from bot.detection.names import frames
from bot.detection.names.lexicon import Kind, is_slip_of
from bot.detection.names.reading import Reading

NAMES: Final = frozenset({Kind.CLEAR, Kind.LIKELY, Kind.DOUBTFUL, Kind.SURNAME, Kind.STRANGE})
"""What may be a name where the words around say so."""

ENDING: Final = frozenset({"", "and", "an", "but", "who", "or", "from", "fae", "frae", "at", "in"})
"""What comes after the end of what someone is called."""

SHORTEST: Final = 3
"""Letters that the shortest rare name has."""
_ROLES: Final = frames.KIN | frames.ROLES


def is_role(reading: Reading, at: int) -> bool:
    """Tell whether a word is kin or a role, as it is or mistyped ("wroker")."""
    token = reading.at(at)
    if token.low.removeprefix("ex-") in _ROLES:
        return True
    return token.kind is Kind.STRANGE and is_slip_of(token.low, _ROLES)


def against(reading: Reading, at: int) -> bool:
    """Tell whether the neighbours of a likely name make it a thing ("the amber light")."""
    before, after, low = reading.before(at), reading.after(at), reading.low(at)
    if after == "the" and is_role(reading, at + 2):
        return False
    if after in frames.THINGS or before in frames.ARTICLES | {"poison"}:
        return True
    if low in frames.VERBS_TOO:
        done = before in frames.BEFORE_VERBS and before not in frames.LIKE_VERBS
        return done or (after in frames.OBJECTS and reading.at(at).first)
    described = before in {"wee", "big", "new", "nice", "red", "green", "dark", "light", "good"}
    return described and reading.before(at - 1) in frames.ARTICLES


def is_thing(reading: Reading, at: int) -> bool:
    """Tell whether a strange word with a capital is part of a longer proper name."""
    before = reading.before(at)
    return before in {"the", "an", "a"} and reading.after(at) != ""


def is_modal(reading: Reading, at: int) -> bool:
    """Tell whether "will" or "may" is the verb here."""
    if reading.low(at) not in frames.MODALS or reading.at(at).tail:
        return False
    after = reading.after(at)
    if not after or reading.at(at + 1).comma:
        return False
    sure = after in frames.SAID or after in frames.DID - {"always", "never", "still", "just"}
    return not sure and after not in {"and", "who", "but", "from", "fae", "at"}


def is_verb(reading: Reading, at: int) -> bool:
    """Tell whether a doubtful name is what someone does here ("he would mark it")."""
    return is_modal(reading, at) or reading.before(at) in frames.BEFORE_VERBS


def stands_out(reading: Reading, at: int) -> bool:
    """Tell whether a capital inside a sentence makes a doubtful name one."""
    token, before, after = reading.at(at), reading.before(at), reading.at(at + 1)
    low = token.low
    if low in frames.ADJECTIVES or before in frames.ARTICLES or is_modal(reading, at):
        return False
    if low in frames.SEASONS:
        dated = before in frames.DATING or before.isdigit() or before[:-2].isdigit()
        return not dated and not after.low.isdigit()
    if reading.joined(at + 1) and after.capital and not after.comma and not token.tail:
        return after.kind in NAMES
    return not reading.at(at - 1).capital or reading.at(at - 1).kind in NAMES
