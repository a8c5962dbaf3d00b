"""A person, the state between their turns, and what a storage would hold because of them.

The storage here is the model of a model-based test: a few plain values and the effects' plain
meaning. The state goes through JSON between any two turns.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.consultation.model import (
    Answer,
    Hears,
    HeldRound,
    Outcome,
    Role,
    Round,
    RoundState,
    Staff,
)
from bot.consultation.model import Held as AllHeld
from bot.consultation.support import lines_for
from bot.conversation.contributor import settled, step
from bot.conversation.contributor_screens import show
from bot.conversation.effects import (
    AskContact,
    Consent,
    ContributorEffect,
    DeleteEverything,
    Hear,
    Join,
    Keep,
    Never,
    Stop,
    TakeBack,
)
from bot.conversation.events import Chose, Event, Opened, Said
from bot.conversation.facts import Facts
from bot.conversation.messages import Choice, Field, Message, Words
from bot.conversation.state import State
from bot.detection.detector import RuleDetector
from prompts.library import Library

LIBRARY = Library.load()
SAY = LIBRARY.phrases()
DETECTOR = RuleDetector()

LEAD = Staff("1" * 32, "Isla Grant", Role.LEAD)
ANN = Staff("2" * 32, "Ann Muir", Role.COORDINATOR)
BOB = Staff("3" * 32, "Bob Shah", Role.COORDINATOR)
STAFF = {each.id: each for each in (LEAD, ANN, BOB)}

CODE = "amber birch cedar daisy elder fern gorse"
QUOTES = {"9" * 32: "They asked me first."}
NOON = datetime(2027, 2, 10, 12, tzinfo=UTC)
CLOSES, UNTIL, TELL = date(2027, 2, 28), date(2027, 3, 14), date(2027, 4, 30)
ROUND = Round(
    id="a" * 32,
    code="wren",
    state=RoundState.OPEN,
    title="Being asked",
    question_set="kinds-sample",
    asker="Ardlinn Council",
    known_by="Morven Reid, your youth worker",
    purpose="The council will change how workers meet young people.",
    decider="Catriona Bell",
    space="You can answer at home.",
    voice="The questions are short.",
    influence="How workers meet you. Not how many there are.",
    rung="asked",
    group="b" * 32,
    age_band="under18",
    opens_on=date(2027, 2, 1),
    closes_on=CLOSES,
    withdraw_until=UNTIL,
    tell_by=TELL,
    lead=LEAD.id,
    help_to=time(16),
    readers=(ANN.id, BOB.id),
)

SCALE = LIBRARY.sets["kinds-sample"].question("heard")
SETS = {
    **LIBRARY.sets,
    # Questions that take each other's answers: an old page may not answer another question.
    "scales": LIBRARY.sets["kinds-sample"].model_copy(
        update={"questions": tuple(SCALE.model_copy(update={"id": f"scale-{n}"}) for n in range(4))}
    ),
    "halves": LIBRARY.sets["kinds-sample"].model_copy(
        update={"questions": tuple(SCALE.model_copy(update={"id": n, "part": n}) for n in "ab")}
    ),
}

CONTROLS = ("stop", "pause", "skip", "support")
WORDS = ("stop", "pause", "skip", "back", "help", "support", "answers", "privacy", "data")


@dataclass
class Held:
    """What a storage would hold of one person in one round."""

    enrolled: bool = False
    stopped: bool = False
    hears: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    contacts: list[str] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=itertools.count)

    def remember(self, effects: Sequence[ContributorEffect]) -> None:
        for effect in effects:
            match effect:
                case Consent():
                    self.enrolled = True
                case Hear(hears):
                    self.hears = hears.value
                case Keep(answer):
                    self.answers[answer.question] = replace(answer, id=f"{next(self.ids):032x}")
                case TakeBack(question):
                    self.answers = {
                        key: kept
                        for key, kept in self.answers.items()
                        if question and key != question
                    }
                case DeleteEverything():
                    self.enrolled, self.stopped, self.hears, self.answers = False, False, "", {}
                case Stop() | Never():
                    self.stopped = self.enrolled
                case Join():
                    self.stopped = False
                case AskContact(reach):
                    self.contacts.append(reach)


class Talk:
    """One person in front of one round."""

    def __init__(
        self, questions: str = "kinds-sample", now: datetime = NOON, **round_: Any
    ) -> None:
        self.questions = SETS[questions]
        self.round = replace(ROUND, **({"question_set": questions} | round_))
        self.now = now
        self.held = Held()
        self.text = ""
        self.outcomes: tuple[Outcome, ...] = ()
        self.delivered: tuple[str, ...] = ()
        self.did: list[ContributorEffect] = []
        self.room, self.more = "", dict[str, Any]()

    # what stands
    @property
    def state(self) -> State:
        return State.from_json(self.text)

    @property
    def here(self) -> State:
        """Where the person really is."""
        return settled(self.state, self.facts)

    @property
    def facts(self) -> Facts:
        held = self.held
        return Facts(
            now=self.now,
            round=self.round,
            questions=self.questions,
            say=SAY,
            known=held.enrolled,
            stopped=held.stopped,
            answers=dict(held.answers) if held.enrolled else {},
            code=CODE if held.enrolled else "",
            delivered=self.delivered,
            outcomes=self.outcomes,
            staff=STAFF,
            lines=lines_for(LIBRARY.support(), self.round.age_band, self.now),
            emergency=LIBRARY.support().emergency,
            room=self.room,
            **self.more,
            held=self.all_held,
            ticket="ticket",
            quotes=QUOTES if self.round.state is RoundState.SEALED else {},
        )

    @property
    def all_held(self) -> AllHeld:
        """Return what a storage would tell of all that is held."""
        held = self.held
        if not held.enrolled:
            return AllHeld()
        mine = HeldRound(self.round, held.hears, held.answers)
        return AllHeld((mine,), {"channel": "web", "code": CODE}, held.stopped)

    @property
    def message(self) -> Message:
        return show(self.state, self.facts)

    @property
    def seen(self) -> str:
        """Everything the screen says."""
        return "\n".join(texts(self.message))

    # what is done
    def do(self, event: Event) -> tuple[ContributorEffect, ...]:
        done = step(self.state, event, self.facts)
        self.held.remember(done.effects)
        self.text = done.state.to_json()
        self.did += done.effects
        return done.effects

    def says(self, text: str) -> tuple[ContributorEffect, ...]:
        """Type something, where the screen takes typing in its box, else anywhere."""
        return self.do(Said(text, DETECTOR.find(text), self.message.says))

    def taps(self, label: str, **values: str | tuple[str, ...]) -> tuple[ContributorEffect, ...]:
        """Press the button with this label, with what its fields would submit."""
        choice = self.choice(label)
        return self.do(Chose(choice.action, self.submitted(choice, values)))

    def choice(self, label: str) -> Choice:
        found = {
            each.action: each
            for each in choices(self.message)
            if label in (each.label, f"{each.label} {each.about}")
        }
        assert len(found) == 1, (label, sorted(labels(self.message)))
        return next(iter(found.values()))

    def submitted(
        self, choice: Choice, values: Mapping[str, str | tuple[str, ...]]
    ) -> dict[str, tuple[str, ...]]:
        """Return what a form sends: the fields as they stand unless they were filled in."""
        sent: dict[str, tuple[str, ...]] = {}
        for each in all_fields(self.message):
            if each.id in choice.fields:
                chosen = tuple(option.value for option in each.options if option.chosen)
                lists = each.kind in ("many", "covers")
                if chosen or lists:
                    sent[each.id] = chosen
                elif each.kind != "one":
                    sent[each.id] = (each.value,)
        for name, value in values.items():
            sent[name.replace("__", "-")] = (value,) if isinstance(value, str) else value
        return sent

    # ways to places
    def joins(self, hears: Hears = Hears.ALL) -> "Talk":
        self.do(Chose("yes"))
        self.do(Chose(f"hears:{hears.value}"))
        return self

    def keeps(self, text: str, quote: str = "no") -> tuple[ContributorEffect, ...]:
        self.says(text)
        return self.taps("Keep", quote=quote)

    def answers_all(self) -> "Talk":
        """Answer every question that is left, once."""
        while self.here.place == "asking":
            kind = self.questions.questions[self.here.at].kind
            if kind == "card":
                self.taps("Next")
            elif kind == "text":
                self.keeps("They asked me first.")
            elif kind == "several":
                self.taps("Keep", pick=(self.message.fields[0].options[0].value,))
            else:
                self.taps(self.message.choices[0].label)
        return self


_IDS = frozenset(
    [
        "id",
        "action",
        "value",
        "field",
        "fields",
        "kind",
        "look",
        "size",
        "mark",
        "says",
        "key",
        "link",
        "path",
        "cover",
        "when",
    ]
)
"""Fields of the parts that no person reads, where they hold text and not parts."""


def texts(part: object) -> Iterator[str]:
    """Yield every sentence and label of a message, or of a part of one."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
    elif is_dataclass(part):
        for each in fields(part):
            value = getattr(part, each.name)
            if each.name not in _IDS or _is_read(part, value):
                yield from texts(value)


def _is_read(part: object, value: object) -> bool:
    """Tell whether a field with the name of an id is read: what stands in a box is."""
    parts = isinstance(value, tuple) and any(is_dataclass(each) for each in value)
    return parts or (isinstance(part, Field) and part.value == value)


def walk(part: object) -> Iterator[Any]:
    """Yield every value inside a message."""
    yield part
    if isinstance(part, tuple):
        for each in part:
            yield from walk(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from walk(getattr(part, each.name))


def choices(message: Message) -> list[Choice]:
    return [each for each in walk(message) if isinstance(each, Choice)]


def labels(message: Message) -> list[str]:
    return [each.label for each in choices(message)]


def all_fields(message: Message) -> list[Field]:
    return [each for each in walk(message) if isinstance(each, Field)]


def words(message: Message) -> Words:
    """Return the one run of the person's own words on a screen."""
    found = [each for each in walk(message) if isinstance(each, Words)]
    assert len(found) == 1
    return found[0]


def shown(
    message: Message, covered: Sequence[str] | None = None, tapped: Sequence[tuple[int, int]] = ()
) -> str:
    """Return the text as the screen says that it will be kept.

    Args:
        message: A screen with one answer on it.
        covered: The numbers of the covers that are switched on; None for those that stand.
        tapped: Places that were tapped on the page since it was drawn.
    """
    part = words(message)
    options = {
        option.value: option.chosen
        for each in all_fields(message)
        if each.id == part.field
        for option in each.options
    }
    on = {number for number, chosen in options.items() if chosen} if covered is None else covered
    made: list[str] = []
    at = 0
    for piece in part.segments:
        if piece.cover and piece.number:
            made.append(piece.text if str(piece.number) in on else piece.was)
            at += len(piece.was)
            continue
        made.append(_with_taps(piece.text, at, tapped))
        at += len(piece.text)
    return "".join(made)


def _with_taps(text: str, at: int, tapped: Sequence[tuple[int, int]]) -> str:
    made, done = [], 0
    for start, end in sorted(tapped):
        if at + done <= start < end <= at + len(text):
            made += [text[done : start - at], f"[{SAY('cover.words')}]"]
            done = end - at
    return "".join([*made, text[done:]])


_KEY = re.compile(r"\b(contributor|review|cover|word|likert|delivery|gate)\.[a-z_]+")


def unspoken(message: Message) -> list[str]:
    """Return what no person should read: phrase keys, open slots, empty labels."""
    found = [text for text in texts(message) if _KEY.search(text) or "{" in text or "}" in text]
    found += [repr(each) for each in choices(message) if not each.label.strip()]
    found += [repr(each) for each in all_fields(message) if not each.label.strip()]
    found += [] if message.title.strip() else ["no title"]
    return found


def opened(talk: Talk) -> None:
    """Look at the page. It changes nothing."""
    before = talk.text
    assert talk.do(Opened()) == ()
    assert talk.state == State.from_json(before)
