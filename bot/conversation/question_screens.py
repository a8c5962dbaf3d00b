"""The screens of a question: words, choices, a card to read, and what will be kept."""

from dataclasses import replace

from bot.consultation.hard_words import offers_support
from bot.consultation.redaction import Draft, open_hints
from bot.conversation.easy import worded
from bot.conversation.facts import MAX_TEXT, Facts
from bot.conversation.messages import (
    Card,
    Choice,
    Fault,
    Field,
    Message,
    Option,
    Part,
    Progress,
    Segment,
    Text,
    Words,
)
from bot.conversation.moves import box_of, option_ids
from bot.conversation.names import CoverNames
from bot.conversation.state import State
from prompts.schema import Question


def back(facts: Facts) -> Choice:
    """Return the way one step back."""
    return Choice("back", facts.say("contributor.nav.back"), "quiet")


def asking(state: State, facts: Facts) -> Message:
    """Return the screen that asks the question at hand."""
    question = facts.questions.questions[state.at]
    if question.kind == "card":
        return _card(state, question, facts)
    say = facts.say
    ask, below = worded(question, state, facts)
    parts: list[Part] = [_progress(state, facts)]
    foreign = facts.foreign(question)
    if foreign:
        name = say.of(foreign).name
        parts.append(Text(say("contributor.question.other_language", language=name), "small"))
    parts += below
    if question.attribute:
        parts.append(Text(say("contributor.question.beside")))
    answer = facts.kept.get(question.id)
    if answer is not None:
        parts.append(Text(say("contributor.question.again"), "small"))
    fault = say(state.fault) if state.fault else ""
    nav = (back(facts),) if state.at or state.from_answers else ()
    first = Message(ask, parts=tuple(parts), nav=nav, boxed=True, titled=foreign)
    if question.kind == "text":
        return _open_text(first, state, question, fault, facts)
    return _choice(first, question, fault, facts)


def _open_text(
    first: Message, state: State, question: Question, fault: str, facts: Facts
) -> Message:
    say = facts.say
    typed = state.draft.text if state.draft and state.draft_at == state.at else ""
    name = box_of(question)
    box = Field(
        name,
        say("contributor.question.label"),
        "long",
        say("contributor.question.hint"),
        value=typed,
        fault=fault,
        max_length=MAX_TEXT,
    )
    return replace(
        first,
        fields=(box,),
        choices=(Choice("say", say("contributor.question.next"), "main", (name,)),),
        after=(
            Text(say("contributor.question.nothing_kept"), "small"),
            Text(say("contributor.question.not_live"), "small"),
        ),
        says=name,
    )


def _choice(first: Message, question: Question, fault: str, facts: Facts) -> Message:
    say = facts.say
    answer = facts.kept.get(question.id)
    picked = answer.picks if answer else ()
    foreign = "" if question.kind == "likert" else facts.foreign(question)
    options = tuple(
        Option(option, label, option in picked, language=foreign)
        for option, label in zip(option_ids(question), _labels(question, facts), strict=True)
    )
    parts = (*first.parts, Fault(fault)) if fault else first.parts
    after = (Text(say("contributor.question.not_live"), "small"),)
    if question.kind == "several":
        box = Field("pick", say("contributor.question.several"), "many", options=options)
        keep = say("contributor.question.keep")
        choice = Choice(f"pick:{question.id}:", keep, "main", ("pick",))
        return replace(first, parts=parts, fields=(box,), choices=(choice,), after=after)
    choices = tuple(
        Choice(
            f"pick:{question.id}:{option.value}",
            option.label,
            current=option.chosen,
            language=option.language,
        )
        for option in options
    )
    return replace(first, parts=parts, choices=choices, after=after, group=question_group(facts))


def question_group(facts: Facts) -> str:
    """Return the label of a group of one-tap answers."""
    return facts.say("contributor.question.pick")


def _labels(question: Question, facts: Facts) -> tuple[str, ...]:
    if question.kind == "likert":
        return facts.say.many("likert.labels")
    return tuple(option.label for option in facts.put(question).options)


def _card(state: State, question: Question, facts: Facts) -> Message:
    ask, below = worded(question, state, facts)
    return Message(
        ask,
        parts=(_progress(state, facts), *below),
        choices=(Choice("next", facts.say("contributor.question.next"), "main"),),
        nav=(back(facts),) if state.at else (),
        boxed=True,
        titled=facts.foreign(question),
    )


def _progress(state: State, facts: Facts) -> Progress:
    total = len(facts.questions.questions)
    text = facts.say("contributor.question.progress", number=state.at + 1, total=total)
    return Progress(state.at + 1, total, text)


def checking(state: State, facts: Facts) -> Message:
    """Return the one screen between typing and keeping (promise 3)."""
    say = facts.say
    draft = state.draft or Draft("")
    segments = _segments(draft, CoverNames(facts.say))
    proposed = any(segment.cover == "proposed" for segment in segments)
    fault = say(state.fault) if state.fault else ""
    wrong_quote = state.fault == "contributor.fault.quote"
    covers = Field(
        "covers",
        say("contributor.check.covers"),
        "covers",
        options=tuple(
            Option(
                str(segment.number),
                say("contributor.check.cover_word", word=segment.was, kind=segment.text),
                draft.marks[segment.number - 1].covered,
            )
            for segment in segments
            if segment.cover
        ),
        optional=True,
    )
    more = Field(
        "more",
        say("contributor.check.more"),
        "short",
        say("contributor.check.more_hint"),
        fault="" if wrong_quote else fault,
        optional=True,
    )
    quote = Field(
        "quote",
        say("contributor.check.quote"),
        "one",
        say("contributor.check.quote_hint"),
        options=(Option("yes", say("contributor.yes")), Option("no", say("contributor.no"))),
        fault=fault if wrong_quote else "",
    )
    hard = Field(
        "hard",
        say("contributor.check.hard"),
        "many",
        say("contributor.check.hard_hint"),
        options=(Option("yes", say("contributor.check.hard_yes"), state.hard),),
        optional=True,
    )
    explain = "contributor.check.proposed" if proposed else "contributor.check.none_found"
    page = state.drafted
    return Message(
        say("contributor.check.title"),
        parts=(
            _progress(state, facts),
            Words(segments, say("contributor.check.words"), "covers"),
            Text(say(explain), "small"),
            *_offer(draft, facts),
            *_reasons(draft, facts),
            *_hints(draft, page, facts),
        ),
        fields=(covers, more, quote, hard),
        choices=(
            Choice(
                f"keep:{page}",
                say("contributor.check.keep"),
                "main",
                ("covers", "more", "quote", "hard"),
            ),
            Choice(f"cover:{page}", say("contributor.check.cover"), "two", ("covers", "more")),
            Choice("rewrite", say("contributor.check.rewrite"), "quiet"),
            Choice(f"bin:{page}", say("contributor.check.bin"), "quiet"),
        ),
        after=(Text(say("contributor.check.until", until=facts.until), "small"),),
        nav=(back(facts),),
        boxed=True,
    )


def _offer(draft: Draft, facts: Facts) -> tuple[Part, ...]:
    """Offer support beside hard words. Nobody is told, and without them support is there as well."""
    if not offers_support(draft.text, facts.hard):
        return ()
    say = facts.say
    lines = tuple(map(Text, say.many("contributor.offer.lines")))
    support = Choice("support", say("contributor.offer.go"), about=say("contributor.offer.title"))
    return (Card(say("contributor.offer.title"), lines, choices=(support,)),)


def _reasons(draft: Draft, facts: Facts) -> tuple[Part, ...]:
    """Say why words were picked, by how they will read: what is covered is not written out again."""
    say, names = facts.say, CoverNames(facts.say)
    kinds: dict[str, dict[str, None]] = {}
    for mark in draft.marks:
        if mark.why:
            name = names.get(mark.label) or names["words"]
            kinds.setdefault(mark.why, {})[name] = None
    return tuple(
        Text(say("contributor.check.why", kinds=", ".join(each), why=say(f"found.{why}")), "small")
        for why, each in kinds.items()
    )


def _hints(draft: Draft, page: int, facts: Facts) -> tuple[Part, ...]:
    """Ask, once, about words that few people would write. Doing nothing leaves them."""
    say = facts.say
    hints = tuple(
        Text(say("contributor.check.hint_words", words=draft.text[start:end]))
        for start, end in open_hints(draft)
    )
    if not hints:
        return ()
    leave = Choice(f"leave:{page}", say("contributor.check.hint_leave"))
    ask = Text(say("contributor.check.hint_ask"))
    return (Card(say("contributor.check.hint"), parts=(*hints, ask), choices=(leave,)),)


def _segments(draft: Draft, names: CoverNames) -> tuple[Segment, ...]:
    pieces: list[Segment] = []
    at = 0
    for number, mark in enumerate(draft.marks, 1):
        if mark.start > at:
            pieces.append(Segment(draft.text[at : mark.start]))
        name = names.get(mark.label) or names["words"]
        was = draft.text[mark.start : mark.end]
        pieces.append(Segment(name, "own" if mark.own else "proposed", was, number))
        at = mark.end
    if at < len(draft.text):
        pieces.append(Segment(draft.text[at:]))
    return tuple(pieces)
