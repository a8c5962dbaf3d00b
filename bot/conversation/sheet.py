"""The invitation on paper: the words of the invitation itself, on one page, with a slip to cut off.

Paper cannot be called back, so only a round that is open is printed: its dates no longer change.
"""

from typing import Final

from bot.consultation import dates
from bot.consultation.model import Round
from bot.consultation.safety import needs_worker
from bot.consultation.support import offered
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facts import Facts
from bot.conversation.invitation import notice
from bot.conversation.messages import Choice, Message, Notice, Row, Sheet, Text
from prompts.schema import QuestionSet

_ASKS: Final = ("decider", "readers", "until", "act")
"""What of the invitation's notice stands on the sheet; the whole of it is behind the link."""
_LINES: Final = 2
"""More support lines than this nobody reads on a wall."""


def sheet_screen(round_: Round, facts: DeskFacts, spot: Spot) -> Message:
    """Return the page to print, or the sentence that there is none now. The item *together* prints
    the link of the room."""
    say = facts.say
    room = facts.link if spot.item == "together" else None
    back = Spot("together" if room else "round", round_.id)
    leave = Choice(back.action(), say("sheet.back"), "quiet")
    alone = needs_worker(round_) and room is None
    if facts.questions is None or alone or not printable(round_, facts):
        shut = Notice((say("gate.beside" if alone else "sheet.shut"),))
        return Message(say("sheet.title"), parts=(shut,), choices=(leave,))
    return Message(
        say("sheet.title"),
        parts=(
            Text(say("sheet.lead"), "small"),
            _sheet(told(round_, facts, facts.questions), facts, room.code if room else round_.code),
        ),
        choices=(leave,),
    )


def printable(round_: Round, facts: DeskFacts) -> bool:
    """Tell whether an invitation may be handed out now."""
    return dates.takes_people(round_, facts.now)


def told(round_: Round, facts: DeskFacts, questions: QuestionSet) -> Facts:
    """Return what a contributor's invitation is made of, for whoever hands it out."""
    return Facts(now=facts.now, round=round_, questions=questions, say=facts.say, staff=facts.staff)


def _sheet(told_: Facts, facts: DeskFacts, code: str) -> Sheet:
    say, round_ = facts.say, told_.round
    rows = notice(told_)
    closes = say.date(round_.closes_on) if round_.closes_on else ""
    return Sheet(
        asker=say("sheet.kind", asker=round_.asker),
        title=say("contributor.invitation.title"),
        purpose=round_.purpose,
        facts=_facts(told_),
        code=say("sheet.code"),
        path=f"/r/{code}",
        how=say("sheet.how"),
        until=say("sheet.open", day=closes),
        asks=(*(rows[name] for name in _ASKS), _unsafe(round_, facts)),
        notes=(say("sheet.talk", known_by=round_.known_by), say("sheet.free")),
        slip=(say("sheet.slip.open", day=closes), say("sheet.slip.cut"), say("sheet.slip.topic")),
    )


def _facts(told_: Facts) -> tuple[Row, ...]:
    say, asked = told_.say, told_.questions.asked
    tell_by = told_.round.tell_by
    return (
        Row(say("sheet.questions.asked", count=asked), (say("sheet.questions.note"),)),
        Row(
            say("sheet.minutes.many", minutes=told_.questions.minutes), (say("sheet.minutes.note"),)
        ),
        Row(
            say("sheet.hear.label"),
            (say("sheet.hear.note", day=say.date(tell_by) if tell_by else ""),),
        ),
    )


def _unsafe(round_: Round, facts: DeskFacts) -> Row:
    """Where to turn, day and night: paper does not know what hour it is."""
    say, support = facts.say, facts.support
    always = [
        line for line in support.lines if line.hours == "always" and offered(line, round_.age_band)
    ]
    lines = (
        " ".join((say("sheet.unsafe.line", name=line.name, number=line.number), line.what))
        for line in always[:_LINES]
    )
    danger = say("sheet.unsafe.danger", number=support.emergency)
    return Row(say("sheet.unsafe.label"), (danger, *lines))
