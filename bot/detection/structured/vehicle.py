"""Car registrations: today's, older ones, Northern Irish and personal ones."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import ahead, behind
from bot.detection.structured.spelling import words
from bot.detection.text import Text

_WORDS: Final = words(
    """
    and but the was for are you has had not who all his her she him our out can now one way off
    got get did its too two ten six any day old new big wee wan fae wis hae nae aye may let see
    say yet why how ago due per via ave man men mum dad kid bus car pal boy lad bed job tax use
    mins hrs yrs ish min max sec from til tae ain age lot end red bad sad mad own run ran sat
    met put set jan feb mar apr jun jul aug sep oct nov dec mon tue wed thu fri sun
    """
)
_NO_PLATE: Final = words("i is in if it im its this his with will wi")
_CURRENT: Final = re.compile(
    r"(?<![^\W_])(?P<front>[a-z] ?[a-z][ .-]?[\doil][ ]?[\doil])[ .-]{0,2}(?P<tail>[a-z] ?[a-z] ?[a-z])(?![^\W_])"
)
_PREFIX: Final = re.compile(
    r"(?<![^\W_£])[a-hj-np-tv-y] ?(?:(?P<whole>\d{3})|\d{1,2})[ -]?(?P<tail>[a-z]{3})(?![^\W_])"
)
_SUFFIX: Final = re.compile(r"(?<![^\W_'])(?P<tail>[a-z]{3})[ -]?\d{2,3} ?[a-z](?![^\W_])")
_IRISH: Final = re.compile(r"(?<![^\W_])(?P<tail>[a-z]{0,2}[iz][a-z]{0,2})[ -]?\d{2,4}(?![^\W_])")
_THREE: Final = re.compile(r"\d{3}")
_CUE: Final = re.compile(
    r"\b(?:reg|regs|regi|rego|registration|registeration|regristration|(?:number|licen[cs]e|"
    r"private|personal|reg) ?plates?|plates?)\b"
    r"(?:'s|(?: (?:is|was|wis|number|no|plate|on|it|of|that|it's|its|says?|reads?|the|ma|my|his|"
    r"her|car|motor|van)\b)){0,5}+[ :=.,(\"'-]{0,3}"
)
_PERSONAL: Final = re.compile(
    r"(?=[a-z0-9 ]{0,9}\d)(?=[0-9 ]{0,5}[a-z])[a-z0-9]{1,7}(?: [a-z0-9]{1,4})?(?![^\W_])"
)
_CAR: Final = re.compile(
    r"\b(?:reg|registration|plates?|car|van|motor|vehicle|driv(?:es?|ing)|drove|parks?|parked|"
    r"corsa|fiesta|"
    r"taxi|audi|bmw|vauxhall|ford|astra|polo|golf|clio|transit|corolla|focus|micra|jeep|merc|"
    r"bike|motorbike|scooter|moped|fined?|parking|speeding|garage|truck|lorry|minibus|pick-?up|"
    r"pulled)\b"
)
_AROUND: Final = 60


def vehicle(text: Text) -> Iterator[Found]:
    """Find car registrations; the older kinds only where they cannot be words, or near a car."""
    low = text.low
    for match in _CURRENT.finditer(low):
        if _is_current(low, match):
            yield Found(*match.span(), "VEHICLE", 0.9, "shape")
    for start, end in _older(text):
        yield Found(start, end, "VEHICLE", 0.7, "shape")
    for cue in _CUE.finditer(low):
        plate = _PERSONAL.match(low, cue.end())
        if plate:
            yield Found(*_trimmed(plate), "VEHICLE", 0.8, "context")


def _is_current(low: str, match: re.Match[str]) -> bool:
    """Tell whether it has both digits and letters that are no word ("in 20 fae")."""
    typed = sum(char.isdigit() for char in match["front"])
    tail = match["tail"].replace(" ", "")
    if not typed or tail in _WORDS:
        return False
    return _near(low, match) or (typed > 1 and tail == match["tail"])


def _older(text: Text) -> Iterator[tuple[int, int]]:
    low = text.low
    for match in _PREFIX.finditer(low):
        if match["tail"] not in _WORDS and (match["whole"] or _near(low, match)):
            yield match.span()
    for match in _SUFFIX.finditer(low):
        if match["tail"] not in _WORDS and (_near(low, match) or _stands_out(text, match)):
            yield match.span()
    for match in _IRISH.finditer(low):
        if match["tail"] not in _NO_PLATE and _near(low, match):
            yield match.span()


def _near(low: str, match: re.Match[str]) -> bool:
    return bool(behind(low, match.start(), _CAR, _AROUND) or ahead(low, match.end(), _CAR, 30))


def _stands_out(text: Text, match: re.Match[str]) -> bool:
    """Tell whether it has three digits and stands in capitals, as on a plate."""
    written = text.text[match.start() : match.end()]
    return bool(_THREE.search(written)) and written.isupper() and not text.text.isupper()


def _trimmed(plate: re.Match[str]) -> tuple[int, int]:
    """Leave off a second part that is a word."""
    first, _, second = plate[0].partition(" ")
    whole = not second or (second not in _WORDS and (second.isdigit() or len(second) == 3))  # noqa: PLR2004
    if not whole and any(char.isdigit() for char in first):
        return plate.start(), plate.start() + len(first)
    return plate.span()
