"""Words that people let us quote, for a report and on cards to lay out on a table."""

from collections.abc import Iterator
from random import SystemRandom

from bot.consultation.disclosure import Withheld as Held
from bot.consultation.model import Round
from bot.conversation.desk import DeskFacts
from bot.conversation.facilitator_words import questions_of, text_groups
from bot.conversation.messages import Card, Part, Quote
from bot.ports import SealedText


def quotable(round_: Round, facts: DeskFacts) -> tuple[SealedText, ...]:
    """Return every text of a sealed round that may be quoted and may be shown, in an order that says
    nothing."""
    lists = text_groups(round_, facts)
    every = () if isinstance(lists, Held) else (t for _, _, texts in lists for t in texts)
    return tuple(sorted((t for t in every if _allowed(t, facts)), key=lambda text: text.id))


def by_question(round_: Round, facts: DeskFacts) -> Iterator[tuple[str, str, list[SealedText]]]:
    """Yield the words of a list's questions, its theme if it is of one question, and its quotes."""
    lists = text_groups(round_, facts)
    if isinstance(lists, Held):
        return
    themes = {each.id: each.theme for each in questions_of(round_, facts)}
    for title, group, texts in lists:
        theme = themes.get(group[0], "") if len(group) == 1 else ""
        yield title, theme, [text for text in texts if _allowed(text, facts)]


def cards(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """Return one card for each quote, in a new order each time."""
    drawn = [
        Card(title, (Quote(text.text),), kicker=theme)
        for title, theme, texts in by_question(round_, facts)
        for text in texts
    ]
    SystemRandom().shuffle(drawn)
    return tuple(drawn)


def _allowed(text: SealedText, _facts: DeskFacts) -> bool:
    return bool(text.id) and text.quotable
