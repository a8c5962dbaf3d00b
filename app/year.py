"""A whole year in three areas, with invented people: who does what and when, through the same doors
that everybody uses. A test plays it in every channel; a demonstration plays it into its own folder.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from app import sample
from app import year_rounds as plans
from app import year_words as words
from app.compose import App
from app.guests import Answer, Guests
from app.hands import Desk, Form, Hands
from app.year_rounds import Plan, answers_of
from app.year_words import Pool
from bot.consultation.model import Round, RoundState, Staff
from bot.conversation.desk import Spot
from bot.ports import Unit

NOON: Final = time(17)
"""The local time at which everything in the year happens: messages may go out then."""
_ZONE: Final = ZoneInfo("Europe/London")
_WEEK: Final = timedelta(days=7)
_AGREES: Final = "4"
_NOT: Final = "2"
_MINUTES: Final = 20
"""Minutes that a reader writes down for each round."""


class Turned(Protocol):
    """A clock that can be put forward."""

    def now(self) -> datetime:
        """Return its instant."""

    def begin(self, at: datetime) -> None:
        """Let the story start at an instant."""

    def advance(self, to: datetime) -> None:
        """Put it forward."""


@dataclass(frozen=True, slots=True)
class Look:
    """A screen worth a look: a desk's, or where ``who`` is set the round's own link as they see it."""

    staff: Staff = sample.FACILITATOR
    spot: Spot = field(default_factory=Spot)
    who: str = ""
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that has happened: its phrase is ``demo.year.step.NAME``."""

    name: str
    day: date
    looks: tuple[Look, ...] = ()


class Year:
    """The year of one application."""

    def __init__(self, app: App, clock: Turned, guests: Guests, desk: Desk | None = None) -> None:
        self._app = app
        self._clock = clock
        self._guests = guests
        self._hands = Hands(app, desk)

    async def steps(self) -> AsyncIterator[Step]:
        """Live through the year; each step has happened when it is handed over.

        Raises:
            LookupError: something was refused that the product should allow.
            NotSaved: the database could not be written.
        """
        self._clock.begin(_at(plans.SCHOOL.opens))
        await self._app.database.run(self._people)
        async for step in self._school_and_principles():
            yield step
        async for step in self._leaders():
            yield step
        async for step in self._heard_back():
            yield step
        async for step in self._autumn():
            yield step

    # --- January to March ----------------------------------------------------------------------

    async def _school_and_principles(self) -> AsyncIterator[Step]:
        school = self._school = await self._opens(plans.SCHOOL)
        yield self._step("school_opens", Look(spot=Spot("round", school.id)))
        await self._answer(plans.SCHOOL, school, words.SCHOOL)
        yield self._step("school_first", Look(who="young 0", round=school))
        await self._until(plans.PRINCIPLES.opens)
        adults = self._adults = await self._opens(plans.PRINCIPLES)
        people = sample.PEOPLE
        asked = await self._asked(adults)
        for number, said in enumerate(people):
            given = dict(zip(asked, said, strict=True))
            await self._comes(adults, f"adult {number}", [given[each] for each in asked])
        yield self._step("principles", Look(who="adult 0", round=adults))
        await self._until(date(2026, 1, 26))
        await self._answer(plans.SCHOOL, school, words.SCHOOL)
        yield self._step("school_second", Look(who="young 0", round=school))
        await self._closes(plans.SCHOOL, school)
        yield self._step("school_read", Look(spot=Spot("round", school.id)))
        await self._closes(plans.PRINCIPLES, adults)
        await self._until(plans.BEFORE.opens)
        draft = await self._hands.act(Spot(), "new")
        await self._hands.act(Spot("wave", draft.round), "before", plans.SEALED_TOGETHER)
        self._before = await self._hands.opens(draft, plans.BEFORE.form())
        yield self._step("before_opens", Look(spot=Spot("round", self._before.id)))
        await self._until(plans.SCHOOL.until + timedelta(days=1))
        yield self._step("school_sealed", Look(spot=Spot("report", school.id, "cards")))
        await self._until(plans.PRINCIPLES.until + timedelta(days=1))
        async for step in self._right(adults):
            yield step

    async def _right(self, adults: Round) -> AsyncIterator[Step]:
        """Ask the adults whether what was heard is right, then tell them."""
        await self._writes(adults, plans.TOLD_PRINCIPLES)
        await self._hands.act(Spot("outcome", adults.id), "check")
        await self._app.ticker.run_once()
        check = await self._follows(adults, "check")
        for number in range(len(sample.PEOPLE)):
            answers = ["right" if each == "right" else None for each in await self._asked(check)]
            await self._comes(check, f"adult {number}", answers)
        yield self._step("check", Look(who="adult 0", round=check))
        await self._rate(self._before, "before")
        await self._until(date(2026, 3, 11))
        first = "My worker rang when she said she would"
        await self._hands.quotes(adults, 1, (first,))
        yield await self._tells(adults, date(2026, 3, 17), "principles_told", "adult 0")

    # --- the leaders ---------------------------------------------------------------------------

    async def _leaders(self) -> AsyncIterator[Step]:
        await self._until(date(2026, 3, 23))
        draft = await self._hands.act(Spot("round", self._before.id), "after")
        self._after = await self._hands.opens(draft, plans.AFTER)
        await self._rate(self._after, "after")
        yield self._step("after", Look(spot=Spot("round", self._after.id)))
        await self._until(plans.REACTS.opens)
        reacts = self._reacts = await self._opens(plans.REACTS)
        asked = await self._asked(reacts)
        for number in range(words.REACTED):
            given: list[Answer] = [
                answers_of(words.REACTS, each, number)
                or (None if each in words.REACTS else "5" if number % 4 else _AGREES)
                for each in asked
            ]
            await self._comes(reacts, f"leader {number}", given)
        for round_ in (self._before, reacts):
            table = {"table": words.ATTENDED}
            await self._hands.act(Spot("attendance", round_.id), "keep", table)
        yield self._step("reacts", Look(spot=Spot("attendance", reacts.id)))
        await self._closes(plans.REACTS, reacts)
        await self._until(plans.BEFORE.until + timedelta(days=1))
        yield self._step(
            "waves_sealed",
            Look(spot=Spot("report", self._after.id)),
        )

    # --- May to August -------------------------------------------------------------------------

    async def _heard_back(self) -> AsyncIterator[Step]:
        school = self._school
        await self._until(plans.REACTS.until + timedelta(days=1))
        yield self._step("reacts_sealed", Look(spot=Spot("report", self._reacts.id)))
        await self._hands.act(Spot("task", school.id, "new"), "save", plans.TASK)
        await self._writes(school, plans.TOLD_SCHOOL)
        await self._hands.quotes(school, 1, ("She asked first", "I picked the time"))
        yield await self._tells(school, date(2026, 5, 15), "school_told", "young 0")
        await self._hands.act(Spot("report", school.id, "key"), "messages", plans.MESSAGES)
        await self._hands.ticks()
        loop = await self._follows(school, "loop")
        for who, pool in words.LOOP.items():
            asked = await self._asked(loop)
            await self._comes(loop, who, [answers_of(pool, each, 0) for each in asked])
        yield self._step("asked", Look(who="young 1", round=loop))
        # One message a week reaches a person, so the two waves hear a week apart.
        await self._writes(self._before, plans.TOLD_LEADERS)
        yield await self._tells(self._before, date(2026, 5, 20), "leaders_told", "leader 0")
        await self._writes(self._after, plans.TOLD_LEADERS)
        yield await self._tells(self._after, date(2026, 5, 27), "leaders_again", "leader 0")
        await self._until(date(2026, 5, 30))
        await self._reading(loop)
        await self._until(plans.REFLECTION.opens)
        reflection = await self._opens(plans.REFLECTION)
        await self._answer(plans.REFLECTION, reflection, words.REFLECTION)
        yield self._step("reflection", Look(who="partner 0", round=reflection))
        await self._writes(self._reacts, plans.TOLD_REACTS)
        yield await self._tells(self._reacts, date(2026, 6, 8), "reacts_told", "leader 1")
        await self._hands.answers(loop, plans.REPLIES)
        yield await self._tells(loop, date(2026, 6, 12), "answered", "young 1", about=school)
        await self._closes(plans.REFLECTION, reflection)
        await self._until(date(2026, 6, 30))
        await self._hands.tells_again(school, plans.ROOMS_DONE)
        yield await self._tells(school, date(2026, 7, 1), "rooms", "young 0")
        await self._writes(reflection, plans.TOLD_REFLECTION)
        yield await self._tells(reflection, date(2026, 7, 27), "reflection_told", "partner 0")

    # --- autumn --------------------------------------------------------------------------------

    async def _autumn(self) -> AsyncIterator[Step]:
        await self._until(plans.DELIVERY.opens)
        delivery = await self._opens(plans.DELIVERY)
        await self._answer(plans.DELIVERY, delivery, words.DELIVERY)
        yield self._step("delivery", Look(who="partner 0", round=delivery))
        await self._until(date(2026, 9, 1))
        await self._hands.tells_again(self._adults, plans.LETTERS_NOT)
        yield await self._tells(self._adults, date(2026, 9, 2), "letters", "adult 0")
        await self._until(plans.CREW_ASKED.opens)
        sibling = await self._hands.act(Spot("round", self._adults.id), "sibling")
        crew = await self._hands.opens(sibling, plans.CREW_ASKED.form())
        await self._answer(plans.CREW_ASKED, crew, words.WEST_LOTHIAN)
        yield self._step("crew", Look(who="crew 0", round=crew))
        await self._closes(plans.DELIVERY, delivery)
        await self._closes(plans.CREW_ASKED, crew)
        await self._until(date(2026, 11, 2))
        await self._hands.act(Spot("promise", delivery.id), "move", plans.LATER)
        await self._app.ticker.run_once()
        yield self._step(
            "moved", Look(spot=Spot("promises")), Look(who="partner 0", round=delivery)
        )
        await self._writes(crew, plans.TOLD_CREW)
        yield await self._tells(crew, date(2026, 11, 16), "crew_told", "crew 0")
        await self._writes(delivery, plans.TOLD_DELIVERY)
        yield await self._tells(delivery, date(2026, 11, 24), "delivery_told", "partner 0")
        await self._until(plans.AGAIN.opens)
        await self._opens(plans.AGAIN)
        await self._until(plans.ENDS)
        yield self._step(
            "ends",
            Look(),
            Look(spot=Spot("promises")),
            Look(spot=Spot("account")),
            Look(sample.ADMIN, Spot("account")),
            Look(spot=Spot("report", self._school.id)),
            Look(spot=Spot("report", self._school.id, "key")),
        )

    # --- what is done again and again ----------------------------------------------------------

    def _step(self, name: str, *looks: Look) -> Step:
        return Step(name, self._clock.now().date(), looks)

    def _people(self, unit: Unit) -> None:
        day = self._clock.now().date()
        there = {member.id for member in unit.staff()}
        for member in sample.STAFF:
            if member.id not in there:
                # A token nobody is told; the links that are told are made at each start.
                unit.add_staff(member, f"nobody-{member.id}", day)
        for group in plans.GROUPS:
            unit.add_group(group)

    async def _until(self, day: date) -> None:
        """Let time pass, with all the clock has to do."""
        end = _at(day)
        while self._clock.now() < end:
            self._clock.advance(min(end, self._clock.now() + _WEEK))
            await self._app.ticker.run_once()

    async def _opens(self, plan: Plan) -> Round:
        await self._until(plan.opens)
        return await self._hands.opens(await self._hands.act(Spot(), "new"), plan.form())

    async def _asked(self, round_: Round) -> tuple[str, ...]:
        found = await self._app.database.run(lambda unit: unit.questions(round_.id))
        return tuple(each.id for each in found.questions) if found else ()

    async def _comes(self, round_: Round, who: str, answers: Iterable[Answer]) -> None:
        await self._guests.comes(round_, who, tuple(answers))

    async def _answer(self, plan: Plan, round_: Round, pool: Pool) -> None:
        """Let everybody who has something to say come and say it, as far as it is asked now."""
        asked = await self._asked(round_)
        for number in range(max(map(len, pool.values()))):
            given = [answers_of(pool, each, number) for each in asked]
            await self._comes(round_, f"{plan.who} {number}", given)

    async def _rate(self, round_: Round, wave: str) -> None:
        """Let the leaders rate the statements."""
        agree = words.AGREE[wave]
        for number in range(words.LEADERS[wave]):
            picks = [
                _AGREES if number < agree[each] else _NOT for each in await self._asked(round_)
            ]
            await self._comes(round_, f"leader {number}", picks)

    async def _closes(self, plan: Plan, round_: Round) -> None:
        """Let a round close by itself, and everything in it be read."""
        await self._until(plan.closes + timedelta(days=1))
        await self._reading(round_)

    async def _reading(self, round_: Round) -> None:
        while await self._hands.reads(round_):
            await self._until(self._clock.now().date() + timedelta(days=1))
        await self._hands.minutes(round_, _MINUTES)

    async def _follows(self, parent: Round, kind: str) -> Round:
        """Return the round that follows one."""
        rounds = await self._app.database.run(lambda unit: unit.rounds())
        return next(each for each in rounds if each.parent == parent.id and each.kind == kind)

    async def _writes(self, round_: Round, items: tuple[Form, ...]) -> None:
        """Write what came of a round, and what its decision maker says."""
        await self._sealed(round_)
        for item in items:
            await self._hands.act(Spot("outcome", round_.id, "new"), "save", item)
        spot = Spot("outcome", round_.id, "response")
        await self._hands.act(spot, "save", plans.RESPONSE)

    async def _sealed(self, round_: Round) -> None:
        fresh = await self._hands.round(round_.id)
        if fresh.withdraw_until is not None and fresh.state is not RoundState.SEALED:
            await self._until(fresh.withdraw_until + timedelta(days=1))

    async def _tells(
        self, round_: Round, day: date, name: str, who: str, about: Round | None = None
    ) -> Step:
        """Let what is written go out on a day; return how it looks at the round's own link."""
        await self._hands.sends(round_, day)
        await self._until(day)
        return self._step(
            name,
            Look(spot=Spot("outcome", round_.id)),
            Look(who=who, round=about or round_),
        )


def _at(day: date) -> datetime:
    return datetime.combine(day, NOON, _ZONE).astimezone(UTC)
