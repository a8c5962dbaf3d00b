"""What the words around a word say about it being a person's name."""

from collections.abc import Container
from typing import Final, Literal

from bot.detection.lexicon import listed
from bot.detection.names import frames
from bot.detection.names.lexicon import Kind, is_slip_of
from bot.detection.names.reading import Reading

_NAMES: Final = frozenset({Kind.CLEAR, Kind.LIKELY, Kind.DOUBTFUL, Kind.SURNAME, Kind.STRANGE})
_LINKS: Final = frozenset({"is", "was", "wis", "called", "named", "being", "like"})
_ROLES: Final = frames.KIN | frames.ROLES
_BOTH: Final = frozenset({"kinship", "foster", "social", "support", "youth", "key", "guidance"})
_ENDING: Final = frozenset({"", "and", "an", "but", "who", "or", "from", "fae", "frae", "at", "in"})


def against(reading: Reading, at: int) -> bool:
    """Tell whether the neighbours of a likely name make it a thing ("the amber light")."""
    before, after, low = reading.before(at), reading.after(at), reading.low(at)
    if after == "the" and _is_role(reading, at + 2):
        return False
    if after in frames.THINGS or before in frames.ARTICLES:
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
        return after.kind in _NAMES
    return not reading.at(at - 1).capital or reading.at(at - 1).kind in _NAMES


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
            return token.capital or (title == "dr" and token.low in listed("own_surnames"))
        if token.kind is Kind.STRANGE:
            return token.capital or not token.slip
        if token.kind is Kind.GLUE:
            return token.lone or (title == "dr" and token.low in _family_words())
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
    return before in {"name", "names", "nickname"} and (
        reading.at(at - 1).tail == "s" or before == "names" or reading.before(at - 1) == "first"
    )


def introduced(reading: Reading, at: int) -> bool:
    """Tell whether the writer or someone else is introduced ("hi it's X", "shoutout to X")."""
    before = reading.before(at)
    if reading.at(at).first and reading.after(at) == "here" and not is_modal(reading, at):
        return reading.at(at).kind in _NAMES
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
    return before in frames.GREETING and reading.at(at).kind in _NAMES


def kin_before(reading: Reading, at: int) -> Literal["one", "many"] | None:
    """Tell whether whose relative, friend or worker a word names stands right before it."""
    before = reading.before(at)
    if reading.at(at - 1).tail:
        return None
    if _is_role(reading, at - 1):
        return "one" if _is_someones(reading, at - 1) else None
    if before in frames.MANY:
        return "many"
    return None


def _is_role(reading: Reading, at: int) -> bool:
    """Tell whether a word is kin or a role, as it is or mistyped ("wroker")."""
    token = reading.at(at)
    if token.low in _ROLES:
        return True
    return token.kind is Kind.STRANGE and is_slip_of(token.low, _ROLES)


def _is_someones(reading: Reading, at: int) -> bool:
    """Tell whether "my", "the" or the like belongs to a role, a few words before it at most."""
    for back in range(1, 4):
        if not reading.joined(at - back + 1):
            return _is_role(reading, at) or back > 1
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
        if _is_role(reading, ahead):
            return not reading.at(ahead).tail
    return False


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
    if after in {"is", "was", "wis"} and low not in frames.SEASONS:
        return then in frames.TRAITS
    return (after, then) in frames.DEEDS


def _told(reading: Reading, at: int) -> bool:
    before, token = reading.before(at), reading.at(at)
    if token.comma or is_modal(reading, at):
        return False
    if before == token.low == "hope":
        return True
    if before == "for" and reading.before(at - 1) in frames.UNLESS:
        return True
    if before in {"except", "besides", "bar", "but"} and token.low in frames.PERSONAL:
        return reading.after(at) in _ENDING and before != "but"
    if before == "to" and reading.before(at - 1) in {"thanks", "down"}:
        return token.low not in frames.MASS
    if before in frames.TELLING:
        return token.low not in frames.MASS | frames.SEASONS or reading.after(at) in _ENDING
    if before in frames.TOWARDS and reading.before(at - 1) in frames.SPEAKING:
        return True
    if before == "for" and reading.before(at - 1) in {"ask", "asked", "asking", "looking"}:
        return True
    if before in frames.LIKING:
        return _is_someone(reading, at)
    return before in {"with", "wi", "wae"} and _is_someone(reading, at)


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


def _kin(reading: Reading, at: int) -> bool:
    whose, token = kin_before(reading, at), reading.at(at)
    after = reading.after(at)
    if whose is None:
        return _linked(reading, at)
    if token.comma:
        return whose == "many" or not after or reading.at(at + 1).comma or after in _ENDING
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
    return token.low in frames.PERSONAL - frames.ADJECTIVES and reading.after(at) in _ENDING


def _is_whom(reading: Reading, at: int) -> bool:
    """Tell whether a word says who it was ("the only person I trust is X")."""
    token = reading.at(at)
    if reading.before(at) not in {"is", "was", "wis"} or token.low in frames.ADJECTIVES:
        return False
    if reading.after(at) not in _ENDING | {"because", "cos", "no", "she", "he", "cause"}:
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


def personal(reading: Reading, at: int) -> bool:
    """Tell whether a doubtful or rare name stands where a person belongs."""
    token = reading.at(at)
    owned = token.tail == "s" and (token.capital or token.low in frames.PERSONAL)
    if reading.before(at) in frames.ARTICLES and not kin_before(reading, at):
        return False
    return (
        _kin(reading, at)
        or kin_after(reading, at)
        or does(reading, at)
        or _told(reading, at)
        or _signed(reading, at)
        or _is_whom(reading, at)
        or (owned and token.kind is Kind.DOUBTFUL)
    )


def coordinated(reading: Reading, at: int, marked: Container[int]) -> bool:
    """Tell whether a word stands beside a known name or the writer ("X and Rory", "me and X")."""
    token = reading.at(at)
    nick = token.low in listed("own_nicknames")
    if token.kind not in _NAMES and not nick and not (token.capital and token.kind is Kind.WEAK):
        return False
    if token.kind is Kind.STRANGE and not token.capital and token.slip:
        among = at - 2 in marked and reading.after(at) in frames.JOINING
        return among and reading.before(at) in frames.JOINING and len(token.low) >= SHORTEST
    if token.kind is Kind.SURNAME and not token.capital:
        return False
    if reading.before(at) in frames.JOINING:
        other = reading.before(at - 1)
        mine = other == "me" and token.kind is not Kind.SURNAME
        modal = is_modal(reading, at) and not mine
        if (mine or at - 2 in marked) and not modal and not _goes_on_as_verb(reading, at):
            return True
    if reading.after(at) in frames.JOINING and reading.joined(at + 2):
        after = reading.low(at + 2)
        if reading.before(at) in frames.ARTICLES:
            return False
        return at + 2 in marked or (after in {"me", "myself"} and token.low not in frames.MASS)
    if token.comma and at - 1 in marked:
        return reading.at(at + 1).comma or reading.after(at) in frames.JOINING
    return at + 1 in marked and reading.joined(at + 1) and reading.at(at + 1).comma and nick


SHORTEST: Final = 3
"""Letters that the shortest rare name has."""
_FAR: Final = 9
_SIGNED: Final = 3
_CLAUSE: Final = frozenset(
    {"that", "it", "you", "he", "she", "they", "we", "i", "this", "to", "ye"}
)


def _goes_on_as_verb(reading: Reading, at: int) -> bool:
    return reading.at(at).low in frames.VERBS and reading.after(at) in _CLAUSE
