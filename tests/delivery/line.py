"""A whole application with a clock in the test's hand, and short ways to do what people do."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from app.compose import App
from bot.consultation.model import (
    Answer,
    Group,
    Item,
    Outcome,
    Review,
    Role,
    Round,
    RoundState,
    Staff,
)
from bot.conversation.effects import Decide, OpenRound, SaveOutcome, SaveRound, StaffEffect, Uncover
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.conversation.messages import Message
from bot.ports import Capabilities, Unit
from bot.service import Reply
from storage.tables import audience
from storage.unit import StoredUnit
from tests.outcomes import goes_out

START = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
FACILITATOR = Staff("f1" * 16, "Isobel Kerr", Role.FACILITATOR)
COORDINATOR = Staff("c1" * 16, "Ewan Muir", Role.COORDINATOR)
LEAD = Staff("1e" * 16, "Isla Grant", Role.LEAD)
GROUP = Group("9a" * 16, "Leith", "Young people", "Harbour Street")
CAN = Capabilities(
    buttons=True,
    form=True,
    edit=True,
    delete=True,
    max_text=20_000,
    keeps_typed_text=False,
    proactive=True,
)


def address_of(who: str) -> Address:
    """Return where somebody is known, in a channel that knows its people."""
    return Address("chat", "", who)


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Post:
    """The edge of the network: takes messages, or answers as ``failing`` says."""

    name: str = "web"
    can: Capabilities = CAN
    sent: list[tuple[str, Message]] = field(default_factory=list)
    failing: dict[str, BaseException] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        to = contact["to"]
        if to in self.failing:
            raise self.failing[to]
        self.sent.append((to, message))
        self.marks.append(mark)

    async def was_sent(self, contact: Mapping[str, str], mark: str) -> bool | None:
        assert contact
        return mark in self.marks

    @property
    def reached(self) -> list[str]:
        return sorted(to for to, _ in self.sent)


class Line:
    """Does with an application what people do with it."""

    def __init__(self, app: App, clock: HandClock, post: Post) -> None:
        self.app = app
        self.clock = clock
        self.post = post

    async def open(self, code: str = "heron", **changes: object) -> Round:
        """Open a round: from today to 15 March, withdraw until 29 March, tell by 30 April."""
        draft = Round(
            id=secrets.token_hex(16),
            code=code,
            title="Trust",
            asker="Leith Council",
            known_by="Ewan",
            purpose="To choose what to change.",
            decider="Moira Baird",
            space="You can answer at home.",
            voice="The questions are short.",
            influence="How workers meet you. Not how many there are.",
            rung="asked",
            group=GROUP.id,
            age_band="under18",
            opens_on=date(2027, 3, 1),
            closes_on=date(2027, 3, 15),
            withdraw_until=date(2027, 3, 29),
            tell_by=date(2027, 4, 30),
            facilitator=FACILITATOR.id,
            lead=LEAD.id,
            readers=(COORDINATOR.id,),
            two_readers=False,
        )
        draft = replace(draft, **changes)  # type: ignore[arg-type]

        def work(unit: Unit) -> None:
            there = {member.id for member in unit.staff()}
            for member in (FACILITATOR, COORDINATOR, LEAD):
                if member.id not in there:
                    unit.add_staff(member, secrets.token_hex(16), date(2027, 3, 1))
            unit.record(FACILITATOR, [SaveRound(draft)], None, self.clock.now())
            opened = replace(draft, state=RoundState.OPEN)
            questions = self.app.library.sets["five-principles"]
            unit.record(FACILITATOR, [OpenRound(opened)], questions, self.clock.now())

        await self.app.database.run(work)
        return await self.round(draft.id)

    async def round(self, round_id: str) -> Round:
        found = await self.app.database.run(lambda unit: unit.round(round_id))
        assert found is not None
        return found

    async def act(self, round_: Round, who: str, event: Event) -> Reply:
        """Let a person do one thing."""
        inbound = Inbound(
            delivery=secrets.token_hex(16),
            channel="web",
            round_code=round_.code,
            event=event,
            address=address_of(who),
            contact={"channel": "web", "to": who},
        )
        return await self.app.conversations.handle(inbound)

    async def join(self, round_: Round, who: str, hears: str = "all") -> None:
        await self.act(round_, who, Chose("yes"))
        await self.act(round_, who, Chose(f"hears:{hears}"))

    async def answer(self, round_: Round, who: str, text: str = "They rang back.") -> Reply:
        await self.act(round_, who, Said(text))
        return await self.act(round_, who, Chose("keep", {"quote": ("yes",)}))

    async def people(self, round_: Round, count: int, *, start: int = 0) -> list[str]:
        """Let people say yes and answer the first question."""
        names = [f"person-{number:03}" for number in range(start, start + count)]
        for who in names:
            await self.join(round_, who)
            await self.answer(round_, who)
        return names

    async def planned(self, round_: Round, people: list[str]) -> None:
        """Let a message to more people wait, all of a sealed round, that is due now."""

        def work(unit: Unit) -> None:
            assert isinstance(unit, StoredUnit)
            ids = [unit._create(address_of(who), {"channel": "web", "to": who}) for who in people]
            rows = [{"round": round_.id, "question": "", "contributor": id_} for id_ in ids]
            unit._sql.write(insert(audience), rows)
            key = f"outcome:{unit.outcomes(round_.id)[0].id}"
            unit._tell_audience(round_.id, round_.id, key, self.clock.at.date())

        await self.app.database.run(work)

    async def finish(self, round_: Round, who: str) -> None:
        for _ in range(5):
            await self.act(round_, who, Chose("skip"))

    async def staff(self, by: Staff, *effects: StaffEffect) -> None:
        now = self.clock.now()
        await self.app.database.run(lambda unit: unit.record(by, effects, None, now))

    async def approve(self, round_: Round) -> int:
        """Let the coordinator approve everything that waits in a batch; return how many."""
        batches = await self.app.database.run(lambda unit: unit.batches(round_.id))
        waiting: list[Answer] = [
            answer
            for batch in batches
            for answer in batch.answers
            if answer.review is Review.WAITING
        ]
        for answer in waiting:
            done = replace(answer, review=Review.APPROVED, last=COORDINATOR.id)
            await self.staff(COORDINATOR, Uncover(answer.id), Decide(done, "approve"))
        return len(waiting)

    async def outcome(self, round_: Round, send_on: date, state: str = "scheduled") -> Outcome:
        item = Item("Ring back.", "We ring back the same day.", "done", "you asked for it")
        outcome = Outcome(secrets.token_hex(16), round_.id, (item,), send_on)
        if state != "scheduled":
            await self.staff(FACILITATOR, SaveOutcome(replace(outcome, state=state)))
            return outcome
        now = self.clock.now()
        run = self.app.database.run
        await run(lambda unit: goes_out(unit, FACILITATOR, COORDINATOR, outcome, now))
        return outcome

    async def closed(self) -> None:
        """Let the clock run until the round is closed."""
        self.clock.at = datetime(2027, 3, 16, 1, tzinfo=UTC)
        await self.app.upkeep.tick()

    async def sealed(self, round_: Round) -> Round:
        """Let the clock run until the round is sealed."""
        await self.closed()
        self.clock.at = datetime(2027, 3, 30, 1, tzinfo=UTC)
        await self.app.upkeep.tick()
        found = await self.round(round_.id)
        assert found.state is RoundState.SEALED
        return found
