"""*My answers*: change, cover, take back, agree with a reader or ask another, delete."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from bot.consultation import redaction, review
from bot.consultation.model import Answer, Review
from bot.conversation.effects import DeleteEverything, Keep, TakeBack
from bot.conversation.events import Chose
from bot.conversation.facts import Facts
from bot.conversation.moves import Act, Step, opener
from bot.conversation.names import CoverNames
from bot.conversation.state import State


def _change(state: State, event: Chose, facts: Facts) -> Step:
    if has_stopped(state, facts):
        return Step(state._replace(note="contributor.note.stopped"))
    kept = event.action in facts.kept
    for at, question in enumerate(facts.questions.questions):
        if question.id == event.action and question.kind != "card":
            if not kept and not facts.takes(question):
                return Step(state._replace(note=_not_now(facts)))
            how: Literal["change", "answer"] = "change" if kept else "answer"
            return Step(state._replace(place="asking", at=at, over="", from_answers=how))
    return Step(state._replace(note="contributor.note.not_here"))


def _not_now(facts: Facts) -> str:
    return f"contributor.note.{'not_here' if facts.takes_answers else 'closed'}"


def has_stopped(state: State, facts: Facts) -> bool:
    """Tell whether the person has stopped, here or in another round, and not joined again."""
    return facts.stopped or state.place == "stopped"


def _take_back(state: State, event: Chose, facts: Facts) -> Step:
    if event.action not in facts.kept:
        return Step(state._replace(note="contributor.note.not_here"))
    skipped = (*state.skipped, event.action)
    back = state._replace(skipped=skipped, note="contributor.note.taken_back")
    return Step(back, (TakeBack(event.action),))


def _on_answer(change: Callable[[Answer, Chose, Facts], Answer | str]) -> Act:
    """Make an act that replaces one kept answer; ``change`` may return a fault's key instead."""

    def act(state: State, event: Chose, facts: Facts) -> Step:
        answer = facts.kept.get(event.action)
        if answer is None or answer.kept is None:
            return Step(state._replace(note="contributor.note.not_here"))
        changed = change(answer, event, facts)
        if isinstance(changed, str):
            return Step(state._replace(fault=changed))
        words = event.values.get(f"more-{answer.question}", ())
        keep = Keep(changed, tuple(word for word in words if changed.kept != answer.kept))
        return Step(state._replace(note="contributor.note.changed"), (keep,))

    return act


def _say_yes(answer: Answer, _event: Chose, _facts: Facts) -> Answer:
    return replace(answer, quote=True)


def _say_no(answer: Answer, _event: Chose, _facts: Facts) -> Answer:
    return replace(answer, quote=False)


def _cover_kept(answer: Answer, event: Chose, facts: Facts) -> Answer | str:
    if answer.kept is None:  # pragma: no cover - _on_answer has looked
        return "contributor.fault.not_found"
    spans = redaction.find_words(answer.kept.text, event.first(f"more-{answer.question}"))
    if not spans:
        return "contributor.fault.not_found"
    kept = redaction.cover_more(answer.kept, spans, CoverNames(facts.say), "person")
    return replace(answer, kept=kept, before=None)


def _agree(answer: Answer, _event: Chose, _facts: Facts) -> Answer:
    return replace(answer, agreed=True, before=None)


def _appeal(answer: Answer, _event: Chose, facts: Facts) -> Answer | str:
    if answer.before is None and answer.review is not Review.DECLINED:
        return "contributor.fault.no_appeal"
    kept = answer.before or answer.kept
    asked = replace(answer, kept=kept, before=None, review=Review.WAITING, appeal=True)
    return asked if review.has_reader(asked, facts.round) else "contributor.fault.no_reader"


def _really_all(state: State, _event: Chose, facts: Facts) -> Step:
    skipped = tuple(q.id for q in facts.questions.questions if q.kind != "card")
    back = state._replace(over="answers", skipped=skipped, note="contributor.note.all_back")
    return Step(back, (TakeBack(),))


def really_everything(state: State, _event: Chose, _facts: Facts) -> Step:
    """Delete everything, asked once more."""
    return Step(State(place="gone", language=state.language), (DeleteEverything(),))


ACTS: dict[str, dict[str, Act]] = {
    "answers": {
        "change": _change,
        "take_back": _take_back,
        "say_yes": _on_answer(_say_yes),
        "say_no": _on_answer(_say_no),
        "cover": _on_answer(_cover_kept),
        "agree": _on_answer(_agree),
        "appeal": _on_answer(_appeal),
        "all": opener("sure_all"),
        "keepsake": opener("keepsake"),
        "everything": opener("sure_everything"),
    },
    "keepsake": {},
    "sure_all": {"really_all": _really_all},
    "sure_everything": {"really_everything": really_everything},
}
"""What can be done in *my answers*, by overlay and action."""
