"""Answering a question: choices, words, the one screen that shows what will be kept."""

from bot.consultation import redaction
from bot.consultation.model import Answer, Review
from bot.conversation.effects import Keep
from bot.conversation.events import Chose, Said
from bot.conversation.facts import MAX_TEXT, Facts
from bot.conversation.moves import Act, Step, after, current, option_ids, to_answers
from bot.conversation.names import CoverNames
from bot.conversation.state import State


def said(state: State, event: Said, facts: Facts) -> Step:
    """Take free text: an answer where the question asks for words, nothing elsewhere."""
    question = current(state, facts)
    if state.over or state.place != "asking" or question is None or question.kind != "text":
        return Step(state._replace(note="contributor.note.not_here"))
    text = event.text
    if not text.strip():
        return Step(state._replace(draft=None, fault="contributor.fault.empty"))
    if len(text) > MAX_TEXT:
        short = redaction.Draft(text[:MAX_TEXT])
        return Step(state._replace(draft=short, fault="contributor.fault.too_long"))
    draft = redaction.draft_of(text, event.found)
    return Step(state._replace(place="checking", draft=draft, rewrite=False))


def _next(state: State, _event: Chose, facts: Facts) -> Step:
    question = current(state, facts)
    if question is None or question.kind != "card":
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(after(state, facts))


def _pick(state: State, event: Chose, facts: Facts) -> Step:
    question = current(state, facts)
    if question is None or question.kind in ("card", "text"):
        return Step(state._replace(note="contributor.note.not_here"))
    many = question.kind == "several"
    picked = event.values.get("pick", ()) if many else (event.action,)
    allowed = option_ids(question)
    picks = tuple(option for option in allowed if option in picked)
    if not picks:
        return Step(state._replace(fault="contributor.fault.pick"))
    answer = Answer(id="", question=question.id, picks=picks, review=Review.NONE)
    return _kept(state, answer, facts)


def _cover_form(state: State, event: Chose) -> State:
    """Take over what the check screen's fields say: switched covers and tapped words."""
    draft = state.draft
    if draft is None:
        return state
    if "covers" in event.values:
        numbers = [int(v) for v in event.values["covers"] if _is_number(v)]
        draft = redaction.set_covered(draft, numbers)
    places = [place for value in event.values.get("word", ()) if (place := _place(value))]
    return state._replace(draft=redaction.cover_places(draft, places))


def _place(value: str) -> tuple[int, int] | None:
    start, _, end = value.partition("-")
    fits = _is_number(start) and _is_number(end)
    return (int(start), int(end)) if fits else None


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 7  # noqa: PLR2004 - no text is so long


def _cover(state: State, event: Chose, _facts: Facts) -> Step:
    here = _cover_form(state, event)
    draft = here.draft and redaction.cover_words(here.draft, event.first("more"))
    if draft is None:
        return Step(here._replace(fault="contributor.fault.not_found"))
    return Step(here._replace(draft=draft, note="contributor.note.covered"))


def _keep(state: State, event: Chose, facts: Facts) -> Step:
    here = _cover_form(state, event)
    question = current(here, facts)
    if here.draft is None or question is None:
        return Step(here._replace(place="asking"))
    if event.first("more").strip():
        # What is kept is what was shown: words typed but not yet covered are shown first.
        return _cover(here, Chose("", {"more": event.values["more"]}), facts)
    quote = event.first("quote")
    if quote not in ("yes", "no"):
        return Step(here._replace(fault="contributor.fault.quote"))
    kept = redaction.kept_from(here.draft, CoverNames(facts.say))
    answer = Answer(id="", question=question.id, kept=kept, quote=quote == "yes")
    return _kept(here, answer, facts)


def _rewrite(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="asking", rewrite=True))


def _bin(state: State, _event: Chose, facts: Facts) -> Step:
    binned = state._replace(place="asking", draft=None, rewrite=False)
    if state.from_answers:
        binned = to_answers(binned, facts)
    return Step(binned._replace(note="contributor.note.binned"))


def _kept(state: State, answer: Answer, facts: Facts) -> Step:
    skipped = state.skipped
    if answer.question in skipped:
        skipped = tuple(question for question in skipped if question != answer.question)
    left = state._replace(
        draft=None,
        rewrite=False,
        note="contributor.note.kept",
        noted=state.at + 1,
        skipped=skipped,
    )
    return Step(after(left, facts, frozenset((*facts.kept, answer.question))), (Keep(answer),))


ACTS: dict[str, dict[str, Act]] = {
    "asking": {"next": _next, "pick": _pick},
    "checking": {"keep": _keep, "cover": _cover, "rewrite": _rewrite, "bin": _bin},
}
"""What can be done at a question, by place and action."""
