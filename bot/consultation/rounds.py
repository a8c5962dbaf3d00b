"""The life of a round, and the gate it passes before anybody is asked (promise 6)."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.consultation.dates import (
    HARD_LIMIT,
    REVIEW_MARGIN,
    WITHDRAW_AFTER,
    late_until,
    today,
)
from bot.consultation.evaluation import ROOM, misfits, untimely
from bot.consultation.hours import AFTER_SCHOOL, has_school
from bot.consultation.model import MIN_K, Group, Role, Round, RoundState, Staff
from bot.consultation.promises import RUNGS, SILENCE, owed, too_long_silent
from bot.consultation.safety import BREAK_GLASS, takes_requests
from bot.consultation.support import AGES, always_someone, stale
from bot.consultation.team import unready, without_lived
from prompts.schema import MAX_STEPS, STYLES, QuestionSet, SupportFile

LIFE: Final[Mapping[RoundState, frozenset[RoundState]]] = {
    RoundState.DRAFT: frozenset({RoundState.OPEN}),
    RoundState.OPEN: frozenset({RoundState.CLOSED, RoundState.CANCELLED}),
    RoundState.CLOSED: frozenset({RoundState.SEALING, RoundState.CANCELLED}),
    RoundState.SEALING: frozenset({RoundState.REWRITTEN}),
    RoundState.REWRITTEN: frozenset({RoundState.SEALED}),
    RoundState.SEALED: frozenset(),
    RoundState.CANCELLED: frozenset(),
}
"""Where each state may lead. Once sealing has begun there is no way back and none aside."""

OVER: Final = frozenset(
    {RoundState.CLOSED, RoundState.SEALING, RoundState.REWRITTEN, RoundState.SEALED}
)
"""The states after answering has ended, in which staff may read and an outcome may be written."""

FOUND: Final = "found-before"
"""The card on which people read what another group said."""
LATE: Final = "late-addition"
"""The question that stays open a little longer than the rest."""
LATE_DAYS: Final = (0, 3, 7)
"""How many days longer; 0 for a round without it."""
LABELS: Final = ("learning", "own", "outside")
"""What a report can say it is: learning from one group, our own look, or somebody else's."""
REVIEW_TIME: Final = REVIEW_MARGIN + timedelta(days=1)
"""*Withdraw-until* is at least this long after closing, so that at least a day is left to read."""

_BOTH: Final = 2
_WORDS: Final = (
    *("title", "asker", "known_by", "purpose", "decider"),
    *("space", "voice", "influence"),
)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the launch gate looks at beside the round. ``rounds`` are those of everybody, ``kept``
    the ids of those whose outcome was sent, ``overdue`` of those whose people wait to hear what came
    of a plan."""

    now: datetime
    staff: Mapping[str, Staff]
    groups: tuple[Group, ...]
    sets: Mapping[str, QuestionSet]
    support: SupportFile
    rounds: tuple[Round, ...] = ()
    kept: Collection[str] = ()
    overdue: frozenset[str] = frozenset()
    to_look_at: frozenset[tuple[str, str]] = frozenset()
    """Question sets, each in a wording, in which there is something to look at."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One reason why a round may not open: the field to mend ("support" is no field of a round),
    the phrase that says it, and the phrase's values."""

    field: str
    phrase: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


def leads_to(state: RoundState, to: RoundState) -> bool:
    """Tell whether a round may pass from one state straight to another."""
    return to in LIFE[state]


def two_readers_by_default(age_band: str) -> bool:
    """Tell whether two people read each answer unless the facilitator says otherwise."""
    return age_band != "adult"


def defaults(draft: Round) -> Round:
    """Fill in the dates that follow from others. *Tell-by* never does: somebody has to promise. Nor
    does the day on which two waves are sealed: somebody has to name it."""
    if draft.closes_on is None or draft.withdraw_until is not None or draft.wave:
        return draft
    return replace(draft, withdraw_until=draft.closes_on + WITHDRAW_AFTER)


def opening(draft: Round, now: datetime) -> Round:
    """Return the round as it opens now, whatever day was planned."""
    last = None if draft.closes_on is None else draft.closes_on + HARD_LIMIT
    return replace(draft, state=RoundState.OPEN, opens_on=_day(draft, now), seal_by=last)


def closing(round_: Round, now: datetime) -> Round:
    """Return the round as it closes now. People were told until when they may withdraw, so that
    day stays."""
    day = today(round_, now)
    planned = round_.closes_on or day
    return replace(round_, state=RoundState.CLOSED, closes_on=min(planned, day))


def cancelling(round_: Round) -> Round:
    """Return the round as it is cancelled."""
    return replace(round_, state=RoundState.CANCELLED)


def again(round_: Round, *, id_: str, code: str, facilitator: str) -> Round:
    """Return a new draft with the words and people of a round, without its dates and figure."""
    return replace(
        without_lived(round_),
        id=id_,
        code=code,
        facilitator=facilitator,
        state=RoundState.DRAFT,
        opens_on=None,
        closes_on=None,
        withdraw_until=None,
        seal_by=None,
        evaluation="",
        wave="",
        apart="",
        second_on=None,
        family="",
        found="",
        tell_by=None,
        figure=0,
        figure_day=None,
        demonstration=False,
        joined=(),
        moves=(),
        lines=(),
        noted=None,
        messages=(),
        cited=(),
    )


def is_zone(name: str) -> bool:
    """Tell whether the tz database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def missing(round_: Round, gate: Gate) -> tuple[Missing, ...]:
    """Return every reason why a draft may not open now; none means that it may."""
    return (
        *_words(round_, gate),
        *_audience(round_, gate),
        *_dates(round_, gate),
        *_parts(round_, gate),
        *_hours(round_),
        *_people(round_, gate),
        *(Missing(field, f"gate.{field}") for field in unready(round_)),
        *_support(round_, gate),
        *_wave(round_, gate),
    )


def _words(round_: Round, gate: Gate) -> Iterator[Missing]:
    for name in _WORDS:
        if not getattr(round_, name).strip():
            yield Missing(name, f"gate.{name}")
    chosen = gate.sets.get(round_.question_set)
    if chosen is None or not chosen.offered:
        yield Missing("question_set", "gate.question_set")
    if round_.wording not in STYLES:
        yield Missing("wording", "gate.wording")
    if round_.rung not in RUNGS:
        yield Missing("rung", "gate.rung")
    if (round_.question_set, round_.wording) in gate.to_look_at and not round_.looked.strip():
        yield Missing("looked", "gate.looked")


def _unkept(round_: Round, gate: Gate) -> bool:
    return round_.id not in gate.kept and owed(round_, _day(round_, gate.now))


def _audience(round_: Round, gate: Gate) -> Iterator[Missing]:
    if round_.group not in {group.id for group in gate.groups}:
        yield Missing("group", "gate.group")
    else:
        theirs = [each for each in gate.rounds if each.group == round_.group]
        # Which round it is stays unsaid: it may be somebody else's.
        if any(each.id in gate.overdue or _unkept(each, gate) for each in theirs):
            yield Missing("group", "gate.overdue")
    if round_.age_band not in AGES:
        yield Missing("age_band", "gate.age_band")


def _dates(round_: Round, gate: Gate) -> Iterator[Missing]:
    if not is_zone(round_.zone):
        yield Missing("zone", "gate.zone")
    day = _day(round_, gate.now)
    opens, closes = round_.opens_on, round_.closes_on
    until, tell = round_.withdraw_until, round_.tell_by
    if opens is None:
        yield Missing("opens_on", "gate.opens_on")
    elif opens < day:
        yield Missing("opens_on", "gate.opens_past")
    if closes is None:
        yield Missing("closes_on", "gate.closes_on")
    elif closes < max(day, opens or day):
        yield Missing("closes_on", "gate.closes_early")
    # Without a day of closing there is nothing to count from, and picking one fills this in.
    if closes is not None:
        yield from _room_for_review(closes, until)
    if tell is None:
        yield Missing("tell_by", "gate.tell_by")
    elif until is not None and tell <= until:
        yield Missing("tell_by", "gate.tell_early")
    elif too_long_silent(round_):
        yield Missing("note_every", "gate.silence", {"days": SILENCE.days})


def _parts(round_: Round, gate: Gate) -> Iterator[Missing]:
    """What is added to a set, or asked in two parts, has to fit in."""
    chosen, second = gate.sets.get(round_.question_set), round_.second_on
    opens, closes, until = round_.opens_on, round_.closes_on, round_.withdraw_until
    if second is not None and chosen is not None and len(chosen.parts) < _BOTH:
        yield Missing("second_on", "gate.second_set")
    elif second is not None and opens and closes and not opens < second <= closes:
        yield Missing("second_on", "gate.second_day")
    late = late_until(round_)
    if late is not None and until is not None and until - late < REVIEW_TIME:
        yield Missing("late_days", "gate.late", {"days": REVIEW_TIME.days})
    more = bool(round_.late_days) + bool(round_.found.strip())
    if chosen is not None and len(chosen.questions) + more > MAX_STEPS:
        yield Missing("late_days" if round_.late_days else "found", "gate.full")


def _room_for_review(closes: date, until: date | None) -> Iterator[Missing]:
    if until is None:
        yield Missing("withdraw_until", "gate.withdraw_until")
    elif until - closes < REVIEW_TIME:
        yield Missing("withdraw_until", "gate.withdraw_early", {"days": REVIEW_TIME.days})
    elif until - closes > HARD_LIMIT:
        yield Missing("withdraw_until", "gate.withdraw_late", {"days": HARD_LIMIT.days})


def _hours(round_: Round) -> Iterator[Missing]:
    if round_.send_from >= round_.send_to:
        yield Missing("send_to", "gate.send_hours")
    if has_school(round_) and round_.send_from < AFTER_SCHOOL:
        yield Missing("send_from", "gate.school_hours")
    if takes_requests(round_) and not round_.help_days:
        yield Missing("help_days", "gate.help_days")
    if round_.help_from >= round_.help_to:
        yield Missing("help_to", "gate.help_hours")


def _people(round_: Round, gate: Gate) -> Iterator[Missing]:
    if not _has_role(gate, round_.lead, Role.LEAD):
        yield Missing("lead", "gate.lead")
    if round_.safety == BREAK_GLASS and not round_.second:
        yield Missing("second", "gate.second_needed")
    if round_.second and (
        round_.second == round_.lead or not _has_role(gate, round_.second, Role.LEAD)
    ):
        yield Missing("second", "gate.second")
    readers = set(round_.readers)
    if not readers:
        yield Missing("readers", "gate.readers")
    elif not all(_has_role(gate, reader, Role.COORDINATOR) for reader in readers):
        yield Missing("readers", "gate.readers_role")
    elif round_.two_readers and len(readers) < _BOTH:
        coordinators = sum(each.role is Role.COORDINATOR for each in gate.staff.values())
        one = "gate.one_coordinator" if coordinators < _BOTH else "gate.two_readers"
        yield Missing("readers", one)
    if round_.facilitator in readers:
        yield Missing("readers", "gate.own_reader")
    if round_.k < MIN_K:
        yield Missing("k", "gate.k", {"k": MIN_K})


def _support(round_: Round, gate: Gate) -> Iterator[Missing]:
    if old := stale(gate.support, _day(round_, gate.now)):
        names = ", ".join(line.name for line in old)
        yield Missing("support", "gate.support_stale", {"names": names})
    if round_.age_band in AGES and not always_someone(gate.support, round_.age_band):
        yield Missing("support", "gate.support_gap")


def _wave(round_: Round, gate: Gate) -> Iterator[Missing]:
    yield from (Missing(*each) for each in misfits(round_, gate.rounds))
    for field, phrase in untimely(round_, gate.rounds):
        room = {"days": ROOM.days} if phrase == "gate.wave_room" else {}
        yield Missing(field, phrase, room)


def _has_role(gate: Gate, staff_id: str, role: Role) -> bool:
    person = gate.staff.get(staff_id)
    return person is not None and person.role is role


def _day(round_: Round, now: datetime) -> date:
    """The round's local day; a draft whose zone is not one yet has that of UTC."""
    return today(round_, now) if is_zone(round_.zone) else now.date()
