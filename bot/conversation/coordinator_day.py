"""What stands on every page of a reader: how an answer stands for them, their day, and until when."""

from bot.consultation import care, review
from bot.consultation.dates import review_ends
from bot.consultation.model import Answer, Review, Round
from bot.conversation.desk import DeskFacts
from bot.conversation.messages import Notice, Part, Progress, Text


def letter(at: int) -> str:
    """Return the letters of a place in a batch, counted from 0: A to Z, then AA, AB and on."""
    first, last = divmod(at, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def standing(answer: Answer, round_: Round, facts: DeskFacts) -> str:
    """Return the phrase key of where an answer stands for this reader."""
    if answer.review not in (Review.WAITING, Review.SECOND):
        return str(answer.review)
    if not review.may_decide(answer, facts.me.id, round_):
        return "elsewhere"
    if facts.me.id in answer.passed and not review.to_read(answer, facts.me.id, round_):
        return "passed"
    if answer.appeal:
        return "appeal"
    if answer.id in facts.opened:
        return "open"
    return "second" if answer.review is Review.SECOND else "covered"


def my_day(facts: DeskFacts) -> tuple[Part, ...]:
    """Tell how many were read today, and when it is time to rest."""
    say, cap, rest = facts.say, facts.own.cap, care.break_after(facts.own)
    read = min(len(facts.opened), cap)
    key = "read" if read < rest else "read_on"
    progress = Progress(read, cap, say(f"coordinator.day.{key}", read=read, cap=cap, rest=rest))
    pause = {rest: "rest", cap: "enough"}.get(read)
    if pause is not None:
        lines = (say(f"coordinator.day.{pause}"), say(f"coordinator.day.{pause}_text", read=read))
        return (progress, Notice(lines))
    return (progress,)


def read_until(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """Tell until when this round can be read, or that it cannot any more."""
    say, last = facts.say, review_ends(round_)
    if last is None or review.reading_ended(round_, facts.now):
        return (Text(say("review.refused.ended")),)
    return (Text(say("coordinator.batch.until", day=say.weekday_date(last)), "small"),)
