"""What it takes to tell people what came of a round: a signed answer, a second person, and telling them
again about everything that was only planned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from bot.consultation.dates import today
from bot.consultation.model import Item, Outcome, Response, Role, Round, Staff
from bot.consultation.promises import is_sent, items_fault, may_schedule

ENDINGS: Final = ("done", "planned", "none")
"""What can have become of something that was planned: it was done, it has a new day, or honestly not."""


@dataclass(frozen=True, slots=True)
class Again:
    """A planned item that people are to hear of again. ``mark`` is how an item tells of it."""

    mark: str
    item: Item
    due: date


def mark(outcome: Outcome, number: int) -> str:
    """Return the mark of an item; items are counted from 1."""
    return f"{outcome.id}-{number}"


def tells_again(outcome: Outcome) -> bool:
    """Tell whether an outcome tells what became of plans."""
    return any(item.of for item in outcome.items)


def plans(outcomes: Iterable[Outcome]) -> Iterator[Again]:
    """Yield what was told as planned and not told again since, soonest first."""
    sent = [outcome for outcome in outcomes if is_sent(outcome)]
    told = {item.of for outcome in sent for item in outcome.items}
    open_ = (
        Again(mark(outcome, number), item, item.due)
        for outcome in sent
        for number, item in enumerate(outcome.items, 1)
        if item.status == "planned" and item.due is not None
    )
    yield from sorted((a for a in open_ if a.mark not in told), key=lambda a: (a.due, a.mark))


def due_again(outcomes: Iterable[Outcome], day: date) -> tuple[Again, ...]:
    """Return what was planned and is to be told again on a day, or was before it."""
    return tuple(again for again in plans(outcomes) if again.due <= day)


def overdue_again(outcomes: Iterable[Outcome], day: date) -> bool:
    """Tell whether people wait to hear of a plan whose day has passed: a debt, like an outcome that
    was promised and not told."""
    return any(again.due < day for again in plans(outcomes))


def response_fault(response: Response | None) -> str:
    """Return the phrase key of what a decision maker's answer lacks, or ""."""
    if response is None or not response.text.strip():
        return "round.response.no_text"
    missing = "name" if not response.name.strip() else "role" if not response.role.strip() else ""
    return f"round.response.no_{missing}" if missing else ""


def may_go_out(outcome: Outcome, round_: Round, now: datetime) -> str:
    """Return the phrase key of what an outcome lacks before a second person may let it go out, or
    "". Where people asked, or hear again of a plan, each item has an owner who answers by name."""
    fault = items_fault(outcome.items)
    if not fault and not round_.parent and not tells_again(outcome):
        fault = response_fault(outcome.response)
    if not fault and tells_again(outcome):
        # The promise was kept by the outcome before; now it is about the day of the plan.
        early = outcome.send_on is not None and outcome.send_on < today(round_, now)
        none = "round.outcome.no_day" if outcome.send_on is None else ""
        fault = "round.outcome.day_past" if early else none
    elif not fault:
        fault = may_schedule(outcome, round_, now)
    return fault or _due_fault(outcome)


def may_approve(outcome: Outcome, me: Staff, round_: Round) -> str:
    """Return the phrase key of why somebody may not let an outcome go out, or ""."""
    if outcome.state != "ready":
        return "approval.refused.state"
    if me.role is not Role.COORDINATOR or me.id not in round_.readers:
        return "approval.refused.not_yours"
    return "approval.refused.own" if me.id == outcome.writer else ""


def seen(outcome: Outcome) -> str:
    """Return a mark of an outcome as it stands. A form carries it, so that nobody lets go out what
    somebody has changed meanwhile."""
    return sha256(repr(outcome).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _due_fault(outcome: Outcome) -> str:
    """What is planned for a day on which people have not yet heard of it is no plan."""
    dues = [item.due for item in outcome.items if item.status == "planned" and item.due]
    early = outcome.send_on is not None and any(due <= outcome.send_on for due in dues)
    return "round.outcome.due_early" if early else ""
