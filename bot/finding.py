"""Finding what could identify somebody in an answer: the detector and the round's lists together.

One thread does it for everybody, beside the event loop: thirty answers at once wait in line for
milliseconds each, and every other turn goes on meanwhile.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from bot.consultation import listed
from bot.consultation.folding import fold
from bot.consultation.model import Round
from bot.consultation.redaction import WORDS, Span, find_words
from bot.detection.lexicon import listed as words_of
from bot.ports import Detector, NotSaved, Recalls, Unit

_LINE: Final = ThreadPoolExecutor(1, "detector")
_NAMED: Final = "named"
_AT_WORK: Final = re.compile(
    r"(?:\bworkers?|\bteachers?|\bnurse|\btherapist|\bcounsellor|\bmentor|\bmanager|\bpsychologist|"
    r"\bdoctor|\bdr\.?|\bsolicitor|\bjudge|\breporter|\bofficer|\bsupervisor|\btutor|\bstaff)"
    r",? (?:called |named |is |was |were |are )?$"
)
"""What stands before the name of somebody who is there for their job."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known about a round before an answer is looked at.

    ``recalls`` asks what is kept as hashes, ``names`` are the names of staff and places by key,
    ``allowed`` are phrases that point at nobody, such as who asks.
    """

    recalls: Recalls
    names: Mapping[str, str]
    allowed: tuple[str, ...]

    def ask(self, key: str) -> tuple[str, str] | None:
        """Return label and reason of a phrase that is on a list."""
        label = self.names.get(key)
        if label is not None:
            return label, _NAMED
        why = self.recalls(key)
        return (WORDS, why) if why else None


def around(unit: Unit, round_: Round, person: str = "") -> Around:
    """Gather what is known about a round and, where one is given, about what a person covered."""
    names = dict.fromkeys(keys_of_names(each.name for each in unit.staff()), "WORKER")
    sites = (each.site for each in unit.groups() if each.id == round_.group)
    names |= {key: "PLACE" for site in sites if (key := listed.key_of(site))}
    return Around(unit.recalls(round_.id, person), names, tuple(filter(None, (round_.asker,))))


def keys_of_names(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of people's names: each whole, and its parts that are no common words."""
    common = words_of("common_words")
    return frozenset(key for name in names for key in listed.keys_of_name(name, common))


async def look(detector: Detector, text: str, known: Around) -> tuple[Span, ...]:
    """Return what was found in a text, and nothing that is in the clear about the lists.

    Raises:
        NotSaved: the text could not be checked (``unchecked``).
    """
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_LINE, _found, detector, text, known)
    except Exception:  # noqa: BLE001 - whatever it was, unchecked text is not taken
        raise NotSaved("unchecked") from None


def _found(detector: Detector, text: str, known: Around) -> tuple[Span, ...]:
    free = [place for phrase in known.allowed for place in find_words(text, phrase)]
    seen = (
        _kind(span, text)
        for span in detector.find(text)
        if not any(place.start <= span.start and span.end <= place.end for place in free)
    )
    return (*listed.find(text, known.ask), *seen)


def _kind(span: Span, text: str) -> Span:
    """Let the name of somebody who is there for their job read as that."""
    if span.label != "PERSON":
        return span
    before = fold(text[max(0, span.start - 40) : span.start]).text
    return replace(span, label="WORKER") if _AT_WORK.search(before) else span
