"""Who may decide what about an answer, and how it stands afterwards.

Two promises live here: a reader may only cover more or decline, never reword or uncover what the
person covered; and nobody approves their own redaction. Texts are those of
:mod:`bot.consultation.redaction`; readers are given by their staff id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.consultation.dates import end_of, review_ends
from bot.consultation.model import Answer, Review, Round, RoundState
from bot.consultation.redaction import Kept, Span, cover_more

REASONS: Final = ("person", "place", "contact", "point", "other", "court", "safe")
"""Reasons a reader may give; ``review.reason.*`` are their words, which the person sees too."""
DAILY_CAP: Final = 20
"""How many answers a reader opens in a day at most."""

_OPEN: Final = (Review.WAITING, Review.SECOND, Review.HELD)


class NotAllowed(Exception):  # noqa: N818 - it says what happened, as in bot.ports
    """A rule forbids this decision; ``reason`` is a phrase key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reads(reader: str, round_: Round) -> bool:
    """Tell whether somebody is a reader of a round whose answers can be read."""
    return reader in round_.readers and round_.state in (RoundState.OPEN, RoundState.CLOSED)


def reading_ended(round_: Round, now: datetime) -> bool:
    """Tell whether the days of review are over, so that people can still object to what was done."""
    last = review_ends(round_)
    return last is None or now >= end_of(last, round_.zone)


def may_decide(answer: Answer, reader: str, round_: Round) -> bool:
    """Tell whether this reader may decide about an answer as it stands."""
    if not reads(reader, round_) or answer.kept is None or answer.review not in _OPEN:
        return False
    if answer.appeal:
        return reader not in (answer.first, answer.last)
    return answer.review is not Review.SECOND or reader != answer.first


def has_reader(answer: Answer, round_: Round) -> bool:
    """Tell whether any reader of the round may decide about this answer."""
    return any(may_decide(answer, reader, round_) for reader in round_.readers)


def to_read(answer: Answer, reader: str, round_: Round) -> bool:
    """Tell whether an answer waits for this reader. Held answers wait for nobody by name. One that
    they left to another waits for them again if too few others are there to read it."""
    if answer.review is Review.HELD or not may_decide(answer, reader, round_):
        return False
    return reader not in answer.passed or not _others_read(answer, reader, round_)


def may_pass(answer: Answer, reader: str, round_: Round) -> bool:
    """Tell whether this reader may leave an answer to another: it waits for them, and enough others
    are there to read it."""
    return to_read(answer, reader, round_) and _others_read(answer, reader, round_)


def _others_read(answer: Answer, reader: str, round_: Round) -> bool:
    first_of_two = round_.two_readers and not answer.appeal and answer.review is Review.WAITING
    others = {*round_.readers} - {reader, *answer.passed}
    ready = sum(may_decide(answer, each, round_) for each in others)
    return ready >= (2 if first_of_two else 1)


def leave_to_another(answer: Answer, reader: str, round_: Round) -> Answer:
    """Leave an answer to another reader. Nobody is asked why, and no other reader is told who did.

    Raises:
        NotAllowed: it does not wait for this reader, or nobody else is there to read it.
    """
    if not may_pass(answer, reader, round_):
        raise NotAllowed("review.refused.nobody_else")
    return replace(answer, passed=(*answer.passed, reader))


def approve(answer: Answer, reader: str, round_: Round) -> Answer:
    """Let the answer stand as it is: the first of two readers hands it on, the second ends it.

    Raises:
        NotAllowed: this reader may not decide.
    """
    _check(answer, reader, round_)
    decided = replace(answer, last=reader, appeal=False)
    if answer.before is None:
        decided = replace(decided, reason="")
    seen_by_other = not answer.appeal and answer.first not in ("", reader)
    if round_.two_readers and not seen_by_other:
        return replace(decided, review=Review.SECOND, first=reader)
    return replace(decided, review=Review.APPROVED, first=answer.first or reader)


def cover(
    answer: Answer,
    spans: Sequence[Span],
    reason: str,
    reader: str,
    round_: Round,
    *,
    names: Mapping[str, str],
) -> Answer:
    """Cover more of the words; ``names`` are the kinds of cover in words. ``before`` keeps what the person had kept, for another reader.

    With two readers another one must look at it next; with one it stands at once. Either way the
    person sees it and may object.

    Raises:
        NotAllowed: this reader may not decide, the reason is none, or nothing new is covered.
    """
    kept = _check(answer, reader, round_, reason)
    covered = cover_more(kept, spans, names)
    if covered == kept:
        raise NotAllowed("review.refused.nothing")
    return replace(
        answer,
        kept=covered,
        before=answer.before or kept,
        reason=reason,
        first=reader,
        last=reader,
        agreed=False,
        appeal=False,
        review=Review.SECOND if round_.two_readers else Review.APPROVED,
    )


def restore(answer: Answer, reader: str, round_: Round) -> Answer:
    """Take another reader's covers off again, back to what the person had kept. The other reader
    looks once more, for this is a decision of one.

    Raises:
        NotAllowed: this reader may not decide, or no reader has covered anything.
    """
    _check(answer, reader, round_)
    if answer.review is not Review.SECOND or answer.before is None:
        raise NotAllowed("review.refused.nothing")
    return replace(answer, kept=answer.before, before=None, reason="", first=reader, last=reader)


def hold(answer: Answer, reason: str, reader: str, round_: Round) -> Answer:
    """Put an answer aside. Who decided before stays noted, for they still may not do so twice.

    Raises:
        NotAllowed: this reader may not decide, or the reason is none.
    """
    _check(answer, reader, round_, reason)
    # The reason of covers goes to the person together with them, so it must not change here.
    why = answer.reason if answer.before else reason
    return replace(answer, review=Review.HELD, reason=why)


def decline(answer: Answer, reason: str, reader: str, round_: Round) -> Answer:
    """Leave an answer out. The person sees it and the reason, and may ask another reader to look.

    Raises:
        NotAllowed: this reader may not decide, or the reason is none.
    """
    _check(answer, reader, round_, reason)
    return replace(
        answer,
        review=Review.DECLINED,
        reason=reason,
        first=answer.first or reader,
        last=reader,
        agreed=False,
        appeal=False,
    )


def concern(answer: Answer, reason: str, reader: str, round_: Round) -> Answer:
    """Pass an answer to the safeguarding lead. What is not decided yet is held meanwhile.

    Every reader of the round may, whoever decided before: safety does not wait for turns.

    Raises:
        NotAllowed: this person reads no answers of the round, or the reason is none.
    """
    if not reads(reader, round_) or answer.kept is None:
        raise NotAllowed("review.refused.not_yours")
    if reason not in REASONS:
        raise NotAllowed("review.refused.reason")
    review = Review.HELD if answer.review in _OPEN else answer.review
    return replace(answer, review=review, reason=reason)


def next_to_read(
    answers: Sequence[Answer], after: str, reader: str, round_: Round
) -> Answer | None:
    """Return the next answer that waits for this reader, from the one with id ``after`` on and
    round again, or None."""
    ids = [answer.id for answer in answers]
    at = ids.index(after) + 1 if after in ids else 0
    return _first([*answers[at:], *answers[:at]], reader, round_)


def waits(answers: Iterable[Answer], reader: str, round_: Round) -> bool:
    """Tell whether any of these answers waits for this reader."""
    return _first(answers, reader, round_) is not None


def _first(answers: Iterable[Answer], reader: str, round_: Round) -> Answer | None:
    return next((answer for answer in answers if to_read(answer, reader, round_)), None)


def _check(answer: Answer, reader: str, round_: Round, reason: str = REASONS[0]) -> Kept:
    if answer.kept is None or not may_decide(answer, reader, round_):
        raise NotAllowed("review.refused.not_yours")
    if reason not in REASONS:
        raise NotAllowed("review.refused.reason")
    return answer.kept
