"""The coordinator's conversation: reading answers in batches, and deciding about each.

Pure and total. Everything is denied that is not plainly this reader's business: no effect comes
without the role, without being named as a reader of the round, or about an answer that this reader
has not opened today.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot.consultation import review
from bot.consultation.hard_words import offers_support
from bot.consultation.model import Answer, Review, Role, Round
from bot.consultation.redaction import Kept, KeptCover, Span, find_words, open_spans, places
from bot.conversation.approval import APPROVAL, approval_step
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import Decide, Uncover, Verb
from bot.conversation.events import Chose
from bot.conversation.names import CoverNames
from bot.conversation.own import ACTS as OWN_ACTS
from bot.conversation.own import OWN, own_step
from bot.conversation.reading_on import ACTS as HAND_ACTS
from bot.conversation.reading_on import HAND, hand_on
from bot.conversation.record_time import TIME, add_time
from bot.conversation.small_questions import SMALL, small_step
from bot.conversation.word_list import PLACE, list_step
from bot.ports import Batch
from prompts.library import Phrases

COVERED: Final = "covered"
"""The place of an answer that was opened today and left: it lies covered again."""
MAX_MORE: Final = 200
"""Longest text of words to cover more of, in characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer before its reader, in its batch. ``places`` are its covers and the words the
    checker has found that no cover hides yet; on the screen they are numbered from 1."""

    round: Round
    batch: Batch
    answer: Answer
    kept: Kept
    places: tuple[KeptCover | Span, ...]
    hard: bool = False
    """Whether its writer, or the list of hard words, says that it may be hard to read."""

    @property
    def found(self) -> Mapping[int, Span]:
        """Return the found words by number: each needs a choice."""
        return {n: place for n, place in enumerate(self.places, 1) if isinstance(place, Span)}

    @property
    def seen(self) -> str:
        """Return a mark of the answer as it stands. A form carries it, so that nobody decides
        about a text that somebody else has changed meanwhile."""
        state = repr((self.kept, self.answer.review, self.answer.first, self.places))
        return sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def my_round(facts: DeskFacts, spot: Spot) -> Round | None:
    """Return the round of a spot if this person reads its answers."""
    round_ = facts.round
    if facts.me.role is not Role.COORDINATOR or round_ is None or round_.id != spot.round:
        return None
    return round_ if review.reads(facts.me.id, round_) else None


def texts(batch: Batch) -> tuple[Answer, ...]:
    """Return the answers of a batch that are words to read."""
    return tuple(
        answer
        for answer in batch.answers
        if answer.kept is not None and answer.review is not Review.NONE
    )


def reading(facts: DeskFacts, spot: Spot) -> Reading | None:
    """Return the answer of a spot, if it lies in a batch of a round that this person reads."""
    round_ = my_round(facts, spot)
    if round_ is None or spot.place not in ("answer", COVERED):
        return None
    for batch in facts.batches:
        for answer in texts(batch):
            if answer.id == spot.item and answer.kept is not None:
                found = places(answer.kept, facts.found)
                phrases = facts.hard.phrases if facts.hard else ()
                hard = answer.hard or offers_support(answer.kept.text, phrases)
                return Reading(round_, batch, answer, answer.kept, found, hard)
    return None


def place_of(answer: Answer, round_: Round, facts: DeskFacts) -> Spot:
    """Return the place of an answer for somebody who comes to it: covered, whether or not they have
    opened it today."""
    return Spot(COVERED if answer.id in facts.opened else "answer", round_.id, answer.id)


def enough(facts: DeskFacts) -> bool:
    """Tell whether this reader has read as much as they read in a day."""
    return len(facts.opened) >= facts.own.cap


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Take one act of a coordinator. An act without meaning here changes nothing."""
    if event.action.startswith("go:"):
        return StaffStep(Spot.parse(event.action))
    round_ = my_round(facts, spot)
    if spot.place == PLACE and round_ is not None:
        return list_step(spot, event, facts, round_)
    if spot.place == SMALL and round_ is not None:
        return small_step(spot, event, facts, round_)
    if spot.place == TIME and round_ is not None:
        return add_time(spot, event, facts, round_)
    if spot.place == OWN and facts.me.role is Role.COORDINATOR:
        return own_step(spot, event, facts)
    if spot.place == HAND:
        return hand_on(spot, event, facts)
    if spot.place == APPROVAL:
        return approval_step(spot, event, facts)
    return _on_answer(spot, event, facts)


def _on_answer(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    here = reading(facts, spot)
    if here is None:
        return _refused(spot, facts.say, "coordinator.fault.gone")
    name, _, seen = event.action.partition(":")
    if name == "open":
        return _open(spot, here, facts)
    if name == "pass":
        return _pass(spot, here, facts)
    act = _ACTS.get(name)
    if act is None:
        return StaffStep(spot)
    if here.answer.id not in facts.opened:
        return _refused(spot, facts.say, "coordinator.fault.unopened")
    if seen and seen != here.seen:
        return _refused(spot, facts.say, "coordinator.fault.changed")
    if act is not _concern and review.reading_ended(here.round, facts.now):
        return _refused(spot, facts.say, "review.refused.ended")
    try:
        done = act(here, event, facts)
    except review.NotAllowed as no:
        return _refused(spot, facts.say, no.reason)
    except _Faults as faults:
        return StaffStep(spot, faults=faults.by_field)
    return StaffStep(
        _onward(here, done.answer, facts), (Decide(done.answer, done.verb),), {}, done.note
    )


class _Faults(Exception):  # noqa: N818 - what a form lacks, by field
    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__("faults")
        self.by_field = by_field


@dataclass(frozen=True, slots=True)
class _Done:
    answer: Answer
    verb: Verb
    note: str


_FIELDS: Final = {"review.refused.reason": "reason", "review.refused.nothing": "more"}


def _refused(spot: Spot, say: Phrases, key: str) -> StaffStep:
    return StaffStep(spot, faults={_FIELDS.get(key, ""): say(key)})


def _open(spot: Spot, here: Reading, facts: DeskFacts) -> StaffStep:
    if here.answer.id in facts.opened:
        return StaffStep(spot)
    if not review.may_decide(here.answer, facts.me.id, here.round):
        return _refused(spot, facts.say, "review.refused.not_yours")
    if review.reading_ended(here.round, facts.now):
        return _refused(spot, facts.say, "review.refused.ended")
    if enough(facts):
        fault = facts.say("coordinator.fault.cap", cap=facts.own.cap)
        return StaffStep(spot, faults={"": fault})
    return StaffStep(spot, (Uncover(here.answer.id),))


def _pass(spot: Spot, here: Reading, facts: DeskFacts) -> StaffStep:
    """Leave an answer to another reader, opened or not."""
    try:
        left = review.leave_to_another(here.answer, facts.me.id, here.round)
    except review.NotAllowed as no:
        return _refused(spot, facts.say, no.reason)
    onward = _onward(here, left, facts)
    return StaffStep(onward, (Decide(left, "pass"),), note="coordinator.note.passed")


def _onward(here: Reading, decided: Answer, facts: DeskFacts) -> Spot:
    """Return the next answer of the batch that waits for this reader, or the batch."""
    answers = [decided if a.id == decided.id else a for a in here.batch.answers]
    following = review.next_to_read(answers, decided.id, facts.me.id, here.round)
    if following is None:
        return Spot("batch", here.round.id, here.batch.id)
    return place_of(following, here.round, facts)


# --- decisions -------------------------------------------------------------------------------


def _approve(here: Reading, event: Chose, facts: DeskFacts) -> _Done:
    spans = _chosen(here, event, facts.say)
    if spans:
        return _covered(here, spans, event, facts)
    answer = review.approve(here.answer, facts.me.id, here.round)
    if answer.review is Review.SECOND:
        return _Done(answer, "approve", "coordinator.note.handed_on")
    verb: Verb = "confirm" if here.round.two_readers else "approve"
    return _Done(answer, verb, "coordinator.note.approved")


def _cover(here: Reading, event: Chose, facts: DeskFacts) -> _Done:
    return _covered(here, _chosen(here, event, facts.say), event, facts)


def _covered(here: Reading, spans: tuple[Span, ...], event: Chose, facts: DeskFacts) -> _Done:
    answer = review.cover(
        here.answer,
        spans,
        event.first("reason"),
        facts.me.id,
        here.round,
        names=CoverNames(facts.say),
    )
    handed_on = answer.review is Review.SECOND
    note = "coordinator.note.covered_on" if handed_on else "coordinator.note.covered"
    return _Done(answer, "cover", note)


def _chosen(here: Reading, event: Chose, say: Phrases) -> tuple[Span, ...]:
    """Return the spans to cover: found words that were chosen, and words that were typed.

    Raises:
        _Faults: a found word has no choice yet, or typed words stand nowhere.
    """
    spans: list[Span] = []
    faults: dict[str, str] = {}
    for number, span in here.found.items():
        choice = event.first(f"found-{number}")
        if choice == "cover":
            spans.append(span)
        elif choice != "leave":
            faults[f"found-{number}"] = say("coordinator.fault.choose")
    more = event.first("more").strip()
    typed = _typed(here.kept, more)
    if more and not typed:
        long = len(more) > MAX_MORE
        faults["more"] = say(f"coordinator.fault.{'too_long' if long else 'not_found'}")
    if faults:
        raise _Faults(faults)
    return (*spans, *typed)


def _typed(kept: Kept, more: str) -> tuple[Span, ...]:
    """Return where typed words stand uncovered: all together, else each part between commas.
    Nothing if any part stands nowhere, or if there is more than anybody would type."""
    if len(more) > MAX_MORE:
        return ()
    whole = open_spans(kept, find_words(kept.text, more))
    if whole:
        return whole
    parts = {part.strip() for part in more.split(",")} - {""}
    each = [open_spans(kept, find_words(kept.text, part)) for part in parts]
    return tuple(span for spans in each for span in spans) if all(each) else ()


def _restore(here: Reading, _event: Chose, facts: DeskFacts) -> _Done:
    answer = review.restore(here.answer, facts.me.id, here.round)
    return _Done(answer, "approve", "coordinator.note.restored")


def _hold(here: Reading, event: Chose, facts: DeskFacts) -> _Done:
    answer = review.hold(here.answer, event.first("reason"), facts.me.id, here.round)
    return _Done(answer, "hold", "coordinator.note.held")


def _decline(here: Reading, event: Chose, facts: DeskFacts) -> _Done:
    answer = review.decline(here.answer, event.first("reason"), facts.me.id, here.round)
    return _Done(answer, "decline", "coordinator.note.declined")


def _concern(here: Reading, event: Chose, facts: DeskFacts) -> _Done:
    answer = review.concern(here.answer, event.first("reason"), facts.me.id, here.round)
    return _Done(answer, "concern", "coordinator.note.concern")


_ACTS: Final[Mapping[str, Callable[[Reading, Chose, DeskFacts], _Done]]] = {
    "approve": _approve,
    "cover": _cover,
    "restore": _restore,
    "hold": _hold,
    "decline": _decline,
    "concern": _concern,
}
ACTS: Final = frozenset(
    {
        *(("answer", name) for name in ("open", "pass", *_ACTS)),
        (COVERED, "pass"),
        *OWN_ACTS,
        *HAND_ACTS,
        *((PLACE, name) for name in ("add", "empty")),
        (SMALL, "put"),
        (TIME, "add"),
        *((APPROVAL, name) for name in ("let_go", "hand_back")),
    }
)
"""All that a coordinator can do, by place and name."""
