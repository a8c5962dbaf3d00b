"""People who answer at once: what is measured is the turn in which one of them keeps an answer.

Each of the chats has five people, who have kept none to four answers so far. What goes before the
turn, saying the words, is not measured. Then each chat lets its people press *Keep*, one after the
other, and all chats do so at once.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Group, Role, Round, RoundState, Staff
from bot.consultation.redaction import Span
from bot.conversation.effects import OpenRound, SaveRound
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.ports import Unit

AT_ONCE: Final = 64
QUESTIONS: Final = 5
NOW: Final = datetime(2027, 2, 10, 12, tzinfo=UTC)
WORDS: Final = "They asked me first and then they did what we had said. " * 9
STAFF: Final = Staff("1" * 32, "Isobel Kerr", Role.FACILITATOR)
GROUP: Final = Group("5" * 32, "Ardlinn", "Young people", "Ardlinn youth group")
ROUND: Final = Round(
    id="6" * 32,
    code="wren42",
    title="Being asked",
    group=GROUP.id,
    opens_on=date(2027, 2, 10),
    closes_on=date(2027, 2, 28),
    withdraw_until=date(2027, 3, 14),
    tell_by=date(2027, 4, 30),
    facilitator=STAFF.id,
    lead="4" * 32,
)


class Clock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the one instant there is."""
        return NOW


class Nothing:
    """A detector that finds nothing: what finding costs is measured elsewhere."""

    def find(self, text: str) -> tuple[Span, ...]:  # noqa: ARG002 - the port's shape
        """Return no spans."""
        return ()


@dataclass
class Chatter:
    """One person. ``kept`` counts their answers."""

    address: Address
    kept: int = 0


type Keep = Callable[[Chatter], Awaitable[None]]
"""A turn in which a person keeps what they have just said."""


class Chats:
    """The chats of one installation."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.people: list[list[Chatter]] = []

    async def ready(self) -> None:
        """Let everybody say something; whoever has answered all makes way for somebody new."""
        self.people = [group for group in self.people if group[0].kept < QUESTIONS]
        while len(self.people) < QUESTIONS:
            new = [Chatter(Address("bench", "", secrets.token_hex(16))) for _ in range(AT_ONCE)]
            for event in (Chose("yes"), Chose("hears:all")):
                await self._all(new, event)
            for kept in range(QUESTIONS - 1 - len(self.people)):
                await self._all(new, Said(WORDS))
                await self._all(new, KEEP)
                for person in new:
                    person.kept = kept + 1
            self.people.append(new)
        for group in self.people:
            await self._all(group, Said(WORDS))

    async def keep(self, person: Chatter) -> None:
        """Take the turn that is measured."""
        await self.turn(person, KEEP)

    async def timed(self, keep: Keep) -> float:
        """Return the seconds of one turn where everybody keeps what they have said."""
        start = time.perf_counter()
        await asyncio.gather(*(self._chat(place, keep) for place in range(AT_ONCE)))
        took = time.perf_counter() - start
        for group in self.people:
            for person in group:
                person.kept += 1
        return took / (AT_ONCE * QUESTIONS)

    async def alone(self, person: Chatter) -> float:
        """Return the seconds that one turn takes while nobody else does anything."""
        start = time.perf_counter()
        await self.keep(person)
        took = time.perf_counter() - start
        person.kept += 1
        return took

    async def turn(self, person: Chatter, event: Event) -> None:
        """Take any turn."""
        await self.app.conversations.handle(
            Inbound(
                delivery=secrets.token_hex(16),
                channel="web",
                round_code=ROUND.code,
                event=event,
                address=person.address,
                contact={"channel": "web", "code": "seven words that nobody else has got"},
            )
        )

    async def _chat(self, place: int, keep: Keep) -> None:
        for group in self.people:
            await keep(group[place])

    async def _all(self, people: list[Chatter], event: Event) -> None:
        await asyncio.gather(*(self.turn(person, event) for person in people))


KEEP: Final = Chose("keep", {"quote": ("yes",)})


@asynccontextmanager
async def installation(folder: Path, url: str = "") -> AsyncIterator[Chats]:
    """Make an installation with one open round."""
    settings = Settings(data_folder=folder, database_url=url, _env_file=None)
    async with build(settings, clock=Clock(), detector=Nothing()) as app:

        def open_(unit: Unit) -> None:
            unit.add_staff(STAFF, secrets.token_urlsafe(16), date(2027, 12, 31))
            unit.add_group(GROUP)
            unit.record(STAFF, (SaveRound(ROUND),), None, NOW)
            opened = OpenRound(replace(ROUND, state=RoundState.OPEN))
            unit.record(STAFF, (opened,), app.library.sets[ROUND.question_set], NOW)

        await app.database.run(open_)
        yield Chats(app)
