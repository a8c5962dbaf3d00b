"""Where a step leads: the moves that every part of the contributor's conversation shares."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.conversation.effects import ContributorEffect
from bot.conversation.events import Chose
from bot.conversation.facts import Facts
from bot.conversation.state import State
from prompts.schema import Question


class Step(NamedTuple):
    """The state after an event and what must be remembered."""

    state: State
    effects: tuple[ContributorEffect, ...] = ()


Act = Callable[[State, Chose, Facts], Step]


def current(state: State, facts: Facts) -> Question | None:
    """Return the question at hand."""
    questions: Sequence[Question] = facts.questions.questions
    return questions[state.at] if 0 <= state.at < len(questions) else None


def option_ids(question: Question) -> tuple[str, ...]:
    """Return the ids a pick may have; a scale counts 1 (disagree) to 5 (agree)."""
    if question.kind == "likert":
        return ("1", "2", "3", "4", "5")
    return tuple(option.id for option in question.options)


def box_of(question: Question) -> str:
    """Return the name of the field that takes a question's answer in words."""
    return f"text-{question.id}"


def after(state: State, facts: Facts, done: frozenset[str] | None = None) -> State:
    """Return the state after the question at hand is dealt with."""
    if state.from_answers:
        return to_answers(state, facts, done)
    at = state.at + 1
    if at >= len(facts.questions.questions):
        return state._replace(place="finished", at=at)
    return state._replace(place="asking", at=at)


def to_answers(state: State, facts: Facts, done: frozenset[str] | None = None) -> State:
    """Return the state back at *my answers*; the main line goes on where it was left."""
    return onward(state._replace(from_answers="", over="answers"), facts, done)


def without_own_draft(state: State) -> State:
    """Return the state without the draft of the question at hand; another question's one waits."""
    own = state.draft_at == state.at
    return state._replace(draft=None, hard=False) if own else state


def onward(state: State, facts: Facts, done: frozenset[str] | None = None) -> State:
    """Return the state at the first question that is neither kept nor skipped."""
    dealt = (done if done is not None else facts.kept.keys()) | set(state.skipped)
    for at, question in enumerate(facts.questions.questions):
        if question.id not in dealt and (question.kind != "card" or at >= state.at):
            return state._replace(place="asking", at=at)
    return state._replace(place="finished", at=len(facts.questions.questions))


def opener(over: str) -> Act:
    """Return the act that lays an overlay on top of the place."""

    def act(state: State, _event: Chose, _facts: Facts) -> Step:
        return Step(state._replace(over=over))

    return act
