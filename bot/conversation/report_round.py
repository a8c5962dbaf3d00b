"""The report of a round: who asked, what people picked and said, what came of it and how long that
took, and what is not shown. Only once the round is sealed, for then nothing can change it."""

from collections.abc import Iterator, Mapping

from bot.consultation.accounting import Record, record
from bot.consultation.disclosure import Guarded, Shown
from bot.consultation.disclosure import Withheld as Held
from bot.consultation.evaluation import BEFORE
from bot.consultation.model import Round, RoundState
from bot.consultation.promises import is_sent
from bot.conversation.desk import DeskFacts, Spot, Wave
from bot.conversation.facilitator_facts import promise, title_of, today
from bot.conversation.facilitator_form import Values
from bot.conversation.facilitator_words import EXPORT, text_groups
from bot.conversation.figures import held, number
from bot.conversation.messages import Choice, Heading, Message, Part, Quote, Text, Withheld
from bot.conversation.outcomes import outcome_parts
from bot.conversation.record_sites import sites
from bot.conversation.report_charts import answered, compare, participation, picks
from bot.conversation.report_messages import messages_screen, picked
from bot.conversation.report_quotes import by_question, cards
from bot.conversation.tables import Cell, Table
from prompts.library import Phrases

REPORT = "report"
"""The place of a round's report; its items are the pages beside it."""
KEY, CHOOSE, CARDS = "key", "choose", "cards"
PAGES = ("", KEY, CARDS)
"""The items whose pages are printed and handed out."""
_FILES = ("html", "md")
_QUOTES = 3
"""How many quotes of a question stand in a report: it is to be read, and small enough to send."""


def report_screen(
    spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return a page of a round's report, or when there will be one."""
    if round_.state is not RoundState.SEALED:
        return _not_yet(round_, facts)
    if spot.item in (KEY, CHOOSE):
        return messages_screen(round_, facts, faults, values, choose=spot.item == CHOOSE)
    return _cards(round_, facts) if spot.item == CARDS else _report(round_, facts)


def kicker(round_: Round, facts: DeskFacts) -> str:
    """Return who asked and when, and that this may be shared."""
    say = facts.say
    opens = say.short_date(round_.opens_on) if round_.opens_on else ""
    closes = say.date(round_.closes_on) if round_.closes_on else ""
    return say("report.kicker", asker=round_.asker, first=opens, last=closes)


def _not_yet(round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    day = say.date(round_.withdraw_until) if round_.withdraw_until else ""
    when = say("report.not_yet.when", day=day) if day else say("report.not_yet.draft")
    wait = Withheld(say("report.not_yet.label"), when, say("report.not_yet.why"))
    return Message(
        say("report.title"),
        kicker=title_of(round_, facts),
        parts=(wait,),
        choices=(Choice(Spot("round", round_.id).action(), say("report.to_round"), "quiet"),),
    )


def stands_words(done: Record, say: Phrases) -> str:
    """Return how a round's promise stands. A first questionnaire waits for the second: both are
    sealed on one day, and nothing is told before it."""
    waits = done.stands == "open" and done.round.wave == BEFORE
    return say("report.stands_before" if waits else f"report.stands.{done.stands}")


def _report(round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    waves = facts.waves or (Wave(round_, facts.questions, facts.tallies),)
    tables, kept_back = picks(waves, facts)
    mine = next(each for each in waves if each.round.id == round_.id)
    parts: list[Part] = [*_lead(round_, facts, answered(mine, compare(waves, facts)))]
    parts += _under(say("report.in_short"), [Text(each) for each in picked(round_)])
    parts += _under(say("report.picks.title"), tables)
    parts += [Heading(say("report.part.title")), participation(waves, facts)]
    # What staff typed is told as finely as what stands beside it, and no finer.
    told = [answered(wave, compare(waves, facts)) for wave in waves]
    exact = all(isinstance(each, Shown) and each.exact for each in told)
    parts += [table] if (table := sites(round_, facts, exact=exact)) else []
    parts += _said(round_, facts)
    parts += [Heading(say("report.outcomes.title")), *_came_of_it(round_, facts)]
    parts += [Heading(say("report.time.title")), _time(round_, facts)]
    parts += [Heading(say("report.held.title")), *_held_back(round_, facts, kept_back)]
    return Message(
        title_of(round_, facts),
        kicker=kicker(round_, facts),
        parts=tuple(parts),
        choices=_choices(round_, facts),
        paper=f"/desk/{REPORT}/{round_.id}",
    )


def _under(title: str, parts: list[Text] | tuple[Part, ...]) -> tuple[Part, ...]:
    return (Heading(title), *parts) if parts else ()


def _lead(round_: Round, facts: DeskFacts, told: Guarded) -> Iterator[Part]:
    say = facts.say
    group = next((each for each in facts.groups if each.id == round_.group), None)
    if isinstance(told, Shown):
        yield Text(say("report.lead", people=number(told, say)), "lead")
    yield Text(say("report.purpose", purpose=round_.purpose))
    if group is not None:
        yield Text(say("report.asked", site=group.site, audience=group.audience))
    if round_.rung:
        yield Text(say("report.rung", rung=say(f"round.rung.{round_.rung}")))
    yield Text(say(f"report.status.{round_.label}"), "small")


def _said(round_: Round, facts: DeskFacts) -> Iterator[Part]:
    say = facts.say
    found = [each for each in by_question(round_, facts) if each[2]]
    for title, _, texts in found:
        yield Heading(say("report.quotes.title", question=title))
        yield from (Quote(text.text) for text in texts[:_QUOTES])
    if found:
        yield Text(say("report.quotes.note", most=_QUOTES), "small")


def _came_of_it(round_: Round, facts: DeskFacts) -> Iterator[Part]:
    sent = [each for each in facts.outcomes if is_sent(each)]
    for each in sent:
        yield from outcome_parts(each, facts.say, facts.quotes)
    if not sent:
        yield promise(round_, facts)


def _time(round_: Round, facts: DeskFacts) -> Table:
    """How long people waited from the day the round closed."""
    say, done = facts.say, record(round_, facts.outcomes, today(round_, facts))
    days = {"closed": round_.closes_on, "promised": done.promised, "heard": done.heard}
    rows = [
        (Cell(say(f"report.time.{name}")), Cell(say.date(day) if day else say("report.time.none")))
        for name, day in days.items()
    ]
    if done.waited is not None:
        told = say("report.time.days", days=done.waited)
        rows.append((Cell(say("report.time.waited")), Cell(told)))
    rows.append((Cell(say("report.time.stands")), Cell(stands_words(done, say))))
    heads = (say("report.time.what"), say("report.time.when"))
    return Table(say("report.time.caption"), heads, tuple(rows))


def _held_back(round_: Round, facts: DeskFacts, kept_back: tuple[Part, ...]) -> Iterator[Part]:
    say = facts.say
    lists = text_groups(round_, facts) if facts.approved else []
    if isinstance(lists, Held):
        yield held(say("figure.texts.label"), lists, say, k=round_.k)
    yield from kept_back
    yield Text(say("report.held.rule", k=round_.k), "small")
    yield Text(say("report.held.quotes"), "small")


def _cards(round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    drawn = cards(round_, facts)
    return Message(
        say("report.cards.title"),
        kicker=kicker(round_, facts),
        parts=(Text(say("report.cards.lead" if drawn else "report.cards.none")), *drawn),
        choices=(*_files(facts), _back(round_, facts)),
        paper=f"/desk/{REPORT}/{round_.id}/{CARDS}",
    )


def _choices(round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    say = facts.say
    return (
        Choice(Spot(REPORT, round_.id, KEY).action(), say("report.to_key"), key="K"),
        Choice(Spot(REPORT, round_.id, CARDS).action(), say("report.to_cards"), key="Q"),
        *_files(facts),
        Choice(Spot("round", round_.id).action(), say("report.to_round"), "quiet"),
    )


def _files(facts: DeskFacts) -> tuple[Choice, ...]:
    return tuple(Choice(f"{EXPORT}:{form}", facts.say(f"report.file.{form}")) for form in _FILES)


def _back(round_: Round, facts: DeskFacts) -> Choice:
    return Choice(Spot(REPORT, round_.id).action(), facts.say("report.back"), "quiet")
