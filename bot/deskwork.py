"""One turn of a member of staff: what the role may see, a step, its record, a screen."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import sight
from bot.consultation import care, dates, review
from bot.consultation.links import Kind, link_code
from bot.consultation.model import Answer, Role, Round, RoundState, Staff
from bot.consultation.redaction import Span
from bot.consultation.rounds import OVER
from bot.consultation.safety import needs_worker
from bot.consultation.staffing import LINK_DAYS
from bot.conversation import staff as conversation
from bot.conversation.added import with_added
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import AddStaff, CancelRound, Invite, OpenRound
from bot.conversation.events import Address, Chose
from bot.conversation.lead_effects import OpenGlass
from bot.conversation.messages import Message
from bot.conversation.record_time import TIME
from bot.conversation.report_account import whole_account
from bot.finding import Around, around, look
from bot.ports import Clock, Database, Detector, Refused, Sealer, Unit
from prompts.library import Library
from prompts.schema import QuestionSet

type People = tuple[tuple[Address, Mapping[str, str]], ...]
"""Addresses of a chat platform, each with what it takes to write there."""

SESSION_DAYS = 1
"""A session ends on the day after it began."""

_UNSEALED = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class Acted:
    """Where to go after an act. With a ``message`` this is the screen to show instead: there were
    faults, nothing was saved, and what was typed is still in it; or, when ``saved``, it holds what
    is shown only once."""

    spot: Spot
    note: str = ""
    message: Message | None = None
    saved: bool = False


@dataclass(frozen=True, slots=True)
class _Act:
    me: Staff
    spot: Spot
    event: Chose
    delivery: str
    found: tuple[Span, ...]


class Desk:
    """The staff's side of the product, for every channel."""

    def __init__(
        self,
        database: Database,
        library: Library,
        detector: Detector,
        sealer: Sealer,
        clock: Clock,
        *,
        door_clock: Clock | None = None,
        region: str = "uk",
        language: str = "en",
    ) -> None:
        """``door_clock`` tells when links and sessions end, if that is another time than the
        rounds': a demonstration jumps from date to date while its staff stay signed in."""
        self._database = database
        self._library = library
        self._detector = detector
        self._sealer = sealer
        self._clock = clock
        self._door_clock = door_clock or clock
        self._say = library.phrases(language)
        self._support = library.support(region)
        self._languages = library.languages()
        self._findings: Mapping[tuple[str, str], tuple[str, ...]] | None = None

    async def sign_in(self, token: str) -> tuple[Staff, str] | None:
        """Use up a one-time link; return who it was for and a session token, or None."""
        session = secrets.token_urlsafe(32)
        today = self._door_clock.now().date()
        until = today + timedelta(days=SESSION_DAYS)
        member = await self._database.run(lambda unit: unit.redeem(token, session, today, until))
        return (member, session) if member else None

    async def who(self, session: str) -> Staff | None:
        """Return whose session this is."""
        today = self._door_clock.now().date()
        return await self._database.run(lambda unit: unit.session(session, today))

    async def member(self, address: Address) -> Staff | None:
        """Return the member of staff who is known under an address of a chat platform."""
        return await self._database.run(lambda unit: unit.staff_at(address))

    async def claim(self, token: str, address: Address, contact: Mapping[str, str]) -> Staff | None:
        """Use up a one-time link's token: this address is the member of staff's from now on, and
        they are written to there."""
        today = self._door_clock.now().date()
        return await self._database.run(lambda unit: unit.tie_staff(token, address, contact, today))

    async def own_open_round(self, me: Staff, code: str) -> Round | None:
        """Return an open round of this facilitator by its link's code, or None."""
        round_ = await self._database.run(lambda unit: unit.round_by_code(code))
        return round_ if _asks(me, round_) else None

    async def may_ask(self, me: Staff, round_id: str) -> bool:
        """Tell whether this person may ask people to take part in a round."""
        return _asks(me, await self._database.run(lambda unit: unit.round(round_id)))

    async def invite(self, me: Staff, round_id: str, people: People, delivery: str) -> None:
        """Ask people of a chat platform to take part in a facilitator's own round.

        Whom it does not go to, and whether there is anybody, is told to no one.

        Raises:
            Refused: the round is not open, or not this facilitator's.
        """
        now = self._clock.now()

        def work(unit: Unit) -> bool:
            if me.role is not Role.FACILITATOR:
                unit.note_refused(me, "ask", now)
            if not _asks(me, unit.round(round_id)):
                return False
            if unit.first_time(delivery, now):
                unit.record(me, (Invite(round_id, people),), None, now)
            return True

        if not await self._database.run(work):
            raise Refused("desk.refused.not_here")

    async def sign_out(self, session: str) -> None:
        """End a session."""
        await self._database.run(lambda unit: unit.end_session(session))

    async def work[T](self, work: Callable[[Unit], T]) -> T:
        """Do something in one transaction.

        Raises:
            NotSaved: nothing was saved.
            Refused: the database refused it.
        """
        return await self._database.run(work)

    async def show(self, me: Staff, spot: Spot, note: str = "") -> Message:
        """Return the screen of a spot; ``note`` is the phrase key of what was just done."""
        facts, known = await self._database.run(lambda unit: self._seen(unit, me, spot))
        facts = replace(facts, found=await self._found(facts, spot, known))
        return conversation.show(spot, facts, {}, {}, note)

    async def act(self, me: Staff, spot: Spot, event: Chose, delivery: str) -> Acted:
        """Take one turn.

        Raises:
            NotSaved: nothing was saved.
        """
        seen, known = await self._database.run(lambda unit: self._seen(unit, me, spot))
        found = await self._found(seen, spot, known)
        try:
            acted, cancelled = await self._database.run(
                lambda unit: self._turn(unit, _Act(me, spot, event, delivery, found))
            )
        except Refused as refused:
            message = conversation.show(
                spot, replace(seen, found=found), {"": self._say(refused.reason)}, event.values, ""
            )
            return Acted(spot, message=message)
        for round_id in cancelled:
            await self._sealer.destroy(round_id)
        return acted

    def _turn(self, unit: Unit, act: _Act) -> tuple[Acted, tuple[str, ...]]:
        me, spot, event = act.me, act.spot, act.event
        now = self._clock.now()
        if not unit.first_time(act.delivery, now):
            return Acted(spot), ()
        facts = replace(self.facts(unit, me, spot), found=act.found)
        if me.id not in facts.staff and me.role is not Role.PARTNER:
            # They left while this was on its way.
            raise Refused("desk.refused.not_here")
        taken = conversation.step(spot, event, facts)
        if taken.faults:
            if refused := conversation.denied(me.role, spot, event):
                unit.note_refused(me, refused, now)
            message = conversation.show(spot, facts, taken.faults, event.values, taken.note)
            return Acted(spot, taken.note, message), ()
        opened = next((e.round for e in taken.effects if isinstance(e, OpenRound)), None)
        questions = self._asked(unit, opened) if opened else None
        glass = next((e.concern for e in taken.effects if isinstance(e, OpenGlass)), "")
        behind = unit.behind(me, glass) if glass else None
        unit.record(me, taken.effects, questions, now)
        if behind is not None:
            facts = replace(facts, behind=behind)
            message = conversation.show(taken.spot, facts, {}, {}, taken.note)
            return Acted(taken.spot, taken.note, message, saved=True), ()
        cancelled = tuple(e.round.id for e in taken.effects if isinstance(e, CancelRound))
        handed = next((e.token for e in taken.effects if isinstance(e, AddStaff)), "")
        if handed:
            facts = replace(self.facts(unit, me, taken.spot), handed=handed)
            message = conversation.show(taken.spot, facts, {}, {}, taken.note)
            return Acted(taken.spot, taken.note, message, saved=True), ()
        return Acted(taken.spot, taken.note), cancelled

    def _seen(self, unit: Unit, me: Staff, spot: Spot) -> tuple[DeskFacts, Around | None]:
        """Gather what a role may see, and what the answer it has opened is compared with."""
        facts = self.facts(unit, me, spot)
        if facts.round is None or spot.item not in facts.opened:
            return facts, None
        return facts, around(unit, facts.round)

    async def _found(self, facts: DeskFacts, spot: Spot, known: Around | None) -> tuple[Span, ...]:
        """Look once more at the one answer this reader has opened. A reader must not take an answer
        that could not be checked for one in which nothing was found.

        Raises:
            NotSaved: the answer could not be checked (``unchecked``).
        """
        kept = next((a.kept for a in _answers(facts) if a.id == spot.item), None)
        if kept is None or known is None:
            return ()
        return await look(self._detector, kept.text, known)

    def facts(self, unit: Unit, me: Staff, spot: Spot) -> DeskFacts:
        """Gather what this role may see, and nothing else."""
        everyone = {member.id: member for member in unit.staff()}
        rounds, groups = unit.rounds(), sight.groups(unit, me)
        facts = DeskFacts(
            now=self._clock.now(),
            me=me,
            say=self._say,
            staff=everyone,
            rounds=tuple(sight.shown(me, each) for each in rounds if sight.sees(me, each, groups)),
            sets=self._library.sets,
            support=self._support,
            groups=groups,
            frameworks=self._library.frameworks,
            languages=self._languages,
            own=unit.own(me.id),
        )
        links = unit.links()
        if me.role is Role.COORDINATOR:
            ids = frozenset(each.id for each in facts.rounds if each.state is RoundState.DRAFT)
            shown = sight.tried(facts.rounds, links, self._say)
            own = care.without_old(facts.own, facts.now.date())
            out = care.apart(own, shown)
            # What they keep out of is not there for them: no answer of it, and no outcome.
            facts = replace(
                facts,
                rounds=tuple(each for each in shown if each not in out),
                groups=tuple(each for each in unit.groups() if each.id in own.apart),
                own=own,
                apart=out,
                tried=ids,
            )
        facts = self._for_role(unit, facts, rounds)
        if spot.place == "account" and me.role in (Role.FACILITATOR, Role.ADMIN):
            facts = replace(facts, account=sight.account(unit, me, rounds, facts.now))
        chosen = next((round_ for round_ in facts.rounds if round_.id == spot.round), None)
        if chosen is None or me.role is Role.LEAD:
            return facts
        facts = replace(facts, round=chosen, questions=self._asked(unit, chosen))
        if me.role is Role.PARTNER:
            facts = replace(facts, outcomes=sight.sent(unit, chosen))
        if me.role in (Role.FACILITATOR, Role.PARTNER):
            facts = replace(facts, link=sight.link(chosen, links))
        if me.role is Role.FACILITATOR:
            facts = self._for_facilitator(unit, facts, chosen)
            waves = sight.waves(unit, me, chosen, rounds) if spot.place == "report" else ()
            # Pairs tell of both waves, so whoever sees one alone gets none.
            pairs = unit.pairs(chosen.evaluation) if waves[1:] else {}
            records = (r for each in waves for r in unit.records(each.round.id))
            return replace(facts, waves=waves, pairs=pairs, records=(*facts.records, *records))
        if me.role is Role.COORDINATOR:
            today = dates.today(chosen, facts.now)
            waits = chosen.id in facts.approves
            return replace(
                facts,
                outcomes=unit.outcomes(chosen.id) if waits else (),
                quotes=unit.standing(chosen.id) if waits else {},
                batches=unit.batches(chosen.id) if chosen.state in _UNSEALED else (),
                opened=unit.opened_on(me.id, today),
                records=unit.records(chosen.id) if spot.place == TIME else (),
                small=unit.too_small(chosen.id) if spot.place == "small" else (),
            )
        return facts

    def _for_role(self, unit: Unit, facts: DeskFacts, rounds: tuple[Round, ...]) -> DeskFacts:
        """Add what a role may see wherever it stands."""
        me = facts.me
        match me.role:
            case Role.LEAD:
                return replace(
                    facts,
                    requests=sight.requests(unit, me, facts),
                    concerns=unit.concerns(me.id),
                    hard=sight.hard_words(unit, self._support),
                )
            case Role.COORDINATOR:
                waits = (each.id for each in facts.rounds if self._waits(unit, me, each))
                return replace(
                    facts,
                    opened=unit.opened_on(me.id, facts.now.date()),
                    hard=sight.hard_words(unit, self._support),
                    waits=frozenset(waits),
                    approves=sight.approves(unit, facts.rounds),
                    fresh_id=secrets.token_hex(16),
                )
            case Role.FACILITATOR:
                return replace(
                    facts,
                    findings=self._to_look_at(),
                    fresh_id=secrets.token_hex(16),
                    fresh_code=link_code(),
                    all_rounds=rounds,
                    kept=sight.kept(unit, rounds),
                    again=sight.again(unit, rounds, self._clock.now()),
                    overdue=sight.again(unit, rounds, self._clock.now(), late=True),
                    loops=sight.loops(unit, facts.rounds),
                )
            case Role.PARTNER:
                return replace(
                    facts,
                    records=unit.tasks_of(me.id),
                    fresh_code=link_code(),
                    staff=sight.named(facts.rounds, facts.staff),
                    kept=sight.kept(unit, facts.rounds),
                )
            case Role.ADMIN:
                return replace(
                    facts,
                    kept=sight.kept(unit, rounds),
                    given_up=frozenset(unit.given_up()),
                    fresh_id=secrets.token_hex(16),
                    fresh_token=secrets.token_urlsafe(24),
                    link_until=self._door_clock.now().date() + timedelta(days=LINK_DAYS),
                )

    def _asked(self, unit: Unit, round_: Round) -> QuestionSet | None:
        """Return the questions of a round; a draft has them as it will open with them."""
        asked = unit.questions(round_.id) or self._library.sets.get(round_.question_set)
        return asked and with_added(asked, round_, self._say)

    def account(self, unit: Unit) -> Message:
        """Return how promises were kept in all rounds, for whoever runs the server."""
        whole = sight.accounted(unit, unit.rounds(), self._clock.now())
        return whole_account(whole, self._library.frameworks, self._say)

    def _to_look_at(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Look through the question sets once, when somebody first needs it."""
        if self._findings is None:
            self._findings = self._library.to_look_at(self._say)
        return self._findings

    @staticmethod
    def _waits(unit: Unit, me: Staff, round_: Round) -> bool:
        """Tell whether a batch of this round has an answer for this reader."""
        if round_.state not in _UNSEALED:
            return False
        answers = (answer for batch in unit.batches(round_.id) for answer in batch.answers)
        return review.waits(answers, me.id, round_)

    def _for_facilitator(self, unit: Unit, facts: DeskFacts, chosen: Round) -> DeskFacts:
        facts = replace(facts, outcomes=unit.outcomes(chosen.id), records=unit.records(chosen.id))
        if facts.link is not None and facts.link.kind is Kind.TRIED:
            texts, tallies = unit.said_of(chosen.id)
            return replace(facts, approved=texts, tallies=tallies)
        if chosen.state not in OVER:
            return facts
        approved = unit.approved(chosen.id)
        quotes = {each.id: each.text for each in approved if each.id and each.quotable}
        return replace(
            facts,
            approved=approved,
            quotes=quotes,
            down=bool(unit.taken_down(chosen.id)),
            tallies=unit.tallies(chosen.id),
        )


def _asks(me: Staff, round_: Round | None) -> bool:
    """Tell whether this facilitator may ask people to take part: the round is theirs, and open."""
    if round_ is None or me.role is not Role.FACILITATOR or needs_worker(round_):
        return False
    return round_.state is RoundState.OPEN and round_.facilitator == me.id


def _answers(facts: DeskFacts) -> tuple[Answer, ...]:
    return tuple(answer for batch in facts.batches for answer in batch.answers)
