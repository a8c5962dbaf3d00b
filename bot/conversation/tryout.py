"""Trying a draft out: somebody walks through it before anybody is asked, and says what each question
is like.

Pure and total, like the contributor's own conversation, which it goes through: the invitation, the
questions and the check are the real ones, and what is answered there is dropped. After each question
comes what only a try-out asks. What is said there is nobody's from the moment it is kept.
"""

from typing import Final

from bot.consultation.model import Answer, Review
from bot.conversation import answering, contributor
from bot.conversation.effects import AskContact, Keep, Remark
from bot.conversation.events import Chose, Event, Opened, Said
from bot.conversation.facts import Facts, control_word
from bot.conversation.moves import Act, Step, current
from bot.conversation.state import State

SAYINGS: Final = ("good", "unclear", "hard", "upsetting")
"""What can be picked of a question, in the order it is shown."""
BOX: Final = "remark"
"""The name of the field that takes what somebody says of a question in their own words."""

_ASKED: Final = ("asking", "checking")
_AT_A_QUESTION: Final = (*_ASKED, "remark", "words", "check")
_ONLY_AT_INVITATION: Final = ("yes", "no", "later", "never")


def begun(state: State) -> bool:
    """Tell whether somebody has said yes to trying it, so that their place is kept."""
    return state.place not in ("invited", "later", "stopped")


def settled(state: State, facts: Facts) -> State:
    """Return where a visitor really is: a draft may lose questions while it is tried out."""
    lost = state.place in _AT_A_QUESTION and current(state, facts) is None
    return state._replace(place="finished", draft=None) if lost else state


def step(state: State, event: Event, facts: Facts) -> Step:
    """Answer one event. ``facts`` are those of a draft, as if its visitor had said yes to it."""
    if isinstance(event, Opened):
        return Step(state)
    here = settled(state, facts)._replace(note="", fault="")
    if isinstance(event, Said):
        word = control_word(facts.say, event.text)
        if not word or (word in _ONLY_AT_INVITATION and here.place not in ("invited", "later")):
            return _said(here, event, facts)
        event = Chose(word)
    name, _, item = event.action.partition(":")
    if here.place == "words" and not here.over and BOX in event.values:
        here = answering.left_in_box(here, event.values[BOX])
    own = _OVER if here.over else _PLACES.get(here.place, {})
    act = own.get(name)
    if act is not None:
        return act(here, Chose(item, event.values), facts)
    if name in _NOT_HERE:
        return Step(here._replace(note=_NOT_HERE[name]))
    return _walked(here, contributor.step(here, event, facts), facts)


def _said(state: State, event: Said, facts: Facts) -> Step:
    if state.place != "words" or state.over or event.box not in ("", BOX):
        return _walked(state, contributor.step(state, event, facts), facts)
    drafted = answering.typed(state, event)
    return Step(drafted._replace(place="check") if drafted.place == "checking" else drafted)


def _walked(before: State, taken: Step, facts: Facts) -> Step:
    """Return what came of a real step: nothing of it is kept but a cry for help, and whoever has
    passed a question is asked what it was like."""
    state = taken.state._replace(skipped=(), from_answers="")
    if state.note.endswith((".kept", ".skipped")):
        state = state._replace(note="")
    passed = before.place in _ASKED and (state.at > before.at or state.place == "finished")
    if passed and not before.over:
        question = current(before, facts)
        if question is not None and question.id not in state.remarked:
            state = state._replace(place="remark", at=before.at, draft=None, picked="")
    return Step(state, tuple(e for e in taken.effects if isinstance(e, AskContact)))


def _next(state: State, facts: Facts) -> State:
    """Return the state at the next question, whatever was said of this one."""
    at = state.at + 1
    place = "asking" if at < len(facts.questions.questions) else "finished"
    return state._replace(place=place, at=at, draft=None, picked="")


# --- the acts of a try-out alone -------------------------------------------------------------


def _first(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="asking", at=0))


def _later(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="later"))


def _invited(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="invited"))


def _pick(state: State, event: Chose, facts: Facts) -> Step:
    question = current(state, facts)
    said = event.action
    if question is None or said not in SAYINGS:
        return Step(state._replace(note="contributor.note.not_here"))
    there = state._replace(place="words", picked=said)
    if question.id in state.remarked:
        return Step(there)
    answer = Answer(id="", question=question.id, picks=(said,), review=Review.NONE)
    return Step(there._replace(remarked=(*state.remarked, question.id)), (Remark(answer),))


def _on(state: State, _event: Chose, facts: Facts) -> Step:
    return Step(_next(state, facts))


def _to(place: str) -> Act:
    return lambda state, _event, _facts: Step(state._replace(place=place))


def _checked(name: str) -> Act:
    """Return the act of the real check, which shows what is kept of what is said of a question."""

    def act(state: State, event: Chose, facts: Facts) -> Step:
        # Nobody is quoted, so nothing is asked about it.
        event = Chose(event.action, {**event.values, "quote": ("no",)})
        taken = answering.ACTS["checking"][name](state, event, facts)
        kept = next((e.answer for e in taken.effects if isinstance(e, Keep)), None)
        if kept is not None:
            left = _next(state, facts)._replace(note="tryout.note.kept")
            return Step(left, (Remark(kept),))
        place = "words" if taken.state.place == "asking" else "check"
        return Step(taken.state._replace(place=place))

    return act


def _resume(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(over=""))


_PLACES: Final[dict[str, dict[str, Act]]] = {
    "invited": {"yes": _to("reading"), "no": _later, "later": _later, "never": _later},
    "later": {"yes": _invited, "join": _invited},
    "stopped": {"yes": _invited},
    "reading": {"next": _first, "skip": _first, "back": _to("invited")},
    "remark": {"pick": _pick, "skip": _on, "back": _to("asking")},
    "words": {"on": _on, "skip": _on, "back": _to("asking")},
    "check": {
        **{name: _checked(name) for name in answering.ACTS["checking"]},
        "skip": _on,
        "back": _to("words"),
    },
}
_OVER: Final[dict[str, Act]] = {"go_on": _resume}
_NOT_HERE: Final = {
    "answers": "tryout.note.no_answers",
    "enter": "contributor.note.not_here",
    "code": "contributor.note.not_here",
}
