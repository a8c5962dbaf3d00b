"""The promise of a round: everybody hears what changed by *tell-by* (promises 6 and 7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from bot.consultation.dates import today
from bot.consultation.model import Item, Move, Outcome, Round, RoundState

STATUSES: Final = ("done", "planned", "partly", "none")
"""What can have become of something people said."""
ANSWERED: Final = "answered"
"""The status of a question about an outcome and its answer."""
RUNGS: Final = ("told", "asked", "involved", "shared", "led")
"""How much say people have, from least to most (after Arnstein's and Hart's ladders). Asking is not
sharing: a round says which it is before anybody answers, and again when they hear back."""
SILENCE: Final = timedelta(days=60)
"""The longest time in which people who wait hear nothing."""
NOTES: Final = (0, 30, 60)
"""Days between notes to people who wait; 0 for none."""
NUDGES: Final = (14, 7, 1)
"""Days before the promised one on which its owner is reminded. After it they are, day by day."""
MOVES: Final = 2
"""How often a promise may be moved. After that it is kept or owed."""

_SOON: Final = 7
_NO_PROMISE: Final = frozenset({RoundState.DRAFT, RoundState.CANCELLED})


type Stands = Literal["kept", "late", "overdue", "open"]
STANDS: Final[tuple[Stands, ...]] = ("kept", "late", "overdue", "open")
"""Kept by its day, kept after it, not kept though its day is past, and not due yet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a promise stands. ``phrase`` is a key of section *round*; ``days`` are those left, or
    those past the day; ``day`` is the day on which it was kept."""

    phrase: str
    mark: Literal["done", "part", "none"]
    days: int = 0
    day: date | None = None


def first_heard(outcomes: Iterable[Outcome]) -> date | None:
    """Return the day on which the first of some outcomes went out, or None."""
    sent = (each.send_on for each in outcomes if is_sent(each))
    return min((each for each in sent if each is not None), default=None)


def stands(round_: Round, heard: date | None, day: date) -> Stands:
    """Return how a promise stands on a day, by the day that was named when people were asked:
    whoever moves it is late all the same. ``heard`` is the day of the first outcome."""
    last = first_promise(round_) or date.max
    if heard is not None:
        return "kept" if heard <= last else "late"
    return "overdue" if last < day else "open"


def promise_of(round_: Round, heard: date | None, day: date) -> Kept:
    """Return how the promise stands on a day. ``heard`` is the day of the first outcome."""
    if heard is not None:
        late = stands(round_, heard, day) == "late"
        key = "late_on" if late else "kept_on"
        return Kept(f"round.promise.{key}", "part" if late else "done", day=heard)
    if round_.tell_by is None or round_.state in _NO_PROMISE:
        return Kept("round.promise.none", "none")
    left = (round_.tell_by - day).days
    if left < 0:
        return Kept("round.promise.late", "none", -left)
    if left <= _SOON:
        return Kept("round.promise.due", "part", left)
    return Kept("round.promise.on_time", "done", left)


def notes_due(round_: Round) -> tuple[date, ...]:
    """Return the days on which people who wait hear how far it has come. Until *withdraw-until* they
    are in the round still; silence begins on that day."""
    start, end, step = round_.withdraw_until, round_.tell_by, timedelta(days=round_.note_every)
    if start is None or end is None or step <= timedelta():
        return ()
    return tuple(
        start + step * n for n in range(1, (end - start) // step + 1) if start + step * n < end
    )


def too_long_silent(round_: Round) -> bool:
    """Tell whether people would wait longer than :data:`SILENCE` without a word. Hearing that a day
    has moved is a word."""
    if round_.withdraw_until is None or round_.tell_by is None:
        return False
    moved = (move.on for move in round_.moves)
    days = sorted((round_.withdraw_until, *notes_due(round_), *moved, round_.tell_by))
    return any(later - before > SILENCE for before, later in pairwise(days))


def note_now(round_: Round, day: date) -> date | None:
    """Return the day of the note that is to go out by now, or None. Of several that were missed it
    is the last; before sealing there is none."""
    if round_.state is not RoundState.SEALED:
        return None
    last = round_.noted or date.min
    return max((due for due in notes_due(round_) if last < due <= day), default=None)


def next_note(round_: Round, day: date) -> date | None:
    """Return the day of the next note that has not gone out, or None."""
    last = round_.noted or date.min
    ahead = (due for due in notes_due(round_) if due > last and due >= day)
    return next(ahead, None) if round_.state not in _NO_PROMISE else None


def first_promise(round_: Round) -> date | None:
    """Return the day that was promised when people were asked."""
    return round_.promised[0] if round_.promised else round_.tell_by


def moved(round_: Round, to: date, because: str, day: date) -> Round:
    """Return the round with its promise moved on a day."""
    was = round_.tell_by or day
    move = Move(day, was, because)
    return replace(round_, tell_by=to, moves=(*round_.moves, move))


def may_move(round_: Round, day: date, *, kept: bool) -> str:
    """Return the phrase key of why a promise cannot be moved today, or "". It can while it stands:
    once its day has passed the round is owed, and only keeping it helps."""
    if round_.tell_by is None or round_.state in _NO_PROMISE or round_.kind == "check":
        return "promise.fault.none"
    if kept:
        return "promise.fault.kept"
    if owed(round_, day):
        return "promise.fault.owed"
    if round_.state is not RoundState.SEALED:
        return "promise.fault.unsealed"
    return "promise.fault.often" if len(round_.moves) >= MOVES else ""


def move_fault(round_: Round, to: date | None, because: str, day: date) -> tuple[str, str]:
    """Return which field of a moved promise does not fit and the phrase key of why, or two empty
    texts."""
    if to is None:
        return "day", "promise.fault.no_day"
    if to <= day:
        return "day", "promise.fault.past"
    if round_.tell_by is not None and to <= round_.tell_by:
        return "day", "promise.fault.earlier"
    if too_long_silent(moved(round_, to, because, day)):
        return "day", "promise.fault.silent"
    return ("", "") if because.strip() else ("because", "promise.fault.no_because")


def promises_in_time(
    rounds: Iterable[Round], kept: Mapping[str, date], now: datetime
) -> tuple[tuple[Round, Kept], ...]:
    """Return every promise with how it stands: those that wait first, by their day, then those that
    were kept, the newest first. ``kept`` are the rounds whose outcome was sent, with the day."""
    made = [each for each in rounds if each.state not in _NO_PROMISE and each.kind != "check"]
    held = [
        (each, promise_of(each, kept.get(each.id), today(each, now)))
        for each in made
        if each.tell_by is not None
    ]
    waits = [each for each in held if each[0].id not in kept]
    over = [each for each in held if each[0].id in kept]
    waits.sort(key=lambda each: (each[0].tell_by or date.max, each[0].id))
    over.sort(key=lambda each: (each[0].tell_by or date.max, each[0].id), reverse=True)
    return (*waits, *over)


def nudge(round_: Round, day: date) -> str:
    """Return why the owner of a promise that was not kept is reminded of it on a day: how many days
    are left, "late", or "" where there is no reason."""
    if round_.tell_by is None or round_.state in _NO_PROMISE or round_.kind == "check":
        return ""
    left = (round_.tell_by - day).days
    return "late" if left < 0 else str(left) if left in NUDGES else ""


def owed(round_: Round, day: date) -> bool:
    """Tell whether *tell-by* of a round that asked people has passed. A cancelled round told
    everybody so and owes nothing more."""
    # A round that asks about a draft promises nothing of its own.
    asked = round_.state not in _NO_PROMISE and round_.kind != "check"
    return asked and round_.tell_by is not None and round_.tell_by < day


def is_sent(outcome: Outcome) -> bool:
    """Tell whether an outcome has gone out."""
    return outcome.state == "sent"


def may_schedule(outcome: Outcome, round_: Round, now: datetime) -> str:
    """Return the phrase key of what an outcome lacks before the clock may send it, or ""."""
    return items_fault(outcome.items) or _day_fault(outcome.send_on, round_, today(round_, now))


def item_fault(item: Item) -> str:
    """Return the phrase key of what one item lacks, or ""."""
    if not item.said.strip():
        return "round.outcome.no_said"
    if item.status == ANSWERED:
        missing = "answer" if not item.did.strip() else "" if item.owner.strip() else "owner"
        return f"following.loop.no_{missing}" if missing else ""
    if item.status not in STATUSES:
        return "round.outcome.no_status"
    if item.status != "none" and not item.did.strip():
        return "round.outcome.no_did"
    if not item.because.strip():
        return "round.outcome.no_because"
    return "" if item.status != "planned" else _plan_fault(item)


def _plan_fault(item: Item) -> str:
    """What is planned comes back to somebody on a day."""
    missing = "due" if item.due is None else "" if item.owner.strip() else "owner"
    return f"round.outcome.no_{missing}" if missing else ""


def items_fault(items: Sequence[Item]) -> str:
    """Return the phrase key of what the items of an outcome lack, or ""."""
    if not items:
        return "round.outcome.no_items"
    return next((fault for item in items if (fault := item_fault(item))), "")


def _day_fault(send_on: date | None, round_: Round, day: date) -> str:
    if send_on is None:
        return "round.outcome.no_day"
    if send_on < day:
        return "round.outcome.day_past"
    if round_.withdraw_until is None or send_on <= round_.withdraw_until:
        return "round.outcome.before_sealing"
    late = round_.tell_by is not None and round_.tell_by < day
    if round_.tell_by is not None and send_on > round_.tell_by and not late:
        return "round.outcome.too_late"
    return ""
