"""What falls due by itself: closing, figures, review batches, sealing, keys, outcomes.

A tick looks at every round and does what its dates ask for. Nothing is planned ahead and nothing is
remembered that matters, so a tick that never came, came late or came twice changes nothing. Each
part decides once more inside its own transaction: a member of staff may have acted in between.
"""

import secrets
from asyncio import to_thread
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.consultation import dates, disclosure
from bot.consultation.following import LOOP, following
from bot.consultation.links import link_code
from bot.consultation.model import Round, RoundState
from bot.consultation.promises import note_now
from bot.consultation.telling import tells_again
from bot.conversation.state import State
from bot.ports import Clock, Database, NotSaved, Sealer, Unit
from bot.witness import Witness
from prompts.library import Library
from prompts.schema import QuestionSet

FIGURE_FROM: Final = time(6)
"""The figure of a day is looked up at this local time, so that it says nothing of a single hour."""

_log = structlog.get_logger("heardback.delivery")


@dataclass(frozen=True, slots=True)
class _Part:
    """One kind of work: its name in the log, the states it looks at, and what it does."""

    name: str
    states: tuple[RoundState, ...]
    work: Callable[[Round, datetime], Awaitable[None]]


class Upkeep:
    """Keeps every round to its dates."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        clock: Clock,
        witness: Witness,
        library: Library,
        *,
        door_clock: Clock | None = None,
    ) -> None:
        """``door_clock`` tells when staff's links and sessions go, if that is another time."""
        self._database = database
        self._sealer = sealer
        self._clock = clock
        self._library = library
        self._witness = witness
        self._door_clock = door_clock or clock
        self._witnessed: date | None = None
        self._disposed: date | None = None
        self._tidied: set[tuple[str, bool]] = set()
        self._parts: Final = (
            _Part("close", (RoundState.OPEN,), self._close),
            _Part("tidy", (RoundState.CLOSED,), self._tidy),
            _Part("figure", (RoundState.OPEN, RoundState.CLOSED), self._figure),
            _Part("batch", (RoundState.OPEN, RoundState.CLOSED), self._batch),
            _Part("seal", _UNSEALED, self._seal),
            _Part("destroy", (RoundState.CANCELLED,), self._destroy),
            _Part("outcome", (RoundState.SEALED,), self._outcome),
            _Part("note", (RoundState.SEALED,), self._note),
            _Part("try", (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED), self._try),
        )

    async def tick(self) -> None:
        """Do all that is due. What fails is logged and comes again with the next tick; it keeps
        neither another part nor another round from its turn."""
        for part in self._parts:
            await self._everywhere(part)
        for name, work in (("dispose", self._dispose), ("head", self._head)):
            try:
                await work(self._clock.now())
            except Exception as error:  # noqa: BLE001 - as below
                _log.error("upkeep_failed", part=name, error=type(error).__name__)

    async def resume(self) -> None:
        """Go on with every sealing that was cut off, before anybody can look at its round."""
        await self._everywhere(_Part("resume", CUT_OFF, self._seal))

    async def _everywhere(self, part: _Part) -> None:
        """Do one part for every round in its states, as they stand when its turn comes."""
        try:
            rounds = await self._database.run(lambda unit: unit.rounds())
        except Exception as error:  # noqa: BLE001 - a tick never ends the server
            _log.error("upkeep_failed", part=part.name, error=_named(error))
            return
        for round_ in rounds:
            if round_.state not in part.states:
                continue
            try:
                await part.work(round_, self._clock.now())
            except Exception as error:  # noqa: BLE001 - as above
                name, state = _named(error), round_.state.value
                _log.error("upkeep_failed", part=part.name, error=name, state=state)

    async def _close(self, round_: Round, now: datetime) -> None:
        """Close a round whose last day and grace are over. Nothing else stands in this commit that
        could keep the round from closing, and so from being sealed."""

        def work(unit: Unit) -> None:
            fresh = unit.round(round_.id)
            if fresh is not None and _time_to_close(fresh, now):
                unit.set_closed(fresh.id)

        await self._database.run(work)

    async def _tidy(self, round_: Round, now: datetime) -> None:
        """Drop the drafts that nobody confirmed before their round closed, and those of the question
        that stays open longer once that is over."""
        over = (round_.id, not dates.takes_late(round_, now))
        if over in self._tidied:
            return
        await self._database.run(lambda unit: unit.change_conversations(round_.id, _without_draft))
        self._tidied.add(over)

    async def _figure(self, round_: Round, now: datetime) -> None:
        if not _figure_due(round_, now):
            return

        def work(unit: Unit) -> None:
            fresh = unit.round(round_.id)
            if fresh is not None and _figure_due(fresh, now):
                figure = disclosure.released(fresh.figure, unit.answered(fresh.id), fresh.k)
                # The day is noted even where the figure stays: one look a day, whatever it shows.
                unit.set_figure(fresh.id, figure, dates.today(fresh, now))

        await self._database.run(work)

    async def _batch(self, round_: Round, now: datetime) -> None:
        """Bundle what waits for readers: from k people at least, or whatever is left at the end."""

        def work(unit: Unit) -> None:
            fresh = unit.round(round_.id)
            if fresh is not None and fresh.state is RoundState.OPEN:
                unit.form_batch(fresh.id, fresh.k)
            elif fresh is not None and fresh.state is RoundState.CLOSED:
                # While one more thing can be added, what comes is bundled as before closing.
                unit.form_batch(fresh.id, fresh.k if dates.takes_late(fresh, now) else 1)

        await self._database.run(work)

    async def _seal(self, round_: Round, now: datetime) -> None:
        if round_.state in CUT_OFF or time_to_seal(round_, now):
            await self._sealer.seal(round_.id)

    async def _destroy(self, round_: Round, _now: datetime) -> None:
        await self._sealer.destroy(round_.id)

    async def _try(self, round_: Round, now: datetime) -> None:
        """Destroy a try-out on the day after its last, as its visitors were told."""
        await self._database.run(lambda unit: unit.end_tries(round_.id, now))

    def _loop(self, round_: Round, today: date) -> tuple[Round, QuestionSet]:
        """Return the round in which people can ask about an outcome that goes out today."""
        say, ids = self._library.phrases(), (secrets.token_hex(16), link_code())
        words = say("following.loop.title", title=round_.title), say("following.loop.purpose")
        next_ = following(round_, LOOP, id_=ids[0], code=ids[1], words=words, day=today)
        return next_, self._library.sets[next_.question_set]

    async def _outcome(self, round_: Round, now: datetime) -> None:
        """Write the outbox rows of outcomes whose day has come."""
        today = dates.today(round_, now)
        follow = None if round_.parent else self._loop(round_, today)

        def work(unit: Unit) -> None:
            for outcome in unit.outcomes(round_.id):
                day = outcome.send_on
                if outcome.state == "scheduled" and day is not None and day <= today:
                    unit.plan_outcome(outcome, None if tells_again(outcome) else follow)
            unit.end_loop(round_.id, today)

        await self._database.run(work)

    async def _note(self, round_: Round, now: datetime) -> None:
        """Tell those who wait how far it is, on the days they were told of."""
        today = dates.today(round_, now)
        if note_now(round_, today) is not None:
            await self._database.run(lambda unit: unit.plan_note(round_.id, today))

    async def _dispose(self, now: datetime) -> None:
        """Once a day, remove what has been kept long enough."""
        day = now.astimezone(UTC).date()
        if self._disposed == day:
            return
        door = self._door_clock.now().date()
        while await self._database.run(lambda unit: unit.dispose(door, now)):
            pass
        self._disposed = day

    async def _head(self, now: datetime) -> None:
        """Once a day, note outside the database and in the log where the audit log stands."""
        day = now.astimezone(UTC).date()
        if self._witnessed == day:
            return
        head = await self._database.run(lambda unit: unit.audit_head())
        if await to_thread(self._witness.note, day, head):
            _log.info("audit_head", count=head.number, head=head.value)
        self._witnessed = day


CUT_OFF: Final = (RoundState.SEALING, RoundState.REWRITTEN)
"""The states of a round whose sealing has begun and not ended."""
_UNSEALED: Final = (RoundState.CLOSED, *CUT_OFF)


def _time_to_close(round_: Round, now: datetime) -> bool:
    return (
        round_.state is RoundState.OPEN
        and round_.closes_on is not None
        and not dates.takes_answers(round_, now)
    )


def time_to_seal(round_: Round, now: datetime) -> bool:
    """Tell whether *withdraw-until* is over, or the last day a round may be sealed on."""
    at = dates.anonymous_from(round_)
    return at is not None and now >= at


def _named(error: Exception) -> str:
    """Return what an operator needs to find the cause: the error's name, and why nothing was saved."""
    why = (error.reason, error.code) if isinstance(error, NotSaved) else ()
    return ":".join(part for part in (type(error).__name__, *why) if part)


def _figure_due(round_: Round, now: datetime) -> bool:
    """Tell whether the figure may be looked at: once a day from six, and once more at closing."""
    local = now.astimezone(ZoneInfo(round_.zone))
    seen = round_.figure_day
    if seen is not None and seen >= local.date():
        return False
    if round_.state is RoundState.OPEN:
        return local.time() >= FIGURE_FROM
    closed = round_.state is RoundState.CLOSED and round_.closes_on is not None
    return closed and (seen is None or round_.closes_on is None or seen <= round_.closes_on)


def _without_draft(state: str) -> str:
    """Drop a draft nobody confirmed."""
    read = State.from_json(state)
    kept = read.without_draft()
    return state if kept is read else kept.to_json()
