"""*My data*: what is held of a person, until when, who can see it, and how to get or delete it.

It shows no word of an answer: what stands on a screen a chat platform may keep.
"""

from collections.abc import Iterator
from typing import Final

from bot.consultation import dates
from bot.consultation.budget import ASKS, WITHIN, asked
from bot.consultation.model import Hears, HeldRound, RoundState
from bot.conversation.events import Chose
from bot.conversation.facts import Facts
from bot.conversation.messages import Choice, Message, Notice, Part, Row, Rows, Share, Text
from bot.conversation.moves import Act, Step, opener
from bot.conversation.my_answers import really_everything
from bot.conversation.my_messages import label_of, picked_hours
from bot.conversation.state import State

BEHIND: Final = ("download", "sure_data")
"""The overlays that *back* leads from to *my data*."""
DOWNLOAD: Final = "download"
"""The act of asking for one's own data. A channel that can hand over a file does so itself; where
none does, it leads to a link."""
TICKET_MINUTES: Final = 15
"""How long that link works; it works once."""


def data_path(ticket: str) -> str:
    """Return the address that a ticket leads to."""
    return f"/data/{ticket}"


def data_screen(_state: State, facts: Facts) -> Message:
    """Return what is held of this person. Everything on it is true in every state."""
    say = facts.say
    rows = (*(_round(each, facts) for each in facts.held.rounds), *_rows(facts))
    lead = "contributor.data.lead" if facts.held.rounds else "contributor.data.nothing"
    return Message(
        say("contributor.data.title"),
        parts=(Text(say(lead)), Rows(rows)),
        choices=tuple(_choices(facts)),
        nav=(Choice("back", say("contributor.nav.back_to"), "quiet"),),
    )


def download_screen(_state: State, facts: Facts) -> Message:
    """Return the link to this person's own data, for where a file cannot be handed over."""
    say = facts.say
    link = Share(say("contributor.data.link"), data_path(facts.ticket))
    return Message(
        say("contributor.data.download"),
        parts=(
            link,
            Text(say("contributor.data.link_note", minutes=TICKET_MINUTES), "small"),
        ),
        nav=(Choice("back", say("contributor.nav.back_to"), "quiet"),),
    )


def stays(facts: Facts) -> tuple[Part, ...]:
    """Return what is not deleted with the rest, and why: answers that are nobody's any more, and
    the mark of somebody who said *no* where we could write to them."""
    held, many = facts.held, facts.say.many
    sealed = any(map(_is_sealed, held.rounds))
    marked = held.never or (held.stopped and "code" not in held.contact)
    return (
        *((Notice(many("contributor.data.stays")),) if sealed else ()),
        *((Notice(many("contributor.data.mark")),) if marked else ()),
    )


def _is_sealed(held: HeldRound) -> bool:
    return held.round.state in (RoundState.REWRITTEN, RoundState.SEALED)


def _round(held: HeldRound, facts: Facts) -> Row:
    """Return one round: how much is kept of it, what happens to that and when."""
    say, round_ = facts.say, held.round
    until = say.date(round_.withdraw_until) if round_.withdraw_until else ""
    lines: tuple[str, ...]
    if round_.state is RoundState.CANCELLED:
        lines = (say("contributor.data.round.cancelled"),)
    elif _is_sealed(held):
        lines = say.many("contributor.data.round.sealed")
        lines = (*lines, say(f"contributor.data.round.{'listed' if held.lists else 'not_listed'}"))
    else:
        after = "until" if dates.may_change(round_, facts.now) else "sealing"
        lines = (
            say("contributor.data.round.answers", count=len(held.answers)),
            say(f"contributor.data.round.{after}", day=until),
            say(f"contributor.data.round.hears.{held.hears or Hears.NONE}"),
        )
    label = say("contributor.data.round.label", title=round_.title, asker=round_.asker)
    return Row(label, lines)


def _rows(facts: Facts) -> Iterator[Row]:
    """Yield what is held besides, and what is not."""
    held = facts.held
    if held.rounds:
        reach = "code" if held.contact.get("code") else "chat"
        yield _row("reach", f"contributor.data.reach.{reach}", facts)
        yield Row(facts.say("contributor.messages.when"), (label_of(picked_hours(facts), facts),))
        yield _row("who", "contributor.data.who.text", facts)
        yield _asked(facts)
    if held.stopped:
        yield _row("stopped", "contributor.data.stopped.text", facts)
    if held.never:
        yield _row("never", "contributor.data.never.text", facts)
    yield _row("apart", "contributor.data.apart.text", facts)


def _asked(facts: Facts) -> Row:
    """Return how often this person was asked of late, which nobody else is told."""
    say = facts.say
    times = asked((held.round for held in facts.held.rounds), dates.today(facts.round, facts.now))
    days = WITHIN.days
    return Row(
        say("contributor.budget.label"),
        (
            say("contributor.budget.rounds", count=times, days=days),
            say("contributor.budget.most", most=ASKS, days=days),
            say("contributor.budget.yours"),
        ),
    )


def _row(name: str, text: str, facts: Facts) -> Row:
    label, many = f"contributor.data.{name}.label", facts.say.many
    return Row(facts.say(label), many(text))


def _choices(facts: Facts) -> Iterator[Choice]:
    say = facts.say
    if not facts.held.rounds:
        return
    yield Choice(DOWNLOAD, say("contributor.data.download"))
    yield Choice("everything", say("contributor.answers.everything"))


def _if_held(over: str) -> Act:
    def act(state: State, event: Chose, facts: Facts) -> Step:
        if not facts.held.rounds:
            return Step(state._replace(note="contributor.note.not_here"))
        return opener(over)(state, event, facts)

    return act


ACTS: dict[str, dict[str, Act]] = {
    "data": {DOWNLOAD: _if_held("download"), "everything": _if_held("sure_data")},
    "download": {},
    "sure_data": {"really_everything": really_everything},
}
"""What can be done in *my data*, by overlay and action."""
