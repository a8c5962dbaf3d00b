"""Names that people go by on a service: "@isla_bby", "my snap is ...", gamertags."""

import re
from collections.abc import Iterator
from typing import Final

from bot.detection.found import Found
from bot.detection.structured.around import ahead, behind
from bot.detection.structured.spelling import words
from bot.detection.text import Text

_SERVICE: Final = (
    r"(?:sc|insta(?:gram|gam|grm|s)?|intsa|instra|ig|snap(?:chat|cht|pchat|hat|s)?|snpachat|"
    r"sanpchat|tik ?-?tok|tik ?tock|ticktock|titkok|twitter|"
    r"discord|dicsord|gamer ?-?tag|psn|playstation(?: network)?|xbox(?: live)?|switch|roblox|"
    r"steam|epic(?: games)?|fortnite|"
    r"minecraft|twitch|you ?tube|yt|telegram|signal|kik|reddit|facebook|fb|messenger|whats ?app|"
    r"threads|bluesky|bsky|"
    r"mastodon|tumblr|pinterest|wattpad|ao3|yubo|wizz|be ?real|linkedin|spotify|soundcloud|vsco|"
    r"bebo|"
    r"user ?-?name|usernam|usrname|screen ?name|handle|gamer ?name|gaming name|gamer id|finsta|"
    r"alt(?: account)?)"
)
_OWN: Final = r"(?:my|ma|mah|mi|his|her|their|our|oor|mine|the|his wee|her wee)"
_EXTRA: Final = (
    r"(?: (?:name|handle|tag|user ?name|user|account|acc|acct|id|page|profile|gamertag|"
    r"channel|addy))?"
)
_IS: Final = (
    r"(?:(?:'s|s)?(?: on \w+)?(?:(?: (?:is|was|wis|its|it's|it is|called|under|as|that's|"
    r"thats|still|now|just|here))|[ ]?[:=@>-]){1,4}+ ?|'s )"
)
_JOINED: Final = (
    r"(?: (?:underscore|under score|dot|dash|hyphen|hash|hashtag|full stop) [\w.-]{0,40}\w"
    r"(?: (?:oh|zero|one|two|three|four|five|six|seven|eight|nine|ten)\b){0,4})"
)
_NAME: Final = (
    rf"(?P<name>(?:\w++ ){{0,2}}?@?[\w.-]{{0,40}}\w{_JOINED}{{1,6}}+(?: \d{{1,4}}(?!\w))?|"
    rf"@? ?[\w.-]{{0,40}}\w(?:#\d{{2,5}})?(?: \d{{1,4}}(?= ?(?:$|[,.!?)])))?)"
)
_FRAMES: Final = (
    # "insta: x", "my snap is x", "my tiktok name is x", "my insta's x".
    re.compile(rf"(?<!\w)(?P<own>{_OWN} )?(?:\w{{1,12}} )?{_SERVICE}{_EXTRA}{_IS}(?:at )?{_NAME}"),
    # "add me on snap x", "find me on insta as x".
    re.compile(
        r"(?<!\w)(?P<own>add|follow|message|msg|dm|find|hmu|hit|search|look|catch|get|reach|snap|"
        r"stalk|see|play|on)"
        r"(?: (?:me|us|him|her|up|back|it|for|wi|with)){0,4}+ (?:on|in|at|via|through|"
        r"oan) (?:my |the |ma )?"
        rf"{_SERVICE}(?:(?: (?:as|under|at|its|it's|im|i'm|i am|is|called|user|username|name))|"
        rf"[ ]?[:,=@-]){{0,4}}+ {_NAME}"
    ),
    # "i'm x on insta", "add x on snap".
    re.compile(
        r"(?<!\w)(?P<own>i'm|im|i am|a'm|am|it's|its|add|follow|find|called|as|under|is|me|by|"
        r"message|dm|search|up)"
        rf"(?: (?:at|me|as|by|under|for))? {_NAME}(?= (?:on|oan) (?:my |the )?{_SERVICE}\b)"
    ),
    # "on insta i'm x".
    re.compile(
        rf"(?<!\w)(?P<own>on|oan) (?:my |the )?{_SERVICE},? "
        rf"(?:i'm|im|i am|a'm|it's|its|as|i go by|called|under|my name is|my name's) {_NAME}"
    ),
    # "my xbox name is Craig x Creeper 9": a few words.
    re.compile(
        rf"(?<!\w)(?P<own>){_SERVICE} (?:user ?)?name(?:'s|s| is|:| was) "
        r"(?P<name>[\w.-]{2,30}(?: [\w.-]{1,20}){1,3})(?= ?(?:$|[,.;!?)]))"
    ),
)
# "instagram x_y": only what is no word.
_BESIDE: Final = re.compile(rf"(?<!\w){_SERVICE}{_EXTRA},? {_NAME}")
_AT: Final = re.compile(r"(?<![\w@.])@ ?\w[\w.-]*+(?:#\d{2,5})?")
_REDDIT: Final = re.compile(r"(?<![\w/.])/?u/[\w-]{3,30}+")
_NUMBERED: Final = re.compile(r"(?<![\w/.@#])[\w.]{2,32}+#\d{4}(?!\d)")
_UNDERSCORE: Final = re.compile(r"(?<![\w/.@])\w++(?:\.\w++)*+")
_INSIDE: Final = re.compile(r"[a-z\d]_+[a-z\d.]|[a-z\d]{2}_+$|^_+[a-z]+\d")
_SAID: Final = re.compile(
    rf"(?<![\w/.@])[\w.]++(?: under ?score [\w.]{{0,40}}\w){_JOINED}{{0,6}}+(?: \d{{1,4}}(?!\w))?"
)
_MIXED: Final = re.compile(
    r"(?<![\w/.@£'-])(?:[a-z]{3,}+\d{2,}+[a-z\d]*+|xx[a-z]\w{1,30}?xx|[a-z]++\d[a-z]++\d\w*+|"
    r"\d{2,}+[a-z]{4,}+\d*+)(?!\w)"
)
_NEAR: Final = re.compile(rf"(?<!\w){_SERVICE}\b|\b(?:add|follow|dm|friend) me\b")
_KNOWN: Final = re.compile(
    r"covid\d+|iphone\d+|fifa\d+|cod\d+|win(?:dows)?\d+|\d+(?:year|month|week|hour|min|time|"
    r"people|quid).*|section\d+"
)
_REACH: Final = 60

_PLAIN: Final = words(
    """
    a about account active add after again all always am an and any app apps are as at away awful
    back bad ban banned because been being best better big block blocked boring both brilliant
    broken but by can cannae class closed cos could crap daft dead deleted different do does
    doesnt doing done down dry eh else empty even ever everything every fae fake feels fine for
    free from full fun gave get gets getting gonna good got gone great guff had hacked half happy
    hard has have he her here hers his how i id if im in instead into is isnt it its just kinda
    known last like linked locked lol lost love ma made mainly me mental messages mine mines more
    most much my name nae naw near needs never new nice no noisy none not nothing now of off ok
    okay old on only open or other our out over own people photos pish pics please private
    probably public pure quiet rank really right rubbish safe same scary set shared she shite shit
    shut sick so some something still stories stuff stupid suspended than that the their them then
    there these they thing this through till time to too took toxic tracked tryna turned two under
    up us used useful using usually very videos was watched way we weird were what when where
    which while who why wi will with without work working wrong wis worse would yeah yes yet you
    your pals pal mates friends everybody everyone anyone nobody someone somebody wee anyway bit
    lot kids adults social school worker workers mum dad home one also each monitored checked
    allowed addictive bullying groups group chat posts dms drama hell life messaging
    """
)
_FOLLOWS: Final = re.compile(
    r" ?(?:$|[,.;:!?)&x/-]|(?:and|if|but|or|add|follow|for|on|so|cos|lol|hmu|xx?|aye|ok|btw|"
    r"message|dm|tho|though|pls)\b)"
)


def handle(text: Text) -> Iterator[Found]:
    """Find user names."""
    low = text.low
    yield from _marked(low)
    yield from _announced(low)
    for match in _MIXED.finditer(low):
        near = behind(low, match.start(), _NEAR, _REACH) or ahead(low, match.end(), _NEAR, _REACH)
        if near and not _KNOWN.fullmatch(match[0]):
            yield _found(match.start(), match[0], 0.7)


def _marked(low: str) -> Iterator[Found]:
    """Find what is written as only user names are."""
    for match in _AT.finditer(low):
        spaced = match[0][1] == " "
        near = behind(low, match.start(), _NEAR, 25) or ahead(low, match.end(), _NEAR, 15)
        if not spaced or (near and _odd(match[0])):
            yield _found(match.start(), match[0], 0.9)
    for pattern in (_REDDIT, _NUMBERED, _SAID):
        for match in pattern.finditer(low):
            yield _found(match.start(), match[0], 0.85)
    for match in _UNDERSCORE.finditer(low):
        if _INSIDE.search(match[0]) and not (match[0][0] == "_" and match[0][-1] == "_"):
            yield _found(match.start(), match[0], 0.8)


def _announced(low: str) -> Iterator[Found]:
    """Find what follows or precedes the name of a service."""
    for frame in _FRAMES:
        for match in frame.finditer(low):
            name = match["name"]
            few = " " in name and not match["own"] and name.split()[0] not in _PLAIN
            if _odd(name) or few or (_sayable(match) and _FOLLOWS.match(low, match.end("name"))):
                yield _found(match.start("name"), name, 0.85)
    for match in _BESIDE.finditer(low):
        if _odd(match["name"]) and match["name"].split()[0] not in _PLAIN:
            yield _found(match.start("name"), match["name"], 0.8)


def _odd(name: str) -> bool:
    """Tell whether it is written as no word is."""
    bare = name.strip("@ ")
    letters = any(char.isalpha() for char in bare)
    return letters and (
        any(char.isdigit() or char in "_#" for char in bare)
        or "." in bare
        or " underscore " in bare
        or " dot " in bare
        or name.startswith("@")
    )


def _sayable(match: re.Match[str]) -> bool:
    """Tell whether a plain word stands where a name is said, and is not what one says there."""
    name = match["name"].strip("@ ")
    announced = bool(match["own"]) or ":" in match[0] or "=" in match[0]
    return announced and " " not in name and len(name) > 2 and name not in _PLAIN  # noqa: PLR2004


def _found(start: int, name: str, score: float) -> Found:
    lead = len(name) - len(name.lstrip(" "))
    return Found(start + lead, start + len(name.rstrip(" .-")), "HANDLE", score, "shape")
