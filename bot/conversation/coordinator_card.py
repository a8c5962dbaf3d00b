"""One answer as its reader sees it: covered, open, or in other hands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.consultation import review
from bot.consultation.model import Review
from bot.consultation.redaction import WORDS, Kept, KeptCover, Span, hints_of
from bot.conversation.coordinator import COVERED, MAX_MORE, Reading
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import (
    Card,
    Choice,
    Field,
    Heading,
    Notice,
    Option,
    Part,
    Row,
    Rows,
    Segment,
    Text,
    Words,
)
from bot.conversation.names import CoverNames

SHORT: Final = 40
"""An answer of at most this many words is called short. Nothing finer is told: lengths hint whose
an answer is."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent and did not go through: sentences and values by field."""

    faults: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]

    def chosen(self, field: str) -> str:
        """Return the first value of a field, or an empty string."""
        return next(iter(self.values.get(field, ())), "")


def card(letter: str, here: Reading, facts: DeskFacts, form: Form, place: str = "answer") -> Card:
    """Return the card of one answer. It holds the words only if this reader may decide about them
    and has opened them today."""
    mine = review.may_decide(here.answer, facts.me.id, here.round)
    opened = here.answer.id in facts.opened
    if mine and opened and place != COVERED:
        return _open(letter, here, facts, form)
    if mine:
        return _shut(letter, here, facts)
    return _elsewhere(letter, here, facts, form if opened else None)


def question_line(here: Reading, facts: DeskFacts) -> str:
    """Return the question of an answer with its number, as contributors counted it."""
    if facts.questions is None:
        return ""
    asked = [question for question in facts.questions.questions if question.kind != "card"]
    for number, question in enumerate(asked, 1):
        if question.id == here.answer.question:
            wordings = {str(style): wording for style, wording in question.wording.items()}
            wording = wordings.get(here.round.wording)
            ask = wording.ask if wording else ""
            return facts.say("coordinator.answer.question", number=number, ask=ask)
    return ""


def _shut(letter: str, here: Reading, facts: DeskFacts) -> Card:
    say = facts.say
    short = len(here.kept.text.split()) <= SHORT
    about = say("coordinator.answer.title", letter=letter)
    opened = here.answer.id in facts.opened
    again = Spot("answer", here.round.id, here.answer.id).action()
    name, act = ("again", again) if opened else ("open", "open")
    choices = [Choice(act, say(f"coordinator.choice.{name}"), about=about, key="O")]
    if review.may_pass(here.answer, facts.me.id, here.round):
        choices.append(
            Choice("pass", say("coordinator.choice.pass"), "quiet", about=about, key="L")
        )
    return Card(
        say("coordinator.answer.shut", letter=letter),
        parts=(
            Text(say("coordinator.answer.short" if short else "coordinator.answer.long")),
            Text(question_line(here, facts)),
            *_hard(here, facts),
            *_history(here, facts, shut=True),
        ),
        choices=tuple(choices),
        shut=True,
    )


def _hard(here: Reading, facts: DeskFacts) -> tuple[Part, ...]:
    """Warn of a text before it is opened."""
    if not here.hard:
        return ()
    say = facts.say
    return (Notice((say("coordinator.answer.hard"), say("coordinator.answer.hard_text"))),)


def _elsewhere(letter: str, here: Reading, facts: DeskFacts, form: Form | None) -> Card:
    """Draw an answer that is not this reader's to decide: never its words. Who has read them today
    may still raise a concern."""
    say, answer = facts.say, here.answer
    waiting = answer.review in (Review.WAITING, Review.SECOND, Review.HELD)
    key = "elsewhere" if waiting else str(answer.review)
    parts: list[Part] = [Text(say(f"coordinator.answer.{key}"))]
    if waiting and not review.has_reader(answer, here.round):
        parts.append(Text(say("coordinator.answer.nobody")))
    return Card(
        say("coordinator.answer.title", letter=letter),
        kicker=question_line(here, facts),
        parts=tuple(parts),
        fields=(_reason(facts, form),) if form else (),
        choices=(_act(here, facts, "concern", "R", ("reason",)),) if form else (),
    )


def _open(letter: str, here: Reading, facts: DeskFacts, form: Form) -> Card:
    say = facts.say
    finds = tuple(f"found-{number}" for number in here.found)
    covering = (*finds, "more", "reason")
    choices = [
        _act(here, facts, "approve", "A", covering),
        _act(here, facts, "cover", "C", covering),
        _act(here, facts, "hold", "H", ("reason",)),
        _act(here, facts, "decline", "D", ("reason",)),
        _act(here, facts, "concern", "R", ("reason",)),
    ]
    if here.answer.review is Review.SECOND and here.answer.before is not None:
        choices.append(_act(here, facts, "restore", "", ()))
    back = Spot("batch", here.round.id, here.batch.id).action()
    choices.append(Choice(back, say("coordinator.choice.shut"), "quiet", key="O"))
    return Card(
        say("coordinator.answer.title", letter=letter),
        kicker=question_line(here, facts),
        parts=(
            Words(_segments(here, facts), say("coordinator.answer.words")),
            *_history(here, facts),
            *_standing(here, facts),
            *_hints(here, facts),
            Text(_whose(here, facts), "small"),
            *_need(here, facts, form),
        ),
        fields=(
            *(_find(here, facts, form, number) for number in here.found),
            Field(
                "more",
                say("coordinator.field.more"),
                hint=say("coordinator.field.more_hint"),
                value=form.chosen("more"),
                fault=form.faults.get("more", ""),
                max_length=MAX_MORE,
                optional=True,
            ),
            _reason(facts, form),
        ),
        choices=tuple(choices),
    )


def _whose(here: Reading, facts: DeskFacts) -> str:
    """Say what its writer allowed and will see; of words from a try-out there is no writer."""
    say = facts.say
    if here.round.id in facts.tried:
        return say("tryout.reading.nobody")
    quote = say(f"coordinator.answer.quote_{'yes' if here.answer.quote else 'no'}")
    return f"{quote} {say('coordinator.answer.seen_by_person')}"


def _act(here: Reading, facts: DeskFacts, name: str, key: str, fields: tuple[str, ...]) -> Choice:
    label = facts.say(f"coordinator.choice.{name}")
    return Choice(f"{name}:{here.seen}", label, fields=fields, key=key)


def _segments(here: Reading, facts: DeskFacts) -> tuple[Segment, ...]:
    names, text = CoverNames(facts.say), here.kept.text
    pieces: list[Segment] = []
    at = 0
    for number, place in enumerate(here.places, 1):
        if place.start > at:
            pieces.append(Segment(text[at : place.start]))
        words = text[place.start : place.end]
        if isinstance(place, Span):
            name = names.get(place.label) or names[WORDS]
            pieces.append(Segment(name, "found", words, number))
        else:
            pieces.append(Segment(words, "kept", number=number))
        at = place.end
    if at < len(text):
        pieces.append(Segment(text[at:]))
    return tuple(pieces)


def _plain(kept: Kept) -> tuple[Segment, ...]:
    pieces: list[Segment] = []
    at = 0
    for cover in kept.covers:
        pieces += [Segment(kept.text[at : cover.start])] if cover.start > at else []
        pieces.append(Segment(kept.text[cover.start : cover.end], "kept"))
        at = cover.end
    return (*pieces, Segment(kept.text[at:])) if at < len(kept.text) else tuple(pieces)


def _history(here: Reading, facts: DeskFacts, *, shut: bool = False) -> tuple[Part, ...]:
    """Tell what happened to the answer before; what lies under a reader's covers is shown to the
    one who has to confirm them, once the answer is open."""
    say, answer = facts.say, here.answer
    parts: list[Part] = []
    if answer.appeal:
        parts.append(Text(say("coordinator.answer.appeal")))
    elif answer.review is Review.SECOND:
        covered = "second_covered" if answer.before else "second"
        parts.append(Text(say(f"coordinator.answer.{covered}")))
    elif answer.review is Review.HELD:
        parts.append(Text(say("coordinator.answer.held")))
    if answer.reason in review.REASONS:
        reason = say(f"review.reason.{answer.reason}")
        parts.append(Text(say("coordinator.answer.reason", reason=reason), "small"))
    if facts.me.id in answer.passed:
        parts.append(Text(say("coordinator.answer.passed"), "small"))
    if answer.before is not None and answer.id in facts.opened and not shut:
        parts.append(Words(_plain(answer.before), say("coordinator.answer.before")))
    return tuple(parts)


def _standing(here: Reading, facts: DeskFacts) -> tuple[Part, ...]:
    say, text = facts.say, here.kept.text
    rows = tuple(
        Row(
            say("coordinator.answer.cover", number=number, name=text[place.start : place.end]),
            (say(f"coordinator.answer.by_{place.by}"), say("coordinator.answer.stays")),
        )
        for number, place in enumerate(here.places, 1)
        if isinstance(place, KeptCover)
    )
    return (Heading(say("coordinator.answer.covers")), Rows(rows)) if rows else ()


def _hints(here: Reading, facts: DeskFacts) -> tuple[Part, ...]:
    """Point at words that may tell whose they are."""
    text, hints = here.kept.text, hints_of(here.kept.text, facts.found)
    if not hints:
        return ()
    say = facts.say
    lines = (say("coordinator.answer.hint_words", words=text[start:end]) for start, end in hints)
    note = say("coordinator.answer.hint_note")
    return (Notice((say("coordinator.answer.hint"), *lines, note)),)


def _need(here: Reading, facts: DeskFacts, form: Form) -> tuple[Part, ...]:
    """Name the found words that still need a choice."""
    waiting = [str(n) for n in here.found if form.chosen(f"found-{n}") not in ("cover", "leave")]
    if not waiting:
        return ()
    *first, last = waiting
    numbers = last
    if first:
        numbers = facts.say("coordinator.answer.and", first=", ".join(first), last=last)
    return (Text(facts.say("coordinator.answer.need", numbers=numbers)),)


def _find(here: Reading, facts: DeskFacts, form: Form, number: int) -> Field:
    say, names = facts.say, CoverNames(facts.say)
    span = here.found[number]
    field = f"found-{number}"
    return Field(
        field,
        say("coordinator.field.found", number=number, words=here.kept.text[span.start : span.end]),
        "one",
        say(
            "coordinator.field.found_hint",
            kind=names.get(span.label) or names[WORDS],
            why=say(f"found.{span.why}"),
        ),
        options=_options(
            form, field, {c: say(f"coordinator.field.{c}") for c in ("cover", "leave")}
        ),
        fault=form.faults.get(field, ""),
    )


def _reason(facts: DeskFacts, form: Form | None) -> Field:
    say, sent = facts.say, form or Form({}, {})
    nobody = facts.round is not None and facts.round.id in facts.tried
    return Field(
        "reason",
        say("coordinator.field.reason"),
        "one",
        say("tryout.reading.reason_hint" if nobody else "coordinator.field.reason_hint"),
        options=_options(sent, "reason", {r: say(f"review.reason.{r}") for r in review.REASONS}),
        fault=sent.faults.get("reason", ""),
        optional=True,
    )


def _options(form: Form, field: str, labels: Mapping[str, str]) -> tuple[Option, ...]:
    chosen = form.chosen(field)
    return tuple(Option(value, label, value == chosen) for value, label in labels.items())
