"""The demonstration: a sample round, made through the same doors that everybody uses.

It is made once and found again at every start. Its clock can be put forward from date to date, and
everything that falls due on the way is done by the same code as ever.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app import sample
from app.clock import DemoClock
from app.compose import App
from app.guests import STEPS, next_act
from app.settings import Settings
from app.trouble import Trouble
from bot.consultation import dates
from bot.consultation.model import Outcome, Round, RoundState
from bot.conversation.desk import Spot
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose, Event, Inbound
from bot.ports import Unit
from bot.service import Reply

LINK_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Milestone:
    """The next date of the story: the instant, and the phrase key of what it brings."""

    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Links:
    """Paths to hand out. Those of the desk work once."""

    contributor: str
    code: str
    desks: Mapping[str, str]
    """By staff id."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """More pages worth a look, each by the end of its phrase key."""


def demo_clock(settings: Settings) -> DemoClock:
    """Return the clock of a demonstration's data folder.

    Raises:
        Trouble: the clock's file cannot be read.
    """
    try:
        return DemoClock(settings.data_folder)
    except (OSError, ValueError):
        raise Trouble("clock", file=settings.data_folder / "clock") from None


class Demonstration:
    """The sample round of one application."""

    def __init__(self, app: App, clock: DemoClock) -> None:
        self._app = app
        self._clock = clock

    async def prepare(self) -> Links:
        """Make the sample round, or find it again; make fresh links for its staff.

        Raises:
            NotSaved: the database could not be written.
            LookupError: the sample does not pass the gate that every round passes.
        """
        found = await self._round() or await self._made()
        if found is None:
            raise LookupError("the sample round was refused")
        if dates.takes_people(found, self._clock.now()):
            for number, answers in enumerate(sample.PEOPLE):
                await self.answer(found, number, answers)
        await self._app.ticker.run_once()
        return await self._links(found)

    async def _links(self, found: Round) -> Links:
        """Make fresh links to a round and to every desk."""
        tokens = {member.id: secrets.token_urlsafe(24) for member in sample.STAFF}
        until = datetime.now(UTC).date() + timedelta(days=LINK_DAYS)
        await self._app.database.run(lambda unit: _link(unit, tokens, until))
        desks = {staff: f"/desk/enter/{token}" for staff, token in tokens.items()}
        return Links(f"/r/{found.code}", found.code, desks)

    def now(self) -> datetime:
        """Return the demonstration's instant."""
        return self._clock.now()

    async def next_label(self) -> str:
        """Return what the next date brings, or an empty string after the last."""
        milestone = await self._next()
        return self._app.say(milestone.key) if milestone else ""

    async def advance(self) -> None:
        """Put the clock forward to the next date and let everything happen that is due by then."""
        milestone = await self._next()
        if milestone is not None:
            self._clock.advance(milestone.at)
            await self._app.ticker.run_once()

    async def _next(self) -> Milestone | None:
        found = await self._round()
        if found is None:
            return None
        outcomes = await self._app.database.run(lambda unit: unit.outcomes(found.id))
        return next_milestone(found, outcomes, self._clock.now())

    async def _round(self) -> Round | None:
        """Return the newest sample round; one whose making was cut short is taken up again."""
        rounds = await self._app.database.run(lambda unit: unit.rounds())
        opened = (each for each in rounds if each.state is not RoundState.DRAFT)
        return next((each for each in opened if each.demonstration and not each.parent), None)

    def _people(self, unit: Unit) -> None:
        there = {member.id for member in unit.staff()}
        day = self._clock.now().date()
        for member in sample.STAFF:
            if member.id not in there:
                # A token nobody is told; the links that are told are made at each start.
                unit.add_staff(member, secrets.token_urlsafe(24), day)
        if sample.GROUP.id not in {group.id for group in unit.groups()}:
            unit.add_group(sample.GROUP)

    async def _made(self) -> Round | None:
        """Let the facilitator fill in a round and open it; None if it may not open."""
        self._clock.begin(min(datetime.now(UTC), self.last_fresh()))
        return await self.open_round(await self.draft())

    async def draft(self) -> str:
        """Let the facilitator fill in a round; return its id."""
        await self._app.database.run(self._people)
        draft = (await self.act(Spot(), "new", {})).round
        await self.act(Spot("draft", draft), "save", self._filled_in(self._clock.now().date()))
        await self._app.database.run(lambda unit: self._mark(unit, draft))
        return draft

    async def open_round(self, draft: str) -> Round | None:
        """Let the facilitator open it; None if it may not open."""
        await self.act(Spot("draft", draft, "open"), "open", {})
        return await self._round()

    def _mark(self, unit: Unit, draft: str) -> None:
        """Note that everyone in a round is invented; no form has a field for that."""
        rounds = [replace(each, demonstration=True) for each in unit.rounds() if each.id == draft]
        effects = [SaveRound(each) for each in rounds]
        unit.record(sample.FACILITATOR, effects, None, self._clock.now())

    def last_fresh(self) -> datetime:
        """Return the last instant to begin at: a round cannot open on support lines that nobody has
        checked for long, so a demonstration shows the days on which they were fresh."""
        support = self._app.library.support()
        checked = min(line.checked_on for line in support.lines)
        last = checked + timedelta(days=support.stale_after_days)
        return dates.start_of(last, support.time_zone) + timedelta(hours=12)

    def _filled_in(self, today: date) -> dict[str, tuple[str, ...]]:
        closes = today + timedelta(days=sample.CLOSES_AFTER)
        values: dict[str, tuple[str, ...]] = {name: (each,) for name, each in sample.ROUND.items()}
        values |= {
            "group": (sample.GROUP.id,),
            "opens_on": (today.isoformat(),),
            "closes_on": (closes.isoformat(),),
            "withdraw_until": ((closes + dates.WITHDRAW_AFTER).isoformat(),),
            "tell_by": ((today + timedelta(days=sample.TELL_AFTER)).isoformat(),),
            "lead": (sample.LEAD.id,),
            "readers": (sample.COORDINATOR.id, sample.SECOND.id),
            **sample.TEAM,
        }
        return values

    async def act(self, spot: Spot, action: str, values: Mapping[str, tuple[str, ...]]) -> Spot:
        """Let the facilitator do something; return where it leads."""
        chose = Chose(action, values)
        acted = await self._app.desk.act(sample.FACILITATOR, spot, chose, secrets.token_hex(16))
        return acted.spot

    async def answer(
        self, round_: Round, number: int, answers: tuple[sample.Said | None, ...]
    ) -> Reply:
        """Let one invented person say yes and answer whatever they have not answered yet.

        Their code follows from the delivery of their *yes*, so that they are the same person at
        every start. The last screen they see is returned.
        """
        yes = hashlib.sha256(f"{round_.id} {number}".encode()).hexdigest()[:32]
        reply = await self.turn(round_, Chose("yes"), None, yes)
        for _ in range(STEPS):
            event = next_act(reply.message, answers)
            if event is None:
                break
            reply = await self.turn(round_, event, reply)
        return reply

    async def turn(
        self, round_: Round, event: Event, last: Reply | None, delivery: str = ""
    ) -> Reply:
        """Let a person do something after the last screen they saw, or come for the first time."""
        inbound = Inbound(
            delivery=delivery or secrets.token_hex(16),
            channel="web",
            round_code=round_.code,
            event=event,
            address=last.address if last else None,
            carried=last.carried if last else "",
        )
        return await self._app.conversations.handle(inbound)


def next_milestone(round_: Round, outcomes: Iterable[Outcome], now: datetime) -> Milestone | None:
    """Return the next date of a round's story, or None at its end."""
    if round_.state is RoundState.OPEN and round_.closes_on is not None:
        closed = dates.end_of(round_.closes_on, round_.zone) + dates.GRACE
        return Milestone(closed, "command.demo.next_close")
    if round_.state is RoundState.CLOSED and round_.withdraw_until is not None:
        sealed = dates.end_of(round_.withdraw_until, round_.zone)
        return Milestone(sealed, "command.demo.next_seal")
    if round_.state is not RoundState.SEALED:
        return None
    days = [
        each.send_on
        for each in outcomes
        if each.state in ("scheduled", "sent") and each.send_on is not None
    ]
    ahead = [Milestone(sending(day, round_), "command.demo.next_send") for day in days]
    if round_.tell_by is not None:
        ahead.append(Milestone(sending(round_.tell_by, round_), "command.demo.next_tell"))
    return min((each for each in ahead if each.at > now), key=lambda each: each.at, default=None)


def sending(day: date, round_: Round) -> datetime:
    """Return the instant from which messages may go out on a day."""
    local = datetime.combine(day, round_.send_from, ZoneInfo(round_.zone))
    return local.astimezone(UTC)


def _link(unit: Unit, tokens: Mapping[str, str], until: date) -> None:
    for member in sample.STAFF:
        unit.add_staff(member, tokens[member.id], until)
