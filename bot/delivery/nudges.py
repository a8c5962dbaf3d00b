"""Reminds staff of what they promised: 14, 7 and 1 days before, and day by day once it is late. And
of people who asked to be contacted: on each day of work while they wait, and once it is late every day,
the second lead or the admins too.

Each reminder goes once a day and reason, to every place of a chat platform that its owner came in
at. It is noted before it goes: a crash in between loses one rather than sends two, and the next comes
by itself. It names no round, and holds no figure of people.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.consultation import dates
from bot.consultation.model import Role, Round
from bot.consultation.promises import is_sent, nudge
from bot.consultation.safety import overdue, works
from bot.conversation.messages import Choice, Message, Text
from bot.ports import Channel, Clock, Database, SendFailed, Unit, Unreachable
from prompts.library import Phrases

FROM: Final = time(9)
TO: Final = time(17)
"""The local hours in which staff are written to."""
PATIENCE: Final = 20.0
"""Seconds one message may take to leave."""

_CARE: Final = ("asked", "overdue")

_log = structlog.get_logger("heardback.delivery")


@dataclass(frozen=True, slots=True)
class _Nudge:
    """Who is reminded of something, why, and on which day."""

    staff: str
    reason: str
    day: date


class Nudges:
    """Sends what staff are to be reminded of now."""

    def __init__(
        self, database: Database, channels: Mapping[str, Channel], say: Phrases, clock: Clock
    ) -> None:
        self._database = database
        self._channels = channels
        self._say = say
        self._clock = clock
        self._over: set[_Nudge] = set()

    async def send(self) -> None:
        """Send every reminder that is due and was not sent."""
        now = self._clock.now()
        due, kept = await self._database.run(lambda unit: self._due(unit, now))
        self._over |= kept
        for each in sorted(due, key=lambda each: (each.staff, each.reason)):
            if await self._ended(each):
                self._over.add(each)
        self._over = {each for each in self._over if (now.date() - each.day).days <= 1}

    async def _ended(self, what: _Nudge) -> bool:
        """Send one reminder, unless that was done; False if it is to be tried again."""
        contacts = await self._database.run(lambda unit: _take(unit, what))
        if contacts and not await self._reaches(contacts, what):
            await self._database.run(lambda unit: _give_back(unit, what))
            return False
        return True

    def _due(self, unit: Unit, now: datetime) -> tuple[set[_Nudge], set[_Nudge]]:
        """Return what staff are to be reminded of, and what they kept."""
        care = _of_requests(unit, now) - self._over
        found = {nudge for each in unit.rounds() if (nudge := _of(each, now)) is not None}
        waits = found - self._over
        if not waits:
            return care, set()
        # Only now is it worth asking which promises were kept.
        open_ = {
            made
            for each in unit.rounds()
            if (made := _of(each, now)) in waits and not any(map(is_sent, unit.outcomes(each.id)))
        }
        return open_ | care, waits - open_

    async def _reaches(self, contacts: tuple[Mapping[str, str], ...], what: _Nudge) -> bool:
        """Send a reminder to every place; tell whether it reached one, or none is left."""
        message, failed = self._message(what.reason), 0
        for contact in contacts:
            channel = self._channels.get(contact.get("channel", ""))
            try:
                async with asyncio.timeout(PATIENCE):
                    if channel is not None:
                        await channel.send(contact, message, "")
            except Unreachable:
                continue
            except SendFailed:
                failed += 1
            except Exception as error:  # noqa: BLE001 - one message never keeps the next from going
                _log.error("nudge_failed", error=type(error).__name__)
                failed += 1
        return failed < len(contacts)

    def _message(self, reason: str) -> Message:
        say = self._say
        if reason in _CARE:
            return Message(
                say("promise.nudge.care"),
                parts=(Text(say(f"promise.nudge.{reason}")), Text(say("promise.nudge.look"))),
                choices=(Choice("desk", say("chat.desk_open"), "main"),),
            )
        key = "late" if reason == "late" else "one" if reason == "1" else "days"
        text = say(f"promise.nudge.{key}", **({"days": reason} if key == "days" else {}))
        return Message(
            say("promise.nudge.title"),
            parts=(Text(text), Text(say("promise.nudge.what"))),
            choices=(Choice("desk", say("chat.desk_open"), "main"),),
        )


def _of(round_: Round, now: datetime) -> _Nudge | None:
    local = now.astimezone(ZoneInfo(round_.zone)).time()
    day = dates.today(round_, now)
    reason = nudge(round_, day) if FROM <= local < TO else ""
    return _Nudge(round_.facilitator, reason, day) if reason else None


def _of_requests(unit: Unit, now: datetime) -> set[_Nudge]:
    """Return who is reminded of requests for contact that wait. Nothing tells how many, or of whom."""
    found: set[_Nudge] = set()
    for request in unit.waiting_requests():
        round_ = unit.round(request.round)
        if round_ is None or not FROM <= now.astimezone(ZoneInfo(round_.zone)).time() < TO:
            continue
        day = dates.today(round_, now)
        if overdue(request, round_, now):
            admins = tuple(each.id for each in unit.staff() if each.role is Role.ADMIN)
            others = (round_.second,) if round_.second else admins
            found |= {_Nudge(each, "overdue", day) for each in (round_.lead, *others)}
        elif works(round_, day):
            found.add(_Nudge(round_.lead, "asked", day))
    return found


def _take(unit: Unit, what: _Nudge) -> tuple[Mapping[str, str], ...]:
    """Return where to write, if it was not written today; staff who never came in at a chat platform
    see it on their desk alone."""
    contacts = unit.staff_reach(what.staff)
    fresh = bool(contacts) and unit.tell_staff(what.staff, what.reason, what.day)
    return contacts if fresh else ()


def _give_back(unit: Unit, what: _Nudge) -> None:
    unit.untell_staff(what.staff, what.reason, what.day)
