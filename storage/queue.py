"""The queue of messages: planned, claimed for a while, settled.

Until a round is sealed its messages wait in the vault, afterwards in the outbox. A claim is a lease
of seconds: one that ran out because its process died is claimed again, so nothing is lost.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, Final

from sqlalchemy import Executable, Float, Table, bindparam, false, func, select, update

from bot.consultation import dates
from bot.consultation.model import Hears, Person, RoundState
from bot.conversation.events import Address
from bot.conversation.state import State
from bot.delivery.pacing import WEEK, may_have_written
from bot.gcra import AHEAD, Turns, turns
from bot.ports import NotSaved
from bot.telling import BUSY, CHECK_IN, EVERY_LANE, NONE, Due, Ended, How
from storage.asking import Asking
from storage.lanes import LANES, claim_in, late_of
from storage.people import ROUNDS_OF
from storage.planning import ALL_ENROLLED, ALL_LISTED, plan
from storage.sql import insert_new
from storage.statement import AnyRow
from storage.tables import PLANNED, audience, contributor, enrolment, outbox, pace, vault
from storage.vault import Waiting

_GONE: Final = frozenset({"stopped", "never", "gone"})
_OVER: Final = _GONE | {"finished"}
"""Places of a conversation at which a reminder has nothing to remind of."""

EVERYONE: Final = ""
"""In place of a question: everyone of the round who wants to hear."""
ALL: Final = "*"
"""In place of a question: those of them who chose *all*. No question can have this name."""

_HOMES: Final[Mapping[str, Table]] = {"vault": vault, "outbox": outbox}
_mine = (outbox.c.id == bindparam("row"), PLANNED, outbox.c.lease == bindparam("token"))
_over = update(outbox).where(*_mine).values(lease=None, doubt=false())
_over_on = _over.values(state="sent", due_day=bindparam("day"))
_over_as = _over.values(state=bindparam("how"), why=bindparam("because"))
_waiting = select(outbox.c.id).where(*_mine)
_held = select(outbox.c.id).where(
    outbox.c.contributor == bindparam("person"), PLANNED, outbox.c.lease > bindparam("at")
)
_later = {
    table: update(table)
    .where(table.c.id == bindparam("row"), PLANNED, table.c.lease == bindparam("token"))
    .values(
        lease=bindparam("again"),
        attempts=table.c.attempts + bindparam("tries"),
        doubt=bindparam("doubt"),
    )
    for table in (vault, outbox)
}
_leased = tuple(
    update(table).where(PLANNED, table.c.lease > 0).values(lease=bindparam("at"))
    for table in (vault, outbox)
)
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
_given_up = (
    select(outbox.c.why, func.count().label("n"))
    .where(outbox.c.state == "failed")
    .group_by(outbox.c.why)
)
_try_again = (
    update(outbox)
    .where(outbox.c.state == "failed")
    .values(state="planned", attempts=0, why=None, lease=None)
)
_in_outbox = select(func.count().label("n")).select_from(outbox).where(PLANNED)
_free = select(pace.c.free).where(pace.c.hmac == bindparam("lane")).with_for_update()
_new_pace = insert_new(pace)
_set_free = update(pace).where(pace.c.hmac == bindparam("lane")).values(free=bindparam("at"))
_give_all_back = update(pace).values(free=pace.c.free - bindparam("ahead", type_=Float))
_BEHIND: Final = 1e-3
"""Any instant that has passed, which a claim has not."""


class Queue(Asking):
    """Planning, claiming and settling messages."""

    def lanes(self, rounds: Mapping[str, date]) -> tuple[str, ...]:
        """Return the lanes in which something of these rounds (id to local day) is planned."""
        vaults = (row.lane for row in self._sql.all(LANES[vault]) if self._opens(row.lane))
        tenants = (row.lane for row in self._sql.all(LANES[outbox]))
        return (
            *(f"vault:{round_id}" for round_id in vaults if round_id in rounds),
            *(f"outbox:{tenant}" for tenant in tenants),
        )

    def _opens(self, round_id: str) -> bool:
        """Tell whether a round's vault can be looked into: where its key is lost, others go on."""
        try:
            return self._vault_if_any(round_id) is not None
        except NotSaved:
            return False

    def claim(
        self,
        rounds: Mapping[str, date],
        now: datetime,
        limit: int,
        lease: float,
        lane: str = EVERY_LANE,
        *,
        asking: Collection[str],
        resting: Mapping[str, date] = NONE,
    ) -> tuple[Due, ...]:
        """Claim due rows of these rounds (id to local day) for ``lease`` seconds, and of ``resting``
        ones what was put off. After sealing nobody is written to who is in a round of ``asking``.

        Rows whose person has opted out, or has answered all where the row is a reminder, end here.
        A row that was settled as *later* comes back when its time has come.
        """
        home, _, name = lane.partition(":")
        homes = (_HOMES[home],) if home else (vault, outbox)
        rounds = {name: rounds[name]} if home == "vault" and name in rounds else rounds
        found: list[Due] = []
        for table in homes:
            again = resting if table is outbox else NONE
            if not (rounds or again):
                continue
            claim, values = self._sought(
                table, (rounds, again), asking, now, lease, lane=bool(home)
            )
            values |= {"way": name} if home else {}
            while len(found) < limit:
                rows = self._sql.all(claim, values | {"most": limit - len(found)})
                found += (
                    self._from_outbox(rows, {**again, **rounds})
                    if table is outbox
                    else self._from_vaults(rows, rounds, now)
                )
                if not rows:
                    break
        return tuple(found)

    def take_turns(self, lane: str, most: int, at: float, gap: float, ahead: float) -> Turns:
        """Take up to so many turns of a workspace, which all who send share, none more than ``ahead``
        seconds off."""
        hashed = self._keys.lookup("pace", lane)
        row = self._sql.first(_free, {"lane": hashed})
        if row is None:
            self._sql.write(_new_pace, {"hmac": hashed, "free": 0.0})
            row = self._sql.first(_free, {"lane": hashed})
        taken = turns(row.free if row else 0.0, at, most, gap, ahead)
        self._sql.write(_set_free, {"lane": hashed, "at": taken.free})
        return taken

    def give_back(self, lane: str, gap: float, until: float) -> None:
        """Give one turn of a workspace back, and let it rest until then (seconds)."""
        hashed = self._keys.lookup("pace", lane)
        row = self._sql.first(_free, {"lane": hashed})
        if row is not None:
            self._sql.write(_set_free, {"lane": hashed, "at": max(row.free - gap, until)})

    def still_wanted(self, due: Due) -> bool:
        """Look once more, just before sending, whether the person still wants it and the claim still
        holds."""
        if due.home == "outbox":
            there = self._sql.first(_waiting, {"row": due.id, "token": due.until}) is not None
        else:
            waiting = self._waiting(due)
            if waiting is not None and waiting.invites:
                return self._may_ask(due.round, waiting.person)
            there = waiting is not None and self._waits_for(due.round, due.person, due.key)
        return there and self._reachable(due.person) is not None

    def under_way(self, address: Address, now: datetime) -> bool:
        """Tell whether a message to whoever has this address is claimed, and may be leaving."""
        person, at = self.person(address), now.timestamp()
        if person is None:
            return False
        if self._sql.first(_held, {"person": person.id, "at": at}) is not None:
            return True
        rounds = [row.round for row in self._sql.all(ROUNDS_OF, {"person": person.id})]
        vaults = (self._vault_if_any(each) for each in rounds if self._opens(each))
        return any(each is not None and each.under_way(person.id, at) for each in vaults)

    def settle(self, due: Due, how: How) -> None:
        """Write how a claimed row ended; one that went away meanwhile stays away, and one that
        somebody else has claimed is theirs."""
        self.settle_all([(due, Ended(how, due.until))])

    def settle_all(self, ended: Iterable[tuple[Due, Ended]]) -> None:
        """Do so for many."""
        on: list[dict[str, Any]] = []
        as_: list[dict[str, Any]] = []
        again: dict[Table, list[dict[str, Any]]] = {vault: [], outbox: []}
        for due, how in ended:
            mine = {"row": due.id, "token": due.until}
            if how.how in ("later", "unsure", "waits"):
                at = how.again if how.how == "unsure" else -how.again
                tries, doubt = (
                    how.how != "waits" and how.why != BUSY,
                    how.how != "later" and due.doubt,
                )
                more = {"again": at, "tries": int(tries), "doubt": doubt}
                again[_HOMES[due.home]].append(mine | more)
            elif due.home == "vault":
                self._over_in_vault(due, how)
            elif how.how == "sent":
                on.append(mine | {"day": due.day})
            else:
                as_.append(mine | {"how": how.how, "because": how.why or None})
        self._sql.write(_over_on, on)
        self._sql.write(_over_as, as_)
        for table, rows in again.items():
            self._sql.write(_later[table], rows)

    def end_leases(self) -> None:
        """Take back every claim: whoever made them is gone. Their messages are in doubt."""
        for statement in _leased:
            self._sql.write(statement, {"at": _BEHIND})
        # They had taken turns for what they did not send.
        self._sql.write(_give_all_back, {"ahead": AHEAD})

    def given_up(self) -> Mapping[str, int]:
        """Return how many messages were given up, by the reason."""
        return {row.why: row.n for row in self._sql.all(_given_up)}

    def try_again(self) -> None:
        """Let every message that was given up be sent again."""
        self._sql.write(_try_again)

    def in_outbox(self) -> int:
        """Return how many messages wait in the outbox. Raw: show its order of magnitude alone."""
        row = self._sql.first(_in_outbox, {})
        return int(row.n) if row is not None else 0

    def late(self, day: date) -> bool:
        """Tell whether a message of the outbox could have gone out by a day, and did not."""
        asking = [each.id for each in self.rounds() if may_have_written(each, day)]
        at = datetime.combine(day, time.max, UTC).timestamp()
        values: dict[str, Any] = {"day0": day, "week0": day - WEEK, "at": at}
        values |= {f"asking{place}": id_ for place, id_ in enumerate(asking)}
        return self._sql.first(late_of(len(asking)), values) is not None

    def _over_in_vault(self, due: Due, how: Ended) -> None:
        vault_, waiting = self._vault_if_any(due.round), self._waiting(due)
        if vault_ is not None and waiting is not None:
            vault_.over(waiting, sent=how.how == "sent", day=due.day)

    def _waiting(self, due: Due) -> Waiting | None:
        """Return a claimed message of a vault, unless it is over or another's by now."""
        vault_ = self._vault_if_any(due.round)
        found = None if vault_ is None else vault_.waiting(due.id)
        return found if found is not None and found.row.lease == due.until else None

    def _tell_all(self, round_id: str, key: str, day: date) -> int:
        """Plan a message to everyone enrolled who has not stopped; return how many."""
        return self._plan(ALL_ENROLLED, round_id, round_id, key, day)

    def _tell_audience(
        self, of: str, round_id: str, key: str, day: date, who: str = EVERYONE
    ) -> int:
        """Plan a message about a round to those on a list ``of`` a sealed round; return how many."""
        return self._plan(ALL_LISTED, of, round_id, key, day, list=who)

    def _plan(self, whom: str, of: str, round_id: str, key: str, day: date, **more: str) -> int:
        about = f"{key}|{round_id}|"
        values = {"of": of, "round": round_id, "key": key, "about": about, "day": day}
        return self._sql.write(plan(whom, lite=self._sql.alone), values | more)

    def _sought(
        self,
        table: Table,
        rounds: tuple[Mapping[str, date], Mapping[str, date]],
        asking: Collection[str],
        now: datetime,
        lease: float,
        *,
        lane: bool,
    ) -> tuple[Executable, dict[str, Any]]:
        """Return the statement that claims, and its values."""
        by_day: dict[tuple[bool, date], list[str]] = defaultdict(list)
        for again, these in enumerate(rounds):
            for round_id, day in these.items():
                by_day[bool(again), day].append(round_id)
        at = now.timestamp()
        values: dict[str, Any] = {"at": at, "back": -at, "until": at + lease}
        for number, ((_, day), ids) in enumerate(by_day.items()):
            values[f"day{number}"] = day
            values[f"week{number}"] = day - WEEK
            values |= {f"round{number}_{place}": id_ for place, id_ in enumerate(ids)}
        asking = asking if table is outbox else ()
        values |= {f"asking{place}": id_ for place, id_ in enumerate(asking)}
        sizes, later = tuple(map(len, by_day.values())), sum(again for again, _ in by_day)
        return claim_in(table, sizes, len(asking), lane=lane, again=later), values

    def _from_vaults(
        self, rows: Sequence[AnyRow], days: Mapping[str, date], now: datetime
    ) -> list[Due]:
        found = (self._from_vault(row, days[row.round], now) for row in rows)
        return [due for due in found if due is not None]

    def _from_vault(self, row: AnyRow, day: date, now: datetime) -> Due | None:
        """Return what is to be sent, or end the row. A message that would be the second in a week
        ends like every other: one that waited longer than the rest would tell whose it is."""
        vault_ = self._vault(row.round)
        waiting, round_ = vault_.message(row), self.round(row.round)
        open_ = round_ is not None and dates.takes_answers(round_, now)
        closed = round_ is not None and round_.state is RoundState.CLOSED
        person, contact = "", waiting.contact
        if waiting.invites:
            wanted = open_ and self._may_ask(row.round, waiting.person)
            if wanted and self._waits(row.round, waiting.person, day):
                return None
        else:
            found = self._reachable(waiting.person)
            due_ = closed if waiting.key == CHECK_IN else open_
            wanted = (
                due_ and found is not None and self._waits_for(row.round, found.id, waiting.key)
            )
            if found is not None:
                person, contact = found.id, found.contact
        if wanted and not (person and self._wrote_lately(person, day)):
            due = Due(row.id, row.round, person, waiting.key, contact, "vault", row.attempts, day)
            return replace(due, until=row.lease, mark=vault_.mark(row.id), doubt=row.doubt)
        vault_.over(waiting, sent=False, day=day)
        return None

    def _from_outbox(self, rows: Sequence[AnyRow], days: Mapping[str, date]) -> list[Due]:
        people = self._reached([row.contributor for row in rows])
        found, dropped = [], []
        for row in rows:
            contact = people.get(row.contributor)
            if contact is None:
                mine = {"row": row.id, "token": row.lease}
                dropped.append(mine | {"how": "dropped", "because": None})
                continue
            made = partial(Due, until=row.lease, mark=row.id, doubt=row.doubt)
            id_, about, key, person = row.id, row.round, row.key, row.contributor
            day = days[about]
            found.append(made(id_, about, person, key, contact, "outbox", row.attempts, day))
        self._sql.write(_over_as, dropped)
        return found

    def _reachable(self, person_id: str) -> Person | None:
        contact = self._reached([person_id] if person_id else []).get(person_id)
        return None if contact is None else Person(person_id, False, dict(contact))

    def _waits_for(self, round_id: str, person_id: str, key: str) -> bool:
        session = self._vault(round_id).glance(person_id)
        if key == CHECK_IN:
            state = None if session is None else State.from_json(session.state)
            return state is not None and state.check_in == "yes" and state.place not in _GONE
        if session is None or session.hears == Hears.NONE:
            return False
        return State.from_json(session.state).place not in _OVER
