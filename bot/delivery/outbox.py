"""Sends what the outbox holds, within each round's hours, to those who still want it.

A row is looked at for the first time within its round's hours. If its person wants messages in other
hours, it is put off until then; out of a round's hours only what was put off is looked at.

Rows are claimed just in time, lane by lane, each with its turn in its workspace, sent side by side, and
marked together with the next claim, in one commit. A crash in between leaves claims that run out, after
which their rows are in doubt (see :mod:`bot.delivery.sending`): nothing is lost.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf
from typing import Final

import structlog

from bot.consultation import dates, hours
from bot.consultation.model import RoundState
from bot.conversation.events import HOURS
from bot.delivery.nudges import Nudges
from bot.delivery.pacing import may_have_written
from bot.delivery.sending import LEASE, Sending
from bot.delivery.wording import OUTCOME
from bot.gcra import Pace, turns
from bot.ports import Channel, Clock, Database, NotSaved, Unit
from bot.telling import BUSY, Due, Ended
from prompts.library import Phrases
from prompts.schema import SupportFile

MANY: Final = 400
"""Messages that are on their way at once, at most."""
AT_ONCE: Final = 100
"""Rows that a lane without a pace claims at once."""
FIRST: Final = 4
"""As many are claimed of a lane whose pace is not known yet."""
FLUSH: Final = 0.05
"""Seconds between two commits of marks and claims."""
LOOK: Final = 1.0
"""Seconds until lanes are looked for anew, and one that was empty is asked again."""
HOLD: Final = 2.0
"""Seconds: a claimed row whose turn is farther off goes back."""
REST: Final = 15.0
"""Seconds: for a workspace that rests longer nobody waits; the next tick looks again."""
IN_A_ROW: Final = 3
"""After so many refusals, one after the other, a whole workspace rests."""

_log = structlog.get_logger("heardback.delivery")


@dataclass(slots=True)
class _Lane:
    """What is known of a lane: its workspace and its pace, when the next turn is, and until when it is
    taken to be empty (seconds)."""

    key: str | None = None
    gap: float = 0.0
    free: float = 0.0
    empty: float = 0.0

    def room(self, at: float) -> int:
        """Return how many rows to claim now."""
        if self.empty > at:
            return 0
        if self.key is None:
            return FIRST
        return len(turns(self.free, at, AT_ONCE, self.gap).at)


@dataclass(frozen=True, slots=True)
class _Days:
    """By id the local day of the rounds in whose hours it is, and of those that rest; and those that
    may have written from their vaults of late."""

    now: Mapping[str, date]
    resting: Mapping[str, date]
    asking: Collection[str]


@dataclass(slots=True)
class _Found:
    """What a commit brought: claimed rows with their turns, those that went back, what was claimed of
    each lane, and when the next turn of each workspace is."""

    due: list[tuple[Due, float]] = field(default_factory=list)
    back: list[tuple[Due, Ended]] = field(default_factory=list)
    of: dict[str, tuple[Due, ...]] = field(default_factory=dict)
    free: dict[str, float] = field(default_factory=dict)


class Delivery:
    """Sends what is due.

    Args:
        database: Where the outbox is.
        channels: The ways to reach people.
        say: The phrases.
        clock: The time of day, by which rows are due.
        support: Who is there to talk, for a message that names them.
        seconds: The time by which platforms count.
        sleep: Waits for some of them.
        ended: Hears how a message ended, and how many seconds that took.
    """

    def __init__(
        self,
        database: Database,
        channels: Iterable[Channel],
        say: Phrases,
        clock: Clock,
        *,
        support: SupportFile | None = None,
        seconds: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        ended: Callable[[Due, Ended, float], None] = lambda _due, _how, _took: None,
    ) -> None:
        self._database = database
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self._clock = clock
        self._seconds = seconds
        self._sleep = sleep
        self._tell = ended
        self._nudges = Nudges(database, self._channels, say, clock)
        self._sending = Sending(database, self._channels, say, clock, support)
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)
        self._ended: list[tuple[Due, Ended]] = []
        self._refused: dict[str, int] = {}
        self._people: dict[str, float] = {}
        self._again: list[float] = []
        self._stopping = False

    def stop(self) -> None:
        """Claim nothing more; what is on its way still ends."""
        self._stopping = True

    async def deliver(self) -> float | None:
        """Send everything that may go out now. What fails is logged and comes again.

        Returns:
            In how many seconds something is to be tried again, if that is soon.
        """
        began = self._seconds()
        self._again = [at for at in self._again if at > began]
        try:
            # Before a sending that may last for hours.
            await self._nudges.send()
            await self._all()
        except Exception as error:  # noqa: BLE001 - a tick never ends the server
            _log.error("delivery_failed", error=type(error).__name__)
        soon = min(self._again, default=inf) - self._seconds()
        return max(soon, 0.0) + FLUSH if soon < REST else None

    async def _all(self) -> None:
        on_their_way: set[asyncio.Task[None]] = set()
        days = _Days({}, {}, ())
        lanes: tuple[str, ...] = ()
        look = 0.0
        self._ask_all()
        try:
            while True:
                at = self._seconds()
                if any(again <= at for again in self._again):
                    self._again = [again for again in self._again if again > at]
                    self._ask_all()
                if at >= look:
                    days, lanes = await self._database.run(self._waiting)
                    look = at + LOOK
                free = 0 if self._stopping else MANY - len(on_their_way)
                found = await self._commit(self._wanted(lanes, at, free), days)
                on_their_way |= {
                    asyncio.create_task(self._one(due, turn)) for due, turn in found.due
                }
                if not on_their_way and not self._ended and not self._more(lanes):
                    return
                if on_their_way:
                    done, on_their_way = await asyncio.wait(on_their_way, timeout=FLUSH)
                    for task in done:
                        task.result()
                elif not self._ended:
                    await self._sleep(FLUSH)
        finally:
            if on_their_way:
                await asyncio.wait(on_their_way)
            with suppress(NotSaved):
                await self._commit({}, days)

    def _ask_all(self) -> None:
        """Take no lane to be empty any more."""
        for lane in self._lanes.values():
            lane.empty = 0.0

    def _waiting(self, unit: Unit) -> tuple[_Days, tuple[str, ...]]:
        """Return the rounds with their local day, and the lanes in which something may wait."""
        now = self._clock.now()
        days: dict[bool, dict[str, date]] = {True: {}, False: {}}
        asking: list[str] = []
        for each in unit.rounds():
            if each.state is RoundState.DRAFT:
                continue
            today = dates.today(each, now)
            days[hours.may_come(each, hours.ROUND, now) == now][each.id] = today
            asking += [each.id] if may_have_written(each, today) else []
        lanes = unit.lanes(days[True]) if any(days.values()) else ()
        return _Days(days[True], days[False], asking), lanes

    def _wanted(self, lanes: Iterable[str], at: float, most: int) -> dict[str, int]:
        """Return how many rows to claim of each lane, ``most`` of all."""
        wanted: dict[str, int] = {}
        for lane in lanes:
            room = min(self._lanes[lane].room(at), most)
            if room > 0:
                wanted[lane] = room
                most -= room
        return wanted

    def _more(self, lanes: Iterable[str]) -> bool:
        """Tell whether some lane may have more to send soon."""
        at = self._seconds()
        known = (self._lanes[lane] for lane in lanes)
        return not self._stopping and any(
            lane.empty <= at and lane.free - at < REST for lane in known
        )

    def _put_off(self, unit: Unit, due: Due, days: _Days, now: datetime) -> Ended | None:
        """Tell until when a message waits that would not come in its person's hours. That is no
        failure. A reminder from a vault keeps to its round's hours: if it waited longer than the rest,
        it would show whose it is."""
        pick = due.contact.get(HOURS, hours.ROUND)
        if due.home == "vault" or (pick == hours.ROUND and due.round in days.now):
            return None
        round_ = unit.round(due.round)
        at = now if round_ is None else hours.may_come(round_, pick, now)
        if at == now:
            return None
        return Ended("waits", at.timestamp())

    async def _commit(self, wanted: Mapping[str, int], days: _Days) -> _Found:
        """Write how messages ended and claim the next, in one commit."""
        ended, self._ended = self._ended, []
        if not ended and not wanted:
            return _Found()
        now, at = self._clock.now(), self._seconds()

        def work(unit: Unit) -> _Found:
            self._write(unit, ended, at)
            found, later = _Found(), list[tuple[Due, Ended]]()
            by_key: defaultdict[tuple[str, Pace], list[Due]] = defaultdict(list)
            for lane, most in wanted.items():
                claimed = unit.claim(
                    days.now, now, most, LEASE, lane, asking=days.asking, resting=days.resting
                )
                found.of[lane] = claimed
                for due in claimed:
                    if (put_off := self._put_off(unit, due, days, now)) is not None:
                        later.append((due, put_off))
                        continue
                    by_key[self._pace(due)].append(due)
            for (key, pace), dues in sorted(by_key.items(), key=lambda each: each[0][0]):
                if not pace.gap:
                    found.due += ((due, at) for due in dues)
                    continue
                taken = unit.take_turns(key, len(dues), at, pace.gap, HOLD)
                found.free[key] = taken.free
                found.due += zip(dues, taken.at, strict=False)
                until = now.timestamp() + taken.free - at
                how = (Ended("unsure" if e.doubt else "later", until, BUSY) for e in dues)
                found.back += list(zip(dues, how, strict=True))[len(taken.at) :]
            unit.settle_all([*found.back, *later])
            return found

        try:
            found = await self._database.run(work)
        except BaseException:
            self._ended = ended + self._ended
            raise
        for _due, how in found.back:
            self._comes(how)
        self._learn(wanted, found, at)
        return found

    def _learn(self, wanted: Mapping[str, int], found: _Found, at: float) -> None:
        """Remember what a commit showed of each lane."""
        for name, most in wanted.items():
            lane, claimed = self._lanes[name], found.of[name]
            if claimed:
                key, pace = self._pace(claimed[-1])
                lane.key, lane.gap = key, pace.gap
            if len(claimed) < most:
                lane.empty = at + LOOK
        for lane in self._lanes.values():
            lane.free = found.free.get(lane.key or "", lane.free)

    def _write(self, unit: Unit, ended: Iterable[tuple[Due, Ended]], at: float) -> None:
        """Write how messages ended. What a platform refused gives its turn back."""
        unit.settle_all(ended)
        handed: defaultdict[str, int] = defaultdict(int)
        for due, how in ended:
            # On a page a message waits until its reader comes; that is not counted as sent.
            channel = self._channels.get(due.contact.get("channel", ""))
            handed_over = how.how == "sent" and channel is not None and channel.can.proactive
            if handed_over and due.key.startswith(OUTCOME):
                handed[due.key.removeprefix(OUTCOME)] += 1
            key, pace = self._pace(due)
            if how.why == BUSY and pace.gap:
                rests = self._refused.get(key, 0) >= IN_A_ROW
                wait = how.again - self._clock.now().timestamp()
                unit.give_back(key, pace.gap, at + wait if rests else 0.0)
        for outcome, count in sorted(handed.items()):
            unit.count_sending(outcome, sent=count)

    def _pace(self, due: Due) -> tuple[str, Pace]:
        """Return the name of a message's workspace, and its channel's pace."""
        name = due.contact.get("channel", "")
        channel = self._channels.get(name)
        pace = channel.can.pace if channel is not None else Pace()
        return " ".join((name, *(due.contact.get(part, "") for part in pace.within))), pace

    async def _one(self, due: Due, turn: float) -> None:
        """Wait for a message's turn, send it, and note how it ended."""
        key, pace = self._pace(due)
        at = self._seconds()
        if pace.apart:
            self._people = {who: free for who, free in self._people.items() if free > at}
            who = " ".join((key, *(due.contact.get(part, "") for part in pace.whom)))
            turn = max(turn, self._people.get(who, 0.0))
            self._people[who] = max(turn, at) + pace.apart
        if turn > at:
            await self._sleep(turn - at)
        began = time.perf_counter()
        how = await self._sending.one(due)
        self._tell(due, how, time.perf_counter() - began)
        self._refused[key] = self._refused.get(key, 0) + 1 if how.why == BUSY else 0
        self._ended.append((due, how))
        self._comes(how)

    def _comes(self, how: Ended) -> None:
        """Remember when something is tried again."""
        if how.how in ("later", "unsure"):
            after = how.again - self._clock.now().timestamp()
            self._again.append(self._seconds() + after)
