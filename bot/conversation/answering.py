"""Answering a question: choices, words, the one screen that shows what will be kept."""

import unicodedata
from dataclasses import replace

from bot.consultation import redaction
from bot.consultation.model import Answer, Review
from bot.conversation.effects import Keep
from bot.conversation.events import Chose, Said
from bot.conversation.facts import MAX_TEXT, Facts
from bot.conversation.moves import (
    Act,
    Step,
    after,
    box_of,
    current,
    option_ids,
    to_answers,
    without_own_draft,
)
from bot.conversation.names import CoverNames
from bot.conversation.state import State


def said(state: State, event: Said, facts: Facts) -> Step:
    """Take free text: an answer where the question asks for words, nothing elsewhere."""
    here = asked_for(state, event, facts)
    if here is None:
        return Step(state._replace(note=nothing_here(facts)))
    return Step(typed(here, event))


def asked_for(state: State, event: Said, facts: Facts) -> State | None:
    """Return the state at the question that free text answers, or None where none is expected."""
    here = _at_box(state, event.box, facts)
    question = here and current(here, facts)
    if here is None or here.over or here.place != "asking":
        return None
    return here if question is not None and question.kind == "text" else None


def typed(state: State, event: Said) -> State:
    """Return the state at the check of what was just typed, or with what is the matter with it."""
    if not can_be_seen(event.text):
        return without_own_draft(state)._replace(fault="contributor.fault.empty")
    text = showable(event.text)
    if len(text) > MAX_TEXT:
        short = _drafted(state, redaction.Draft(text[:MAX_TEXT]))
        return short._replace(fault="contributor.fault.too_long")
    draft = redaction.draft_of(text, event.found)
    return _drafted(state, draft)._replace(place="checking", hard=False)


def unsent(state: State, event: Chose, facts: Facts) -> State:
    """Return the state with the words that stand in the box while something else is pressed: they
    wait there, as a draft that was not sent, and nothing can keep them unchecked."""
    question = current(state, facts)
    if state.over or state.place != "asking" or question is None or question.kind != "text":
        return state
    typed_in = event.values.get(box_of(question))
    return state if typed_in is None else left_in_box(state, typed_in)


def left_in_box(state: State, typed_in: tuple[str, ...]) -> State:
    """Return the state with words that were typed and not sent."""
    text = showable("".join(typed_in))[:MAX_TEXT]
    if not can_be_seen(text):
        return without_own_draft(state)
    waits = state.draft.text if state.draft is not None and state.draft_at == state.at else ""
    return state if text == waits else _drafted(state, redaction.Draft(text))


def nothing_here(facts: Facts) -> str:
    """Return the note for an act that means nothing here: for somebody who answers too late, that
    it is too late."""
    late = facts.known and not facts.takes_answers
    return NOTHING[1] if late else NOTHING[0]


NOTHING = ("contributor.note.not_here", "contributor.note.closed")
"""What is said where an act means nothing."""


def _at_box(state: State, box: str, facts: Facts) -> State | None:
    """Return the state at the question whose box was typed in: words from a page that was left
    open belong to the question that stands on it, and are not lost. None if it is not open."""
    for at, question in enumerate(facts.questions.questions if box else ()):
        if question.kind == "text" and box == box_of(question):
            there = state._replace(place="asking", at=at, over="")
            if at == state.at and state.place in ("asking", "checking"):
                return there
            # After closing a kept answer can be changed, from *my answers* alone.
            open_ = facts.takes(question) and state.place in ("asking", "checking", "finished")
            return there._replace(from_answers="") if open_ else None
    return state


def can_be_seen(text: str) -> bool:
    """Tell whether anybody would see something of a text."""
    return not all(ch.isspace() or unicodedata.category(ch) in ("Cc", "Cf") for ch in text)


def showable(text: str) -> str:
    """Put a visible mark in place of each character that no page can show, so that what is shown
    is what is kept. The length stays: places that were found still fit."""
    if text.isprintable():
        return text
    return "".join(_MARK if _is_no_text(ch) else ch for ch in text)


_MARK = "\N{REPLACEMENT CHARACTER}"


def _is_no_text(ch: str) -> bool:
    kind = unicodedata.category(ch)
    return kind == "Cs" or (kind == "Cc" and ch not in "\n\t\r")


def _drafted(state: State, draft: redaction.Draft) -> State:
    """Return the state with a draft whose page is the newest."""
    return state._replace(draft=draft, draft_at=state.at, drafted=state.drafted + 1)


def _is_old_page(state: State, event: Chose) -> bool:
    """Tell whether a button was on a page that shows another draft than the one at hand."""
    return event.action not in ("", str(state.drafted))


def _next(state: State, _event: Chose, facts: Facts) -> Step:
    question = current(state, facts)
    if question is None or question.kind != "card":
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(after(state, facts))


def _pick(state: State, event: Chose, facts: Facts) -> Step:
    question = current(state, facts)
    if question is None or question.kind in ("card", "text"):
        return Step(state._replace(note="contributor.note.not_here"))
    asked, _, option = event.action.rpartition(":")
    if asked not in ("", question.id):
        return Step(state._replace(note="contributor.note.old_page"))
    many = question.kind == "several"
    picked = event.values.get("pick", ()) if many else (option,)
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
    if "hard" in event.values:
        state = state._replace(hard="yes" in event.values["hard"])
    if "covers" in event.values:
        numbers = [int(v) for v in event.values["covers"] if _is_number(v)]
        draft = redaction.set_covered(draft, numbers)
    places = [place for value in event.values.get("word", ()) if (place := _place(value))]
    if places:
        return _drafted(state, redaction.cover_places(draft, places))
    return state._replace(draft=draft)


def _place(value: str) -> tuple[int, int] | None:
    start, _, end = value.partition("-")
    fits = _is_number(start) and _is_number(end)
    return (int(start), int(end)) if fits else None


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 7  # noqa: PLR2004 - no text is so long


def _cover(state: State, event: Chose, _facts: Facts) -> Step:
    if _is_old_page(state, event):
        return Step(state._replace(note="contributor.note.old_page"))
    here = _cover_form(state, event)
    more = event.first("more")
    if here.draft is not None and not more.strip() and here.draft != state.draft:
        return Step(here._replace(note="contributor.note.switched"))
    draft = here.draft and redaction.cover_words(here.draft, more)
    if draft is None:
        return Step(here._replace(fault="contributor.fault.not_found"))
    return Step(_drafted(here, draft)._replace(note="contributor.note.covered"))


def _keep(state: State, event: Chose, facts: Facts) -> Step:
    if _is_old_page(state, event):
        return Step(state._replace(note="contributor.note.old_page"))
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
    answer = Answer(id="", question=question.id, kept=kept, quote=quote == "yes", hard=here.hard)
    covers = (mark for mark in here.draft.marks if mark.covered)
    covered = tuple(here.draft.text[mark.start : mark.end] for mark in covers)
    return _kept(here, answer, facts, covered)


def _leave(state: State, event: Chose, _facts: Facts) -> Step:
    """Let words that were asked about stand as they are, and ask no more."""
    if _is_old_page(state, event):
        return Step(state._replace(note="contributor.note.old_page"))
    here = _cover_form(state, event)
    draft = here.draft and replace(here.draft, hints=())
    return Step(here._replace(draft=draft, note="contributor.note.left"))


def _rewrite(state: State, _event: Chose, _facts: Facts) -> Step:
    return Step(state._replace(place="asking"))


def _bin(state: State, event: Chose, facts: Facts) -> Step:
    if _is_old_page(state, event):
        return Step(state._replace(note="contributor.note.old_page"))
    binned = state._replace(place="asking", draft=None, hard=False)
    if state.from_answers:
        binned = to_answers(binned, facts)
    return Step(binned._replace(note="contributor.note.binned"))


def _kept(state: State, answer: Answer, facts: Facts, covered: tuple[str, ...] = ()) -> Step:
    skipped = state.skipped
    if answer.question in skipped:
        skipped = tuple(question for question in skipped if question != answer.question)
    left = without_own_draft(state)._replace(
        note="contributor.note.kept",
        noted=state.at + 1,
        skipped=skipped,
    )
    return Step(
        after(left, facts, frozenset((*facts.kept, answer.question))), (Keep(answer, covered),)
    )


ACTS: dict[str, dict[str, Act]] = {
    "asking": {"next": _next, "pick": _pick},
    "checking": {"keep": _keep, "cover": _cover, "leave": _leave, "rewrite": _rewrite, "bin": _bin},
}
"""What can be done at a question, by place and action."""
