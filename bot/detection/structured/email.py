"""E-mail addresses, typed, spaced out, mistyped or said ("jo dot mac at example dot com")."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.numbers import COUNTS
from bot.detection.structured.spelling import one_of, words
from bot.detection.text import Text

ENDINGS: Final = one_of(
    words(
        """
    com con cmo ocm comm org ogr net co uk ac gov scot ie eu me info io sch edu test example
    invalid biz tv gg xyz pl fr de es online site
    """
    )
)
_SURE: Final = (
    r"(?>g ?mail|gmial|gmal|gmai|gamil|gnail|googlemail|hot ?mail|hotmial|hotmal|i ?cloud|"
    r"icoud|btinternet|proton ?mail|ymail|virginmedia|talktalk|yahoo|outlook|aol|msn)"
)
"""Providers that are named alone ("at gmail")."""

_ALONE: Final = re.compile(
    r"(?>g ?mail|gmial|gmal|gamil|googlemail|hot ?mail|hotmial|i ?cloud|btinternet|proton ?mail|"
    r"ymail)\b"
)
_PROVIDER: Final = re.compile(rf"{_SURE}\b")

DOT: Final = (
    r"(?> ?[(\[{] ?(?:dot|\.) ?[)\]}] ?| (?:dot|point|doht|dt|stop) |\.| \. ?(?=co|org|net|uk)|"
    r"\. (?=com\b|co ?\.? ?uk\b)"
    r"|,(?=co)| ?dot(?=com|co|org|net|uk))"
)
_TYPED: Final = re.compile(
    r"(?<![\w.%+'-])(?P<local>[\w.%+'-]++),?(?P<before> ?)@(?P<after> ?)(?P<host>[\w-]++)"
    rf"(?P<rest>(?:\.c o ?m\b|\.co? m\b|\.c om\b|{DOT}[\w-]++)*+)"
)
_AT: Final = re.compile(r"(?<=\w)(?: ?[(\[{<] ?(?:at|@|a) ?[)\]}>] ?| at (?:sign )?)")
_HOST: Final = re.compile(
    rf"[\w-]++(?: (?:dash|hyphen) [\w-]++){{0,4}}+(?:{DOT}[\w-]++){{1,8}}+|"
    rf"[\w-]++ [\w-]++{DOT}{ENDINGS}\b(?:{DOT}{ENDINGS}\b)*+"
)
_BARE: Final = re.compile(rf"{_SURE}(?: ?(?:dot ?)?{ENDINGS}\b| co uk\b)?")
_LAST: Final = re.compile(rf"(?:^|[^a-z]|dot){ENDINGS}$")
_SLIPPED: Final = re.compile(
    rf"(?<![\w.%+'-])[\w.+-]{{2,64}}?[\"'#2]{_SURE}(?:\.|,)?(?:com|co\.?uk|net|org)(?!\w)|"
    rf"(?<![\w.%+'-])[\w+-]*+(?:[._\d][\w+-]*+)++ {_SURE}{DOT}(?:com|co|net|org)\b(?:{DOT}uk\b)?"
)
_WORD: Final = re.compile(r"[\w.%+'-]++")
_JOINS: Final = words(
    """
    dot underscore dash hyphen point plus minus score stop dt undersocre underscor
    """
)
_ASIDES: Final = words(
    """
    all one word lower case lowercase together caps spaces small letters
    """
)
_SPOKEN: Final = frozenset({"oh", "o", "zero", "double", "treble", "triple", *COUNTS})
_CUE: Final = re.compile(r"\b(?:e ?-?mails?|emial|eamil|mail|addy|address)\b")
_FRAME: Final = words(
    """
    is me at on to its it's it that's thats was here address us him her my ma the via through by
    or and for
    """
)
_REACH: Final = 90
_SPAN: Final = 12
"""Words that a spoken address may have before its "at"."""


def email(text: Text) -> Iterator[Found]:
    """Find e-mail addresses."""
    low = text.low
    for match in _TYPED.finditer(low):
        if _is_typed(match):
            start, end = _trimmed(match)
            if match["local"].isdigit() and match["before"]:
                start = _local(low, match.end("local"))
            yield Found(start, end, "EMAIL", 0.98, "shape")
    for match in _SLIPPED.finditer(low):
        yield Found(*match.span(), "EMAIL", 0.8, "shape")
    for at in _AT.finditer(low):
        end = _domain(low, at)
        if end:
            yield Found(_local(low, at.start()), end, "EMAIL", 0.9, "shape")


def _is_typed(match: re.Match[str]) -> bool:
    spaced = bool(match["before"] or match["after"])
    ended = bool(match["rest"]) and bool(_LAST.search(match["rest"].replace(" ", "").rstrip(".")))
    if ended or (match["rest"] and not spaced):
        return True
    known = bool(_PROVIDER.fullmatch(match["host"]))
    return known or (
        not spaced and not match["rest"] and any(c in "._0123456789" for c in match["local"][:-1])
    )


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    lead = len(match["local"]) - len(match["local"].lstrip("'.-"))
    return match.start() + lead, match.end()


def _domain(low: str, at: re.Match[str]) -> int:
    """Return where the domain behind a spoken "at" ends, 0 if none follows."""
    host = _HOST.match(low, at.end())
    if host and _LAST.search(host[0]):
        return host.end()
    bare = _BARE.match(low, at.end())
    if bare and (bare[0].endswith(("com", "uk", "con")) or _ALONE.fullmatch(bare[0])):
        return bare.end()
    said = bool(bare) and (
        _CUE.search(low, max(0, at.start() - _REACH), at.start()) or at[0].strip() != "at"
    )
    return bare.end() if bare and said else 0


def _local(low: str, end: int) -> int:
    """Return where the part before a spoken "at" starts."""
    begin = max(0, end - _REACH)
    words = [
        match for match in _WORD.finditer(low, begin, end) if match.start() > begin or begin == 0
    ]
    if not words:
        return max(0, end - 1)
    told = _CUE.search(low, begin, end)
    i = len(words) - 1
    first = max(0, len(words) - _SPAN)
    while i > first and words[i][0] in _ASIDES:
        i -= 1
    aside = i < len(words) - 1
    while i > first and low[words[i - 1].end() : words[i].start()] == " ":
        word, before = words[i][0], words[i - 1][0]
        joined = word in _JOINS or before in _JOINS or word in _SPOKEN or word.isdigit()
        named = told and words[i - 1].start() >= told.end() and before not in _FRAME
        if not (joined or named or (aside and before not in _FRAME)) or (
            before in _FRAME and word not in _JOINS
        ):
            break
        i -= 1
    return words[i].start()
