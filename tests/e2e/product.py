"""The whole product on a free port of this machine, with its data in a folder of its own and a
clock that stands still until somebody puts it forward. The tests and `make pictures` walk in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from adapters.http import serving
from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Group, Role, RoundState, Staff
from bot.ports import Unit
from prompts.library import Library

ZONE = "Europe/London"

FACILITATOR = Staff("f1" * 16, "Isobel Kerr", Role.FACILITATOR)
COORDINATOR = Staff("c1" * 16, "Ewan Muir", Role.COORDINATOR)
SECOND = Staff("c2" * 16, "Priya Shah", Role.COORDINATOR)
LEAD = Staff("1e" * 16, "Isla Grant", Role.LEAD)
STAFF = (FACILITATOR, COORDINATOR, SECOND, LEAD)
GROUP = Group("9a" * 16, "Harbour Street", "young people", "Harbour Street youth group")


class StillClock:
    """Fulfils :class:`bot.ports.Clock`."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an hour of a day where the round is, in UTC."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE)).astimezone(UTC)


def first_monday() -> date:
    """Return a Monday on which every support line has just been checked."""
    checked = max(line.checked_on for line in Library.load().support().lines)
    return checked + timedelta(days=7 - checked.weekday())


@dataclass(frozen=True)
class Dates:
    """The days of a round that opens today, as a facilitator would plan them."""

    opens: date
    closes: date
    until: date
    sends: date
    tell_by: date

    @classmethod
    def of(cls, opens: date) -> "Dates":
        days = (0, 14, 28, 37, 42)
        return cls(*(opens + timedelta(days=each) for each in days))


@dataclass(frozen=True)
class Product:
    """One running product."""

    app: App
    clock: StillClock
    url: str
    folder: Path
    dates: Dates

    async def link(self, member: Staff) -> str:
        """Return a fresh one-time link for a member of staff."""
        token = token_urlsafe(24)
        until = self.clock.now().date() + timedelta(days=7)
        await self.app.database.run(lambda unit: unit.add_staff(member, token, until))
        return f"{self.url}/desk/enter/{token}"

    async def put_forward(self, to: datetime) -> None:
        """Put the clock forward and let everything happen that is due by then."""
        assert to > self.clock.at
        self.clock.at = to
        await self.app.ticker.run_once()

    async def state(self) -> RoundState:
        """Return where the one round of this product stands."""
        (found,) = await self.app.database.run(lambda unit: unit.rounds())
        return found.state

    def round_keys(self) -> list[str]:
        """Return the rounds of which a key, or a list that goes with it, is still there."""
        names = {file.stem for file in self.app.settings.keys.iterdir()}
        return sorted(name for name in names if name.startswith(("round-", "draft-")))


@asynccontextmanager
async def running(folder: Path, *staff: Staff) -> AsyncIterator[Product]:
    """Run a product with a group and members of staff, and nothing else in it."""
    clock = StillClock(at(first_monday(), 10))
    settings = Settings(data_folder=folder, _env_file=None)  # type: ignore[call-arg]

    def people(unit: Unit) -> None:
        unit.add_group(GROUP)
        for member in staff or STAFF:
            unit.add_staff(member, token_urlsafe(24), clock.now().date())

    async with build(settings, clock=clock) as app:
        await app.database.run(people)
        async with serving(app.web(), "127.0.0.1", 0) as port:
            url = f"http://127.0.0.1:{port}"
            yield Product(app, clock, url, folder, Dates.of(clock.now().date()))
