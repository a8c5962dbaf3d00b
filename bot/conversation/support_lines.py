"""Whom to call in danger, who is there to talk now, and when a person who was asked for answers."""

from collections.abc import Iterator
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.consultation import dates
from bot.consultation.model import HelpRequest, Round
from bot.consultation.support import OpenLine
from bot.conversation.facts import Facts
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


_AHEAD = timedelta(days=21)
"""How far ahead days off are told."""
_SPAN = 3
"""So many days in a row are told as a span."""


def answering_times(facts: Facts, lead: str) -> Iterator[str]:
    """Yield when the lead answers, nights, weekends and days off included, and by when if they are
    asked now."""
    say, round_ = facts.say, facts.round
    base = "contributor.support"
    yield say(
        f"{base}.hours",
        time=say.hour(round_.help_to),
        days=_days(round_, say),
        next=say.hour(round_.help_next),
        lead=lead,
    )
    today = facts.now.astimezone(ZoneInfo(round_.zone)).date()
    off = [day for day in dates.days_off(round_) if today <= day <= today + _AHEAD]
    if off:
        yield say(f"{base}.off", lead=lead, days=_listed([say.short_date(day) for day in off], say))
    due = dates.answered_by(round_, facts.now)
    if due is not None and due.date() == today:
        yield say(f"{base}.today", lead=lead)
    elif due is not None:
        by, day = say.hour(due.time()), say.weekday_date(due.date())
        yield say(f"{base}.next", lead=lead, time=by, day=day)


def due_by(request: HelpRequest, lead: str, say: Phrases) -> str:
    """Return by when somebody who asked is answered."""
    day, base = say.weekday_date(request.due.date()), "contributor.support"
    if request.due.time() == time.max:
        return say(f"{base}.on", lead=lead, day=day)
    return say(f"{base}.by", lead=lead, day=day, time=say.hour(request.due.time()))


def _days(round_: Round, say: Phrases) -> str:
    at = [at for at, day in enumerate(dates.WEEKDAYS) if day in round_.help_days]
    names = [say.weekday(each) for each in at]
    if len(at) >= _SPAN and at[-1] - at[0] == len(at) - 1:
        return say("contributor.support.span", first=names[0], last=names[-1])
    return _listed(names, say)


def _listed(names: list[str], say: Phrases) -> str:
    if len(names) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(names)
    return say("contributor.and", first=", ".join(names[:-1]), last=names[-1])
