"""What the staff conversations share: where a person stands at the desk, and what they may see.

A staff conversation is two pure functions beside this file, in `facilitator.py`, `coordinator.py`,
`lead.py`, `partner.py` or `admin.py`: ``step(spot, event, facts) -> StaffStep`` and
``show(spot, facts, ...) -> Message``.
A :class:`Spot` is small and holds no words, so a channel may keep it wherever it likes: the web
desk keeps it in the address, a chat platform in its own metadata.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.consultation.accounting import Account
from bot.consultation.care import Own
from bot.consultation.following import Loop
from bot.consultation.hard_words import HardWords
from bot.consultation.links import Link
from bot.consultation.model import (
    Concern,
    Group,
    HelpRequest,
    Outcome,
    Round,
    Staff,
)
from bot.consultation.records import Record
from bot.consultation.redaction import Span
from bot.conversation.effects import StaffEffect
from bot.ports import Batch, SealedText
from prompts.framework import Framework
from prompts.languages import Standing
from prompts.library import Phrases
from prompts.schema import QuestionSet, SupportFile


@dataclass(frozen=True, slots=True)
class Spot:
    """A place at the desk, and the round and item it is about. The empty place is *home*."""

    place: str = ""
    round: str = ""
    item: str = ""

    def action(self) -> str:
        """Return the ``go:`` action that leads here."""
        return f"go:{self.place}/{self.round}/{self.item}"

    @classmethod
    def parse(cls, action: str) -> "Spot":
        """Read a ``go:`` action or a path of at most three parts."""
        parts = [*action.removeprefix("go:").strip("/").split("/"), "", ""]
        return cls(parts[0], parts[1], parts[2])


@dataclass(frozen=True, slots=True)
class Wave:
    """A sealed wave of an evaluation, with its questions and what was picked (raw: see
    :meth:`bot.ports.Unit.tallies`)."""

    round: Round
    questions: QuestionSet | None
    tallies: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What a staff turn may look at; what the role may not see is empty.

    ``found`` are spans of the opened answer's text. ``opened`` are the answers this reader opened
    today. ``kept`` are the rounds whose outcome was sent, with the day of the first; ``all_rounds``
    are the rounds of everybody, for the rule that a group with an overdue outcome is not asked
    again: never shown.
    Partners and admins get rounds without their figures.
    """

    now: datetime
    me: Staff
    say: Phrases
    staff: Mapping[str, Staff]
    rounds: tuple[Round, ...]
    sets: Mapping[str, QuestionSet]
    support: SupportFile
    groups: tuple[Group, ...] = ()
    findings: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """What there is to look at in a question set (its id) in a wording, as sentences."""
    all_rounds: tuple[Round, ...] = ()
    kept: Mapping[str, date] = field(default_factory=dict)
    round: Round | None = None
    questions: QuestionSet | None = None
    outcomes: tuple[Outcome, ...] = ()
    batches: tuple[Batch, ...] = ()
    records: tuple[Record, ...] = ()
    """What staff keep about the round at hand; for a partner their own tasks, wherever they are."""
    link: Link | None = None
    """The link of a draft's try-out, or of a round's room."""
    tried: frozenset[str] = frozenset()
    """The rounds that are try-outs, for those who read what was said in them."""
    approved: tuple[SealedText, ...] = ()
    tallies: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    waves: tuple[Wave, ...] = ()
    """The waves of the evaluation to which the round belongs, in order, for a report of it."""
    pairs: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """What the same people picked in both, by scale (raw, as above)."""
    account: Account | None = None
    """How promises were kept in the rounds this person answers for; in all of them for an admin."""
    opened: frozenset[str] = frozenset()
    own: Own = field(default_factory=Own)
    """What this person keeps for themselves alone."""
    apart: tuple[Round, ...] = ()
    """The rounds they were named a reader of and keep out of: in none of the rest."""
    waits: frozenset[str] = frozenset()
    """The rounds in which an answer waits for this reader."""
    small: tuple[str, ...] = ()
    """The questions in words that too few answered, for the reader who may put them together."""
    found: tuple[Span, ...] = ()
    languages: tuple[Standing, ...] = ()
    """The languages besides English that people can pick."""
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    """The policies and action plans that outcomes can be tagged with."""
    quotes: Mapping[str, str] = field(default_factory=dict)
    """The texts of the round at hand that may be quoted now, by id."""
    approves: frozenset[str] = frozenset()
    """The rounds in which an outcome waits for this reader to let it go out."""
    overdue: frozenset[str] = frozenset()
    """The rounds whose people should have heard before today of something that was planned."""
    loops: Mapping[str, Loop] = field(default_factory=dict)
    """How the questions about what came of each round stand."""
    down: bool = False
    """Whether a quote of the round at hand was taken down."""
    again: frozenset[str] = frozenset()
    """The rounds whose people are to hear again, by today, of something that was planned."""
    given_up: frozenset[str] = frozenset()
    """Why messages were given up, for an admin; never how many, or whose."""
    requests: tuple[HelpRequest, ...] = ()
    concerns: tuple[Concern, ...] = ()
    behind: Mapping[str, str] | None = None
    """What it takes to reach whoever wrote the words of a concern: on this screen and never again."""
    hard: HardWords | None = None
    """The phrases beside which support is offered, for a lead."""
    fresh_id: str = ""
    """A new random id, for the draft or outcome this turn may make."""
    fresh_code: str = ""
    """A new link code, for the draft this turn may make."""
    fresh_token: str = ""
    """A new secret, for the one-time link this turn may make."""
    link_until: date | None = None
    """The last day of a one-time link that is made now."""
    handed: str = ""
    """The secret of the one-time link that was just made: shown on this screen and never again."""


@dataclass(frozen=True, slots=True)
class StaffStep:
    """Where to go, what to remember. ``faults`` are sentences by field id ("" for the page); when
    there are any nothing is remembered and the same screen is shown with ``values`` kept.
    ``note`` is the phrase key of what was done."""

    spot: Spot
    effects: tuple[StaffEffect, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
