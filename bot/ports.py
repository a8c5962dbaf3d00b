"""What the rules need from the world, as protocols owned by the one who calls them.

`storage/` fulfils :class:`Database`, :class:`Unit`, :class:`Codes` and :class:`Sealer`; `adapters/`
fulfil :class:`Channel`; `bot/detection` fulfils :class:`Detector`. Ids are 32 hex characters.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.accounts import Accounts
from bot.consultation.hard_words import HardWords
from bot.consultation.links import Link
from bot.consultation.model import (
    Answer,
    Concern,
    Group,
    HelpRequest,
    Outcome,
    Person,
    Round,
    Staff,
)
from bot.consultation.records import Record
from bot.consultation.redaction import Span
from bot.conversation.effects import ContributorEffect, StaffEffect
from bot.conversation.events import Address
from bot.conversation.messages import Message
from bot.gcra import NO_PACE, Pace
from bot.holdings import Holdings, Tickets
from bot.joining import Joining
from bot.telling import Telling
from bot.witness import Head
from prompts.schema import QuestionSet


class NotSaved(Exception):  # noqa: N818 - it says what happened, which is what a person is told
    """Nothing was saved: the database is locked, the disk is full or a key is missing.

    ``reason`` is one of ``locked``, ``full``, ``key``, ``database``, ``unchecked`` (a text could not
    be looked through), ``residue`` (something of a vault is left, so its round is not called
    sealed). ``code`` helps an operator to find the cause: the driver's name for it, and the table
    if known; for ``residue`` the name of the file or table. Neither ever quotes a row.
    """

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


type Recalls = Callable[[str], str]
"""Returns the reason (``named`` or ``before``) why a key of :mod:`bot.consultation.listed` is to be
covered, or an empty string. What it knows cannot be read back from it."""


class Refused(Exception):  # noqa: N818 - as above
    """The database refused a staff act; ``reason`` is a phrase key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendFailed(Exception):  # noqa: N818 - a channel's word
    """A message did not go out; it may later. ``retry_after`` in seconds, if the platform said.
    ``doubt``: there was no answer, and it may have gone out after all."""

    def __init__(self, retry_after: float | None = None, *, doubt: bool = False) -> None:
        super().__init__("send failed")
        self.retry_after = retry_after
        self.doubt = doubt


class Unreachable(Exception):  # noqa: N818 - a channel's word
    """This person cannot be written to any more: stop trying."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn is being remembered. ``person`` is empty for a stranger; ``address`` and
    ``contact`` make the person if an effect says so."""

    round: Round
    person: str
    address: Address | None
    contact: Mapping[str, str]
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to read, mixed up, from at least k people or from a closed round. No ids of people.
    Answers stand in an order that says nothing (that of their random ids)."""

    id: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class SealedText:
    """One approved text after sealing, or before it (``id`` empty) for reading on the desk.

    ``attribute`` is what its author picked of the set's one attribute; empty before sealing, and
    wherever that could tell people apart.
    """

    id: str
    question: str
    text: str
    quotable: bool
    attribute: str = ""


class Unit(Accounts, Holdings, Joining, Telling, Protocol):
    """One transaction. Everything raised is :class:`NotSaved` or :class:`Refused`."""

    # every turn
    def first_time(self, delivery: str, now: datetime) -> bool:
        """Note a delivery id; False if it was noted in the last 24 hours."""

    def round(self, round_id: str) -> Round | None:
        """Return a round."""

    def round_by_code(self, code: str) -> Round | None:
        """Return the round behind a link."""

    def link(self, code: str) -> Link | None:
        """Return a link that is not a round's own."""

    def links(self) -> tuple[Link, ...]:
        """Return all of them."""

    def rounds(self) -> tuple[Round, ...]:
        """Return all rounds, newest opening first, drafts before them."""

    def questions(self, round_id: str) -> QuestionSet | None:
        """Return the question set pinned by an opened round, or None for a draft that is no second
        wave of an evaluation."""

    def staff(self) -> tuple[Staff, ...]:
        """Return all members of staff."""

    def groups(self) -> tuple[Group, ...]:
        """Return all groups."""

    def records(self, round_id: str) -> tuple[Record, ...]:
        """Return what staff keep about a round."""

    def tasks_of(self, staff_id: str) -> tuple[Record, ...]:
        """Return the tasks of a member of staff, in every round."""

    def outcomes(self, round_id: str) -> tuple[Outcome, ...]:
        """Return the outcomes of a round, oldest first."""

    # a contributor's turn
    def person(self, address: Address) -> Person | None:
        """Return whom this address belongs to."""

    def moved(self, person: Person, address: Address, contact: Mapping[str, str]) -> None:
        """Keep what it takes to write to a person now, if that has changed."""

    def enrolled(self, round_id: str, person_id: str) -> bool:
        """Tell whether the person is enrolled."""

    def codes_of(self, person_id: str) -> tuple[str, ...]:
        """Return the codes of the rounds a person is enrolled in."""

    def stop_address(self, address: Address) -> None:
        """Send nothing more to an address, whether or not it is anybody's."""

    def lose(self, address: Address) -> None:
        """Drop what waits for somebody who has left the platform."""

    def conversation(self, round_id: str, person_id: str) -> str:
        """Return the conversation's state as JSON, or an empty string."""

    def glance(self, round_id: str, person_id: str) -> str:
        """Return the conversation's state as JSON for a look, without keeping others from it."""

    def recalls(self, round_id: str, person_id: str = "") -> Recalls:
        """Return what tells whether words are on a round's list, or were covered by a person."""

    def list_names(self, round_id: str, keys: Iterable[str]) -> None:
        """Put names that a platform hands over on the list of a round that is not sealed."""

    def answers(self, round_id: str, person_id: str) -> dict[str, Answer]:
        """Return the person's kept answers by question id."""

    def delivered(self, round_id: str, person_id: str) -> tuple[str, ...]:
        """Return the keys of messages that were delivered to the person (see :class:`Due`)."""

    def remember(self, turn: Turn, effects: Sequence[ContributorEffect], now: datetime) -> str:
        """Apply a contributor's effects; return the person's id ("" when there is none)."""

    def save_conversation(self, round_id: str, person_id: str, state: str) -> None:
        """Write the conversation's state; nothing is written on the identity side."""

    def change_conversations(self, round_id: str, change: Callable[[str], str]) -> None:
        """Rewrite every conversation of a round whose state ``change`` alters."""

    def own_request(self, round_id: str, address: Address) -> HelpRequest | None:
        """Return what whoever has this address asked in a round, without how to reach them."""

    # a turn of somebody who tries a draft out
    def visit(self, round_id: str, visitor: str) -> str:
        """Return the state of a visitor's conversation as JSON, or an empty string."""

    def save_visit(self, round_id: str, visitor: str, state: str) -> None:
        """Write the state of a visitor's conversation."""

    # a staff turn
    def record(
        self,
        staff: Staff,
        effects: Sequence[StaffEffect],
        questions: QuestionSet | None,
        now: datetime,
    ) -> None:
        """Apply staff effects and write one audit entry for each. ``questions`` is pinned by
        :class:`~bot.conversation.effects.OpenRound`."""

    def answered(self, round_id: str) -> int:
        """Return how many people have kept at least one answer. Only for the rule that releases
        figures; never show it."""

    def set_figure(self, round_id: str, figure: int, day: date) -> None:
        """Store a released figure."""

    def form_batch(self, round_id: str, at_least: int) -> bool:
        """Bundle the text answers that wait outside any batch to questions that at least that many
        people wait at; True if a batch was made."""

    def batches(self, round_id: str) -> tuple[Batch, ...]:
        """Return the review batches of a round, oldest first."""

    def approved(self, round_id: str) -> tuple[SealedText, ...]:
        """Return approved texts: from the vault after closing, from the quotes after sealing."""

    def keepsakes(self, round_id: str, person_id: str) -> Mapping[str, str]:
        """Return by question the ids that a person's texts will have as quotes after sealing."""

    def taken_down(self, round_id: str) -> tuple[str, ...]:
        """Return the ids of the quotes of a round that were taken down."""

    def standing(self, round_id: str) -> Mapping[str, str]:
        """Return the texts of a sealed round that may be quoted now, by id."""

    def tallies(self, round_id: str) -> Mapping[str, Mapping[str, int]]:
        """Return how often each option was picked, by question, once nothing can change it any
        more: after sealing. Raw: show it by :func:`bot.consultation.disclosure.results` alone."""

    def pairs(self, evaluation: str) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return what the same people picked in both waves of an evaluation that was sealed, by
        scale. Raw: show it by :func:`bot.consultation.evaluation.compared` alone."""

    def too_small(self, round_id: str) -> tuple[str, ...]:
        """Return the questions in words of a closed round that fewer than k people answered, or
        nobody did, in their order; those put together as one (see :mod:`.joining`)."""

    def said_of(
        self, round_id: str
    ) -> tuple[tuple[SealedText, ...], Mapping[str, Mapping[str, int]]]:
        """Return the approved texts of a try-out that has ended, and how often each saying was
        picked, by question, of questions of which k people picked one."""

    def opened_on(self, staff_id: str, day: date) -> frozenset[str]:
        """Return the ids of the answers a reader opened on a day (from the audit)."""

    def note_refused(self, staff: Staff, act: str, now: datetime) -> None:
        """Audit that somebody tried an act that is not their role's."""

    def requests(self, lead_id: str) -> tuple[HelpRequest, ...]:
        """Return the requests for contact in the rounds whose lead, or second, somebody is, those
        that were dealt with of late too."""

    def waiting_requests(self) -> tuple[HelpRequest, ...]:
        """Return every request that waits, without how to reach anybody."""

    def behind(self, staff: Staff, concern_id: str) -> Mapping[str, str]:
        """Return what it takes to reach whoever wrote the words of a concern, where both leads
        agreed; empty where the answer has gone meanwhile."""

    def hard_words(self) -> HardWords | None:
        """Return the phrases that a lead saved, or None while those of the file stand."""

    def concerns(self, lead_id: str) -> tuple[Concern, ...]:
        """Return open concerns for a lead."""

    # the clock's turn
    def audit_head(self) -> Head:
        """Return the audit log's last entry."""

    def end_tries(self, round_id: str, now: datetime) -> None:
        """Destroy the try-out of a round, and all that was said in it, if its last day is over."""

    def set_closed(self, round_id: str) -> None:
        """Mark an open round as closed."""


class Database(Protocol):
    """Runs work in a transaction, on a thread that is not the caller's.

    Work of several callers may share a commit, or meet another's in the same rows: then ``work``
    runs again, from the beginning, with a fresh unit, and only its last run counts. So besides using
    the unit it must leave nothing behind that a second run, or a run that was undone, would make
    wrong: nothing sent, nothing kept for later but what it returns.
    """

    async def run[T](self, work: Callable[[Unit], T]) -> T:
        """Run ``work`` in one transaction, whole or not at all, and return its result after the
        commit.

        Raises:
            NotSaved: nothing was saved.
        """


class Codes(Tickets, Protocol):
    """Codes that contributors come back with. Both calls run off the event loop."""

    async def fresh(self, delivery: str) -> str:
        """Return a new code: seven words with spaces.

        It follows from the delivery id and a secret of the server, so that a delivery that comes
        twice makes one person, who has one code.
        """

    async def address(self, code: str) -> Address:
        """Return the address that belongs to a code (slow on purpose; any text is accepted)."""


class Sealer(Protocol):
    """Makes a round anonymous."""

    async def seal(self, round_id: str) -> None:
        """Seal a closed round, or go on with a sealing that was cut off.

        Raises:
            NotSaved: the step could not be done; it is tried again later.
        """

    async def destroy(self, round_id: str) -> None:
        """Destroy the key of a cancelled round."""


class Detector(Protocol):
    """Finds what could identify a person."""

    @property
    def reduced(self) -> str | None:
        """Return in a word why it finds less than it could, or None."""

    def find(self, text: str) -> tuple[Span, ...]:
        """Return spans in order of start, without overlaps."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do. ``max_text`` in characters; ``keeps_typed_text``: the platform's
    owner can read what was typed; ``proactive``: it can write to a person first; ``pace``: how fast
    it takes messages."""

    buttons: bool
    form: bool
    edit: bool
    delete: bool
    max_text: int
    keeps_typed_text: bool
    proactive: bool
    pace: Pace = NO_PACE


class Channel(Protocol):
    """One way to talk to people."""

    @property
    def name(self) -> str:
        """Return the channel's name, as in ``contact["channel"]``."""

    @property
    def can(self) -> Capabilities:
        """Return what it can do."""

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        """Deliver a message to a person outside a turn. A platform that can be asked later keeps the
        ``mark`` beside it; it says nothing of anybody.

        Raises:
            SendFailed: it may be tried again.
            Unreachable: it is no use to try again.
        """
