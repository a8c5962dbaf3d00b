"""The queue of messages: planned, claimed for a while, settled.

Until a round is sealed its messages wait in the vault, afterwards in the outbox. A claim is a lease
of seconds: one that ran out because its process died is claimed again, so nothing is lost.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Integer,
    Table,
    and_,
    bindparam,
    or_,
    select,
    update,
)

from bot.consultation import dates
from bot.consultation.model import Hears, Person
from bot.conversation.state import State
from bot.delivery.pacing import URGENT, WEEK, may_have_written
from bot.telling import Due
from storage.asking import Asking
from storage.sql import insert_new
from storage.statement import AnyRow
from storage.tables import (
    PLANNED,
    Id,
    audience,
    contributor,
    enrolment,
    outbox,
    vault,
)

_OVER: Final = frozenset({"finished", "stopped", "never", "gone"})
"""Places of a conversation at which a reminder has nothing to remind of."""

EVERYONE: Final = ""
"""In place of a question: everyone of the round who wants to hear."""
ALL: Final = "*"
"""In place of a question: those of them who chose *all*. No question can have this name."""

_add = insert_new(outbox)
_over = update(outbox).where(outbox.c.id == bindparam("row"), PLANNED)
AUDIENCE = (
    select(audience.c.contributor)
    .join(contributor, contributor.c.id == audience.c.contributor)
    .where(
        audience.c.round == bindparam("round"),
        audience.c.question == bindparam("list"),
        contributor.c.state != "stopped",
    )
)
ENROLLED = (
    select(enrolment.c.contributor)
    .join(contributor, contributor.c.id == enrolment.c.contributor)
    .where(enrolment.c.round == bindparam("round"), contributor.c.state != "stopped")
)
_waiting = select(outbox.c.id).where(outbox.c.id == bindparam("row"), PLANNED)
_later = {
    table: update(table)
    .where(table.c.id == bindparam("row"), PLANNED)
    .values(attempts=table.c.attempts + 1)
    for table in (vault, outbox)
}


class Queue(Asking):
    """Planning, claiming and settling messages."""

    def claim(
        self, rounds: Mapping[str, date], now: datetime, limit: int, lease: float
    ) -> tuple[Due, ...]:
        """Claim due rows of these rounds (id to local day) for ``lease`` seconds.

        Rows whose person has opted out, or has answered all where the row is a reminder, end here.
        A row that was settled as *later* comes back when its lease has run out.
        """
        if not rounds:
            return ()
        found: list[Due] = []
        sizes, values = self._sought(rounds, now, lease)
        for table, wanted in ((vault, self._from_vault), (outbox, self._from_outbox)):
            while len(found) < limit:
                rest = {"most": limit - len(found)}
                rows = self._sql.all(_claim(table, *sizes), values | rest)
                for row in rows:
                    due = wanted(row, rounds[row.round], now)
                    found += () if due is None else (due,)
                if not rows:
                    break
        return tuple(found)

    def still_wanted(self, due: Due) -> bool:
        """Look once more, just before sending, whether the person still wants it."""
        if due.home == "outbox":
            there = self._sql.first(_waiting, {"row": due.id}) is not None
        else:
            vault_ = self._vault_if_any(due.round)
            waiting = None if vault_ is None else vault_.waiting(due.id)
            if waiting is not None and waiting.invites:
                return self._may_ask(due.round, waiting.person)
            there = waiting is not None and self._reminds(due.round, due.person)
        return there and self._reachable(due.person) is not None

    def settle(self, due: Due, how: Literal["sent", "dropped", "later"]) -> None:
        """Write how a claimed row ended; one that went away meanwhile stays away."""
        if how == "later":
            self._sql.write(_later[vault if due.home == "vault" else outbox], {"row": due.id})
        elif due.home == "outbox":
            self._sql.write(_over, _ended(due.id, how, due.day))
        else:
            vault_ = self._vault_if_any(due.round)
            waiting = None if vault_ is None else vault_.waiting(due.id)
            if vault_ is not None and waiting is not None:
                vault_.over(waiting, sent=how == "sent", day=due.day)

    def _plan(self, people: Sequence[AnyRow], round_id: str, key: str, day: date) -> int:
        rows = [
            {
                "id": secrets.token_hex(16),
                "contributor": row.contributor,
                "round": round_id,
                "key": key,
                "dedupe_key": _once(key, round_id, row.contributor),
                "state": "planned",
                "attempts": 0,
                "due_day": day,
                "lease": None,
            }
            for row in people
        ]
        return self._sql.write(_add, rows)

    def _tell_all(self, round_id: str, key: str, day: date) -> int:
        """Plan a message to everyone enrolled who has not stopped; return how many."""
        return self._plan(self._sql.all(ENROLLED, {"round": round_id}), round_id, key, day)

    def _tell_audience(
        self, of: str, round_id: str, key: str, day: date, who: str = EVERYONE
    ) -> int:
        """Plan a message about a round to those on a list ``of`` a sealed round; return how many."""
        found = self._sql.all(AUDIENCE, {"round": of, "list": who})
        return self._plan(found, round_id, key, day)

    def _sought(
        self, rounds: Mapping[str, date], now: datetime, lease: float
    ) -> tuple[tuple[tuple[int, ...], int], dict[str, Any]]:
        """Return the sizes of the statement that claims, and its values."""
        by_day: dict[date, list[str]] = defaultdict(list)
        for round_id, day in rounds.items():
            by_day[day].append(round_id)
        values: dict[str, Any] = {"at": now.timestamp(), "until": now.timestamp() + lease}
        for number, (day, ids) in enumerate(by_day.items()):
            values[f"day{number}"] = day
            values[f"week{number}"] = day - WEEK
            values |= {f"round{number}_{place}": id_ for place, id_ in enumerate(ids)}
        asking = [
            each.id
            for each in self.rounds()
            if may_have_written(each, rounds.get(each.id, now.date()))
        ]
        values |= {f"asking{place}": id_ for place, id_ in enumerate(asking)}
        return (tuple(map(len, by_day.values())), len(asking)), values

    def _from_vault(self, row: AnyRow, day: date, now: datetime) -> Due | None:
        """Return what is to be sent, or end the row. A message that would be the second in a week
        ends like every other: one that waited longer than the rest would tell whose it is."""
        vault_ = self._vault(row.round)
        waiting, round_ = vault_.message(row), self.round(row.round)
        open_ = round_ is not None and dates.takes_answers(round_, now)
        person, contact = "", waiting.contact
        if waiting.invites:
            wanted = open_ and self._may_ask(row.round, waiting.person)
            if wanted and self._waits(row.round, waiting.person, day):
                return None
        else:
            found = self._reachable(waiting.person)
            wanted = open_ and found is not None and self._reminds(row.round, found.id)
            if found is not None:
                person, contact = found.id, found.contact
        if wanted and not (person and self._wrote_lately(person, day)):
            key = waiting.key
            return Due(row.id, row.round, person, key, contact, "vault", row.attempts, day)
        vault_.over(waiting, sent=False, day=day)
        return None

    def _from_outbox(self, row: AnyRow, day: date, now: datetime) -> Due | None:  # noqa: ARG002 - called as the other is
        person = self._reachable(row.contributor)
        if person is None:
            self._sql.write(_over, _ended(row.id, "dropped", day))
            return None
        key, contact = row.key, person.contact
        return Due(row.id, row.round, person.id, key, contact, "outbox", row.attempts, day)

    def _reachable(self, person_id: str) -> Person | None:
        person = self._person_by_id(person_id)
        if person is None or person.stopped:
            return None
        return replace(person, contact=dict(self._reach(person)))

    def _reminds(self, round_id: str, person_id: str) -> bool:
        session = self._vault(round_id).glance(person_id)
        if session is None or session.hears == Hears.NONE:
            return False
        return State.from_json(session.state).place not in _OVER


def _ended(row: str, how: str, day: date) -> dict[str, Any]:
    """Return what is written of a row that is over: of one that was sent, on which day."""
    over = {"row": row, "state": how, "lease": None}
    return over | {"due_day": day} if how == "sent" else over


def _once(key: str, round_id: str, person: str) -> bytes:
    return hashlib.sha256(f"{key}|{round_id}|{person}".encode()).digest()


def _in_turn(day: int, asking: int) -> ColumnElement[bool]:
    """Return the condition that an outbox row is the person's next: nothing went out to them in the
    last week, nothing of theirs is under way or due before it, and no round they are in may have
    written from its vault."""
    other = outbox.alias("other")
    before = or_(
        other.c.due_day < outbox.c.due_day,
        and_(other.c.due_day == outbox.c.due_day, other.c.id < outbox.c.id),
        and_(_urgent(other), other.c.due_day <= bindparam(f"day{day}")),
        other.c.lease > bindparam("at"),
    )
    told = and_(other.c.state == "sent", other.c.due_day > bindparam(f"week{day}"))
    theirs = select(other.c.id).where(
        other.c.contributor == outbox.c.contributor,
        other.c.id != outbox.c.id,
        or_(told, and_(other.c.state == "planned", before)),
    )
    free = ~theirs.exists()
    if asking:
        ids = [bindparam(f"asking{place}", type_=Id()) for place in range(asking)]
        within = select(enrolment.c.round).where(
            enrolment.c.contributor == outbox.c.contributor, enrolment.c.round.in_(ids)
        )
        free = and_(free, ~within.exists())
    return or_(_urgent(outbox), free)


def _urgent(table: FromClause) -> ColumnElement[bool]:
    return or_(*(table.c.key.startswith(each) for each in URGENT))


@lru_cache(maxsize=64)
def _claim(table: Table, sizes: tuple[int, ...], asking: int) -> Executable:
    """Return the statement that claims rows of so many rounds for each of so many days."""
    days = [
        and_(
            table.c.round.in_(
                [bindparam(f"round{day}_{place}", type_=Id()) for place in range(size)]
            ),
            table.c.due_day <= bindparam(f"day{day}"),
            *((_in_turn(day, asking),) if table is outbox else ()),
        )
        for day, size in enumerate(sizes)
    ]
    due = (
        select(table.c.id)
        .where(PLANNED, or_(table.c.lease.is_(None), table.c.lease <= bindparam("at")), or_(*days))
        .order_by(table.c.due_day, table.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(table)
        .where(table.c.id.in_(select(due.c.id)))
        .values(lease=bindparam("until"))
        .returning(*table.columns)
    )
