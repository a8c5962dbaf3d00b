"""Web addresses: with and without https, said aloud, spaced out; not public front pages."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.text import Text

# Domain endings that are no common words. The others count only with a path behind them: people
# forget the space after a full stop ("it hurt.so bad" is no web page, "hurt.so/bad" is one).
_ENDINGS: Final = re.compile(
    r"com|org|net|uk|scot|cymru|eu|ie|fr|de|es|pl|nl|gov|ac|edu|biz|tv|gg|ly|xyz|test|example|"
    r"invalid|ee|"
    r"blog|website|social|io|dev|app"
)
_WORD_ENDINGS: Final = re.compile(
    r"co|me|be|to|it|is|in|so|am|at|us|ai|link|live|fm|cc|info|page|site|online|shop|club|wales|"
    r"london|bio|"
    r"space|world|life|land|wiki|news|video|art|fun|ca|ro|ru|ua|ng|pk|cn"
)
_SCHEME: Final = re.compile(
    r"(?<!\w)(?:h?(?:tt|xx|t)?ps? ?: ?/ ?/|ftp://) ?\S++|(?<!\w)www ?\. ?\S++"
    r"(?: ?\. ?(?:com|co|org|net|uk)\b(?:/\S*+)?)*+"
)
_HOST: Final = re.compile(r"(?<![\w.@-])[\w-]++(?:\.[\w-]++)++(?::\d{1,5})?(?P<path>[/?#\\]\S*+)?")
_SPACED: Final = re.compile(
    r"(?<![\w.@-])[\w-]{2,64}+(?: \. ?| ?\. )(?:com|co ?\. ?uk|org ?\. ?uk|org|net|"
    r"scot)\b(?: ?/ ?[\w@./-]++)*+"
)
_CHAIN: Final = re.compile(
    r"(?<![\w.@-])[\w-]++(?:(?: (?:dot|dash|hyphen|underscore|slash|forward slash|back slash|"
    r"stroke)| ?/)(?: at)? ?[\w@.-]++)++"
)
_SAID: Final = re.compile(
    r" dot (?:com|org|net|co|uk|scot|ee|gg|tv|me|be|io|ly|blog|info|link|app|xyz|test|example|"
    r"social|site|ie|gov|ac)\b"
)
_GLUED: Final = re.compile(
    r"(?<![\w.@-])(?:www ?)?[\w-]{2,64}?dot ?(?:com|co ?dot ?uk|org)(?!\w)(?: slash [\w@.-]++)*+"
)
_WWW: Final = re.compile(
    r"(?<!\w)(?:www|w w w|"
    r"dub dub dub)(?: dot)? [\w-]++(?: (?:dot )?[\w-]++){0,3}? (?:dot )?(?:com|uk|org|net|"
    r"scot)\b(?: slash [\w@.-]++)*+"
)
_TAIL: Final = ".,;:!?)]}>'\"*"

_PUBLIC: Final = re.compile(
    r"(?:www\.)?(?:[\w-]+\.)?(?:gov\.uk|gov\.scot|mygov\.scot|nhs\.uk|nhs24\.scot|"
    r"nhsinform\.scot|parliament\.scot|"
    r"childline\.org\.uk|nspcc\.org\.uk|samaritans\.org|breathingspace\.scot|giveusashout\.org|"
    r"whocaresscotland\.org|thepromise\.scot|youngscot\.org|young\.scot|celcis\.org|"
    r"careinspectorate\.com|"
    r"scra\.gov\.uk|chscotland\.gov\.uk|kooth\.com|youngminds\.org\.uk|shelter\.org\.uk|"
    r"cas\.org\.uk|"
    r"childrenfirst\.org\.uk|barnardos\.org\.uk|propel\.org\.uk|saas\.gov\.uk|sds\.co\.uk|"
    r"ucas\.com|"
    r"cypcs\.org\.uk|clanchildlaw\.org|citizensadvice\.org\.uk|papyrus-uk\.org|bbc\.co\.uk|"
    r"bbc\.com|"
    r"google\.(?:com|co\.uk)|youtube\.com|tiktok\.com|facebook\.com|instagram\.com|snapchat\.com|"
    r"twitter\.com|"
    r"x\.com|amazon\.(?:com|co\.uk)|ebay\.co\.uk|gumtree\.com|netflix\.com|booking\.com|"
    r"wikipedia\.org|"
    r"reddit\.com|spotify\.com|indeed\.com|just-?eat\.co\.uk)/?"
)
"""Front pages that everybody knows: naming one points at nobody."""


def url(text: Text) -> Iterator[Found]:
    """Find web addresses."""
    low = text.low
    for match in _SCHEME.finditer(low):
        yield from _counted(low, match.start(), match.end())
    for match in _HOST.finditer(low):
        ending = match[0].removesuffix(match["path"] or "").partition(":")[0].rpartition(".")[2]
        if _ENDINGS.fullmatch(ending) or (match["path"] and _WORD_ENDINGS.fullmatch(ending)):
            yield from _counted(low, match.start(), match.end())
    for pattern in (_SPACED, _GLUED, _WWW):
        for match in pattern.finditer(low):
            yield from _counted(low, match.start(), match.end())
    for match in _CHAIN.finditer(low):
        said = _SAID.search(match[0])
        if said and not match[0].startswith(("the dot", "a dot", "of dot")):
            yield from _counted(low, match.start(), match.end())


def _counted(low: str, start: int, end: int) -> Iterator[Found]:
    end = start + len(low[start:end].rstrip(_TAIL))
    bare = low[start:end].removeprefix("https://").removeprefix("http://")
    plain = bare.replace(" dot ", ".").replace(" ", "")
    if end > start and not _PUBLIC.fullmatch(plain):
        yield Found(start, end, "URL", 0.95, "shape")
