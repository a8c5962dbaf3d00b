"""The things a consultation is made of. Values only; the rules are in the modules beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.consultation.redaction import Kept

MIN_K = 3
DEFAULT_K = 5


class Role(StrEnum):
    """What a member of staff may do. One person, one role; everything else is denied."""

    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    PARTNER = "partner"
    ADMIN = "admin"


class RoundState(StrEnum):
    """The life of a round; the three states of sealing are resumed at start."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    SEALING = "sealing"
    REWRITTEN = "rewritten"
    SEALED = "sealed"
    CANCELLED = "cancelled"


class Review(StrEnum):
    """Where an answer stands with the readers."""

    WAITING = "waiting"
    SECOND = "second"
    APPROVED = "approved"
    HELD = "held"
    DECLINED = "declined"
    NONE = "none"
    """Choices and scales hold no words and need no reader."""


class Hears(StrEnum):
    """Which messages a person wants after answering."""

    ALL = "all"
    CHANGES = "changes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. ``id`` is 32 hex characters."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Group:
    """Who is asked: a named record, so that a debt to it can be found again.

    ``people`` are staff ids: those of the partner who see the group's rounds.
    """

    id: str
    site: str
    audience: str
    partner: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A promise that was moved: the day on which everyone was told, the day that had been promised,
    and why."""

    on: date
    was: date
    because: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a facilitator adds to the note that people who wait get on a day."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Round:
    """One consultation. Days are local to ``zone``; each lasts until its midnight.

    ``safety`` is what is done for somebody who needs help (:data:`bot.consultation.safety.MODES`).
    ``help_days`` are the weekdays on which the lead answers, and ``help_from``/``help_to`` the hours of
    asking in which it is the same day; later it is by ``help_next`` on the next such day. ``help_off``
    are days on which nobody does: ISO dates with spaces between.
    ``readers``, ``facilitator``, ``lead`` and ``second`` are staff ids; ``second`` is a safeguarding lead
    too, who steps in where the first does not, or is empty. ``figure`` is how many people, or
    more, were last said to have answered, on ``figure_day``. ``space``, ``voice`` and ``influence`` are, with
    the named ``decider`` as audience, the four of Lundy's model (UNCRC article 12); ``rung`` is how
    much say people have (:data:`bot.consultation.promises.RUNGS`). ``looked`` says what came of what
    is to look at in the questions. ``note_every``: days between notes while people wait, or 0.
    ``joined`` are the questions that readers put together after closing (see
    :mod:`bot.consultation.joining`).
    ``evaluation`` is the same for the two rounds that are its waves, *before* and *after* (see
    :mod:`bot.consultation.evaluation`): 32 hex characters, or empty.
    ``apart`` says why its waves lie closer together, or further apart, than they should.
    ``family`` is the id of the round whose siblings ask other groups; ``found`` what one of them said,
    which people read first. ``late_days``: how long after closing one more thing can be added.
    ``hard``: it asks of what may be hard, so that people may choose one message some days after.
    ``second_on`` is the day on which the second part of the questions opens. ``label`` says what a
    report is (:data:`bot.consultation.rounds.LABELS`). ``minutes`` is how long its readers are given
    to read, all of them together; 0 where nobody said.
    ``seal_by`` is the last day before which a round is sealed whatever else stands; it is counted
    when the round opens.
    ``parent`` and ``kind`` are set in a round that follows one (:mod:`bot.consultation.following`).
    ``moves`` are the times the promise was moved, oldest first; ``tell_by`` is the day that holds.
    ``lines`` are what goes into notes, and ``noted`` is the day of the last note there was.
    ``messages`` are what its facilitator picked for the front line, ``cited`` the ids of the quotes
    beside them. ``team_`` fields say who runs it (:mod:`bot.consultation.team`).
    """

    id: str
    code: str
    state: RoundState = RoundState.DRAFT
    title: str = ""
    question_set: str = "five-principles"
    wording: str = "plain"
    looked: str = ""
    asker: str = ""
    known_by: str = ""
    purpose: str = ""
    decider: str = ""
    space: str = ""
    voice: str = ""
    influence: str = ""
    rung: str = ""
    group: str = ""
    age_band: str = ""
    zone: str = "Europe/London"
    send_from: time = time(16)
    send_to: time = time(19)
    opens_on: date | None = None
    closes_on: date | None = None
    withdraw_until: date | None = None
    seal_by: date | None = None
    tell_by: date | None = None
    note_every: int = 0
    facilitator: str = ""
    lead: str = ""
    second: str = ""
    help_from: time = time(9)
    help_to: time = time(16)
    help_next: time = time(12)
    help_days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    help_off: str = ""
    safety: str = "contact_on_request"
    readers: tuple[str, ...] = ()
    two_readers: bool = True
    k: int = DEFAULT_K
    figure: int = 0
    figure_day: date | None = None
    demonstration: bool = False
    joined: tuple[tuple[str, ...], ...] = ()
    parent: str = ""
    kind: str = ""
    evaluation: str = ""
    wave: str = ""
    apart: str = ""
    family: str = ""
    found: str = ""
    late_days: int = 0
    hard: bool = False
    second_on: date | None = None
    label: str = "learning"
    minutes: int = 0
    moves: tuple[Move, ...] = ()
    lines: tuple[Line, ...] = ()
    noted: date | None = None
    messages: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    team_work: str = ""
    team_lead: str = ""
    team_lived: str = ""
    team_chose: tuple[str, ...] = ()
    team_ready: tuple[str, ...] = ()

    @property
    def promised(self) -> tuple[date, ...]:
        """The days that were promised before the one that holds, oldest first."""
        return tuple(move.was for move in self.moves)


@dataclass(frozen=True, slots=True)
class Answer:
    """One kept answer. ``id`` stands for the vault row's, which is random and new at every change;
    once the round is sealed nothing leads from one to the other.

    ``picks`` are option ids of a choice or scale. ``reason`` is why a reader covered, held or
    declined. ``before`` is the text a reader's covers replaced, kept so that another reader can
    look; it goes when the person agrees and at sealing. ``first`` and ``last`` are the staff ids
    of the readers who decided, ``passed`` of those who left it to another. ``hard``: the person
    says that it may be hard to read.
    """

    id: str
    question: str
    kept: Kept | None = None
    picks: tuple[str, ...] = ()
    quote: bool = False
    review: Review = Review.WAITING
    reason: str = ""
    before: Kept | None = None
    first: str = ""
    last: str = ""
    agreed: bool = False
    appeal: bool = False
    hard: bool = False
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One "you said – we did". ``status`` is done, planned, partly or none.

    What is *planned* has the day on which it is looked at again, ``due``, and the name of its
    ``owner``. ``of`` (see :func:`bot.consultation.telling.mark`) names the planned item of an earlier
    outcome that this one tells again. ``tags`` are parts of policies and action plans, each *framework/part*
    (``prompts/frameworks``). Where people asked about an outcome it is a question and its answer: ``status``
    is *answered*, ``owner`` the name of who answers. ``quotes`` are the ids of the sealed texts it
    stands on.
    """

    said: str
    did: str
    status: str
    because: str
    owner: str = ""
    quotes: tuple[str, ...] = ()
    due: date | None = None
    tags: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What the decision maker says to people, in their own words and under their own name, on a day.

    ``typed`` is the name of the member of staff who typed it.
    """

    text: str
    name: str
    role: str
    day: date
    typed: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round led to, sent as one message on ``send_on``. ``state``: draft, ready (it waits for
    a second person), scheduled, sent.

    ``writer`` is the staff id of who wrote it last, ``approver`` of who let it go out; ``back`` is why
    it was handed back. ``planned`` is how many people it is for and ``sent`` to how many it was handed
    over, both raw: show them by :mod:`bot.consultation.disclosure` alone. ``response`` is the decision maker's own.
    Quotes stand in an outcome only after sealing. ``follow`` is the code of the round in which
    people can ask about it, ``check`` that of the round in which they say whether a draft is right.
    """

    id: str
    round: str
    items: tuple[Item, ...] = ()
    send_on: date | None = None
    state: str = "draft"
    follow: str = ""
    check: str = ""
    response: Response | None = None
    writer: str = ""
    approver: str = ""
    back: str = ""
    planned: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """Somebody asked a person to contact them. Never joined to answers.

    ``due`` is by when they are answered, in the round's local time without a zone. ``state``: waiting,
    contacted, unreached (the lead tried in vain). ``reach`` is empty where nobody is to read it.
    """

    id: str
    round: str
    reach: str
    due: datetime
    state: str = "waiting"

    @property
    def waits(self) -> bool:
        """Tell whether nobody has dealt with it yet."""
        return self.state == "waiting"


@dataclass(frozen=True, slots=True)
class Glass:
    """The lead asks to find out whose words gave concern. ``why`` and, where the person is not to be
    told of it, ``unsafe`` are written reasons; ``agreed``: the second lead has said yes."""

    why: str
    unsafe: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """Text a reader passed to the safeguarding lead, without any identity.

    ``answer`` is the id that readers know it by, which only the round's key leads on from, and only in
    a round whose mode is *break_glass*; elsewhere it is empty.
    """

    id: str
    round: str
    question: str
    kept: Kept
    reason: str
    answer: str = ""
    glass: Glass | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A contributor as the conversation may know them: no name, no address."""

    id: str
    stopped: bool = False
    contact: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldRound:
    """What is held of a person in one round.

    ``hears``, ``answers`` and ``state`` (the conversation's, as JSON) are empty once the round is
    sealed. ``told`` are the keys of messages that reached them (see :class:`bot.ports.Due`).
    ``lists`` are the questions on whose list they stand, to be told what changed; the empty one is
    everybody's. ``request`` is what they asked the lead, without what they typed.
    """

    round: Round
    hears: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    state: str = ""
    told: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    request: HelpRequest | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held of a person. ``contact`` is what it takes to write to them; it names the
    channel. ``never``: a mark keeps us from asking them again."""

    rounds: tuple[HeldRound, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    stopped: bool = False
    never: bool = False
