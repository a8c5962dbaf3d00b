"""What can lie on top of any place: pause, support, help, privacy, my answers, code entry, and the
questions that are asked once more. *My data* is in `my_data.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.consultation.model import Answer, HelpRequest, Review
from bot.consultation.redaction import Kept
from bot.consultation.safety import overdue, takes_requests
from bot.conversation.facts import Facts
from bot.conversation.keepsake import keepsake_screen
from bot.conversation.messages import (
    Card,
    Choice,
    Cover,
    Fault,
    Field,
    Message,
    Notice,
    Part,
    Row,
    Rows,
    Secret,
    Segment,
    Text,
    Words,
)
from bot.conversation.my_answers import has_stopped
from bot.conversation.my_data import data_screen, download_screen, stays
from bot.conversation.my_messages import MESSAGES, messages_screen, way_to_messages
from bot.conversation.my_words import WORDS, sure_down_screen, words_screen
from bot.conversation.state import State
from bot.conversation.support_lines import answering_times, due_by, support_parts
from prompts.schema import Question


def overlay(state: State, facts: Facts) -> Message:
    """Return the screen that lies on top."""
    return _OVERLAYS[state.over](state, facts)


def _close(facts: Facts, label: str = "contributor.nav.back_to") -> tuple[Choice, ...]:
    return (Choice("back", facts.say(label), "quiet"),)


def _fault(state: State, facts: Facts) -> str:
    return facts.say(state.fault) if state.fault else ""


def _paused(_state: State, facts: Facts) -> Message:
    say = facts.say
    if not facts.known:
        return Message(
            say("contributor.paused.title"),
            parts=(Text(say("contributor.paused.stranger")),),
            choices=_close(facts),
        )
    return Message(
        say("contributor.paused.title"),
        parts=(
            Text(say("contributor.paused.text" if facts.coded else "contributor.paused.here")),
            Secret(facts.code, say("contributor.code.note"), say("contributor.code.label")),
        ),
        choices=(Choice("go_on", say("contributor.paused.go_on"), "main"),),
    )


def _support(state: State, facts: Facts) -> Message:
    say, round_ = facts.say, facts.round
    lead = facts.name_of(round_.lead)
    parts: list[Part] = [
        Text(say("contributor.support.place_kept")),
        *support_parts(facts.lines, facts.emergency, say),
    ]
    if lead and takes_requests(round_):
        parts.append(_ask_contact(state, lead, facts))
    parts.append(Text(say("contributor.support.not_live"), "small"))
    return Message(say("contributor.support.title"), parts=tuple(parts), nav=_close(facts))


def _ask_contact(state: State, lead: str, facts: Facts) -> Card:
    say, round_, asked = facts.say, facts.round, facts.request
    if asked is not None and asked.waits:
        return _asked(asked, lead, facts)
    ended = (Text(say(f"contributor.support.{asked.state}", lead=lead)),) if asked else ()
    reach = Field(
        "reach",
        say("contributor.support.reach", lead=lead),
        "short",
        say("contributor.support.reach_hint"),
        fault=_fault(state, facts),
        max_length=300,
    )
    return Card(
        say("contributor.support.ask"),
        (
            *ended,
            Text(say("contributor.support.who", lead=lead, asker=round_.asker)),
            *(Text(line) for line in answering_times(facts, lead)),
        ),
        (reach,),
        (Choice("contact", say("contributor.support.contact", lead=lead), "two", ("reach",)),),
    )


def _asked(request: HelpRequest, lead: str, facts: Facts) -> Card:
    """What became of what this person asked, for as long as it waits."""
    say, late = facts.say, overdue(request, facts.round, facts.now)
    lines = [due_by(request, lead, say)]
    if late:
        second = facts.name_of(facts.round.second)
        key = "late_second" if second else "late"
        lines = [say(f"contributor.support.{key}", lead=lead, second=second)]
    return Card(
        say("contributor.support.asked", lead=lead),
        tuple(map(Text, (*lines, say("contributor.support.apart")))),
        choices=(Choice("uncontact", say("contributor.support.take_back"), "two"),),
    )


_SIGNPOST = "contributor.help.support.signpost"


def _help(_state: State, facts: Facts) -> Message:
    say, asks = facts.say, takes_requests(facts.round)
    rows = tuple(
        Row(
            say(f"contributor.help.{act}.label"),
            (say(f"contributor.help.{act}.text" if asks or act != "support" else _SIGNPOST),),
        )
        for act in ("stop", "pause", "skip", "back", "support", "answers")
    )
    return Message(
        say("contributor.help.title"),
        parts=(Text(say("contributor.help.lead")), Rows(rows)),
        nav=_close(facts),
    )


def _language(_state: State, facts: Facts) -> Message:
    say = facts.say
    choices = tuple(
        Choice(f"language:{each.language}", each.name, current=each is say, language=each.language)
        for each in say.languages()
    )
    return Message(
        say("contributor.language.title"),
        parts=(Text(say("contributor.language.text")),),
        choices=choices,
        nav=_close(facts),
    )


def _privacy(_state: State, facts: Facts) -> Message:
    say = facts.say
    until = facts.round.withdraw_until
    day = say.short_date(until) if until else ""
    rows = (
        Row(say("contributor.privacy.keep.label"), (say("contributor.privacy.keep.text"),)),
        Row(say("contributor.privacy.here.label"), (say(f"contributor.keeps.{facts.channel}"),)),
        Row(say("contributor.privacy.read.label"), (say("contributor.privacy.read.text"),)),
        Row(
            say("contributor.invitation.until.label"),
            (
                say("contributor.invitation.until.confidential", day=day),
                say("contributor.invitation.until.anonymous"),
            ),
        ),
        Row(say("contributor.privacy.rights.label"), (say("contributor.privacy.rights.text"),)),
    )
    return Message(
        say("contributor.privacy.title"),
        parts=(Rows(rows),),
        choices=(Choice("data", say("contributor.privacy.data")), *way_to_messages(facts)),
        nav=_close(facts),
    )


def _enter(state: State, facts: Facts) -> Message:
    say = facts.say
    code = Field(
        "code",
        say("contributor.enter.label"),
        "short",
        say("contributor.enter.hint"),
        fault=_fault(state, facts),
        max_length=200,
    )
    return Message(
        say("contributor.enter.title"),
        parts=()
        if facts.coded
        else tuple(Text(line) for line in say.many("contributor.enter.ties")),
        fields=(code,),
        choices=(Choice("enter", say("contributor.enter.go"), "main", ("code",)),),
        nav=_close(facts),
        boxed=True,
    )


def _sure_all(_state: State, facts: Facts) -> Message:
    return _sure(facts, "sure_all")


def _sure_everything(_state: State, facts: Facts) -> Message:
    return _sure(facts, "sure_everything", stays(facts))


def _sure(facts: Facts, key: str, more: tuple[Part, ...] = ()) -> Message:
    say = facts.say
    return Message(
        say(f"contributor.{key}.title"),
        parts=(Text(say(f"contributor.{key}.text")), *more),
        choices=(
            Choice(key.replace("sure", "really"), say(f"contributor.{key}.really")),
            Choice("back", say(f"contributor.{key}.back")),
        ),
    )


# --- my answers ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """One question of *my answers*."""

    question: Question
    number: int
    state: State
    facts: Facts

    def card(
        self, parts: Sequence[Part], choices: Sequence[Choice], fields: Sequence[Field] = ()
    ) -> Card:
        """Return the card of this question."""
        kicker = self.facts.say("contributor.answers.number", number=self.number)
        asked = self.facts.wording(self.question).ask
        return Card(asked, tuple(parts), tuple(fields), tuple(choices), kicker)

    def choice(self, act: str, label: str, fields: tuple[str, ...] = ()) -> Choice:
        """Return a button that is about this answer."""
        say = self.facts.say
        about = say("contributor.answers.about", number=self.number)
        text = say(f"contributor.answers.{label}")
        return Choice(f"{act}:{self.question.id}", text, fields=fields, about=about)

    def change(self, label: str) -> tuple[Choice, ...]:
        """Return the button that opens the question; after *stop* there is none."""
        stopped = has_stopped(self.state, self.facts)
        return () if stopped else (self.choice("change", label),)


def _answers(state: State, facts: Facts) -> Message:
    say = facts.say
    until = facts.round.withdraw_until
    cards: list[Part] = [Fault(_fault(state, facts))] if state.fault else []
    for number, question in enumerate(facts.questions.questions, 1):
        if question.kind == "card":
            continue
        slot = _Slot(question, number, state, facts)
        answer = facts.kept.get(question.id)
        cards.append(_answer(answer, slot) if answer else _no_answer(slot))
    day = say.short_date(until) if until else ""
    full = say.date(until) if until else ""
    return Message(
        say("contributor.answers.title", day=full),
        parts=(
            Text(say("contributor.answers.lead", day=day)),
            *cards,
            Secret(
                facts.code,
                say("contributor.code.note"),
                say("contributor.code.show"),
                folded=True,
            ),
            *_keepsake(facts),
            Card(
                say("contributor.answers.everything_title"),
                (Text(say("contributor.answers.once_more")),),
                (),
                (
                    Choice("all", say("contributor.answers.all")),
                    Choice("everything", say("contributor.answers.everything")),
                ),
            ),
        ),
        nav=_close(facts),
    )


def _keepsake(facts: Facts) -> tuple[Part, ...]:
    """The way to what one's quotes will be called, for whoever has any."""
    if not any(answer.kept and answer.quote for answer in facts.kept.values()):
        return ()
    say = facts.say
    choices = (Choice("keepsake", say("keepsake.show")),)
    return (Card(say("keepsake.title"), (Text(say("keepsake.lead")),), choices=choices),)


def _no_answer(slot: _Slot) -> Card:
    skipped = slot.question.id in slot.state.skipped
    key = "contributor.answers.skipped" if skipped else "contributor.answers.not_yet"
    change = slot.change("answer") if slot.facts.takes(slot.question) else ()
    return slot.card((Text(slot.facts.say(key), "small"),), change)


def _answer(answer: Answer, slot: _Slot) -> Card:
    if answer.kept is None:
        return _picked(answer, slot)
    say = slot.facts.say
    quote = "contributor.answers.quote_yes" if answer.quote else "contributor.answers.quote_no"
    parts = (
        Words(kept_segments(answer.kept), say("contributor.answers.words")),
        Text(say(quote), "small"),
        *((Text(say("contributor.answers.hard"), "small"),) if answer.hard else ()),
        *_what_a_reader_did(answer, slot.facts),
    )
    more = Field(
        f"more-{answer.question}",
        say("contributor.check.more"),
        "short",
        say("contributor.check.more_hint"),
        optional=True,
    )
    objects = answer.review is Review.DECLINED or answer.before is not None
    asked = objects and not answer.agreed and not answer.appeal
    say_other = "say_no" if answer.quote else "say_yes"
    choices = (
        *((slot.choice("agree", "agree"), slot.choice("appeal", "appeal")) if asked else ()),
        *slot.change("change"),
        slot.choice("take_back", "take_back"),
        slot.choice(say_other, say_other),
        slot.choice("cover", "cover", (more.id,)),
    )
    return slot.card(parts, choices, (more,))


def _picked(answer: Answer, slot: _Slot) -> Card:
    say, question = slot.facts.say, slot.question
    if question.kind == "likert":
        labels = dict(enumerate(say.many("likert.labels"), 1))
        picked = [labels[int(pick)] for pick in answer.picks]
    else:
        put = slot.facts.put(question)
        picked = [option.label for option in put.options if option.id in answer.picks]
    words = Words((Segment(", ".join(picked)),), say("contributor.answers.words"))
    return slot.card((words,), (*slot.change("change"), slot.choice("take_back", "take_back")))


def _what_a_reader_did(answer: Answer, facts: Facts) -> tuple[Part, ...]:
    say = facts.say
    reason = say(f"review.reason.{answer.reason}") if answer.reason else ""
    if answer.appeal:
        return (Notice((say("contributor.answers.appealed"),)),)
    if answer.review is Review.DECLINED:
        return (Notice((say("contributor.answers.declined"), reason)),)
    by_reader = answer.kept is not None and any(c.by == "reader" for c in answer.kept.covers)
    if by_reader:
        return (Notice((say("contributor.answers.reader_covered"), reason)),)
    if answer.review is Review.APPROVED:
        return (Text(say("contributor.answers.read"), "small"),)
    return ()


def kept_segments(kept: Kept, reader: Cover = "kept") -> tuple[Segment, ...]:
    """Cut kept text into runs of words and covers."""
    pieces: list[Segment] = []
    at = 0
    for cover in kept.covers:
        if cover.start > at:
            pieces.append(Segment(kept.text[at : cover.start]))
        pieces.append(Segment(kept.text[cover.start : cover.end], reader))
        at = cover.end
    if at < len(kept.text):
        pieces.append(Segment(kept.text[at:]))
    return tuple(pieces)


_OVERLAYS = {
    "paused": _paused,
    "support": _support,
    "help": _help,
    "privacy": _privacy,
    "answers": _answers,
    "data": data_screen,
    "language": _language,
    MESSAGES: messages_screen,
    "download": download_screen,
    "enter": _enter,
    "keepsake": keepsake_screen,
    WORDS: words_screen,
    "sure_down": sure_down_screen,
    "sure_all": _sure_all,
    "sure_everything": _sure_everything,
    "sure_data": _sure_everything,
}
