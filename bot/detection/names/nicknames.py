"""Nicknames: "big dave", "they call him Spud", "known as X"."""

from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.lexicon import listed
from bot.detection.names import frames
from bot.detection.names.lexicon import Kind, words
from bot.detection.names.reading import Reading

_SIZES: Final = words(
    "big wee auld young old daft mad fat skinny muckle ginger quiet crazy lanky tall posh baldy "
    "grumpy happy dodgy blind lang peerie toothless specky angry smelly speedy"
)
_GRAN: Final = words("nana granny gran papa grandad uncle auntie aunty mama baba unc")
_CALL: Final = words("call calls called calling cawed cries cried cry caw caws cald")
_WHOM: Final = words("me him her us them himself herself myself masel himsel hersel")
_NOT: Final = words(
    "a an the names name back again up out in on off it that this all every each both just by from "
    "for to tae when if after before because cos at and or but as about over round aside daily "
    "into stupid thick daft dumb fat ugly weird mental crazy lazy difficult bad good naughty "
    "liar trouble rude cheeky aggressive violent manipulative attention nothing anything something "
    "things stuff worse first last next later sometimes twice once yesterday today tomorrow "
    "tonight now then there here early late daily weekly monday tuesday wednesday thursday friday "
    "saturday sunday every never always instead ages hours often my his her their our your mum "
    "mam mummy mammy dad da daddy gran granny auntie uncle sister brother son daughter pal mate "
    "family hen pet love darling dear sweetheart doll dolly pal hun honey babe sir miss "
    "lucky brave strong special normal different disabled retarded slow gay queer black racist "
    "paki foreign immigrant illegal dirty smelly scum junkie hoe slag slut bitch cow freak "
    "loser waste wasteman disgrace problem case number asset kid child boy girl names racist "
    "horrible nasty evil selfish ungrateful spoilt broken damaged unstable challenging complex "
    "vulnerable resilient immature mature dramatic paranoid anxious depressed mad insane clever "
    "smart wonderful amazing beautiful pretty crap shite fuck shit cunt wee no not so too more "
    "disrespectful dishonest lying cruel toxic abusive worthless useless hopeless pathetic sad "
    "hello hi aye yes straight right wrong what whatever whoever anytime regularly constantly "
    "wi with who which while until till than though"
)
_ONES: Final = words("he she him her i they who me guy man woman nickname nicknamed yin")
_LASTING: Final = words(
    "everyone everybody they folk people pals mates friends we we'd everybody's a'body aabody "
    "naebody nobody some family weans kids staff all aw still aye always usually"
)
_ALIASES: Final = (
    ("known", "as"),
    ("him", "as"),
    ("her", "as"),
    ("me", "as"),
    ("goes", "by"),
    ("go", "by"),
    ("went", "by"),
    ("aka",),
)
_ALIAS_STARTS: Final = frozenset(alias[0] for alias in _ALIASES)
_FOND: Final = words("mama nana papa baba")
_PEOPLE: Final = (frames.KIN | frames.ROLES | {"man", "guy", "woman", "yin", "lad"}) - {"head"}
_MOST: Final = 3
_SCORE: Final = 0.95


def nickname(reading: Reading) -> Iterator[Found]:
    """Find nicknames, with the "big" or "wee" that is part of them."""
    yield from _sized(reading)
    yield from _grans(reading)
    yield from _inverted(reading)
    yield from _given(reading)


def _found(reading: Reading, first: int, last: int) -> Found:
    return Found(reading.at(first).start, reading.at(last).end, "NICKNAME", _SCORE, "context")


def _grans(reading: Reading) -> Iterator[Found]:
    """Find "Nana Biscuit"."""
    for at, token in enumerate(reading.tokens):
        name = reading.at(at + 1)
        if token.low in _GRAN and reading.joined(at + 1) and not name.comma and not token.tail:
            initial = len(name.low) == 1 and name.low not in "aionu" and token.low in _FOND
            proper = initial or (name.capital and name.kind is Kind.PLAIN and name.low not in _NOT)
            if proper or name.low in listed("own_nicknames"):
                yield _found(reading, at, at + 1)


def _sized(reading: Reading) -> Iterator[Found]:
    """Find "big dave"; "a wee hope" and "the big chance" are none."""
    for at, token in enumerate(reading.tokens):
        apart = not reading.joined(at + 1) or reading.at(at + 1).comma
        if token.low in _SIZES and not apart and _is_sized(reading, at):
            whole = reading.joined(at + 2) and _is_surname(reading, at + 2)
            yield _found(reading, at, at + 1 + whole)


def _is_surname(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    return token.lone or (token.kind is Kind.SURNAME and not reading.at(at - 1).tail)


def _is_sized(reading: Reading, at: int) -> bool:
    name, before = reading.at(at + 1), reading.before(at)
    owned = before in frames.ARTICLES | frames.POSSESSIVE
    if name.kind is Kind.CLEAR:
        return True
    if name.kind is Kind.LIKELY:
        return not owned and reading.after(at + 1) not in frames.THINGS
    if owned or name.kind is Kind.GLUE:
        return False
    if name.kind is Kind.SURNAME or (name.capital and name.kind is not Kind.PLAIN):
        return True
    if name.low in listed("own_nicknames") or name.kind in {Kind.DOUBTFUL, Kind.PLAIN}:
        if name.kind is Kind.DOUBTFUL and name.low in frames.PERSONAL:
            return reading.at(at).low in {"big", "wee", "auld"}
        listening = before in frames.TELLING | frames.TOWARDS | {"and", "with", "wi"}
        acts = reading.after(at + 1) in frames.SAID | {"fae", "frae"}
        fits = name.low in listed("own_nicknames") or name.kind is Kind.DOUBTFUL or name.capital
        return fits and (acts or (listening and name.low in listed("own_nicknames")))
    return name.kind is Kind.STRANGE and not name.slip and reading.low(at) in {"big", "wee"}


def _inverted(reading: Reading) -> Iterator[Found]:
    """Find "smiler they call me"."""
    for at, token in enumerate(reading.tokens):
        called = reading.low(at + 1) in _LASTING and reading.low(at + 2) in _CALL
        if called and reading.joined(at + 2) and reading.low(at + 3) in _WHOM:
            plain = token.kind is Kind.GLUE or token.low in _NOT or reading.at(at + 1).comma
            if reading.joined(at + 1) and not plain:
                yield _found(reading, at, at)


def _given(reading: Reading) -> Iterator[Found]:
    """Find "everyone calls me X", "they call him X", "known as X", "aka X", "my nickname is X"."""
    for at in range(len(reading.tokens)):
        start = _start(reading, at)
        if start is None:
            continue
        if reading.low(start) in {"the", "just"} and reading.joined(start + 1):
            start += 1
        end = start
        while end - start < _MOST and _fits(reading, start, end, lasting=_lasts(reading, at)):
            end += 1
        if end > start:
            yield _found(reading, start, end - 1)


def _start(reading: Reading, at: int) -> int | None:
    """Return where the nickname of a phrase at ``at`` would start."""
    if reading.low(at) in _CALL:
        return _after_whom(reading, at + 1)
    for alias in _ALIASES if reading.low(at) in _ALIAS_STARTS else ():
        if reading.phrase(at, len(alias)) == " ".join(alias) and reading.joined(at + len(alias)):
            return at + len(alias)
    if reading.low(at) in {"nickname", "nicknamed", "nick-name"}:
        if reading.after(at) in {"is", "was", "me", "him", "her", "us"}:
            return at + 2 if reading.joined(at + 2) else None
        return at + 1 if reading.joined(at + 1) else None
    return None


def _after_whom(reading: Reading, at: int) -> int | None:
    """Return where what someone is called starts: "me X", "ma wee man X", "(a boss we called) X"."""
    if not reading.joined(at):
        return None
    if reading.low(at) in _WHOM:
        return at + 1 if reading.joined(at + 1) else None
    if reading.low(at) in {"my", "ma", "our", "oor", "the"}:
        for whom in range(at + 1, at + 4):
            if reading.low(whom) in _PEOPLE and reading.joined(whom) and reading.joined(whom + 1):
                return whom + 1
    subject = reading.before(at - 1)
    relative = subject in {"we", "they", "everyone", "everybody"}
    return at if relative and reading.low(at - 3) in _PEOPLE else None


def _lasts(reading: Reading, at: int) -> bool:
    """Tell whether people call someone so again and again, so that it is no passing insult."""
    if reading.low(at) not in _CALL:
        return any(reading.low(back) in _ONES for back in range(max(0, at - 5), at + 1))
    if reading.low(at) in {"calls", "cries", "caws"}:
        return True
    near = {reading.low(back) for back in range(max(0, at - 7), at)}
    return bool(near & _LASTING) or bool(near & frames.MANY)


def _fits(reading: Reading, start: int, at: int, *, lasting: bool) -> bool:
    token = reading.at(at)
    if at > start and (token.comma or not reading.joined(at) or reading.at(at - 1).tail):
        return False
    if at == start and token.low in _GRAN:
        name = reading.at(at + 1)
        return reading.joined(at + 1) and name.kind is not Kind.GLUE and name.low not in _NOT
    if not reading.joined(at) or token.low in _NOT - {"wee"}:
        return False
    if token.low in _SIZES:
        return at == start and reading.after(at) not in _NOT - {"boy"} and bool(reading.after(at))
    if at == start + 1 and reading.low(start) in _SIZES:
        return True
    if token.low.endswith(("ing", "ful", "less", "ous", "ive", "able", "ly", "ish")):
        return token.capital
    if token.kind is Kind.GLUE:
        return at > start and token.lone
    if at > start and not token.capital:
        sized = reading.low(start) in _SIZES and at == start + 1
        return sized or token.kind in {Kind.CLEAR, Kind.LIKELY, Kind.SURNAME}
    return lasting or token.kind is not Kind.PLAIN or token.capital
