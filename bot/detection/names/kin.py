"""Names beside what someone is to the writer: "ma worker X", "X, his brother"."""

from typing import Final, Literal

from bot.detection.names import frames
from bot.detection.names.cues import ENDING, is_modal, is_role
from bot.detection.names.lexicon import Kind
from bot.detection.names.reading import Reading

_ROLES: Final = frames.KIN | frames.ROLES
_LINKS: Final = frozenset({"is", "was", "wis", "called", "named", "being", "like"})
_BOTH: Final = frozenset({"kinship", "foster", "social", "support", "youth", "key", "guidance"})
_FAR: Final = 9


def kin_before(reading: Reading, at: int) -> Literal["one", "many"] | None:
    """Tell whether whose relative, friend or worker a word names stands right before it."""
    before = reading.before(at)
    if reading.at(at - 1).tail:
        return None
    if is_role(reading, at - 1):
        return "one" if _is_someones(reading, at - 1) else None
    if before in frames.MANY:
        return "many"
    return None


def _is_someones(reading: Reading, at: int) -> bool:
    """Tell whether "my", "the" or the like belongs to a role, a few words before it at most."""
    for back in range(1, 4):
        if not reading.joined(at - back + 1):
            return is_role(reading, at) or back > 1
        low = reading.low(at - back)
        if low in frames.OWNERS or reading.at(at - back).tail == "s":
            return True
        if low not in _BOTH and reading.at(at - back).kind is Kind.GLUE:
            return False
    return reading.low(at) in frames.ROLES


def kin_after(reading: Reading, at: int) -> bool:
    """Tell whether what someone is to the writer follows ("X my worker", "X, his brother")."""
    link = at + 1
    if not reading.joined(link):
        return False
    if reading.low(link) in {"is", "was", "wis"} or reading.at(at).tail == "s":
        link += not reading.at(at).tail
        verb = True
    else:
        verb = reading.at(link).comma
    whose = frames.POSSESSIVE if verb else frames.POSSESSIVE - {"a", "an", "one"}
    if reading.low(link) not in whose:
        return False
    if reading.at(at).low in frames.VERBS - {"may", "mark", "grant", "pat"} and not verb:
        return False
    for ahead in range(link + 1, link + 4):
        if not reading.joined(ahead):
            return False
        if is_role(reading, ahead):
            return not reading.at(ahead).tail
    return False


def kin(reading: Reading, at: int) -> bool:
    """Tell whether a word names the writer's kin, worker or friend, who stands right before it."""
    whose, token = kin_before(reading, at), reading.at(at)
    after = reading.after(at)
    if whose is None:
        return _linked(reading, at)
    if token.comma:
        return whose == "many" or not after or reading.at(at + 1).comma or after in ENDING
    if is_modal(reading, at) or (token.low == "drew" and after not in frames.DID | frames.SAID):
        return False
    return whose == "one" or token.low not in frames.VERBS


def _linked(reading: Reading, at: int) -> bool:
    """Tell whether a word is said to be who someone's worker or friend is ("my worker is X")."""
    before, token = reading.before(at), reading.at(at)
    role = at - 2 if before in _LINKS else at - 1
    if role == at - 1 and reading.at(role).tail != "s":
        return False
    if reading.low(role) not in frames.KIN | frames.ROLES or token.kind is Kind.WEAK:
        return False
    if token.kind is Kind.STRANGE or token.capital:
        return before in _LINKS
    return token.low in frames.PERSONAL - frames.ADJECTIVES and reading.after(at) in ENDING


def is_whom(reading: Reading, at: int) -> bool:
    """Tell whether a word says who it was ("the only person I trust is X")."""
    token = reading.at(at)
    if reading.before(at) not in {"is", "was", "wis"} or token.low in frames.ADJECTIVES:
        return False
    if reading.after(at) not in ENDING | {"because", "cos", "no", "she", "he", "cause"}:
        return False
    whom = False
    for back in range(at - 2, max(-1, at - _FAR), -1):
        low = reading.low(back)
        whom = whom or low in _ROLES or low in {"person", "one", "wan", "yin", "staff"}
        if whom and low in {"best", "only", "favourite", "first", "last", "worst", "main"}:
            return True
        if reading.at(back).first:
            break
    return False
