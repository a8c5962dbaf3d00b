"""One turn of a member of staff: what the role may see, a step, its record, a screen."""

import asyncio
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.consultation import dates, review
from bot.consultation.model import Answer, Role, Round, RoundState, Staff
from bot.consultation.promises import is_sent
from bot.consultation.redaction import Span
from bot.consultation.rounds import OVER
from bot.conversation import staff as conversation
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.effects import CancelRound, OpenRound
from bot.conversation.events import Chose
from bot.conversation.messages import Message
from bot.ports import Clock, Database, Detector, NotSaved, Refused, Sealer, Unit
from prompts.library import Library

SESSION_DAYS = 1
"""A session ends on the day after it began."""

_UNSEALED = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class Acted:
    """Where to go after an act. With a ``message`` there were faults: nothing was saved, and this
    is the screen to show, with what was typed still in it."""

    spot: Spot
    note: str = ""
    message: Message | None = None


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

    async def sign_out(self, session: str) -> None:
        """End a session."""
        await self._database.run(lambda unit: unit.end_session(session))

    async def show(self, me: Staff, spot: Spot, note: str = "") -> Message:
        """Return the screen of a spot; ``note`` is the phrase key of what was just done."""
        facts = await self._database.run(lambda unit: self._facts(unit, me, spot))
        facts = replace(facts, found=await self._found(facts, spot))
        return conversation.show(spot, facts, {}, {}, note)

    async def act(self, me: Staff, spot: Spot, event: Chose, delivery: str) -> Acted:
        """Take one turn.

        Raises:
            NotSaved: nothing was saved.
        """
        seen = await self._database.run(lambda unit: self._facts(unit, me, spot))
        found = await self._found(seen, spot)
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
        facts = replace(self._facts(unit, me, spot), found=act.found)
        taken = conversation.step(spot, event, facts)
        if taken.faults:
            message = conversation.show(spot, facts, taken.faults, event.values, taken.note)
            return Acted(spot, taken.note, message), ()
        opened = next((e.round for e in taken.effects if isinstance(e, OpenRound)), None)
        questions = self._library.sets[opened.question_set] if opened else None
        unit.record(me, taken.effects, questions, now)
        cancelled = tuple(e.round.id for e in taken.effects if isinstance(e, CancelRound))
        return Acted(taken.spot, taken.note), cancelled

    async def _found(self, facts: DeskFacts, spot: Spot) -> tuple[Span, ...]:
        """Let the detector look once more at the one answer this reader has opened."""
        if spot.item not in facts.opened:
            return ()
        kept = next((a.kept for a in _answers(facts) if a.id == spot.item), None)
        if kept is None:
            return ()
        try:
            return await asyncio.to_thread(self._detector.find, kept.text)
        except Exception:  # noqa: BLE001 - whatever it was, a reader must not see it as unmarked
            raise NotSaved("unchecked") from None

    def _facts(self, unit: Unit, me: Staff, spot: Spot) -> DeskFacts:
        """Gather what this role may see, and nothing else."""
        now = self._clock.now()
        everyone = {member.id: member for member in unit.staff()}
        rounds = unit.rounds()
        facts = DeskFacts(
            now=now,
            me=me,
            say=self._say,
            staff=everyone,
            rounds=tuple(round_ for round_ in rounds if _sees(me, round_)),
            sets=self._library.sets,
            support=self._support,
        )
        if me.role is Role.LEAD:
            return replace(facts, requests=unit.requests(me.id), concerns=unit.concerns(me.id))
        if me.role is Role.COORDINATOR:
            waits = (each.id for each in facts.rounds if self._waits(unit, me, each))
            facts = replace(facts, waits=frozenset(waits))
        chosen = next((round_ for round_ in facts.rounds if round_.id == spot.round), None)
        if me.role is Role.FACILITATOR:
            facts = replace(
                facts,
                groups=unit.groups(),
                fresh_id=secrets.token_hex(16),
                fresh_code=_link_code(),
                all_rounds=rounds,
                kept=frozenset(
                    round_.id
                    for round_ in rounds
                    if any(is_sent(outcome) for outcome in unit.outcomes(round_.id))
                ),
            )
        if chosen is None:
            return facts
        questions = unit.questions(chosen.id) or self._library.sets.get(chosen.question_set)
        facts = replace(facts, round=chosen, questions=questions)
        if me.role is Role.FACILITATOR:
            return self._for_facilitator(unit, facts, chosen)
        if me.role is Role.COORDINATOR:
            today = dates.today(chosen, now)
            return replace(
                facts,
                batches=unit.batches(chosen.id) if chosen.state in _UNSEALED else (),
                opened=unit.opened_on(me.id, today),
            )
        return facts

    @staticmethod
    def _waits(unit: Unit, me: Staff, round_: Round) -> bool:
        """Tell whether a batch of this round has an answer for this reader."""
        if round_.state not in _UNSEALED:
            return False
        answers = (answer for batch in unit.batches(round_.id) for answer in batch.answers)
        return review.waits(answers, me.id, round_)

    def _for_facilitator(self, unit: Unit, facts: DeskFacts, chosen: Round) -> DeskFacts:
        facts = replace(facts, outcomes=unit.outcomes(chosen.id))
        if chosen.state not in OVER:
            return facts
        return replace(facts, approved=unit.approved(chosen.id), tallies=unit.tallies(chosen.id))


def _sees(me: Staff, round_: Round) -> bool:
    """Tell whether a round is this person's business; everything else is denied."""
    match me.role:
        case Role.FACILITATOR:
            return round_.facilitator == me.id
        case Role.COORDINATOR:
            return me.id in round_.readers
        case Role.LEAD:
            return round_.lead == me.id
        case _:
            return False


def _answers(facts: DeskFacts) -> tuple[Answer, ...]:
    return tuple(answer for batch in facts.batches for answer in batch.answers)


def _link_code() -> str:
    """Return a code for a round's link: ten letters and digits that are not easily confused."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(10))
