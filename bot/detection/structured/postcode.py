"""Postcodes: whole in any spacing, mistyped or spelt out, and the first half in context."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.numbers import COUNTS, TEENS, TENS, UNITS
from bot.detection.structured.spelling import one_of, words
from bot.detection.text import Text

_TWO: Final = one_of(
    words(
        """
    ab al ba bb bd bf bh bl bn br bs bt bx ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt
    dy ec eh en ex fk fy gl gu gy ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky la ld le ll ln
    ls lu me mk ml ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm sa se sg sk sl sm sn so sp
    sr ss st sw sy ta td tf tn tq tr ts tw ub wa wc wd wf wn wr ws wv yo ze zz
    """
    )
)
_ONE: Final = "[beglmnsw]"
# Areas that are no words, brands or railways: the first half alone tells where in Scotland.
_SCOTS: Final = one_of(
    words(
        """
    ab dd dg eh fk iv ka kw ky ml pa ph td ze
    """
    )
)

_NO_INWARD: Final = re.compile(
    r"1st|2nd|3rd|\dth|\d ?[ap]m|\d ?(?:hr|yo|yr|ft|mg|ml|kg|cm|mm|km|bn|gb|mb|xl|st)|"
    r"\d (?:in|of|to|be|us|me|my|he|we|at|on|or|so|up|as|if|it|is|by|do|go|no|an|wi|ma|ae|da|ye)|"
    r"(?:o(?:ld|ff|ut|ne|ur|wn|dd|il|ch)|l(?:et|ot|aw|ed|eg|ie|og|ow|ad|ol|ay)|i(?:ts|ll|nn|nk|"
    r"ce|mo|dk))"
)
_TIMED: Final = re.compile(r"\d ?[ap]m")

# "EH11 2AB", "eh112ab", "EH1-1AA", "EH1 OAA", "KYl 1AA", "G 12 8QQ".
_TWO_LETTERS: Final = re.compile(
    rf"(?<![^\W_]){_TWO}(?P<gap>[ -]?)(?P<district>[0-9oil][0-9a-z]?)"
    r"[ ,.-]{0,2}(?P<inward>[0-9oil] ?[a-z]{2})(?![^\W_])"
)
_ONE_LETTER: Final = re.compile(
    rf"(?<![^\W_'£$]){_ONE}(?:\d[\da-z]?|[ ]\d\d)[ -]{{0,2}}"
    r"(?P<inward>\d[abd-hjlnp-uw-z]{2})(?![^\W_])|(?<![^\W_])gir[ -]?0aa(?![^\W_])"
)
_SPELT: Final = re.compile(r"(?<![^\W_])[a-z] (?:[a-z] )?\d (?:[\da-z] )?\d [a-z] [a-z](?![^\W_])")

_CUE: Final = re.compile(
    r"\b(?:post ?-?codes?|pos ?code|postcde|postocde|post ?cod)\b"
    r"(?:(?: (?:is|was|starts?|starting|begins?|area|at|with|wis|for|her[es]|mine|its|it's))|"
    r"'s){0,4}"
    r"[ :=-]{1,3}"
)
_PIECE: Final = re.compile(r"[ ,.-]{0,2}(\d|[a-z]++)")
_SQUEEZED: Final = re.compile(r"[a-z]{1,2}[0-9oil][0-9a-z]?[0-9oil][a-z]{2}")
_SHORT: Final = re.compile(r"[a-z]{1,2}\d{1,2}[a-z]?(?![^\W_])(?: \d(?![^\W_]))?")
_LONGEST: Final = 7
_SAID: Final = {
    **{word: str(number) for word, number in COUNTS.items()},
    **dict.fromkeys(("oh", "zero", "nought"), "0"),
    **dict(
        pair.split("=")
        for pair in words(
            "bee=b cee=c see=c dee=d eff=f gee=g aitch=h haitch=h jay=j kay=k ell=l emm=m pee=p cue=q "
            "queue=q ess=s tee=t vee=v ex=x why=y wye=y zed=z zee=z"
        )
    ),
}
# "eh twelve nine zz", "K Y one two A B".
_ALOUD: Final = re.compile(
    rf"(?<![^\W_])(?:{_SCOTS}|[a-z] [a-z]|g) (?=(?:{'|'.join([*UNITS, *TEENS, *TENS])})\b)"
)
_NO_END: Final = re.compile(r" (?:of|in|to|on|at|or|is|it|as|if|my|ma|me|we|he|up|us|so|by|an)$")

_FIRST_HALF: Final = re.compile(
    rf"(?<![^\W_£.-]){_SCOTS}[1-9]\d?(?: \d(?= ?(?:$|[,.;:!?)])))?(?![^\W_]|[-/.:]\d)|"
    r"(?<=\bin )g[1-9]\d(?![^\W_]|[-/.:]\d)|(?<=\bfrom )g[1-9]\d(?![^\W_]|[-/.:]\d)|"
    r"(?<=\bround )g[1-9]\d(?![^\W_]|[-/.:]\d)|(?<=\bfae )g[1-9]\d(?![^\W_]|[-/.:]\d)|"
    r"(?<![^\W_£.-])[a-z]{1,2}\d{1,2}(?: \d)?(?= (?:area|postcode|post code)s?\b)"
)


def postcode(text: Text) -> Iterator[Found]:
    """Find postcodes, and what follows the word itself even if it is mistyped."""
    low = text.low
    for match in _TWO_LETTERS.finditer(low):
        if _is_one(match):
            yield Found(*match.span(), "POSTCODE", 0.95, "shape")
    for match in _ONE_LETTER.finditer(low):
        if not (match["inward"] and _NO_INWARD.fullmatch(match["inward"])):
            yield Found(*match.span(), "POSTCODE", 0.9, "shape")
    for pattern in (_SPELT, _FIRST_HALF):
        for match in pattern.finditer(low):
            yield Found(*match.span(), "POSTCODE", 0.7, "shape")
    for start, end in _aloud(low):
        yield Found(start, end, "POSTCODE", 0.8, "context")


def _aloud(low: str) -> Iterator[tuple[int, int]]:
    """Find postcodes that are spelt out, and whatever follows the word "postcode"."""
    for match in _ALOUD.finditer(low):
        end = _spoken(low, match.start())
        if end and not _NO_END.search(low, match.start(), end):
            yield match.start(), end
    for match in _CUE.finditer(low):
        short = _SHORT.match(low, match.end())
        end = _spoken(low, match.end()) or (short.end() if short else 0)
        if end:
            yield match.end(), end


def _is_one(match: re.Match[str]) -> bool:
    """Tell whether it has a digit, and letters for digits only where no words can be meant."""
    district, inward, loose = match["district"], match["inward"], match["gap"] == " "
    slips = not (inward[0].isdigit() and district[0].isdigit())
    unlikely = _NO_INWARD if slips or loose or " " in inward else _TIMED
    return (
        any(char.isdigit() for char in district + inward)
        and not (slips and loose)
        and not unlikely.fullmatch(inward)
    )


def _spoken(low: str, start: int) -> int:
    """Return where a postcode ends that is spelt out from ``start`` on, 0 if there is none."""
    squeezed = ""
    at, best = start, 0
    while len(squeezed) < _LONGEST:
        piece = _PIECE.match(low, at)
        if piece is None:
            break
        word = piece[1]
        said = _SAID.get(word) or (word if len(word) < len("area") else "")
        if not said:
            break
        squeezed += said
        at = piece.end()
        if _SQUEEZED.fullmatch(squeezed):
            best = at
    return best
