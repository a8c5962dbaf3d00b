"""Rounds lived through by the real product, and what somebody who steals everything holds of them.

People come on several days, answer in whatever order, change their minds, stop, delete. Each night
the files are copied as they lie there. In the end the rounds are sealed.
"""

import asyncio
import random
import secrets
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from bot.consultation import review
from bot.consultation.model import Answer, Item, Outcome, Round, RoundState
from bot.consultation.redaction import find_words
from bot.conversation.effects import (
    Decide,
    OpenRound,
    SaveRound,
    StaffEffect,
    Uncover,
)
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.conversation.names import CoverNames
from bot.ports import Unit
from bot.service import Reply
from tests.drivers.world import FACILITATOR, READER, ROUND, World
from tests.outcomes import goes_out

DAYS: Final = 7
"""How many days a round is open."""
READING: Final = 4
"""How many days after that somebody reads."""
QUESTIONS: Final = ("trust", "choice", "safety", "collaboration", "empowerment")
RARE: Final = "safety"
"""The question of which readers decline all but two answers."""
_FIRST: Final = date(2027, 2, 10)
_SPEECH: Final = (
    "they asked me what I wanted and then it went quiet for a long time again so I wrote it down "
    "because nobody says why things change and it helps to be told when and by whom it was done"
)


@dataclass
class Person:
    """Somebody who takes part. ``habit`` is how they are; ``said`` is when they kept what."""

    number: int
    joins: int
    habit: str
    address: Address | None = None
    id: str = ""
    last: Reply | None = None
    said: list[tuple[int, int, str]] = field(default_factory=list)
    """Day, place in the order of everything, question."""


@dataclass(frozen=True, slots=True)
class Screen:
    """An answer as a reader had it on the screen on a day: its id there, its batch, its text; and
    what was decided about it then."""

    day: int
    id: str
    batch: str
    question: str
    text: str
    verb: str


@dataclass
class Lived:
    """One round, and who wrote what (which is what attacks are measured against)."""

    round: Round
    people: list[Person]
    wrote: dict[str, str] = field(default_factory=dict)
    """Contributor id by text."""
    screens: list[Screen] = field(default_factory=list)

    @property
    def arrivals(self) -> list[tuple[int, str, str]]:
        """Return day, contributor id and question of all that was kept, in order of arrival."""
        said = [(seq, day, p.id, q) for p in self.people for day, seq, q in p.said]
        return [(day, id_, question) for _, day, id_, question in sorted(said)]


@dataclass(frozen=True, slots=True)
class Row:
    """An answer's row: whose it is, and how long what lies in it is without any padding."""

    pseud: bytes
    person: str
    length: int


@dataclass
class Haul:
    """Everything: the files as they lie after sealing, the copies of each night, the rounds."""

    folder: Path
    nights: list[Path]
    lives: list[Lived]
    rows: dict[bytes, Row]
    """What only the product can know of each answer's row of the last night, by the row's id."""

    @property
    def sealed(self) -> Path:
        return self.folder / "heardback.db"


async def live(folder: Path, sizes: tuple[int, ...], seed: int) -> Haul:
    """Live through a round for each size, all at the same time, and seal them."""
    chance = random.Random(seed)
    home = folder / "home"
    home.mkdir(parents=True)
    world = World(home, replace(ROUND, k=5))
    await world.begin()
    try:
        town = _Town(world, chance)
        await town.opens(sizes)
        nights = []
        for day in range(DAYS + READING):
            await (town.day(day) if day < DAYS else town.reads_the_rest(day))
            night = folder / f"night-{day}"
            night.mkdir()
            for file in world.settings.data_folder.glob("heardback.db*"):
                shutil.copy(file, night)
            nights.append(night / "heardback.db")
        rows = await town.rows()
        await town.seals()
    finally:
        await world.end()
    return Haul(world.settings.data_folder, nights, town.lives, rows)


class _Town:
    def __init__(self, world: World, chance: random.Random) -> None:
        self._world = world
        self._chance = chance
        self._seq = 0
        self.lives: list[Lived] = []

    async def opens(self, sizes: tuple[int, ...]) -> None:
        """Open the rounds; people are ready to come, each on a day of their own."""
        await self._world.opens_round(draft=True)
        for at, size in enumerate(sizes):
            round_ = replace(
                self._world.round,
                id=secrets.token_hex(16),
                code=f"round{at}",
                opens_on=_FIRST,
                closes_on=_FIRST + timedelta(days=DAYS),
                withdraw_until=_FIRST + timedelta(days=DAYS + 14),
            )
            await self._world.run(lambda unit, r=round_: self._open(unit, r))
            habits = ["plain"] * size
            for number, habit in enumerate(("stops", "quiet", "deletes", "takes", "rewrites")):
                habits[number] = habit
            self._chance.shuffle(habits)
            days = [self._chance.randrange(DAYS - 1) for _ in habits]
            people = [Person(n, d, h) for n, (d, h) in enumerate(zip(days, habits, strict=True))]
            self.lives.append(Lived(round_, people))

    def _open(self, unit: Unit, round_: Round) -> None:
        now = self._world.clock.now()
        unit.record(FACILITATOR, (SaveRound(round_),), None, now)
        opened = OpenRound(replace(round_, state=RoundState.OPEN))
        questions = self._world.app.library.sets[round_.question_set]
        unit.record(FACILITATOR, (opened,), questions, now)

    async def day(self, day: int) -> None:
        """Let those who come today say something, all at once; then the clock and a reader."""
        self._world.clock.at = datetime.combine(_FIRST + timedelta(days=day), time(15), UTC)
        coming = [(life, p) for life in self.lives for p in life.people if p.joins <= day]
        self._chance.shuffle(coming)
        await asyncio.gather(*(self._comes(life, person, day) for life, person in coming))
        self._world.clock.at += timedelta(hours=6)
        await self._world.app.upkeep.tick()
        for life in self.lives:
            await self._reads(life, day, share=0.4)

    async def _comes(self, life: Lived, person: Person, day: int) -> None:
        if person.last is None:
            await self._turn(life, person, Chose("yes"))
            hears = "none" if person.habit == "quiet" else "all"
            await self._turn(life, person, Chose(f"hears:{hears}"))
        done = {question for _, _, question in person.said}
        todo = [q for q in QUESTIONS if q not in done]
        most = len(todo) if day == DAYS - 1 else self._chance.randint(0, 2)
        self._chance.shuffle(todo)
        for question in todo[:most]:
            if self._chance.random() < 0.12:
                continue
            await self._answers(life, person, day, question)
        if day == DAYS - 1:
            await self._last_wish(life, person, day)

    async def _answers(self, life: Lived, person: Person, day: int, question: str) -> None:
        await self._turn(life, person, Chose("answers"))
        await self._turn(life, person, Chose(f"change:{question}"))
        size = int(self._chance.lognormvariate(3.2, 0.9)) + 3
        words = " ".join(self._chance.choice(_SPEECH.split()) for _ in range(min(size, 600)))
        text = f"{words} {life.round.code} {person.number} {question}"
        await self._turn(life, person, Said(text))
        quote = self._chance.choice(("yes", "no"))
        await self._turn(life, person, Chose("keep", {"quote": (quote,)}))
        self._seq += 1
        person.said.append((day, self._seq, question))

    async def _last_wish(self, life: Lived, person: Person, day: int) -> None:
        match person.habit:
            case "stops":
                await self._turn(life, person, Chose("stop"))
            case "deletes":
                for act in ("answers", "everything", "really_everything"):
                    await self._turn(life, person, Chose(act))
            case "takes":
                await self._turn(life, person, Chose("answers"))
                await self._turn(life, person, Chose("take_back:trust"))
            case "rewrites":
                await self._turn(life, person, Chose("answers"))
                await self._turn(life, person, Chose("change:choice"))
                await self._turn(life, person, Said(f"Said anew {life.round.code} {day} choice."))
                await self._turn(life, person, Chose("keep", {"quote": ("yes",)}))

    async def _turn(self, life: Lived, person: Person, event: Event) -> None:
        person.last = await self._world.app.conversations.handle(
            Inbound(
                delivery=secrets.token_hex(16),
                channel="web",
                round_code=life.round.code,
                event=event,
                address=person.address,
                contact={"channel": "web"},
                carried=person.last.carried if person.last else "",
            )
        )
        person.address = person.last.address

    async def _reads(self, life: Lived, day: int, share: float) -> None:
        """Let a reader open and decide a share of what waits; most of one question is declined."""
        batches = await self._world.run(lambda unit: unit.batches(life.round.id))
        waiting = [
            (batch.id, answer)
            for batch in batches
            for answer in batch.answers
            if review.may_decide(answer, READER.id, life.round)
        ]
        self._chance.shuffle(waiting)
        effects: list[StaffEffect] = []
        for batch, answer in waiting[: round(len(waiting) * share)]:
            verb, decided = self._decided(answer, life)
            effects += [Uncover(answer.id), Decide(decided, verb)]  # type: ignore[arg-type]
            assert answer.kept is not None
            text = answer.kept.text
            seen = Screen(day, answer.id, batch, answer.question, text, verb)
            life.screens.append(seen)
        now = self._world.clock.now()
        await self._world.run(lambda unit: unit.record(READER, effects, None, now))

    def _decided(self, answer: Answer, life: Lived) -> tuple[str, Answer]:
        dice, round_ = self._chance.random(), life.round
        rare = [s for s in life.screens if s.question == RARE and s.verb != "decline"]
        if dice < 0.1 or (answer.question == RARE and len(rare) >= 2):
            return "decline", review.decline(answer, "other", READER.id, round_)
        spans = find_words(answer.kept.text, "they") if answer.kept and dice > 0.9 else ()
        if spans:
            names = CoverNames(self._world.app.say)
            return "cover", review.cover(answer, spans, "other", READER.id, round_, names=names)
        return "approve", review.approve(answer, READER.id, round_)

    async def reads_the_rest(self, day: int) -> None:
        """Let the next day go by after closing; a reader goes on with what is left."""
        until = datetime.combine(_FIRST + timedelta(days=day + 2), time(9), UTC)
        await self._world.waits(until)
        for life in self.lives:
            life.round = await self._stands(life)
            assert life.round.state is RoundState.CLOSED
            await self._reads(life, day, share=1 / (DAYS + READING - day))
        await self._world.run(self._notes)

    def _notes(self, unit: Unit) -> None:
        """Note whose words stand there now. Nothing of this is in an attacker's hands."""
        for life in self.lives:
            for person in life.people:
                found = unit.person(person.address) if person.address else None
                person.id = found.id if found else ""
                answers = unit.answers(life.round.id, person.id) if found else {}
                life.wrote |= {a.kept.text: person.id for a in answers.values() if a.kept}

    async def rows(self) -> dict[bytes, Row]:
        """Look into the rows, which nobody can who has no key."""
        found: dict[bytes, Row] = {}

        def work(unit: Any) -> None:
            for life in self.lives:
                held = unit._vault(life.round.id)._rows
                names = {held._pseud(p.id): p.id for p in life.people if p.id}
                for row in held.all("answer"):
                    length = len(held.open(row).encode())
                    found[bytes.fromhex(row.id)] = Row(row.pseud, names[row.pseud], length)

        await self._world.run(work)
        return found

    async def seals(self) -> None:
        """Let the days go by until every round is sealed, and tell people what came of it."""
        await self._world.waits(datetime.combine(_FIRST + timedelta(days=DAYS + 16), time(9), UTC))
        for life in self.lives:
            life.round = await self._stands(life)
            assert life.round.state is RoundState.SEALED
            today = self._world.clock.at.date()
            items = (Item("You said it.", "We did it.", "done", "you told us so"),)
            outcome = Outcome(secrets.token_hex(16), life.round.id, items, today)
            now = self._world.clock.at
            await self._world.run(
                lambda u, o=outcome, at=now: goes_out(u, FACILITATOR, READER, o, at)
            )
        await self._world.app.upkeep.tick()

    async def _stands(self, life: Lived) -> Round:
        found = await self._world.run(lambda unit: unit.round(life.round.id))
        assert found is not None
        return found
