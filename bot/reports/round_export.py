"""What a sealed round brought, as a file may hold it: approved words and figures that point at nobody.

It is made from what the facilitator's own screen is made of, so that nothing can stand in a file that
may not stand on that screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import SystemRandom

from bot.consultation.disclosure import Withheld as Held
from bot.consultation.model import Round
from bot.conversation.desk import DeskFacts
from bot.conversation.facilitator_words import pick_labels, questions_with_picks, texts_of
from bot.conversation.figures import held
from bot.conversation.messages import Card, Part, Quote, Text, Withheld, Words


@dataclass(frozen=True, slots=True)
class Said:
    """One approved text. ``beside`` is what may stand beside it, mostly nothing. ``why_not`` tells
    instead why a question's texts are held back."""

    question: str
    words: str = ""
    may_be_quoted: bool = False
    beside: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Options shown together and a number that at least so many picked, or exactly so many, ``of``
    that many people; or why none is shown."""

    question: str
    answer: str = ""
    at_least: int = 0
    exact: bool = False
    of: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class RoundExport:
    """All that may leave with a round, in an order that says nothing."""

    title: str
    asker: str
    k: int
    said: tuple[Said, ...]
    counts: tuple[Count, ...]


def round_export(round_: Round, facts: DeskFacts) -> RoundExport:
    """Return what may leave with a sealed round. The order of the texts is new each time."""
    said = [each for part in texts_of(round_, facts, sealed=True) for each in _said(part, facts)]
    SystemRandom().shuffle(said)
    return RoundExport(
        round_.title, round_.asker, round_.k, tuple(said), tuple(_counts(round_, facts))
    )


def _said(part: Part, facts: DeskFacts) -> Iterator[Said]:
    """Read texts back from a card of the screen: words, what stands beside them, the permission."""
    if isinstance(part, Withheld):
        yield Said(part.label, why_not=part.reason)
    if not isinstance(part, Card):
        return
    allowed = {
        facts.say(f"facilitator.words.quote_{each}"): each == "yes" for each in ("yes", "no")
    }
    words = beside = ""
    for each in part.parts:
        if isinstance(each, Quote):
            words = each.text
        elif isinstance(each, Words):
            words = "".join(segment.text for segment in each.segments)
        elif isinstance(each, Text) and each.text in allowed:
            yield Said(part.title, words, allowed[each.text], beside)
            words = beside = ""
        elif isinstance(each, Text):
            beside = each.text


def _counts(round_: Round, facts: DeskFacts) -> Iterator[Count]:
    for question, asked, cells in questions_with_picks(round_, facts):
        if isinstance(cells, Held):
            why_not = held(asked, cells, facts.say, k=round_.k).reason
            yield Count(asked, why_not=why_not)
            continue
        for cell in cells:
            labels, told = pick_labels(cell, question, facts), cell.number
            yield Count(asked, labels, told.count, told.exact, told.of)
