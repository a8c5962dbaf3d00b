"""The invitation with its whole notice (promise 1 and 9; UNCRC General Comment 12, para. 45)."""

from collections.abc import Iterator

from bot.consultation.budget import ASKS, WITHIN
from bot.consultation.dates import late_until
from bot.consultation.promises import notes_due
from bot.consultation.team import named
from bot.conversation.facts import Facts
from bot.conversation.messages import Choice, Message, Notice, Row, Rows, Text


def invitation(facts: Facts) -> Message:
    """Return who asks, why, who decides, what is kept, every message that can follow, and when
    they will hear back; with three answers of equal weight."""
    say, round_ = facts.say, facts.round
    asked = facts.questions.asked
    lead = say("contributor.invitation.lead", questions=asked, minutes=facts.questions.minutes)
    day = round_.tell_by
    promise = say("contributor.tell_by", day=say.weekday_date(day)) if day else ""
    return Message(
        say("contributor.invitation.title"),
        kicker=say("contributor.invitation.from", known_by=round_.known_by),
        parts=(
            Text(lead, "lead"),
            *(
                (Text(say("contributor.invitation.ends", day=facts.closes)),)
                if facts.closes
                else ()
            ),
            Notice((promise, say("contributor.tell_by_note"))),
            Rows(tuple(notice(facts).values())),
            *_budget(facts),
        ),
        group=say("contributor.invitation.group"),
        choices=(
            Choice("yes", say("contributor.invitation.yes")),
            Choice("later", say("contributor.invitation.later")),
            Choice("never", say("contributor.invitation.never")),
            *code_choices(facts),
        ),
        after=(Text(say("contributor.invitation.any_answer"), "small"),),
    )


def _budget(facts: Facts) -> tuple[Notice, ...]:
    """Tell somebody who was asked often of late that they were, and that the choice is theirs."""
    if facts.asked < ASKS:
        return ()
    say, days = facts.say, WITHIN.days
    times = say("contributor.budget.asked", count=facts.asked, days=days)
    return (Notice((times, say("contributor.budget.still"))),)


def code_choices(facts: Facts) -> tuple[Choice, ...]:
    """Return the way back for somebody who holds a code: where people are known by one, and in a
    chat platform for whoever is nobody there yet."""
    code = Choice("code", facts.say("contributor.invitation.code"), "quiet")
    return (code,) if not facts.recognised and (facts.coded or not facts.met) else ()


def notice(facts: Facts) -> dict[str, Row]:
    """Return what a person is told before they answer yes or no, row by row, by name."""
    say, round_ = facts.say, facts.round
    until = "contributor.invitation.until"
    return {
        "asker": _row(facts, "asker", asker=round_.asker, known_by=round_.known_by),
        **_team(facts),
        "purpose": _lines(facts, "purpose", round_.purpose, round_.influence),
        "decider": _row(facts, "decider", decider=round_.decider),
        **_say(facts),
        "readers": _row(facts, "readers", readers=_readers(facts), k=f"{round_.k}"),
        "keeps": Row(say("contributor.invitation.keeps.label"), _keeps(facts)),
        "until": Row(
            say(f"{until}.label"),
            (
                say(f"{until}.confidential", day=_day(facts, "withdraw_until")),
                say(f"{until}.anonymous"),
            ),
        ),
        **_waves(facts),
        **_late(facts),
        "act": Row(say("contributor.invitation.act.label"), tuple(limits(facts))),
        "messages": _messages(facts),
    }


def limits(facts: Facts) -> Iterator[str]:
    """Yield where keeping something to ourselves ends, and what can and cannot be done then."""
    base, round_ = "contributor.invitation.act", facts.round
    lead = facts.name_of(round_.lead)
    yield facts.say(f"{base}.text", lead=lead)
    second, day = facts.name_of(round_.second), _day(facts, "withdraw_until")
    yield facts.say(f"{base}.{round_.safety}", lead=lead, second=second, day=day)


def _team(facts: Facts) -> dict[str, Row]:
    """Who runs it, and out of what experience."""
    base, team = "contributor.invitation.team", named(facts.round)
    lines = tuple(facts.say(f"{base}.{kind}", names=names) for kind, names in team.items())
    return {"team": Row(facts.say(f"{base}.label"), lines)} if lines else {}


def _row(facts: Facts, key: str, **values: str) -> Row:
    base = f"contributor.invitation.{key}"
    return Row(facts.say(f"{base}.label"), (facts.say(f"{base}.text", **values),))


def _say(facts: Facts) -> dict[str, Row]:
    """How much say people have, and what is done so that they can say it (Lundy's model)."""
    say, round_ = facts.say, facts.round
    rows = {}
    if round_.rung:
        rows["say"] = _lines(facts, "say", say(f"round.rung.{round_.rung}"))
    if round_.space or round_.voice:
        rows["care"] = _lines(facts, "care", round_.space, round_.voice)
    return rows


def _lines(facts: Facts, key: str, *lines: str) -> Row:
    return Row(facts.say(f"contributor.invitation.{key}.label"), tuple(filter(None, lines)))


def _waves(facts: Facts) -> dict[str, Row]:
    """That people are asked twice, until when both are confidential, and how the two are put side
    by side."""
    say, wave = facts.say, facts.round.wave
    if not wave:
        return {}
    base = "contributor.invitation.waves"
    known = "code" if facts.coded and not facts.recognised else "known"
    lines = (
        *say.many(f"{base}.{wave}.{known}"),
        say(f"{base}.until", day=_day(facts, "withdraw_until")),
    )
    return {"waves": Row(say(f"{base}.label"), (say(f"{base}.{wave}.twice"), *lines))}


def _late(facts: Facts) -> dict[str, Row]:
    """Until when one more thing can be added, where a round takes it."""
    day = late_until(facts.round)
    return {"late": _row(facts, "late", day=facts.say.short_date(day))} if day else {}


def _reminder(facts: Facts) -> str:
    """The one message of a round that is open: its reminder, or that its second part is open."""
    say, day = facts.say, facts.round.second_on
    base = "contributor.invitation.messages"
    return say(f"{base}.second", day=say.short_date(day)) if day else say(f"{base}.reminder")


def _keeps(facts: Facts) -> tuple[str, ...]:
    say = facts.say
    return (say("contributor.invitation.keeps.text"), say(f"contributor.keeps.{facts.channel}"))


def _readers(facts: Facts) -> str:
    names = [name for reader in facts.round.readers if (name := facts.name_of(reader))]
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(names)
    return facts.say("contributor.and", first=", ".join(names[:-1]), last=names[-1])


def _day(facts: Facts, field: str) -> str:
    day = getattr(facts.round, field)
    return facts.say.short_date(day) if day else ""


def _messages(facts: Facts) -> Row:
    say, round_ = facts.say, facts.round
    base = "contributor.invitation.messages"
    notes = ", ".join(say.short_date(day) for day in notes_due(round_))
    return Row(
        say(f"{base}.label"),
        (
            say(
                f"{base}.text",
                start=facts.hour(round_.send_from),
                end=facts.hour(round_.send_to),
            ),
            _reminder(facts),
            *((say(f"{base}.note", days=notes),) if notes else ()),
            *((say(f"{base}.check_in"),) if round_.hard else ()),
            say(f"{base}.outcome", day=_day(facts, "tell_by")),
            say(f"{base}.all"),
            say(f"{base}.moved"),
            say(f"{base}.cancelled"),
            say(f"{base}.week"),
        ),
        dots=True,
    )
