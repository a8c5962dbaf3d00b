"""What is held of a person, as JSON for them alone. `docs/exports.md` tells what each part means."""

import json
from collections.abc import Callable
from typing import Any, Final

from bot.consultation.model import Answer, Held, HeldRound, Review, Round, RoundState
from bot.conversation.state import State
from prompts.schema import Question, QuestionSet

FORMAT: Final = "heardback own data"
VERSION: Final = 1
NAME: Final = "my-data.json"
"""What the file is called; it names no topic."""

_SECRET: Final = frozenset({"code"})
"""What is held of a contact and not given out: whoever found the file could answer in its place."""
_LISTS: Final = {"": "everything", "*": "all messages"}
"""What the lists that belong to no question are called."""
_VAULT: Final = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED, RoundState.SEALING)

type Asked = Callable[[Round], QuestionSet]


def own_data(held: Held, asked: Asked) -> str:
    """Return all that is held of a person. ``asked`` gives the questions of a round."""
    contact = {key: text for key, text in held.contact.items() if key not in _SECRET}
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "contact": contact,
        "stopped": held.stopped,
        "never_ask_again": held.never,
        "rounds": [_round(each, asked(each.round)) for each in held.rounds],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _round(held: HeldRound, questions: QuestionSet) -> dict[str, Any]:
    round_ = held.round
    days = {
        "answers_taken_until": round_.closes_on,
        "answers_can_change_until": round_.withdraw_until,
        "hear_back_by": round_.tell_by,
    }
    made: dict[str, Any] = {
        "title": round_.title,
        "asked_by": round_.asker,
        "state": round_.state.value,
        "consent": {"question_set": questions.id, "version": questions.version},
        "dates": {name: day.isoformat() for name, day in days.items() if day},
        "messages_received": list(held.told),
        "on_list_to_hear_about": [_LISTS.get(each, each) for each in held.lists],
    }
    if held.request is not None:
        due = held.request.due.isoformat(timespec="minutes")
        made["asked_to_be_contacted"] = {"state": held.request.state, "answered_by": due}
    if round_.state not in _VAULT:
        return made
    return made | _confidential(held, questions)


def _confidential(held: HeldRound, questions: QuestionSet) -> dict[str, Any]:
    """Return what is held until sealing, in the order of the questions."""
    state = State.from_json(held.state)
    kept = ((each, held.answers.get(each.id)) for each in questions.questions)
    waiting = {"words_not_kept_yet": state.draft.text} if state.draft is not None else {}
    return {
        "messages_chosen": held.hears or None,
        "skipped": list(state.skipped),
        "answers": [_answer(each, answer, held.round) for each, answer in kept if answer],
        **waiting,
    }


def _answer(question: Question, answer: Answer, round_: Round) -> dict[str, Any]:
    wording = question.wording["original" if round_.wording == "original" else "plain"]
    made: dict[str, Any] = {"question": question.id, "asked": wording.ask}
    if answer.kept is None:
        labels = {option.id: option.label for option in question.options}
        return made | {"picked": [labels.get(pick, pick) for pick in answer.picks]}
    words = {"words": answer.kept.text, "may_be_quoted": answer.quote, "hard_to_read": answer.hard}
    made |= {**words, **_reading(answer)}
    return made | ({"words_before_a_reader": answer.before.text} if answer.before else {})


def _reading(answer: Answer) -> dict[str, Any]:
    """Return what readers did; who they are is theirs."""
    covered = answer.kept is not None and any(c.by == "reader" for c in answer.kept.covers)
    return {
        "read": answer.review is Review.APPROVED,
        "declined": answer.review is Review.DECLINED,
        "covered_by_a_reader": covered,
        "reason": answer.reason or None,
        "another_reader_asked": answer.appeal,
    }
