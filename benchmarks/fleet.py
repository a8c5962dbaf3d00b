"""A fleet: many workspaces, a hundred thousand people, a week of rounds, on a clock that jumps.

    python -m benchmarks.fleet [PEOPLE [WORKSPACES [URL]]]

Everything is the product's own: the database, planning, upkeep, claims, paces. What is simulated is the
platform, at the network's edge, and time: while nobody is at work the clock jumps to the next moment at
which something is due. What the database takes counts as time, too. The week is one in which summer time
begins.
"""

import asyncio
import resource
import secrets
import selectors
import sys
import tempfile
import time as real
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, override
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from adapters.slack.channel import CAN
from app.compose import App, build
from app.settings import Settings
from benchmarks.write_chats import GROUP, ROUND, STAFF
from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.conversation.effects import CloseRound, OpenRound, SaveRound
from bot.conversation.events import Address, Chose, Inbound
from bot.conversation.messages import Message
from bot.delivery.outbox import Delivery
from bot.gcra import Pace
from bot.ports import SendFailed, Unit
from storage.tables import audience, enrolment
from storage.unit import StoredUnit

MONDAY: Final = datetime(2027, 3, 22, tzinfo=UTC)
DAYS: Final = 7
ZONE: Final = ZoneInfo("Europe/London")
PER_SECOND: Final = 5
"""What a workspace takes, and as many at once."""
ROUND_OF: Final = 2_500
IN_CONVERSATION: Final = 10
"""One round in so many is open; the outcomes of the others are due."""
TICK: Final = 900.0
"""Seconds between two looks while nothing is under way."""
REFUSED: Final = 0.01
_CHUNK: Final = 2_000


class Jumping(asyncio.SelectorEventLoop):
    """An event loop whose time jumps to the next timer while no thread is at work."""

    def __init__(self) -> None:
        """Begin on the day before: nobody is reminded on the day on which they said yes."""
        self.busy = 0
        self._skipped = (MONDAY - timedelta(days=1)).timestamp() - real.monotonic()
        super().__init__(_Selector(self))

    @override
    def time(self) -> float:
        return real.monotonic() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let some time have passed."""
        self._skipped += seconds


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: Jumping) -> None:
        super().__init__()
        self._loop = loop

    @override
    def select(self, timeout: float | None = None) -> Any:
        if self._loop.busy or timeout is None:
            return super().select(timeout)
        found = super().select(0)
        if not found:
            self._loop.skip(timeout)
        return found


@dataclass
class Time:
    """The product's clock: the loop's time."""

    loop: Jumping

    def now(self) -> datetime:
        """Return the instant in UTC."""
        return datetime.fromtimestamp(self.loop.time(), UTC)


@dataclass
class Platform:
    """Many workspaces, each with a bucket of its own; one call in a hundred is refused."""

    loop: Jumping
    name: str = "slack"
    can: Any = field(
        default=replace(
            CAN, pace=Pace(within=("team",), gap=1 / PER_SECOND, whom=("team", "user"), apart=1.0)
        )
    )
    at: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    came: Counter[str] = field(default_factory=Counter)
    late: int = 0
    refused: int = 0
    too_fast: int = 0
    due: dict[str, date] = field(default_factory=dict)
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        """Take a message, or refuse it."""
        if not (message.title and mark):
            raise AssertionError(message)
        await asyncio.sleep(0.1)
        now, team = self.loop.time(), contact["team"]
        left, at = self._tokens.get(team, (float(PER_SECOND), now))
        left = min(PER_SECOND, left + (now - at) * PER_SECOND)
        unlucky = secrets.randbelow(round(1 / REFUSED)) == 0
        if left < 1 or unlucky:
            self.too_fast += left < 1
            self.refused += 1
            self._tokens[team] = left, now
            raise SendFailed(retry_after=1.0)
        self._tokens[team] = left - 1, now
        self.at[team].append(now)
        self.came[contact["user"]] += 1
        local = datetime.fromtimestamp(now, ZONE)
        on_time = local.date() == self.due[contact["user"]]
        self.late += not (on_time and time(16) <= local.time() < time(19))

    async def was_sent(self, contact: Mapping[str, str], mark: str) -> bool | None:
        """Tell whether a message came; nothing here is ever in doubt."""
        raise AssertionError((contact, mark))


@dataclass(frozen=True, slots=True)
class Week:
    """What came of it. Hours are of the slowest workspace on its slowest day."""

    people: int
    workspaces: int
    rounds: int
    messages: int
    lost: int
    doubled: int
    late: int
    refused: int
    too_fast: int
    slowest_minutes: float
    prepared_seconds: float
    seconds: float
    looks: int
    slowest_look_seconds: float
    megabytes: float
    database_megabytes: float


class Fleet:
    """Prepares the week and lets it pass."""

    def __init__(self, app: App, platform: Platform, loop: Jumping, workspaces: int) -> None:
        self._app = app
        self._platform = platform
        self._loop = loop
        self._workspaces = workspaces
        self.rounds = 0

    async def prepare(self, people: int) -> None:
        """Let everybody be in one round: most hear what came of it, some are reminded."""

        def staff(unit: Unit) -> None:
            unit.add_staff(STAFF, secrets.token_urlsafe(16), date(2028, 1, 1))
            unit.add_group(GROUP)

        await self._app.database.run(staff)
        of = min(ROUND_OF, people // 4)
        groups = [range(start, min(start + of, people)) for start in range(0, people, of)]
        self.rounds = len(groups)
        days = [(MONDAY + timedelta(days=number % DAYS)).date() for number in range(self.rounds)]
        # Sealing writes the whole file anew, so it comes before there are many people.
        sealed = {
            number: await self._sealed(number)
            for number in range(self.rounds)
            if number % IN_CONVERSATION != 1
        }
        for number, (group, day) in enumerate(zip(groups, days, strict=True)):
            some = [self._person(who) for who in group]
            self._platform.due |= {user: day for _, user in some}
            if number in sealed:
                await self._tells(sealed[number], some, day)
            else:
                await self._open(number, some, day)

    def _person(self, number: int) -> tuple[str, str]:
        return f"T{number % self._workspaces}", f"U{number}"

    async def _made(self, number: int, *, closes: date) -> Round:
        round_ = replace(
            ROUND,
            id=secrets.token_hex(16),
            code=f"fleet{number}",
            opens_on=MONDAY.date() - timedelta(days=30),
            closes_on=closes,
            withdraw_until=closes + timedelta(days=14),
            tell_by=closes + timedelta(days=60),
        )
        now = MONDAY - timedelta(days=30)

        def work(unit: Unit) -> None:
            unit.record(STAFF, (SaveRound(round_),), None, now)
            opened = replace(round_, state=RoundState.OPEN)
            questions = self._app.library.sets[round_.question_set]
            unit.record(STAFF, (OpenRound(opened),), questions, now)

        await self._app.database.run(work)
        return round_

    async def _open(self, number: int, some: list[tuple[str, str]], day: date) -> None:
        """Let people say yes in an open round; their reminder is due on a day."""
        round_ = await self._made(number, closes=day + timedelta(days=3))
        handle = self._app.conversations.handle

        async def joins(team: str, user: str) -> None:
            contact = {"channel": "slack", "enterprise": "", "team": team, "user": user}
            for act in ("yes", "hears:all"):
                id_ = secrets.token_hex(16)
                address = Address("slack", f"/{team}", user)
                await handle(Inbound(id_, "slack", round_.code, Chose(act), address, contact))

        for start in range(0, len(some), 64):
            await asyncio.gather(*(joins(*who) for who in some[start : start + 64]))

    async def _sealed(self, number: int) -> Round:
        """Return a round that is sealed."""
        round_ = await self._made(number, closes=MONDAY.date() - timedelta(days=20))

        def close(unit: Unit) -> None:
            closed = replace(round_, state=RoundState.CLOSED)
            unit.record(STAFF, (CloseRound(closed),), None, MONDAY)

        await self._app.database.run(close)
        await self._app.database.sealer.seal(round_.id)
        return round_

    async def _tells(self, round_: Round, some: list[tuple[str, str]], day: date) -> None:
        """Let an outcome for people be due on a day."""
        item = Item("Ring back.", "We ring back the same day.", "done", "you asked for it")
        outcome = Outcome(secrets.token_hex(16), round_.id, (item,), day)

        def add(unit: Unit, part: list[tuple[str, str]]) -> None:
            if not isinstance(unit, StoredUnit):
                raise TypeError(unit)
            rows = []
            for team, user in part:
                contact = {"channel": "slack", "enterprise": "", "team": team, "user": user}
                id_ = unit._create(Address("slack", f"/{team}", user), contact)
                rows.append({"round": round_.id, "question": "", "contributor": id_})
            unit._write_outcome(outcome, "scheduled")
            unit._sql.write(insert(audience), rows)
            there = [{"round": round_.id, "contributor": row["contributor"]} for row in rows]
            unit._sql.write(insert(enrolment), there)

        for start in range(0, len(some), _CHUNK):
            part = some[start : start + _CHUNK]
            await self._app.database.run(lambda unit, p=part: add(unit, p))  # type: ignore[misc]

    async def passes(self) -> tuple[int, float]:
        """Let the week pass; return how often it was looked, and the seconds of the slowest look at
        which nothing was sent."""
        delivery = Delivery(
            self._app.database,
            [self._platform],
            self._app.say,
            self._app.clock,
            seconds=self._loop.time,
            sleep=asyncio.sleep,
        )
        looks, slowest = 0, 0.0
        end = (MONDAY + timedelta(days=DAYS)).timestamp()
        while self._loop.time() < end:
            before, began = sum(self._platform.came.values()), real.perf_counter()
            await self._app.upkeep.tick()
            soon = await delivery.deliver()
            looks += 1
            if sum(self._platform.came.values()) == before:
                slowest = max(slowest, real.perf_counter() - began)
            await asyncio.sleep(TICK if soon is None else soon)
        return looks, slowest


def _counted(loop: Jumping, run: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Let the loop know while a thread is at work."""

    async def counted(work: Any) -> Any:
        loop.busy += 1
        try:
            return await run(work)
        finally:
            loop.busy -= 1

    return counted


async def _week(loop: Jumping, people: int, workspaces: int, url: str, folder: Path) -> Week:
    settings = Settings(data_folder=folder, database_url=url, detector="rules", _env_file=None)
    platform = Platform(loop)
    async with build(settings, clock=Time(loop), channels=(platform,)) as app:
        runner: Any = app.database._runner
        for name in ("run", "between"):
            setattr(runner, name, _counted(loop, getattr(runner, name)))
        fleet = Fleet(app, platform, loop, workspaces)
        began = real.perf_counter()
        loop.busy += 1
        await fleet.prepare(people)
        loop.busy -= 1
        if url:
            await app.database._runner.between(lambda engine, _keys: _analysed(engine))
        prepared = real.perf_counter()
        loop.skip(MONDAY.timestamp() - loop.time())
        looks, slowest = await fleet.passes()
        ended = real.perf_counter()
        size = await app.database.run(lambda unit: _size(unit, folder))
        # From here on nothing jumps: threads are waited for.
        loop.busy += 1
    return Week(
        people=people,
        workspaces=workspaces,
        rounds=fleet.rounds,
        messages=sum(platform.came.values()),
        lost=sum(platform.came[user] == 0 for user in platform.due),
        doubled=sum(count - 1 for count in platform.came.values()),
        late=platform.late,
        refused=platform.refused,
        too_fast=platform.too_fast,
        slowest_minutes=max(map(_slowest, platform.at.values())) / 60,
        prepared_seconds=prepared - began,
        seconds=ended - prepared,
        looks=looks,
        slowest_look_seconds=slowest,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        database_megabytes=size / 1e6,
    )


def _slowest(at: list[float]) -> float:
    """Return how many seconds a workspace's slowest day lasted, from four o'clock on."""
    last: dict[date, datetime] = {}
    for each in at:
        local = datetime.fromtimestamp(each, ZONE)
        last[local.date()] = max(last.get(local.date(), local), local)
    return max(
        (each - each.replace(hour=16, minute=0, second=0)).total_seconds() for each in last.values()
    )


def _analysed(engine: Any) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _size(unit: StoredUnit, folder: Path) -> float:
    if unit._sql.alone:
        return sum(each.stat().st_size for each in folder.glob("heardback.db*"))
    return float(
        unit._sql.all(text("SELECT pg_database_size(current_database()) AS size"), {})[0].size
    )


def run(people: int = 100_000, workspaces: int = 200, url: str = "") -> Week:
    """Let a week pass."""
    loop = Jumping()
    with (
        tempfile.TemporaryDirectory() as folder,
        asyncio.Runner(loop_factory=lambda: loop) as runner,
    ):
        return runner.run(_week(loop, people, workspaces, url, Path(folder)))


if __name__ == "__main__":
    given = sys.argv[1:]
    print(run(*map(int, given[:2]), *given[2:]))
