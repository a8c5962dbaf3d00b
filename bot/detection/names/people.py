"""Names of people."""

from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found, Label, Why
from bot.detection.lexicon import listed
from bot.detection.names import acting, beside, cues, frames, kin, naming
from bot.detection.names.gathering import places
from bot.detection.names.lexicon import (
    Kind,
    is_name_slip,
    is_slip,
    is_slip_of_word,
    may_be_name_slip,
    surnames,
)
from bot.detection.names.reading import Reading, Token

_SCORES: Final[dict[Why, float]] = {"list": 0.9, "context": 0.8}
_SURE: Final = frozenset({Kind.CLEAR, Kind.LIKELY, Kind.SURNAME})
_IDIOM: Final = max(map(len, frames.IDIOMS))
_SURE_FAMILY: Final = 6
"""Letters of a family name that is no slip of the finger."""
_CLAN: Final = 5
"""Letters from which on "mc..." is a family name by itself; "fiona mcd" has one too."""
_INITIALS: Final = "bcdefghjlmpqstvwz"
"""Small letters that are seldom a word of a chat."""
_WHOLE: Final = 4


def person(reading: Reading) -> Iterator[Found]:
    """Find names of people, first and last together, without titles."""
    marked = _marked(reading)
    at = 0
    while at < len(reading.tokens):
        if at not in marked:
            at += 1
            continue
        end = at + 1
        while end in marked and _goes_on(reading, end) and end - at < _WHOLE:
            end += 1
        words = reading.tokens[at:end]
        why: Why = "list" if "list" in (marked[one] for one in range(at, end)) else "context"
        yield Found(words[0].start, words[-1].end, _label(words), _SCORES[why], why)
        at = end


def _label(words: tuple[Token, ...]) -> Label:
    return "NICKNAME" if all(word.low in listed("own_nicknames") for word in words) else "PERSON"


def _goes_on(reading: Reading, at: int) -> bool:
    return reading.joined(at) and not reading.at(at).comma and not reading.at(at - 1).tail


def _marked(reading: Reading) -> dict[int, Why]:
    """Say which words are part of a name, and why."""
    silent = _idioms(reading)
    marked: dict[int, Why] = {}
    for at in range(len(reading.tokens)):
        if at not in silent and (why := _alone(reading, at) or _framed(reading, at)):
            marked[at] = why
    _family_first(reading, marked)
    _beside(reading, marked)
    _whole(reading, marked)
    _again(reading, marked)
    return {at: why for at, why in marked.items() if at not in silent}


def _idioms(reading: Reading) -> frozenset[int]:
    lows = [token.low for token in reading.tokens]
    return frozenset(
        inside
        for at in range(len(lows))
        for size in range(2, _IDIOM + 1)
        if tuple(lows[at : at + size]) in frames.IDIOMS
        for inside in range(at, at + size)
    )


def _alone(reading: Reading, at: int) -> Why | None:
    """Tell whether a word is a name by itself."""
    token = reading.at(at)
    match token.kind:
        case Kind.CLEAR:
            return "list"
        case Kind.LIKELY:
            return None if cues.against(reading, at) else "list"
        case Kind.SURNAME if token.capital and reading.before(at) not in frames.ARTICLES:
            return "list"
        case Kind.SURNAME if token.low not in places() and not is_slip(token.low):
            return "list" if len(token.low) >= _SURE_FAMILY else None
        case Kind.STRANGE if token.capital and token.low in places():
            return None
        case Kind.STRANGE if token.capital and len(token.low) >= cues.SHORTEST:
            thing = cues.is_thing(reading, at) or is_slip_of_word(token.low)
            return None if thing else "context"
        case Kind.STRANGE if is_name_slip(token.low):
            return "context"
        case Kind.DOUBTFUL if token.capital and cues.stands_out(reading, at):
            return "context"
        case _:
            return None


def _framed(reading: Reading, at: int) -> Why | None:
    """Tell whether the words around say that a word is a name."""
    token = reading.at(at)
    if token.low in frames.NOBODY:
        return None
    if token.kind is Kind.GLUE:
        return "context" if naming.titled(reading, at) else None
    if naming.titled(reading, at):
        return "context"
    if token.kind is Kind.PLAIN:
        return "context" if _plain(reading, at) else None
    if naming.named(reading, at) or naming.introduced(reading, at):
        return "context" if _may_be_named(token) else None
    if token.kind is Kind.WEAK and not token.capital and token.low not in listed("own_nicknames"):
        return None
    if token.kind is Kind.STRANGE and not token.capital and token.slip:
        return "context" if may_be_name_slip(token.low) and acting.personal(reading, at) else None
    return "context" if acting.personal(reading, at) else None


def _plain(reading: Reading, at: int) -> bool:
    """Tell whether a plain word names someone: nicknames, and capitals where a name belongs."""
    token = reading.at(at)
    if token.low in listed("own_nicknames"):
        return (
            naming.named(reading, at)
            or naming.introduced(reading, at)
            or acting.personal(reading, at)
        )
    return token.capital and (
        naming.named(reading, at)
        or naming.introduced(reading, at)
        or kin.kin_before(reading, at) == "one"
    )


def _may_be_named(token: Token) -> bool:
    if token.kind is Kind.STRANGE:
        return token.capital or len(token.low) >= cues.SHORTEST
    return True


def _family_first(reading: Reading, marked: dict[int, Why]) -> None:
    """Add names whose family name stands first ("Li Wei", "Nguyen Thi Lan")."""
    for at, token in enumerate(reading.tokens):
        if token.low not in frames.FAMILY_FIRST or token.tail:
            continue
        given = at + 1 + (reading.low(at + 1) in {"thi", "van"})
        kind = reading.at(given).kind
        if reading.joined(given) and kind not in {Kind.GLUE, Kind.PLAIN}:
            marked.update(dict.fromkeys(range(at, given + 1), "list"))


def _beside(reading: Reading, marked: dict[int, Why]) -> None:
    """Add names that are coordinated with one that is known, in both directions."""
    ahead = range(len(reading.tokens))
    for order in (ahead, reversed(ahead)):
        for at in order:
            if at not in marked and beside.coordinated(reading, at, marked):
                marked[at] = "context"


def _whole(reading: Reading, marked: dict[int, Why]) -> None:
    """Add family names to first names, and rare first names to family names."""
    for at in range(len(reading.tokens)):
        token = reading.at(at)
        if at in marked or not reading.joined(at) or token.comma:
            continue
        before = at - 1
        if before in marked and not reading.at(before).tail and _is_family(reading, at):
            marked[at] = marked[before]
        elif token.kind is Kind.SURNAME and _is_given(reading.at(before)):
            marked[before] = marked[at] = "context"
        elif before in marked and _is_rest(reading.at(before), token):
            marked[at] = "context"
    for at in range(len(reading.tokens) - 1, 0, -1):
        if at in marked and at - 1 not in marked and _goes_on(reading, at):
            given = reading.at(at - 1)
            named = given.kind is Kind.DOUBTFUL and given.low not in frames.VERBS
            if reading.at(at).kind in _SURE and (
                given.lone
                or (named and reading.at(at).low in surnames())
                or (given.capital and given.kind in {Kind.STRANGE, Kind.DOUBTFUL, Kind.WEAK})
                or (given.kind is Kind.STRANGE and not given.slip)
            ):
                marked[at - 1] = "context"


def _is_rest(rare: Token, token: Token) -> bool:
    """Tell whether a plain word ends a rare proper name ("Torwood Grange")."""
    capitals = rare.capital and token.capital
    return capitals and rare.kind is Kind.STRANGE and token.kind is Kind.PLAIN


def _is_given(token: Token) -> bool:
    if token.tail:
        return False
    return token.lone or token.kind in {Kind.DOUBTFUL, Kind.LIKELY, Kind.CLEAR} or token.capital


def _is_family(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    match token.kind:
        case Kind.SURNAME:
            return True
        case Kind.STRANGE if token.low.startswith("mc") and len(token.low) < _CLAN:
            return True
        case Kind.STRANGE:
            sure = naming.named(reading, at - 1) or naming.titled(reading, at - 1)
            return token.capital or (len(token.low) > cues.SHORTEST and (sure or not token.slip))
        case Kind.PLAIN | Kind.WEAK | Kind.LIKELY:
            if token.capital:
                return token.low not in listed("own_quiet_words") and token.low in surnames()
            return token.low in surnames() and token.low not in frames.NOT_FAMILY
        case Kind.DOUBTFUL:
            return token.capital or token.low in frames.FAMILY_WORDS
        case Kind.GLUE:
            return token.lone or (len(token.low) == 1 and token.low in _INITIALS)
        case _:
            return False


def _again(reading: Reading, marked: dict[int, Why]) -> None:
    """Add other mentions of a name that the words around gave away once."""
    known = {reading.at(at).low for at in marked}
    for at, token in enumerate(reading.tokens):
        if at in marked or token.low not in known:
            continue
        match token.kind:
            case Kind.STRANGE | Kind.SURNAME:
                marked[at] = "context"
            case Kind.GLUE:
                continue
            case Kind.DOUBTFUL if token.low in frames.PERSONAL and not cues.against(reading, at):
                if not cues.is_verb(reading, at):
                    marked[at] = "context"
            case _ if token.capital or (token.first and acting.does(reading, at)):
                marked[at] = "context"
            case _:
                continue
