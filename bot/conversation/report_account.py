"""How promises were kept, on a page: a facilitator's own rounds, or all of them for an admin."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.consultation.accounting import PLANS, Account, Record, Share
from bot.consultation.disclosure import Shown
from bot.consultation.model import Role, Round, RoundState
from bot.consultation.promises import STANDS, STATUSES
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_facts import own_rounds, state_words, title_of
from bot.conversation.figures import held, number
from bot.conversation.messages import Choice, Entries, Entry, Heading, Message, Notice, Part, Text
from bot.conversation.report_round import stands_words
from bot.conversation.tables import Cell, Table
from prompts.framework import Framework
from prompts.library import Phrases

ACCOUNT = "account"
REPORTS = "reports"
_LUNDY = ("space", "voice", "decider", "influence")


def reports_screen(facts: DeskFacts) -> Message:
    """Return the facilitator's rounds that asked people, each with its report."""
    say = facts.say
    asked = [
        each
        for each in own_rounds(facts)
        if each.state not in (RoundState.DRAFT, RoundState.CANCELLED) and not each.parent
    ]
    entries = tuple(
        Entry(
            _named(each, title_of(each, facts), say),
            say("report.list.ready")
            if each.state is RoundState.SEALED
            else state_words(each, facts),
            Spot("report", each.id).action(),
        )
        for each in asked
    )
    empty = Notice((say("report.list.empty"), say("report.list.empty_note")))
    listed = Entries(say("report.list.label"), entries, say("report.list.note"))
    return Message(
        say("report.list.title"),
        parts=(listed if entries else empty,),
        choices=(Choice(Spot(ACCOUNT).action(), say("report.account.open"), key="A"),),
    )


def account_screen(facts: DeskFacts) -> Message:
    """Return the account of the rounds this person answers for."""
    if facts.account is None:
        return Message(facts.say("report.account.title"))
    if facts.me.role is Role.ADMIN:
        return whole_account(facts.account, facts.frameworks, facts.say)
    back = Choice(Spot(REPORTS).action(), facts.say("report.back"), "quiet")
    return replace(
        whole_account(facts.account, facts.frameworks, facts.say, "own"), choices=(back,)
    )


def whole_account(
    whole: Account, frameworks: Mapping[str, Framework], say: Phrases, whose: str = "all"
) -> Message:
    """Return an account on a page; ``whose`` is *all* or *own*."""
    labels = {
        tag: say("report.account.tag", framework=each.name, part=part)
        for each in frameworks.values()
        for tag, part in each.tags().items()
    }
    return Message(
        say("report.account.title"),
        kicker=say("report.account.kicker", day=say.date(whole.day)),
        parts=(Text(say(f"report.account.{whose}"), "lead"), *_parts(whole, labels, say)),
        paper=f"/desk/{ACCOUNT}",
    )


def _parts(whole: Account, labels: Mapping[str, str], say: Phrases) -> tuple[Part, ...]:
    if not whole.records:
        return (Notice((say("report.account.none"),)),)
    return (
        Heading(say("report.account.promises")),
        _promises(whole, say),
        Heading(say("report.account.outcomes")),
        _table("outcomes", _statuses(whole, say), say),
        _table("plans", _plans(whole, say), say),
        *_by_tag(whole, labels, say),
        Heading(say("report.account.reach")),
        _table("reach", _reach(whole, say), say),
        Heading(say("report.account.rounds")),
        _rounds(whole.records, say),
    )


def _table(name: str, rows: Iterable[tuple[str, str]], say: Phrases) -> Table:
    key = f"report.account.table.{name}"
    return Table(
        say(f"{key}.caption"),
        say.many(f"{key}.heads"),
        tuple((Cell(label), Cell(told)) for label, told in rows),
        say(f"{key}.note"),
    )


def _promises(whole: Account, say: Phrases) -> Table:
    rows = [(say(f"report.stands.{each}"), str(whole.stands[each])) for each in STANDS]
    rows += [
        (say("report.account.within", days=each.days), _share(each, say)) for each in whole.shares
    ]
    waited = whole.waited
    told = (
        say("report.time.none") if waited is None else say("report.time.days", days=f"{waited:g}")
    )
    return _table("promises", [*rows, (say("report.account.median"), told)], say)


def _share(share: Share, say: Phrases) -> str:
    if not share.of:
        return say("report.account.too_early")
    percent = (200 * share.met + share.of) // (2 * share.of)
    return say("figure.number.part", count=share.met, of=share.of, percent=percent)


def _statuses(whole: Account, say: Phrases) -> list[tuple[str, str]]:
    return [
        (say(f"contributor.outcome.status.{each}"), str(whole.statuses.get(each, 0)))
        for each in STATUSES
    ]


def _plans(whole: Account, say: Phrases) -> list[tuple[str, str]]:
    return [(say(f"report.account.plan.{each}"), str(whole.plans.get(each, 0))) for each in PLANS]


def _by_tag(whole: Account, labels: Mapping[str, str], say: Phrases) -> tuple[Table, ...]:
    """What came of it by policy and action plan; a tag whose file has gone keeps its id."""
    if not whole.tags:
        return ()
    key = "report.account.table.tags"
    rows = (
        (Cell(labels.get(tag, tag)), *(Cell(str(counts.get(each, 0))) for each in STATUSES))
        for tag, counts in whole.tags.items()
    )
    statuses = (say(f"contributor.outcome.status.{each}") for each in STATUSES)
    heads = (say(f"{key}.tag"), *statuses)
    return (Table(say(f"{key}.caption"), heads, tuple(rows), say(f"{key}.note")),)


def _reach(whole: Account, say: Phrases) -> list[tuple[str, str]]:
    return [
        (
            audience or say("report.account.no_group"),
            number(told, say) if isinstance(told, Shown) else held("", told, say).when,
        )
        for audience, told in whole.reach.items()
    ]


def _rounds(records: Iterable[Record], say: Phrases) -> Table:
    def row(each: Record) -> tuple[Cell, ...]:
        round_ = each.round
        lundy = [say(f"report.lundy.{name}") for name in _LUNDY if getattr(round_, name)]
        return (
            Cell(_named(round_, round_.title, say)),
            Cell(_day(round_.closes_on, say)),
            Cell(_day(each.promised, say)),
            Cell(_day(each.heard, say)),
            Cell(stands_words(each, say)),
            Cell(say(f"round.rung.{round_.rung}") if round_.rung else ""),
            Cell(", ".join(lundy)),
        )

    key = "report.account.table.rounds"
    rows = tuple(row(each) for each in records)
    return Table(say(f"{key}.caption"), say.many(f"{key}.heads"), rows, say(f"{key}.note"))


def _named(round_: Round, title: str, say: Phrases) -> str:
    """The waves of an evaluation have one title."""
    if not round_.wave:
        return title
    return say("report.wave.of", title=title, wave=say(f"report.wave.{round_.wave}"))


def _day(day: date | None, say: Phrases) -> str:
    return say.date(day) if day else say("report.time.none")
