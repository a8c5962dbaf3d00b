"""Whom to call in danger, and who is there to talk now: the same wherever it stands."""

from bot.consultation.support import OpenLine
from bot.conversation.messages import Card, Line, Lines, Notice, Part, Text
from prompts.library import Phrases


def support_parts(lines: tuple[OpenLine, ...], emergency: str, say: Phrases) -> tuple[Part, ...]:
    """Return whom to call in danger, and who is there to talk now."""
    danger = Notice((say("contributor.support.emergency", number=emergency),), alert=True)
    if not lines:
        return (danger,)
    checked = Text(
        say(
            "contributor.support.checked", day=say.date(min(line.line.checked_on for line in lines))
        ),
        "small",
    )
    drawn = Lines(tuple(_line(line, say) for line in lines))
    return danger, Card(say("contributor.support.talk"), (drawn, checked))


def _line(open_line: OpenLine, say: Phrases) -> Line:
    line = open_line.line
    digits = line.number.replace(" ", "")
    text = line.kind == "text"
    return Line(
        name=line.name,
        about=line.what,
        hours=_hours(open_line, say),
        act=say("contributor.support.text" if text else "contributor.support.call"),
        number=line.number,
        link=f"sms:{digits}?body={line.text_word}" if text else f"tel:{digits}",
    )


def _hours(open_line: OpenLine, say: Phrases) -> str:
    if open_line.until is None:
        return say("contributor.support.open_now")
    return say("contributor.support.open_until", time=say.hour(open_line.until.time()))
