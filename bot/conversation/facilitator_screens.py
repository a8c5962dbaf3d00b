"""The screens of a facilitator. Whatever is not theirs shows their own rounds and says so."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.following import CHECK, LOOP
from bot.consultation.model import Role, Round, RoundState
from bot.consultation.promises import owed
from bot.consultation.rounds import OVER, leads_to
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_draft import draft_screen
from bot.conversation.facilitator_evaluation import PLACE as WAVE
from bot.conversation.facilitator_evaluation import wave_screen
from bot.conversation.facilitator_facts import (
    own,
    own_rounds,
    promise,
    state_words,
    title_of,
    today,
)
from bot.conversation.facilitator_family import side_by_side
from bot.conversation.facilitator_form import Values
from bot.conversation.facilitator_outcome import outcome_screen
from bot.conversation.facilitator_promise import PLACE as PROMISE
from bot.conversation.facilitator_promise import promise_screen
from bot.conversation.facilitator_round import round_screen
from bot.conversation.facilitator_try import try_screen
from bot.conversation.facilitator_words import words_screen
from bot.conversation.handover import hand_screen
from bot.conversation.ledger import PLACE as LEDGER
from bot.conversation.ledger import ledger_screen, lists, soon, way
from bot.conversation.messages import (
    Choice,
    Done,
    Entry,
    Fault,
    Message,
    Notice,
    Part,
    Text,
)
from bot.conversation.record_sites import SITES, sites_screen
from bot.conversation.record_tasks import TASK, task_screen
from bot.conversation.records import KEPT, kept_screen
from bot.conversation.report_account import ACCOUNT, REPORTS, account_screen, reports_screen
from bot.conversation.report_round import REPORT, report_screen
from bot.conversation.sheet import sheet_screen
from bot.conversation.together import together_screen
from bot.conversation.told_sheet import TOLD, told_screen
from bot.conversation.word_list import PLACE, list_screen

_NOTES: Final = "facilitator.note."


def show(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values, note: str
) -> Message:
    """Return the screen of a place, with what was just done or what did not fit."""
    screen = _screen(spot, facts, faults, values)
    before: list[Part] = []
    if note.startswith(_NOTES) and facts.say.has(note):
        before.append(Done(facts.say(note)))
    if fault := faults.get(""):
        before.append(Fault(fault))
    return replace(screen, before=(*before, *screen.before), nav=_nav(spot, facts))


def _screen(spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    if facts.me.role is not Role.FACILITATOR:
        return Message(facts.say("facilitator.not_yours"))
    if not spot.round:
        return _EVERYWHERE.get(spot.place, _home)(facts)
    round_ = own(spot, facts)
    if round_ is None:
        home = _home(facts)
        denied = () if "" in faults else (Fault(facts.say("facilitator.not_yours")),)
        return replace(home, before=denied)
    if round_.state is RoundState.DRAFT and spot.place == "try":
        return try_screen(spot, round_, facts)
    if round_.state is RoundState.DRAFT and spot.place not in _WITH_DRAFT:
        return draft_screen(spot, round_, facts, faults, values)
    draw = _PLACES.get(spot.place)
    return draw(spot, round_, facts, faults, values) if draw else round_screen(round_, facts)


def _nav(spot: Spot, facts: DeskFacts) -> tuple[Choice, ...]:
    places = _OF_A_ROUND if own(spot, facts) else _ALONE
    here = next((name for name, known in places.items() if spot.place in known), "")
    outcomes, reports = (
        Choice(Spot(name).action(), facts.say(f"facilitator.nav.{name}"), current=name == here)
        for name in ("outcomes", REPORTS)
    )
    return (
        Choice(Spot().action(), facts.say("facilitator.nav.rounds"), current=not here),
        outcomes,
        way(facts, current=here == LEDGER),
        reports,
    )


def _home(facts: DeskFacts) -> Message:
    say = facts.say
    listed = _grouped(own_rounds(facts), _entry, facts)
    empty = Notice((say("facilitator.home.empty"), say("facilitator.home.empty_note")))
    return Message(
        say("facilitator.home.title"),
        parts=(*soon(facts), *(listed or (empty,))),
        choices=(Choice("new", say("facilitator.home.start"), "main", key="N"),),
        after=(Text(say("facilitator.home.start_note"), "small"),),
    )


def _grouped(
    rounds: Iterable[Round], entry: Callable[[Round, DeskFacts], Entry], facts: DeskFacts
) -> tuple[Part, ...]:
    """Rounds by what they wait for; what is done is shut."""
    groups: dict[str, list[Entry]] = {"now": [], "open": [], "owed": [], "draft": [], "over": []}
    for round_ in rounds:
        groups[_group(round_, facts)].append(entry(round_, facts))
    say = facts.say
    return lists({say(f"facilitator.home.group.{k}"): held for k, held in groups.items()}, say)


def _group(round_: Round, facts: DeskFacts) -> str:
    """What a round waits for: its facilitator now, people, an answer, to be opened, or nothing."""
    if round_.state is RoundState.DRAFT:
        return "draft"
    loop = facts.loops.get(round_.parent) if round_.kind == LOOP else None
    asks = loop is not None and loop.state == "waiting"
    late = round_.id not in facts.kept and owed(round_, today(round_, facts))
    if round_.id in facts.again or late or (asks and round_.id not in facts.kept):
        return "now"
    if round_.state is RoundState.OPEN:
        return "open"
    over = round_.state is RoundState.CANCELLED or round_.kind == CHECK
    return "over" if over or round_.id in facts.kept else "owed"


def _entry(round_: Round, facts: DeskFacts) -> Entry:
    state = state_words(round_, facts)
    if round_.state not in (RoundState.DRAFT, RoundState.CANCELLED) and round_.kind != CHECK:
        state = facts.say("facilitator.both", first=state, second=promise(round_, facts).status)
    if round_.id in facts.again:
        state = facts.say(
            "facilitator.both", first=state, second=facts.say("facilitator.again.waits")
        )
    place = "draft" if round_.state is RoundState.DRAFT else "round"
    return Entry(title_of(round_, facts), state, Spot(place, round_.id).action())


def _outcomes(facts: DeskFacts) -> Message:
    say = facts.say
    # Of a round that asks about a draft nobody is told anything.
    rounds = (each for each in own_rounds(facts) if each.state in OVER and each.kind != CHECK)
    listed = _grouped(rounds, _outcome_entry, facts)
    empty = Notice((say("facilitator.outcomes.empty"), say("facilitator.outcomes.empty_note")))
    return Message(
        say("facilitator.outcomes.title"),
        parts=(*(listed or (empty,)), *side_by_side(own_rounds(facts), facts)),
    )


def _outcome_entry(round_: Round, facts: DeskFacts) -> Entry:
    place = Spot("outcome", round_.id).action()
    return Entry(_with_audience(round_, facts), _told(round_, facts), place)


def _with_audience(round_: Round, facts: DeskFacts) -> str:
    """Several audiences may be asked the same: the name alone does not tell which."""
    group = next((each for each in facts.groups if each.id == round_.group), None)
    title = title_of(round_, facts)
    return (
        title
        if group is None
        else facts.say("facilitator.outcomes.of", title=title, audience=group.audience)
    )


def _told(round_: Round, facts: DeskFacts) -> str:
    """Whether people heard back, and whether all they asked about it is answered."""
    say, told = facts.say, promise(round_, facts).status
    more = (
        [f"facilitator.loop.is.{facts.loops[round_.id].state}"] if round_.id in facts.loops else []
    )
    more += ["facilitator.again.waits"] if round_.id in facts.again else []
    for each in more:
        told = say("facilitator.both", first=told, second=say(each))
    return told


def _close(
    _spot: Spot, round_: Round, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    if not leads_to(round_.state, RoundState.CLOSED):
        return round_screen(round_, facts)
    until = round_.withdraw_until
    return _sure("close", round_, facts, day=facts.say.date(until) if until else "")


def _cancel(
    _spot: Spot, round_: Round, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    if not leads_to(round_.state, RoundState.CANCELLED):
        return round_screen(round_, facts)
    return _sure("cancel", round_, facts)


def _print(
    spot: Spot, round_: Round, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    return sheet_screen(round_, facts, spot)


def _told_sheet(
    _spot: Spot, round_: Round, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    return told_screen(round_, facts)


def _together(
    _spot: Spot, round_: Round, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    return together_screen(round_, facts)


def _hand(
    _spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    place = "draft" if round_.state is RoundState.DRAFT else "round"
    return hand_screen(round_, facts, faults, values, Spot(place, round_.id))


def _list(
    spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    return list_screen(spot, round_, facts, faults, values)


def _kept(
    _spot: Spot, round_: Round, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    return kept_screen(round_, facts)


def _attendance(
    _spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    return sites_screen(round_, facts, faults, values)


def _wave(
    _spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    if round_.state is not RoundState.DRAFT:
        return round_screen(round_, facts)
    return wave_screen(round_, facts, faults, values)


def _sure(what: str, round_: Round, facts: DeskFacts, **values: str) -> Message:
    """A question asked once more, with everything that will happen."""
    say = facts.say
    lines = (f"facilitator.{what}.{each}" for each in ("first", "second", "third"))
    return Message(
        say(f"facilitator.{what}.title"),
        kicker=title_of(round_, facts),
        parts=(
            Notice(tuple(say(line, **{k: values[k] for k in say.slots(line)}) for line in lines)),
        ),
        choices=(
            Choice(what, say(f"facilitator.{what}.yes")),
            Choice(Spot("round", round_.id).action(), say(f"facilitator.{what}.no")),
        ),
        group=say(f"facilitator.{what}.title"),
    )


_OF_A_ROUND: Final = {"outcomes": ("outcome",), LEDGER: (PROMISE,), REPORTS: (REPORT,)}
_ALONE: Final = {"outcomes": ("outcomes",), LEDGER: (LEDGER,), REPORTS: (REPORTS, ACCOUNT)}
"""Which places belong to which way at the top: places of one round, and of none."""
_EVERYWHERE: Final[dict[str, Callable[[DeskFacts], Message]]] = {
    "outcomes": _outcomes,
    LEDGER: ledger_screen,
    REPORTS: reports_screen,
    ACCOUNT: account_screen,
}
"""The places that are about no single round."""

_Draw = Callable[[Spot, Round, DeskFacts, Mapping[str, str], Values], Message]
_PLACES: Final[dict[str, _Draw]] = {
    "close": _close,
    "cancel": _cancel,
    "outcome": outcome_screen,
    "words": words_screen,
    "print": _print,
    TOLD: _told_sheet,
    "together": _together,
    "hand": _hand,
    PROMISE: promise_screen,
    PLACE: _list,
    WAVE: _wave,
    REPORT: report_screen,
    KEPT: _kept,
    SITES: _attendance,
    TASK: task_screen,
}
_WITH_DRAFT: Final = ("hand", PLACE, WAVE, KEPT, SITES, TASK)
"""The places of a draft that are none of its own pages."""
