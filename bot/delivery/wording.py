"""What a message from the outbox says. It is made when it is sent, never before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.consultation.model import Outcome, Round
from bot.consultation.promises import is_sent
from bot.consultation.support import OpenLine
from bot.consultation.telling import tells_again
from bot.conversation.front import OPEN
from bot.conversation.messages import Choice, Message, Notice, Part, Text
from bot.conversation.outcomes import moved_lines, outcome_parts
from bot.conversation.support_lines import support_parts
from bot.ports import Unit
from bot.telling import CHECK_IN
from prompts.library import Phrases

OUTCOME = "outcome:"
_WAITING = ("note:", "moved:")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about: its round, and the outcome where it tells of one, with the words that
    may be quoted as it is sent. ``lines`` are who is there to talk now, and ``emergency`` whom to call in
    danger, for a message that names them."""

    round: Round
    outcome: Outcome | None = None
    quotes: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[OpenLine, ...] = ()
    emergency: str = ""


def subject_of(unit: Unit, round_id: str, key: str) -> Subject | None:
    """Return what a message is about, or None where that is no longer there."""
    round_ = unit.round(round_id)
    if round_ is None:
        return None
    if key.startswith(_WAITING) and any(map(is_sent, unit.outcomes(round_id))):
        return None
    if not key.startswith(OUTCOME):
        return Subject(round_)
    wanted = key.removeprefix(OUTCOME)
    found = next((each for each in unit.outcomes(round_id) if each.id == wanted), None)
    return None if found is None else Subject(round_, found, unit.standing(round_id))


def message_of(subject: Subject, key: str, say: Phrases) -> Message:
    """Return the message of a key (see :class:`bot.ports.Due`).

    None but an outcome names a topic, because it may light up on a locked phone. Where a channel
    has buttons, each leads into the round, or stops all messages. It is in one language, that of
    ``say``, or in English.
    """
    return say.whole(lambda voice: _message(subject, key, voice))


def _message(subject: Subject, key: str, say: Phrases) -> Message:
    if subject.outcome is not None:
        message = _outcome(subject, subject.outcome, say)
    else:
        message = _short(subject, key, say)
    go = Choice(f"{OPEN}{subject.round.code}", say("delivery.open"), "main")
    stop = Choice("stop", say("contributor.control.stop"), about=say("delivery.stop_about"))
    return replace(message, choices=(go, stop), language=say.language)


def _short(subject: Subject, key: str, say: Phrases) -> Message:
    if key == "reminder":
        day = subject.round.closes_on
        closes = say.weekday_date(day) if day else ""
        lines = (say("delivery.reminder.text", day=closes), say("delivery.reminder.only"))
    elif key == "invitation":
        lines = (say("delivery.invitation.text"), say("delivery.invitation.fine"))
    elif key.startswith(_WAITING):
        return _waiting(subject.round, key, say)
    else:
        lines = (say(f"delivery.{key}.text"), say(f"delivery.{key}.unread"))
    parts: tuple[Part, ...] = tuple(Text(line) for line in lines)
    if key == CHECK_IN:
        parts += support_parts(subject.lines, subject.emergency, say)
    return Message(say(f"delivery.{key}.title"), parts=parts)


def _waiting(round_: Round, key: str, say: Phrases) -> Message:
    """Tell how far it is, or that the day has moved. Either is true when it is sent."""
    kind, _, written = key.partition(":")
    day = say.weekday_date(round_.tell_by) if round_.tell_by else ""
    lines: tuple[str, ...]
    if kind == "note":
        said = (each.text for each in round_.lines if each.day.isoformat() == written)
        lines = (say("delivery.note.text"), *said, say("delivery.note.day", day=day))
    else:
        lines = moved_lines(round_, say)
    texts = tuple(Text(line) for line in (*lines, say("delivery.outcome.nothing_to_do")))
    return Message(say(f"delivery.{kind}.title"), kicker=round_.asker, parts=texts)


def _outcome(subject: Subject, outcome: Outcome, say: Phrases) -> Message:
    round_ = subject.round
    if round_.parent:
        nothing = Notice((say("delivery.outcome.nothing_to_do"),))
        answers = (*outcome_parts(outcome, say), nothing)
        return Message(say("following.loop.heading"), kicker=round_.asker, parts=answers)
    key = "again" if tells_again(outcome) else "text"
    parts: tuple[Part, ...] = (
        Text(say(f"delivery.outcome.{key}", decider=round_.decider), "lead"),
        *outcome_parts(outcome, say, subject.quotes),
        Notice((say("delivery.outcome.nothing_to_do"),)),
    )
    return Message(say("delivery.outcome.title"), kicker=round_.asker, parts=parts)
