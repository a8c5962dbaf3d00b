"""Clues that fit few people: said by no name, so never covered, only asked about."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import INDIRECT, Found
from bot.detection.text import Text

_ME: Final = r"(?:i'?m|i am|i was|i wis|i've been|we're|we are|we were|we wur|being|as)"
_OTHER: Final = (
    r"(?:he's|she's|he is|she is|he was|she was|(?:my|ma) [\w-]{1,20} (?:is|was|wis|'s))"
)
_WHO: Final = (
    r"(?:girl|lassie|boy|laddie|lad|kid|wean|child|pupil|family|wheelchair|black|asian|"
    r"muslim|polish|chinese|african|white|brown|deaf|blind|disabled|trans|gay|refugee|syrian|"
    r"ukrainian|roma|traveller|autistic|female|male|young|care|sikh|hindu|jewish|catholic|"
    r"foreign|mixed|indian|pakistani|nigerian|romanian|twins?|lesbian|non-binary|ginger)"
)
_KIN: Final = (
    r"(?:mum|mam|maw|mother|da|dad|faither|father|brother|sister|gran|granny|grandad|papa|nana|"
    r"auntie|aunty|aunt|uncle|cousin|stepdad|stepmum|foster mum|foster dad|foster carer|"
    r"boyfriend|girlfriend|ex|husband|wife|partner|son|daughter|wean|boy|family)"
)
_POST: Final = (
    r"(?:councillor|councilor|msp|mp|mayor|provost|minister|priest|vicar|imam|sheriff|judge|"
    r"police\w*|polis|detective|headteacher|head teacher|heidie|headie|footballer|boxer|singer|"
    r"actor|actress|teacher at|doctor at|journalist|lollipop \w+|janny|janitor|dinner lady|"
    r"school nurse|bus driver|postman|postie|famous|well known|well-known|in (?:the )?jail|"
    r"in prison|on (?:the )?(?:telly|tv|radio)|head of|manager of|leader of|boss of)"
)
_CUES: Final = tuple(
    re.compile(rf"(?<!\w){cue}")
    for cue in (
        rf"(?:{_ME}|{_OTHER}) (?:literally |probably |the wan and )?(?:the|wan o the) (?:only|youngest|oldest|first|last|one and only)(?! (?:one|wan|person|yin) (?:who|that|tae|to|i) )\b",
        rf"(?:the |wan o the )?only (?:other )?(?:[\w-]{{1,15}} )?{_WHO} (?:in|at|on|fae|frae|from|wi|with|who|that|there|here)\b",
        rf"(?:my|ma|oor|our|his|her) {_KIN}(?: is|'s| was| wis| used to be| runs| owns| played)(?: a| an| the| wan o)*+ (?:[\w-]{{1,15}} )?{_POST}",
        rf"(?:my|ma|oor|our|his|her) {_KIN} (?:runs|owns|ran|owned|plays for|played for|stood for|was killed|got killed|was murdered|got murdered|was stabbed|drowned|died in|got jailed|went tae jail|got done for|went to prison)\b",
        rf"(?:my|ma|oor|our|his|her) {_KIN} (?:is|was|wis) the (?:one|wan|yin|girl|boy|man|woman|guy) (?:who|that|whose)\b",
        r"(?:the |wan o the )?only (?:other )?(?:person|wan|one) (?:in|at|on|fae|frae|from|wi) (?:my|ma|the|oor|our)\b",
        r"(?:there's|theres|there is|there was) (?:only|just|exactly) (?:one|wan|two|twa) [\w -]{1,40} (?:in|on|at) (?:the|oor|our|my|ma)\b",
        r"(?:me and|we and) (?:my|ma) [\w-]{1,15} (?:are|were|wur|is) the only\b",
        r"(?:nobody|naebody|no one|noone) else (?:in|at|fae|on|round|roon)\b",
        r"(?:i'?m|i am|am|i was|i wis|we are|we're|we were) the (?:one|wan|yin|girl|boy|lassie|laddie|kid|lad|twins?|family|care leaver|young person|worker|mum|dad|foster carer) (?:who|that|whose|in|wi|with|fae|from|off)\b",
        r"the (?:one|wan|yin|girl|boy|lassie|kid|lad|twins?|family|woman|man) whose\b",
        r"(?:it|that|this|she|he|we|i|they|my [\w-]{1,15}|ma [\w-]{1,15}|whole thing|case|story) (?:was |wis |were |got |ended up |went |made |is |'s )?(?:all over |in |on |across |oan )(?:(?:the |a' the |aw the )?(?:papers|newspapers?|telly|tv|headlines|bbc|stv)|the (?:paper|news|front|daily record|evening times|press and journal|courier|local paper|sunday mail|sun|radio))(?!\w)",
        r"(?:i|it|we|she|he|that|video|clip) (?:made the (?:news|papers)|went viral)",
        r"(?:we're|we are|we were|i'?m|i am|me and (?:my|ma) (?:brother|sister)|my|ma|the) (?:a |wan o the |one of the )?(?:identical )?(?:twins?|triplets?)(?= in| at| fae| from| who| that| oan| on| are| were)",
        r"every(?:one|body)(?: in| at| on)?(?: (?:the|my|ma|oor|our) [\w-]{1,15})? (?:knows|knew|kens|kent) (?:us|me|who|aw aboot|all about|about|him|her|them|oor|our|what happened)",
        r"(?:i'?m|i am|i was|i wis|she was|he was|we were|my [\w-]{1,15} was|ma [\w-]{1,15} wis) (?:the )?(?:head ?(?:girl|boy)|captain of|school captain|winner of|member of the scottish|msyp|chair of the|president of|goalie for|striker for)",
        r"(?:i|we|she|he|my [\w-]{1,15}|ma [\w-]{1,15}) (?:won|represented|played for|swam for|ran for|boxed for|danced for|sang at|sang on|was on|wis on|were on) (?:the |a )?(?:scotland|x factor|voice|national|world|scottish|gold|silver|mod|child of our|commonwealth|bbc|stv|telly|tv|documentary|crimewatch)",
        r"(?:the|that|oor|our|when oor|when our) (?:fire|stabbing|murder|crash|shooting|drowning|flood|explosion) (?:at|in|on|that|oan|last)\b",
        r"when (?:my|ma|our|oor|the) (?:house|flat|close|school|unit) (?:burnt|burned|went on fire|blew up|flooded|was on fire|went up)",
    )
)
_END: Final = re.compile(r"[.!?;:,\n]| (?:but|so|because|cos|cause|coz|which|although|then) ")
_AND: Final = re.compile(r" (?:and|an|n) ")
_REACH: Final = 90
_SCORE: Final = 0.5


def clue(text: Text) -> Iterator[Found]:
    """Find what fits few people, up to the end of its clause."""
    for cue in _CUES:
        for match in cue.finditer(text.low):
            yield Found(match.start(), _end(text.low, match.end()), INDIRECT, _SCORE, "clue")


def _end(low: str, start: int) -> int:
    limit = min(len(low), start + _REACH)
    stop = _END.search(low, start, limit)
    end = stop.start() if stop else limit
    joined = _AND.search(low, start, end)
    end = joined.start() if joined else end
    if stop is None and joined is None and limit < len(low):
        end = max(low.rfind(" ", start, limit), start)
    return start + len(low[start:end].rstrip())
