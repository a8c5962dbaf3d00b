"""The real application over real files, one open round, its staff, and a clock to turn by hand."""

import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from adapters.http import serving
from app.compose import App, build
from app.settings import Settings
from bot.consultation import review
from bot.consultation.links import Kind, Link, last_day
from bot.consultation.listed import keys_of
from bot.consultation.model import (
    Answer,
    Group,
    HelpRequest,
    Item,
    Outcome,
    Response,
    Role,
    Round,
    RoundState,
    Staff,
)
from bot.consultation.redaction import find_words
from bot.consultation.telling import mark
from bot.conversation.added import with_added
from bot.conversation.desk import Spot
from bot.conversation.effects import (
    CancelRound,
    CloseRound,
    Decide,
    ListWords,
    OpenRound,
    SaveRound,
    StaffEffect,
    StartRoom,
    StartTry,
)
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.conversation.names import CoverNames
from bot.ports import Unit
from bot.service import Reply
from storage.tables import metadata
from tests.drivers.files import IDENTITY
from tests.outcomes import goes_out
from tests.sqlite import ready

START: Final = datetime(2027, 2, 10, 12, tzinfo=UTC)
FACILITATOR: Final = Staff("1" * 32, "Isobel Kerr", Role.FACILITATOR)
READER: Final = Staff("2" * 32, "Ewan Muir", Role.COORDINATOR)
SECOND: Final = Staff("3" * 32, "Priya Shah", Role.COORDINATOR)
LEAD: Final = Staff("4" * 32, "Isla Grant", Role.LEAD)
STAFF: Final = (FACILITATOR, READER, SECOND, LEAD)
GROUP: Final = Group("5" * 32, "Ardlinn", "Young people", "Ardlinn youth group")
ROUND: Final = Round(
    id="6" * 32,
    code="wren42",
    title="Being asked",
    asker="Ardlinn Council",
    known_by="Morven Reid, your youth worker",
    purpose="The council will change how workers meet young people.",
    decider="Catriona Bell",
    space="You can answer at home.",
    voice="The questions are short.",
    influence="How workers meet you. Not how many there are.",
    rung="asked",
    group=GROUP.id,
    age_band="under18",
    opens_on=date(2027, 2, 10),
    closes_on=date(2027, 2, 28),
    withdraw_until=date(2027, 3, 14),
    tell_by=date(2027, 4, 30),
    facilitator=FACILITATOR.id,
    lead=LEAD.id,
    readers=(READER.id, SECOND.id),
    two_readers=False,
    k=3,
)


_WHO: Final = [select(metadata.tables[name]) for name in IDENTITY]


class HandClock:
    """Fulfils :class:`bot.ports.Clock`; it stands still until it is turned."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class World:
    """One installation in a folder. It can be put down and taken up again between two turns."""

    def __init__(
        self,
        folder: Path,
        round_: Round = ROUND,
        database_url: str = "",
        settings: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.settings = Settings(  # type: ignore[call-arg]
            data_folder=folder, database_url=database_url, _env_file=None, **(settings or {})
        )
        if not database_url:
            ready(folder / "heardback.db")
        self.clock = HandClock()
        self.round = round_
        self.base = ""
        self.quote = ""
        self.code = round_.code
        self._options = options
        self._app: App | None = None
        self._open = AsyncExitStack()

    @property
    def app(self) -> App:
        assert self._app is not None
        return self._app

    async def begin(self) -> None:
        """Take it up."""
        self._app = await self._open.enter_async_context(
            build(self.settings, clock=self.clock, **self._options)
        )
        port = await self._open.enter_async_context(serving(self.app.web(), "127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{port}"

    async def end(self) -> None:
        """Put it down: nothing of it is left but the files."""
        await self._open.aclose()
        self._app = None

    async def reload(self) -> None:
        """Put it down and take it up again."""
        await self.end()
        await self.begin()

    async def opens_round(self, *, draft: bool = False) -> None:
        """Add the staff and the group, and open the round; ``draft`` leaves it a draft."""

        def work(unit: Unit) -> None:
            for member in STAFF:
                unit.add_staff(member, secrets.token_urlsafe(16), date(2027, 12, 31))
            unit.add_group(GROUP)
            unit.record(FACILITATOR, (SaveRound(self.round),), None, self.clock.now())
            if draft:
                return
            opened = OpenRound(replace(self.round, state=RoundState.OPEN))
            asked = self.app.library.sets[self.round.question_set]
            questions = with_added(asked, self.round, self.app.say)
            unit.record(FACILITATOR, (opened,), questions, self.clock.now())

        await self.run(work)

    async def makes_link(self, kind: Kind) -> None:
        """Make the link of a try-out or of a room; people come by it from now on."""
        self.code = f"{kind}77"
        link = Link(self.code, self.round.id, kind)
        until = last_day(self.clock.now())
        if kind is Kind.TRY:
            await self.acts(FACILITATOR, StartTry(replace(link, until=until)))
        else:
            await self.acts(FACILITATOR, StartRoom(link))

    async def run[T](self, work: Callable[[Unit], T]) -> T:
        """Look through the storage's own port."""
        return await self.app.database.run(work)

    async def waits(self, until: datetime) -> None:
        """Let time pass by half days, with all the clock has to do."""
        while self.clock.at < until:
            self.clock.at = min(until, self.clock.at + timedelta(hours=12))
            await self.app.ticker.run_once()

    async def others(self, count: int) -> None:
        """Let other people answer everything in words, and want to hear."""
        for number in range(count):
            reply = await self.turn(Chose("yes"), None, f"{number:032x}")
            for event in (Chose("hears:all"), *self._answers(number)):
                reply = await self.turn(event, reply, secrets.token_hex(16))

    def _answers(self, number: int) -> Iterator[Event]:
        for question in self.app.library.sets[self.round.question_set].questions:
            if question.kind == "text":
                yield Said(f"Somebody else said this about {question.id}, number {number}.")
                yield Chose("keep", {"quote": ("yes",)})
            else:
                yield Chose("skip")

    async def turn(self, event: Event, last: Reply | None, delivery: str) -> Reply:
        return await self.app.conversations.handle(
            Inbound(
                delivery=delivery,
                channel="web",
                round_code=self.round.code,
                event=event,
                address=last.address if last else None,
                contact={"channel": "web"},
                carried=last.carried if last else "",
            )
        )

    # what staff do
    async def acts(self, staff: Staff, effect: StaffEffect) -> None:
        await self.run(lambda unit: unit.record(staff, (effect,), None, self.clock.now()))

    async def lists(self, phrases: Sequence[str]) -> None:
        """Let a reader put words on the round's list."""
        await self.acts(READER, ListWords(self.round.id, keys_of(phrases)))

    async def closes(self) -> None:
        closed = replace(await self.stands(), state=RoundState.CLOSED)
        await self.acts(FACILITATOR, CloseRound(closed))
        await self.app.ticker.run_once()

    async def cancels(self) -> None:
        cancelled = replace(await self.stands(), state=RoundState.CANCELLED)
        await self.acts(FACILITATOR, CancelRound(cancelled))
        await self.app.ticker.run_once()

    async def reads(self, verb: str, words: str = "", reason: str = "point") -> None:
        """Let a reader decide about every answer that waits."""
        names, round_ = CoverNames(self.app.say), await self.stands()
        for answer in await self.waiting():
            spans = find_words(answer.kept.text, words) if answer.kept else ()
            if verb == "cover" and spans:
                done = review.cover(answer, spans, reason, READER.id, round_, names=names)
            elif verb == "decline":
                done = review.decline(answer, reason, READER.id, round_)
            else:
                done = review.approve(answer, READER.id, round_)
            # An answer without the words is let through as it is.
            how = verb if spans or verb != "cover" else "approve"
            await self.acts(READER, Decide(done, how))  # type: ignore[arg-type]

    async def goes_on(self, kind: str) -> None:
        """Turn to the round that follows; people come by the link they have all the same."""
        rounds = await self.run(lambda unit: unit.rounds())
        (self.round,) = (each for each in rounds if each.kind == kind)

    async def asks_again(self, closes_on: date, tell_by: date) -> None:
        """Let the facilitator make the wave after this one, and open it today."""
        await self._at_desk(Spot("round", self.round.id), "after", {})
        rounds = await self.run(lambda unit: unit.rounds())
        (self.round,) = (each for each in rounds if each.wave == "after")
        days = {"closes_on": (f"{closes_on}",), "tell_by": (f"{tell_by}",)}
        await self._at_desk(Spot("draft", self.round.id, "dates"), "save", days)
        await self._at_desk(Spot("draft", self.round.id, "open"), "open", {})
        self.round = await self.stands()

    async def asks(self, said: str, did: str) -> None:
        """Let the facilitator write a draft and ask people whether it is right."""
        fills = {
            "said": (said,),
            "did": (did,),
            "status": ("done",),
            "because": ("you told us so",),
        }
        await self._at_desk(Spot("outcome", self.round.id, "new"), "save", fills)
        await self._at_desk(Spot("outcome", self.round.id), "check", {})

    async def replies(self, did: str, owner: str) -> None:
        """Let the facilitator answer each question and plan the answers for today."""
        asked = await self.run(lambda unit: unit.approved(self.round.id))
        fills = {"did": (did,), "owner": (owner,), "said": ("What about the other room?",)}
        for text in asked:
            await self._at_desk(Spot("outcome", self.round.id, text.id), "save", fills)
        day = self.clock.at.date().isoformat()
        await self._at_desk(Spot("outcome", self.round.id), "schedule", {"send_on": (day,)})
        await self.lets_go()

    async def lets_go(self) -> None:
        """Let a reader say yes to what waits for one."""
        spot = Spot("approval", self.round.id)
        page = await self.app.desk.show(READER, spot)
        yes = next(each.action for each in page.choices if each.action.startswith("let_go"))
        await self._at_desk(spot, yes, {}, READER)

    async def _at_desk(
        self,
        spot: Spot,
        action: str,
        fills: dict[str, tuple[str, ...]],
        who: Staff = FACILITATOR,
    ) -> None:
        delivery = secrets.token_hex(16)
        acted = await self.app.desk.act(who, spot, Chose(action, fills), delivery)
        assert acted.message is None, acted.message

    async def publishes(self, said: str, did: str, send_on: date) -> None:
        items = (Item(said, did, "done", "you told us so"),)
        outcome = Outcome("7" * 32, self.round.id, items, send_on)
        await self.run(lambda unit: goes_out(unit, FACILITATOR, READER, outcome, self.clock.at))

    async def plans(self, said: str, did: str, quote: str, send_on: date, due: date) -> None:
        """Let an outcome go out that is only planned, and stands on words of people."""
        standing = await self.run(lambda unit: unit.standing(self.round.id))
        self.quote = next(id_ for id_, text in standing.items() if text == quote)
        item = Item(said, did, "planned", "it takes time", "Isla Bain", (self.quote,), due)
        signed = Response(
            "I read all of it.", "Catriona Bell", "head of service", send_on, FACILITATOR.name
        )
        await self._goes_out(Outcome("7" * 32, self.round.id, (item,), send_on, response=signed))

    async def tells_again(self, did: str) -> None:
        """Let people hear today that what was planned is done."""
        (sent,) = await self.run(lambda unit: unit.outcomes(self.round.id))
        item = Item(sent.items[0].said, did, "done", "you asked", of=mark(sent, 1))
        await self._goes_out(Outcome("8" * 32, self.round.id, (item,), self.clock.at.date()))

    async def _goes_out(self, outcome: Outcome) -> None:
        await self.run(lambda unit: goes_out(unit, FACILITATOR, READER, outcome, self.clock.at))

    # what is held
    async def stands(self) -> Round:
        found = await self.run(lambda unit: unit.round(self.round.id))
        assert found is not None
        return found

    async def waiting(self) -> list[Answer]:
        """Return the answers that wait for a reader."""
        round_ = await self.stands()
        batches = await self.run(lambda unit: unit.batches(self.round.id))
        return [
            answer
            for batch in batches
            for answer in batch.answers
            if review.may_decide(answer, READER.id, round_)
        ]

    async def answers(self, who: str | Address) -> dict[str, Answer] | None:
        """Return what is kept of the person with this code, or at this address; None if there is
        no such person."""
        address = who if isinstance(who, Address) else await self.app.codes.address(who)

        def work(unit: Unit) -> dict[str, Answer] | None:
            person = unit.person(address)
            return None if person is None else unit.answers(self.round.id, person.id)

        return await self.run(work)

    async def identity(self) -> list[list[Any]]:
        """Return every row of the tables that say who takes part, as it is stored."""

        def work(unit: Any) -> list[list[Any]]:
            return [sorted(unit._sql.all(look), key=repr) for look in _WHO]

        return await self.run(work)

    async def remarks(self) -> list[str]:
        """Return what was said in a try-out, in order of its letters."""
        batches = await self.run(lambda unit: unit.batches(self.round.id))
        return sorted(
            f"{answer.question}: {answer.kept.text if answer.kept else answer.picks[0]}"
            for batch in batches
            for answer in batch.answers
        )

    async def ready(self) -> int:
        """Return how many were counted in the room."""
        link = await self.run(lambda unit: unit.link(self.code))
        assert link is not None
        return link.here

    async def requests(self) -> tuple[HelpRequest, ...]:
        """Return what the lead was asked."""
        return await self.run(lambda unit: unit.requests(LEAD.id))


@asynccontextmanager
async def world(
    folder: Path, round_: Round = ROUND, *, link: str = "", **options: Any
) -> AsyncIterator[World]:
    """Make an installation with one open round and, for people to come by, another link to it; with
    one to try it out the round stays a draft."""
    made = World(folder, round_, **options)
    await made.begin()
    try:
        await made.opens_round(draft=link == Kind.TRY)
        if link:
            await made.makes_link(Kind(link))
        yield made
    finally:
        await made.end()
