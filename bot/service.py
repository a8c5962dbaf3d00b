"""One turn of a contributor: an event in, effects stored, a screen out.

Everything of a turn happens in one transaction; the reply exists only after its commit.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import trying
from bot.apart import works_on
from bot.consultation import dates, support
from bot.consultation.evaluation import AFTER
from bot.consultation.links import Kind, Link
from bot.consultation.model import Person, Round, RoundState
from bot.conversation.added import with_added
from bot.conversation.answering import NOTHING, asked_for
from bot.conversation.contributor import settled, step
from bot.conversation.contributor_screens import show
from bot.conversation.events import (
    CODE_CHANNEL,
    Address,
    Chose,
    Event,
    Inbound,
    Opened,
    Said,
)
from bot.conversation.facts import Facts, heard_word
from bot.conversation.front import Known, front, stopped
from bot.conversation.messages import Message
from bot.conversation.my_data import TICKET_MINUTES
from bot.conversation.my_messages import MESSAGES
from bot.conversation.state import State, read_state
from bot.finding import Around, around, keys_of_names, look
from bot.looks import asked_of, heard, held, tied_by
from bot.ports import Clock, Codes, Database, Detector, Turn, Unit
from bot.quiet import quiet
from bot.reply import Reply, RoundNotOpen, RoundUnknown
from bot.reports.own_data import own_data
from bot.voice import kept_at_yes, reached_at, told_in, voice_of
from prompts.library import Library
from prompts.schema import QuestionSet

__all__ = ["Conversations", "Reply", "RoundNotOpen", "RoundUnknown"]


class Conversations:
    """The contributors' side of the product, for every channel."""

    def __init__(
        self,
        database: Database,
        codes: Codes,
        library: Library,
        detector: Detector,
        clock: Clock,
        *,
        region: str = "uk",
        language: str = "en",
    ) -> None:
        self._database = database
        self._codes = codes
        self._library = library
        self._detector = detector
        self._clock = clock
        self._say = library.phrases(language)
        self._support = library.support(region)
        self._pinned: dict[str, QuestionSet] = {}

    async def handle(self, inbound: Inbound) -> Reply:
        """Take one turn.

        Raises:
            RoundUnknown: no round has this link.
            RoundNotOpen: it has not been opened, and this is no preview.
            NotSaved: nothing was saved; ``unchecked`` if the text could not be checked.
        """
        ready = await self._identified(inbound)
        event = await self._checked(ready)
        if event is not ready.event:
            ready = replace(ready, event=event)
        tried = isinstance(inbound.event, Chose) and inbound.event.action == "enter"
        # Who came with the address of a code, and is nobody here any more, has been deleted.
        came = inbound.address is not None and inbound.address.channel == CODE_CHANNEL
        reply = await self._database.run(
            lambda unit: self._turn(unit, ready, came=came and not tried)
        )
        if reply.stops and inbound.address is not None:
            await quiet(self._database, self._clock, inbound.address)
        return replace(reply, code_tried=True) if tried else reply

    async def front(self, address: Address) -> Message:
        """Return what stands outside any round: what this person takes part in, and support."""
        return await self._database.run(lambda unit: self._front(unit, address))

    async def taking_part(self, address: Address) -> tuple[str, ...]:
        """Return the codes of the rounds this person is in."""

        def work(unit: Unit) -> tuple[str, ...]:
            person = unit.person(address)
            return unit.codes_of(person.id) if person else ()

        return await self._database.run(work)

    async def own_data(self, address: Address | None) -> str:
        """Return all that is held of whoever has this address, as JSON for them alone."""
        return await self._database.run(lambda unit: self._own_data(unit, address))

    async def own_data_by(self, ticket: str) -> str | None:
        """Return the same for a ticket, once; None if it is not ours, was used, or has run out."""
        now = self._clock.now()
        address = self._codes.holder(ticket, now)

        def work(unit: Unit) -> str | None:
            first = address is not None and unit.first_time(f"ticket {ticket}", now)
            return self._own_data(unit, address) if first else None

        return await self._database.run(work)

    async def stop(self, address: Address) -> Message:
        """Send nothing more to this address; return what to tell the person."""

        def work(unit: Unit) -> Message:
            unit.stop_address(address)
            person = unit.person(address)
            joined = unit.joined(person) if person else ()
            return voice_of(self._say, person).whole(lambda say: stopped(say, joined))

        told = await self._database.run(work)
        await quiet(self._database, self._clock, address)
        return told

    async def lose(self, address: Address, delivery: str = "") -> None:
        """Send nothing that waits to somebody who has left the platform; for a ``delivery`` that
        comes again nothing happens."""
        now = self._clock.now()

        def work(unit: Unit) -> None:
            if not delivery or unit.first_time(delivery, now):
                unit.lose(address)

        await self._database.run(work)

    def _own_data(self, unit: Unit, address: Address | None) -> str:
        return own_data(held(unit, address), lambda round_: self._questions(unit, round_))

    def _front(self, unit: Unit, address: Address) -> Message:
        person = unit.person(address)
        codes = unit.codes_of(person.id) if person else ()
        rounds = tuple(filter(None, map(unit.round_by_code, codes)))
        bands = {round_.age_band for round_ in rounds}
        band = bands.pop() if len(bands) == 1 else "mixed"
        lines = support.lines_for(self._support, band, self._clock.now())
        known = Known(rounds, person is not None and person.stopped, lines, self._support.emergency)
        return voice_of(self._say, person).whole(lambda say: front(known, say))

    async def know_names(self, round_code: str, names: Iterable[str]) -> None:
        """Have display names covered wherever they are written in a round; only hashes are kept.

        For a channel whose platform has a directory. It hands over everybody in there, whether they
        take part or not: the list must not tell who does.

        Raises:
            RoundUnknown: no round has this link.
            NotSaved: nothing was saved.
        """
        keys = keys_of_names(names)
        await self._database.run(
            lambda unit: unit.list_names(self._led_to(unit, round_code)[0].id, keys)
        )

    async def _identified(self, inbound: Inbound) -> Inbound:
        """Find or make the address of a person who is known by a code."""
        event, yes = inbound.event, self._is_yes(inbound.event)
        if yes:
            kept = {**inbound.contact, **kept_at_yes(self._say, inbound)}
            inbound = replace(inbound, contact=kept)
        if isinstance(event, Chose) and event.action == "enter":
            address = await self._codes.address(event.first("code"))
            if inbound.address is not None and inbound.address.channel != CODE_CHANNEL:
                return replace(inbound, code=address, event=Chose("enter"))
            return replace(inbound, address=address, event=Chose("enter"))
        if inbound.address is None and yes:
            # The code follows from the delivery, so that a doubled click makes one person.
            code = await self._codes.fresh(inbound.delivery)
            contact = {**inbound.contact, "channel": inbound.channel, "code": code}
            return replace(inbound, address=await self._codes.address(code), contact=contact)
        return inbound

    def _is_yes(self, event: Event) -> bool:
        if isinstance(event, Said):
            return heard_word(self._say, event.text) == "yes"
        return isinstance(event, Chose) and event.action == "yes"

    async def _checked(self, inbound: Inbound) -> Event:
        """Look for what could identify somebody in free text, before the transaction and only where
        words are expected. Words that nobody asked for go no further."""
        event = inbound.event
        if not isinstance(event, Said) or heard_word(self._say, event.text):
            return event
        known = await self._database.run(lambda unit: self._around(unit, inbound, event))
        if known is None:
            return Said("", box=event.box)
        return replace(event, found=await look(self._detector, event.text, known))

    def _around(self, unit: Unit, inbound: Inbound, event: Said) -> Around | None:
        """Gather what free text is compared with; None where no words are expected."""
        round_, link = self._led_to(unit, inbound.round_code)
        if link is not None and link.kind in (Kind.TRY, Kind.TRIED):
            return around(unit, round_)
        person = unit.person(inbound.address) if inbound.address else None
        if person is None or not unit.enrolled(round_.id, person.id) or not _has_vault(round_):
            return None
        state = read_state(unit.glance(round_.id, person.id))
        facts = self._facts(unit, inbound, round_, person, self._clock.now())
        expected = asked_for(settled(state, facts), event, facts)
        return around(unit, round_, person.id) if expected else None

    def _turn(self, unit: Unit, inbound: Inbound, *, came: bool) -> Reply:
        now = self._clock.now()
        round_, link = self._led_to(unit, inbound.round_code)
        if link is not None and link.kind in (Kind.TRY, Kind.TRIED):
            return self._tried(unit, inbound, round_, link, now)
        if (preview := round_.state is RoundState.DRAFT) and not inbound.preview:
            raise RoundNotOpen
        tied = tied_by(unit, inbound)
        person = unit.person(inbound.address) if inbound.address else None
        if person is not None and inbound.address and inbound.address.channel != CODE_CHANNEL:
            unit.moved(person, inbound.address, reached_at(inbound, person))
        known = person is not None and unit.enrolled(round_.id, person.id)
        keeps = known and _has_vault(round_)
        stored = unit.conversation(round_.id, person.id) if person and keeps else ""
        before = stored or ("" if keeps else inbound.carried)
        gone = came and person is None
        state = State(place="gone") if gone else read_state(before)
        facts = _in_room(self._facts(unit, inbound, round_, person if known else None, now), link)
        if person is not None and not known:
            facts = replace(
                facts,
                recognised=round_.wave == AFTER,
                asked=asked_of(unit, person, round_, now),
            )
        voice = voice_of(self._say, person, state, inbound)
        facts = told_in(voice, _met(facts, person), self._library)
        facts = replace(facts, tied=tied) if tied else facts
        facts = self._with_what_is_held(unit, state.over, facts, inbound.address)
        effects: tuple[object, ...] = ()
        first = isinstance(inbound.event, Opened) or unit.first_time(inbound.delivery, now)
        # What is not stored is worked out again for a delivery that comes twice; it leads to the
        # same place, and its effects are dropped.
        if not gone and (first or not stored):
            outcome = step(state, inbound.event, facts)
            effects = outcome.effects if first else ()
            if first or outcome.state.note not in NOTHING:
                state = outcome.state
            if effects:
                who = person.id if person else ""
                turn = Turn(round_, who, inbound.address, inbound.contact, preview)
                unit.remember(turn, outcome.effects, now)
                person = unit.person(inbound.address) if inbound.address else None
                known = person is not None and unit.enrolled(round_.id, person.id)
                again = self._facts(unit, inbound, round_, person if known else None, now)
                recognised = facts.recognised and not known
                facts = _in_room(replace(again, asked=facts.asked, recognised=recognised), link)
            voice = voice_of(self._say, person, state, inbound)
            facts = told_in(voice, facts, self._library)
        text = state.to_json()
        keeps = known and _has_vault(round_)
        if keeps and person is not None and text != stored and (effects or before != text):
            unit.save_conversation(round_.id, person.id, text)
        facts = _met(facts, person)
        here = settled(state, facts)
        facts = self._with_what_it_shows(unit, here, facts, person if known else None)
        facts = self._with_what_is_held(unit, here.over, facts, inbound.address)
        known = known or facts.recognised
        from_, stops = inbound.address if known else None, bool(effects) and facts.stopped
        return Reply(show(state, facts), "" if keeps else text, from_, known, stops=stops)

    def _led_to(self, unit: Unit, code: str) -> tuple[Round, Link | None]:
        """Return the round behind a link, and the link if it is not the round's own.

        Raises:
            RoundUnknown: there is none.
        """
        round_, link = unit.round_by_code(code), None
        if round_ is None:
            link = unit.link(code)
            round_ = None if link is None else unit.round(link.round)
        if round_ is None:
            raise RoundUnknown
        return round_, link

    def _tried(
        self, unit: Unit, inbound: Inbound, round_: Round, link: Link, now: datetime
    ) -> Reply:
        facts = trying.as_if_known(self._facts(unit, inbound, round_, None, now))
        facts = self._with_help(unit, facts)
        message, carried = trying.take(unit, inbound, link, facts)
        return Reply(message, carried, None, known=False)

    def _facts(
        self, unit: Unit, inbound: Inbound, round_: Round, person: Person | None, now: datetime
    ) -> Facts:
        coded = inbound.address is None or inbound.address.channel == CODE_CHANNEL
        return Facts(
            now=now,
            round=round_,
            questions=self._questions(unit, round_),
            say=self._say,
            channel=inbound.channel,
            coded=coded,
            known=person is not None,
            works=not person and self._is_yes(inbound.event) and works_on(unit, inbound, round_),
            stopped=person is not None and person.stopped,
            answers=unit.answers(round_.id, person.id) if person else {},
            code=person.contact.get("code", "") if person and coded else "",
        )

    def _with_what_it_shows(
        self, unit: Unit, here: State, facts: Facts, person: Person | None
    ) -> Facts:
        """Add what only some screens need, so that the common turn does not read it."""
        round_ = facts.round
        if here.over == "keepsake" and person is not None:
            facts = replace(facts, keepsakes=unit.keepsakes(round_.id, person.id))
        if here.place == "invited" or here.over == "support":
            facts = self._with_help(unit, facts)
        if here.place == "checking":
            saved = unit.hard_words()
            facts = replace(facts, hard=saved.phrases if saved else self._support.hard)
        if here.place == "stopped" and person is not None:
            facts = replace(facts, joined=unit.joined(person))
        closes = round_.closes_on
        today = dates.today(round_, facts.now)
        if person and (closes is None or today >= closes - dates.REMINDER_BEFORE):
            facts = replace(facts, delivered=unit.delivered(round_.id, person.id))
        if facts.is_over or not facts.takes_people:
            facts = replace(facts, **heard(unit, round_.id))
        return facts

    def _with_what_is_held(
        self, unit: Unit, over: str, facts: Facts, address: Address | None
    ) -> Facts:
        """Add what is held of a person where a screen tells of it, and a ticket to it where a
        screen hands one out."""
        if over == "support" and address is not None:
            return replace(facts, request=unit.own_request(facts.round.id, address))
        if over == "download" and address is not None:
            until = facts.now + timedelta(minutes=TICKET_MINUTES)
            return replace(facts, ticket=self._codes.ticket(address, until))
        return replace(facts, held=held(unit, address)) if over in _TELLS_OF_HELD else facts

    def _with_help(self, unit: Unit, facts: Facts) -> Facts:
        """Add who the round names, and who can be called now."""
        return replace(
            facts,
            staff={member.id: member for member in unit.staff()},
            lines=support.lines_for(self._support, facts.round.age_band, facts.now),
            emergency=self._support.emergency,
        )

    def _questions(self, unit: Unit, round_: Round) -> QuestionSet:
        """Return the pinned set of an opened round (read once), or the draft's set as it stands."""
        if round_.state is RoundState.DRAFT:
            asked = unit.questions(round_.id) or self._library.sets[round_.question_set]
            return with_added(asked, round_, self._say)
        pinned = self._pinned.get(round_.id)
        if pinned is None:
            pinned = unit.questions(round_.id) or self._library.sets[round_.question_set]
            self._pinned[round_.id] = pinned
        return pinned


_TELLS_OF_HELD = ("data", MESSAGES, "sure_data", "sure_everything")


def _in_room(facts: Facts, link: Link | None) -> Facts:
    if link is None or link.kind is not Kind.ROOM:
        return facts
    return replace(facts, room=link.code)


def _met(facts: Facts, person: Person | None) -> Facts:
    """Add what stands for a person whichever round they are in."""
    stopped = person is not None and person.stopped
    if (facts.met, facts.stopped) == (person is not None, stopped):
        return facts
    return replace(facts, met=person is not None, stopped=stopped)


def _has_vault(round_: Round) -> bool:
    return round_.state in (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)
