"""Numbers that others keep a person under: case, court, police, complaint, account."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.numbers import run, tokens
from bot.detection.structured.spelling import words
from bot.detection.text import Text

_NUMBER: Final = (
    r"(?:numbers?|no|num|nr|nos|nmber|numbr|nubmer|number's|id|ids|code|ref|reference|"
    r"refrence|referance|refernce)"
)
_KEPT: Final = (
    r"(?:case|court|hearing|file|files|incident|crime|police|complaint|claim|client|customer|"
    r"account|"
    r"acc|application|docket|document|report|record|records|prisoner|passport|licen[cs]e|"
    r"tribunal|ticket|"
    r"policy|referral|swift|mosaic|care ?first|liquid ?logic|scra|reporter|panel|sheriff|"
    r"petition|unique|home office|"
    r"arc|brp|visa|candidate|scn|sqa|upn|urn|student|pupil|matric(?:ulation)?|employee|staff|"
    r"payroll|library|"
    r"card|young scot(?: card)?|nec(?: card)?|cicc?a|cica|pip|dwp|universal credit|uc|housing|"
    r"tenancy|rent|council tax|homeless(?:ness)?|"
    r"warrant|charge|bail|laac?|social work|child(?:ren)?'?s? hearing|order|insurance|membership|"
    r"sort|filed under|logged as|logged under|files? under)"
)
_LINK: Final = (
    r"(?:(?:'s| is| was| wis| of| for| they| gave| me| it's| its| on| the| my| ma| it| starts?|"
    r" started| says?| ends?| with|"
    r" there| here| still| quoted| quote| letter| that| a| then| to| use| under| which| he| she|"
    r" we| got| aye| like| just| begins?)\b)"
)
_CUE: Final = re.compile(
    rf"\b(?:{_KEPT} {_NUMBER}(?: {_NUMBER})?|(?<!in ){_KEPT}|(?:ref|reff|reference|refrence|"
    rf"referance|refernce)(?: {_NUMBER})?)\b"
    rf"{_LINK}{{0,5}}+\.?[ :#=.(\"'-]{{0,3}}"
)
_CODE: Final = re.compile(
    r"(?=[a-z./ -]{0,7}\d)(?:[a-z]{1,6}(?:[ ./_-]{0,2}(?=\d)|[./_-](?=[a-z]))){0,3}"
    r"(?:[a-z]{0,4}\d[a-z\d]*+)(?:(?:[./_-]| [/-] |"
    r" (?=\d\d))[a-z\d]{1,12}+){0,6}+(?: [a-z](?![^\W_]))?"
)
_ENOUGH: Final = 3
"""Digits that a code behind a weak cue ("file 12") needs."""

_STRONG: Final = re.compile(rf"\b(?:ref|reff|{_NUMBER})\b")
_UNITS: Final = re.compile(
    r"[ -]?(?:folk|years?|yrs?|months?|weeks?|days?|hours?|hrs?|min(?:ute)?s?|times|people|"
    r"workers|pages?|of|out|kids|"
    r"weans|per|percent|%|miles|quid|pounds|p|k|pm|am|o'clock|different|social|other|more|"
    r"meetings?|hearings?|panels?)\b|[%:]"
)
_SHAPE: Final = re.compile(
    r"(?<![^\W_]|"
    r"[/£$@#.-])(?P<letters>[a-z]{1,6})(?:(?P<mark>[/-])(?=[a-z\d]*\d)[a-z\d]{1,12}(?P<more>(?:[/-][a-z\d]{1,12}){0,5}+)|"
    r"(?:/[a-z]{1,5}){1,2}/\d[a-z\d]{1,11}+|\d{5,12}|\d{2,6}[/-]\d{2,8})(?![^\W_]|[/-]\w)"
)
_PUBLIC: Final = words("101 111 112 999")
_PLAIN: Final = words(
    """
    covid pre post since mid until till early late circa from in at by act and or under over gcse
    sars cv uc mp ps ch page p s level nat age ages aged sub co re non all top one two three year
    part section article word vit room bus pip nvq svq rule plan tier type unit grade band stage
    phase day week step line
    """
)
_LONG: Final = re.compile(r"(?<![\w£$€.,+/-])\d{7,16}(?![\w]|[.,]\d)")
_ACCOUNT: Final = re.compile(r"(?<![\d/.-])\d\d-\d\d-\d\d(?![\d/.-])")
_SLASHED: Final = re.compile(r"(?<![\w£/.-])\d{3,8}[/-]\d{3,8}(?:[/-][a-z\d]{1,8})?(?![\w/]|-\d)")
_YEARS: Final = re.compile(r"(?:19|20)\d\d[/-](?:(?:19|20)?\d\d)")
_REF: Final = re.compile(r"(?<![^\W_])ref[.:#]{0,2} ?$")


def case_reference(text: Text) -> Iterator[Found]:
    """Find references: behind a word that announces one, or written as only they are."""
    low = text.low
    spoken: list[int] = []
    for cue in _CUE.finditer(low):
        code = _CODE.match(low, cue.end())
        if code is None:
            spoken.append(cue.end())
        elif _counts(cue[0], code[0]) and not _UNITS.match(low, code.end()):
            end = code.end() - (code[0][-2:] in {" a", " i"}) * 2
            yield Found(_with_ref(low, code.start()), end, "CASE_REF", 0.85, "context")
    yield from _said(low, spoken)
    for match in _SHAPE.finditer(low):
        digits = sum(char.isdigit() for char in match[0])
        if match["letters"] not in _PLAIN and (digits >= _ENOUGH or match["more"]):
            yield Found(_with_ref(low, match.start()), match.end(), "CASE_REF", 0.8, "shape")
    for match in _LONG.finditer(low):
        yield Found(*match.span(), "CASE_REF", 0.6, "shape")
    for match in _SLASHED.finditer(low):
        if not _YEARS.fullmatch(match[0]):
            yield Found(*match.span(), "CASE_REF", 0.7, "shape")
    for match in _ACCOUNT.finditer(low):
        yield Found(*match.span(), "CASE_REF", 0.5, "shape")


def _counts(cue: str, code: str) -> bool:
    digits = sum(char.isdigit() for char in code)
    strong = _STRONG.search(cue)
    if code in _PUBLIC:
        return False
    return digits >= (2 if strong else _ENOUGH) and not (
        not strong and len(code) == 4 and code[:2] in {"19", "20"}  # noqa: PLR2004
    )


def _with_ref(low: str, start: int) -> int:
    """Take in a "ref" that stands before: many write it as part of the number."""
    before = _REF.search(low, max(0, start - 12), start)
    return before.start() if before else start


def _said(low: str, starts: list[int]) -> Iterator[Found]:
    """Find digits that are said ("four four two one nine") right behind a cue."""
    if not starts:
        return
    found = tokens(low)
    at_start = {token.start: at for at, token in enumerate(found)}
    for start in starts:
        at = at_start.get(start)
        read = run(low, found, at, 12) if at is not None else None
        if read and read.count > _ENOUGH:
            yield Found(read.start, read.end, "CASE_REF", 0.7, "context")
