"""What a contributor sees: one screen for every state, made from the state alone.

The invitation is in `invitation.py`, what lies on top of a place in `overlays.py`.
"""

from dataclasses import replace
from functools import lru_cache

from bot.consultation import dates
from bot.consultation.model import Outcome, RoundState
from bot.consultation.rounds import LATE
from bot.consultation.telling import tells_again
from bot.conversation.contributor import LANGUAGE, settled
from bot.conversation.easy import eased, way
from bot.conversation.facts import Facts
from bot.conversation.front import OPEN, joined
from bot.conversation.invitation import code_choices, invitation
from bot.conversation.messages import (
    Calendar,
    Choice,
    Done,
    Fault,
    Heading,
    Message,
    Notice,
    Part,
    Secret,
    Text,
)
from bot.conversation.my_messages import MESSAGES
from bot.conversation.my_words import WORDS, has_words
from bot.conversation.outcomes import moved_lines, outcome_parts
from bot.conversation.overlays import overlay
from bot.conversation.question_screens import asking, back, checking
from bot.conversation.state import State
from bot.telling import CHECK_IN
from prompts.library import Phrases


def show(state: State, facts: Facts) -> Message:
    """Return the screen of a state. Every screen has the controls and the ways to the rest."""
    return facts.say.whole(lambda say: _shown(state, facts.in_language(say)))


def _shown(state: State, facts: Facts) -> Message:
    here = settled(state, facts)
    message = overlay(here, facts) if here.over else _PLACES[here.place](here, facts)
    message = eased(message, facts.say) if here.easy else message
    before = _before(here, facts)
    own = ("answers",) if facts.known and facts.may_change else ()
    own = (WORDS,) if has_words(facts) else own
    acts = tuple(act for act in (*own, "help", "privacy") if act != here.over)
    return replace(
        message,
        before=(*before, *message.before),
        nav=(
            *message.nav,
            *way(here, facts),
            *_nav(facts.say, acts),
            *_languages(facts.say, here.over),
        ),
        controls=_controls(facts.say, here.over),
        language=facts.say.language,
    )


@lru_cache(maxsize=64)
def _controls(say: Phrases, now: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(act, say(f"contributor.control.{act}"), current=act == now)
        for act in ("stop", "pause", "skip", "support")
    )


@lru_cache(maxsize=64)
def _languages(say: Phrases, now: str) -> tuple[Choice, ...]:
    """The way to another language: by its own name where there is but one, so that whoever reads no
    word of the page finds it."""
    others = [each for each in say.languages() if each is not say]
    if not others or now == LANGUAGE:
        return ()
    if len(others) == 1:
        other = others[0]
        return (
            Choice(f"{LANGUAGE}:{other.language}", other.name, "quiet", language=other.language),
        )
    names = " · ".join(each.name for each in others[:_NAMED])
    return (Choice(LANGUAGE, say("contributor.nav.language", names=names), "quiet"),)


_NAMED = 3
"""How many other languages are named on the way to them."""


@lru_cache(maxsize=64)
def _nav(say: Phrases, acts: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(act, say(f"contributor.nav.{act}"), "quiet") for act in acts)


def _before(state: State, facts: Facts) -> tuple[Part, ...]:
    parts: list[Part] = []
    if facts.is_draft:
        parts.append(Notice((facts.say("contributor.preview"),)))
    if "reminder" in facts.delivered and state.place == "asking" and not state.over:
        parts.append(Notice((facts.say("contributor.reminder", day=facts.closes),)))
    if CHECK_IN in facts.delivered and state.place == "finished" and not state.over:
        parts.append(Notice(facts.say.many("contributor.check_in.sent")))
    if state.found and not state.over:
        parts.append(Notice(facts.say.many("contributor.found"), alert=True))
    # A note of another release may have no words any more.
    if state.note and facts.say.has(state.note):
        parts.append(Done(_note(state, facts)))
    if state.fault and state.place not in _OWN_FAULTS and not state.over:
        parts.append(Fault(facts.say(state.fault)))
    return tuple(parts)


_OWN_FAULTS = ("asking", "checking")


def _note(state: State, facts: Facts) -> str:
    return facts.say(state.note, number=state.noted, until=facts.until)


# --- before and after the questions ----------------------------------------------------------


def _invited(state: State, facts: Facts) -> Message:
    if not facts.takes_people:
        return _shut(state, facts)
    return invitation(facts)


def _shut(_state: State, facts: Facts) -> Message:
    """The round takes nobody any more (or not yet), and this person is not in it."""
    choices = () if facts.known else code_choices(facts)
    if facts.alone and dates.takes_people(facts.round, facts.now):
        return _calm(facts, "beside", choices)
    if facts.round.state is RoundState.CANCELLED:
        return _calm(facts, "cancelled", choices)
    if told := tuple(each for each in facts.outcomes if each.items):
        return replace(_outcome(told, facts), choices=(*_ask(facts), *choices))
    if facts.round.parent and not facts.is_over:
        return _calm(facts, "members", choices)
    message = _calm(facts, "closed", (*_check(facts), *choices))
    return replace(message, parts=(*message.parts, *_noted(facts), *_tell_by(facts)))


def _ended(state: State, facts: Facts) -> Message:
    message = _shut(state, facts)
    if not facts.known:
        return message
    message = replace(message, choices=(*message.choices, _everything(facts)))
    if facts.round.state is RoundState.CANCELLED:
        return message
    note = Text(facts.say("contributor.ended.about_you"), "small")
    return replace(message, parts=(*message.parts, note))


def _outcome(told_: tuple[Outcome, ...], facts: Facts) -> Message:
    say = facts.say
    outcome = next((each for each in reversed(told_) if not tells_again(each)), told_[-1])
    if facts.round.parent:
        return Message(say("following.loop.heading"), parts=outcome_parts(outcome, say))
    told = f"outcome:{outcome.id}" in facts.delivered
    lead = "contributor.outcome.yours" if told else "contributor.outcome.all"
    return Message(
        say("contributor.outcome.title"),
        kicker=say("contributor.outcome.kicker", asker=facts.round.asker, title=facts.round.title),
        parts=(
            Text(say(lead, decider=facts.round.decider), "lead"),
            *_updates(told_, facts),
            *outcome_parts(outcome, say, facts.quotes),
            *_questions(facts),
        ),
    )


def _updates(told: tuple[Outcome, ...], facts: Facts) -> tuple[Part, ...]:
    """What became of what was planned, the newest first."""
    say = facts.say
    parts: list[Part] = []
    for each in reversed([each for each in told if tells_again(each)]):
        day = say.date(each.send_on) if each.send_on else ""
        parts.append(Heading(say("contributor.outcome.update", day=day)))
        parts += outcome_parts(each, say, facts.quotes)
    return (*parts, Heading(say("contributor.outcome.before"))) if parts else ()


def _check(facts: Facts) -> tuple[Choice, ...]:
    """The way to say whether a draft of the outcome is right."""
    check = facts.check
    if check is None or not facts.known or not dates.takes_answers(check, facts.now):
        return ()
    return (Choice(f"{OPEN}{check.code}", facts.say("following.check.open"), "main"),)


def _ask(facts: Facts) -> tuple[Choice, ...]:
    """The way to ask about an outcome, for those of its round."""
    follow = facts.follow
    if follow is None or not facts.known or not dates.takes_answers(follow, facts.now):
        return ()
    return (Choice(f"{OPEN}{follow.code}", facts.say("following.loop.ask"), "main"),)


def _questions(facts: Facts) -> tuple[Part, ...]:
    """What people asked about an outcome and what they were told, or until when."""
    say, follow = facts.say, facts.follow
    if follow is None:
        return ()
    heading = Heading(say("following.loop.heading"))
    if facts.answered:
        pairs = (part for outcome in facts.answered for part in outcome_parts(outcome, say))
        return (heading, *pairs) if any(each.items for each in facts.answered) else ()
    key, day = "open", follow.closes_on
    if not dates.takes_answers(follow, facts.now):
        key, day = "waiting", follow.tell_by
    return (heading, Text(say(f"following.loop.{key}", day=say.date(day) if day else "")))


def _texts(facts: Facts, key: str) -> tuple[Part, ...]:
    return tuple(Text(line) for line in facts.say.many(f"contributor.{key}.lines"))


def _tell_by(facts: Facts) -> tuple[Part, ...]:
    day = facts.round.tell_by
    if day is None:
        return ()
    say = facts.say
    line = say("contributor.tell_by", day=say.weekday_date(day))
    if moved := moved_lines(facts.round, say):
        line, *why = moved
    else:
        why = [say("contributor.tell_by_note")]
    calendar = Calendar(say("contributor.calendar.add"), say("contributor.calendar.title"), day)
    return (Notice((line, *why)), calendar)


def _noted(facts: Facts) -> tuple[Part, ...]:
    """How far it was when people who wait were last told, where nothing is pushed to them."""
    day, say = facts.round.noted, facts.say
    if day is None:
        return ()
    lines = (each.text for each in facts.round.lines if each.day == day)
    return (Heading(say("delivery.note.title")), Text(say("delivery.note.text")), *map(Text, lines))


def _later(_state: State, facts: Facts) -> Message:
    return _calm(facts, "later", (_look_again(facts), *code_choices(facts)))


def _never(_state: State, facts: Facts) -> Message:
    return _calm(facts, "never", (_look_again(facts),))


def _gone(_state: State, facts: Facts) -> Message:
    return replace(_calm(facts, "gone", ()), ends=True)


def _stopped(_state: State, facts: Facts) -> Message:
    message = _calm(facts, "stopped", (_join(facts),))
    message = replace(message, parts=(*message.parts, *joined(facts.joined, facts.say)))
    if not facts.known:
        return message
    if facts.is_over:
        # There is no *my answers* any more from where this could be asked.
        return replace(message, choices=(*message.choices, _everything(facts)))
    kept = Text(facts.say("contributor.stopped.kept", until=facts.until))
    return replace(message, parts=(*message.parts, kept))


def _everything(facts: Facts) -> Choice:
    return Choice("everything", facts.say("contributor.answers.everything"))


def _look_again(facts: Facts) -> Choice:
    """Return the way back to the invitation for somebody who never joined."""
    return Choice("join", facts.say("contributor.look_again"))


def _join(facts: Facts) -> Choice:
    return Choice("join", facts.say("contributor.join"))


def _calm(facts: Facts, key: str, choices: tuple[Choice, ...]) -> Message:
    return Message(facts.say(f"contributor.{key}.title"), parts=_texts(facts, key), choices=choices)


def _hears(_state: State, facts: Facts) -> Message:
    say = facts.say
    return Message(
        say("contributor.hears.title"),
        parts=(
            Secret(facts.code, say("contributor.code.note"), say("contributor.code.label")),
            *((Text(say("contributor.hears.lead")),) if facts.coded else ()),
        ),
        group=say("contributor.hears.group"),
        choices=tuple(
            Choice(f"hears:{hears}", say(f"contributor.hears.{hears}"))
            for hears in ("all", "changes", "none")
        ),
        after=(Text(say("contributor.hears.after"), "small"),),
        nav=() if facts.coded else (Choice(MESSAGES, say("contributor.messages.when"), "quiet"),),
    )


def _waiting(_state: State, facts: Facts) -> Message:
    """In a room: whoever has said yes waits for the others, or begins."""
    return _calm(
        facts, "waiting", (Choice("begin", facts.say("contributor.waiting.begin"), "main"),)
    )


def _finished(state: State, facts: Facts) -> Message:
    say = facts.say
    day = facts.round.withdraw_until
    until = say("contributor.finished.until", day=say.date(day)) if day else ""
    answered = bool(facts.kept)
    return Message(
        say("contributor.finished.title" if answered else "contributor.finished.none_title"),
        parts=(
            Text(say("contributor.finished.lead" if answered else "contributor.finished.none")),
            Text(say("contributor.finished.after")),
            *_tell_by(facts),
            Text(until),
            Secret(facts.code, say("contributor.code.note"), say("contributor.code.label"), True),
            *_check_in_told(state, facts),
        ),
        choices=(*_late(facts), *_check(facts), *_check_in(facts)),
        nav=(back(facts),) if facts.takes_answers else (),
    )


def _late(facts: Facts) -> tuple[Choice, ...]:
    """The way to the one question that stays open longer, for who left it out."""
    asked = (each for each in facts.questions.questions if each.id == LATE)
    if any(facts.takes(each) and each.id not in facts.kept for each in asked):
        return (Choice("late", facts.say("added.late.open"), "main"),)
    return ()


def _check_in_told(state: State, facts: Facts) -> tuple[Part, ...]:
    """After a hard round: one message may be chosen, and what was chosen last."""
    if not facts.may_check_in:
        return ()
    return (Text(facts.say(f"contributor.check_in.{state.check_in or 'ask'}")),)


def _check_in(facts: Facts) -> tuple[Choice, ...]:
    """Both choices, of equal weight and none of them set."""
    if not facts.may_check_in or CHECK_IN in facts.delivered:
        return ()
    base = "contributor.check_in.choose"
    return tuple(Choice(f"check_in:{each}", facts.say(f"{base}.{each}")) for each in ("yes", "no"))


def _between(_state: State, facts: Facts) -> Message:
    """The end of the first part: what comes, and when."""
    say, day = facts.say, facts.round.second_on
    told = say("added.second.opens", day=say.weekday_date(day) if day else "")
    return Message(
        say("added.second.title"),
        parts=(
            Notice((told, say("added.second.note"))),
            Text(say("added.second.close")),
            Secret(facts.code, say("contributor.code.note"), say("contributor.code.label"), True),
        ),
        nav=(back(facts),),
    )


_PLACES = {
    "invited": _invited,
    "later": _later,
    "never": _never,
    "hears": _hears,
    "waiting": _waiting,
    "asking": asking,
    "checking": checking,
    "between": _between,
    "finished": _finished,
    "stopped": _stopped,
    "gone": _gone,
    "ended": _ended,
}
