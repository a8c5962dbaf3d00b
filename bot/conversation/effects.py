"""What must be remembered: the only way a conversation changes anything.

A step returns effects; storage applies all effects of a turn in the turn's own transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.consultation.care import Own
from bot.consultation.links import Link
from bot.consultation.model import Answer, Group, Hears, Line, Outcome, Round, Staff
from bot.consultation.records import Record
from bot.conversation.events import Address
from bot.conversation.lead_effects import (
    AgreeGlass,
    AskGlass,
    OpenGlass,
    SaveHardWords,
    Settle,
)
from prompts.schema import QuestionSet


@dataclass(frozen=True, slots=True)
class Consent:
    """The person said yes to this round: enrol them, and make the person if new."""


@dataclass(frozen=True, slots=True)
class Hear:
    """Which messages the person wants after answering."""

    hears: Hears


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep this answer in place of what stood for its question. ``covered`` are the words under
    the person's own covers: only hashes of them are kept, to propose them again."""

    answer: Answer
    covered: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Remove the answer to one question, or to all when ``question`` is empty."""

    question: str = ""


@dataclass(frozen=True, slots=True)
class DeleteEverything:
    """Remove all that is held about this person, in every round that is not sealed, and the
    person; unsent messages included."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Send this person nothing more, scheduled messages included."""


@dataclass(frozen=True, slots=True)
class Join:
    """The person asked to take part again."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Keep beside each way to reach a person what they picked from now on: a language, under
    :data:`bot.conversation.events.LANGUAGE`, or hours, under :data:`bot.conversation.events.HOURS`."""

    name: str
    picked: str


@dataclass(frozen=True, slots=True)
class Never:
    """Never ask this person again."""


@dataclass(frozen=True, slots=True)
class AskContact:
    """A person wants the safeguarding lead to contact them at ``reach``."""

    reach: str


@dataclass(frozen=True, slots=True)
class TakeBackRequest:
    """A person does not want to be contacted any more."""


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Somebody of a sealed round wants a quote taken down, whoever wrote it."""

    quote: str


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody in a room has answered its invitation, either way: count one, and no more."""

    link: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Keep what somebody said of a question in a try-out, as nobody's: picks or words alone."""

    answer: Answer


ContributorEffect = (
    Consent
    | Hear
    | Keep
    | TakeBack
    | DeleteEverything
    | Stop
    | Join
    | Never
    | Beside
    | AskContact
    | TakeBackRequest
    | TakeDown
    | Here
    | Remark
)


@dataclass(frozen=True, slots=True)
class SaveRound:
    """Write a draft, new or changed."""

    round: Round


@dataclass(frozen=True, slots=True)
class ListWords:
    """Put words on a round's list, to be covered wherever they are written. ``keys`` are those of
    :mod:`bot.consultation.listed`; only hashes of them are kept."""

    round: str
    keys: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class EmptyList:
    """Take every word off a round's list."""

    round: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a draft: wipe what previews left, make the key, pin the question set."""

    round: Round


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Close an open round now; ``round`` carries the day of closing, and nothing else changes."""

    round: Round


@dataclass(frozen=True, slots=True)
class CancelRound:
    """Cancel a round: tell everyone, destroy the key and every vault row."""

    round: Round


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """Write an outcome, new or changed; ``state`` *ready* asks a second person."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ApproveOutcome:
    """A second person lets the clock send an outcome, just as it stands here."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ReturnOutcome:
    """A second person hands an outcome back, and says why."""

    outcome: Outcome
    reason: str


Verb = Literal["approve", "confirm", "cover", "hold", "decline", "concern", "pass"]


@dataclass(frozen=True, slots=True)
class Decide:
    """A reader's decision. ``answer`` is the answer as it stands after it. For *concern* its text
    is copied to the safeguarding lead without identity."""

    answer: Answer
    verb: Verb


@dataclass(frozen=True, slots=True)
class Uncover:
    """A reader opened the text of an answer. Audited and counted; holds no words."""

    answer_id: str


@dataclass(frozen=True, slots=True)
class SaveMessages:
    """Keep the key messages of a sealed round, and the ids of the quotes beside them."""

    round: str
    messages: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutTogether:
    """A reader lets two questions of a closed round that too few answered be read as one, for
    good. They are given by the ids they go by (see :mod:`bot.consultation.joining`)."""

    round: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class AddStaff:
    """Add a member of staff, or give one who is there already a new one-time link.

    ``token`` is the link's secret, good until the end of ``expires``.
    """

    staff: Staff
    token: str
    expires: date


@dataclass(frozen=True, slots=True)
class RemoveStaff:
    """A member of staff leaves: they cannot come in any more, and somebody else (``to``, a staff id
    or empty) has what they had to do. Nothing they did goes with them."""

    staff: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class SaveGroup:
    """Write a group, new or changed."""

    group: Group


@dataclass(frozen=True, slots=True)
class HandOver:
    """Another facilitator runs a round from now on. ``to`` is a staff id."""

    round: str
    to: str


@dataclass(frozen=True, slots=True)
class MovePromise:
    """Another day by which everyone of a sealed round hears, and why: told to all who want to hear."""

    round: str
    to: date
    because: str


@dataclass(frozen=True, slots=True)
class AddLine:
    """What the note of a day adds for people who wait; an empty text takes it away."""

    round: str
    line: Line


@dataclass(frozen=True, slots=True)
class HandReading:
    """Somebody reads a round no more, and another coordinator (``to``, a staff id or empty where
    enough others are left) does. Nobody says why."""

    round: str
    to: str


@dataclass(frozen=True, slots=True)
class SaveOwn:
    """Keep what a member of staff keeps for themselves alone. It leaves no entry in the audit log."""

    own: Own = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invite:
    """Ask people of a chat platform: each address with what it takes to write there."""

    round: str
    people: tuple[tuple[Address, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class KeepRecord:
    """Write what staff keep about a round, new or changed."""

    record: Record


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask everyone of a round whether a draft of its outcome is right, in a round of its own."""

    round: Round
    questions: QuestionSet


@dataclass(frozen=True, slots=True)
class StartTry:
    """Make the link of a new try-out. All that was said before, and test answers, are destroyed."""

    link: Link


@dataclass(frozen=True, slots=True)
class EndTry:
    """End the try-out of a draft, so that its readers can read."""

    round: str


@dataclass(frozen=True, slots=True)
class StartRoom:
    """Make the link of a room; the one before leads to the round like the round's own."""

    link: Link


NotedEffect = (
    SaveRound
    | ListWords
    | EmptyList
    | OpenRound
    | CloseRound
    | CancelRound
    | SaveOutcome
    | SaveMessages
    | ApproveOutcome
    | ReturnOutcome
    | Decide
    | PutTogether
    | Uncover
    | Settle
    | AskGlass
    | AgreeGlass
    | OpenGlass
    | SaveHardWords
    | AddStaff
    | RemoveStaff
    | SaveGroup
    | HandOver
    | HandReading
    | MovePromise
    | AddLine
    | Invite
    | KeepRecord
    | Ask
    | StartTry
    | EndTry
    | StartRoom
)
"""What staff do, each noted in the audit log."""
StaffEffect = NotedEffect | SaveOwn
