"""The page of a round that was opened: its promise, its dates, what may be seen, the next step."""

from datetime import date

from bot.consultation import disclosure
from bot.consultation.dates import late_until, review_ends
from bot.consultation.following import CHECK
from bot.consultation.model import Round, RoundState
from bot.consultation.rounds import OVER, leads_to
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_evaluation import after_choice, waves_of
from bot.conversation.facilitator_facts import (
    current_outcome,
    joined,
    promise,
    state_words,
    title_of,
    today,
)
from bot.conversation.facilitator_family import family_of, sibling_choice
from bot.conversation.figures import figure
from bot.conversation.messages import (
    Choice,
    Heading,
    Message,
    Moment,
    Notice,
    Part,
    Share,
    Text,
    Timeline,
    Withheld,
)
from bot.conversation.records import kept_choice
from bot.conversation.sheet import printable


def round_screen(round_: Round, facts: DeskFacts) -> Message:
    """Return the page of a round."""
    say = facts.say
    parts: list[Part] = [promise(round_, facts)]
    if round_.state is RoundState.CANCELLED:
        parts.append(Notice((say("facilitator.round.cancelled"),)))
    else:
        if facts.down:
            parts.append(Notice(say.many("facilitator.down")))
        parts += [Heading(say("facilitator.round.dates")), timeline(round_, facts)]
        parts += [Heading(say("facilitator.round.figures")), *_figures(round_, facts)]
        parts += [Heading(say("facilitator.round.next")), Text(next_step(round_, facts))]
        parts.append(Share(say("facilitator.round.see"), f"/r/{round_.code}"))
        parts += (*waves_of(round_, facts), *family_of(round_, facts))
    return Message(
        title_of(round_, facts),
        kicker=state_words(round_, facts),
        parts=tuple(parts),
        choices=_choices(round_, facts),
    )


def timeline(round_: Round, facts: DeskFacts, without: str = "") -> Timeline:
    """Return the dates of a round with today among them; ``without`` leaves one out."""
    say, now = facts.say, today(round_, facts)
    days = (
        ("opened", round_.opens_on),
        ("second", round_.second_on),
        ("closed" if round_.state in OVER else "closes", round_.closes_on),
        ("late", late_until(round_)),
        ("review", review_ends(round_)),
        ("sealed", round_.withdraw_until),
        ("tell_by", round_.tell_by),
    )
    moments: list[tuple[date, Moment]] = []
    for name, day in days:
        if day is not None and name != without:
            text = say(f"facilitator.dates.{name}.text", day=say.short_date(day))
            label = say(f"facilitator.dates.{name}.label")
            # Each day lasts until its midnight, but what has happened is over.
            past = day < now or name in ("opened", "closed")
            moments.append((day, Moment(label, text, "past" if past else "next")))
    today_ = Moment(say("facilitator.dates.today"), say.short_date(now), "now")
    at = sum(moment.when == "past" for _, moment in moments)
    drawn = [moment for _, moment in moments]
    return Timeline((*drawn[:at], today_, *drawn[at:]))


def _figures(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    say, k = facts.say, round_.k
    day = say.short_date(round_.figure_day) if round_.figure_day else ""
    key = "note" if round_.state is RoundState.OPEN else "closed"
    note = say(f"figure.people.{key}", day=day, k=k)
    people = figure(say("figure.people.label"), disclosure.people(round_), note, say, k=k)
    if round_.state is not RoundState.OPEN:
        return (people,)
    closes = say.short_date(round_.closes_on) if round_.closes_on else ""
    words = Withheld(
        say("figure.words.label"), say("figure.words.when", day=closes), say("figure.words.reason")
    )
    return (people, words)


def next_step(round_: Round, facts: DeskFacts) -> str:
    """Return what comes next, in a sentence or two."""
    say = facts.say
    staff = (facts.staff.get(reader) for reader in round_.readers)
    values = {
        "readers": joined(say, (each.name for each in staff if each)),
        "closes": _day(round_.closes_on, facts),
        "review": _day(review_ends(round_), facts),
        "until": _day(round_.withdraw_until, facts),
        "tell_by": _day(round_.tell_by, facts),
        "send_on": "",
    }
    outcome = current_outcome(facts)
    if round_.state is RoundState.OPEN:
        key = "open"
    elif outcome is not None and outcome.state != "draft":
        key = outcome.state
        values["send_on"] = _day(outcome.send_on, facts)
    elif round_.state is RoundState.CLOSED:
        key = "closed"
    else:
        key = "sealed"
    phrase = f"facilitator.next.{key}"
    return say(phrase, **{name: values[name] for name in say.slots(phrase)})


def _day(day: date | None, facts: DeskFacts) -> str:
    return facts.say.short_date(day) if day else ""


def _choices(round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    say = facts.say
    choices = []
    if printable(round_, facts):
        sheet = Spot("print", round_.id).action()
        together = Spot("together", round_.id).action()
        choices += [
            Choice(sheet, say("facilitator.round.print"), key="P"),
            Choice(together, say("facilitator.round.together"), key="G"),
        ]
    if round_.state in OVER:
        words = Spot("words", round_.id).action()
        outcome = Spot("outcome", round_.id).action()
        choices += [
            Choice(words, say("facilitator.round.words"), key="R"),
            Choice(outcome, say("facilitator.round.outcome"), key="O"),
            Choice(Spot("report", round_.id).action(), say("facilitator.round.report"), key="E"),
        ]
    if round_.state is not RoundState.CANCELLED and round_.kind != CHECK:
        ledger = Spot("promise", round_.id).action()
        choices.append(Choice(ledger, say("facilitator.round.promise"), "quiet"))
    if leads_to(round_.state, RoundState.CLOSED):
        close = Spot("close", round_.id).action()
        choices.append(Choice(close, say("facilitator.round.close"), "quiet"))
    if leads_to(round_.state, RoundState.CANCELLED):
        cancel = Spot("cancel", round_.id).action()
        choices.append(Choice(cancel, say("facilitator.round.cancel"), "quiet"))
    choices += after_choice(round_, facts)
    hand = Spot("hand", round_.id).action()
    if not round_.parent:
        choices.append(Choice("again", say("facilitator.round.again"), "quiet"))
    if round_.state is not RoundState.CANCELLED:
        choices += (*sibling_choice(round_, facts), kept_choice(round_, facts))
    choices.append(Choice(hand, say("facilitator.round.hand"), "quiet"))
    return tuple(choices)
