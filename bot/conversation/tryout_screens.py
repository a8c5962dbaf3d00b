"""What somebody sees who tries a draft out: its real screens, and those of a try-out alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.consultation.links import Link
from bot.conversation.facilitator_facts import joined
from bot.conversation.facts import MAX_TEXT, Facts
from bot.conversation.invitation import invitation, notice
from bot.conversation.messages import (
    Choice,
    Done,
    Field,
    Message,
    Notice,
    Part,
    Progress,
    Row,
    Rows,
    Text,
    Words,
)
from bot.conversation.moves import current
from bot.conversation.overlays import overlay
from bot.conversation.question_screens import asking, back, checking
from bot.conversation.state import State
from bot.conversation.tryout import BOX, SAYINGS, settled


def show(state: State, facts: Facts, link: Link) -> Message:
    """Return the screen of a state. Every screen has the controls and the ways to the rest."""
    say, state = facts.say, settled(state, facts)
    if state.over in ("support", "help", "privacy", "paused"):
        message = _OVERLAYS.get(state.over, _real_overlay)(state, facts, link)
    else:
        message = _PLACES[state.place](state, facts, link)
    before: list[Part] = []
    if state.note and say.has(state.note):
        before.append(Done(say(state.note, number=state.noted, until=facts.until)))
    nav = tuple(
        Choice(act, say(f"contributor.nav.{act}"), "quiet")
        for act in ("help", "privacy")
        if act != state.over
    )
    return replace(
        message,
        before=(*before, *message.before),
        nav=(*message.nav, *nav),
        controls=tuple(
            Choice(act, say(f"contributor.control.{act}"), current=act == state.over)
            for act in ("stop", "pause", "skip", "support")
        ),
    )


def ended(facts: Facts) -> Message:
    """Return the page of a link that is over. There is nothing to do here any more."""
    say = facts.say
    return Message(say("tryout.ended.title"), parts=_lines(facts, "ended"))


def _invited(_state: State, facts: Facts, link: Link) -> Message:
    """What a try-out is, and what becomes of what is said in it."""
    say = facts.say
    return Message(
        say("tryout.invitation.title"),
        kicker=say("contributor.invitation.from", known_by=facts.round.known_by),
        parts=(Text(say("tryout.invitation.lead"), "lead"), Rows(_told(facts, link))),
        group=say("tryout.invitation.group"),
        choices=(
            Choice("yes", say("tryout.invitation.yes")),
            Choice("later", say("contributor.invitation.later")),
        ),
        after=(Text(say("contributor.invitation.any_answer"), "small"),),
    )


def _reading(_state: State, facts: Facts, _link: Link) -> Message:
    """The real invitation, to be read: whoever tries it out has said yes to that alone."""
    say, real = facts.say, invitation(facts)
    return replace(
        real,
        before=(Notice((say("tryout.invitation.real"),)),),
        group="",
        choices=(Choice("next", say("contributor.question.next"), "main"),),
        after=(),
        nav=(back(facts),),
    )


def _told(facts: Facts, link: Link) -> tuple[Row, ...]:
    """What becomes of what is said, before anything is."""
    say, round_ = facts.say, facts.round
    values = {
        "readers": joined(say, map(facts.name_of, round_.readers)),
        "facilitator": facts.name_of(round_.facilitator),
        "day": say.date(link.until) if link.until else "",
    }
    rows = []
    for name in ("answers", "sayings", "whose", "gone"):
        key = f"tryout.told.{name}.text"
        text = say(key, **{slot: values[slot] for slot in say.slots(key)})
        rows.append(Row(say(f"tryout.told.{name}.label"), (text,)))
    here = Row(say("contributor.privacy.here.label"), (say(f"contributor.keeps.{facts.channel}"),))
    return (*rows, notice(facts)["act"], here)


def _asking(state: State, facts: Facts, _link: Link) -> Message:
    return _not_kept(asking(state, facts), facts)


def _checking(state: State, facts: Facts, _link: Link) -> Message:
    return replace(_not_kept(checking(state, facts), facts), after=())


def _not_kept(message: Message, facts: Facts) -> Message:
    return replace(message, before=(Notice((facts.say("tryout.not_kept"),)),))


def _remark(state: State, facts: Facts, _link: Link) -> Message:
    say = facts.say
    return Message(
        say("tryout.remark.title"),
        parts=(_progress(state, facts), Text(_question(state, facts), "lead")),
        group=say("tryout.remark.title"),
        choices=tuple(Choice(f"pick:{each}", say(f"tryout.say.{each}")) for each in SAYINGS),
        after=(Text(say("tryout.remark.counted"), "small"), _not_live(facts)),
        nav=(back(facts),),
        boxed=True,
    )


def _words(state: State, facts: Facts, _link: Link) -> Message:
    say = facts.say
    typed = state.draft.text if state.draft and state.draft_at == state.at else ""
    box = Field(
        BOX,
        say("tryout.words.label"),
        "long",
        say("tryout.words.hint"),
        value=typed,
        fault=say(state.fault) if state.fault else "",
        max_length=MAX_TEXT,
    )
    picked = say(f"tryout.say.{state.picked}") if state.picked in SAYINGS else ""
    return Message(
        say("tryout.words.title"),
        before=(Done(say("tryout.words.picked", picked=picked)),) if picked else (),
        parts=(_progress(state, facts), Text(_question(state, facts), "lead")),
        fields=(box,),
        choices=(
            Choice("say", say("contributor.question.next"), "main", (BOX,)),
            Choice("on", say("tryout.words.on"), "quiet"),
        ),
        after=(Text(say("contributor.question.nothing_kept"), "small"), _not_live(facts)),
        nav=(back(facts),),
        says=BOX,
        boxed=True,
    )


def _check(state: State, facts: Facts, _link: Link) -> Message:
    """The one screen between typing and keeping; nobody is quoted from a try-out."""
    real = checking(state, facts)
    return replace(
        real,
        parts=tuple(
            replace(part, label=facts.say("tryout.check.words"))
            if isinstance(part, Words)
            else part
            for part in real.parts
        ),
        fields=tuple(field for field in real.fields if field.id != "quote"),
        choices=tuple(
            replace(choice, fields=tuple(name for name in choice.fields if name != "quote"))
            for choice in real.choices
        ),
        after=(Text(facts.say("tryout.check.after"), "small"),),
    )


def _finished(_state: State, facts: Facts, _link: Link) -> Message:
    return replace(_calm(facts, "finished"), nav=(back(facts),))


def _later(_state: State, facts: Facts, _link: Link) -> Message:
    return _calm(facts, "later", Choice("join", facts.say("contributor.look_again")))


def _stopped(_state: State, facts: Facts, _link: Link) -> Message:
    return _calm(facts, "stopped", Choice("join", facts.say("contributor.look_again")))


def _paused(_state: State, facts: Facts, _link: Link) -> Message:
    return _calm(facts, "paused", Choice("go_on", facts.say("contributor.paused.go_on"), "main"))


def _help(state: State, facts: Facts, _link: Link) -> Message:
    """What always works, but for *my answers*, of which there are none."""
    real = overlay(state, facts)
    parts = tuple(
        replace(part, rows=part.rows[:-1]) if isinstance(part, Rows) else part
        for part in real.parts
    )
    return replace(real, parts=parts)


def _privacy(_state: State, facts: Facts, link: Link) -> Message:
    say = facts.say
    return Message(
        say("contributor.privacy.title"),
        parts=(Rows(_told(facts, link)),),
        nav=(Choice("back", say("contributor.nav.back_to"), "quiet"),),
    )


def _real_overlay(state: State, facts: Facts, _link: Link) -> Message:
    return overlay(state, facts)


def _calm(facts: Facts, key: str, *choices: Choice) -> Message:
    return Message(facts.say(f"tryout.{key}.title"), parts=_lines(facts, key), choices=choices)


def _lines(facts: Facts, key: str) -> tuple[Part, ...]:
    return tuple(Text(line) for line in facts.say.many(f"tryout.{key}.lines"))


def _not_live(facts: Facts) -> Text:
    return Text(facts.say("contributor.question.not_live"), "small")


def _question(state: State, facts: Facts) -> str:
    question = current(state, facts)
    return facts.wording(question).ask if question else ""


def _progress(state: State, facts: Facts) -> Progress:
    total = len(facts.questions.questions)
    text = facts.say("contributor.question.progress", number=state.at + 1, total=total)
    return Progress(state.at + 1, total, text)


_Screen = Callable[[State, Facts, Link], Message]
_PLACES: Final[dict[str, _Screen]] = {
    "invited": _invited,
    "later": _later,
    "reading": _reading,
    "asking": _asking,
    "checking": _checking,
    "remark": _remark,
    "words": _words,
    "check": _check,
    "finished": _finished,
    "stopped": _stopped,
}
_OVERLAYS: Final[dict[str, _Screen]] = {"help": _help, "privacy": _privacy, "paused": _paused}
