"""What a contributor's turn may look at."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from typing import Self

from bot.consultation import dates
from bot.consultation.model import Answer, Held, HelpRequest, Outcome, Round, RoundState, Staff
from bot.consultation.rounds import LATE
from bot.consultation.safety import needs_worker
from bot.consultation.support import OpenLine
from bot.joining import Tied
from prompts.library import Phrases
from prompts.schema import Question, QuestionSet, Style, Wording

MAX_TEXT = 5000
"""Longest answer, in characters."""

_WORDS = (
    "stop", "pause", "skip", "back", "help", "support", "answers", "privacy",
    "data", "easy", "join", "language", "yes", "no", "later", "never",
)  # fmt: skip
NOTHING_HELD = Held()


@dataclass(frozen=True)
class Facts:
    """``known``: the person is enrolled in this round. ``answers`` are theirs, by question id.

    ``met``: they are known here, in this round or another, and ``stopped`` holds for all of them.
    ``tied`` is what came of a code that was given in a chat platform, and ``joined`` are the channels
    that are one person's: only for who has stopped.
    ``asked``: in how many rounds a person who is not in this one was asked of late.
    ``works``: they run this round or read it, so they cannot answer it.
    ``recognised``: they are not, and are known all the same: from the first wave of an evaluation.
    ``coded``: people are known here by a code they hold, and ``code`` is it; elsewhere the platform
    knows them. ``delivered`` are keys of messages that reached them. ``outcomes`` are those already sent.
    ``emergency`` is the number for a danger to life. ``staff`` holds the people a round names, by
    id. ``room`` is the code of the link of a room, if that is how the person came. ``held`` is all that
    is held of them, in other rounds too, and ``ticket`` leads to it once: only for *my data*.
    ``translated`` are the questions in the person's language, where somebody wrote them.
    ``request`` is what they asked the lead in this round, for the page of support.
    ``follow`` is the round in which people ask about the newest outcome, ``answered`` holds the answers
    that were sent, ``quotes`` the texts that may be quoted now, by id. In ``check`` people say whether a draft is right.
    """

    now: datetime
    round: Round
    questions: QuestionSet
    say: Phrases
    translated: QuestionSet | None = None
    channel: str = "web"
    known: bool = False
    recognised: bool = False
    works: bool = False
    asked: int = 0
    met: bool = False
    tied: Tied = ""
    joined: tuple[str, ...] = ()
    stopped: bool = False
    answers: Mapping[str, Answer] | None = None
    coded: bool = True
    code: str = ""
    delivered: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    staff: Mapping[str, Staff] | None = None
    lines: tuple[OpenLine, ...] = ()
    emergency: str = ""
    room: str = ""
    request: HelpRequest | None = None
    hard: tuple[str, ...] = ()
    """Phrases beside which support is offered, where somebody looks at what they wrote."""
    held: Held = NOTHING_HELD
    ticket: str = ""
    follow: Round | None = None
    check: Round | None = None
    answered: tuple[Outcome, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    keepsakes: Mapping[str, str] = field(default_factory=dict)
    """By question, the ids that this person's texts will have as quotes; for those who ask alone."""

    @cached_property
    def kept(self) -> Mapping[str, Answer]:
        """Return the person's answers."""
        return self.answers or {}

    @cached_property
    def takes_people(self) -> bool:
        """Tell whether somebody may still say yes (a draft is tried out by its facilitator)."""
        takes = dates.takes_people(self.round, self.now) and not self.alone
        return self.is_draft or takes

    @property
    def alone(self) -> bool:
        """Tell whether somebody may say yes only beside a worker, and came without one."""
        return needs_worker(self.round) and not (self.room or self.known)

    @property
    def may_check_in(self) -> bool:
        """Tell whether one may choose, or leave, one message some days after a hard round."""
        return self.round.hard and self.may_change

    @cached_property
    def takes_answers(self) -> bool:
        """Tell whether new answers are taken."""
        return self.is_draft or dates.takes_answers(self.round, self.now)

    def waits(self, question: Question) -> bool:
        """Tell whether a question is of the second part, and that is not open yet."""
        first = self.questions.questions[0].part
        later = question.part != first and not self.is_draft
        return later and dates.waits_for_second(self.round, self.now)

    def takes(self, question: Question) -> bool:
        """Tell whether a question takes a new answer now: one stays open longer than the rest."""
        late = question.id == LATE and dates.takes_late(self.round, self.now)
        return (self.takes_answers or late) and not self.waits(question)

    @cached_property
    def may_change(self) -> bool:
        """Tell whether answers may still be changed or taken back."""
        return self.is_draft or dates.may_change(self.round, self.now)

    @property
    def is_draft(self) -> bool:
        """Tell whether this is a preview."""
        return self.round.state is RoundState.DRAFT

    @property
    def is_over(self) -> bool:
        """Tell whether nothing of the round can change any more for this person."""
        return self.round.state is RoundState.CANCELLED or not self.may_change

    @property
    def until(self) -> str:
        """Return the last day on which answers can be changed, in words."""
        day = self.round.withdraw_until
        return self.say.short_date(day) if day else ""

    @property
    def closes(self) -> str:
        """Return the last day on which answers are taken, in words."""
        day = self.round.closes_on
        return self.say.short_date(day) if day else ""

    def hour(self, at: time) -> str:
        """Return a time of day in words: 4 pm, 3:30 pm."""
        return self.say.hour(at)

    def wording(self, question: Question) -> Wording:
        """Return a question in the wording this round uses."""
        style: Style = "original" if self.round.wording == "original" else "plain"
        return self.put(question).wording[style]

    def put(self, question: Question) -> Question:
        """Return a question as it is put to this person: in their language, if it was written so."""
        return self._put.get(question.id, question)

    def foreign(self, question: Question) -> str:
        """Return the language of a question's own words where it is another than the rest's."""
        return "" if self.say.language == "en" or question.id in self._put else "en"

    @cached_property
    def _put(self) -> Mapping[str, Question]:
        asked = self.translated.questions if self.translated else ()
        return {each.id: each for each in asked}

    def in_language(self, say: Phrases) -> Self:
        """Return the same facts told in a language: where English has to do, it does for all."""
        return self if say is self.say else replace(self, say=say, translated=None)

    def name_of(self, staff_id: str) -> str:
        """Return the name of a member of staff, or an empty string."""
        member = (self.staff or {}).get(staff_id)
        return member.name if member else ""


def control_word(say: Phrases, text: str) -> str:
    """Return the action a whole message stands for, or "" ("we have to stop this" is an answer).

    Case, punctuation around it and invisible characters are ignored.
    """
    if len(text) > _LONGEST:
        # Somebody who holds a key down still means the word before it.
        text = _bare(text)
        if len(text) > _LONGEST:
            return ""
    return _words_of(say).get(_plain(text), "")


_LONGEST = 80
"""Longer than any control word, in characters."""
_MARKS = re.compile(r"[\W_]*")


def _bare(text: str) -> str:
    """Take away the marks around a text, in linear time."""
    for _ in range(2):
        text = _MARKS.sub("", text, count=1)[::-1]
    return text


_maps: dict[int, tuple[Phrases, dict[str, str]]] = {}


def _words_of(say: Phrases) -> dict[str, str]:
    """Return the words of a language by action; made once for each phrase book."""
    found = _maps.get(id(say))
    if found is None:
        # English words hold in every language: nobody has to know another word to stop.
        books = dict.fromkeys((say.of("en"), say))
        table = {
            _plain(word): action
            for book in books
            for action in _WORDS
            if book.has(f"word.{action}")
            for word in book.many(f"word.{action}")
        }
        found = _maps[id(say)] = (say, table)
    return found[1]


def heard_word(say: Phrases, text: str) -> str:
    """Return what :func:`control_word` does, in whatever language, where it is not known yet in which
    somebody speaks."""
    words = (control_word(book, text) for book in (say, *say.languages()))
    return next(filter(None, words), "")


def _plain(text: str) -> str:
    seen = "".join(
        ch for ch in unicodedata.normalize("NFKC", text) if unicodedata.category(ch) != "Cf"
    )
    return re.sub(r"[\W_]+", " ", seen).strip().casefold()
