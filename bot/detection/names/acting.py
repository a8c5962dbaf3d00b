"""Names of those who do, say or are told what only people do, say or are told."""

from typing import Final

from bot.detection.names import frames
from bot.detection.names.cues import ENDING, is_modal
from bot.detection.names.kin import is_whom, kin, kin_after, kin_before
from bot.detection.names.lexicon import Kind
from bot.detection.names.reading import Reading

_SIGNED: Final = 3


def does(reading: Reading, at: int) -> bool:
    """Tell whether a word says or does what people do."""
    after, token = reading.after(at), reading.at(at)
    if after == token.low and token.low in frames.MODALS:
        return True
    if reading.after(at + 1) in frames.HAPPENING or token.tail:
        return False
    if after == "who":
        return token.kind is not Kind.STRANGE
    if not after or reading.at(at + 1).comma or is_modal(reading, at):
        return False
    if reading.before(at) in frames.ARTICLES | frames.POSSESSIVE:
        return False
    starts = token.first or token.comma or token.capital or reading.before(at) in frames.CLAUSES
    if after in frames.SAID:
        return starts or token.low not in frames.NOUNS
    return starts and _acts(reading, at)


def _acts(reading: Reading, at: int) -> bool:
    """Tell whether a word that starts a clause is followed by what rather a person does."""
    low, after, then = reading.low(at), reading.after(at), reading.after(at + 1)
    if reading.at(at).kind is Kind.STRANGE or (low in frames.PERSONAL and after in frames.DID):
        return after in frames.DID
    if after in {"at", "fae", "frae", "from"} and low != "art":
        there = then in {"the", "my", "ma", "our", "oor"}
        return there and (low not in frames.MASS or reading.low(at + 3) in frames.TEAMS)
    if after in frames.LEAVING and low not in frames.SEASONS:
        return reading.before(at) in {"when", "since", "after", "before", "until", "till", "whan"}
    if after in {"is", "was", "wis"} and then == "on":
        return reading.low(at + 3) in frames.ON_DUTY
    if after in {"is", "was", "wis"} and low not in frames.SEASONS:
        return then in frames.TRAITS
    return (after, then) in frames.DEEDS


def _told(reading: Reading, at: int) -> bool:
    """Tell whether a word is whom someone tells, asks, trusts or lives with."""
    before, token = reading.before(at), reading.at(at)
    if token.comma or is_modal(reading, at):
        return False
    if before in frames.TELLING:
        return token.low not in frames.MASS | frames.SEASONS or reading.after(at) in ENDING
    if before in frames.LIKING:
        return _is_someone(reading, at) or _is_relied_on(reading, at)
    if before in {"with", "wi", "wae"} and _is_someone(reading, at):
        return True
    return before == token.low == "hope" or _after_two(reading, at)


def _after_two(reading: Reading, at: int) -> bool:
    """Tell whether two words before a word lead to a person ("spoke to", "wasn't for")."""
    two, one, token = reading.before(at - 1), reading.before(at), reading.at(at)
    if one in frames.TOWARDS and two in frames.SPEAKING:
        return True
    if one == "for":
        return two in frames.UNLESS | {"ask", "asked", "asking", "looking"}
    if one == "to" and two in {"thanks", "down"}:
        return token.low not in frames.MASS
    excepted = one in {"except", "besides", "bar"} and token.low in frames.PERSONAL
    return excepted and reading.after(at) in ENDING


def _is_relied_on(reading: Reading, at: int) -> bool:
    """Tell "I want hope to be my advocate" from "I want hope"."""
    then = reading.phrase(at + 1, 2)
    if then in {"with my", "with ma", "wi ma", "wi my"}:
        return True
    return then == "to be" and reading.low(at + 3) in {"my", "ma", "our"}


def _is_someone(reading: Reading, at: int) -> bool:
    """Tell whether a word that is liked or lived with is rather a person than a thing."""
    token = reading.at(at)
    if token.kind is Kind.STRANGE:
        return not reading.after(at) or reading.after(at) not in {"of", "in"}
    if token.low in frames.MASS or token.low in frames.SEASONS or token.kind is Kind.WEAK:
        return False
    return token.low in frames.PERSONAL and token.low not in frames.ADJECTIVES


def _signed(reading: Reading, at: int) -> bool:
    rest = {reading.low(after) for after in range(at + 1, min(at + 4, len(reading.tokens)))}
    if at == 0 or len(reading.tokens) - at > _SIGNED or not rest <= {"x", "xx", "xxx", "xo"}:
        return False
    return reading.low(at - 1) in {"thanks", "cheers", "love", "from", "ta", "regards", "bye", "x"}


def personal(reading: Reading, at: int) -> bool:
    """Tell whether a doubtful or rare name stands where a person belongs."""
    token = reading.at(at)
    owned = token.tail == "s" and (token.capital or token.low in frames.PERSONAL)
    if reading.before(at) in frames.ARTICLES and not kin_before(reading, at):
        return False
    return (
        kin(reading, at)
        or kin_after(reading, at)
        or does(reading, at)
        or _told(reading, at)
        or _signed(reading, at)
        or is_whom(reading, at)
        or (owned and token.kind is Kind.DOUBTFUL)
    )
