"""Messages that are told later: the part of the ports by which they are planned, claimed and settled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, Protocol, runtime_checkable

from bot.consultation.model import Outcome, Round
from bot.conversation.events import Address
from bot.gcra import Turns
from prompts.schema import QuestionSet

type How = Literal["sent", "dropped", "later", "unsure", "waits", "failed"]
"""How a claimed message ended: it went out; nobody wants it any more, or nobody is there; it did not
go out and is tried again; nobody knows whether it went out; it waits for its person's hours, as much
in doubt as it was; it did not go out and is given up."""
EVERY_LANE: Final = ""
NONE: Final[Mapping[str, date]] = {}
"""No round."""
CHECK_IN: Final = "check_in"
"""The key of the one message some days after a hard round."""
BUSY: Final = "busy"
"""The platform asked to wait: that is no try that failed."""


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed message. ``key`` is what to say: ``invitation``, ``reminder``, ``check``,
    ``check_in``,
    ``cancelled``, ``outcome:ID``, ``note:DAY`` or ``moved:DAY``. The ``person`` of an invitation is
    empty: it is nobody yet.

    ``home`` tells which table holds the row, and ``day`` is the local one of the claim. ``until``
    (seconds) is when the claim runs out, and its token: no two claims of a row have the same.
    ``mark`` is what a platform may keep beside the message, to be asked for it later; it leads to
    nobody. ``doubt``: an earlier claim ran out, so it may have gone out already.
    """

    id: str
    round: str
    person: str
    key: str
    contact: Mapping[str, str]
    home: Literal["vault", "outbox"]
    attempts: int
    day: date
    until: float = field(default=0.0, compare=False)
    mark: str = field(default="", compare=False)
    doubt: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a claimed message ended. ``again`` (seconds) is from when on it may be tried again, ``why``
    why it did not go out: :data:`BUSY`, ``silent``, ``refused`` or ``channel``."""

    how: How
    again: float = 0.0
    why: str = ""


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

    def lanes(self, rounds: Mapping[str, date]) -> tuple[str, ...]:
        """Return the lanes in which something of these rounds (id to local day) is planned. Rows of a
        lane go out one after the other, lanes side by side."""

    def claim(
        self,
        rounds: Mapping[str, date],
        now: datetime,
        limit: int,
        lease: float,
        lane: str = EVERY_LANE,
        *,
        asking: Collection[str],
        resting: Mapping[str, date] = NONE,
    ) -> tuple[Due, ...]:
        """Claim due rows of these rounds (id to local day) for ``lease`` seconds, and of ``resting``
        ones, out of whose hours it is, what was put off after sealing. Rows whose person has opted
        out, or has answered all where the row is a reminder, are dropped here. Whoever is in a round
        of ``asking``, that may have written of late, is not written to after sealing."""

    def take_turns(self, lane: str, most: int, at: float, gap: float, ahead: float) -> Turns:
        """Take up to so many turns of a workspace, which all who send share, none more than ``ahead``
        seconds off."""

    def give_back(self, lane: str, gap: float, until: float) -> None:
        """Give one turn of a workspace back, and let it rest until then (seconds)."""

    def still_wanted(self, due: Due) -> bool:
        """Look once more, just before sending, whether the person still wants it and the claim still
        holds."""

    def under_way(self, address: Address, now: datetime) -> bool:
        """Tell whether a message to whoever has this address is claimed, and may be leaving."""

    def settle(self, due: Due, how: How) -> None:
        """Write how a claimed row ended, unless the claim has run out and the row is another's."""

    def settle_all(self, ended: Iterable[tuple[Due, Ended]]) -> None:
        """Do so for many."""

    def given_up(self) -> Mapping[str, int]:
        """Return how many messages were given up, by the reason. Raw: show it in steps alone."""

    def try_again(self) -> None:
        """Let every message that was given up be sent again."""

    def in_outbox(self) -> int:
        """Return how many messages wait in the outbox. Raw: show its order of magnitude alone."""

    def late(self, day: date) -> bool:
        """Tell whether a message of the outbox could have gone out by a day, and did not. What waits
        in vaults is not looked at: it would tell of people while their round is open."""

    def end_leases(self) -> None:
        """Take back every claim: whoever made them is gone. Their messages are in doubt."""


@runtime_checkable
class Remembers(Protocol):
    """A channel that can be asked whether a message went out."""

    async def was_sent(self, contact: Mapping[str, str], mark: str) -> bool | None:
        """Tell whether the message with this mark went out; None where nobody can tell.

        Raises:
            SendFailed: it cannot be asked now.
            Unreachable: this person cannot be written to any more.
        """
