"""*Where did my words go?* After sealing nobody can tell whose words a quote is. So everybody of the
round sees all of them, where each was used and what came of it, and anybody can have one taken down."""

from typing import Final

from bot.consultation.model import Item, RoundState
from bot.consultation.promises import ANSWERED
from bot.conversation.effects import TakeDown
from bot.conversation.events import Chose
from bot.conversation.facts import Facts
from bot.conversation.messages import Card, Choice, Message, Part, Quote, Text
from bot.conversation.moves import Act, Step
from bot.conversation.state import State

WORDS: Final = "words"
_PAGE: Final = 5
"""Quotes on one page: as many as a person wants to read at once."""


def has_words(facts: Facts) -> bool:
    """Tell whether there is something to see for this person."""
    return facts.known and facts.round.state is RoundState.SEALED and not facts.round.parent


def code_of(quote_id: str) -> str:
    """Return what a quote is called by people: short enough to write down."""
    return f"{quote_id[:4]} {quote_id[4:8]}"


def words_screen(state: State, facts: Facts) -> Message:
    """Return a page of all words of the round that may be quoted, those that were used first."""
    say = facts.say
    uses = {quote: _uses(quote, facts) for quote in facts.quotes}
    order = sorted(facts.quotes, key=lambda quote: (not uses[quote], quote))
    at = state.page if 0 <= state.page * _PAGE < len(order) else 0
    shown = order[at * _PAGE : (at + 1) * _PAGE]
    lead = say.many("words.lead") if order else (say("words.none"),)
    pages = ((at - 1, "before", at > 0), (at + 1, "more", (at + 1) * _PAGE < len(order)))
    return Message(
        say("words.title"),
        parts=(
            *(Text(line) for line in lead),
            *(_card(quote, uses[quote], facts) for quote in shown),
        ),
        choices=tuple(
            Choice(f"page:{page}", say(f"words.{key}")) for page, key, there in pages if there
        ),
        nav=(Choice("back", say("contributor.nav.back_to"), "quiet"),),
    )


def sure_down_screen(state: State, facts: Facts) -> Message:
    """Ask once more."""
    say = facts.say
    text = facts.quotes.get(state.quote)
    if text is None:
        back = Choice("back", say("contributor.nav.back_to"), "quiet")
        return Message(say("words.gone"), nav=(back,))
    return Message(
        say("words.sure.title"),
        parts=(Quote(text), *(Text(line) for line in say.many("words.sure.lines"))),
        choices=(
            Choice("really_down", say("words.sure.really")),
            Choice("back", say("words.sure.back")),
        ),
    )


def _card(quote: str, uses: tuple[Part, ...], facts: Facts) -> Card:
    say, code = facts.say, code_of(quote)
    down = Choice(f"down:{quote}", say("words.down"), "quiet", about=say("words.code", code=code))
    unused = (Text(say("words.unused"), "small"),)
    return Card(
        say("words.code", code=code),
        (Quote(facts.quotes[quote]), *(uses or unused)),
        choices=(down,),
    )


def _uses(quote: str, facts: Facts) -> tuple[Part, ...]:
    """Return where a quote was used and what came of it."""
    say = facts.say
    items = (item for outcome in facts.outcomes for item in outcome.items)
    parts: list[Part] = [
        Text(_use(item, facts), "small")
        for item in items
        if quote in item.quotes and item.status != ANSWERED
    ]
    if quote in facts.round.cited:
        parts.append(Text(say("words.cited"), "small"))
    return tuple(parts)


def _use(item: Item, facts: Facts) -> str:
    say = facts.say
    status = say(f"contributor.outcome.status.{item.status}")
    return say("words.used", said=item.said, status=status)


def _open(state: State, _event: Chose, facts: Facts) -> Step:
    if not has_words(facts):
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(state._replace(over=WORDS, page=0))


def _page(state: State, event: Chose, _facts: Facts) -> Step:
    number = int(event.action) if event.action.isascii() and event.action.isdigit() else 0
    return Step(state._replace(page=number if number < 10_000 else 0))  # noqa: PLR2004 - a bound


def _down(state: State, event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(over="sure_down", quote=event.action[:32]))


def _really_down(state: State, _event: Chose, facts: Facts) -> Step:
    back = state._replace(over=WORDS, quote="", note="contributor.note.taken_down")
    return Step(back, (TakeDown(state.quote),)) if has_words(facts) else Step(back)


open_words: Final[Act] = _open
ACTS: Final[dict[str, dict[str, Act]]] = {
    WORDS: {"page": _page, "down": _down},
    "sure_down": {"really_down": _really_down},
}
"""What can be done there, by overlay and action."""
