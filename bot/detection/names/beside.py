"""Names beside other names: "X and Rory", "me and X", "X and her mum"."""

from collections.abc import Container
from typing import Final

from bot.detection.lexicon import listed
from bot.detection.names import frames
from bot.detection.names.cues import NAMES, SHORTEST, is_modal
from bot.detection.names.lexicon import Kind
from bot.detection.names.reading import Reading, Token

_CLAUSE: Final = frozenset(
    {"that", "it", "you", "he", "she", "they", "we", "i", "this", "to", "ye"}
)


def coordinated(reading: Reading, at: int, marked: Container[int]) -> bool:
    """Tell whether a word stands beside a known name or the writer ("X and Rory", "me and X")."""
    token = reading.at(at)
    if not _may_be(token):
        return False
    if token.kind is Kind.STRANGE and not token.capital and token.slip:
        among = at - 2 in marked and reading.after(at) in frames.JOINING
        return among and reading.before(at) in frames.JOINING and len(token.low) >= SHORTEST
    if _follows(reading, at, marked):
        return True
    if reading.after(at) in frames.JOINING and reading.joined(at + 2):
        return _leads(reading, at, marked)
    if token.comma and at - 1 in marked:
        return reading.at(at + 1).comma or reading.after(at) in frames.JOINING
    listed_first = at + 1 in marked and reading.joined(at + 1) and reading.at(at + 1).comma
    return listed_first and (_is_nick(token) or token.low in frames.PERSONAL)


def _may_be(token: Token) -> bool:
    if token.kind is Kind.SURNAME:
        return token.capital
    return token.kind in NAMES or _is_nick(token) or (token.capital and token.kind is Kind.WEAK)


def _is_nick(token: Token) -> bool:
    return token.low in listed("own_nicknames")


def _follows(reading: Reading, at: int, marked: Container[int]) -> bool:
    """Tell whether a word follows a known name or "me" ("Rory and X", "me and X")."""
    if reading.before(at) not in frames.JOINING:
        return False
    mine = reading.before(at - 1) == "me" and reading.at(at).kind is not Kind.SURNAME
    verb = reading.low(at) in frames.VERBS and reading.after(at) in _CLAUSE
    return (mine or at - 2 in marked) and not verb and (mine or not is_modal(reading, at))


def _leads(reading: Reading, at: int, marked: Container[int]) -> bool:
    """Tell whether a known name or a person follows a word ("X and Rory", "X and her mum")."""
    low, after = reading.low(at), reading.low(at + 2)
    if reading.before(at) in frames.ARTICLES:
        return False
    if after in {"his", "her"} and reading.low(at + 3) in frames.KIN:
        return True
    if {low, after} <= frames.PERSONAL and reading.low(at + 3) in frames.BOTH:
        return True
    return at + 2 in marked or (after in {"me", "myself"} and low not in frames.MASS)
