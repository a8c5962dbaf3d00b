"""Every place of the conversation, found by pressing everything there is to press."""

import copy
from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from bot.consultation.model import Answer, Review, RoundState
from bot.consultation.redaction import cover_more, find_words
from bot.conversation.events import Chose, Said
from bot.conversation.messages import Choice
from bot.conversation.names import CoverNames
from tests.conversation.contributor_world import DETECTOR, SAY, Talk, all_fields, choices

TYPED = ("They asked me first. Ring 07700 900123.", "", "x" * 5001)
SECOND = date(2027, 2, 20)
AFTER_CLOSING = datetime(2027, 3, 5, 12, tzinfo=UTC)
AFTER_UNTIL = datetime(2027, 3, 15, 12, tzinfo=UTC)


def key(talk: Talk) -> Hashable:
    """Talks with the same key are at the same place, whatever was answered on the way there."""
    state, held = talk.state, talk.held
    at = state.at if state.place in ("asking", "checking") else 0
    return (
        *(state.place, at, state.over, state.fault, state.from_answers, state.draft is not None),
        talk.round.question_set,
        talk.room if state.place in ("invited", "hears", "waiting") else "",
        *(held.enrolled, held.stopped, bool(held.answers), talk.round.state, talk.now),
    )


def presses(talk: Talk) -> Iterator[Chose | Said]:
    """Yield what a person could do on this screen, each field filled in one way."""
    message = talk.message
    for choice in choices(message):
        values = dict(talk.submitted(choice, {}))
        for each in all_fields(message):
            if each.id in choice.fields and each.options:
                values[each.id] = (each.options[0].value,)
            elif each.id in choice.fields:
                values[each.id] = ("asked",)
        yield Chose(choice.action, values)
        if choice.fields:
            yield Chose(choice.action)
    for text in TYPED if message.says else ():
        yield Said(text, DETECTOR.find(text), message.says)


@cache
def atlas() -> tuple[Talk, ...]:
    """Return a talk at every place; treat them as read-only."""
    found: dict[Hashable, Talk] = {}
    for start in _starts():
        todo = deque([start])
        while todo:
            talk = todo.popleft()
            if key(talk) in found:
                continue
            found[key(talk)] = talk
            for event in presses(talk):
                then = branch(talk)
                then.do(event)
                if key(then) not in found:
                    todo.append(then)
    return tuple(found.values())


def branch(talk: Talk) -> Talk:
    """Return a copy that can go another way."""
    other = copy.copy(talk)
    other.held = replace(talk.held, answers=dict(talk.held.answers), contacts=[])
    other.did = []
    return other


def _starts() -> Iterator[Talk]:
    quoted = Talk().joins()
    quoted.taps("Next")
    quoted.keeps("They asked me first.", "yes")
    # First, because only who may be quoted sees what their quotes will be called.
    yield quoted
    yield Talk()
    yield in_room()
    yield Talk("halves", second_on=SECOND)
    read = Talk().joins().answers_all()
    read.held.answers["idea"] = reader_covered(read.held.answers["idea"])
    yield read
    for state, now in (
        (RoundState.OPEN, AFTER_CLOSING),
        (RoundState.CLOSED, AFTER_CLOSING),
        (RoundState.CLOSED, AFTER_UNTIL),
        (RoundState.SEALED, AFTER_UNTIL),
        (RoundState.CANCELLED, AFTER_CLOSING),
    ):
        for talk in (Talk(), branch(read)):
            yield later(talk, state, now)


def in_room() -> Talk:
    """Return a talk in a room with a worker."""
    talk = Talk()
    talk.room = "room"
    return talk


def later(talk: Talk, state: RoundState, now: datetime) -> Talk:
    """Let time pass and the round move on; after sealing nothing is stored of the answers."""
    talk.round = replace(talk.round, state=state)
    talk.now = now
    if state in (RoundState.SEALED, RoundState.CANCELLED):
        talk.text, talk.held.answers = "", {}
    return talk


def reader_covered(answer: Answer) -> Answer:
    """Return an answer in which a reader has covered one more word."""
    assert answer.kept is not None
    spans = find_words(answer.kept.text, "asked")
    covered = cover_more(answer.kept, spans, CoverNames(SAY), "reader")
    return replace(answer, kept=covered, before=answer.kept, reason="point", review=Review.APPROVED)


def has_button(talk: Talk, action: str) -> bool:
    return any(isinstance(each, Choice) and each.action == action for each in choices(talk.message))
