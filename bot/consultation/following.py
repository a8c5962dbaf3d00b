"""Rounds that follow another: people ask about an outcome, or say whether a draft of it is right.

Such a round has the people, readers and lead of the one before it, and a key of its own, so that
what is said in it goes through the same covers, the same readers and the same sealing. Everyone of
the round before is in it from the start: a row for those alone who ask would tell who asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from bot.consultation.dates import HARD_LIMIT, REVIEW_MARGIN
from bot.consultation.model import Outcome, Round, RoundState
from bot.consultation.promises import is_sent
from bot.ports import SealedText

LOOP: Final = "loop"
"""People ask about an outcome that was sent."""
CHECK: Final = "check"
"""People say whether a draft of an outcome is right."""
SETS: Final = {LOOP: "after-outcome", CHECK: "got-it-right"}
"""The question set of each kind."""
_OPEN: Final = {LOOP: timedelta(days=14), CHECK: timedelta(days=7)}
_READ: Final = REVIEW_MARGIN + timedelta(days=4)
"""From closing to sealing."""
_ANSWER: Final = timedelta(days=21)
"""From sealing to the day by which every question is answered."""


def following(
    parent: Round, kind: str, *, id_: str, code: str, words: tuple[str, str], day: date
) -> Round:
    """Return the open round that follows one. ``words`` are its title and its purpose."""
    title, purpose = words
    closes = day + _OPEN[kind]
    until = closes + _READ
    return replace(
        parent,
        id=id_,
        code=code,
        state=RoundState.OPEN,
        kind=kind,
        parent=parent.id,
        title=title,
        purpose=purpose,
        question_set=SETS[kind],
        wording="plain",
        looked="",
        opens_on=day,
        closes_on=closes,
        withdraw_until=until,
        seal_by=closes + HARD_LIMIT,
        tell_by=parent.tell_by if kind == CHECK else until + _ANSWER,
        note_every=0,
        moves=(),
        lines=(),
        noted=None,
        messages=(),
        cited=(),
        figure=0,
        figure_day=None,
        joined=(),
        evaluation="",
        wave="",
        apart="",
        family="",
        found="",
        late_days=0,
        hard=False,
        minutes=0,
        second_on=None,
    )


def time_to_check(round_: Round, day: date) -> bool:
    """Tell whether a draft may still be shown to people and changed before the promised day."""
    return round_.tell_by is not None and day + _OPEN[CHECK] + _READ < round_.tell_by


def takes(round_: Round) -> int:
    """Return from how many people on an answer in words may be read. A question about an outcome is
    answered even if it is the only one: everyone of the round is equally likely to have asked it."""
    return 1 if round_.kind == LOOP else round_.k


type Standing = Literal["open", "waiting", "closed"]


@dataclass(frozen=True, slots=True)
class Loop:
    """How the questions about what a round led to stand: *open* while people may ask or take back
    what they asked, *waiting* for answers, *closed*. ``asked`` and ``answered`` count those that can
    be read; staff read each of them."""

    state: Standing
    asked: int = 0
    answered: int = 0


def together(loops: Iterable[Loop]) -> Loop:
    """Return how several loops of one round stand: as the one that is furthest from closed."""
    each = tuple(loops)
    order: tuple[Standing, ...] = ("waiting", "open", "closed")
    state = next((s for s in order if any(loop.state == s for loop in each)), order[-1])
    return Loop(state, sum(e.asked for e in each), sum(e.answered for e in each))


def unanswered(
    asked: tuple[SealedText, ...], outcomes: tuple[Outcome, ...]
) -> tuple[SealedText, ...]:
    """Return the questions that no answer stands on yet, sent or not."""
    answered = {each for outcome in outcomes for item in outcome.items for each in item.quotes}
    return tuple(text for text in asked if text.id not in answered)


def is_closed(asked: tuple[SealedText, ...], outcomes: tuple[Outcome, ...]) -> bool:
    """Tell whether a loop is closed: every question is answered, and everyone was told."""
    return not unanswered(asked, tuple(filter(is_sent, outcomes)))
