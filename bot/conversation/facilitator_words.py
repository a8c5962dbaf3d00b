"""What people said, as far as it may be read: approved text and safe tallies."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from bot.consultation.dates import may_change
from bot.consultation.disclosure import Asked, Cell, results, text_lists
from bot.consultation.disclosure import Withheld as Held
from bot.consultation.joining import leads, members
from bot.consultation.model import Round, RoundState
from bot.consultation.rounds import OVER
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import joined, title_of
from bot.conversation.facilitator_form import Values
from bot.conversation.facilitator_round import round_screen
from bot.conversation.figures import held, number
from bot.conversation.messages import (
    Card,
    Choice,
    Heading,
    Message,
    Notice,
    Part,
    Quote,
    Row,
    Rows,
    Segment,
    Text,
    Words,
)
from bot.conversation.moves import option_ids
from bot.ports import SealedText
from prompts.schema import Question, QuestionSet


def words_screen(
    _spot: Spot,
    round_: Round,
    facts: DeskFacts,
    _faults: Mapping[str, str],
    _values: Values,
) -> Message:
    """Return what may be read of a round: nothing before it has closed."""
    if round_.state not in OVER:
        return round_screen(round_, facts)
    say = facts.say
    sealed = round_.state is RoundState.SEALED
    how = "sealed" if sealed else "confidential" if may_change(round_, facts.now) else "sealing"
    none = "facilitator.words.none" if sealed else "facilitator.words.not_yet"
    lines = say.many(f"facilitator.words.{how}")
    return Message(
        say("facilitator.words.title"),
        kicker=title_of(round_, facts),
        parts=(
            Notice(lines),
            *_tallies(round_, facts),
            *(texts_of(round_, facts, sealed=sealed) if facts.approved else ()),
            *(() if facts.approved else (Text(say(none, k=round_.k)),)),
            *(_about_files(facts) if sealed else ()),
        ),
        choices=(
            *(_files(facts) if sealed else ()),
            Choice(Spot("round", round_.id).action(), say("facilitator.back"), "quiet"),
        ),
    )


def _about_files(facts: DeskFacts) -> tuple[Part, ...]:
    say = facts.say
    return (
        Heading(say("export.title")),
        *(Text(line, "small") for line in say.many("export.lines")),
    )


def _files(facts: DeskFacts) -> tuple[Choice, ...]:
    return tuple(Choice(f"{EXPORT}:{form}", facts.say(f"export.form.{form}")) for form in _FORMS)


EXPORT: Final = "export"
"""The act of asking for a file; a channel that can hand one over does so itself."""
_FORMS: Final = ("xlsx", "csv", "json")


def export_elsewhere(spot: Spot, _event: Chose, facts: DeskFacts, _round: Round) -> StaffStep:
    """Say where files are handed over, for a channel that cannot."""
    return StaffStep(spot, faults={"": facts.say("export.elsewhere")})


def questions_of(round_: Round, facts: DeskFacts) -> tuple[Question, ...]:
    """Return the steps of a round, or of a draft as it stands."""
    pinned: QuestionSet | None = facts.questions or facts.sets.get(round_.question_set)
    return pinned.questions if pinned else ()


def asked_in(question: Question, round_: Round) -> str:
    """Return a question in the wording a round uses."""
    return question.wording["original" if round_.wording == "original" else "plain"].ask


def named(question: str, round_: Round, facts: DeskFacts) -> str:
    """Return the words of a question, with those of all that are read as one with it."""
    asked = {each.id: asked_in(each, round_) for each in questions_of(round_, facts)}
    return joined(facts.say, (asked.get(each, "") for each in members(question, round_.joined)))


def _tallies(round_: Round, facts: DeskFacts) -> Iterable[Part]:
    say = facts.say
    for question, asked, cells in questions_with_picks(round_, facts):
        if round_.state is not RoundState.SEALED:
            until = say.short_date(round_.withdraw_until) if round_.withdraw_until else ""
            moving = Held("figure.picks.when", "figure.picks.moving")
            late = Held("figure.picks.sealing", "figure.picks.once")
            yield held(asked, moving if may_change(round_, facts.now) else late, say, day=until)
        elif isinstance(cells, Held):
            yield held(asked, cells, say, k=round_.k)
        else:
            key = "exact" if all(cell.number.exact for cell in cells) else "note"
            note = Text(say(f"figure.picks.{key}", k=round_.k), "small")
            yield Card(asked, (Rows(tuple(_row(c, question, facts) for c in cells)), note))


def questions_with_picks(
    round_: Round, facts: DeskFacts
) -> Iterable[tuple[Question, str, tuple[Cell, ...] | Held]]:
    """Yield each question that is answered by picking, its words, and what may be shown of it."""
    picked = [q for q in questions_of(round_, facts) if q.kind not in ("text", "card")]
    asked = [Asked(q.id, q.kind, option_ids(q), q.attribute) for q in picked]
    told = results(asked, facts.tallies, round_.k)
    for question in picked:
        yield question, asked_in(question, round_), told[question.id]


def _row(cell: Cell, question: Question, facts: DeskFacts) -> Row:
    return Row(pick_labels(cell, question, facts), (number(cell.number, facts.say),))


def pick_labels(cell: Cell, question: Question, facts: DeskFacts) -> str:
    """Return the words of the options that are shown together."""
    say = facts.say
    labels = {option.id: option.label for option in question.options}
    if question.kind == "likert":
        labels = dict(zip(option_ids(question), say.many("likert.labels"), strict=True))
    names = [labels[option] for option in cell.options]
    return reduce(lambda first, second: say("figure.picks.or", first=first, second=second), names)


def texts_of(round_: Round, facts: DeskFacts, *, sealed: bool) -> Iterable[Part]:
    """Approved text under its question."""
    say = facts.say
    lists = text_groups(round_, facts)
    if isinstance(lists, Held):
        yield held(say("figure.texts.label"), lists, say, k=round_.k)
        return
    for title, group, texts in lists:
        beside = _beside(facts) if len(group) == 1 else {}
        drawn = [part for text in texts for part in _text(text, facts, beside, sealed=sealed)]
        yield Card(title, tuple(drawn))


type Group = tuple[str, tuple[str, ...], list[SealedText]]
"""The words of the questions of a list, their ids, and the texts in an order that says nothing."""


def text_groups(round_: Round, facts: DeskFacts) -> list[Group] | Held:
    """Return approved texts in lists. Questions with few answers stand together, since a short list
    is a small number too."""
    asked = leads((each.id for each in questions_of(round_, facts)), round_.joined)
    found: dict[str, list[SealedText]] = {each: [] for each in asked}
    for text in facts.approved:
        found.setdefault(text.question, []).append(text)
    sizes = {each: len(texts) for each, texts in found.items() if texts}
    groups = text_lists(sizes, round_.k)
    if isinstance(groups, Held):
        return groups
    return [(_titled(group, round_, facts), group, _mixed(group, found)) for group in groups]


def _titled(group: tuple[str, ...], round_: Round, facts: DeskFacts) -> str:
    title = joined(facts.say, (named(each, round_, facts) for each in group))
    return title or facts.say("facilitator.words.other")


def _mixed(group: tuple[str, ...], found: Mapping[str, list[SealedText]]) -> list[SealedText]:
    # In the order of their random ids, which says nothing; so it does across questions too.
    return sorted((t for each in group for t in found[each]), key=lambda text: text.id)


def _beside(facts: DeskFacts) -> dict[str, str]:
    """What may stand beside a text of a question that is shown alone, by its author's pick."""
    questions = facts.questions
    if questions is None or not questions.attribute:
        return {}
    asked = questions.question(questions.attribute)
    return {option.id: option.label for option in asked.options}


def _text(
    text: SealedText, facts: DeskFacts, beside: Mapping[str, str], *, sealed: bool
) -> tuple[Part, ...]:
    words = Words((Segment(text.text),))
    if not sealed:
        return (words,)
    key = "quote_yes" if text.quotable else "quote_no"
    told = Text(facts.say(f"facilitator.words.{key}"), "small")
    label = beside.get(text.attribute)
    return (
        Quote(text.text) if text.quotable else words,
        *((Text(facts.say("facilitator.words.of", label=label), "small"),) if label else ()),
        told,
    )
