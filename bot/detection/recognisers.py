"""Rules that find one kind of thing each in folded text (see :mod:`bot.consultation.folding`).

Every pattern starts only where a word starts and never gives back what it took (possessive
quantifiers, or a fixed number of steps), so each takes time linear in the length of the text.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

type Found = Iterator[tuple[int, int]]
type Recogniser = Callable[[str], Found]

# Domain endings that are no common words. The others count only with a path behind them: people
# forget the space after a full stop ("it hurt.so bad" is no web page, "hurt.so/bad" is one).
_ENDINGS: Final = re.compile(
    r"com|org|net|uk|scot|cymru|eu|ie|fr|de|es|pl|nl|gov|ac|edu|biz|tv|gg|ly|xyz"
)
_WORD_ENDINGS: Final = re.compile(
    r"co|me|io|be|to|it|is|in|so|am|at|us|ai|link|live|fm|cc|info|app|dev|blog|page|site|online|"
    r"website|social|shop|club|wales|london"
)

_AREAS: Final = (
    "ab|al|ba|bb|bd|bf|bh|bl|bn|br|bs|bt|bx|b|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|"
    "dt|dy|ec|eh|en|ex|e|fk|fy|gl|gu|gy|g|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|ka|kt|kw|ky|la|ld|"
    "le|ll|ln|ls|lu|l|me|mk|ml|m|ne|ng|nn|np|nr|nw|n|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|sa|se|sg|sk|"
    "sl|sm|sn|so|sp|sr|ss|st|sw|sy|s|ta|td|tf|tn|tq|tr|ts|tw|ub|wa|wc|wd|wf|wn|wr|ws|wv|w|yo|ze"
)

_EMAIL: Final = re.compile(
    r"(?<![\w.%+'-])[\w.%+'-]++(?:@| @ )[\w-]++(?:\.[\w-]++)++|"
    r"(?<![\w.%+'-])[\w.%+'-]++ [(\[]?at[)\]]? [\w-]++(?: ?[(\[]?(?:dot|\.)[)\]]? ?"
    r"(?:com|org|net|co|ac|gov|uk|scot|ie|eu|me)\b)++"
)
_PHONE: Final = re.compile(
    r"(?<![\d+])(?:(?:\+ ?|00 ?)44[ .-]?(?:\(0\) ?)?|\(?0(?!0))(?:[ .()-]{0,2}\d){9,10}(?!\d)|"
    r"(?<![\d+])\+ ?\d(?:[ .()-]{0,2}\d){7,13}(?!\d)|"
    r"(?<![\d+])7\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)"
)
_POSTCODE: Final = re.compile(
    rf"(?<!\w)(?:gir[ -]?0aa|(?:{_AREAS})\d[a-z\d]?[ -]?\d[abd-hjlnp-uw-z]{{2}})(?!\w)"
)
_HANDLE: Final = re.compile(r"(?<![\w@.])@\w[\w.-]*+")
_NAMED_HANDLE: Final = re.compile(
    r"(?<!\w)(?:insta|instagram|snap|snapchat|tiktok|tik tok|twitter|discord|gamertag|psn|xbox|"
    r"roblox|telegram|kik|reddit|facebook|fb|username|user name)\b"
    r"(?: name| handle| tag| user)?(?: is|'s)?[ :=-]{1,3}(?P<handle>[\w.-]++)"
)
_SCHEME: Final = re.compile(r"(?<!\w)(?:https?|ftp)://\S++|(?<!\w)www\.\S++")
_HOST: Final = re.compile(r"(?<![\w.@-])[\w-]++(?:\.[\w-]++)++(?::\d{1,5})?(?P<path>[/?#]\S*+)?")
_TAIL: Final = ".,;:!?)]}>'\"*"


def email(text: str) -> Found:
    """Find e-mail addresses, with spaces around the @ and spoken ones ("x at y dot com") too."""
    return (match.span() for match in _EMAIL.finditer(text))


def phone(text: str) -> Found:
    """Find British phone numbers, however they are spaced, and others that start with +."""
    return (match.span() for match in _PHONE.finditer(text))


def postcode(text: str) -> Found:
    """Find British postcodes of areas that exist."""
    return (match.span() for match in _POSTCODE.finditer(text))


def handle(text: str) -> Found:
    """Find user names: ``@name``, or what follows the name of a service and looks like none."""
    for match in _HANDLE.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(".-"))
    for match in _NAMED_HANDLE.finditer(text):
        name = match["handle"].rstrip(".-")
        # Plain words follow such names far more often than handles do.
        if any(char.isdigit() or char in "_." for char in name):
            start = match.start("handle")
            yield start, start + len(name)


def url(text: str) -> Found:
    """Find web addresses, with and without ``https://``."""
    for match in _SCHEME.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(_TAIL))
    for match in _HOST.finditer(text):
        ending = match[0].removesuffix(match["path"] or "").partition(":")[0].rpartition(".")[2]
        if _ENDINGS.fullmatch(ending) or (match["path"] and _WORD_ENDINGS.fullmatch(ending)):
            yield match.start(), match.start() + len(match[0].rstrip(_TAIL))


RECOGNISERS: Final[tuple[tuple[str, Recogniser], ...]] = (
    ("EMAIL", email),
    ("URL", url),
    ("PHONE", phone),
    ("POSTCODE", postcode),
    ("HANDLE", handle),
)
"""Label and rule. Where two find equally long words the first gives the label."""
