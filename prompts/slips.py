"""Slips in the way a question is put: asking two things at once, probing, leaning one way.

A machine only finds the forms that such slips often take in English, so what it finds is a hint to
look again. Each function gives the words it found, as they stand in the text, or an empty string.
"""

import re
from typing import Final

from prompts.reading import is_question, sentences, words
from prompts.schema import Kind


def _any(*forms: str) -> re.Pattern[str]:
    """Any of some forms, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


_ASKS: Final = "what|when|where|which|who|whom|whose|how|why"
_HELPS: Final = "can|could|do|does|did|is|are|was|were|will|would|should|have|has|had"
_THEM: Final = "you|it|they|we|he|she|people|staff"

_TWO_THINGS: Final = _any(
    rf"(?:and|or) (?:{_ASKS}|{_HELPS})\b(?: \w+){{0,3}}",  # mean to you and can you share
    r"and to \w+",  # to help support and to deliver
    r"and \w{2,}ing (?:on|the|an?|our|your|their|my|you|us|them|it)",  # and delivering on
    rf"(?:do|does|did|can|could|will|would|should) (?:{_THEM}) \w+ (?:and|or) \w+",  # it feel and
)
# What only matters where one answer has to fit it all: "friendly and helpful".
_JOINED: Final = _any(r"\w+ (?:and|as well as) \w+")
_ONE_ANSWER: Final = ("likert", "one")
_ONE_THING: Final = _any(
    "now and then",
    "again and again",
    "more and more",
    "day and night",
    "pros and cons",
    "children and young people",
    "friends and family",
    "up and running",
)
_ITEM: Final = 3
"""Words in an item of a list, at most."""

_WHY: Final = _any("why", "how come", "for what reasons?")
_NOT: Final = re.compile(r"\b(?:not|never|no|nobody|without|\w+n[’']t)\b", re.IGNORECASE)
_PROBES: Final = _any(
    "explain yourself",
    "justify",
    "what made (?:you|them|him|her)",
    "what were you thinking",
    "what (?:has )?happened to (?:you|them|him|her)",
    "what brought you (?:in|here)",
    "what (?:is|was) wrong with you",
    "who (?:hurt|harmed|abused|did (?:this|that|it))",
    "(?:describe|tell us about|write about) (?:the|your) (?:abuse|trauma|crimes?|attack|assault)",
    "what is your (?:(?:full|first|last|real) )?(?:name|address|postcode|birthday|date of birth)",
    "what (?:is|are|was|were) the names? of",
    "where do you live",
)
_PRAISE: Final = (
    "amazing|awesome|brilliant|excellent|exciting|fantastic|great|incredible|outstanding|wonderful"
    "|terrible|awful|dreadful|shocking"
)
_LEANS: Final = _any(
    rf"(?:do|does|did|would|are|is|was|were|have|has|could|should|ca|wo)n[’']t (?:{_THEM}|this|that)",
    "(?:do|would) you agree",
    "(?:do|would) you not (?:agree|think|say|feel)",
    "surely|obviously|clearly|of course|needless to say|as (?:you|we all) know",
    "(?:most|many|all) (?:people|of us|young people|adults) (?:say|think|feel|agree)",
    "(?:everyone|everybody|we all) (?:knows?|thinks?|agrees?)",
    "how much did you (?:like|enjoy|love)",
    "how (?:good|great|helpful|useful|happy|pleased|satisfied|friendly|kind|bad|poor|unfair"
    "|unhappy|important) (?:is|are|was|were|did|do|has|have)",
    rf"(?:our|the|this|these|such an?) (?:(?:very|really|so) )?(?:{_PRAISE})",
)


def asks_twice(text: str, kind: Kind) -> str:
    """Where a question asks more than one thing.

    Args:
        text: The question alone, without its hint.
        kind: How it is answered. In an open box two things may share one name ("What do care and
            respect mean to you?"); in a statement to agree with, or a single choice, they may not.
    """
    parts = sentences(text)
    asked = [part for part in parts if is_question(part)]
    if len(asked) > 1:
        return asked[1]
    for part in asked or parts:
        bare = _ONE_THING.sub("", part)
        found = _TWO_THINGS.search(bare) or (kind in _ONE_ANSWER and _JOINED.search(bare))
        if found:
            return found[0]
        if listed := _list_in(bare):
            return listed
    return ""


def _list_in(sentence: str) -> str:
    """The middle of a list of three things or more, as in "trust, choice, safety and care"."""
    # The first item and the last hold the rest of the sentence, so only those between are short.
    middle = re.split(r",? and |, ?", sentence)[1:-1]
    if "," in sentence and middle and all(0 < len(words(item)) <= _ITEM for item in middle):
        return ", ".join(middle)
    return ""


def probes(text: str, kind: Kind) -> str:
    """Where a text presses for reasons, or for what nobody should have to say.

    "You do not have to say why" is no probing. Neither is a statement to agree with, such as
    "Somebody told me why".
    """
    for sentence in sentences(text):
        found = _PROBES.search(sentence)
        if not found and kind != "likert":
            found = _WHY.search(sentence)
            if found and not is_question(sentence) and _NOT.search(sentence, 0, found.start()):
                found = None
        if found:
            return found[0]
    return ""


def leans(text: str) -> str:
    """Where a text suggests an answer. Whether it is kind is for its tone to say."""
    found = _LEANS.search(" ".join(text.split()))
    return found[0] if found else ""
