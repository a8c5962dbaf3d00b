"""The contributor's conversation: where they are, what they did, where they are then.

Pure and total: an event that makes no sense in a state changes nothing but the note. What is shown
comes from the state alone (`contributor_screens.py`).
"""

from bot.consultation.model import Hears, RoundState
from bot.consultation.rounds import LATE
from bot.consultation.safety import takes_requests
from bot.conversation import answering, easy, my_answers, my_data, my_messages, my_words
from bot.conversation.effects import (
    AskContact,
    Beside,
    Consent,
    ContributorEffect,
    Hear,
    Here,
    Join,
    Never,
    Stop,
    TakeBackRequest,
)
from bot.conversation.events import Chose, Event, Opened, Said
from bot.conversation.facts import Facts, control_word
from bot.conversation.moves import (
    Act,
    Step,
    after,
    current,
    onward,
    opener,
    to_answers,
    without_own_draft,
)
from bot.conversation.state import State

LANGUAGE = "language"
"""The act that lists the languages; with a code behind it, it picks one."""
MAX_REACH = 300


def step(state: State, event: Event, facts: Facts) -> Step:
    """Answer one event. An event without meaning here changes nothing but the note."""
    if isinstance(event, Opened):
        return Step(state._replace(over="", note="", fault="") if event.back else state)
    here = settled(state, facts)
    if here.note or here.fault:
        here = here._replace(note="", fault="")
    if isinstance(event, Said):
        action = control_word(facts.say, event.text)
        if not action or (action in _AT_INVITATION and here.place not in _NOT_IN):
            return answering.said(here, event, facts)
        event = Chose(action)
    taken = _chose(here, event, facts)
    return _counted(taken, facts) if facts.room else taken


def _counted(taken: Step, facts: Facts) -> Step:
    """Count a person in a room once, when they have answered the invitation. *Yes* and *no* count
    the same: a figure of those who said yes would tell who did not."""
    state = taken.state
    if state.room == facts.room or state.place in ("invited", "gone", "ended"):
        return taken
    return Step(state._replace(room=facts.room), (*taken.effects, Here(facts.room)))


_AT_INVITATION = ("yes", "no", "later", "never")
_NOT_IN = ("invited", "later", "never", "stopped", "gone")
_ANSWERING = ("asking", "checking")
_ENROLLED = ("hears", "waiting", "asking", "checking", "between", "finished")


def settled(state: State, facts: Facts) -> State:
    """Return where the person really is, now that time has passed and the round has moved on."""
    place = state.place
    if facts.round.state is RoundState.CANCELLED or not (facts.may_change or facts.takes_people):
        return _at_the_end(state, facts)
    if place == "ended":
        place = "finished" if facts.known else "invited"
        state = state._replace(place=place)
    if facts.known and facts.round.parent and place == "invited":
        place = "asking"
        state = state._replace(place=place)
    if not facts.known and place in _ENROLLED:
        over = state.over if state.over in _TELLING else ""
        return State(over=over, room=state.room, language=state.language, easy=state.easy)
    if facts.stopped and place in _ENROLLED:
        return state._replace(place="stopped", draft=None, from_answers="")
    if place == "waiting" and not (facts.room and facts.takes_answers):
        place = "asking"
        state = state._replace(place=place)
    if place in (*_ANSWERING, "between"):
        return _at_question(state, facts)
    return state


def _at_question(state: State, facts: Facts) -> State:
    """Return where somebody at a question is: before a part that is not open yet they wait."""
    question = current(state, facts)
    if question is not None and facts.waits(question):
        return state._replace(place="between", draft=None, from_answers="")
    if not _may_answer(state, facts):
        return state._replace(place="finished", draft=None, from_answers="")
    return state._replace(place="asking") if state.place == "between" else state


def _may_answer(state: State, facts: Facts) -> bool:
    """Tell whether the question at hand takes an answer: after closing only a kept one changes."""
    question = current(state, facts)
    if question is None or facts.takes(question):
        return question is not None
    return state.from_answers == "change" and question.id in facts.kept


_TELLING = ("support", "help", "privacy", "data", LANGUAGE)
_AT_THE_END = (*_TELLING, "enter", *my_data.BEHIND)


def _at_the_end(state: State, facts: Facts) -> State:
    """Return the state in a round in which nothing can change any more: what came of it stands
    here, support stays, and everything about the person can still be deleted."""
    allowed = (
        (*_AT_THE_END, "sure_everything", my_messages.MESSAGES) if facts.known else _AT_THE_END
    )
    if my_words.has_words(facts):
        allowed = (*allowed, *my_words.ACTS)
    over = state.over if state.over in allowed else ""
    place = state.place if state.place in ("stopped", "gone") else "ended"
    return state._replace(place=place, over=over, draft=None, from_answers="")


def _chose(state: State, event: Chose, facts: Facts) -> Step:
    state = answering.unsent(state, event, facts)
    name, _, item = event.action.partition(":")
    act = _ANYWHERE.get(name)
    if act is None and state.over:
        act = _OVER.get(state.over, {}).get(name)
    elif act is None:
        act = _PLACES.get(state.place, {}).get(name)
    if act is None:
        return Step(state._replace(note=answering.nothing_here(facts)))
    return act(state, Chose(item, event.values), facts)


# --- what works in every state ---------------------------------------------------------------


def _stop(state: State, _event: Chose, facts: Facts) -> Step:
    # They may have joined again elsewhere: what is on this screen is not what stands.
    if state.place == "gone" or (state.place == "stopped" and facts.stopped):
        return Step(state._replace(over=""))
    return Step(state._replace(place="stopped", over="", draft=None, from_answers=""), (Stop(),))


def _join(state: State, _event: Chose, facts: Facts) -> Step:
    if state.place not in ("stopped", "later", "never", "gone"):
        joined = facts.known and not facts.stopped
        note = "contributor.note.joined" if joined else "contributor.note.not_here"
        return Step(state._replace(note=note))
    if state.place == "stopped" and facts.known and not facts.takes_people:
        return Step(state._replace(place="finished", over=""), (Join(),))
    return Step(state._replace(place="invited", over=""))


def _pause(state: State, _event: Chose, facts: Facts) -> Step:
    paused = state._replace(over="paused")
    if not settled(paused, facts).over:
        return Step(state._replace(note="contributor.note.no_pause"))
    return Step(paused)


def _skip(state: State, _event: Chose, facts: Facts) -> Step:
    question = current(state, facts)
    if state.place == "waiting" and not state.over:
        return Step(state._replace(place="asking"))
    if state.over or state.place not in _ANSWERING or question is None:
        return Step(state._replace(note="contributor.note.no_skip"))
    left = without_own_draft(state)._replace(noted=state.at + 1)
    if question.kind == "card":
        return Step(after(left, facts))
    note = "contributor.note.skipped"
    if question.id in facts.kept:
        note = "contributor.note.stays"
    elif question.id not in state.skipped:
        left = left._replace(skipped=(*state.skipped, question.id))
    return Step(after(left, facts)._replace(note=note))


def _back(state: State, _event: Chose, facts: Facts) -> Step:
    if state.over in ("sure_all", "sure_everything", "keepsake"):
        return Step(state._replace(over="answers"))
    if state.over == "sure_down":
        return Step(state._replace(over=my_words.WORDS, quote=""))
    if state.over in my_data.BEHIND:
        return Step(state._replace(over="data"))
    if state.over:
        return Step(state._replace(over=""))
    if state.place == "checking":
        return Step(state._replace(place="asking"))
    if state.place == "asking" and state.from_answers:
        return Step(to_answers(without_own_draft(state), facts))
    if state.place in ("asking", "between") and state.at > 0:
        return Step(state._replace(place="asking", at=state.at - 1))
    if state.place == "finished" and facts.takes_answers:
        return Step(state._replace(place="asking", at=len(facts.questions.questions) - 1))
    return Step(state._replace(note="contributor.note.no_back"))


def _answers(state: State, _event: Chose, facts: Facts) -> Step:
    if not facts.known or not facts.may_change:
        return Step(state._replace(note="contributor.note.no_answers"))
    return Step(state._replace(over="answers"))


def _language(state: State, event: Chose, facts: Facts) -> Step:
    """Open the list of languages, or take the one that was picked. Whoever is known here hears in it
    too; for others the state is all there is."""
    codes = {each.language for each in facts.say.languages()}
    if event.action not in codes:
        if len(codes) == 1:
            return Step(state._replace(note=answering.nothing_here(facts)))
        return Step(state._replace(over=LANGUAGE))
    here = state._replace(over="", language=event.action)
    return Step(here, (Beside(LANGUAGE, event.action),) if facts.known or facts.met else ())


def _contact(state: State, event: Chose, facts: Facts) -> Step:
    if not takes_requests(facts.round):
        return Step(state._replace(over="support"))
    if facts.request and facts.request.waits:
        return Step(state._replace(over="support", note="contributor.note.asked_before"))
    reach = answering.showable(event.first("reach")).strip()
    opened = state._replace(over="support")
    if not answering.can_be_seen(reach):
        return Step(opened._replace(fault="contributor.fault.reach"))
    if len(reach) > MAX_REACH:
        return Step(opened._replace(fault="contributor.fault.reach_long"))
    return Step(opened._replace(note="contributor.note.contact"), (AskContact(reach),))


def _uncontact(state: State, _event: Chose, _facts: Facts) -> Step:
    there = state._replace(over="support", note="contributor.note.unasked")
    return Step(there, (TakeBackRequest(),))


# --- the invitation --------------------------------------------------------------------------


def _yes(state: State, _event: Chose, facts: Facts) -> Step:
    if not facts.takes_people:
        return Step(state._replace(note="contributor.note.closed"))
    if facts.works:
        return Step(state._replace(note="contributor.note.works"))
    effects: tuple[ContributorEffect, ...] = (Consent(),)
    if facts.stopped:
        effects = (Join(), Consent())
    return Step(state._replace(place="hears", over=""), effects)


def _later(state: State, _event: Chose, facts: Facts) -> Step:
    # Somebody who had stopped and came back to the invitation stays stopped, with what they kept.
    return Step(state._replace(place="stopped" if facts.stopped else "later"))


def _never(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="never"), (Never(),))


def _enter(state: State, _event: Chose, facts: Facts) -> Step:
    if facts.tied:
        joined = facts.tied == "joined"
        note = "contributor.note.tied" if joined else ""
        fault = "" if joined else "contributor.fault.taken"
        return Step(state._replace(over="" if joined else "enter", note=note, fault=fault))
    if facts.known:
        return Step(state._replace(over=""))
    if facts.recognised:
        return Step(state._replace(over="", note="contributor.note.recognised"))
    return Step(state._replace(over="enter", fault="contributor.fault.code"))


def _hears(state: State, event: Chose, facts: Facts) -> Step:
    if event.action not in tuple(Hears):
        return Step(state._replace(note="contributor.note.not_here"))
    hears = Hears(event.action)
    first = onward(state, facts)
    if facts.room and first.place == "asking":
        first = first._replace(place="waiting")
    return Step(first, (Hear(hears),))


def _check_in(state: State, event: Chose, facts: Facts) -> Step:
    if not facts.may_check_in or event.action not in ("yes", "no"):
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(state._replace(check_in="yes" if event.action == "yes" else "no"))


def _late(state: State, _event: Chose, facts: Facts) -> Step:
    """Open the one question that stays open longer than the rest."""
    for at, question in enumerate(facts.questions.questions):
        if question.id == LATE and facts.takes(question):
            return Step(state._replace(place="asking", at=at))
    return Step(state._replace(note=answering.nothing_here(facts)))


def _begin(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="asking"))


_ANYWHERE: dict[str, Act] = {
    "stop": _stop,
    "join": _join,
    "pause": _pause,
    "skip": _skip,
    "back": _back,
    "help": opener("help"),
    "support": opener("support"),
    "privacy": opener("privacy"),
    "answers": _answers,
    "data": opener("data"),
    LANGUAGE: _language,
    "easy": easy.switch,
    my_messages.MESSAGES: my_messages.open_messages,
    "contact": _contact,
    "uncontact": _uncontact,
    "enter": _enter,
    my_words.WORDS: my_words.open_words,
}
_PLACES: dict[str, dict[str, Act]] = {
    "invited": {
        "yes": _yes,
        "no": _later,
        "later": _later,
        "never": _never,
        "code": opener("enter"),
    },
    "later": {"yes": _join, "code": opener("enter")},
    "never": {"yes": _join, "code": opener("enter")},
    "stopped": {"everything": opener("sure_everything")},
    "ended": {"code": opener("enter"), "everything": opener("sure_everything")},
    "hears": {"hears": _hears},
    "waiting": {"begin": _begin},
    "finished": {"late": _late, "check_in": _check_in},
    **answering.ACTS,
}
_OVER: dict[str, dict[str, Act]] = {
    "paused": {"go_on": lambda state, _event, _facts: Step(state._replace(over=""))},
    **my_answers.ACTS,
    **my_data.ACTS,
    **my_messages.ACTS,
    **my_words.ACTS,
}
