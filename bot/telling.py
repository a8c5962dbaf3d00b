"""Messages that are told later: the part of the ports by which they are planned, claimed and settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from bot.consultation.model import Outcome, Round
from prompts.schema import QuestionSet


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed message. ``key`` is what to say: ``invitation``, ``reminder``, ``check``,
    ``cancelled``, ``outcome:ID``, ``note:DAY`` or ``moved:DAY``. The ``person`` of an invitation is
    empty: it is nobody yet.

    ``home`` tells which table holds the row, and ``day`` is the local one of the claim.
    """

    id: str
    round: str
    person: str
    key: str
    contact: Mapping[str, str]
    home: Literal["vault", "outbox"]
    attempts: int
    day: date


class Telling(Protocol):
    """Part of :class:`bot.ports.Unit`."""

    def plan_outcome(
        self, outcome: Outcome, follow: tuple[Round, QuestionSet] | None = None
    ) -> int:
        """Write one outbox row for everyone of the sealed round who wants to hear, mark the
        outcome as sent; return how many rows. Doing it twice writes nothing new. ``follow`` is the
        round, with its questions, in which people can ask about it."""

    def plan_note(self, round_id: str, day: date) -> int:
        """Plan the note that is due by a day to everyone of a sealed round who chose to hear
        everything; return how many. Doing it twice writes nothing new."""

    def end_loop(self, round_id: str, day: date) -> None:
        """Note that a sealed loop is closed where there is nothing in it to answer."""

    def count_sending(self, outcome_id: str, *, planned: int = 0, sent: int = 0) -> None:
        """Count for how many people more an outcome is, and to how many more it was handed over."""

    def claim(
        self, rounds: Mapping[str, date], now: datetime, limit: int, lease: float
    ) -> tuple[Due, ...]:
        """Claim due rows of these rounds (id to local day) for ``lease`` seconds. Rows whose
        person has opted out, or has answered all where the row is a reminder, are dropped here."""

    def still_wanted(self, due: Due) -> bool:
        """Look once more, just before sending, whether the person still wants it."""

    def settle(self, due: Due, how: Literal["sent", "dropped", "later"]) -> None:
        """Write how a claimed row ended."""
