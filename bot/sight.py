"""What each role may see at the desk; everything else is denied."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.consultation import accounting, dates
from bot.consultation.accounting import Account
from bot.consultation.evaluation import AFTER, BEFORE
from bot.consultation.following import LOOP, Loop, Standing, is_closed, together, unanswered
from bot.consultation.hard_words import HardWords
from bot.consultation.links import Kind, Link, as_closed
from bot.consultation.model import Group, HelpRequest, Outcome, Role, Round, RoundState, Staff
from bot.consultation.promises import first_heard, is_sent
from bot.consultation.rounds import OVER
from bot.consultation.safety import overdue
from bot.consultation.telling import due_again, overdue_again
from bot.conversation.desk import DeskFacts, Wave
from bot.ports import Unit
from prompts.library import Phrases
from prompts.schema import SupportFile

WAVES = (BEFORE, AFTER)
"""The waves of an evaluation, in order."""


def groups(unit: Unit, me: Staff) -> tuple[Group, ...]:
    """Return the groups this person may know of: a partner only their own, without who else is in
    them."""
    if me.role in (Role.FACILITATOR, Role.ADMIN):
        return unit.groups()
    if me.role is Role.PARTNER:
        mine = (group for group in unit.groups() if me.id in group.people)
        return tuple(replace(group, people=(me.id,)) for group in mine)
    return ()


def sees(me: Staff, round_: Round, groups: tuple[Group, ...]) -> bool:
    """Tell whether a round is this person's business; everything else is denied."""
    match me.role:
        case Role.FACILITATOR:
            return round_.facilitator == me.id
        case Role.COORDINATOR:
            return me.id in round_.readers
        case Role.LEAD:
            return me.id in (round_.lead, round_.second)
        case Role.PARTNER:
            asked = round_.state is not RoundState.DRAFT
            return asked and round_.group in {group.id for group in groups}
        case Role.ADMIN:
            return True


def requests(unit: Unit, me: Staff, facts: DeskFacts) -> tuple[HelpRequest, ...]:
    """Return what people asked of a lead: all of it to the first, to the second what is overdue."""
    rounds = {each.id: each for each in facts.rounds}
    return tuple(
        each
        for each in unit.requests(me.id)
        if (round_ := rounds.get(each.round)) is None
        or round_.lead == me.id
        or overdue(each, round_, facts.now)
    )


def shown(me: Staff, round_: Round) -> Round:
    """Return a round as this person may see it: partners and admins get no figure."""
    if me.role in (Role.PARTNER, Role.ADMIN):
        return replace(round_, figure=0, figure_day=None)
    return round_


def hard_words(unit: Unit, support: SupportFile) -> HardWords:
    """Return the phrases beside which support is offered: the lead's own, else those that come with
    the support lines."""
    return unit.hard_words() or HardWords(support.hard, support.hard_looked_on)


def tried(rounds: tuple[Round, ...], links: tuple[Link, ...], say: Phrases) -> tuple[Round, ...]:
    """Return rounds as their readers see them: drafts only as try-outs that have ended."""
    ended = {each.round: each for each in links if each.kind is Kind.TRIED}
    return tuple(
        as_closed(each, ended[each.id], say("tryout.reading.title", title=each.title))
        if each.state is RoundState.DRAFT
        else each
        for each in rounds
        if each.state is not RoundState.DRAFT or each.id in ended
    )


def link(round_: Round, links: tuple[Link, ...]) -> Link | None:
    """Return the link that stands beside a round's own: of a draft's try-out, or of a room."""
    wanted = (Kind.TRY, Kind.TRIED) if round_.state is RoundState.DRAFT else (Kind.ROOM,)
    mine = (each for each in links if each.round == round_.id and each.kind in wanted)
    return next(mine, None)


def account(unit: Unit, me: Staff, rounds: tuple[Round, ...], now: datetime) -> Account:
    """Return how promises were kept: a facilitator's own, or everybody's for an admin."""
    mine = tuple(each for each in rounds if sees(me, each, ()))
    return accounted(unit, mine, now)


def accounted(unit: Unit, rounds: tuple[Round, ...], now: datetime) -> Account:
    """Return how the promises of some rounds were kept by today."""
    outcomes = {each.id: unit.outcomes(each.id) for each in rounds}
    return accounting.account(rounds, outcomes, unit.groups(), now.date())


def waves(unit: Unit, me: Staff, chosen: Round, rounds: tuple[Round, ...]) -> tuple[Wave, ...]:
    """Return the sealed waves of a round's evaluation that are this facilitator's, in order."""
    if not chosen.evaluation:
        return ()
    theirs = (each for each in rounds if each.evaluation == chosen.evaluation)
    mine = [e for e in theirs if e.facilitator == me.id and e.state is RoundState.SEALED]
    mine.sort(key=lambda each: WAVES.index(each.wave))
    return tuple(Wave(e, unit.questions(e.id), unit.tallies(e.id)) for e in mine)


def named(rounds: tuple[Round, ...], staff: Mapping[str, Staff]) -> dict[str, Staff]:
    """Return the members of staff whom the invitations of some rounds name."""
    named = {id_ for round_ in rounds for id_ in (round_.lead, round_.second, *round_.readers)}
    return {id_: member for id_, member in staff.items() if id_ in named}


def kept(unit: Unit, rounds: tuple[Round, ...]) -> dict[str, date]:
    """Return the rounds whose outcome was sent, by id, with the day of the first."""
    days = ((each.id, first_heard(unit.outcomes(each.id))) for each in rounds)
    return {id_: day for id_, day in days if day is not None}


def sent(unit: Unit, round_: Round) -> tuple[Outcome, ...]:
    """Return the outcomes of a round that everybody with its link can read, without their figures."""
    outcomes = filter(is_sent, unit.outcomes(round_.id))
    return tuple(replace(each, planned=0, sent=0) for each in outcomes)


def approves(unit: Unit, rounds: tuple[Round, ...]) -> frozenset[str]:
    """Return the ids of the rounds in which an outcome waits for a second person."""
    over = (each.id for each in rounds if each.state in OVER)
    return frozenset(id_ for id_ in over if any(o.state == "ready" for o in unit.outcomes(id_)))


def again(
    unit: Unit, rounds: tuple[Round, ...], now: datetime, *, late: bool = False
) -> frozenset[str]:
    """Return the ids of the rounds whose people are to hear again, by today, of something that was
    planned; ``late``: should have heard before today."""
    waits = overdue_again if late else due_again
    sealed = (each for each in rounds if each.state is RoundState.SEALED)
    return frozenset(
        each.id for each in sealed if waits(unit.outcomes(each.id), dates.today(each, now))
    )


def loops(unit: Unit, rounds: tuple[Round, ...]) -> dict[str, Loop]:
    """Return how the questions about what came of each round stand, by its id."""
    found: dict[str, list[Loop]] = {}
    for each in rounds:
        if each.kind == LOOP:
            found.setdefault(each.parent, []).append(_loop(unit, each))
    return {id_: together(theirs) for id_, theirs in found.items()}


def _loop(unit: Unit, loop: Round) -> Loop:
    if loop.state is not RoundState.SEALED:
        return Loop("open")
    asked, outcomes = unit.approved(loop.id), unit.outcomes(loop.id)
    answered = len(asked) - len(unanswered(asked, tuple(filter(is_sent, outcomes))))
    state: Standing = "closed" if is_closed(asked, outcomes) else "waiting"
    return Loop(state, len(asked), answered)
