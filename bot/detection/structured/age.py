"""Ages of one person: "I'm 15", "when I was nine", "14yo". Not rules about ages, not counts."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.numbers import COUNTS, TEENS, TENS, UNITS
from bot.detection.text import Text

_PART: Final = r"(?: and (?:a (?:half|bit|quarter)|three quarters|a wee bit)|\.5|1/2)?"
_NUM: Final = (
    r"(?:\d{1,2}(?![\d:%]|[./-]\d)|[a-z]++(?:[ -](?:one|two|three|four|five|six|seven|eight|"
    r"nine)(?![a-z]))?)"
)
_SURE: Final = rf"(?:\d{{1,2}}(?![\d:%]|[./-]\d)|(?:{'|'.join([*TEENS, *TENS, *UNITS])})(?![a-z]))"
_AGE: Final = rf"(?P<age>{_NUM}(?:(?: or |,? (?:maybe|nearly|going on|gaun on) ){_SURE})?{_PART})"
_ABOUT: Final = (
    r"(?: (?:only|just|about|like|maybe|nearly|almost|around|roughly|barely|still|now|no even|"
    r"not even|even|turning|a|probably|aboot|jist|ony|"
    r"currently|actually|already|approx|over|under|the age of|aged|fully)\b){0,4}+"
)
_KIN: Final = (
    r"(?:brother|brothers|bro|sister|sisters|sis|wean|weans|son|daughter|niece|nephew|cousin|mum|"
    r"maw|dad|da|gran|granda|granny|papa|nana|"
    r"grandson|grand-?daughter|grandauter|grandchild|grandwean|father-in-law|mother-in-law|"
    r"husband|wife|hubby|fiance|stepson|stepdaughter|stepdad|stepmum|half-brother|half-sister|"
    r"foster brother|foster sister|baby|boy|girl|lad|lassie|kid|kids|twin|twins|boyfriend|"
    r"girlfriend|partner|pal|mate|friend|wee man|wee one|wee yin|auntie|uncle|bairn|eldest|"
    r"youngest|oldest)"
)
_WHO: Final = rf"(?:i|ah|a|he|she|they|we|{_KIN}|me)"
_BE: Final = (
    r"(?:'m|'s|'re| am| was| wis| wiz| were| is| are| wur| been|m|'ll be|ll be| will be| turned| turn| turns| hit|"
    r" reached| wus| iwas)"
)
_SUBJECT: Final = (
    rf"(?<![\w'])(?:{_WHO}{_BE}|im|am|i'm|a'm|ahm|hes|shes|theyre|we're|iwas|turned|"
    r"just turned|aged|age|aged:|age:|age is|ages|turning|approaching)"
)

_FRAMES: Final = (
    re.compile(rf"{_SUBJECT}{_ABOUT}[ :]{_AGE}"),
    # "in care at 6", "kicked out at sixteen".
    re.compile(
        r"(?<!\w)(?:care|kicked out|put out|thrown out|chucked out|flung oot|moved out|moved oot|"
        r"removed|adopted|fostered|"
        r"homeless|pregnant|excluded|expelled|taken away|taken in|taken|placed|sectioned|"
        r"arrested|diagnosed|orphaned|"
        r"left home|left school|left care|first placement|first hearing|went in|went away|died|"
        r"lost my mum|lost my dad|lifted|jailed|locked up|a mum|a dad|mother|came out|came oot|got out|got oot|aged out)"
        rf"(?: \w{{1,12}}){{0,3}}? at{_ABOUT} {_AGE}"
    ),
    re.compile(
        r"(?<!\w)(?:at|from|fae|since|by|before|after|until|til|till)(?: the| an)? age(?: of|"
        r":)? (?P<age>" + _NUM + _PART + ")"
    ),
    # "in care from age 2 til 17".
    re.compile(
        r"(?<!\w)(?:care|placement|foster|age|ages) (?:from |fae )?(?:age |"
        rf"the age of )?(?P<age>{_SURE})(?= (?:til|till|until|to|tae|up to|through to|-) (?:age |"
        rf"i was )?{_SURE})"
    ),
    re.compile(
        r"(?<!\w)(?:care from|care fae|from age|fae age|ages) (?:age |"
        rf"the age of )?{_SURE} (?:til|till|until|to|tae|up to) (?:age |i was )?(?P<age>{_SURE})"
    ),
    # "my son Bohdan is 13", "who's eighty-one".
    re.compile(
        rf"(?<!\w)(?:{_KIN} [a-z']+|who)(?: is|'s|s| was| wis| turned|"
        rf" turns){_ABOUT} {_AGE}(?= ?(?:$|[.,;!?)]|(?:and|but|now|so|next|this|when|at the)\b))"
    ),
    re.compile(rf"(?<!\w)(?:{_KIN} (?:[a-z]+ )?|pal |me )\(?{_AGE}(?=\)|,)"),
    re.compile(
        rf"(?<!\w)care (?:since|from|fae){_ABOUT} {_AGE}(?=$|[.,;!?)]| (?:and|but|so|til|until)\b)"
    ),
    re.compile(
        r"(?<!\w)in (?:my|ma|his|her)(?: late| early| mid)? "
        r"(?P<age>(?:twenties|thirties|forties|fourties|fifties|sixties|seventies|[2-9]0'?s))\b"
    ),
    re.compile(rf"(?<!\w)me at {_AGE}(?= (?:was|wis|would|had|needed|didn|thought|is)\b)"),
    re.compile(rf"(?<!\w)(?:i|he|she|we|they)(?:'m|'s|'re| am| is| was| were| are) both {_AGE}"),
    re.compile(
        r"(?<!\w)at (?P<age>1[1-9]|[2-9]\d|(?:eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
        r"nine)teen))(?= and (?:i|they|he|she|we)\b)"
    ),
    re.compile(
        rf"(?<!\w)(?:boy|girl|lad|lassie|lass|wean|kid|bairn|child|guy|man|woman|teenager|teen) (?:of|aged) {_AGE}"
    ),
    re.compile(
        r"(?<!\w)(?:at|fae|since|from|by) (?P<age>1[3-9]|[2-9]\d|thirteen|fourteen|fifteen|"
        r"sixteen|seventeen|eighteen|nineteen|twenty)(?= (?:i|he|she|ma|my)\b)"
    ),
)
_OLD: Final = re.compile(
    rf"(?<![\w£./:-])(?P<age>(?:\d{{1,2}}|(?:{'|'.join(TENS)})[ -](?:{'|'.join(UNITS)})|"
    rf"[a-z]{{3,9}}){_PART})[ -]?"
    r"(?:(?:years?|yrs?|yeer|yaer|year's)[ -]?(?:old|auld|ould|of age|odl)(?P<many>s?)\b|y/?o\b|"
    r"yrs?\b[ .]?old|yr[ -]?old(?P<plenty>s?)\b|y\.o\.?)"
)
_MONTHS: Final = re.compile(
    r"(?<![\w£])(?P<age>(?P<number>\d{1,2}|[a-z]{3,9}) (?:months?|weeks?|days?)) (?:old|auld)\b"
)
_SIGNED: Final = re.compile(
    r"(?:(?<=[a-z]) ?\((?P<a>1[0-9]|2[0-9]|[5-9])(?: ?[mf])?\)|(?<=[a-z]), (?P<b>1[1-9]|"
    r"2[0-9])(?= ?\.?$|, [a-z]+(?:,| ?\.?$))|"
    r"\b(?:i'm|im) (?:an? )?(?P<c>1[0-9]|2[0-9]) ?/?[mf]\b|\((?P<d>1[0-9]|2[0-9]) ?/? ?[mf]\)|"
    r"^(?P<f>1[1-9]|[2-9]\d), (?=[a-z])|"
    r"\([mf] ?/? ?(?P<e>1[0-9]|2[0-9])\))"
)
_NOBODY: Final = re.compile(
    r"(?:^|\W)(?:no|nae|what|which|any|every|most|all|those|these|other|average|typical|normal|"
    r"each|imagine a|imagine being a|for a|like a|"
    r"expect a|ask a|tell a|how can a|how does a|would a|should a|nobody|people|folk|anyone|"
    r"everyone|children|kids|young people|teenagers|"
    r"someone|somebody|you're|youre|you are|you|yous|if you're|when you|once you) ?$"
)
_RULE: Final = re.compile(
    r"[ -]?(?:should|shouldn|shouldnt|needs?|cannot|can't|cant|cannae|could|deserves?|wouldn|"
    r"would|ought|must|has to|have to|isn't|isnae|doesn't|doesnt|knows|gets|can|thinks|wouldnae)\b"
)
_COUNTED: Final = re.compile(
    r"[ -]?(?:min|mins|minute|hour|hr|hrs|day|week|wk|wks|month|mile|metre|meter|quid|pound|p|"
    r"pence|percent|per|of|out|time|step|feet|foot|ft|"
    r"stone|kg|cm|k|km|mg|second|secs?|point|x|am|pm|o'clock|o'|in the morning|at night|hundred|"
    r"thousand|million|"
    r"different|other|more|rule|fifty|in a (?:bed|room|row|house|class|hundred|million)|bags?|to|odd|plus|big|wee|short|good|bad|new|old|social|foster|"
    r"person|people|weans|page|nd|rd|st|th|"
    r"months?|weeks?|days?|year ago|yrs? ago|years? (?:ago|in|into|of|since|later|there|on|sober|"
    r"clean|older|younger|apart|waiting|behind|in care)|"
    r"year (?:wait|later|since)|or (?:more|less)|and \d{1,2} people|women|men|girls?|boys?|"
    r"families|staff|folk|percent|quarters?)\b|[%:/]|[ ]?£|\+|(?: ?- ?| to | and )\d"
)
_PLURAL: Final = re.compile(
    r" (?!was\b|his\b|its\b|this\b|always\b|yes\b|years?\b|us\b|cos\b|as\b|is\b|has\b|"
    r"sometimes\b|yrs\b|less\b|mass\b|plus\b|because\b|towards\b|she's\b|he's\b|it's\b|that's\b|"
    r"there's\b|social services\b|police\b|unless\b|across\b|perhaps\b|christmas\b|ages\b|"
    r"whereas\b|does\b|does\b|goes\b|besides\b)[a-z]{3,}s\b"
)
_GENERAL: Final = re.compile(
    r"(?:people|folk|children|kids|those|anyone|everyone|persons?|learners|leavers|teenagers|"
    r"adults|young people|ages|between|you|you're|under|over) (?:\w+ )?$"
)
_FIRST: Final = re.compile(r"\d{1,2}|[a-z]++")


def age(text: Text) -> Iterator[Found]:
    """Find ages of single people: the number alone, or with its half."""
    low = text.low
    for frame in _FRAMES:
        for match in frame.finditer(low):
            start, end = match.span("age")
            if (
                _is_reached(low, start)
                and not _counts_things(low, end)
                and not _about_all(low, match)
            ):
                yield Found(start, end, "AGE", 0.8, "context")
    for match in _OLD.finditer(low):
        start = match.start("age")
        many = match["many"] or match["plenty"] or _RULE.match(low, match.end())
        if _is_reached(low, start) and not (many or _NOBODY.search(low, max(0, start - 24), start)):
            yield Found(*match.span("age"), "AGE", 0.85, "shape")
    for match in _MONTHS.finditer(low):
        if match["number"].isdigit() or match["number"] in COUNTS:
            yield Found(*match.span("age"), "AGE", 0.6, "shape")
    for match in _SIGNED.finditer(low):
        if match.lastgroup:
            yield Found(*match.span(match.lastgroup), "AGE", 0.5, "shape")


def _is_reached(low: str, start: int) -> bool:
    """Tell whether a number from 1 to 99 starts here; the patterns take any word for one."""
    first = _FIRST.match(low, start)
    if first is None or first[0].endswith("ies"):
        return first is not None
    return int(first[0]) > 0 if first[0].isdigit() else first[0] in COUNTS and first[0] != "one"


def _counts_things(low: str, end: int) -> bool:
    return bool(_COUNTED.match(low, end) or _PLURAL.match(low, end))


def _about_all(low: str, match: re.Match[str]) -> bool:
    """Tell whether a sentence is about a group or a rule ("people aged 16")."""
    return bool(_GENERAL.search(low, max(0, match.start() - 24), match.start()))
